"""``tf.SparseTensor`` and ``tf.IndexedSlices`` where TensorFlow is not the backend: indices and values.

A tensor that the backend itself holds as sparse (``BCOO`` of JAX, the coordinate format of torch) is taken for one, too.
"""
from typing import Any, Callable, NamedTuple, Tuple

import numpy as np
from keras import ops

from compat.flavors.keras3.backend.sparse import is_sparse
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype
from compat.flavors.keras3.tf.traced import values_of


class SparseTensorValue(NamedTuple):
    """The three arrays of a sparse tensor."""

    indices: Any
    values: Any
    dense_shape: Any


class SparseTensor:
    """A tensor of which the places and values of some elements are stored; the others are 0.

    Attributes:
        indices: ``(entries, axes)`` integers.
        values: ``(entries,)``.
        dense_shape: the sizes of the axes.

    Example:
        >>> x = SparseTensor([[0, 1], [2, 0]], [5.0, 7.0], (3, 2))
        >>> x.shape, float(np.asarray(x)[2, 0])
        ((3, 2), 7.0)
    """

    #: As torch says it of its own.
    is_sparse = True

    def __init__(self, indices: Any, values: Any, dense_shape: Any) -> None:
        self.indices = cast(indices, "int64")
        self.values = as_tensor(values)
        self.dense_shape = tuple(int(size) for size in dense_shape)

    @property
    def shape(self) -> Tuple[int, ...]:
        """The sizes of the axes."""
        return self.dense_shape

    @property
    def dtype(self) -> str:
        """That of the values."""
        return dtype(self.values)

    def get_shape(self) -> Tuple[int, ...]:
        """The sizes of the axes."""
        return self.dense_shape

    def to_dense(self) -> Tensor:
        """The tensor with its zeros written out; gradients flow to the values."""
        return ops.scatter(self.indices, self.values, self.dense_shape)

    def with_values(self, new_values: Any) -> "SparseTensor":
        """The same places with other values."""
        return SparseTensor(self.indices, new_values, self.dense_shape)

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        found = np.zeros(self.dense_shape, self.dtype)
        np.add.at(found, tuple(values_of(self.indices, "SparseTensor").T), values_of(self.values, "SparseTensor"))
        return found.astype(dtype or found.dtype)

    def __jax_array__(self) -> Tensor:
        """The whole tensor, as which Keras hands one to a layer on JAX."""
        return ops.scatter(ops.cast(self.indices, "int32"), self.values, self.dense_shape)

    def __mul__(self, other: Any) -> "SparseTensor":
        return at_values(self, other, ops.multiply)

    def __truediv__(self, other: Any) -> "SparseTensor":
        return at_values(self, other, ops.divide)

    __rmul__ = __mul__

    @classmethod
    def from_value(cls, sparse_tensor_value: Any) -> "SparseTensor":
        """From the three arrays of a :class:`SparseTensorValue`."""
        return sparse(sparse_tensor_value)


def sparse(x: Any) -> SparseTensor:
    """A sparse tensor of any library as one of these."""
    if isinstance(x, SparseTensor):
        return x
    if hasattr(x, "dense_shape"):
        return SparseTensor(x.indices, x.values, x.dense_shape)
    if getattr(x, "is_sparse", False):
        x = x.coalesce()
        return SparseTensor(x.indices().T, x.values(), x.shape)
    if is_sparse(x):
        return SparseTensor(x.indices, x.data, x.shape)
    raise TypeError("tf.sparse takes a SparseTensor here, not {!r}; tf.sparse.from_dense makes one".format(type(x).__name__))


def at_values(x: SparseTensor, other: Any, operation: Callable[..., Any]) -> SparseTensor:
    """The values changed by a dense tensor that is broadcast to the sparse one's shape."""
    dense = ops.broadcast_to(as_tensor(other), x.dense_shape)
    return x.with_values(operation(x.values, ops.take(ops.reshape(dense, (-1,)), places_of(x), axis=0)))


def places_of(x: SparseTensor) -> Tensor:
    """The number of each stored element in the flattened tensor."""
    found = ops.zeros_like(x.indices[:, 0])
    for axis, size in enumerate(x.dense_shape):
        found = found * size + x.indices[:, axis]
    return ops.cast(found, "int32")


class IndexedSlices:
    """Some rows of a tensor: their values and their numbers.

    Attributes:
        values: ``(rows, …)``.
        indices: ``(rows,)`` integers.
        dense_shape: of the whole tensor, or None.
    """

    def __init__(self, values: Any, indices: Any, dense_shape: Any = None) -> None:
        self.values, self.indices, self.dense_shape = as_tensor(values), as_tensor(indices), dense_shape
