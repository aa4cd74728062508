"""Jumps back to ``and``, ``or``, ``not``, ``if … else`` and chained comparisons.

Bytecode knows only "jump if false". Where two ways through the code meet again, the machine has a test and the value of
each way; the functions here name the construct that the programmer wrote, by laws that never change the value.
"""
from __future__ import annotations

from typing import Container, Optional, Tuple

import compat.lambdas.nodes as n
from compat.lambdas.lets import map_children

_OPPOSITE = {"is": "is not", "is not": "is", "in": "not in", "not in": "in"}


def negate(test: n.Node) -> n.Node:
    """``not test``, without a double negation.

    Example:
        >>> negate(n.Unary("not", n.Name("a")))
        Name(id='a')
    """
    if isinstance(test, n.Unary) and test.op == "not":
        return test.operand
    if isinstance(test, n.Compare) and len(test.ops) == 1 and test.ops[0] in _OPPOSITE:
        return n.Compare(test.first, (_OPPOSITE[test.ops[0]],), test.rest)
    return n.Unary("not", test)


def boolean(op: str, left: n.Node, right: n.Node) -> n.Node:
    """``left and right`` or ``left or right``; a chain is one node.

    A comparison whose first operand is the last one of that before it, the very same node, is ``a < b < c``.
    """
    if op == "and" and isinstance(left, n.Compare) and isinstance(right, n.Compare) and left.rest[-1] is right.first:
        return n.Compare(left.first, left.ops + right.ops, left.rest + right.rest)
    return n.Boolean(op, _values(op, left) + _values(op, right))


def _values(op: str, node: n.Node) -> Tuple[n.Node, ...]:
    return node.values if isinstance(node, n.Boolean) and node.op == op else (node,)


def choose(test: n.Node, then: n.Node, other: n.Node) -> n.Node:
    """The value of ``then if test else other``, in the form in which it was most likely written."""
    if then == other:
        return then
    if other == test:
        return boolean("and", test, then)
    if other == negate(test):
        return boolean("or", negate(test), then)
    if then == test:
        return boolean("or", test, other)
    return _tail(test, then, other) or _nested(test, then, other) or n.Conditional(test, then, other)


def factor(test: n.Node, then: n.Node, other: n.Node, kept: Container[int]) -> n.Node:
    """:func:`choose`, pushed down to where the two values differ, if what they share was computed before the test.

    Since Python 3.10 ``a + (b if c else d)`` is compiled as ``a + b`` and ``a + d``, each with its own return; that
    ``a`` (``kept``: ids of the nodes that were on the stack) was there before the test tells that it was written once.
    """
    if type(then) is type(other) and any(id(each) in kept for each in n.children(then)):
        pairs = list(zip(n.children(then), n.children(other)))
        differing = [pair for pair in pairs if pair[0] is not pair[1] and pair[0] != pair[1]]
        if len(differing) == 1 and len(pairs) == len(list(n.children(other))):
            first, second = differing[0]
            if isinstance(first, n.Node) and isinstance(second, n.Node):
                inner = factor(test, first, second, kept)
                joined: n.Node = map_children(then, lambda child: inner if child is first else child)
                if map_children(other, lambda child: inner if child is second else child) == joined:
                    return joined
    return choose(test, then, other)


def _tail(test: n.Node, then: n.Node, other: n.Node) -> Optional[n.Node]:
    """``(a and b) or c``: both ways end in the same ``c``, one of them behind an ``or``."""
    for op, inverse in (("or", "and"), ("and", "or")):
        if isinstance(then, n.Boolean) and then.op == op and _values(op, other) == then.values[1:]:
            head = boolean(inverse, test if op == "or" else negate(test), then.values[0])
            return boolean(op, head, other)
    return None


def _nested(test: n.Node, then: n.Node, other: n.Node) -> Optional[n.Node]:
    """``x if a and b else y``: one of the ways is itself a choice that shares a value with the other way."""
    if isinstance(then, n.Conditional):
        if then.orelse == other:
            return n.Conditional(boolean("and", test, then.test), then.body, other)
        if then.body == other:
            return n.Conditional(boolean("or", negate(test), then.test), other, then.orelse)
    if isinstance(other, n.Conditional):
        if other.body == then:
            return n.Conditional(boolean("or", test, other.test), then, other.orelse)
        if other.orelse == then:
            return n.Conditional(boolean("and", negate(test), other.test), other.body, then)
    return None
