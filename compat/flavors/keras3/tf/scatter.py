"""TensorFlow's functions that write at index vectors, over ``keras.ops``: ``scatter_nd``, ``tensor_scatter_nd_update`` …

``indices`` ``(…, n)`` name elements or slices of a tensor by its first ``n`` axes; ``updates`` are ``(…)`` + what remains.
"""
import builtins
from typing import Any, Callable, Tuple

from keras import ops

import compat.flavors.keras3.backend.dims as dims
import compat.flavors.keras3.tf.segments as segments
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype, rank, static_shape


def scatter_nd(indices: Any, updates: Any, shape: Any) -> Tensor:
    """Zeros of that shape to which the updates are added.

    Example:
        >>> [float(x) for x in scatter_nd([[1], [3], [1]], [5.0, 6.0, 1.0], [4])]
        [0.0, 6.0, 0.0, 6.0]
    """
    updates = as_tensor(updates)
    return tensor_scatter_nd_add(ops.zeros(dims.as_shape(shape), dtype=dtype(updates)), indices, updates)


def tensor_scatter_nd_add(tensor: Any, indices: Any, updates: Any) -> Tensor:
    """``tensor`` with the updates added; several at one place add up."""
    tensor = as_tensor(tensor)
    rows, places, values, count = _flat(tensor, indices, updates)
    return ops.reshape(rows + ops.segment_sum(values, places, count), ops.shape(tensor))


def tensor_scatter_nd_sub(tensor: Any, indices: Any, updates: Any) -> Tensor:
    """``tensor`` with the updates subtracted."""
    return tensor_scatter_nd_add(tensor, indices, -as_tensor(updates))


def tensor_scatter_nd_update(tensor: Any, indices: Any, updates: Any) -> Tensor:
    """``tensor`` with the updates in its places."""
    tensor = as_tensor(tensor)
    rows, places, values, _ = _flat(tensor, indices, updates)
    return ops.reshape(ops.scatter_update(rows, places[:, None], values), ops.shape(tensor))


def tensor_scatter_nd_max(tensor: Any, indices: Any, updates: Any) -> Tensor:
    """The larger of ``tensor`` and the updates at each place."""
    return _compared(tensor, indices, updates, segments.unsorted_segment_max, ops.maximum)


def tensor_scatter_nd_min(tensor: Any, indices: Any, updates: Any) -> Tensor:
    """The smaller of ``tensor`` and the updates at each place."""
    return _compared(tensor, indices, updates, segments.unsorted_segment_min, ops.minimum)


tensor_scatter_add, tensor_scatter_sub, tensor_scatter_update = (
    tensor_scatter_nd_add, tensor_scatter_nd_sub, tensor_scatter_nd_update)


def _compared(tensor: Any, indices: Any, updates: Any, reduce: Callable[..., Any], choose: Callable[..., Any]) -> Tensor:
    tensor = as_tensor(tensor)
    rows, places, values, count = _flat(tensor, indices, updates)
    written = ops.segment_sum(ops.ones_like(places), places, count) > 0
    written = ops.reshape(written, (-1,) + (1,) * (rank(rows) - 1))
    return ops.reshape(ops.where(written, choose(rows, reduce(values, places, count)), rows), ops.shape(tensor))


def _flat(tensor: Tensor, indices: Any, updates: Any) -> Tuple[Tensor, Tensor, Tensor, Any]:
    """The slices as rows, the number of the row for each update, the updates, and how many rows there are."""
    indices, updates = cast(indices, "int32"), cast(updates, dtype(tensor))
    depth = (static_shape(indices) or (0,))[-1] or 0
    sizes = tuple(ops.shape(tensor))
    count: Any = 1
    for size in sizes[:depth]:
        count = count * size
    places = ops.zeros_like(indices[..., 0])
    for axis in builtins.range(depth):
        places = places * sizes[axis] + indices[..., axis]
    rest = sizes[depth:]
    values = ops.broadcast_to(updates, tuple(ops.shape(indices))[:-1] + rest)
    return (ops.reshape(tensor, (count,) + rest), ops.reshape(places, (-1,)), ops.reshape(values, (-1,) + rest), count)
