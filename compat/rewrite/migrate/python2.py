"""Python 2 to Python 3, by the fixers of 2to3, which fissix keeps up."""
import functools
import logging
from typing import Any

from compat.errors import LegacySyntaxError


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
