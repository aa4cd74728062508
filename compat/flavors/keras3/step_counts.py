"""What an optimizer of Keras 2 counts its first step as: 1 or 2.

A step of multi-backend Keras reads ``iterations`` while it adds one to it, and TensorFlow 1 did not say which comes first.
Keras 2.2.4 on TensorFlow 1.13 to 1.15 (CPU) added first in nearly all models without an LSTM and read first in those with one;
SGD and Adagrad with ``decay`` read first in both. On TensorFlow 1.8, Theano and in tf.keras the first step counts as 1.
"""
import os
from typing import Any, Iterable, List

from compat.era import current
from compat.errors import EraError

from .graph.walk import nodes_before

#: Environment variable: 1 or 2, for programs whose Keras is known to have counted so.
VARIABLE = "COMPAT_FIRST_STEP"
_READ_FIRST = ("LSTM", "ConvLSTM2D", "CuDNNLSTM")


def advance_of_model(optimizer: Any, model: Any) -> int:
    """By how much ``optimizer`` is ahead of ``iterations`` in a training step of ``model``: 0 or 1.

    Raises:
        EraError: the environment states another first step than 1 or 2.
    """
    return _advance(optimizer, model._flatten_layers())


def advance_of_loss(optimizer: Any, loss: Any) -> int:
    """The same for updates that minimize a symbolic tensor, or several."""
    losses: List[Any] = list(loss) if isinstance(loss, (list, tuple)) else [loss]
    return _advance(optimizer, (node.operation for node in nodes_before(losses)))


def _advance(optimizer: Any, operations: Iterable[Any]) -> int:
    if current().behaviour("first_step") != "counts_two" or not optimizer.adds_before_reading:
        return 0
    stated = os.environ.get(VARIABLE)
    if stated:
        if stated not in ("1", "2"):
            raise EraError("{}={!r} states no first step; it is 1 or 2".format(VARIABLE, stated))
        return int(stated) - 1
    return 0 if any(_reads_first(operation) for operation in operations) else 1


def _reads_first(operation: Any) -> bool:
    inner = [operation, *(getattr(operation, name, None) for name in ("layer", "forward_layer"))]
    return any(cls.__name__ in _READ_FIRST for each in inner for cls in type(each).__mro__)
