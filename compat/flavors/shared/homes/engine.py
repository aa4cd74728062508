"""Helpers of ``keras.engine.base_layer`` of Keras 2 that code of that time imports in spite of their underscore."""
from typing import Any

from compat.flavors import Names
from compat.flavors.shared.generic import to_list, unpack_singleton

__all__ = ["collect_input_shape", "collect_previous_mask", "disable_tracking"]


def collect_input_shape(input_tensors: Any) -> Any:
    """The shape of a tensor, or a list of the shapes of several; None where it is not known.

    Example:
        >>> from compat.keras.layers import Input
        >>> collect_input_shape([Input((3,)), Input((2,))])
        [(None, 3), (None, 2)]
    """
    K = Names("keras.backend")
    return unpack_singleton([
        K.int_shape(tensor) if hasattr(tensor, "shape") else None for tensor in to_list(input_tensors)])


def collect_previous_mask(input_tensors: Any) -> Any:
    """The mask that travels with a tensor, or a list of those of several; None where there is none."""
    return unpack_singleton([getattr(tensor, "_keras_mask", None) for tensor in to_list(input_tensors)])


def disable_tracking(func: Any) -> Any:
    """The constructor as it is: each installed Keras tracks the weights of a layer's own lists by itself."""
    return func
