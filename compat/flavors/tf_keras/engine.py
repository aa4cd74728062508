"""``Layer`` of Keras 2.2 on tf.keras and tf_keras: masks that are not dropped silently, and updates in training only."""
import functools
from typing import Any, List

from compat.era import current
from compat.flavors.shared.instances import StandIn
from compat.flavors.shared.masking import masking_error, refuses_masks

from .installed import keras, tensorflow
from .updates import Update, listed

__all__ = ["Input", "Layer", "Network", "Node"]

_Native = keras.layers.Layer
_probe = keras.Input((1,))
Node = type(_probe._keras_history[0].inbound_nodes[0])
Network = keras.Model


class FeedableTensor(type(_probe)):  # type: ignore[misc]
    """A symbolic input that can be the key of a feed dictionary, as the placeholders of TensorFlow 1 were."""

    __hash__ = object.__hash__


@functools.wraps(keras.Input)
def Input(*args: Any, **kwargs: Any) -> Any:
    """``keras.Input``; what it returns can also be fed: ``feed_dict={x: array}``."""
    tensor = keras.Input(*args, **kwargs)
    if type(tensor) is type(_probe):  # sparse and ragged ones have classes of their own
        tensor.__class__ = FeedableTensor
    return tensor


class LegacyLayer(_Native):
    """What built-in and custom layers have in common: they are called, and named, as layers of Keras 2.2 were.

    Raises:
        MaskingError: when called, if a mask arrives that the layer does not support (eras up to 2.3).
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        inputs = args[0] if args else list(kwargs.values())
        refuse_mask(self, inputs)
        return self._without_leaked_mask(inputs, super().__call__(*args, **kwargs))

    def _without_leaked_mask(self, inputs: Any, outputs: Any) -> Any:
        """Drop the mask that an output brings along only because it is an input, where the layer says there is none.

        Keras takes a mask that a tensor already has for the layer's own, so a layer that returns its input cannot end it.
        """
        given = tensorflow.nest.flatten(inputs)
        masks: Any = [getattr(tensor, "_keras_mask", None) for tensor in given]
        if type(self).compute_mask is _Native.compute_mask or all(mask is None for mask in masks):
            return outputs
        if not isinstance(inputs, (list, tuple, dict)):
            masks = masks[0]
        if self.compute_mask(inputs, masks) is not None:
            return outputs
        return tensorflow.nest.map_structure(lambda output: _unmasked(output, given), outputs)

    def build_from_config(self, config: Any) -> None:
        """Build for the input shape of a stored configuration; JSON made a list of it, which RNN takes for many shapes."""
        shape = config.get("input_shape")
        if isinstance(shape, list) and all(size is None or isinstance(size, int) for size in shape):
            config = dict(config, input_shape=tuple(shape))
        super().build_from_config(config)

    def _init_set_name(self, name: Any, zero_based: bool = False) -> None:
        """The first Dense is 'dense_1': old code knows layers, and the losses of outputs, by these names."""
        super()._init_set_name(name, zero_based=False)


class Layer(LegacyLayer, metaclass=StandIn):
    """Base class of custom layers; ``isinstance(x, Layer)`` also holds for every built-in layer."""

    stands_for = _Native

    def __init__(self, **kwargs: Any) -> None:
        set_before = vars(self).get("_supports_masking")
        super().__init__(**kwargs)
        if set_before is not None and current().behaviour("supports_masking_set_before_init") == "kept":
            self.supports_masking = set_before

    def add_weight(self, name: Any = None, shape: Any = None, dtype: Any = None, initializer: Any = None,
                   regularizer: Any = None, trainable: Any = None, constraint: Any = None, **kwargs: Any) -> Any:
        """As in Keras 2, by position or keyword; a weight whose dtype is stated keeps it under mixed precision."""
        if dtype is not None and tensorflow.as_dtype(dtype).is_floating:
            kwargs.setdefault("experimental_autocast", False)
        return super().add_weight(name=name, shape=shape, dtype=dtype, initializer=initializer, regularizer=regularizer,
                                  trainable=trainable, constraint=constraint, **kwargs)

    def add_update(self, updates: Any, inputs: Any = None) -> None:
        """Carry out updates in training; in ``predict`` and ``evaluate`` only where the era did.

        Args:
            updates: what ``K.update`` and its kin return, or a list of it.
            inputs: accepted for old code; an update always belongs to the call that adds it.
        """
        for update in listed(updates):
            if not isinstance(update, Update):
                super().add_update(update)
            elif current().behaviour("updates_outside_training"):
                update.apply()
            else:
                _apply_in_training(update)

    def add_loss(self, losses: Any, inputs: Any = None, **kwargs: Any) -> None:
        """Add scalar losses, usually from inside ``call``; ``inputs`` is accepted for old code."""
        super().add_loss(losses, **kwargs)


def _unmasked(output: Any, given: List[Any]) -> Any:
    if any(output is tensor for tensor in given):
        return tensorflow.identity(output)
    if getattr(output, "_keras_mask", None) is not None:
        output._keras_mask = None
    return output


def _apply_in_training(update: Update) -> None:
    # in_train_phase knows the training flag of the enclosing calls, also where ``call`` does not take it.
    keras.backend.in_train_phase(update.apply, lambda: tensorflow.identity(update.variable))


def refuse_mask(layer: Any, inputs: Any) -> None:
    """Raise MaskingError if a mask arrives at a layer that would drop it silently, where the era raised."""
    if getattr(layer, "supports_masking", True) or not any(_masks_of(inputs)):
        return
    if refuses_masks(layer):
        raise masking_error(layer)


def _masks_of(inputs: Any) -> List[bool]:
    return [getattr(tensor, "_keras_mask", None) is not None for tensor in tensorflow.nest.flatten(inputs)]
