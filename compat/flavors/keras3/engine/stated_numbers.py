"""Numbers of samples, epochs and steps as programs state them: those of NumPy, and fractions of steps.

``steps_per_epoch=len(x) / batch_size`` gives 2.5 in Python 3. Keras 2 went on while fewer steps were done: three of them.
"""
import functools
import inspect
import math
from typing import Any, Callable

import numpy as np

_STEPS = frozenset(["steps_per_epoch", "validation_steps", "steps"])


def whole(name: str, value: Any) -> Any:
    """The value of an argument of ``fit``, ``evaluate`` or ``predict``: numbers of NumPy as those of Python, steps as integers.

    Example:
        >>> whole("steps_per_epoch", 10 / 4), whole("batch_size", np.int64(32)), whole("verbose", True)
        (3, 32, True)
    """
    if isinstance(value, np.integer):
        return int(value)
    if name in _STEPS and isinstance(value, (float, np.floating)) and math.isfinite(value):
        return math.ceil(value)
    return value


def with_whole_numbers(method: Callable[..., Any]) -> Callable[..., Any]:
    """Decorator of a method of a model that takes such arguments, by position or name."""
    names = list(inspect.signature(method).parameters)[1:]

    @functools.wraps(method)
    def run(self: Any, *args: Any, **kwargs: Any) -> Any:
        stated = [whole(name, value) for name, value in zip(names, args)]
        return method(self, *stated, *args[len(names):], **{name: whole(name, value) for name, value in kwargs.items()})

    return run
