"""A variable whose operators describe, outside of layers and steps, as those of Keras 2 did: ``p - lr * g``."""
import threading
from contextlib import contextmanager
from typing import Any, Callable, Iterator, Optional

from keras.src import backend  # a weight that a layer makes is of this class, which is not public in Keras 3.3

from .. import operands
from ..context import describing
from ..dtypes import DType
from ..equality import of_variables
from ..variables import array_of
from .assigned import assigning
from .outside import value_in_step
from .program import settled
from .reading import read


class _Names(threading.local):
    plain = False


_names = _Names()


@contextmanager
def plain_names() -> Iterator[None]:
    """Context manager: weights are called as Keras 3 calls them, for its code that makes variables of such names."""
    outer, _names.plain = _names.plain, True
    try:
        yield
    finally:
        _names.plain = outer


class OldNames:
    """Mix-in of a variable, before that of Keras: it is called as the old one was, ``dense_1/kernel:0`` or ``Variable:0``."""

    stated_name: Optional[str] = None  # of a weight of a layer: with the layer, as Keras 2 had it

    @property
    def name(self: Any) -> str:
        """The name, for a weight of a layer ``dense_1/kernel:0``."""
        return str(self._name) if self.stated_name is None or _names.plain else str(self.stated_name)


class ReadInSteps:
    """Mix-in of a variable, before that of Keras: a step of JAX that reads it knows of it."""

    if backend.backend() == "jax":
        @property
        def value(self: Any) -> Any:
            """The value now."""
            found = value_in_step(self)
            return super().value if found is None else self._maybe_autocast(found)  # type: ignore[misc]


class GraphVariable(ReadInSteps, OldNames, backend.Variable):  # type: ignore[misc]
    """A variable of Keras 3; in plain code, what operators make of it follows its value.

    Example:
        >>> v = GraphVariable([1.0, 2.0])
        >>> doubled = v * 2.0
        >>> v.assign([3.0, 4.0]) is None
        False
        >>> from compat.flavors.keras3.graph.program import settled
        >>> [float(each) for each in settled(doubled)]
        [6.0, 8.0]
    """

    __array_priority__ = operands.ABOVE_ARRAYS

    _uses_learning_phase = False

    @property
    def dtype(self) -> DType:
        """The name of the dtype, with the attributes of TensorFlow's, as variables of Keras 2 had."""
        return DType(super().dtype)

    @property
    def _keras_shape(self) -> Any:
        return self.__dict__.get("_stated_shape", tuple(self.shape))

    @_keras_shape.setter
    def _keras_shape(self, shape: Any) -> None:
        self.__dict__["_stated_shape"] = shape  # code of Keras 2 made tensors of Keras of variables so

    def __getitem__(self, index: Any) -> Any:
        if not describing():
            return super().__getitem__(index)
        return read(self)[index if isinstance(index, (int, tuple)) else (index,)]

    def __neg__(self) -> Any:
        return -read(self) if describing() else super().__neg__()

    def __abs__(self) -> Any:
        return abs(read(self)) if describing() else super().__abs__()

    def assign(self, value: Any) -> Any:
        """Set the value; of what was described, the value that it has now."""
        return super().assign(assigning(self, settled(value)))

    def numpy(self) -> Any:
        """The value as an array."""
        return array_of(self)

    __eq__ = of_variables(backend.Variable.__eq__, answer=True)
    __ne__ = of_variables(backend.Variable.__ne__, answer=False)

    def __hash__(self) -> int:
        return id(self)


def _described(name: str, of_two: Callable[[Any, Any], Any], swapped: bool) -> Callable[[Any, Any], Any]:
    now = getattr(backend.Variable, name)

    def method(self: Any, other: Any) -> Any:
        if not (describing() or isinstance(other, backend.KerasTensor)):  # one of the graph that a layer closes over
            return now(self, operands.fitting(other, self.dtype))
        return of_two(other, read(self)) if swapped else of_two(read(self), other)

    return method


for _method in operands.methods():
    if hasattr(backend.Variable, _method.name):
        setattr(GraphVariable, _method.name, _described(*_method))

operands.install()  # here, where old code's first variable comes from: arrays and tensors meet variables through operators
