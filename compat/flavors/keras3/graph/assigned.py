"""What variables held before: for tapes, which derive by a variable whatever was assigned to it meanwhile.

On torch and TensorFlow a variable is one tensor for ever. On JAX it holds another array after each assignment, and only the
arrays are known to a tape.
"""
import weakref
from typing import Any, Dict, List, Tuple

from keras import ops


class Assignments:
    """The values that variables had, from :meth:`begin` to :meth:`end`."""

    def __init__(self) -> None:
        self._before: Dict[int, Tuple[Any, List[Any]]] = {}

    def begin(self) -> None:
        """From now on, keep values that are replaced."""
        _keeping.add(self)

    def end(self) -> None:
        """Keep none, and forget those that were kept."""
        _keeping.discard(self)
        self._before = {}

    def keep(self, variable: Any, value: Any) -> None:
        """Keep one value."""
        self._before.setdefault(id(variable), (variable, []))[1].append(value)

    def before(self, variable: Any) -> List[Any]:
        """The values that were replaced, the oldest first."""
        return list(self._before.get(id(variable), (None, []))[1])


_keeping: "weakref.WeakSet[Assignments]" = weakref.WeakSet()


def assigning(variable: Any, value: Any) -> Any:
    """The value to assign: while values are kept, one that gradients do not flow through, as an assignment has none."""
    if not _keeping:
        return value
    for each in list(_keeping):
        each.keep(variable, variable.value)
    return ops.stop_gradient(value)
