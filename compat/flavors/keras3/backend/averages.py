"""Moving averages as TensorFlow 1 kept them for Keras 2: of the values seen, whatever the variable held before.

Keras 2.2.4 asked TensorFlow to correct a moving average for its start ("zero debias"): the first value becomes the
average, and later ones weigh by the momentum. Two hidden variables per average hold the weighted sum and the share of
the weights seen. Code of the era from Keras 2.3 on gets ``momentum * x + (1 - momentum) * value``.

TensorFlow made these two for each operation: a layer that a model calls twice, or that two models train, has an average of
each call, and the variable is that of the call which ran last.
"""
from typing import Any, Dict, List, Optional, Tuple

import keras
from keras import ops

from compat.era import current
from compat.flavors.keras3 import context
from compat.flavors.keras3.backend.tensors import Tensor, static_shape
from compat.flavors.keras3.graph.reading import variable_behind
from compat.flavors.keras3.updates import Update, at_once

Pair = Tuple[Any, Any]  #: the weighted sum of the values seen, and the share of their weights
Path = Tuple[Any, ...]  #: a call in a model: the nodes that it is inside of, its own the last


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

    def __init__(self, variable: Any, value: Tensor, momentum: float, seen: Pair) -> None:
        super().__init__(variable, self._average, [value])
        self.momentum = momentum
        self.seen = seen

    @property
    def variables(self) -> List[Any]:
        """The average, and what it is computed from."""
        return [*super().variables, *self.seen]

    def _average(self, value: Tensor) -> Tensor:
        return average_with(self.seen, value, self.momentum)


def average_with(seen: Pair, value: Tensor, momentum: float) -> Tensor:
    """The average of what was seen and one more value, which the sum and the share take up."""
    total, share = seen
    total.assign(_moved(total, value, momentum))
    share.assign(_moved(share, 1.0, momentum))
    return total / share


def _moved(x: Any, value: Tensor, momentum: float) -> Tensor:
    return x * momentum + ops.cast(value, x.dtype) * (1.0 - momentum)


def keep_averages(layer: Any, x: Any) -> None:
    """Make what an average of a layer is computed from, before code is compiled, which may not make variables."""
    x._legacy_seen = Averages(layer, x)


def seen_by(x: Any, path: Optional[Path]) -> Pair:
    """The weighted sum and share that the average ``x`` is computed from in this call."""
    return x._legacy_seen.of(path)  # type: ignore[no-any-return]


def take_averages(layer: Any, path: Path) -> List[Any]:
    """Give the averages of a layer a sum and a share of their own for a call that a model's training makes.

    Returns:
        Those that are not state of the layer.
    """
    found = [getattr(each, "_legacy_seen", None) for each in (*layer._trainable_variables, *layer._non_trainable_variables)]
    return [variable for averages in found if averages is not None for variable in averages.take(path)]


class Averages:
    """What an average is computed from: a weighted sum and a share for each call.

    The first ones are state of the layer, as a ``.keras`` file holds it. Those of further calls are not: a file has as many
    variables of a layer whichever models it was in.

    Args:
        layer: that the average belongs to, if any.
        x: the average.
    """

    def __init__(self, layer: Any, x: Any) -> None:
        self._average = x
        self._by_path: Dict[Path, Pair] = {}
        self._first = self._made()
        if isinstance(layer, keras.layers.Layer):
            for part, variable in zip(("sum", "share"), self._first):
                setattr(layer, "_moving_{}_{}".format(part, id(variable)), variable)

    def of(self, path: Optional[Path]) -> Pair:
        """Those of a call; the first ones for a call that nobody has taken them for."""
        return self._first if path is None else self._by_path.get(path, self._first)

    def take(self, path: Path) -> Tuple[Any, ...]:
        """Keep those of this call apart, and give them where they are not state of the layer."""
        if path not in self._by_path:
            self._by_path[path] = self._made() if self._by_path else self._first
        pair = self._by_path[path]
        return () if pair is self._first else pair

    def _made(self) -> Pair:
        return _state(static_shape(self._average), self._average.dtype), _state((), self._average.dtype)


def _seen(x: Any) -> Optional[Pair]:
    """Those of the call that is going on, made at first need; None where compiled code, which may not, runs already."""
    if getattr(x, "_legacy_seen", None) is None:
        if not context.may_make_variables():
            return None
        keep_averages(context.current_layer(), x)
    return seen_by(x, context.path_of_call())


def _state(shape: Any, dtype: Any) -> Any:
    return keras.Variable(lambda shape, dtype=None: ops.zeros(shape, dtype), shape=shape, dtype=dtype, trainable=False)
