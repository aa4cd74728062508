"""Constraints and regularizers of a program's own, on the weights of a model of Keras 3."""
from typing import Any, Callable, Iterable

from keras import ops


class OnValue:
    """A function of a weight, called with its value: on the variable itself, code of Keras 2 would describe a graph."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.function = function

    def __call__(self, variable: Any) -> Any:
        return self.function(ops.reshape(variable, variable.shape))  # on TensorFlow a conversion would give its variable


def as_given(function: Any) -> Any:
    """The function itself.

    Example:
        >>> as_given(OnValue(abs)) is as_given(abs) is abs
        True
    """
    return function.function if isinstance(function, OnValue) else function


def take_values(weights: Iterable[Any]) -> None:
    """Let a program's own constraints and regularizers of weights take values; layers keep them as they are."""
    for weight in weights:
        for part in ("constraint", "regularizer"):
            function = getattr(weight, part, None)
            if function is not None and not type(function).__module__.startswith(("keras.", "compat.")):
                setattr(weight, part, OnValue(function))
