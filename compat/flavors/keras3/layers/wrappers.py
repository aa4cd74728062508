"""Layers around a layer (``keras.layers.wrappers`` of Keras 1 and 2)."""
from typing import Any, Dict, List

import keras
from keras import ops

from compat.era import current
from compat.flavors.shared.generic import object_list_uid

from ..backend.dims import shape
from ..backend.shapes import reshape
from ..backend.symbolic import call_when_run
from ..engine.apart import leaves_traces, without_losses
from ..engine.layer import Layer
from ..engine.model_masks import is_graph
from ..engine.weights import lists_weights
from ..serializing import without_tensorflow
from .base import legacy
from .constants import TakesConstants
from .held import Holding


@legacy
class Wrapper(Holding, keras.layers.Wrapper, Layer):
    """Base class of layers around ``layer``."""

    def add_weight(self, *args: Any, **kwargs: Any) -> Any:
        """A weight, as every layer adds one; before tf.keras one that is neither listed nor trained nor saved, unless the class
        lists its weights itself."""
        weight = super().add_weight(*args, **kwargs)
        hides = current(self).behaviour("weights_of_wrappers") == "of_the_layer" and not lists_weights(type(self))
        if hides and not any(weight is each for each in self._unlisted):  # build may run again
            self._hide(weight)
        return weight

    def _wrapped_layers(self) -> List[Any]:
        return [self.layer] if isinstance(self.layer, Layer) else []

    def _own_flag(self) -> bool:
        """Up to Keras 2.3 the flag of a wrapper is that of the layer in it."""
        return bool(self._trainable if current(self).of_tf_keras else self.layer.trainable)

    def _layers_of_its_flag(self) -> List[Any]:
        return [self.layer]


@legacy
class TimeDistributed(keras.layers.TimeDistributed, Wrapper):
    """Applies ``layer`` to every step of ``(batch, time, …)``, all steps of the batch at once, as Keras 2 did.

    Keras 3 calls the layer once per step, which gives a BatchNormalization inside statistics of one step.
    """

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        """``(batch, time, …)`` to ``(batch, time, …)``."""
        inner = _joined(inputs)
        kwargs = {}
        if getattr(self.layer, "_call_has_mask_arg", False) and mask is not None:
            kwargs["mask"] = _joined(mask)
        if getattr(self.layer, "_call_has_training_arg", False):
            kwargs["training"] = training
        return _split(self._called_on(inner, kwargs), inputs)

    def _called_on(self, inner: Any, kwargs: Any) -> Any:
        if current(self).behaviour("losses_inside_time_distributed") == "count" or not isinstance(self.layer, Layer):
            outputs = self.layer(inner, **kwargs)
            if current(self).behaviour("models_inside_time_distributed") == "twice":
                self._run_again(inner, kwargs)
            return outputs
        with without_losses(self.layer):
            outputs = self.layer(inner, **kwargs)
        if self.layer.activity_regularizer is not None:
            keras.layers.Layer.add_loss(self.layer, self.layer._activity_loss(outputs))
        return outputs

    def _run_again(self, inner: Any, kwargs: Dict[str, Any]) -> None:
        """A model's second run, in which tf.keras looked for its mask: its updates and losses count once more."""
        if isinstance(self.layer, TimeDistributed):
            mask = kwargs.get("mask")
            self.layer._run_again(_joined(inner), kwargs if mask is None else dict(kwargs, mask=_joined(mask)))
        elif is_graph(self.layer) and not isinstance(inner, keras.KerasTensor) and leaves_traces(
                self.layer, kwargs.get("training")):
            self.layer(inner, **kwargs)

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """The mask that the layer makes for the joined steps, or else the given one, one value per step."""
        if self._inner_mask(inputs, mask) is not None:
            return call_when_run(self._mask_of_steps, inputs, mask)
        while mask is not None and len(mask.shape) > 2:
            mask = ops.any(mask, axis=-1)
        return mask

    @property
    def _input_map(self) -> Dict[str, Any]:
        """Input, as ``object_list_uid`` names it, → the joined steps that the layer is called on."""
        known = self.__dict__.setdefault("_joined_inputs", {})
        for node in self._inbound_nodes:
            tensor = node.input_tensors[0]
            if object_list_uid(tensor) not in known:
                known[object_list_uid(tensor)] = _joined(tensor)
        return dict(known)

    def _updates_on(self, inputs: Any) -> List[Any]:
        """What the layer updates, called on the joined steps."""
        inner = self._input_map[object_list_uid(inputs)]
        return [update for layer in self._wrapped_layers() for update in layer._updates_on(inner)]

    def _inner_mask(self, inputs: Any, mask: Any) -> Any:
        return self.layer.compute_mask(_joined(inputs), None if mask is None else _joined(mask))

    def _mask_of_steps(self, inputs: Any, mask: Any) -> Any:
        """As a whole: between joining and splitting, the product of two unknown sizes would be unknown."""
        return _split(self._inner_mask(inputs, mask), inputs)


def _joined(tensor: Any) -> Any:
    """``(batch, time, …)`` as ``(batch * time, …)``."""
    return reshape(tensor, [-1] + list(shape(tensor)[2:]))


def _split(tensor: Any, like: Any) -> Any:
    """``(batch * time, …)`` as ``(batch, time, …)``."""
    return reshape(tensor, list(shape(like)[:2]) + list(shape(tensor)[1:]))


def _copy_with(layer: Any, **arguments: Any) -> Any:
    return type(layer).from_config({**layer.get_config(), **arguments})


@legacy
class Bidirectional(TakesConstants, Holding, keras.layers.Bidirectional, Layer):
    """A recurrent layer in both directions.

    Args:
        layer: the recurrent layer, forward.
        merge_mode: ``'sum'``, ``'mul'``, ``'ave'``, ``'concat'``, or None for two outputs.
        weights: initial values, forward ones first.
    """

    def __init__(self, layer: Any, merge_mode: Any = "concat", weights: Any = None, **kwargs: Any) -> None:
        constants = kwargs.pop("num_constants", None)
        if getattr(layer, "go_backwards", False) and "backward_layer" not in kwargs:
            # Keras 2 turned the copy around, whichever way the layer goes; Keras 3 lets it go backwards.
            kwargs["backward_layer"] = _copy_with(layer, go_backwards=False, name="backward_" + layer.name)
        classes = {type(each).__name__: type(each) for each in layer._flatten_layers()}  # Keras 3 copies by their names
        with without_tensorflow(), keras.saving.custom_object_scope(classes):
            super().__init__(layer, merge_mode=merge_mode, **kwargs)
        self.__dict__["_num_constants"] = constants
        self.supports_masking = False
        zero = current(self).behaviour("bidirectional_output_on_masked_steps") == "zero"
        for half in (self.forward_layer, self.backward_layer):
            half.zero_output_for_mask = zero and half.return_sequences
        if weights is not None:
            self.__dict__["_initial_weights"] = list(weights)

    @property
    def layer(self) -> Any:
        """The recurrent layer, forward."""
        return self.forward_layer

    def _wrapped_layers(self) -> List[Any]:
        return [self.forward_layer, self.backward_layer]

    _layers_of_its_flag = _wrapped_layers

    def __call__(self, inputs: Any, initial_state: Any = None, constants: Any = None, **kwargs: Any) -> Any:
        inputs, found = self._sorted(inputs, initial_state, constants)
        if len(found.get("initial_state", ())) % 2:
            raise ValueError("Bidirectional {!r} takes a list of initial states: those of the forward layer, then as many "
                             "of the backward layer".format(self.name))
        outputs = super().__call__(inputs, **found, **kwargs)
        return list(outputs) if isinstance(outputs, tuple) else outputs

    def call(self, sequences: Any, mask: Any = None, training: Any = None, initial_state: Any = None,
             constants: Any = None) -> Any:
        """``(batch, time, features)`` to one output, or to those of both layers, then states; in the order of Keras 2."""
        if constants is None:
            return super().call(sequences, initial_state=initial_state, mask=mask, training=training)
        halves = [self.forward_layer, self.backward_layer]
        for half in halves:
            half.__dict__["_standing_constants"] = constants
        try:
            return super().call(sequences, initial_state=initial_state, mask=mask, training=training)
        finally:
            for half in halves:
                del half.__dict__["_standing_constants"]

    def build(self, sequences_shape: Any, initial_state_shape: Any = None) -> None:
        """Make the weights of both layers."""
        for half in (self.forward_layer, self.backward_layer):
            half.__dict__["_constants_shapes"] = vars(self).get("_constants_shapes")
        super().build(sequences_shape)

    def compute_output_shape(self, sequences_shape: Any, initial_state_shape: Any = None) -> Any:
        """The shape of the output, or a list of those of both outputs and of the states."""
        of_half = self.forward_layer.compute_output_shape(sequences_shape)
        output, states = (of_half[0], list(of_half[1:])) if self.return_state else (of_half, [])
        outputs = [tuple(output)] * (1 if self.merge_mode else 2)
        if self.merge_mode == "concat":
            outputs = [(*output[:-1], 2 * output[-1])]
        found = outputs + states + states
        return found if len(found) > 1 else found[0]

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """The mask of the input for sequences, None for the last output; None for states."""
        mask = mask[0] if isinstance(mask, (list, tuple)) else mask
        found: List[Any] = [mask if self.return_sequences else None] * (1 if self.merge_mode else 2)
        if self.return_state:
            found += [None] * (2 * len(self.forward_layer.state_size))
        return found if len(found) > 1 else found[0]
