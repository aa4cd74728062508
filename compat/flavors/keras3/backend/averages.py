"""Moving averages as TensorFlow 1 kept them for Keras 2: of the values seen, whatever the variable held before.

Keras 2.2.4 asked TensorFlow to correct a moving average for its start ("zero debias"): the first value becomes the
average, and later ones weigh by the momentum. Two hidden variables per average hold the weighted sum and the share of
the weights seen. Code of the era from Keras 2.3 on gets ``momentum * x + (1 - momentum) * value``.
"""
from typing import Any, List, Optional, Tuple

import keras
from keras import ops

from compat.era import current
from compat.flavors.keras3 import context
from compat.flavors.keras3.backend.tensors import Tensor, static_shape
from compat.flavors.keras3.graph.reading import variable_behind
from compat.flavors.keras3.updates import Update, at_once


def moving_average_update(x: Any, value: Tensor, momentum: float) -> Any:
    """Deferred: ``x`` becomes the average of the values that it was updated with, weights decaying by ``momentum``.

    Example:
        >>> v = keras.Variable(10.0)
        >>> first, second = moving_average_update(v, 2.0, 0.5), moving_average_update(v, 8.0, 0.5)
        >>> float(first.apply()), float(second.apply())
        (2.0, 6.0)
    """
    x = variable_behind(x)
    seen = _seen(x) if current(context.current_layer()).behaviour("moving_statistics_start") == "forgotten" else None
    if seen is None:
        return at_once(Update(x, lambda given: _moved(x, given, momentum), [value]))
    return AverageUpdate(x, value, momentum, seen)


class AverageUpdate(Update):
    """The update of a moving average, and of the weighted sum and share it is computed from."""

    __slots__ = ("momentum", "seen")

    def __init__(self, variable: Any, value: Tensor, momentum: float, seen: Tuple[Any, Any]) -> None:
        super().__init__(variable, self._average, [value])
        self.momentum = momentum
        self.seen = seen

    @property
    def variables(self) -> List[Any]:
        """The average, and what it is computed from."""
        return [*super().variables, *self.seen]

    def _average(self, value: Tensor) -> Tensor:
        total, share = self.seen
        total.assign(_moved(total, value, self.momentum))
        share.assign(_moved(share, 1.0, self.momentum))
        return total / share


def _moved(x: Any, value: Tensor, momentum: float) -> Tensor:
    return x * momentum + ops.cast(value, x.dtype) * (1.0 - momentum)


def _seen(x: Any) -> Optional[Tuple[Any, Any]]:
    """The weighted sum and share of what ``x`` was updated with, made at first need and kept on ``x``.

    None where they do not exist and compiled code, which may not make them, is already running.
    """
    seen = getattr(x, "_legacy_seen", None)
    if seen is None and context.may_make_variables():
        seen = (_state(static_shape(x), x.dtype), _state((), x.dtype))
        x._legacy_seen = seen
        _track(context.current_layer(), seen)
    return seen


def _state(shape: Any, dtype: Any) -> Any:
    return keras.Variable(lambda shape, dtype=None: ops.zeros(shape, dtype), shape=shape, dtype=dtype, trainable=False)


def _track(layer: Any, seen: Tuple[Any, Any]) -> None:
    """Make them state of the layer, which compiled code carries along; not weights, which a file would hold."""
    if isinstance(layer, keras.layers.Layer):
        for part, variable in zip(("sum", "share"), seen):
            setattr(layer, "_moving_{}_{}".format(part, id(variable)), variable)
