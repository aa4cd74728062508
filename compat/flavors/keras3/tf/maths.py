"""TensorFlow 1's arithmetic, comparison, logic and reductions over ``keras.ops``.

Element-wise functions have the broadcast shape of their inputs; reductions keep the dtype and take the axes as
``axis`` or, as before TensorFlow 1.0, ``reduction_indices``; ``keep_dims`` is the old name of ``keepdims``. Sums of
booleans are errors.
"""
from typing import Any, Callable, Optional, Sequence, Tuple

from keras import ops

from compat.flavors.keras3.backend import reductions
from compat.flavors.keras3.backend.tensors import (
    Axis,
    Tensor,
    as_tensor,
    cast,
    dtype_name,
    is_float,
    like_input,
    number,
    rank,
)

Name = Optional[str]


def _number(x: Any, where: str) -> Tensor:
    return number(x, "tf." + where)


def _pair(x: Any, y: Any, where: str) -> Tuple[Any, Any]:
    """Two operands, a plain number in the dtype of the tensor beside it."""
    if isinstance(x, (int, float)) and not isinstance(x, bool):
        return x, _number(y, where)
    if isinstance(y, (int, float)) and not isinstance(y, bool):
        return _number(x, where), y
    return _number(x, where), _number(y, where)


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
    total = _number(inputs[0], "add_n")
    for x in inputs[1:]:
        total = ops.add(total, _number(x, "add_n"))
    return total


def abs(x: Any, name: Name = None) -> Tensor:
    """The absolute value."""
    return ops.abs(_number(x, "abs"))


def negative(x: Any, name: Name = None) -> Tensor:
    """``-x``."""
    return ops.negative(_number(x, "negative"))


def sign(x: Any, name: Name = None) -> Tensor:
    """-1, 0 or 1."""
    return ops.sign(_number(x, "sign"))


def square(x: Any, name: Name = None) -> Tensor:
    """``x * x``."""
    return ops.square(_number(x, "square"))


def sqrt(x: Any, name: Name = None) -> Tensor:
    """The square root; nan below 0."""
    return ops.sqrt(_number(x, "sqrt"))


def rsqrt(x: Any, name: Name = None) -> Tensor:
    """``1 / sqrt(x)``."""
    return ops.rsqrt(_number(x, "rsqrt"))


def reciprocal(x: Any, name: Name = None) -> Tensor:
    """``1 / x``."""
    return ops.reciprocal(_number(x, "reciprocal"))


def exp(x: Any, name: Name = None) -> Tensor:
    """e to the power of ``x``."""
    return ops.exp(_number(x, "exp"))


def expm1(x: Any, name: Name = None) -> Tensor:
    """``exp(x) - 1``."""
    return ops.expm1(_number(x, "expm1"))


def log(x: Any, name: Name = None) -> Tensor:
    """The natural logarithm."""
    return ops.log(_number(x, "log"))


def log1p(x: Any, name: Name = None) -> Tensor:
    """``log(1 + x)``."""
    return ops.log1p(_number(x, "log1p"))


def sigmoid(x: Any, name: Name = None) -> Tensor:
    """``1 / (1 + exp(-x))``."""
    return ops.sigmoid(_number(x, "sigmoid"))


def tanh(x: Any, name: Name = None) -> Tensor:
    """The hyperbolic tangent."""
    return ops.tanh(_number(x, "tanh"))


def sin(x: Any, name: Name = None) -> Tensor:
    """The sine of radians."""
    return ops.sin(_number(x, "sin"))


def cos(x: Any, name: Name = None) -> Tensor:
    """The cosine of radians."""
    return ops.cos(_number(x, "cos"))


def tan(x: Any, name: Name = None) -> Tensor:
    """The tangent of radians."""
    return ops.tan(_number(x, "tan"))


def acos(x: Any, name: Name = None) -> Tensor:
    """The angle in radians of a cosine."""
    return ops.arccos(_number(x, "acos"))


def asin(x: Any, name: Name = None) -> Tensor:
    """The angle in radians of a sine."""
    return ops.arcsin(_number(x, "asin"))


def atan(x: Any, name: Name = None) -> Tensor:
    """The angle in radians of a tangent."""
    return ops.arctan(_number(x, "atan"))


def atan2(y: Any, x: Any, name: Name = None) -> Tensor:
    """The angle in radians of the point (x, y)."""
    return ops.arctan2(*_pair(y, x, "atan2"))


def erf(x: Any, name: Name = None) -> Tensor:
    """The Gauss error function."""
    return ops.erf(_number(x, "erf"))


def floor(x: Any, name: Name = None) -> Tensor:
    """The next whole number below, in the same dtype."""
    x = _number(x, "floor")
    return like_input(ops.floor(x), x)


def ceil(x: Any, name: Name = None) -> Tensor:
    """The next whole number above, in the same dtype."""
    x = _number(x, "ceil")
    return like_input(ops.ceil(x), x)


def round(x: Any, name: Name = None) -> Tensor:
    """The nearest whole number, halves to the even one."""
    return ops.round(_number(x, "round"))


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
    t = _number(t, "clip_by_value")
    return like_input(ops.minimum(ops.maximum(t, clip_value_min), clip_value_max), t)


def _compared(operation: Callable[[Any, Any], Any], x: Any, y: Any) -> Tensor:
    if isinstance(x, (int, float)):
        return operation(x, as_tensor(y))
    return operation(as_tensor(x), y if isinstance(y, (int, float)) else as_tensor(y))


def equal(x: Any, y: Any, name: Name = None) -> Tensor:
    """Boolean: ``x == y``."""
    return _compared(ops.equal, x, y)


def not_equal(x: Any, y: Any, name: Name = None) -> Tensor:
    """Boolean: ``x != y``."""
    return _compared(ops.not_equal, x, y)


def greater(x: Any, y: Any, name: Name = None) -> Tensor:
    """Boolean: ``x > y``."""
    return _compared(ops.greater, x, y)


def greater_equal(x: Any, y: Any, name: Name = None) -> Tensor:
    """Boolean: ``x >= y``."""
    return _compared(ops.greater_equal, x, y)


def less(x: Any, y: Any, name: Name = None) -> Tensor:
    """Boolean: ``x < y``."""
    return _compared(ops.less, x, y)


def less_equal(x: Any, y: Any, name: Name = None) -> Tensor:
    """Boolean: ``x <= y``."""
    return _compared(ops.less_equal, x, y)


def logical_and(x: Any, y: Any, name: Name = None) -> Tensor:
    """Boolean: both."""
    return ops.logical_and(as_tensor(x), as_tensor(y))


def logical_or(x: Any, y: Any, name: Name = None) -> Tensor:
    """Boolean: one or both."""
    return ops.logical_or(as_tensor(x), as_tensor(y))


def logical_xor(x: Any, y: Any, name: Name = None) -> Tensor:
    """Boolean: one and not both."""
    return ops.logical_xor(as_tensor(x), as_tensor(y))


def logical_not(x: Any, name: Name = None) -> Tensor:
    """Boolean: the opposite."""
    return ops.logical_not(as_tensor(x))


def matmul(a: Any, b: Any, transpose_a: bool = False, transpose_b: bool = False, adjoint_a: bool = False,
           adjoint_b: bool = False, a_is_sparse: bool = False, b_is_sparse: bool = False, name: Name = None) -> Tensor:
    """(…, n, m) · (…, m, k) → (…, n, k), either one with its last two axes swapped first."""
    a, b = _number(a, "matmul"), _number(b, "matmul")
    if transpose_a or adjoint_a:
        a = ops.swapaxes(a, -1, -2)
    if transpose_b or adjoint_b:
        b = ops.swapaxes(b, -1, -2)
    return ops.matmul(a, b)


def tensordot(a: Any, b: Any, axes: Any, name: Name = None) -> Tensor:
    """The product over the last ``axes`` of ``a`` and first of ``b``, or over two lists of axes."""
    return ops.tensordot(as_tensor(a), as_tensor(b), axes=axes)


def einsum(equation: str, *inputs: Any, **kwargs: Any) -> Tensor:
    """The product that the equation names, e.g. ``"bij,bjk->bik"``."""
    return ops.einsum(equation.replace(" ", ""), *[as_tensor(x) for x in inputs])


def norm(tensor: Any, ord: Any = "euclidean", axis: Axis = None, keepdims: Any = None, name: Name = None,
         keep_dims: Any = None) -> Tensor:
    """The Euclidean norm (or the 1, 2 or infinity norm) along ``axis``; None for that of all values."""
    x, kept = _number(tensor, "norm"), _flag(keepdims, keep_dims)
    if ord in ("euclidean", 2):
        return ops.sqrt(ops.sum(ops.square(x), axis=_axes(axis), keepdims=kept))
    if ord == 1:
        return ops.sum(ops.abs(x), axis=_axes(axis), keepdims=kept)
    return ops.norm(x, ord=ord, axis=_axes(axis), keepdims=kept)


def _axes(axis: Any, reduction_indices: Any = None) -> Any:
    axis = reduction_indices if axis is None else axis
    return [int(a) for a in axis] if isinstance(axis, (list, tuple)) else axis


def _flag(keepdims: Any, keep_dims: Any) -> bool:
    return bool(keep_dims if keepdims is None else keepdims)


def _reduction(name: str, takes_booleans: bool = False) -> Callable[..., Tensor]:
    operation = getattr(reductions, name)

    def reduce(input_tensor: Any, axis: Axis = None, keepdims: Any = None, name: Name = None,
               reduction_indices: Axis = None, keep_dims: Any = None) -> Tensor:
        x = as_tensor(input_tensor) if takes_booleans else _number(input_tensor, "reduce_" + label)
        return operation(x, axis=_axes(axis, reduction_indices), keepdims=_flag(keepdims, keep_dims))

    label = name
    reduce.__name__ = reduce.__qualname__ = "reduce_" + name
    reduce.__doc__ = "``K.{}`` along ``axis`` (or ``reduction_indices``); None for all axes.".format(name)
    return reduce


reduce_sum = _reduction("sum")
reduce_mean = _reduction("mean")
reduce_max = _reduction("max")
reduce_min = _reduction("min")
reduce_prod = _reduction("prod")
reduce_logsumexp = _reduction("logsumexp")
reduce_any = _reduction("any", takes_booleans=True)
reduce_all = _reduction("all", takes_booleans=True)


def count_nonzero(input_tensor: Any, axis: Axis = None, keepdims: Any = None, dtype: Any = "int64",
                  name: Name = None, reduction_indices: Axis = None, keep_dims: Any = None) -> Tensor:
    """How many values are not 0, along ``axis``."""
    counted = cast(ops.not_equal(as_tensor(input_tensor), 0), dtype)
    return reductions.sum(counted, axis=_axes(axis, reduction_indices), keepdims=_flag(keepdims, keep_dims))


def argmax(input: Any, axis: Any = None, name: Name = None, dimension: Any = None,
           output_type: Any = "int64") -> Tensor:
    """Index of the largest value along ``axis``, the first one unless given."""
    return _index(ops.argmax, input, axis, dimension, output_type)


def argmin(input: Any, axis: Any = None, name: Name = None, dimension: Any = None,
           output_type: Any = "int64") -> Tensor:
    """Index of the smallest value along ``axis``, the first one unless given."""
    return _index(ops.argmin, input, axis, dimension, output_type)


def _index(operation: Callable[..., Any], x: Any, axis: Any, dimension: Any, output_type: Any) -> Tensor:
    axis = (0 if dimension is None else dimension) if axis is None else axis
    return ops.cast(operation(as_tensor(x), axis=axis), dtype_name(output_type))


def cumsum(x: Any, axis: int = 0, exclusive: bool = False, reverse: bool = False, name: Name = None) -> Tensor:
    """The running sum along ``axis``; without the value itself if ``exclusive``, from the end if ``reverse``."""
    x = _number(x, "cumsum")
    turned = ops.flip(x, axis=axis) if reverse else x
    total = like_input(ops.cumsum(turned, axis=axis), x)
    total = total - turned if exclusive else total
    return ops.flip(total, axis=axis) if reverse else total


def cumprod(x: Any, axis: int = 0, name: Name = None) -> Tensor:
    """The running product along ``axis``."""
    x = _number(x, "cumprod")
    return like_input(ops.cumprod(x, axis=axis), x)


def trace(x: Any, name: Name = None) -> Tensor:
    """The sum of the diagonal of the last two axes: (…, n, n) → (…)."""
    x = as_tensor(x)
    return ops.trace(x, axis1=rank(x) - 2, axis2=rank(x) - 1)
