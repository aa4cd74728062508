"""TensorFlow 1's functions that make, shape, join and index tensors, over ``keras.ops``.

Shapes may be tuples, lists, ``tf.shape(x)`` or parts of it, on every backend. ``name`` is accepted and not used.
"""
import builtins
from typing import Any, List, Optional, Sequence

import keras
import numpy as np
from keras import ops

from compat.flavors.keras3.backend import creation, dims, elementwise, shapes
from compat.flavors.keras3.backend.symbolic import call_when_run
from compat.flavors.keras3.backend.tensors import (
    Tensor,
    any_symbolic,
    as_tensor,
    cast,
    dtype,
    dtype_name,
    is_tensor,
    rank,
)
from compat.flavors.keras3.context import in_call
from compat.flavors.keras3.tf.dtypes import float32


def constant(value: Any, dtype: Any = None, shape: Any = None, name: Optional[str] = None,
             verify_shape: Any = False) -> Tensor:
    """A tensor of these values; Python floats become float32 and integers int32 unless ``dtype`` says otherwise."""
    values = value if is_tensor(value) else np.asarray(value)
    if dtype is None:
        dtype = _natural_dtype(value, values)
    return creation.constant(values, dtype=dtype, shape=shape)


def _natural_dtype(value: Any, values: Any) -> str:
    if isinstance(value, (np.ndarray, np.generic)) or is_tensor(value):
        return dtype_name(values.dtype)
    kinds = {"f": "float32", "i": "int32", "u": "int32", "b": "bool"}
    return kinds.get(values.dtype.kind, str(values.dtype.name))


def convert_to_tensor(value: Any, dtype: Any = None, name: Optional[str] = None,
                      preferred_dtype: Any = None) -> Tensor:
    """``value`` as a tensor: a variable's value, a nested list, an array."""
    if is_tensor(value) or isinstance(value, dims.Shape):
        return as_tensor(value, dtype=dtype)
    if isinstance(value, (list, tuple)) and any_tensor(value):
        return as_tensor(value, dtype=dtype)
    return constant(value, dtype=dtype)


def any_tensor(values: Any) -> builtins.bool:
    """Whether a tensor is nested in these lists."""
    if isinstance(values, (list, tuple)):
        return builtins.any(any_tensor(value) for value in values)
    return is_tensor(values)


def identity(input: Tensor, name: Optional[str] = None) -> Tensor:
    """The same values."""
    return ops.copy(as_tensor(input))


def stop_gradient(input: Tensor, name: Optional[str] = None) -> Tensor:
    """The same values, through which no gradient flows."""
    return elementwise.stop_gradient(as_tensor(input))


def zeros(shape: Any, dtype: Any = float32, name: Optional[str] = None) -> Tensor:
    """0 in that shape."""
    return _full(shape, 0, dtype)


def ones(shape: Any, dtype: Any = float32, name: Optional[str] = None) -> Tensor:
    """1 in that shape."""
    return _full(shape, 1, dtype)


def fill(dims: Any, value: Any, name: Optional[str] = None) -> Tensor:
    """One value in that shape, in its own dtype."""
    value = convert_to_tensor(value)
    return _full(dims, value, dtype(value))


def _full(shape: Any, value: Any, dtype: Any) -> Tensor:
    return call_when_run(creation.filled, dims.deferred(shape), value, dtype_name(dtype))


def zeros_like(tensor: Tensor, dtype: Any = None, name: Optional[str] = None, optimize: Any = True) -> Tensor:
    """0 in the shape of ``tensor``."""
    return creation.zeros_like(tensor, dtype=dtype)


def ones_like(tensor: Tensor, dtype: Any = None, name: Optional[str] = None, optimize: Any = True) -> Tensor:
    """1 in the shape of ``tensor``."""
    return creation.ones_like(tensor, dtype=dtype)


def eye(num_rows: int, num_columns: Optional[int] = None, batch_shape: Any = None, dtype: Any = float32,
        name: Optional[str] = None) -> Tensor:
    """The identity matrix, (rows, columns), or one for each place of ``batch_shape``; sizes may come from ``tf.shape``."""
    columns = num_rows if num_columns is None else num_columns
    given = [num_rows], [columns], () if batch_shape is None else batch_shape
    return call_when_run(_identity, *map(dims.deferred, given), dtype)


def _identity(num_rows: Any, num_columns: Any, batch_shape: Any, dtype: Any) -> Tensor:
    (rows,), (columns,) = dims.resolved(num_rows), dims.resolved(num_columns)
    matrix = ops.eye(rows, columns, dtype=dtype_name(dtype))
    return ops.broadcast_to(matrix, dims.resolved(batch_shape) + tuple(matrix.shape)) if batch_shape else matrix


def _identity_spec(num_rows: Any, num_columns: Any, batch_shape: Any, dtype: Any) -> Any:
    sizes = [*batch_shape, *num_rows, *num_columns]
    return keras.KerasTensor([size if isinstance(size, int) else None for size in sizes], dtype=dtype_name(dtype))


_identity.spec_of_fitting_sizes = _identity_spec  # type: ignore[attr-defined]


def range(start: Any, limit: Any = None, delta: Any = 1, dtype: Any = None, name: Optional[str] = None) -> Tensor:
    """start, start + delta … below ``limit``, (n,); with one argument from 0; int32 unless a float is in it."""
    if limit is None:
        start, limit = 0, start
    if dtype is None:
        dtype = "float32" if builtins.any(_is_float(bound) for bound in (start, limit, delta)) else "int32"
    if any_symbolic(start, limit, delta):
        return creation.arange(start, limit, delta, dtype)
    return ops.arange(start, limit, delta, dtype=dtype_name(dtype))


def _is_float(bound: Any) -> builtins.bool:
    return isinstance(bound, float) or "float" in dtype(bound)


def linspace(start: float, stop: float, num: int, name: Optional[str] = None) -> Tensor:
    """``num`` numbers from ``start`` to ``stop``, both included."""
    if is_tensor(num):  # a size that is not known yet, in a graph of TensorFlow
        begin, end = as_tensor(start), as_tensor(stop)
        step = (end - begin) / ops.cast(ops.maximum(num - 1, 1), begin.dtype)
        return begin + ops.cast(ops.arange(num), begin.dtype) * step
    return ops.linspace(as_tensor(start), as_tensor(stop), int(num))


def one_hot(indices: Tensor, depth: int, on_value: Any = None, off_value: Any = None, axis: Optional[int] = None,
            dtype: Any = None, name: Optional[str] = None) -> Tensor:
    """Integers (…) → (…, depth): ``on_value`` (1) at the index, ``off_value`` (0) elsewhere, and for any other integer."""
    on, off = (1 if on_value is None else on_value), (0 if off_value is None else off_value)
    # Compared, as ops.one_hot of torch refuses integers that are none of the classes.
    places = ops.arange(depth if is_tensor(depth) else int(depth), dtype="int32")
    hot = ops.equal(ops.expand_dims(cast(indices, "int32"), -1), places)
    hot = hot if axis in (None, -1) else ops.moveaxis(hot, -1, axis)
    wanted = dtype_name(dtype or (float32 if on_value is None else _natural_dtype(on, np.asarray(on))))
    return ops.where(hot, cast(on, wanted), cast(off, wanted))


def shape(input: Tensor, name: Optional[str] = None, out_type: Any = None) -> dims.Shape:
    """The sizes of the axes: a vector to index, slice, compute with, and pass on as a shape."""
    return dims.shape(input)


def rank_of(input: Tensor, name: Optional[str] = None) -> int:
    """Number of axes (``tf.rank``)."""
    return rank(input)


def size(input: Tensor, name: Optional[str] = None, out_type: Any = None) -> Any:
    """Number of values."""
    return ops.size(as_tensor(input))


def reshape(tensor: Tensor, shape: Any, name: Optional[str] = None) -> Tensor:
    """The same values in another shape, -1 for at most one size."""
    return shapes.reshape(tensor, shape)


def transpose(a: Tensor, perm: Any = None, name: Optional[str] = None, conjugate: Any = False) -> Tensor:
    """Axes in the order ``perm``, or all in reverse order."""
    return ops.transpose(as_tensor(a), axes=None if perm is None else dims.as_shape(perm))


def expand_dims(input: Tensor, axis: Optional[int] = None, name: Optional[str] = None,
                dim: Optional[int] = None) -> Tensor:
    """A new axis of size 1 at ``axis``."""
    return ops.expand_dims(as_tensor(input), axis=dim if axis is None else axis)


def squeeze(input: Tensor, axis: Any = None, name: Optional[str] = None, squeeze_dims: Any = None) -> Tensor:
    """Without axes of size 1: those given, or all."""
    axes = squeeze_dims if axis is None else axis
    return ops.squeeze(as_tensor(input)) if axes is None else shapes.squeeze(input, axes)


def broadcast_to(input: Tensor, shape: Any, name: Optional[str] = None) -> Tensor:
    """Repeated along axes of size 1 and new ones in front, to that shape."""
    return call_when_run(_broadcast, input, dims.deferred(shape))


def _broadcast(x: Tensor, sizes: Any) -> Tensor:
    return ops.broadcast_to(as_tensor(x), dims.resolved(sizes))


def concat(values: Sequence[Any], axis: int, name: Optional[str] = None) -> Tensor:
    """The tensors one after the other along ``axis``; parts of shapes give a shape.

    Raises:
        TypeError: the axis comes first, as it did before TensorFlow 1.0; code of that time tries both.
    """
    if isinstance(axis, (list, tuple)):
        raise TypeError("tf.concat takes the tensors first and then the axis, as TensorFlow 1.0 and later do")
    if not isinstance(values, (list, tuple)):
        return as_tensor(values)
    return shapes.concatenate(values, axis=int(axis))


def stack(values: Sequence[Any], axis: int = 0, name: Optional[str] = None) -> Tensor:
    """The tensors along a new axis; sizes give a shape."""
    return shapes.stack(list(values), axis=axis)


def tile(input: Tensor, multiples: Any, name: Optional[str] = None) -> Tensor:
    """The tensor repeated along each axis."""
    return shapes.tile(input, multiples)


def meshgrid(*args: Any, indexing: str = "xy", name: Optional[str] = None) -> List[Tensor]:
    """Grids of coordinates of the given vectors."""
    return list(ops.meshgrid(*[as_tensor(x) for x in args], indexing=indexing))


def diag(diagonal: Tensor, name: Optional[str] = None) -> Tensor:
    """(n,) → (n, n) with it on the diagonal."""
    return ops.diag(as_tensor(diagonal))


def matrix_band_part(input: Tensor, num_lower: int, num_upper: int, name: Optional[str] = None) -> Tensor:
    """So many diagonals below and above the middle one, a negative number for all; 0 elsewhere: (…, n, m)."""
    input = as_tensor(input)
    if num_lower >= 0:
        input = ops.triu(input, k=-int(num_lower))
    return ops.tril(input, k=int(num_upper)) if num_upper >= 0 else input


def cast_to(x: Tensor, dtype: Any, name: Optional[str] = None) -> Tensor:
    """``x`` in another dtype (``tf.cast``); in ``call`` a known size, ``tf.shape(x)[0]``, stays one to make tensors of."""
    if in_call() and isinstance(x, (int, np.integer)) and not isinstance(x, bool):
        number = np.dtype(dtype_name(dtype))
        if number.kind in "iu" or keras.backend.backend() == "jax":  # which makes ``tf.range`` of no tensor inside a step
            return number.type(x)
    return cast(x, dtype)


def to_float(x: Tensor, name: Optional[str] = None) -> Tensor:
    """``x`` as float32."""
    return cast(x, "float32")


def to_double(x: Tensor, name: Optional[str] = None) -> Tensor:
    """``x`` as float64 (float32 on JAX)."""
    return cast(x, "float64")


def to_int32(x: Tensor, name: Optional[str] = None) -> Tensor:
    """``x`` as int32."""
    return cast(x, "int32")


def to_int64(x: Tensor, name: Optional[str] = None) -> Tensor:
    """``x`` as int64 (int32 on JAX)."""
    return cast(x, "int64")
