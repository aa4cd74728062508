"""Several tensors of torch that take part in a formula as one: an operator is one call for all of them, not one for each.

A small model trains as slowly on torch as Python calls it. An optimizer writes its step once, for a tensor; given
:class:`Tensors` it steps for many parameters at once, with the same numbers.
"""
import operator
from typing import Any, Callable, Dict, Iterator, List, Sequence, Tuple

import numpy as np
from keras import ops

#: How many numbers take part at once: formulas hold several of their terms, which must not be as large as a large model.
MOST_NUMBERS = 1 << 20


class Tensors:
    """Tensors of one dtype, whose operators take those of another such list in turn, a number, or a tensor of no axes.

    Args:
        parts: tensors of torch, of any shapes.

    Example:
        >>> both = Tensors([ops.ones(2), ops.zeros(3)])
        >>> len(both.parts)
        2
    """

    __array_priority__ = 1000  # a number of NumPy at the left, as ``optimizer.momentum`` may be, leaves the operator to this

    def __init__(self, parts: Sequence[Any]) -> None:
        self.parts = list(parts)

    @property
    def dtype(self) -> Any:
        """The dtype that all have."""
        return self.parts[0].dtype

    def apply(self, name: str, *others: Any) -> "Tensors":
        """What torch's function ``_foreach_<name>`` gives for all of these."""
        import torch

        function = getattr(torch, "_foreach_" + name)
        return Tensors(function(self.parts, *[other.parts if isinstance(other, Tensors) else other for other in others]))

    def __add__(self, other: Any) -> "Tensors":
        return self.apply("add", other)

    __radd__ = __add__

    def __mul__(self, other: Any) -> "Tensors":
        return self.apply("mul", other)

    __rmul__ = __mul__

    def __sub__(self, other: Any) -> "Tensors":
        return self.apply("sub", other)

    def __rsub__(self, other: Any) -> "Tensors":
        opposite: Tensors = self.apply("neg")
        return opposite.change("add", other)

    def __truediv__(self, other: Any) -> "Tensors":
        return self.apply("div", other)

    def change(self, name: str, other: Any) -> "Tensors":
        """Change all of these in place by torch's function ``_foreach_<name>_``; returns them."""
        import torch

        getattr(torch, "_foreach_" + name + "_")(self.parts, other.parts if isinstance(other, Tensors) else other)
        return self


def _either(name: str, of_one: Callable[..., Any]) -> Callable[..., Any]:
    def function(value: Any, *others: Any) -> Any:
        return value.apply(name, *others) if isinstance(value, Tensors) else of_one(value, *others)

    function.__doc__ = "``keras.ops.{}``, also of :class:`Tensors`.".format(of_one.__name__)
    return function


def _changed(name: str, operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def function(value: Any, other: Any) -> Any:
        return value.change(name, other) if isinstance(value, Tensors) else operation(value, other)

    function.__doc__ = "``operator.{}``; of :class:`Tensors` the value itself, changed in place.".format(operation.__name__)
    return function


plus, minus = _changed("add", operator.add), _changed("sub", operator.sub)
times, over = _changed("mul", operator.mul), _changed("div", operator.truediv)
sqrt, absolute, maximum = _either("sqrt", ops.sqrt), _either("abs", ops.abs), _either("maximum", ops.maximum)


def square(value: Any) -> Any:
    """``keras.ops.square``, also of :class:`Tensors`."""
    return value * value if isinstance(value, Tensors) else ops.square(value)


def moved(mean: Any, kept: float, value: Any) -> Any:
    """A moving mean after one more value: ``kept * mean + (1 - kept) * value``."""
    return plus(times(mean, kept), (1.0 - kept) * value)


def groups(variables: Sequence[Any]) -> Iterator[Tuple[int, ...]]:
    """The places of variables that step at once: of one dtype, in order, and not more than :data:`MOST_NUMBERS` unless alone.

    Args:
        variables: of Keras.

    Example:
        >>> import keras
        >>> three = [keras.Variable([1.0]), keras.Variable([[1.0, 2.0]], dtype="float64"), keras.Variable([2.0])]
        >>> sorted(groups(three))
        [(0, 2), (1,)]
    """
    by_dtype: Dict[str, List[int]] = {}
    for place, variable in enumerate(variables):
        by_dtype.setdefault(str(variable.dtype), []).append(place)
    for places in by_dtype.values():
        group: List[int] = []
        numbers = 0
        for place in places:
            size = int(np.prod(variables[place].shape))
            if group and numbers + size > MOST_NUMBERS:
                yield tuple(group)
                group, numbers = [], 0
            group.append(place)
            numbers += size
        yield tuple(group)

