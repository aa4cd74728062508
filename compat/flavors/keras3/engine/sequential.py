"""``Sequential`` of Keras 1 and 2 on Keras 3.

The first layer's ``input_shape`` arguments make the input, and each layer is called once only, so that ``layer.output``
means what it meant; Keras 3 calls all layers again whenever one is added.
"""
from typing import Any, Callable, List, Optional

import keras
import numpy as np
from keras.src.models.functional import Functional  # not public: what keras.Model(inputs, outputs) makes

from compat.callers import warn_caller
from compat.era import current

from ..graph.program import AsStated
from ..names import native_name
from ..ranks import takes_rank
from .inputs import InputLayer
from .layer_names import numbered_name
from .model import Model
from .symbolic_objectives import SymbolicObjectives
from .text_inputs import InputsOfTexts
from .written_form import WrittenForm


class Connected(AsStated, InputsOfTexts, Functional):  # type: ignore[misc]
    """The layers as a functional model, which Keras 3 runs in place of the stack."""


@keras.saving.register_keras_serializable(package="compat")
class Sequential(WrittenForm, SymbolicObjectives, keras.Sequential, Model):
    """A linear stack of layers.

    Args:
        layers: list of layers.
        name: string.

    Example:
        >>> from compat.flavors.keras3.layers import Dense
        >>> Sequential([Dense(2, input_shape=(3,))]).output_shape
        (None, 2)
    """

    _layers: List[Any]
    _functional: Any

    def __init__(self, layers: Optional[List[Any]] = None, name: Optional[str] = None, **kwargs: Any) -> None:
        self.__dict__["_made"] = {}
        super().__init__(name=native_name(name) or numbered_name(type(self)), **kwargs)
        self._supports_masking = True
        for layer in layers or []:
            self.add(layer)

    def __getattr__(self, name: str) -> Any:
        if name == "model" and not current(self).of_tf_keras:
            warn_caller("`Sequential.model` is deprecated. `Sequential` is a subclass of `Model`, you can just use your "
                        "`Sequential` instance directly.")
            return self
        inherited = getattr(super(), "__getattr__", None)  # on torch
        if inherited is None:
            raise AttributeError("{!r} object has no attribute {!r}".format(type(self).__name__, name))
        return inherited(name)

    def add(self, layer: Any, rebuild: bool = True) -> None:
        """Put a layer on top.

        Raises:
            ValueError: not a layer, or a name that is taken.
        """
        if not self._layers:
            entry = _input_for(layer)
            if entry is not None:
                super().add(entry, rebuild=False)
        super().add(layer, rebuild=rebuild)

    def _maybe_rebuild(self) -> None:
        """Connect the layers where there is an input: a first layer that was called elsewhere has not made one."""
        if isinstance(self._layers[0], (keras.layers.InputLayer, keras.Model)):
            super()._maybe_rebuild()
            return
        self.built = False
        self._functional = None

    def build(self, input_shape: Any = None) -> None:
        """Connect the layers that are not connected yet, for an input of this shape with its batch axis."""
        if not self._layers:
            return
        if not isinstance(self._layers[0], keras.layers.InputLayer):
            if input_shape is None or isinstance(input_shape, dict):  # a dictionary of features: the layers run one by one
                return
            first = self._layers[0]
            dtype = "string" if isinstance(first, _OF_TEXTS) else vars(first).get("_input_layer_dtype")
            entry = InputLayer(batch_input_shape=tuple(input_shape), dtype=dtype, name=self._layers[0].name + "_input")
            self._layers = [entry] + list(self._layers)
        inputs = self._layers[0].output
        begin, tensor = vars(self).get("_continues_from") or (1, inputs)
        for layer in self._layers[begin:]:
            tensor = self._connect(layer, tensor)
        if tensor is not inputs:
            self._functional = Connected(inputs=inputs, outputs=tensor)

    def _fits(self, inputs: Any) -> bool:
        """Whether the stack was connected for data of as many axes; Keras 2 called its layers for any."""
        known = self._functional is not None and hasattr(inputs, "shape")
        return not known or takes_rank(self.inputs[0].shape, inputs.shape)

    def call(self, inputs: Any, training: Any = None, mask: Any = None, **kwargs: Any) -> Any:
        """The output of the last layer."""
        if self._fits(inputs):
            return super().call(inputs, training=training, mask=mask, **kwargs)
        return self._one_by_one(lambda layer: layer, inputs, training)

    def compute_output_spec(self, inputs: Any, training: Any = None, mask: Any = None, **kwargs: Any) -> Any:
        """The symbolic output of the last layer."""
        if self._fits(inputs):
            return super().compute_output_spec(inputs, training=training, mask=mask, **kwargs)
        return self._one_by_one(lambda layer: layer.compute_output_spec, inputs, training)

    def _one_by_one(self, function_of: Callable[[Any], Callable[..., Any]], inputs: Any, training: Any) -> Any:
        """What a function of each layer in turn makes of the inputs."""
        for layer in self.layers:
            inputs = function_of(layer)(inputs, **({"training": training} if layer._call_has_training_arg else {}))
        return inputs

    def pop(self, rebuild: bool = True) -> Any:
        """Remove the last layer, and return it."""
        self.__dict__["_continues_from"] = None
        return super().pop(rebuild=rebuild)

    @property
    def outputs(self) -> Any:
        """Output tensor, in a list; another may be assigned, from which layers that are added then go on."""
        functional = self._functional  # asked for once: torch looks for it in several places
        return super().outputs if functional is None else functional.outputs

    @outputs.setter
    def outputs(self, outputs: Any) -> None:
        self.__dict__["_continues_from"] = (len(self._layers), outputs[0])
        self._functional = Connected(inputs=self.inputs, outputs=list(outputs))
        self.train_function = self.test_function = self.predict_function = None

    @property
    def _nodes_by_depth(self) -> Any:
        """The calls of layers, which code of Keras 2 read of any model that was built."""
        return self._functional._nodes_by_depth  # an AttributeError of one that is not

    def _inputs_of(self, x: Any) -> Any:
        """Data for the one input; a model may learn its shape from an array, a nested list, or a list of one array."""
        if self.built or not isinstance(x, (list, tuple)):
            return super()._inputs_of(x)
        return x[0] if len(x) == 1 and hasattr(x[0], "shape") else np.asarray(x)

    def _connect(self, layer: Any, tensor: Any) -> Any:
        made = vars(self)["_made"]
        key = (id(layer), id(tensor))
        if key not in made:
            made[key] = (layer, tensor, layer(tensor))  # holds the first two, so that their ids stay theirs
        return made[key][2]

    @property
    def input(self) -> Any:
        """Input tensor."""
        return self.inputs[0]

    @property
    def output(self) -> Any:
        """Output tensor."""
        return self.outputs[0]

    @property
    def output_names(self) -> List[str]:
        """Name of the last layer."""
        return [self.layers[-1].name]

    @output_names.setter
    def output_names(self, names: Any) -> None:
        """Keras 3 sets them on functional models only."""

    def predict_proba(self, x: Any, batch_size: Optional[int] = None, verbose: Any = 0, **kwargs: Any) -> Any:
        """The same as ``predict``."""
        return self.predict(x, batch_size=batch_size, verbose=verbose, **kwargs)

    def predict_classes(self, x: Any, batch_size: Optional[int] = None, verbose: Any = 0, **kwargs: Any) -> Any:
        """Index of the largest output, or whether a single output is above 0.5."""
        found = self.predict(x, batch_size=batch_size, verbose=verbose, **kwargs)
        return found.argmax(axis=-1) if found.shape[-1] > 1 else (found > 0.5).astype(np.int32)


#: Layers that only take texts; one that looks numbers up to give texts is no first layer of a model.
_OF_TEXTS = (keras.layers.TextVectorization, keras.layers.StringLookup)


def _input_for(layer: Any) -> Any:
    """The input that a first layer describes, or None."""
    if isinstance(layer, keras.layers.InputLayer):
        return None
    shape = getattr(layer, "batch_input_shape", None)
    if shape is None and isinstance(layer, keras.Model):
        shape = getattr(layer, "input_shape", None)
    if shape is None:
        return None
    return InputLayer(batch_input_shape=shape, dtype=_input_dtype(layer), name=layer.name + "_input")


def _input_dtype(layer: Any) -> Any:
    if isinstance(layer, keras.Model):
        return layer.inputs[0].dtype
    return vars(layer).get("_input_layer_dtype")
