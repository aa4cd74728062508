"""Convert names and constants of a code object to nodes; check and count them."""
from __future__ import annotations

from typing import Any, List

import compat.lambdas.config as config
import compat.lambdas.nodes as n
from compat.lambdas.instructions import BytecodeProblem
from compat.lambdas.marshal_reader import Code


def name_text(text: str) -> str:
    """``text``, if it can name something in an expression."""
    if not config.is_name(text):
        raise BytecodeProblem("the name %r" % text[:n.MAX_NAME])
    return text


def constant(value: Any, left: List[int]) -> n.Node:
    """A constant of the code, or a value of its closure or defaults, as a node; ``left`` bounds how many.

    Example:
        >>> constant((1, None), [10])
        Sequence(kind='tuple', items=(Constant(value=1), Constant(value=None)))
    """
    left[0] -= 1
    if left[0] < 0:
        raise BytecodeProblem("more than the allowed number of constants")
    if isinstance(value, Code):
        raise BytecodeProblem("code used as a value")
    if isinstance(value, (tuple, list)):
        kind = "tuple" if isinstance(value, tuple) else "list"
        return n.Sequence(kind, tuple(constant(each, left) for each in value))
    problem = config.check_constant(value)
    if problem:
        raise BytecodeProblem(problem)
    return n.Constant(value)
