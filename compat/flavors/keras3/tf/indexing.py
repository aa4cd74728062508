"""TensorFlow 1's functions that take tensors apart, pick from them and pad them, over ``keras.ops``."""
import builtins
from typing import Any, List, Optional, Sequence, Tuple

import keras
import numpy as np
from keras import ops

from compat.errors import CompatError
from compat.flavors.keras3.backend import shapes
from compat.flavors.keras3.backend.symbolic import call_when_run, where_sizes_are_known
from compat.flavors.keras3.backend.tensors import (
    Tensor,
    as_tensor,
    cast,
    dtype_name,
    positive_axis,
    rank,
    static_shape,
)
from compat.flavors.keras3.tf.traced import check_known


class SizeError(CompatError, ValueError):
    """A tensor that cannot be taken apart as asked, because its size is unknown or does not fit."""


def unstack(value: Tensor, num: Optional[int] = None, axis: int = 0, name: Optional[str] = None) -> List[Tensor]:
    """The slices along ``axis``, without it, as a list.

    Raises:
        SizeError: the axis is of unknown size and ``num`` is not given.
    """
    value = as_tensor(value)
    axis = positive_axis(axis, rank(value))
    count = num if num is not None else (static_shape(value) or ())[axis]
    if count is None:
        raise SizeError("tf.unstack along axis {} of unknown size; pass num=".format(axis))
    every = (builtins.slice(None),) * axis
    return [value[every + (i,)] for i in builtins.range(count)]


def split(value: Tensor, num_or_size_splits: Any, axis: int = 0, num: Optional[int] = None,
          name: Optional[str] = None) -> List[Tensor]:
    """Parts along ``axis`` as a list: that many equal parts, or parts of the given sizes, -1 for the rest.

    Raises:
        SizeError: the axis cannot be divided into that many parts.
    """
    value = as_tensor(value)
    axis = positive_axis(axis, rank(value))
    total = (static_shape(value) or ())[axis]
    if isinstance(num_or_size_splits, (int, np.integer)):
        return _equal_parts(value, int(num_or_size_splits), axis, total)
    parts = [int(part) for part in num_or_size_splits]
    if -1 in parts:
        if total is None:
            raise SizeError("tf.split: -1 along axis {} of unknown size".format(axis))
        parts[parts.index(-1)] = total - builtins.sum(part for part in parts if part != -1)
    return [_part(value, axis, builtins.sum(parts[:i]), part) for i, part in enumerate(parts)]


def _equal_parts(value: Tensor, count: int, axis: int, total: Optional[int]) -> List[Tensor]:
    if total is None or total % count:
        raise SizeError("tf.split: an axis of size {} does not divide into {} parts".format(total, count))
    return [_part(value, axis, i * (total // count), total // count) for i in builtins.range(count)]


def _part(value: Tensor, axis: int, first: int, count: int) -> Tensor:
    return value[(builtins.slice(None),) * axis + (builtins.slice(first, first + count),)]


def pad(tensor: Tensor, paddings: Any, mode: str = "CONSTANT", name: Optional[str] = None,
        constant_values: Any = 0) -> Tensor:
    """Values before and after each axis: a constant, or the tensor's own for mode REFLECT or SYMMETRIC."""
    pads = [(int(before), int(after)) for before, after in paddings]
    if mode.upper() == "CONSTANT":
        return ops.pad(as_tensor(tensor), pads, mode="constant", constant_values=constant_values or None)
    return _mirrored_all(as_tensor(tensor), pads, mode.lower())


def _padded_shape(x: Any, pads: Any, mode: str) -> Any:
    return [None if size is None else size + before + after for size, (before, after) in zip(x.shape, pads)]


@where_sizes_are_known(_padded_shape)
def _mirrored_all(x: Tensor, pads: Any, mode: str) -> Tensor:
    for axis, pair in enumerate(pads):
        x = _mirrored(x, axis, pair, mode) if builtins.any(pair) else x
    return x


def _mirrored(x: Tensor, axis: int, pair: Tuple[int, int], mode: Any) -> Tensor:
    """Padding by indices: mode 'symmetric' differs between backends.

    Raises:
        SizeError: the axis is of unknown size.
    """
    length = (static_shape(x) or ())[axis]
    if length is None:
        raise SizeError("tf.pad with mode {} along axis {} of unknown size".format(mode.upper(), axis))
    return ops.take(x, np.pad(np.arange(length), pair, mode=mode).astype("int32"), axis=axis)


def gather(params: Tensor, indices: Any, validate_indices: Any = None, name: Optional[str] = None,
           axis: Optional[int] = None, batch_dims: int = 0) -> Tensor:
    """Slices along ``axis`` at the indices, whose axes take its place.

    Args:
        axis: by default the first after those of the batch.
        batch_dims: how many first axes of both are a batch: each sample has indices of its own.
    """
    params, indices = as_tensor(params), as_tensor(indices)
    shared = int(batch_dims) % (rank(indices) + 1) if batch_dims < 0 else int(batch_dims)
    place = shared if axis is None else positive_axis(int(axis), rank(params))
    if not shared:
        return ops.take(params, indices, axis=place)
    return call_when_run(_gathered, params, indices, shared, place)


def _gathered(params: Tensor, indices: Any, shared: int, place: int) -> Tensor:
    """By the number of each slice in the flattened batch and axis."""
    sizes, wanted = tuple(ops.shape(params)), tuple(ops.shape(indices))
    x = ops.moveaxis(params, place, shared)
    flat = ops.reshape(x, (-1,) + tuple(ops.shape(x))[shared + 1:])
    numbers = cast(indices, "int32")
    samples = ops.arange(_product(sizes[:shared]), dtype="int32") * sizes[place]
    numbers = numbers + ops.reshape(samples, wanted[:shared] + (1,) * (len(wanted) - shared))
    found = ops.take(flat, numbers, axis=0)
    between = place - shared  # axes before the one that was taken from, which come before the indices' own
    own = builtins.list(builtins.range(shared, len(wanted)))
    moved = builtins.list(builtins.range(len(wanted), len(wanted) + between))
    rest = builtins.list(builtins.range(len(wanted) + between, rank(found)))
    return ops.transpose(found, builtins.list(builtins.range(shared)) + moved + own + rest)


def _product(sizes: Sequence[Any]) -> Any:
    found: Any = 1
    for size in sizes:
        found = found * size
    return found


def batch_gather(params: Tensor, indices: Any, name: Optional[str] = None) -> Tensor:
    """Slices of the last axis of the indices, all axes before it a batch."""
    return gather(params, indices, batch_dims=rank(as_tensor(indices)) - 1)


def gather_nd(params: Tensor, indices: Any, name: Optional[str] = None, batch_dims: int = 0) -> Tensor:
    """Elements or slices at index vectors: (…, n) indices → (…) + what remains of ``params`` after n axes."""
    return call_when_run(_gather_nd, params, indices, int(batch_dims))


def _gather_nd(params: Tensor, indices: Any, shared: int) -> Tensor:
    params, indices = as_tensor(params), cast(indices, "int32")
    depth = (static_shape(indices) or (0,))[-1] or 0
    sizes, wanted = ops.shape(params), tuple(ops.shape(indices))
    flat_params = ops.reshape(params, (-1,) + tuple(sizes[shared + depth:]))
    flat = ops.zeros_like(indices[..., 0])
    if shared:
        samples = ops.reshape(ops.arange(_product(wanted[:shared]), dtype="int32"), wanted[:shared])
        flat = flat + ops.reshape(samples, wanted[:shared] + (1,) * (len(wanted) - shared - 1))
    for axis in builtins.range(shared, shared + depth):
        flat = flat * sizes[axis] + indices[..., axis - shared]
    return ops.take(flat_params, flat, axis=0)


def where(condition: Tensor, x: Any = None, y: Any = None, name: Optional[str] = None) -> Tensor:
    """``x`` where the condition holds, else ``y``; a condition of one axis chooses rows.

    With the condition alone: the indices (n, ndim) int64 of what is true, which cannot be compiled on JAX.
    """
    condition = cast(condition, "bool")
    if x is None and y is None:
        return call_when_run(_places, condition)
    x, y = as_tensor(x), as_tensor(y)
    rows = rank(condition) == 1 and rank(x) > 1
    return ops.where(condition[(Ellipsis,) + (None,) * (rank(x) - 1)] if rows else condition, x, y)


def boolean_mask(tensor: Tensor, mask: Any, name: Optional[str] = None, axis: int = 0) -> Tensor:
    """What of ``tensor`` the mask keeps, its axes in one: (a, b, c) and (a, b) → (n, c). Cannot be compiled on JAX."""
    return call_when_run(_kept, as_tensor(tensor), cast(mask, "bool"), axis)


def _places(condition: Tensor) -> Tensor:
    if keras.backend.backend() == "torch":
        check_known(condition, "where")  # where torch infers shapes, it would say that all is true
    return ops.cast(ops.stack(list(ops.nonzero(condition)), axis=1), dtype_name("int64"))


def _kept(tensor: Tensor, mask: Tensor, axis: int) -> Tensor:
    before, sizes = ops.shape(tensor)[:axis], ops.shape(tensor)[axis + rank(mask):]
    flat = ops.reshape(tensor, tuple(before) + (-1,) + tuple(sizes))
    return ops.take(flat, _places(ops.reshape(mask, (-1,)))[:, 0], axis=axis)


def sequence_mask(lengths: Any, maxlen: Any = None, dtype: Any = "bool", name: Optional[str] = None) -> Tensor:
    """Lengths (…) → (…, maxlen): True for the places before each length. Without ``maxlen`` the longest one's."""
    lengths = as_tensor(lengths)
    if maxlen is None:
        maxlen = int(ops.max(lengths))
    places = ops.arange(maxlen, dtype=str(lengths.dtype) if isinstance(lengths.dtype, str) else "int32")
    return cast(ops.expand_dims(cast(lengths, "int32"), -1) > cast(places, "int32"), dtype)


def reverse(tensor: Tensor, axis: Any, name: Optional[str] = None) -> Tensor:
    """The order along these axes turned round."""
    return shapes.reverse(tensor, [axis] if isinstance(axis, int) else [int(a) for a in axis])


def slice(input_: Tensor, begin: Any, size: Any, name: Optional[str] = None) -> Tensor:
    """A block that begins at ``begin`` and has ``size``, -1 for "to the end"."""
    return shapes.slice(input_, begin, size)


def strided_slice(input_: Tensor, begin: Sequence[int], end: Sequence[int], strides: Any = None,
                  name: Optional[str] = None) -> Tensor:
    """``input_[begin[0]:end[0]:strides[0], …]``."""
    steps = [1] * len(begin) if strides is None else strides
    return as_tensor(input_)[tuple(builtins.slice(b, e, s) for b, e, s in zip(begin, end, steps))]
