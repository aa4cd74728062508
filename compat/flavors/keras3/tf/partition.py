"""TensorFlow's functions whose results are as many as the values say, over ``keras.ops``: ``unique``, ``dynamic_partition`` …

What is taken and put together keeps its gradient; the places are computed by NumPy, so no backend compiles them.
"""
import builtins
from typing import Any, List, NamedTuple, Optional, Sequence

import numpy as np
from keras import ops

from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype_name, rank, static_shape
from compat.flavors.keras3.tf.traced import values_of


class Unique(NamedTuple):
    """Each value once, in the order of its first place, and for each value of the input which of those it is."""

    y: Any
    idx: Any


class UniqueWithCounts(NamedTuple):
    """As :class:`Unique`, and how often each value is there."""

    y: Any
    idx: Any
    count: Any


class ListDifference(NamedTuple):
    """The values that are in one list only, and their places."""

    out: Any
    idx: Any


def dynamic_partition(data: Any, partitions: Any, num_partitions: int) -> List[Tensor]:
    """For each number below ``num_partitions`` the slices of ``data`` that have it in ``partitions``.

    Example:
        >>> [part.shape[0] for part in dynamic_partition([1.0, 2.0, 3.0], [0, 1, 0], 2)]
        [2, 1]
    """
    data, numbers = as_tensor(data), values_of(partitions, "dynamic_partition")
    rows = ops.reshape(data, (-1,) + tuple(ops.shape(data)[numbers.ndim:]))
    return [ops.take(rows, np.flatnonzero(numbers == number).astype("int32"), axis=0)
            for number in builtins.range(int(num_partitions))]


def dynamic_stitch(indices: Sequence[Any], data: Sequence[Any]) -> Tensor:
    """The slices of all ``data`` at the places that ``indices`` give, 0 at others; of several at one place the last."""
    numbers = [values_of(each, "dynamic_stitch") for each in indices]
    tensors = [as_tensor(each) for each in data]
    rest = tuple(ops.shape(tensors[0])[numbers[0].ndim:])
    rows = ops.concatenate([ops.zeros((1,) + rest, dtype=tensors[0].dtype),
                            *[ops.reshape(each, (-1,) + rest) for each in tensors]], axis=0)
    flat = np.concatenate([each.reshape(-1) for each in numbers]) if numbers else np.zeros(0, "int64")
    source = np.zeros(int(flat.max()) + 1 if flat.size else 0, "int32")
    source[flat] = np.arange(1, flat.size + 1)
    return ops.take(rows, source, axis=0)


def boolean_mask(tensor: Any, mask: Any, axis: Optional[int] = None) -> Tensor:
    """What of ``tensor`` the mask keeps, the axes of the mask in one: (a, b, c) and (a, b) → (n, c)."""
    tensor, kept = as_tensor(tensor), values_of(mask, "boolean_mask").astype(bool)
    axis = int(axis or 0) % max(rank(tensor), 1)
    sizes = tuple(ops.shape(tensor))
    flat = ops.reshape(tensor, sizes[:axis] + (kept.size,) + sizes[axis + kept.ndim:])
    return ops.take(flat, np.flatnonzero(kept).astype("int32"), axis=axis)


def unique(x: Any, out_idx: Any = "int32") -> Unique:
    """The values of a vector, each once."""
    found = _unique(x)
    return Unique(_taken(x, found[0]), _indices(found[1], out_idx))


def unique_with_counts(x: Any, out_idx: Any = "int32") -> UniqueWithCounts:
    """The values of a vector, each once, and how often each is there."""
    found = _unique(x)
    return UniqueWithCounts(_taken(x, found[0]), _indices(found[1], out_idx), _indices(found[2], out_idx))


def _unique(x: Any) -> Sequence[np.ndarray]:
    """First places in order, the number of each value, and counts."""
    _, first, which, counts = np.unique(values_of(x, "unique"), return_index=True, return_inverse=True, return_counts=True)
    order = np.argsort(first, kind="stable")
    number = np.empty_like(order)
    number[order] = np.arange(order.size)
    return first[order], number[which.reshape(-1)], counts[order]


def setdiff1d(x: Any, y: Any, index_dtype: Any = "int32") -> ListDifference:
    """The values of ``x`` that ``y`` does not have, and their places."""
    places = np.flatnonzero(~np.isin(values_of(x, "setdiff1d"), values_of(y, "setdiff1d")))
    return ListDifference(_taken(x, places), _indices(places, index_dtype))


def _taken(x: Any, places: np.ndarray) -> Tensor:
    return ops.take(as_tensor(x), places.astype("int32"), axis=0)


def _indices(values: np.ndarray, dtype: Any) -> Tensor:
    return ops.convert_to_tensor(values.astype("int32"), dtype=dtype_name(dtype))


def searchsorted(sorted_sequence: Any, values: Any, side: str = "left", out_type: Any = "int32") -> Tensor:
    """Where the values belong in the ordered last axis: (…, n), (…, m) → (…, m)."""
    sequence, wanted = as_tensor(sorted_sequence)[..., None, :], as_tensor(values)[..., None]
    before = sequence < wanted if side == "left" else sequence <= wanted
    return ops.sum(ops.cast(before, dtype_name(out_type)), axis=-1)


def bincount(arr: Any, weights: Any = None, minlength: Optional[int] = None, maxlength: Optional[int] = None,
             dtype: Any = "int32") -> Tensor:
    """How often each number from 0 on is in ``arr``, or the sum of its weights: (n,)."""
    largest = values_of(arr, "bincount")
    count = int(largest.max()) + 1 if largest.size else 0
    count = max(count, int(minlength or 0)) if maxlength is None else min(max(count, int(minlength or 0)), int(maxlength))
    places = ops.reshape(cast(arr, "int32"), (-1,))
    given = ops.ones_like(places) if weights is None else ops.reshape(as_tensor(weights), (-1,))
    given = cast(given, dtype) if weights is None else given
    inside = places < count
    given, places = ops.where(inside, given, ops.zeros_like(given)), ops.where(inside, places, ops.zeros_like(places))
    return ops.segment_sum(given, places, count) if count else given[:0]


def confusion_matrix(labels: Any, predictions: Any, num_classes: Any = None, weights: Any = None,
                     dtype: Any = "int32") -> Tensor:
    """How often each class (row) was predicted as each class (column): (classes, classes)."""
    if num_classes is None:
        found = [values_of(each, "math.confusion_matrix") for each in (labels, predictions)]
        num_classes = max(int(each.max()) if each.size else -1 for each in found) + 1
    count = int(num_classes)
    places = ops.reshape(cast(labels, "int32"), (-1,)) * count + ops.reshape(cast(predictions, "int32"), (-1,))
    given = ops.ones_like(places) if weights is None else ops.reshape(as_tensor(weights), (-1,))
    return ops.reshape(ops.segment_sum(cast(given, dtype), places, count * count), (count, count))


def histogram_fixed_width(values: Any, value_range: Any, nbins: int = 100, dtype: Any = "int32") -> Tensor:
    """How many values are in each of ``nbins`` equal parts of a range; those outside count for the first or last."""
    bins = histogram_fixed_width_bins(values, value_range, nbins)
    return ops.segment_sum(cast(ops.ones_like(bins), dtype), ops.reshape(bins, (-1,)), int(nbins)) if rank(bins) == 1 \
        else histogram_fixed_width(ops.reshape(as_tensor(values), (-1,)), value_range, nbins, dtype)


def histogram_fixed_width_bins(values: Any, value_range: Any, nbins: int = 100, dtype: Any = "int32") -> Tensor:
    """The number of the part of the range that each value is in."""
    values, ends = as_tensor(values), as_tensor(value_range)
    share = (values - ends[0]) / (ends[1] - ends[0])
    return cast(ops.clip(ops.floor(share * int(nbins)), 0, int(nbins) - 1), dtype)


def invert_permutation(x: Any) -> Tensor:
    """``y`` with ``y[x[i]] = i``."""
    x = as_tensor(x)
    return ops.cast(ops.argsort(x), x.dtype)


def unravel_index(indices: Any, dims: Any) -> Tensor:
    """Numbers of the elements of an array of that shape as index vectors: (n,) → (axes, n)."""
    left, found = as_tensor(indices), []
    sizes = [int(size) for size in (dims if isinstance(dims, (list, tuple)) else values_of(dims, "unravel_index"))]
    for size in reversed(sizes):
        found.append(ops.mod(left, size))
        left = ops.floor_divide(left, size)
    return ops.stack(found[::-1], axis=0)


def reverse_sequence(input: Any, seq_lengths: Any, seq_axis: Optional[int] = None, batch_axis: Optional[int] = None,
                     seq_dim: Optional[int] = None, batch_dim: Optional[int] = None) -> Tensor:
    """The first ``seq_lengths[i]`` places of each sample in reverse order, the others as they are."""
    x = as_tensor(input)
    time = int((seq_dim if seq_axis is None else seq_axis) or 0)
    batch = int((batch_dim if batch_axis is None else batch_axis) or 0)
    turned = ops.moveaxis(x, (batch, time), (0, 1))
    places = ops.arange(ops.shape(turned)[1], dtype="int32")[None, :]
    lengths = cast(seq_lengths, "int32")[:, None]
    order = ops.where(places < lengths, lengths - 1 - places, places)
    order = ops.reshape(order, tuple(ops.shape(order)) + (1,) * (rank(x) - 2))
    order = ops.broadcast_to(order, ops.shape(turned))
    return ops.moveaxis(ops.take_along_axis(turned, order, axis=1), (0, 1), (batch, time))


def space_to_batch_nd(input: Any, block_shape: Any, paddings: Any) -> Tensor:
    """Blocks of the axes after the batch, after padding, moved into the batch."""
    blocks, pads = _whole_numbers(block_shape), [_whole_numbers(pair) for pair in _rows(paddings)]
    x = as_tensor(input)
    n = len(blocks)
    x = ops.pad(x, [(0, 0), *[(a, b) for a, b in pads], *[(0, 0)] * (rank(x) - n - 1)])
    sizes = tuple(static_shape(x) or ())
    split = [part for size, block in zip(sizes[1:n + 1], blocks) for part in (int(size or 0) // block, block)]
    rest = sizes[n + 1:]
    x = ops.reshape(x, (-1, *split, *rest))
    order = [*builtins.range(2, 2 * n + 1, 2), 0, *builtins.range(1, 2 * n, 2), *builtins.range(2 * n + 1, rank(x))]
    return ops.reshape(ops.transpose(x, order), (-1, *split[::2], *rest))


def batch_to_space_nd(input: Any, block_shape: Any, crops: Any) -> Tensor:
    """The reverse of :func:`space_to_batch_nd`; ``crops`` is what is cut off."""
    blocks, cuts = _whole_numbers(block_shape), [_whole_numbers(pair) for pair in _rows(crops)]
    x, n = as_tensor(input), len(blocks)
    sizes = tuple(static_shape(x) or ())
    x = ops.reshape(x, (*blocks, -1, *sizes[1:]))
    order = [n]
    for axis in builtins.range(n):
        order += [n + 1 + axis, axis]
    x = ops.transpose(x, order + list(builtins.range(2 * n + 1, rank(x))))
    wide = [int(size or 0) * block for size, block in zip(sizes[1:n + 1], blocks)]
    x = ops.reshape(x, (-1, *wide, *sizes[n + 1:]))
    return x[(builtins.slice(None), *[builtins.slice(a, size - b) for size, (a, b) in zip(wide, cuts)])]


def _rows(pairs: Any) -> Any:
    return pairs if isinstance(pairs, (list, tuple)) else values_of(pairs, "space_to_batch").tolist()


def _whole_numbers(numbers: Any) -> List[int]:
    return [int(each) for each in (numbers if isinstance(numbers, (list, tuple)) else np.atleast_1d(
        values_of(numbers, "space_to_batch")))]


def space_to_batch(input: Any, paddings: Any, block_size: Any = None, block_shape: Any = None) -> Tensor:
    """:func:`space_to_batch_nd`, for TensorFlow 1 of images with one block size."""
    return space_to_batch_nd(input, [int(block_size)] * 2 if block_shape is None else block_shape, paddings)


def batch_to_space(input: Any, crops: Any, block_size: Any = None, block_shape: Any = None) -> Tensor:
    """:func:`batch_to_space_nd`, for TensorFlow 1 of images with one block size."""
    return batch_to_space_nd(input, [int(block_size)] * 2 if block_shape is None else block_shape, crops)
