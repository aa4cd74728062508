"""``keras.backend.numpy_backend`` of Keras 2.3.1: functions of K, from NumPy arrays to NumPy arrays."""
import functools
from typing import Any, Callable

import numpy as np

from compat.flavors import Names
from compat.flavors.shared.numpy_convolutions import (
    conv,
    conv_transpose,
    depthwise_conv,
    normalize_conv,
    pool,
    separable_conv,
)
from compat.flavors.shared.numpy_recurrence import rnn

__all__ = ["conv", "conv_transpose", "depthwise_conv", "normalize_conv", "pool", "rnn", "separable_conv"]

_K = Names("keras.backend")


def __getattr__(name: str) -> Callable[..., Any]:
    """The function of K of that name, on arrays.

    Raises:
        AttributeError: K of the installed flavor has none.
    """
    function = getattr(_K, name)

    @functools.wraps(function)
    def on_arrays(*args: Any, **kwargs: Any) -> Any:
        given = {key: _as_tensor(value) for key, value in kwargs.items()}
        return _as_array(function(*map(_as_tensor, args), **given))

    return on_arrays


def _as_tensor(value: Any) -> Any:
    if isinstance(value, (list, tuple)) and any(isinstance(part, np.ndarray) for part in value):
        return [_as_tensor(part) for part in value]
    return _K.constant(value, dtype=value.dtype.name) if isinstance(value, np.ndarray) else value


def _as_array(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return type(value)(_as_array(part) for part in value)
    return _K.eval(value) if _is_tensor(value) else value


def _is_tensor(value: Any) -> bool:
    return hasattr(value, "dtype") and hasattr(value, "shape") and not isinstance(value, np.generic)
