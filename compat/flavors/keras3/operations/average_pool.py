"""Means of windows: on torch, Keras 3 counts copies of the edge where ``padding="same"`` adds an odd number of places.

TensorFlow and JAX leave padding out of the mean, and so did every Keras 2.
"""
from typing import Any, List, Sequence, Tuple

import keras
import numpy as np
from keras import ops


def average_pool(inputs: Any, pool_size: Any, strides: Any = None, padding: str = "valid", data_format: Any = None) -> Any:
    """Means of windows, as ``keras.ops.average_pool``: ``(batch, …, channels)`` or ``(batch, channels, …)``.

    Args:
        inputs: of floats.
        pool_size, strides: one number, or one for each axis of space; strides are the windows' sizes by default.
        padding: ``"same"`` pads as TensorFlow does, and the mean is of the values alone.
        data_format: ``"channels_last"``, ``"channels_first"``, or None for that of the configuration.

    Example:
        >>> [round(float(mean), 3) for mean in ops.ravel(average_pool(ops.ones((1, 4, 1)), 3, 2, "same"))]
        [1.0, 1.0]
    """
    rank = len(inputs.shape) - 2
    first = (data_format or keras.config.image_data_format()) == "channels_first"
    space = tuple(inputs.shape[2:] if first else inputs.shape[1:-1])
    if keras.backend.backend() != "torch" or padding.lower() != "same" or not all(isinstance(size, int) for size in space):
        return ops.average_pool(inputs, pool_size, strides, padding, data_format)
    windows = _each(pool_size, rank)
    steps = windows if strides is None else _each(strides, rank)
    widths = [_around(*each) for each in zip(space, windows, steps)]
    outer = [(0, 0), (0, 0), *widths] if first else [(0, 0), *widths, (0, 0)]
    means = ops.average_pool(ops.pad(inputs, outer), windows, steps, "valid", data_format)
    shares = np.ones([1] * rank)  # of values in each window
    for axis, each in enumerate(zip(space, windows, steps)):
        shares = shares * np.reshape(_shares(*each), [-1 if axis == other else 1 for other in range(rank)])
    shares = shares[(None, None) if first else (None, Ellipsis, None)]
    return means / ops.convert_to_tensor(shares, inputs.dtype)


def _each(size: Any, rank: int) -> Tuple[int, ...]:
    given: Sequence[Any] = size if isinstance(size, (list, tuple)) else [size] * rank
    return tuple(int(each) for each in given)


def _around(size: int, window: int, step: int) -> Tuple[int, int]:
    """How many places come before and after an axis."""
    more = max((-(-size // step) - 1) * step + window - size, 0)
    return more // 2, more - more // 2


def _shares(size: int, window: int, step: int) -> List[float]:
    """Which part of each window holds values."""
    before = _around(size, window, step)[0]
    starts = [number * step - before for number in range(-(-size // step))]
    return [(min(start + window, size) - max(start, 0)) / window for start in starts]
