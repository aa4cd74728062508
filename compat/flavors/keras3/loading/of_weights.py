"""Constraints and regularizers of a program's own, on the weights of a model of Keras 3."""
from typing import Any, Callable, Iterable

from keras import ops


class OnValue:
    """A function of a weight, called with its value: on the variable itself, code of Keras 2 would describe a graph."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.function = function

    def __call__(self, variable: Any) -> Any:
        return self.function(ops.reshape(variable, variable.shape))  # on TensorFlow a conversion would give its variable


def take_values(weights: Iterable[Any]) -> None:
    """Let the constraints and regularizers of weights that Keras does not have take values; layers keep their own."""
    for weight in weights:
        for part in ("constraint", "regularizer"):
            function = getattr(weight, part, None)
            if function is not None and not type(function).__module__.startswith("keras."):
                setattr(weight, part, OnValue(function))
