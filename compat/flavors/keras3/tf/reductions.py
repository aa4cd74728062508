"""TensorFlow 1's reductions and running sums over ``keras.ops``.

The dtype is kept. Axes are ``axis`` or, as before TensorFlow 1.0, ``reduction_indices``; ``keep_dims`` is the old name of
``keepdims``. Sums of booleans are errors.
"""
from typing import Any, Callable

from keras import ops

from compat.flavors.keras3.backend import reductions
from compat.flavors.keras3.backend.dims import Shape
from compat.flavors.keras3.backend.tensors import (
    Axis,
    Tensor,
    as_tensor,
    axes_of,
    cast,
    dtype_name,
    like_input,
    rank,
)
from compat.flavors.keras3.tf.elementwise import Name, checked


def norm(tensor: Any, ord: Any = "euclidean", axis: Axis = None, keepdims: Any = None, name: Name = None,
         keep_dims: Any = None) -> Tensor:
    """The Euclidean norm (or the 1, 2 or infinity norm) along ``axis``; None for that of all values."""
    x, kept = checked(tensor, "norm"), _flag(keepdims, keep_dims)
    if ord in ("euclidean", 2):
        return ops.sqrt(reductions.sum(ops.square(x), axis=_axes(axis), keepdims=kept))
    if ord == 1:
        return reductions.sum(ops.abs(x), axis=_axes(axis), keepdims=kept)
    return ops.norm(x, ord=ord, axis=_axes(axis), keepdims=kept)


def _axes(axis: Any, reduction_indices: Any = None) -> Any:
    axis = reduction_indices if axis is None else axis
    found = axes_of(axis)
    return list(found) if isinstance(found, tuple) else found


def _flag(keepdims: Any, keep_dims: Any) -> bool:
    return bool(keep_dims if keepdims is None else keepdims)


def _reduction(name: str, takes_booleans: bool = False) -> Callable[..., Tensor]:
    operation = getattr(reductions, name)

    def reduce(input_tensor: Any, axis: Axis = None, keepdims: Any = None, name: Name = None,
               reduction_indices: Axis = None, keep_dims: Any = None) -> Tensor:
        x = input_tensor  # a shape, whose product is a size
        if not isinstance(x, Shape):
            x = as_tensor(x) if takes_booleans else checked(x, "reduce_" + label)
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
    x = checked(x, "cumsum")
    turned = ops.flip(x, axis=axis) if reverse else x
    total = like_input(ops.cumsum(turned, axis=axis), x)
    total = total - turned if exclusive else total
    return ops.flip(total, axis=axis) if reverse else total


def cumprod(x: Any, axis: int = 0, exclusive: bool = False, reverse: bool = False, name: Name = None) -> Tensor:
    """The running product along ``axis``; without the value itself if ``exclusive``, from the end if ``reverse``."""
    x = checked(x, "cumprod")
    turned = ops.moveaxis(ops.flip(x, axis=axis) if reverse else x, axis, 0)
    if exclusive:
        turned = ops.concatenate([ops.ones_like(turned[0:1, ...]), turned[:-1, ...]], axis=0)
    total = ops.moveaxis(like_input(ops.cumprod(turned, axis=0), x), 0, axis)
    return ops.flip(total, axis=axis) if reverse else total


def trace(x: Any, name: Name = None) -> Tensor:
    """The sum of the diagonal of the last two axes: (…, n, n) → (…)."""
    x = as_tensor(x)
    # Not ops.trace, which in Keras 3.3 needs to know every size.
    return ops.sum(ops.diagonal(x, axis1=rank(x) - 2, axis2=rank(x) - 1), axis=-1)
