"""The arithmetic of means that leave out masked steps, over the functions of the old backend (all Keras versions).

The published way repeats the mask to the shape of the input, multiplies and sums twice: three more arrays as large as the
input. Over the time axis the masked sum is one batched matrix product of the mask with the input, which reads the input
once; that is the way taken here.
"""
from typing import Any, Tuple

from compat.errors import MaskingError
from compat.keras import backend as K

#: Sums in these lose digits: float16 counts exactly only to 2048, bfloat16 only to 256.
_ACCUMULATED_IN = {"float16": "float32", "bfloat16": "float32"}


def result_dtype(x: Any) -> str:
    """The dtype of a mean of ``x``: its own if that is floating, else ``K.floatx()``."""
    dtype = str(K.dtype(x))
    return dtype if "float" in dtype else str(K.floatx())


def accumulating(x: Any) -> Any:
    """``x`` in the dtype in which its sums are exact enough: float32 for 16-bit floats."""
    dtype = result_dtype(x)
    wide = _ACCUMULATED_IN.get(dtype, dtype)
    return x if K.dtype(x) == wide else K.cast(x, wide)


def plain_mean(x: Any, axis: int) -> Any:
    """The mean over one axis, summed in float32 where ``x`` is a 16-bit float.

    Returns:
        A tensor of the shape of ``x`` without ``axis``, in the dtype of ``x``.
    """
    return K.cast(K.mean(accumulating(x), axis=axis), result_dtype(x))


def masked_sum_and_count(x: Any, mask: Any, axis: int) -> Tuple[Any, Any]:
    """The sum of the unmasked entries along ``axis``, and how many there are.

    Args:
        x: ``(batch, …)``, any dtype, rank 2 or more.
        mask: True or non-zero where an entry counts; of rank 2 up to the rank of ``x``; its axes are those of ``x`` in
            order, and those it lacks, or that have size 1, count alike for the whole axis.
        axis: from 0 to the rank of ``x`` less 1.

    Returns:
        Two tensors that broadcast to the shape of ``x`` without ``axis``, float32 or wider.

    Raises:
        MaskingError: the mask's rank or sizes do not fit ``x``.
    """
    mask = _fitting(mask, x)
    x = accumulating(x)
    weights = K.cast(K.cast(mask, "bool"), K.dtype(x))
    if axis == 1 and K.ndim(x) == 3 and K.ndim(weights) == 2:
        return _sum_over_time(x, weights), K.sum(weights, axis=1, keepdims=True)
    while K.ndim(weights) < K.ndim(x):
        weights = K.expand_dims(weights, -1)
    weights = K.ones_like(x) * weights
    return K.sum(x * weights, axis=axis), K.sum(weights, axis=axis)


def _sum_over_time(x: Any, weights: Any) -> Any:
    """``(batch, time, features)`` and ``(batch, time)`` → ``(batch, features)``."""
    return K.squeeze(K.batch_dot(K.expand_dims(weights, 1), x, axes=[2, 1]), 1)


def _fitting(mask: Any, x: Any) -> Any:
    """The mask without a last axis of size 1 that only repeats it; an error when it cannot be applied to ``x``."""
    shape, of_x = K.int_shape(mask), K.int_shape(x)
    if len(shape) == 3 and shape[-1] == 1:
        mask, shape = K.squeeze(mask, -1), shape[:-1]
    sizes = zip(shape, of_x)
    if not 2 <= len(shape) <= len(of_x) or any(None not in pair and pair[0] not in (1, pair[1]) for pair in sizes):
        raise MaskingError(
            "a mask of shape {} cannot be applied to an input of shape {}: it needs 2 to {} axes, each as long as the "
            "input's or 1; give the layer the mask of the same steps, or none".format(shape, of_x, len(of_x)))
    return mask
