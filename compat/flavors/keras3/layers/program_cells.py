"""Cells as programs wrote them: without being layers, or with states whose size only ``build`` knows."""
import contextlib
from typing import Any, Iterator

from ..engine.layer import Layer
from ..variables import is_variable


@contextlib.contextmanager
def sizes_to_come(cell: Any) -> Iterator[bool]:
    """Whether a cell's ``state_size`` is None until its ``build`` sets it, which Keras 2 allowed and Keras 3 refuses.

    Within the block such a cell names one state of one unit, for the constructor of Keras 3 to read.

    Example:
        >>> class Cell:
        ...     state_size = None
        >>> with sizes_to_come(Cell()) as to_come:
        ...     print(to_come)
        True
    """
    to_come = getattr(cell, "state_size", 0) is None
    if to_come:
        cell.state_size = 1
    try:
        yield to_come
    finally:
        if to_come:
            cell.state_size = None


class PlainCell(Layer):
    """A cell that is no layer, as one.

    Its variables are state, which nothing trains: Keras 2 did not list them among the weights either.

    Attributes:
        cell: the object itself.
    """

    def __init__(self, cell: Any) -> None:
        super().__init__()
        self.__dict__["cell"] = cell
        self.state_size = cell.state_size
        self.output_size = getattr(cell, "output_size", None)
        self._hold(value for value in vars(cell).values() if is_variable(value))

    def call(self, inputs: Any, states: Any, **kwargs: Any) -> Any:
        """What the cell gives for one step."""
        return self.__dict__["cell"].call(inputs, states, **kwargs)
