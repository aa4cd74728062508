"""Prints an uncaught exception of a program, without the frames of ``compat run``."""
import os
import sys
from types import TracebackType
from typing import Optional

_ROOM = os.path.dirname(os.path.abspath(__file__))


def show(error: BaseException) -> int:
    """Print an uncaught exception as Python does, by ``sys.excepthook``; the exit status that Python would give."""
    seen, each = set(), [error]
    while each:
        shown = each.pop()
        if id(shown) not in seen:
            seen.add(id(shown))
            shown.__traceback__ = without_ours(shown.__traceback__)
            each += [cause for cause in (shown.__cause__, shown.__context__) if cause is not None]
    sys.excepthook(type(error), error, error.__traceback__)
    return 130 if isinstance(error, KeyboardInterrupt) else 1


def without_ours(traceback: Optional[TracebackType]) -> Optional[TracebackType]:
    """The traceback without the frames of this room and of the import system."""
    if traceback is None:
        return None
    rest = without_ours(traceback.tb_next)
    if _is_ours(traceback.tb_frame.f_code.co_filename):
        return rest
    return TracebackType(rest, traceback.tb_frame, traceback.tb_lasti, traceback.tb_lineno)


def _is_ours(filename: str) -> bool:
    return filename.startswith("<frozen importlib") or os.path.dirname(os.path.abspath(filename)) == _ROOM
