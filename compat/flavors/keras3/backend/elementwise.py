"""Element-wise arithmetic and comparison of ``K`` (Keras 2.2.4): every result has the broadcast shape of its inputs.

Python scalars take the dtype of the tensor beside them. Comparisons give booleans.
"""
import builtins
import functools
from typing import Any, Optional

import keras
from keras import ops

from compat.flavors.keras3.backend.symbolic import call_when_run
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, is_symbolic, is_tensor, like_input, number, operand


def abs(x: Tensor) -> Tensor:
    """The absolute value."""
    return ops.abs(number(x, "K.abs"))


def sign(x: Tensor) -> Tensor:
    """-1, 0 or 1."""
    return ops.sign(number(x, "K.sign"))


def square(x: Tensor) -> Tensor:
    """``x * x``."""
    return ops.square(number(x, "K.square"))


def sqrt(x: Tensor) -> Tensor:
    """The square root; 0 for a negative number, as in Keras 2."""
    x = number(x, "K.sqrt")
    return ops.sqrt(ops.maximum(x, ops.zeros_like(x)))


def exp(x: Tensor) -> Tensor:
    """e to the power of ``x``."""
    return ops.exp(number(x, "K.exp"))


def log(x: Tensor) -> Tensor:
    """The natural logarithm; -inf at 0, nan below."""
    return ops.log(number(x, "K.log"))


def pow(x: Tensor, a: Any) -> Tensor:
    """``x`` to the power of ``a``, in the dtype of ``x``."""
    x = number(x, "K.pow")
    return like_input(ops.power(x, a), x)


def round(x: Tensor) -> Tensor:
    """Rounds to the nearest integer, halves to even: 0.5 → 0, 1.5 → 2."""
    return ops.round(number(x, "K.round"))


def sin(x: Tensor) -> Tensor:
    """The sine of radians."""
    return ops.sin(number(x, "K.sin"))


def cos(x: Tensor) -> Tensor:
    """The cosine of radians."""
    return ops.cos(number(x, "K.cos"))


def clip(x: Tensor, min_value: Any, max_value: Any) -> Tensor:
    """``x`` clipped to a range; None is no upper bound, and one below ``min_value`` counts as ``min_value``."""
    x = number(x, "K.clip")
    if max_value is None:
        return ops.maximum(x, ops.cast(min_value, x.dtype))
    if isinstance(min_value, (int, float)) and isinstance(max_value, (int, float)):
        max_value = builtins.max(max_value, min_value)
    if is_tensor(min_value) or is_tensor(max_value):  # the operation of Keras 3 keeps its bounds, and does not follow them
        return like_input(minimum(maximum(x, min_value), max_value), x)
    return like_input(ops.clip(x, min_value, max_value), x)


def maximum(x: Tensor, y: Tensor) -> Tensor:
    """The larger of each pair."""
    return ops.maximum(*_pair(x, y))


def minimum(x: Tensor, y: Tensor) -> Tensor:
    """The smaller of each pair."""
    return ops.minimum(*_pair(x, y))


def equal(x: Tensor, y: Tensor) -> Tensor:
    """Boolean: ``x == y``."""
    return ops.equal(*_pair(x, y))


def not_equal(x: Tensor, y: Tensor) -> Tensor:
    """Boolean: ``x != y``; true for nan against anything."""
    return ops.not_equal(*_pair(x, y))


def greater(x: Tensor, y: Tensor) -> Tensor:
    """Boolean: ``x > y``."""
    return ops.greater(*_pair(x, y))


def greater_equal(x: Tensor, y: Tensor) -> Tensor:
    """Boolean: ``x >= y``."""
    return ops.greater_equal(*_pair(x, y))


def less(x: Tensor, y: Tensor) -> Tensor:
    """Boolean: ``x < y``."""
    return ops.less(*_pair(x, y))


def less_equal(x: Tensor, y: Tensor) -> Tensor:
    """Boolean: ``x <= y``."""
    return ops.less_equal(*_pair(x, y))


def stop_gradient(variables: Any) -> Any:
    """The same values, through which no gradient flows; a list or tuple gives a list."""
    if isinstance(variables, (list, tuple)):
        return [stop_gradient(x) for x in variables]
    x = as_tensor(variables)
    return call_when_run(ops.stop_gradient, x) if is_symbolic(x) and not _stops_symbolic() else ops.stop_gradient(x)


@functools.lru_cache(maxsize=None)
def _stops_symbolic() -> bool:
    """Whether ``keras.ops.stop_gradient`` takes symbolic tensors; in Keras 3.3 it does not."""
    try:
        ops.stop_gradient(keras.KerasTensor((1,)))
    except ValueError:
        return False
    return True


def identity(x: Tensor, name: Optional[str] = None) -> Tensor:
    """The same values as a new tensor."""
    if is_symbolic(x) and x.dtype == "string":  # JAX and torch have no tensors of text
        return _Itself()(x)
    return ops.copy(as_tensor(x))


class _Itself(keras.Operation):  # type: ignore[misc]
    """Gives what it is given, which need not be a tensor of the backend."""

    def call(self, x: Any) -> Any:
        return x

    def compute_output_spec(self, x: Any) -> Any:
        return keras.KerasTensor(x.shape, x.dtype)


def cumsum(x: Tensor, axis: int = 0) -> Tensor:
    """The running sum along ``axis``, same shape and dtype."""
    x = number(x, "K.cumsum")
    return like_input(ops.cumsum(x, axis=axis), x)


def cumprod(x: Tensor, axis: int = 0) -> Tensor:
    """The running product along ``axis``, same shape and dtype."""
    x = number(x, "K.cumprod")
    return like_input(ops.cumprod(x, axis=axis), x)


def _pair(x: Tensor, y: Tensor) -> Any:
    """Two operands of one dtype: a plain Python or NumPy value takes that of the tensor beside it."""
    if isinstance(y, (bool, int, float)):
        return as_tensor(x), y
    if isinstance(x, (bool, int, float)):
        return x, as_tensor(y)
    return operand(x, y), operand(y, x)
