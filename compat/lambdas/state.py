"""What the symbolic machine holds while it runs: its stack, its variables, and the entries on them that are not nodes."""
from __future__ import annotations

from typing import Any, Dict, List, NamedTuple, Optional, Tuple

import compat.lambdas.nodes as n
from compat.lambdas.instructions import BytecodeProblem
from compat.lambdas.lets import Lets
from compat.lambdas.marshal_reader import Code


class Marker:
    """A stack entry without a value of its own."""

    def __init__(self, text: str) -> None:
        self.text = text


#: Marks the place beside the function in a call that is not a method call.
NULL = Marker("null")
#: A variable that is not assigned.
UNBOUND = Marker("unbound")
#: The element of a loop, until it is stored.
ITEM = Marker("loop element")
#: Left by a loop that has ended, on Pythons that leave something.
DONE = Marker("end of loop")


class ModuleName(NamedTuple):
    """An imported module; ``top`` is set for ``import a.b``, whose value is ``a``."""

    path: str
    top: bool = False


class Iterator(NamedTuple):
    """``iter(iterable)``, over which a comprehension runs."""

    iterable: n.Node


class Function(NamedTuple):
    """An inner function before it is known whether it is one, or a comprehension's body."""

    code: Code
    defaults: Tuple[n.Node, ...] = ()
    closure: Tuple[Any, ...] = ()


class Returned(NamedTuple):
    """A path through the code that ended in ``return value``."""

    value: n.Node


class Looped(NamedTuple):
    """One pass of a comprehension's loop: its conditions, and the element it added, if it did."""

    conditions: Tuple[n.Node, ...]
    element: Optional[n.Node]


class State:
    """One path through the code, up to some instruction."""

    def __init__(self, stack: List[Any], variables: Dict[str, Any]) -> None:
        self.stack = stack
        self.variables = variables
        self.lets: Lets = []
        self.keywords: Tuple[str, ...] = ()
        self.targets: List[str] = []
        self.appended: Optional[n.Node] = None

    def arm(self) -> State:
        """A copy for one of two branches, with its own assignments."""
        copy = State(list(self.stack), dict(self.variables))
        copy.targets, copy.appended = self.targets, self.appended
        return copy

    def pop(self) -> Any:
        """The top of the stack."""
        if not self.stack:
            raise BytecodeProblem("an empty stack")
        return self.stack.pop()

    def take(self, count: int) -> List[Any]:
        """The uppermost ``count`` entries, in the order in which they were pushed."""
        if not 0 <= count <= len(self.stack):
            raise BytecodeProblem("a stack of %d where %d are needed" % (len(self.stack), count))
        start = len(self.stack) - count
        items = self.stack[start:]
        del self.stack[start:]
        return items

    def peek(self, depth: int) -> int:
        """Index of the ``depth``-th entry from the top, 1 being the top."""
        if not 1 <= depth <= len(self.stack):
            raise BytecodeProblem("a stack of %d where %d are needed" % (len(self.stack), depth))
        return len(self.stack) - depth
