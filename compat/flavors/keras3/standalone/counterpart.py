"""A layer of this package that computes what the Keras class it derives from computes, and passes masks on otherwise."""
from typing import Any, Optional

import keras

from ..written.forms import native_form
from .calls import Masks, called
from .records import Inexpressible, Weights

#: What such a class may define, beside special methods, without computing anything else.
_HARMLESS = frozenset(["compute_mask", "compute_output_shape", "from_config", "get_config", "name", "_behaviour", "_is_legacy",
                       "_legacy_signature", "_most_inputs", "_shape_of_mask", "masks_as_tensorflow"])


def has_counterpart(layer: Any) -> bool:
    """Whether Keras's own class computes the same, apart from the mask of its output."""
    native = _native(layer)
    between = [cls for cls in type(layer).__mro__ if cls.__module__.startswith("compat.flavors.keras3.layers")]
    return native is not None and not any(map(_computes, between))


def as_counterpart(layer: Any, args: Any, kwargs: Any, masks: Masks, weights: Weights, name: str) -> Any:
    """The outputs of Keras's own class.

    Args:
        layer: one that :func:`has_counterpart`.
        args, kwargs, masks: of the call; the mask of the output is added.
        weights: knows the layers that were made.
        name: of the layer, for messages.

    Raises:
        Inexpressible: Keras's class passes on a mask that this one drops.
    """
    if id(layer) not in weights.layers:
        with native_form():
            weights.layers[id(layer)] = _native(layer).from_config(_arguments(layer))  # type: ignore[union-attr]
    made = weights.layers[id(layer)]
    outputs = called(made, args, kwargs, masks)
    if [each.shape for each in made.weights] != [each.shape for each in layer.weights]:
        raise Inexpressible("{}: it has other weights than Keras's {}".format(name, type(layer).__name__))
    for old, new in zip(layer.weights, made.weights):
        weights.replace(old, new)
    mask = layer.compute_mask(args[0], masks.of(args[0])) if layer.supports_masking else None
    if mask is None and masks.of(outputs) is not None:
        raise Inexpressible("{}: it drops a mask that Keras's {} passes on".format(name, type(layer).__name__))
    masks.replace(outputs, mask)
    return outputs


def _computes(cls: Any) -> bool:
    return not all(name in _HARMLESS or name.startswith("__") or name == "_abc_impl" or _is_inherited(value)
                   for name, value in vars(cls).items())


def _is_inherited(value: Any) -> bool:
    """Whether it is the ``call`` of Keras's class, which asks for the phase where a program does not state it."""
    return bool(getattr(value, "computes_as_inherited", False))


def _native(layer: Any) -> Optional[Any]:
    found = getattr(keras.layers, type(layer).__name__, None)
    return found if isinstance(found, type) and isinstance(layer, found) else None


def _arguments(layer: Any) -> Any:
    """Its configuration without what only this package's class takes."""
    config = layer.get_config()
    return {key: value for key, value in config.items() if key not in ("era", "batch_input_shape", "batch_shape")}
