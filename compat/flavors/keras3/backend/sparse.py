"""Sparse tensors of ``K`` (Keras 2.2.4): TensorFlow's ``SparseTensor``, JAX's ``BCOO``, torch's coordinate format."""
from typing import Any, Sequence

import keras
import numpy as np
from keras import ops

from compat.flavors.keras3.backend.tensors import Tensor, dtype_name


def is_sparse(tensor: Any) -> bool:
    """Whether ``tensor`` is stored as its non-zero values.

    Example:
        >>> is_sparse(sparse_tensor([[0, 1]], [5.0], (2, 2))), is_sparse(ops.ones(2))
        (True, False)
    """
    return bool(getattr(tensor, "sparse", False)) or bool(getattr(tensor, "is_sparse", False)) \
        or type(tensor).__name__ in ("SparseTensor", "BCOO")


def to_dense(tensor: Any) -> Tensor:
    """The same tensor with its zeros written out."""
    if getattr(tensor, "is_sparse", False):  # of torch, which Keras hands on as it is
        return tensor.to_dense()
    return ops.convert_to_tensor(tensor, sparse=False) if is_sparse(tensor) else tensor


def sparse_tensor(indices: Any, values: Any, shape: Sequence[int]) -> Tensor:
    """A sparse tensor of the backend.

    Args:
        indices: ``(entries, axes)`` integers, in the order of rows.
        values: ``(entries,)``; their dtype is kept.
        shape: of the whole tensor.

    Example:
        >>> to_dense(sparse_tensor([[0, 1]], [5.0], (1, 2))).shape == (1, 2)
        True
    """
    indices, values = np.asarray(indices, "int64").reshape(-1, len(shape)), np.asarray(values)
    if keras.backend.backend() == "tensorflow":
        import tensorflow  # only where it is the backend, and so already loaded

        return tensorflow.SparseTensor(indices, values, tuple(shape))
    numbers = ops.convert_to_tensor(values, dtype=dtype_name(values.dtype))
    if keras.backend.backend() == "torch":
        import torch

        return torch.sparse_coo_tensor(ops.convert_to_tensor(indices.T), numbers, tuple(shape)).coalesce()
    from jax.experimental.sparse import BCOO

    return BCOO((numbers, ops.convert_to_tensor(indices.astype("int32"))), shape=tuple(shape))


def of_matrix(matrix: Any) -> Tensor:
    """A matrix of SciPy as a sparse tensor."""
    entries = matrix.tocsr().sorted_indices().tocoo()
    return sparse_tensor(np.stack([entries.row, entries.col], axis=1), entries.data, entries.shape)
