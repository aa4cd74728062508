"""Python 2 to Python 3, by the fixers of 2to3, which fissix keeps up."""
import ast
import functools
import logging
import re
from typing import Any

from compat.errors import LegacySyntaxError
from compat.rewrite.migrate.context import Context

_DIVISION = re.compile(r"^from __future__ import [^\n]*\bdivision\b", re.MULTILINE)
#: Names of types and functions that give floats.
_FLOATS = frozenset(("astype", "exp", "float", "float32", "float64", "log", "mean", "rand", "random", "sqrt", "std", "uniform"))


def lifted(text: str, error: SyntaxError, filename: str) -> str:
    """The text as Python 3.

    Raises:
        SyntaxError: ``error``, where it is no Python 2 either.
    """
    if isinstance(error, TabError) or "tab" in str(error.msg):
        text = "".join(line.expandtabs(8) if line[:1].isspace() else line for line in text.splitlines(True))
    try:
        return _refactored(text if text.endswith(("\n", "\r")) else text + "\n", filename)
    except Exception as failed:  # of fissix: its parser and its fixers have no common error
        if type(failed).__module__.split(".")[0] not in ("fissix", "builtins", "tokenize"):
            raise
        raise error from None


def _refactored(text: str, filename: str) -> str:
    crlf = "\r\n" in text
    found = str(_tool().refactor_string(text.replace("\r\n", "\n") if crlf else text, filename))
    return found.replace("\n", "\r\n") if crlf else found


@functools.lru_cache(maxsize=None)
def _tool() -> Any:
    try:
        from fissix import refactor
    except ImportError:
        raise LegacySyntaxError("the file is Python 2; pip install 'keras-legacy-compat[migrate]' brings fissix, which lifts "
                                "it to Python 3") from None
    logging.getLogger("RefactoringTool").setLevel(logging.ERROR)

    class Tool(refactor.RefactoringTool):  # type: ignore[misc]
        """2to3 without the choice of a grammar by the text: a file that prints with parentheses has exec statements too."""

        def log_error(self, message: str, *args: Any, **kwargs: Any) -> None:
            raise SyntaxError(message % args if args else message)

    return Tool([each for each in refactor.get_fixers_from_package("fissix.fixes")
                 if not each.endswith(("_idioms", "_ws_comma"))])


def warn_of_divisions(context: Context, tree: ast.Module, before: str) -> None:
    """Mark each ``n / 2`` of whole numbers in what was Python 2, where it gave a whole number: 2to3 leaves it.

    Args:
        before: the text before it was lifted, which may import ``division`` from ``__future__``.
    """
    if not _DIVISION.search(before):
        _look_for_divisions(context, tree)


def _look_for_divisions(context: Context, node: ast.AST) -> None:
    is_statement = isinstance(node, ast.stmt)
    if is_statement:
        context.statements.append(node)  # type: ignore[arg-type]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not _has_a_float(node) \
            and (_is_whole(node.left) or _is_whole(node.right)):
        context.find(node, "K009", "in Python 2 a whole number divided by a whole number was one: write // for that", "warning")
    for child in ast.iter_child_nodes(node):
        _look_for_divisions(context, child)
    if is_statement:
        context.statements.pop()


def _is_whole(node: ast.expr) -> bool:
    """``2``, ``len(x)``, ``int(x)``, ``x.shape[0]``."""
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", "") in ("len", "int")
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Attribute) and node.value.attr == "shape"
    return isinstance(node, ast.Constant) and type(node.value) is int


def _has_a_float(node: ast.AST) -> bool:
    """Whether a float, or what surely gives one, is part of an expression."""
    return any(isinstance(each, ast.Constant) and isinstance(each.value, float)
               or getattr(each, "id", getattr(each, "attr", "")) in _FLOATS for each in ast.walk(node))
