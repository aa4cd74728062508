"""Bessel, gamma and zeta functions of ``tf.math``, of the backend's own."""
from typing import Any, Callable

import keras
from keras import ops

from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype
from compat.flavors.keras3.tf.special import digamma, lgamma
from compat.flavors.keras3.tf.traced import native, of_backend


def _bessel(order: str, text: str) -> Callable[[Any], Tensor]:
    def function(x: Any) -> Tensor:
        return of_backend("jax.scipy.special." + order, "torch.special." + order, "tensorflow.math.bessel_" + order)(native(x))

    function.__name__ = function.__qualname__ = "bessel_" + order
    function.__doc__ = text
    return function


bessel_i0 = _bessel("i0", "The modified Bessel function of the first kind, of order 0.")
bessel_i0e = _bessel("i0e", "``bessel_i0(x) * exp(-|x|)``.")
bessel_i1 = _bessel("i1", "The modified Bessel function of the first kind, of order 1.")
bessel_i1e = _bessel("i1e", "``bessel_i1(x) * exp(-|x|)``.")


def _pair(a: Any, x: Any) -> Any:
    """Two tensors of one shape and dtype."""
    a, x = as_tensor(a), as_tensor(x)
    a = cast(a, dtype(x))
    return ops.broadcast_to(a, ops.shape(a + x)), ops.broadcast_to(x, ops.shape(a + x))


def igamma(a: Any, x: Any) -> Tensor:
    """The regularized lower incomplete gamma function; on torch with the gradient by ``x`` alone."""
    return of_backend("jax.scipy.special.gammainc", "torch.special.gammainc", "tensorflow.math.igamma")(*_pair(a, x))


def igammac(a: Any, x: Any) -> Tensor:
    """``1 - igamma(a, x)``."""
    return of_backend("jax.scipy.special.gammaincc", "torch.special.gammaincc", "tensorflow.math.igammac")(*_pair(a, x))


def betainc(a: Any, b: Any, x: Any) -> Tensor:
    """The regularized incomplete beta function, by its continued fraction where the backend has none."""
    a, x = _pair(a, x)
    b, x = _pair(b, x)
    a, _ = _pair(a, x)
    if keras.backend.backend() != "torch":
        return of_backend("jax.scipy.special.betainc", "", "tensorflow.math.betainc")(a, b, x)
    is_late = x > (a + 1.0) / (a + b + 2.0)
    first, second, place = ops.where(is_late, b, a), ops.where(is_late, a, b), ops.where(is_late, 1.0 - x, x)
    scale = ops.exp(lgamma(a + b) - lgamma(a) - lgamma(b) + _times_log(first, place) + _times_log(second, 1.0 - place))
    found = scale * _fraction_of_beta(first, second, place) / first
    return ops.where(is_late, 1.0 - found, found)


def _times_log(factor: Tensor, x: Tensor) -> Tensor:
    return factor * ops.log(ops.maximum(x, 1e-38))


def _fraction_of_beta(a: Tensor, b: Tensor, x: Tensor, steps: int = 200) -> Tensor:
    """The continued fraction of the incomplete beta function, from its end; it converges below ``(a + 1) / (a + b + 2)``."""
    found = ops.zeros_like(x)
    for step in range(steps, 0, -1):
        half, end = step // 2, a + step
        top = half * (b - half) if step % 2 == 0 else -(a + half) * (a + b + half)
        found = top * x / ((end - 1.0) * end) / (1.0 + found)
    return 1.0 / (1.0 + found)


def zeta(x: Any, q: Any) -> Tensor:
    """The Hurwitz zeta function, the sum of ``(q + n) ** -x``."""
    return of_backend("jax.scipy.special.zeta", "torch.special.zeta", "tensorflow.math.zeta")(*_pair(x, q))


def polygamma(a: Any, x: Any) -> Tensor:
    """The derivative of :func:`digamma` of the whole order ``a``: ``(-1) ** (a + 1) * a! * zeta(a + 1, x)``."""
    a, x = _pair(a, x)
    above = ops.maximum(a, ops.ones_like(a))
    sign = ops.where(ops.equal(ops.mod(above, 2.0), 1.0), ops.ones_like(a), -ops.ones_like(a))
    found = sign * ops.exp(lgamma(above + 1.0)) * zeta(above + 1.0, x)
    return ops.where(ops.equal(a, 0.0), digamma(x), found)


def nextafter(x1: Any, x2: Any) -> Tensor:
    """The next number from ``x1`` towards ``x2``, without gradient."""
    x, y = _pair(x1, x2)
    return of_backend("jax.numpy.nextafter", "torch.nextafter", "tensorflow.math.nextafter")(x, y)
