"""TensorFlow 1's arithmetic over ``keras.ops``, element by element.

Element-wise functions have the broadcast shape of their inputs. Arithmetic on booleans is an error.
"""
from typing import Any, Optional, Sequence, Tuple

from keras import ops

from compat.flavors.keras3.backend.tensors import (
    Tensor,
    as_tensor,
    cast,
    is_float,
    like_input,
    number,
)
from compat.flavors.keras3.logits import with_operation

Name = Optional[str]


def checked(x: Any, where: str) -> Tensor:
    """``x`` as a tensor that can be calculated with; a boolean one is a DtypeError that names ``tf.`` + ``where``."""
    return number(x, "tf." + where)


def _pair(x: Any, y: Any, where: str) -> Tuple[Any, Any]:
    """Two operands, a plain number in the dtype of the tensor beside it."""
    if isinstance(x, (int, float)) and not isinstance(x, bool):
        return x, checked(y, where)
    if isinstance(y, (int, float)) and not isinstance(y, bool):
        return checked(x, where), y
    return checked(x, where), checked(y, where)


def add(x: Any, y: Any, name: Name = None) -> Tensor:
    """``x + y``."""
    return ops.add(*_pair(x, y, "add"))


def subtract(x: Any, y: Any, name: Name = None) -> Tensor:
    """``x - y``."""
    return ops.subtract(*_pair(x, y, "subtract"))


def multiply(x: Any, y: Any, name: Name = None) -> Tensor:
    """``x * y``."""
    return ops.multiply(*_pair(x, y, "multiply"))


def divide(x: Any, y: Any, name: Name = None) -> Tensor:
    """``x / y``; of 32- and 64-bit integers a float64 (float32 on JAX)."""
    x, y = _pair(x, y, "divide")
    result = ops.divide(x, y)
    whole = not any(isinstance(v, float) or (not isinstance(v, int) and is_float(v)) for v in (x, y))
    return cast(result, "float64") if whole else result


truediv = divide


def div(x: Any, y: Any, name: Name = None) -> Tensor:
    """``x / y`` as Python 2 computed it: integers are rounded down."""
    x, y = _pair(x, y, "div")
    whole = not any(isinstance(v, float) or (not isinstance(v, int) and is_float(v)) for v in (x, y))
    return ops.floor_divide(x, y) if whole else ops.divide(x, y)


def floordiv(x: Any, y: Any, name: Name = None) -> Tensor:
    """``x // y``."""
    return ops.floor_divide(*_pair(x, y, "floordiv"))


def mod(x: Any, y: Any, name: Name = None) -> Tensor:
    """``x % y``, with the sign of ``y``."""
    return ops.mod(*_pair(x, y, "mod"))


def div_no_nan(x: Any, y: Any, name: Name = None) -> Tensor:
    """``x / y``, 0 where ``y`` is 0."""
    return ops.divide_no_nan(*_pair(x, y, "div_no_nan"))


def pow(x: Any, y: Any, name: Name = None) -> Tensor:
    """``x ** y``."""
    return ops.power(*_pair(x, y, "pow"))


def maximum(x: Any, y: Any, name: Name = None) -> Tensor:
    """The larger of each pair."""
    return ops.maximum(*_pair(x, y, "maximum"))


def minimum(x: Any, y: Any, name: Name = None) -> Tensor:
    """The smaller of each pair."""
    return ops.minimum(*_pair(x, y, "minimum"))


def squared_difference(x: Any, y: Any, name: Name = None) -> Tensor:
    """``(x - y) ** 2``."""
    return ops.square(subtract(x, y))


def add_n(inputs: Sequence[Any], name: Name = None) -> Tensor:
    """The sum of tensors of one shape."""
    total = checked(inputs[0], "add_n")
    for x in inputs[1:]:
        total = ops.add(total, checked(x, "add_n"))
    return total


def abs(x: Any, name: Name = None) -> Tensor:
    """The absolute value."""
    return ops.abs(checked(x, "abs"))


def negative(x: Any, name: Name = None) -> Tensor:
    """``-x``."""
    return ops.negative(checked(x, "negative"))


def sign(x: Any, name: Name = None) -> Tensor:
    """-1, 0 or 1."""
    return ops.sign(checked(x, "sign"))


def square(x: Any, name: Name = None) -> Tensor:
    """``x * x``."""
    return ops.square(checked(x, "square"))


def sqrt(x: Any, name: Name = None) -> Tensor:
    """The square root; nan below 0."""
    return ops.sqrt(checked(x, "sqrt"))


def rsqrt(x: Any, name: Name = None) -> Tensor:
    """``1 / sqrt(x)``."""
    return ops.rsqrt(checked(x, "rsqrt"))


def reciprocal(x: Any, name: Name = None) -> Tensor:
    """``1 / x``."""
    return ops.reciprocal(checked(x, "reciprocal"))


def exp(x: Any, name: Name = None) -> Tensor:
    """e to the power of ``x``."""
    return ops.exp(checked(x, "exp"))


def expm1(x: Any, name: Name = None) -> Tensor:
    """``exp(x) - 1``."""
    return ops.expm1(checked(x, "expm1"))


def log(x: Any, name: Name = None) -> Tensor:
    """The natural logarithm."""
    return ops.log(checked(x, "log"))


def log1p(x: Any, name: Name = None) -> Tensor:
    """``log(1 + x)``."""
    return ops.log1p(checked(x, "log1p"))


def sigmoid(x: Any, name: Name = None) -> Tensor:
    """``1 / (1 + exp(-x))``."""
    x = checked(x, "sigmoid")
    return with_operation(ops.sigmoid(x), "sigmoid", x)


def tanh(x: Any, name: Name = None) -> Tensor:
    """The hyperbolic tangent."""
    return ops.tanh(checked(x, "tanh"))


def sin(x: Any, name: Name = None) -> Tensor:
    """The sine of radians."""
    return ops.sin(checked(x, "sin"))


def cos(x: Any, name: Name = None) -> Tensor:
    """The cosine of radians."""
    return ops.cos(checked(x, "cos"))


def tan(x: Any, name: Name = None) -> Tensor:
    """The tangent of radians."""
    return ops.tan(checked(x, "tan"))


def acos(x: Any, name: Name = None) -> Tensor:
    """The angle in radians of a cosine."""
    return ops.arccos(checked(x, "acos"))


def asin(x: Any, name: Name = None) -> Tensor:
    """The angle in radians of a sine."""
    return ops.arcsin(checked(x, "asin"))


def atan(x: Any, name: Name = None) -> Tensor:
    """The angle in radians of a tangent."""
    return ops.arctan(checked(x, "atan"))


def atan2(y: Any, x: Any, name: Name = None) -> Tensor:
    """The angle in radians of the point (x, y)."""
    return ops.arctan2(*_pair(y, x, "atan2"))


def erf(x: Any, name: Name = None) -> Tensor:
    """The Gauss error function."""
    return ops.erf(checked(x, "erf"))


def floor(x: Any, name: Name = None) -> Tensor:
    """The next whole number below, in the same dtype."""
    x = checked(x, "floor")
    return like_input(ops.floor(x), x)


def ceil(x: Any, name: Name = None) -> Tensor:
    """The next whole number above, in the same dtype."""
    x = checked(x, "ceil")
    return like_input(ops.ceil(x), x)


def round(x: Any, name: Name = None) -> Tensor:
    """Rounds to the nearest integer, halves to even."""
    return ops.round(checked(x, "round"))


def is_nan(x: Any, name: Name = None) -> Tensor:
    """Boolean: whether it is nan."""
    return ops.isnan(as_tensor(x))


def is_inf(x: Any, name: Name = None) -> Tensor:
    """Boolean: whether it is infinite."""
    return ops.isinf(as_tensor(x))


def is_finite(x: Any, name: Name = None) -> Tensor:
    """Boolean: whether it is neither nan nor infinite."""
    return ops.isfinite(as_tensor(x))


def clip_by_value(t: Any, clip_value_min: Any, clip_value_max: Any, name: Name = None) -> Tensor:
    """``t`` held between two bounds."""
    t = checked(t, "clip_by_value")
    return like_input(ops.minimum(ops.maximum(t, clip_value_min), clip_value_max), t)
