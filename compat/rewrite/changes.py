"""What was rewritten, line by line, and the node that a rewritten expression becomes."""
import ast
from typing import List, NamedTuple, Optional, Sequence

from compat.rewrite.rules import RUNTIME_NAME


class Change(NamedTuple):
    """One change: the line, the name of the rule, the text before and after.

    ``after == before`` marks something a rule looked at and left, such as ``import tensorflow.contrib.rnn``.
    """

    line: int
    rule: str
    before: str
    after: str


class Recorder:
    """Collects the changes of one file."""

    def __init__(self) -> None:
        self.changes: List[Change] = []
        self.needs_runtime = False

    def add(self, node: ast.AST, rule: str, before: str, after: str) -> None:
        self.changes.append(Change(getattr(node, "lineno", 0), rule, before, after))

    def leave(self, node: ast.AST, rule: str, name: str) -> None:
        self.add(node, rule, name, name)


def runtime_call(function: str, arguments: Sequence[ast.expr], place: ast.expr,
                 keywords: Sequence[ast.keyword] = ()) -> ast.Call:
    """``__compat_run__.function(*arguments)`` at the position of ``place``, so that tracebacks show the old text."""
    runtime = ast.Name(id=RUNTIME_NAME, ctx=ast.Load())
    called = ast.Attribute(value=runtime, attr=function, ctx=ast.Load())
    call = ast.Call(func=called, args=list(arguments), keywords=list(keywords))
    return ast.fix_missing_locations(ast.copy_location(call, place))


def literal(node: ast.expr) -> Optional[str]:
    """The text of a string constant; None for any other expression.

    Example:
        >>> literal(ast.parse("'keras'", mode="eval").body), literal(ast.parse("name", mode="eval").body)
        ('keras', None)
    """
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError):
        return None
    return value if isinstance(value, str) else None
