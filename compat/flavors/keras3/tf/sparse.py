"""``tf.sparse`` where TensorFlow is not the backend, over the sparse tensors of :mod:`.sparse_tensor`.

Sizes are known; the places of a result that depend on values are computed by NumPy, so that no backend compiles them.
"""
from typing import Any, Callable, List, Optional, Sequence

import numpy as np
from keras import ops

from compat.flavors.keras3.backend.sparse import is_sparse
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype
from compat.flavors.keras3.tf.segments import unsorted_segment_max
from compat.flavors.keras3.tf.sparse_tensor import SparseTensor, places_of, sparse
from compat.flavors.keras3.tf.traced import values_of


def _order(x: SparseTensor) -> np.ndarray:
    indices = values_of(x.indices, "sparse.reorder")
    return np.lexsort(indices.T[::-1]) if indices.size else np.zeros(0, int)


def _picked(x: SparseTensor, places: Any, indices: Any = None, shape: Any = None) -> SparseTensor:
    """Some of the stored elements, also at other indices of another shape."""
    places = np.asarray(places).astype("int32")
    indices = ops.take(x.indices, places, axis=0) if indices is None else indices
    return SparseTensor(indices, ops.take(x.values, places, axis=0), x.dense_shape if shape is None else shape)


def to_dense(sp_input: Any, default_value: Any = None, validate_indices: bool = True) -> Tensor:
    """The same tensor with its other elements written out."""
    x = sparse(sp_input)
    count = int(np.prod(x.dense_shape, dtype=int))
    flat = ops.segment_sum(x.values, places_of(x), count)
    if default_value is not None:
        stored = ops.segment_sum(ops.ones_like(places_of(x)), places_of(x), count) > 0
        flat = ops.where(stored, flat, ops.cast(default_value, flat.dtype))
    return ops.reshape(flat, x.dense_shape)


def from_dense(tensor: Any) -> SparseTensor:
    """The elements of a dense tensor that are not 0."""
    x = as_tensor(tensor)
    places = np.flatnonzero(values_of(x, "sparse.from_dense"))
    indices = np.stack(np.unravel_index(places, tuple(x.shape)), axis=1) if x.shape else np.zeros((len(places), 0), int)
    return SparseTensor(indices, ops.take(ops.reshape(x, (-1,)), places.astype("int32"), axis=0), tuple(x.shape))


def reorder(sp_input: Any) -> SparseTensor:
    """The stored elements in the order of their indices."""
    x = sparse(sp_input)
    return _picked(x, _order(x))


def map_values(op: Callable[..., Any], *args: Any, **kwargs: Any) -> SparseTensor:
    """``op`` of the values of the sparse tensors among the arguments, at the places of the first."""
    first = [each for each in args if _is(each)][0]
    return sparse(first).with_values(op(*[sparse(each).values if _is(each) else each for each in args], **kwargs))


def _is(value: Any) -> bool:
    return isinstance(value, SparseTensor) or hasattr(value, "dense_shape") or is_sparse(value)


def add(a: Any, b: Any, threshold: Any = 0) -> Any:
    """The sum: sparse of two sparse tensors, else dense."""
    if not (_is(a) and _is(b)):
        return sum(to_dense(each) if _is(each) else as_tensor(each) for each in (a, b))
    first, second = sparse(a), sparse(b)
    return _combined(first, second, lambda values, places, count: ops.segment_sum(values, places, count))


def _combined(a: SparseTensor, b: SparseTensor, reduce: Callable[..., Any]) -> SparseTensor:
    """The elements that either has, those that both have made one."""
    indices = np.concatenate([values_of(each.indices, "sparse.add") for each in (a, b)])
    kept, which = np.unique(indices, axis=0, return_inverse=True)
    values = ops.concatenate([a.values, cast(b.values, a.dtype)], axis=0)
    places = ops.convert_to_tensor(which.reshape(-1).astype("int32"))
    return SparseTensor(kept, reduce(values, places, len(kept)), a.dense_shape)


def maximum(sp_a: Any, sp_b: Any) -> SparseTensor:
    """The larger of two sparse tensors, elements that only one stores compared with 0."""
    return _larger(sparse(sp_a), sparse(sp_b), 1)


def minimum(sp_a: Any, sp_b: Any) -> SparseTensor:
    """The smaller of two sparse tensors, elements that only one stores compared with 0."""
    return _larger(sparse(sp_a), sparse(sp_b), -1)


def _larger(a: SparseTensor, b: SparseTensor, sign: int) -> SparseTensor:
    both = _combined(a.with_values(ops.ones_like(a.values)), b.with_values(ops.ones_like(b.values)),
                     lambda values, places, count: ops.segment_sum(values, places, count))

    def reduce(values: Any, places: Any, count: int) -> Any:
        best = unsorted_segment_max(values * sign, places, count)
        return ops.where(both.values > 1, best, ops.maximum(best, ops.zeros_like(best))) * sign

    return _combined(a, b, reduce)


def _reduced(sp_input: Any, axis: Any, keepdims: Any, reduce: Callable[..., Any]) -> Tensor:
    x = sparse(sp_input)
    rank = len(x.dense_shape)
    axes = range(rank) if axis is None else [int(each) % rank for each in ([axis] if isinstance(axis, int) else axis)]
    kept = [place for place in range(rank) if place not in axes]
    found = ops.zeros_like(x.indices[:, 0])
    for place in kept:
        found = found * x.dense_shape[place] + x.indices[:, place]
    sizes = [x.dense_shape[place] for place in kept]
    flat = reduce(x.values, ops.cast(found, "int32"), int(np.prod(sizes, dtype=int)))
    return ops.reshape(flat, [1 if place in axes else x.dense_shape[place] for place in range(rank)] if keepdims else sizes)


def reduce_sum(sp_input: Any, axis: Any = None, keepdims: Any = None, reduction_axes: Any = None,
               keep_dims: Any = None) -> Tensor:
    """The dense sum along axes."""
    return _reduced(sp_input, reduction_axes if axis is None else axis, keepdims or keep_dims, ops.segment_sum)


def reduce_max(sp_input: Any, axis: Any = None, keepdims: Any = None, reduction_axes: Any = None,
               keep_dims: Any = None) -> Tensor:
    """The dense maximum of the stored elements along axes; 0 where none is stored."""
    def reduce(values: Any, places: Any, count: int) -> Any:
        stored = ops.segment_sum(ops.ones_like(places), places, count) > 0
        found = unsorted_segment_max(values, places, count)
        return ops.where(stored, found, ops.zeros_like(found))

    return _reduced(sp_input, reduction_axes if axis is None else axis, keepdims or keep_dims, reduce)


def sparse_dense_matmul(sp_a: Any, b: Any, adjoint_a: bool = False, adjoint_b: bool = False) -> Tensor:
    """The product of a sparse and a dense matrix, one of either kind: (n, m) · (m, k) → (n, k)."""
    if not _is(sp_a):
        turned = sparse_dense_matmul(b, sp_a, adjoint_a=not adjoint_b, adjoint_b=not adjoint_a)
        return ops.transpose(turned)
    x, dense = sparse(sp_a), to_dense(b) if _is(b) else as_tensor(b)
    dense = ops.transpose(dense) if adjoint_b else dense
    into, out = (1, 0) if adjoint_a else (0, 1)
    rows = ops.take(dense, ops.cast(x.indices[:, out], "int32"), axis=0) * cast(x.values, dtype(dense))[:, None]
    return ops.segment_sum(rows, ops.cast(x.indices[:, into], "int32"), x.dense_shape[into])


def transpose(sp_input: Any, perm: Optional[Sequence[int]] = None) -> SparseTensor:
    """The axes in another order, the last first unless given; the elements in the order of their new indices."""
    x = sparse(sp_input)
    order = list(range(len(x.dense_shape)))[::-1] if perm is None else [int(axis) for axis in perm]
    indices = ops.stack([x.indices[:, axis] for axis in order], axis=1)
    return reorder(SparseTensor(indices, x.values, [x.dense_shape[axis] for axis in order]))


def reshape(sp_input: Any, shape: Any) -> SparseTensor:
    """The same elements in another shape; one size may be -1."""
    x = sparse(sp_input)
    sizes = [int(size) for size in shape]
    if -1 in sizes:
        rest = int(np.prod([size for size in sizes if size != -1], dtype=int))
        sizes[sizes.index(-1)] = int(np.prod(x.dense_shape, dtype=int)) // max(rest, 1)
    indices = np.stack(np.unravel_index(values_of(places_of(x), "sparse.reshape"), sizes), axis=1)
    return SparseTensor(indices, x.values, sizes)


def expand_dims(sp_input: Any, axis: Any = None) -> SparseTensor:
    """A new axis of size 1, the last unless given."""
    x = sparse(sp_input)
    place = (-1 if axis is None else int(axis)) % (len(x.dense_shape) + 1)
    zeros = ops.zeros_like(x.indices[:, :1])
    indices = ops.concatenate([x.indices[:, :place], zeros, x.indices[:, place:]], axis=1)
    return SparseTensor(indices, x.values, x.dense_shape[:place] + (1,) + x.dense_shape[place:])


def retain(sp_input: Any, to_retain: Any) -> SparseTensor:
    """The stored elements for which ``to_retain`` holds."""
    return _picked(sparse(sp_input), np.flatnonzero(values_of(to_retain, "sparse.retain")))


def slice(sp_input: Any, start: Any, size: Any) -> SparseTensor:
    """A block that begins at ``start`` and has ``size`` at most."""
    x = sparse(sp_input)
    begin = np.array([int(each) for each in start])
    sizes = np.minimum([int(each) for each in size], np.array(x.dense_shape) - begin)
    indices = values_of(x.indices, "sparse.slice")
    inside = np.flatnonzero(((indices >= begin) & (indices < begin + sizes)).all(axis=1))
    return _picked(x, inside, indices[inside] - begin, sizes)


def concat(axis: Any, sp_inputs: Sequence[Any], expand_nonconcat_dims: bool = False) -> SparseTensor:
    """The tensors one after the other along ``axis``."""
    tensors = [sparse(each) for each in sp_inputs]
    place, before = int(axis) % len(tensors[0].dense_shape), 0
    indices: List[Any] = []
    for each in tensors:
        step = np.zeros(len(each.dense_shape), int)
        step[place] = before
        indices.append(values_of(each.indices, "sparse.concat") + step)
        before += each.dense_shape[place]
    sizes = list(np.max([each.dense_shape for each in tensors], axis=0))
    sizes[place] = before
    values = ops.concatenate([each.values for each in tensors], axis=0)
    return reorder(SparseTensor(np.concatenate(indices), values, sizes))


def eye(num_rows: int, num_columns: Optional[int] = None, dtype: Any = "float32") -> SparseTensor:
    """The identity matrix."""
    columns = int(num_rows if num_columns is None else num_columns)
    count = min(int(num_rows), columns)
    return SparseTensor(np.repeat(np.arange(count)[:, None], 2, axis=1), ops.ones((count,), dtype=dtype),
                        (int(num_rows), columns))


def softmax(sp_input: Any) -> SparseTensor:
    """The softmax of the stored elements of each row, the last axis."""
    x = sparse(sp_input)
    count = int(np.prod(x.dense_shape[:-1], dtype=int))
    rows = ops.floor_divide(places_of(x), x.dense_shape[-1])
    largest = ops.take(unsorted_segment_max(x.values, rows, count), rows, axis=0)
    shares = ops.exp(x.values - largest)
    return x.with_values(shares / ops.take(ops.segment_sum(shares, rows, count), rows, axis=0))


def mask(a: Any, mask_indices: Any) -> Any:
    """Rows of an ``IndexedSlices`` without those that are named."""
    kept = np.flatnonzero(~np.isin(values_of(a.indices, "sparse.mask"), values_of(mask_indices, "sparse.mask")))
    return type(a)(ops.take(a.values, kept.astype("int32"), axis=0), ops.take(a.indices, kept.astype("int32"), axis=0))
