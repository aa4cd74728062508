"""Functions of ``tf.math`` that TensorFlow 1 lacked or that are rare, over ``keras.ops``."""
import builtins
from typing import Any, List, Sequence, Tuple

import numpy as np
from keras import ops

from compat.flavors.keras3.backend import reductions
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype, dtype_name, like_input, number
from compat.flavors.keras3.tf.elementwise import _pair
from compat.flavors.keras3.tf.traced import native, of_backend


def _unary(name: str, text: str) -> Any:
    def function(x: Any) -> Tensor:
        return getattr(ops, name)(number(x, "tf.math." + name))

    function.__name__ = function.__qualname__ = name
    function.__doc__ = text
    return function


acosh = _unary("arccosh", "The inverse of the hyperbolic cosine.")
asinh = _unary("arcsinh", "The inverse of the hyperbolic sine.")
atanh = _unary("arctanh", "The inverse of the hyperbolic tangent.")
cosh = _unary("cosh", "The hyperbolic cosine.")
sinh = _unary("sinh", "The hyperbolic sine.")
rint = _unary("round", "The nearest whole number, halves to even.")
log_sigmoid = _unary("log_sigmoid", "``log(sigmoid(x))``.")


def erfc(x: Any) -> Tensor:
    """``1 - erf(x)``."""
    return 1.0 - ops.erf(as_tensor(x))


def erfinv(x: Any) -> Tensor:
    """The inverse of ``erf``."""
    return ops.erfinv(as_tensor(x))


def ndtri(x: Any) -> Tensor:
    """The quantile of the normal distribution."""
    return ops.erfinv(as_tensor(x) * 2.0 - 1.0) * float(np.sqrt(2.0))


def erfcinv(x: Any) -> Tensor:
    """The inverse of ``erfc``."""
    return ops.erfinv(1.0 - as_tensor(x))


def lgamma(x: Any) -> Tensor:
    """The logarithm of the absolute value of the gamma function."""
    return of_backend("jax.scipy.special.gammaln", "torch.lgamma", "tensorflow.math.lgamma")(native(x))


def digamma(x: Any) -> Tensor:
    """The derivative of :func:`lgamma`."""
    return of_backend("jax.scipy.special.digamma", "torch.digamma", "tensorflow.math.digamma")(native(x))


def lbeta(x: Any) -> Tensor:
    """The logarithm of the beta function of the last axis."""
    x = as_tensor(x)
    return ops.sum(lgamma(x), axis=-1) - lgamma(ops.sum(x, axis=-1))


def multiply_no_nan(x: Any, y: Any) -> Tensor:
    """``x * y``, 0 where ``y`` is 0, even for an ``x`` that is no number."""
    x, y = as_tensor(x), as_tensor(y)
    zero = ops.equal(y, 0)
    return ops.where(zero, ops.zeros_like(x * y), x * y)


def reciprocal_no_nan(x: Any) -> Tensor:
    """``1 / x``, 0 where ``x`` is 0."""
    x = as_tensor(x)
    zero = ops.equal(x, 0)
    return ops.where(zero, ops.zeros_like(x), ops.reciprocal(ops.where(zero, ops.ones_like(x), x)))


def _times_log(x: Any, inner: Any, log: Any) -> Tensor:
    zero = ops.equal(x, 0)
    return ops.where(zero, ops.zeros_like(x * inner), x * log(ops.where(zero, ops.ones_like(inner), inner)))


def xlogy(x: Any, y: Any) -> Tensor:
    """``x * log(y)``, 0 where ``x`` is 0."""
    return _times_log(as_tensor(x), as_tensor(y), ops.log)


def xlog1py(x: Any, y: Any) -> Tensor:
    """``x * log1p(y)``, 0 where ``x`` is 0."""
    return _times_log(as_tensor(x), as_tensor(y), ops.log1p)


def xdivy(x: Any, y: Any) -> Tensor:
    """``x / y``, 0 where ``x`` is 0."""
    return _times_log(as_tensor(x), as_tensor(y), ops.reciprocal)


def scalar_mul(scalar: Any, x: Any) -> Tensor:
    """``scalar * x``."""
    return ops.multiply(*_pair(scalar, x, "scalar_mul"))


def accumulate_n(inputs: Sequence[Any]) -> Tensor:
    """The sum of tensors of one shape."""
    total = as_tensor(inputs[0])
    for x in inputs[1:]:
        total = total + as_tensor(x)
    return total


def truncatediv(x: Any, y: Any) -> Tensor:
    """``x / y`` of integers, rounded towards 0."""
    x, y = as_tensor(x), as_tensor(y)
    whole = ops.floor_divide(ops.abs(x), ops.abs(y))
    return whole * ops.cast(ops.sign(x) * ops.sign(y), whole.dtype)


def truncatemod(x: Any, y: Any) -> Tensor:
    """The rest of :func:`truncatediv`, with the sign of ``x``."""
    x, y = as_tensor(x), as_tensor(y)
    return ops.mod(ops.abs(x), ops.abs(y)) * ops.cast(ops.sign(x), dtype(x))


def polyval(coeffs: Sequence[Any], x: Any) -> Tensor:
    """The polynomial, highest power first, at ``x``."""
    x = as_tensor(x)
    total = ops.zeros_like(x)
    for each in coeffs:
        total = total * x + (each if isinstance(each, (int, float)) else as_tensor(each))
    return total


def real(input: Any) -> Tensor:
    """The real part; numbers that are real as they are."""
    x = as_tensor(input)
    return ops.real(x) if "complex" in str(x.dtype) else x


def imag(input: Any) -> Tensor:
    """The imaginary part."""
    x = as_tensor(input)
    return ops.imag(x) if "complex" in str(x.dtype) else ops.zeros_like(x)


def conj(x: Any) -> Tensor:
    """The complex conjugate."""
    x = as_tensor(x)
    return ops.conjugate(x) if "complex" in str(x.dtype) else x


def angle(input: Any) -> Tensor:
    """The angle of complex numbers; of real ones 0 or pi."""
    return ops.arctan2(imag(input), real(input))


def complex(real: Any, imag: Any) -> Tensor:
    """Complex numbers of their two parts."""
    function = of_backend("jax.lax.complex", "torch.complex", "tensorflow.complex")
    return function(native(real), native(imag))


def is_non_decreasing(x: Any) -> Tensor:
    """Boolean scalar: no value is smaller than the one before."""
    x = ops.reshape(as_tensor(x), (-1,))
    return ops.all(x[1:] >= x[:-1])


def is_strictly_increasing(x: Any) -> Tensor:
    """Boolean scalar: every value is larger than the one before."""
    x = ops.reshape(as_tensor(x), (-1,))
    return ops.all(x[1:] > x[:-1])


def cumulative_logsumexp(x: Any, axis: int = 0, exclusive: bool = False, reverse: bool = False) -> Tensor:
    """``log(cumsum(exp(x)))``, computed from the largest value on; minus infinity where nothing is summed."""
    x = ops.moveaxis(as_tensor(x), int(axis), 0)
    turned = ops.flip(x, axis=0) if reverse else x
    largest = ops.max(turned, axis=0, keepdims=True)
    total = ops.log(ops.cumsum(ops.exp(turned - largest), axis=0)) + largest
    if exclusive:
        lowest = ops.full_like(total[:1], float("-inf"))
        total = ops.concatenate([lowest, total[:-1]], axis=0)
    return ops.moveaxis(ops.flip(total, axis=0) if reverse else total, 0, int(axis))


def _axes(axis: Any) -> Any:
    return tuple(int(each) for each in axis) if isinstance(axis, (list, tuple)) else axis


def reduce_variance(input_tensor: Any, axis: Any = None, keepdims: Any = False) -> Tensor:
    """The mean squared distance from the mean along ``axis``."""
    return ops.var(as_tensor(input_tensor), axis=_axes(axis), keepdims=bool(keepdims))


def reduce_std(input_tensor: Any, axis: Any = None, keepdims: Any = False) -> Tensor:
    """The square root of :func:`reduce_variance`."""
    return ops.std(as_tensor(input_tensor), axis=_axes(axis), keepdims=bool(keepdims))


def reduce_euclidean_norm(input_tensor: Any, axis: Any = None, keepdims: Any = False) -> Tensor:
    """The square root of the sum of squares along ``axis``, in the dtype of the input."""
    x = as_tensor(input_tensor)
    return like_input(ops.sqrt(reductions.sum(ops.square(x), axis=axis, keepdims=bool(keepdims))), x)


def zero_fraction(value: Any) -> Tensor:
    """The share of zeros, float32."""
    return ops.mean(cast(ops.equal(as_tensor(value), 0), "float32"))


def clip_by_norm(t: Any, clip_norm: Any, axes: Any = None) -> Tensor:
    """``t`` made shorter where its Euclidean norm along ``axes`` is above ``clip_norm``."""
    t = as_tensor(t)
    size = ops.sqrt(ops.sum(ops.square(t), axis=_axes(axes), keepdims=True))
    return t * ops.cast(clip_norm, t.dtype) / ops.maximum(size, ops.cast(clip_norm, t.dtype))


def clip_by_average_norm(t: Any, clip_norm: Any) -> Tensor:
    """``t`` made shorter where its norm divided by its number of values is above ``clip_norm``."""
    t = as_tensor(t)
    count = ops.cast(ops.size(t), t.dtype)
    return clip_by_norm(t, ops.cast(clip_norm, t.dtype) * count)


def global_norm(t_list: Sequence[Any]) -> Tensor:
    """The Euclidean norm of all values of the tensors together; None among them is left out."""
    return ops.sqrt(builtins.sum(ops.sum(ops.square(as_tensor(t))) for t in t_list if t is not None))


def clip_by_global_norm(t_list: Sequence[Any], clip_norm: Any, use_norm: Any = None) -> Tuple[List[Any], Tensor]:
    """The tensors made shorter together where their :func:`global_norm` is above ``clip_norm``, and that norm."""
    norm = global_norm(t_list) if use_norm is None else as_tensor(use_norm)
    share = ops.cast(clip_norm, norm.dtype) / ops.maximum(norm, ops.cast(clip_norm, norm.dtype))
    return [None if t is None else as_tensor(t) * ops.cast(share, dtype(t)) for t in t_list], norm


def saturate_cast(value: Any, dtype: Any) -> Tensor:
    """``value`` in another dtype, held within what that can hold."""
    x, wanted = as_tensor(value), dtype_name(dtype)
    if "int" not in wanted:
        return cast(x, wanted)
    limits = np.iinfo(wanted)
    if "float" in str(x.dtype):
        kind = np.dtype("float64" if dtype_name(x.dtype) == "float64" else "float32").type
        highest = float(kind(limits.max))
        if highest > limits.max:
            highest = float(np.nextafter(kind(limits.max), kind(0)))
        return cast(ops.clip(x, float(limits.min), highest), wanted)
    held = np.iinfo(dtype_name(x.dtype))
    x = ops.maximum(x, limits.min) if held.min < limits.min else x
    return cast(ops.minimum(x, limits.max) if held.max > limits.max else x, wanted)
