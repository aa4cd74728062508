"""Functions of TensorFlow 2 that pick and order elements, over ``keras.ops``. Arguments have TensorFlow's names."""
from typing import Any, Optional

import numpy as np
from keras import ops

import compat.flavors.keras3.tf.version1 as tf
from compat.errors import UnsupportedError
from compat.flavors.keras3.tf.nn import TopK


def gather(params: Any, indices: Any, axis: Optional[int] = None, batch_dims: int = 0) -> Any:
    """Slices along ``axis``; with ``batch_dims=1`` each sample has indices of its own.

    Args:
        params: ``(batch, n, …)``.
        indices: ``(batch, k, …)``, or any shape where ``batch_dims`` is 0.
        axis: by default the first after those of the batch.

    Raises:
        UnsupportedError: more axes of batch, or another axis with them.
    """
    if not batch_dims:
        return tf.gather(params, indices, axis=axis or 0)
    if batch_dims != 1 or axis not in (None, 1, 1 - len(params.shape)):
        raise UnsupportedError("tf.gather with batch_dims={} and axis={} is not served on Keras 3".format(batch_dims, axis))
    params, indices = ops.convert_to_tensor(params), ops.cast(indices, "int32")
    rest = tuple(params.shape[2:])
    flat = ops.reshape(indices, (ops.shape(indices)[0], -1) + (1,) * len(rest))
    picked = ops.take_along_axis(params, ops.broadcast_to(flat, tuple(ops.shape(flat)[:2]) + rest), axis=1)
    return ops.reshape(picked, tuple(ops.shape(indices)) + rest)


def gather_nd(params: Any, indices: Any, batch_dims: int = 0) -> Any:
    """Elements at index vectors; with ``batch_dims=1`` each sample has its own, of one index.

    Raises:
        UnsupportedError: more axes of batch, or longer vectors with them.
    """
    if not batch_dims:
        return tf.gather_nd(params, indices)
    if indices.shape[-1] != 1:
        raise UnsupportedError("tf.gather_nd with batch_dims is served on Keras 3 for vectors of one index")
    return gather(params, ops.squeeze(indices, axis=-1), batch_dims=batch_dims)


def boolean_mask(tensor: Any, mask: Any, axis: Optional[int] = None) -> Any:
    """What the mask keeps; one that is written in the file keeps a known number, which every backend can compile."""
    if hasattr(mask, "dtype") or np.ndim(mask) != 1:
        return tf.boolean_mask(tensor, mask, axis=axis or 0)
    return ops.take(tensor, np.flatnonzero(mask).astype("int32"), axis=axis or 0)


def top_k(input: Any, k: int = 1, sorted: bool = True) -> TopK:
    """The largest values along the last axis, and where they are, by number and by name."""
    return tf.nn.top_k(input, k=k, sorted=sorted)  # type: ignore[no-any-return]


def argsort(values: Any, axis: int = -1, direction: str = "ASCENDING", stable: bool = False) -> Any:
    """The indices that sort; equal values keep their order."""
    return ops.argsort(-values if direction == "DESCENDING" else values, axis=axis)


def sort(values: Any, axis: int = -1, direction: str = "ASCENDING") -> Any:
    """The values in order."""
    found = ops.sort(values, axis=axis)
    return ops.flip(found, axis=axis) if direction == "DESCENDING" else found
