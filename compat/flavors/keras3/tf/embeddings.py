"""Rows of an embedding made one for each row of a sparse tensor: ``tf.nn.embedding_lookup_sparse`` and its safe form."""
from typing import Any, Callable, Optional

import numpy as np
from keras import ops

from compat.flavors.keras3.backend.tensors import Tensor, cast, dtype, rank
from compat.flavors.keras3.tf.nn_more import embedding_lookup
from compat.flavors.keras3.tf.sparse_tensor import places_of, sparse
from compat.flavors.keras3.tf.traced import known, values_of


def embedding_lookup_sparse(params: Any, sp_ids: Any, sp_weights: Any, partition_strategy: str = "div",
                            combiner: Optional[str] = None, max_norm: Any = None) -> Tensor:
    """The embeddings of the ids in each row of a sparse matrix, weighted and made one: (rows, …).

    There are rows up to the last that has an id, as in TensorFlow; where a backend compiles, as many as the matrix has. A
    row between them that has none is 0, and a mean of weights there is no number.

    Args:
        params: (n, …), or several tables that share the rows.
        sp_ids: sparse (rows, longest) numbers of rows of ``params``.
        sp_weights: sparse, a weight for each id; None for 1.
        combiner: ``"sum"``, ``"mean"`` (the default), or ``"sqrtn"``: the sum divided by the root of the summed squares of
            the weights.

    Raises:
        ValueError: an unknown ``combiner``.

    Example:
        >>> from compat.flavors.keras3.tf.sparse_tensor import SparseTensor
        >>> ids = SparseTensor([[0, 0], [0, 1]], [1, 2], (1, 2))
        >>> [float(x) for x in embedding_lookup_sparse(np.array([[0.0], [1.0], [4.0]]), ids, None, combiner="sum")[0]]
        [5.0]
    """
    ids = sparse(sp_ids)
    rows = ops.cast(ids.indices[:, 0], "int32")
    count = ids.dense_shape[0]
    if known(rows):
        count = int(values_of(rows, "nn.embedding_lookup_sparse").max()) + 1 if rows.shape[0] else 0
    found = embedding_lookup(params, ids.values, partition_strategy, max_norm=max_norm)
    if sp_weights is None:
        return _combined(found, rows, count, None, combiner)
    return _combined(found, rows, count, sparse(sp_weights).values, combiner, ops.divide)


def safe_embedding_lookup_sparse(embedding_weights: Any, sparse_ids: Any, sparse_weights: Any = None,
                                 combiner: Optional[str] = "mean", default_id: Optional[int] = None,
                                 partition_strategy: str = "div", max_norm: Any = None) -> Tensor:
    """As :func:`embedding_lookup_sparse` of ids along the last axis, without those below 0 or whose weight is not above 0.

    A row that has none is 0, or the embedding of ``default_id``: (…, longest) → (…) + what an embedding is.
    """
    ids = sparse(sparse_ids)
    count = int(np.prod(ids.dense_shape[:-1], dtype=int))
    rows = ops.floor_divide(places_of(ids), ids.dense_shape[-1])
    valid = ids.values >= 0
    weights = None if sparse_weights is None else sparse(sparse_weights).values
    if weights is not None and combiner != "sum":
        valid = ops.logical_and(valid, weights > 0)
    safe = ops.where(valid, ids.values, ops.zeros_like(ids.values))
    found = embedding_lookup(embedding_weights, safe, partition_strategy, max_norm=max_norm)
    kept = ops.cast(valid, found.dtype)
    result = _combined(found, rows, count, kept if weights is None else kept * cast(weights, dtype(found)), combiner)
    some = ops.segment_sum(ops.cast(valid, "int32"), rows, count) > 0
    fill = ops.zeros_like(result) if default_id is None else ops.broadcast_to(embedding_lookup(
        embedding_weights, int(default_id), partition_strategy, max_norm=max_norm), ops.shape(result))
    result = ops.where(ops.reshape(some, (-1,) + (1,) * (rank(result) - 1)), result, fill)
    return ops.reshape(result, ids.dense_shape[:-1] + tuple(ops.shape(result))[1:])


def _combined(found: Tensor, rows: Tensor, count: int, weights: Any, combiner: Optional[str],
              divide: Callable[..., Any] = ops.divide_no_nan) -> Tensor:
    """The embeddings of each row made one; a row without any is 0, or what ``divide`` makes of that."""
    combiner = combiner or "mean"
    if combiner not in ("mean", "sqrtn", "sum"):
        raise ValueError("combiner must be one of 'mean', 'sqrtn' or 'sum', not {!r}".format(combiner))
    weights = ops.ones_like(rows, dtype=found.dtype) if weights is None else cast(weights, dtype(found))
    spread = ops.reshape(weights, (-1,) + (1,) * (rank(found) - 1))
    total = ops.segment_sum(found * spread, rows, count)
    if combiner == "sum":
        return total
    share = ops.segment_sum(weights if combiner == "mean" else ops.square(weights), rows, count)
    share = ops.reshape(share if combiner == "mean" else ops.sqrt(share), (-1,) + (1,) * (rank(found) - 1))
    return divide(total, share)
