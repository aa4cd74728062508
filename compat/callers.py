"""What the calling code is and does: the line that a warning should point at, and whether it imports a name."""
import dis
import os
import sys
import warnings
from types import FrameType
from typing import Optional, Type

_HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep


def warn_caller(text: str, kind: Type[Warning] = UserWarning) -> None:
    """Warn at the first line outside this package that led here."""
    warnings.warn(text, kind, stacklevel=callers_level())


def callers_level() -> int:
    """The ``stacklevel`` for a warning of the calling function that points at the first line outside this package."""
    frame: Optional[FrameType] = sys._getframe(1)
    level = 1
    while frame is not None and os.path.abspath(frame.f_code.co_filename).startswith(_HERE):
        frame = frame.f_back
        level += 1
    return level


def is_called_from(*packages: str) -> bool:
    """Whether the function that asks was called by code of one of these packages.

    Example:
        >>> def asks():
        ...     return is_called_from("keras")
        >>> asks()
        False
    """
    return str(sys._getframe(2).f_globals.get("__name__")).split(".")[0] in packages


def imports_a_name(frame: FrameType) -> bool:
    """Whether the code of ``frame`` is at ``from module import name``, and not at ``module.name`` or ``getattr``.

    Of a package, Python's own import asks for the name first, and where it is missing goes on to look for a module.
    """
    if frame.f_code.co_name == "_handle_fromlist" and "importlib" in frame.f_code.co_filename:
        return True
    return frame.f_code.co_code[frame.f_lasti] == dis.opmap["IMPORT_FROM"]
