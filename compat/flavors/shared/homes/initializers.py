"""What the initializers of Keras 2 are scaled by, which code of that time imports in spite of its underscore."""
from typing import Sequence, Tuple

import numpy as np

__all__ = ["compute_fans"]


def compute_fans(shape: Sequence[int], data_format: str = "channels_last") -> Tuple[float, float]:
    """How many inputs and outputs a weight of this shape connects.

    Args:
        shape: of a matrix, or of the kernel of a convolution: its axes, then channels in and out.
        data_format: ``"channels_first"`` for kernels of Theano, whose channels out and in come first.

    Raises:
        ValueError: another data format.

    Example:
        >>> compute_fans((3, 3, 2, 8))
        (18, 72)
    """
    if len(shape) == 2:
        return shape[0], shape[1]
    if len(shape) not in (3, 4, 5):
        return float(np.sqrt(np.prod(shape))), float(np.sqrt(np.prod(shape)))
    if data_format not in ("channels_first", "channels_last"):
        raise ValueError("Invalid data_format: {}".format(data_format))
    last = data_format == "channels_last"
    positions, (into, out) = (shape[:-2], shape[-2:]) if last else (shape[2:], (shape[1], shape[0]))
    field = int(np.prod(positions))
    return into * field, out * field
