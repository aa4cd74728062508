"""Arrays to arrays: the weights of any Keras file in the order and layout of tf.keras 2.15 on TensorFlow.

    for found in pair(upgraded.config, saved.layers, upgraded.origin):
        found.path, found.layer, found.read()      # where, what, and its arrays

:func:`upgrade` does one layer. Shapes are left for whoever assigns the arrays to check; numbers are checked here.
"""

from __future__ import annotations

from typing import Any, Dict, List, Sequence

import numpy as np

from compat.hub.records import Origin
from compat.weights.choosing import layers_of, optimizer_datasets, pairs_of
from compat.weights.pairing import Pair, pair
from compat.weights.specs import expected
from compat.weights.steps import STEPS, run


def upgrade(class_name: str, config: Dict[str, Any], arrays: Sequence[np.ndarray], origin: Origin) -> List[np.ndarray]:
    """The arrays of one layer in the hub's order and layout.

    Args:
        class_name: the layer's class in the hub dialect; not a model.
        config: its arguments in the hub dialect.
        arrays: as the file has them, in file order.
        origin: which Keras wrote them.

    Returns:
        New list; arrays that need no change are the ones given. Any dtype.

    Example:
        >>> kernel = np.arange(2.0).reshape(2, 1, 1)
        >>> upgrade("Conv1D", {"kernel_size": [2]}, [kernel], Origin("2.1.6", "theano"))[0].ravel().tolist()
        [1.0, 0.0]
    """
    return run({"class_name": class_name, "config": config}, list(arrays), origin)


__all__ = ["STEPS", "Pair", "expected", "layers_of", "optimizer_datasets", "pair", "pairs_of", "upgrade"]
