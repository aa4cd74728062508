"""A shape from values that are too few for it, or in another one, as TensorFlow 1 made constants."""
from typing import Any, Sequence

import numpy as np


def filled(values: Any, shape: Sequence[int]) -> np.ndarray:
    """The values in this shape, row by row; of fewer values than it takes the last one fills what is left.

    Raises:
        ValueError: there are more values than the shape takes.

    Example:
        >>> filled([[1, 2]], (3, 1)).tolist()
        [[1], [2], [2]]
    """
    flat, size = np.ravel(values), int(np.prod(shape))
    if flat.size > size:
        raise ValueError("the shape {} takes {} values, and there are {}".format(tuple(shape), size, flat.size))
    return np.concatenate([flat, np.repeat(flat[-1:], size - flat.size)]).reshape(shape)
