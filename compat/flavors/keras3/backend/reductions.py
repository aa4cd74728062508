"""Reductions of ``K`` (Keras 2.2.4): (…) → (…) without the reduced axes, or with 1 in their place for ``keepdims``.

``axis`` is None (all axes), an int or a list of ints, negative ones included. The dtype of numbers is kept; ``K.mean``,
``K.std`` and ``K.var`` take booleans as 0 and 1, all other reductions of booleans are errors that name ``K.cast``.
"""
import functools
import operator
from typing import Any, Callable

import keras
import numpy as np
from keras import ops

from compat.flavors.keras3.backend.dims import Shape
from compat.flavors.keras3.backend.tensors import (
    Axis,
    Tensor,
    as_tensor,
    axes_of,
    cast,
    dtype,
    floating,
    is_float,
    like_input,
    number,
    rank,
    wide_index,
)


def _axes(x: Tensor, axis: Axis, keepdims: bool) -> Any:
    """The axes to reduce. Keras 3.15 on torch drops all of them in spite of ``keepdims`` where ``axis`` is None."""
    found = axes_of(axis)
    return tuple(range(rank(x))) or None if keepdims and found is None else found


def sum(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The sum.

    Raises:
        DtypeError: ``x`` is boolean.

    Example:
        >>> float(sum([[1.0, 2.0], [3.0, 4.0]]))
        10.0
    """
    x = number(x, "K.sum")
    return like_input(ops.sum(x, axis=_axes(x, axis, keepdims), keepdims=keepdims), x)


def prod(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The product; that of sizes, ``K.prod(K.shape(x)[1:])``, is a size, which the backend may know."""
    if isinstance(x, Shape) and not keepdims:
        return functools.reduce(operator.mul, x, 1)
    x = number(x, "K.prod")
    return like_input(ops.prod(x, axis=_axes(x, axis, keepdims), keepdims=keepdims), x)


def max(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The largest value."""
    return _extreme(ops.max, number(x, "K.max"), axis, keepdims, nothing="min")


def min(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The smallest value."""
    return _extreme(ops.min, number(x, "K.min"), axis, keepdims, nothing="max")


def _extreme(of: Callable[..., Tensor], x: Tensor, axis: Axis, keepdims: bool, nothing: str) -> Tensor:
    """The largest or smallest value. Of no values it is the least (``"min"``) or greatest that there is, as in TensorFlow."""
    if 0 not in x.shape or isinstance(x, keras.KerasTensor):
        return of(x, axis=_axes(x, axis, keepdims), keepdims=keepdims)
    sums = ops.sum(x, axis=_axes(x, axis, keepdims), keepdims=keepdims)  # of the shape that there is to be
    infinity = float("-inf" if nothing == "min" else "inf")
    value = infinity if is_float(x) else getattr(np.iinfo(dtype(x)), nothing)
    return ops.full(sums.shape, value, dtype=dtype(x))


def mean(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The mean. For integers it is rounded towards zero, as in TensorFlow 1."""
    x = floating(x)
    result = ops.mean(x, axis=axes_of(axis), keepdims=keepdims)
    return result if is_float(x) else cast(result, dtype(x))


def var(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The variance, divided by the number of values (no Bessel correction)."""
    x = floating(x)
    return mean(ops.square(x - mean(x, axis=axis, keepdims=True)), axis=axis, keepdims=keepdims)


def std(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The square root of :func:`var`."""
    return ops.sqrt(var(x, axis=axis, keepdims=keepdims))


def logsumexp(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """``log(sum(exp(x)))`` without overflow."""
    axes = axes_of(axis)
    axes = (axes,) if isinstance(axes, int) else axes  # on symbolic tensors Keras 3.3 takes no number
    return ops.logsumexp(number(x, "K.logsumexp"), axis=axes, keepdims=keepdims)


def any(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Boolean: whether one value is not zero."""
    return ops.any(cast(x, "bool"), axis=axes_of(axis), keepdims=keepdims)


def all(x: Tensor, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Boolean: whether no value is zero."""
    return ops.all(cast(x, "bool"), axis=axes_of(axis), keepdims=keepdims)


def argmax(x: Tensor, axis: int = -1) -> Tensor:
    """Index of the largest value along one axis, the first of equals; int64 (int32 on JAX)."""
    return wide_index(ops.argmax(as_tensor(x), axis=axis))


def argmin(x: Tensor, axis: int = -1) -> Tensor:
    """Index of the smallest value along one axis, the first of equals; int64 (int32 on JAX)."""
    return wide_index(ops.argmin(as_tensor(x), axis=axis))
