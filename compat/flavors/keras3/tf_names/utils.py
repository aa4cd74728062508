"""Helpers of ``tf.keras.utils`` that Keras 3 dropped."""
from typing import Any, Optional

import numpy as np

from compat.flavors.shared.timed_thread import TimedThread
from compat.flavors.shared.warmstart import warmstart_embedding_matrix

from ..engine.dataset_creator import DatasetCreator

__all__ = ["DatasetCreator", "TimedThread", "to_ordinal", "warmstart_embedding_matrix"]


def to_ordinal(y: Any, num_classes: Optional[int] = None, dtype: str = "float32") -> Any:
    """For each class number as many ones as classes lie below it, then zeros: ``(…, num_classes - 1)``.

    Example:
        >>> to_ordinal([0, 2, 1], num_classes=4).tolist()
        [[0.0, 0.0, 0.0], [1.0, 1.0, 0.0], [1.0, 0.0, 0.0]]
    """
    classes = np.array(y, dtype="int")
    if classes.ndim > 1 and classes.shape[-1] == 1:
        classes = classes[..., 0]
    count = int(num_classes or classes.max() + 1)
    return (np.arange(count - 1) < classes[..., None]).astype(dtype)
