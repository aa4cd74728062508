"""Source text to syntax tree, with errors that tell Python 2 code from broken code.

Keras 1 and 2 ran on Python 2.7, so old programs often are Python 2; that is a matter for 2to3, not for this package.
"""
import ast
import builtins
import re
from importlib.util import decode_source
from typing import Optional, Union

from compat.errors import LegacySyntaxError

#: Python's own: while a run is in progress, ``compile`` rewrites what it is given.
_compile = builtins.compile
#: What Python 3 refuses and Python 2 took, by how the line looks.
_PYTHON_2 = (
    ("a print statement", re.compile(r"(^|[;:])\s*print\s+[^\s=(]|(^|[;:])\s*print\s*\(.*\)\s*[%,]")),
    ("an 'except X, e' clause", re.compile(r"\bexcept\b[^:]*,\s*\w+\s*:")),
    ("a 'raise X, message' statement", re.compile(r"\braise\s+[\w.]+\s*,")),
    ("an exec statement", re.compile(r"^\s*exec\s+[^\s=(]")),
    ("backquotes", re.compile(r"`[^`]*`")),
    ("the operator <>", re.compile(r"<>")),
    ("a parameter that is a tuple", re.compile(r"\blambda\s*\(|\bdef\s+\w+\s*\([^)]*\(")),
    ("a ur'' string", re.compile(r"\b[uU][rR]['\"]")),
    ("a number in the old octal or long form", re.compile(r"\b0[0-7]+\b|\b\d+[lL]\b")),
)


def parse(source: Union[str, bytes], filename: str) -> ast.Module:
    """The syntax tree of a file's text or bytes (encoding cookie, byte-order mark and CRLF are understood).

    Raises:
        LegacySyntaxError: the source is Python 2, or not in the encoding it states.
        SyntaxError: it is not Python.

    Example:
        >>> type(parse(b"x = 1", "x.py")).__name__
        'Module'
    """
    text = source if isinstance(source, str) else _decoded(source, filename)
    try:
        tree: ast.Module = _compile(text, filename, "exec", ast.PyCF_ONLY_AST, True)  # type: ignore[assignment]
        return tree
    except SyntaxError as error:
        sign = _python_2_sign(error, text)
        if sign is None:
            raise
        raise _legacy(error, filename, sign) from None


def _decoded(source: bytes, filename: str) -> str:
    try:
        return decode_source(source)
    except (SyntaxError, UnicodeDecodeError) as error:
        line = source[:error.start].count(b"\n") + 1 if isinstance(error, UnicodeDecodeError) else 1
        raise LegacySyntaxError(
            "{} is not in the encoding it states ({}). Python 2 took such files; put '# -*- coding: latin-1 -*-' "
            "(or the true encoding) in the first line".format(filename, error),
            (filename, line, None, None)) from None


def _python_2_sign(error: SyntaxError, text: str) -> Optional[str]:
    if isinstance(error, TabError):
        return "tabs and spaces mixed in the indentation"
    lines = text.splitlines()
    number = (error.lineno or 1) - 1
    # some versions of Python put the error on the line after the one that is at fault
    for line in lines[number:number + 1] + lines[max(number - 1, 0):number]:
        for what, pattern in _PYTHON_2:
            if pattern.search(line):
                return what
    return None


def _legacy(error: SyntaxError, filename: str, sign: str) -> LegacySyntaxError:
    return LegacySyntaxError(
        "{0}, line {1} is Python 2 ({2}). Run `2to3 -w {0}` first; 2to3 comes with Python up to 3.12".format(
            filename, error.lineno, sign),
        (filename, error.lineno, error.offset, error.text))
