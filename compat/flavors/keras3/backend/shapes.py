"""Shape and layout functions of ``K`` (Keras 2.2.4): reshape, transpose, repeat, join, slice, gather, reverse."""
import builtins
from typing import Any, Callable, List, Mapping, Sequence

import keras
from keras import ops

import compat.flavors.keras3.backend.dims as dims
from compat.flavors.keras3.backend.symbolic import call_when_run, where_sizes_are_known
from compat.flavors.keras3.backend.tensors import (
    RankError,
    Tensor,
    any_symbolic,
    as_tensor,
    cast,
    dtype,
    is_symbolic,
    is_tensor,
    operand,
    operands,
    positive_axis,
    rank,
    static_shape,
)


def reshape(x: Tensor, shape: Any) -> Tensor:
    """The same values in another shape, -1 for at most one size; the shape may come from ``K.shape``.

    Example:
        >>> reshape([1.0, 2.0, 3.0, 4.0], (2, -1)).shape == (2, 2)
        True
    """
    sizes = dims.target_shape(shape)
    if any_symbolic(sizes):
        return call_when_run(_reshaped, x, dims.deferred(sizes))
    return ops.reshape(as_tensor(x), sizes)


def _reshaped(x: Tensor, sizes: Sequence[Any]) -> Tensor:
    return ops.reshape(as_tensor(x), dims.resolved(sizes))


def permute_dimensions(x: Tensor, pattern: Sequence[int]) -> Tensor:
    """Axes in another order: (a, b, c) with ``(0, 2, 1)`` → (a, c, b)."""
    return ops.transpose(as_tensor(x), axes=tuple(int(axis) for axis in pattern))


def transpose(x: Tensor) -> Tensor:
    """All axes in reverse order: (a, b) → (b, a)."""
    return ops.transpose(as_tensor(x))


def expand_dims(x: Tensor, axis: int = -1) -> Tensor:
    """A new axis of size 1 at ``axis``: (a, b) → (a, b, 1)."""
    return ops.expand_dims(as_tensor(x), axis=axis)


def squeeze(x: Tensor, axis: Any) -> Tensor:
    """Without the axis (or list of axes) of size 1: (a, 1, b) → (a, b)."""
    x = as_tensor(x)
    axes = sorted(positive_axis(each, rank(x)) for each in (axis if isinstance(axis, (list, tuple)) else (axis,)))
    is_open = any((static_shape(x) or ())[each] is None for each in axes)
    if is_open and is_symbolic(x):
        return call_when_run(_squeezed_when_run, x, axes)
    return _squeezed[keras.backend.backend()](x, axes) if is_open else ops.squeeze(x, axis=tuple(axes))


def _squeezed_when_run(x: Tensor, axes: Sequence[int]) -> Tensor:
    return squeeze(x, axes)


def _squeezed_spec(x: Any, axes: Sequence[int]) -> Any:
    return keras.KerasTensor([size for axis, size in enumerate(x.shape) if axis not in axes], dtype=x.dtype)


_squeezed_when_run.spec_of_fitting_sizes = _squeezed_spec  # type: ignore[attr-defined]


def _squeezed_by_jax(x: Tensor, axes: Sequence[int]) -> Tensor:
    """JAX infers shapes, and does not know that the sizes will be 1."""
    return x[tuple(0 if axis in axes else builtins.slice(None) for axis in range(rank(x)))]


def _squeezed_by_tensorflow(x: Tensor, axes: Sequence[int]) -> Tensor:
    import tensorflow  # only where it is the backend, and so already loaded

    return tensorflow.squeeze(x, axes)


_squeezed: Mapping[str, Callable[[Tensor, Sequence[int]], Tensor]] = {
    "jax": _squeezed_by_jax, "tensorflow": _squeezed_by_tensorflow}


def repeat(x: Tensor, n: int) -> Tensor:
    """Each row ``n`` times along a new axis: (samples, dim) → (samples, n, dim).

    Raises:
        RankError: ``x`` does not have two axes.

    Example:
        >>> repeat([[1.0, 2.0]], 3).shape == (1, 3, 2)
        True
    """
    x = as_tensor(x)
    if rank(x) != 2:
        raise RankError("K.repeat takes a tensor of 2 axes (samples, dim), not of {}; K.repeat_elements and K.tile "
                        "take any".format(rank(x)))
    if is_tensor(n):
        return tile(ops.expand_dims(x, 1), (1, n, 1))
    return ops.repeat(ops.expand_dims(x, 1), int(n), axis=1)


def repeat_elements(x: Tensor, rep: int, axis: int) -> Tensor:
    """Each slice along ``axis`` ``rep`` times in place, as ``np.repeat``: (2, 3) with rep 2 on axis 1 → (2, 6)."""
    repeated = ops.repeat(as_tensor(x), int(rep), axis=axis)
    if is_symbolic(repeated):
        repeated._keras_shape = static_shape(repeated)
    return repeated


def tile(x: Tensor, n: Any) -> Tensor:
    """The whole tensor ``n`` times along each axis; an int, or fewer than there are axes, count for the last ones.

    Raises:
        RankError: more numbers than axes.
    """
    x = as_tensor(x)
    repeats = (n,) if isinstance(n, int) else dims.as_shape(n)
    repeats = (1,) * (rank(x) - len(repeats)) + tuple(repeats)  # since Keras 2.3; before it was an error
    if len(repeats) != rank(x):
        raise RankError("K.tile: {} repeats for a tensor of {} axes".format(len(repeats), rank(x)))
    if builtins.any(is_tensor(count) for count in repeats):
        return call_when_run(_tile_dynamic, x, dims.deferred(repeats))
    return ops.tile(x, repeats)


def _tile_dynamic(x: Tensor, repeats: Sequence[Any]) -> Tensor:
    """Repeats that are tensors: (a, b) → (1, a, 1, b) → (m, a, n, b) → (m a, n b)."""
    repeats = dims.resolved(repeats)
    sizes = dims.shape(x)
    inner: List[Any] = []
    outer: List[Any] = []
    for size, count in zip(sizes, repeats):
        inner += [1, size]
        outer += [count, size]
    spread = ops.broadcast_to(ops.reshape(x, inner), outer)
    return ops.reshape(spread, [size * count for size, count in zip(sizes, repeats)])


def flatten(x: Tensor) -> Tensor:
    """All values in one axis: (…) → (n,)."""
    return ops.reshape(as_tensor(x), (-1,))


@where_sizes_are_known(lambda x: (x.shape[0], None))
def batch_flatten(x: Tensor) -> Tensor:
    """All but the first axis in one: (samples, …) → (samples, n)."""
    x = as_tensor(x)
    sizes = static_shape(x) or ()
    rest = sizes[1:]
    if None in rest and sizes[0] is not None:
        return ops.reshape(x, (sizes[0], -1))
    if None not in rest:
        n = 1
        for size in rest:
            n *= size or 0
        return ops.reshape(x, (-1, n))
    return ops.reshape(x, (ops.shape(x)[0], -1))


def concatenate(tensors: Sequence[Any], axis: int = -1) -> Tensor:
    """The tensors one after the other along ``axis``; shapes (``K.shape(x)[:1]``, ``[3]``) give a shape."""
    if builtins.any(isinstance(part, dims.Shape) for part in tensors) and builtins.all(
            dims.is_shape_like(part) or is_tensor(part) for part in tensors):
        return dims.joined(tensors)
    return ops.concatenate(operands(tensors), axis=axis)


def stack(x: Sequence[Any], axis: int = 0) -> Tensor:
    """The tensors along a new axis: n times (a, b) → (n, a, b); sizes (``K.shape(x)[0]``, ``3``) give a shape."""
    if builtins.all(dims.is_size(size) for size in x) and builtins.any(not is_tensor(size) for size in x):
        return dims.Shape(x)
    return ops.stack(operands(x), axis=axis)


def reverse(x: Tensor, axes: Any) -> Tensor:
    """The order along one axis or several turned round, same shape."""
    x = as_tensor(x)
    for axis in axes if isinstance(axes, (list, tuple)) else [axes]:
        x = ops.flip(x, axis=axis)  # one by one: Keras 3.3 takes no more on TensorFlow
    return x


def slice(x: Tensor, start: Any, size: Any) -> Tensor:
    """A block that begins at ``start`` and has ``size``, -1 for "to the end"; one number per axis each.

    Raises:
        RankError: another number of numbers than axes.
    """
    x = as_tensor(x)
    starts, sizes = dims.as_shape(start), dims.as_shape(size)
    if not len(starts) == len(sizes) == rank(x):
        raise RankError("K.slice: {} starts and {} sizes for a tensor of {} axes".format(len(starts), len(sizes), rank(x)))
    if builtins.any(is_tensor(bound) for bound in starts) and not builtins.any(is_tensor(count) for count in sizes):
        if not builtins.any(map(_is_rest, sizes)):
            return ops.slice(x, ops.stack([as_tensor(bound) for bound in starts]), sizes)
        taken = [not _is_rest(count) and is_tensor(first) for first, count in zip(starts, sizes)]
        for axis in [axis for axis, by_index in enumerate(taken) if by_index]:  # neither a slice nor ops.slice has both
            x = ops.take(x, starts[axis] + ops.arange(sizes[axis], dtype="int32"), axis=axis)
        starts = tuple(0 if by_index else first for by_index, first in zip(taken, starts))
    return x[tuple(_bounds(first, count) for first, count in zip(starts, sizes))]


def _is_rest(count: Any) -> bool:
    return isinstance(count, int) and count == -1


def _bounds(first: Any, count: Any) -> Any:
    return builtins.slice(first, None if _is_rest(count) else first + count)


def gather(reference: Tensor, indices: Tensor) -> Tensor:
    """Slices of the first axis: (n, …) and integer indices of any shape s → s + (…).

    An index out of range is an error on TensorFlow and torch; JAX, which cannot raise under ``jax.jit``, gives nan.
    """
    indices = as_tensor(indices)
    if not dtype(indices).startswith(("int", "uint")):
        indices = cast(indices, "int32")
    return ops.take(operand(reference, indices), indices, axis=0)


def one_hot(indices: Tensor, num_classes: int) -> Tensor:
    """Integers (…) → (…, num_classes) of 0.0 and 1.0; all 0 for an index out of range."""
    return ops.one_hot(cast(indices, "int32"), int(num_classes), dtype="float32")
