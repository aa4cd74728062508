"""The expression tree: what the function of a Lambda layer computes, as a tree of a few kinds of immutable nodes.

It is the one form into which old bytecode (every Python), live functions and text are brought, and the only form that
is evaluated or stored. Concerns Lambda layers of every Keras.
"""
from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Iterator, Optional, Tuple, Union

#: Limits on what is accepted from a file; a typical Lambda stays far below each.
MAX_DEPTH = 100
MAX_NODES = 20000
MAX_TEXT = 4096
MAX_NAME = 100
MAX_BITS = 2048

BINARY = ("+", "-", "*", "/", "//", "%", "**", "@", "<<", ">>", "&", "|", "^", "classic /")
UNARY = ("-", "+", "~", "not")
COMPARE = ("==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in")
BOOLEAN = ("and", "or")
#: Parameter kinds: positional or keyword, ``*args``, keyword-only, ``**kwargs``.
KINDS = ("", "*", "key", "**")


@dataclass(frozen=True)
class Node:
    """Root of all nodes; two nodes are equal when class and content are."""


@dataclass(frozen=True)
class Name(Node):
    """A parameter, a built-in, or a root module such as ``K``."""

    id: str


@dataclass(frozen=True)
class Constant(Node):
    """None, a bool, int, float, complex, str or Ellipsis."""

    value: Any


@dataclass(frozen=True)
class Unary(Node):
    """``op operand`` with op of :data:`UNARY`."""

    op: str
    operand: Node


@dataclass(frozen=True)
class Binary(Node):
    """``left op right`` with op of :data:`BINARY`; ``classic /`` is Python 2's division, which floors integers."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Compare(Node):
    """``first op0 rest0 op1 rest1 …``, chained as in Python."""

    first: Node
    ops: Tuple[str, ...]
    rest: Tuple[Node, ...]


@dataclass(frozen=True)
class Boolean(Node):
    """``a and b and …`` or ``a or b or …``."""

    op: str
    values: Tuple[Node, ...]


@dataclass(frozen=True)
class Conditional(Node):
    """``body if test else orelse``."""

    test: Node
    body: Node
    orelse: Node


@dataclass(frozen=True)
class Attribute(Node):
    """``value.name``."""

    value: Node
    name: str


@dataclass(frozen=True)
class Subscript(Node):
    """``value[index]``; the index may be a slice or a tuple of slices."""

    value: Node
    index: Node


@dataclass(frozen=True)
class Slice(Node):
    """``lower:upper:step``, each of which may be missing."""

    lower: Optional[Node]
    upper: Optional[Node]
    step: Optional[Node]


@dataclass(frozen=True)
class Sequence(Node):
    """A tuple (``kind='tuple'``) or list (``kind='list'``) display."""

    kind: str
    items: Tuple[Node, ...]


@dataclass(frozen=True)
class Call(Node):
    """``function(*args, **keywords)``; no star arguments."""

    function: Node
    args: Tuple[Node, ...]
    keywords: Tuple[Tuple[str, Node], ...] = ()


@dataclass(frozen=True)
class Parameter:
    """One parameter of a function: its name, default (or None) and kind, one of :data:`KINDS`."""

    name: str
    default: Optional[Node] = None
    kind: str = ""


@dataclass(frozen=True)
class Lambda(Node):
    """A function inside the expression, as ``K.map_fn(lambda row: …, x)`` takes one."""

    parameters: Tuple[Parameter, ...]
    body: Node


@dataclass(frozen=True)
class Comprehension(Node):
    """``[element for target in iterable if condition …]`` with one loop and simple targets."""

    element: Node
    targets: Tuple[str, ...]
    iterable: Node
    conditions: Tuple[Node, ...] = ()


Child = Union[Node, Parameter]


def children(node: Child) -> Iterator[Child]:
    """The nodes directly under a node, in the order in which they are written."""
    for field in dataclasses.fields(node):
        yield from _nodes_in(getattr(node, field.name))


def _nodes_in(value: Any) -> Iterator[Child]:
    if isinstance(value, (Node, Parameter)):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes_in(item)


def size_and_depth(node: Child) -> Tuple[int, int]:
    """How many nodes a tree has and how deep it is; without recursion, and stopping just past the limits.

    Example:
        >>> size_and_depth(Unary("-", Name("x")))
        (2, 2)
    """
    size = deepest = 0
    pending = [(node, 1)]
    while pending and size <= MAX_NODES and deepest <= MAX_DEPTH:
        current, depth = pending.pop()
        size += 1
        deepest = max(deepest, depth)
        pending.extend((child, depth + 1) for child in children(current))
    return size, deepest
