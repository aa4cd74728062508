"""Rows of the matrix of an ``Embedding``."""
from typing import Any

import keras
from keras import ops


def rows_read(gradient: Any, variable: Any) -> Any:
    """Which rows of the matrix of an Embedding a batch has read, ``(rows, 1)``; None of any other variable.

    TensorFlow's gradient says so. Elsewhere they are those whose gradient is not zero.
    """
    if keras.backend.backend() == "tensorflow":
        if not hasattr(gradient, "indices"):
            return None
        indices = ops.expand_dims(gradient.indices, -1)
        counts = ops.scatter(indices, ops.ones(ops.shape(gradient.indices), "float32"), (variable.shape[0],))
        return ops.reshape(counts > 0, (-1,) + (1,) * (len(variable.shape) - 1))
    if not getattr(variable, "is_read_by_row", False):
        return None
    return ops.any(gradient != 0, axis=list(range(1, len(variable.shape))), keepdims=True)
