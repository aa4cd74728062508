"""Which words ``get_config`` answers in: those of the Keras that the code was written for, unless Keras 3 itself asks.

Old code sees the configurations of its era. What Keras 3 copies, pickles and writes by itself stays in its own form: it is
recognized by who asks, since Keras 3 gives no other sign. A file is written in one dialect throughout, inside
:func:`in_dialect`.
"""
import sys
import threading
from contextlib import contextmanager
from typing import Any, Iterator, Optional

from compat.era import current
from compat.writing import Dialect, dialect_of

#: Modules of Keras 3 that read back what ``get_config`` gives them.
_READERS = ("keras.src.saving.", "keras.src.legacy.saving.", "keras.src.models.cloning")


class _Asked(threading.local):
    def __init__(self) -> None:
        self.native = False
        self.by_program = False
        self.for_file = False
        self.dialect: Optional[Dialect] = None


_asked = _Asked()


@contextmanager
def native_form(by_program: bool = False) -> Iterator[None]:
    """Context manager: configurations are those of Keras 3; ``by_program`` if the program asks, so that no file is written."""
    before = (_asked.native, _asked.by_program, _asked.dialect)
    _asked.native, _asked.by_program, _asked.dialect = True, by_program, None
    try:
        yield
    finally:
        _asked.native, _asked.by_program, _asked.dialect = before


def is_asked_by_program() -> bool:
    """Whether a configuration stays in this process, where the program asked for it."""
    return _asked.by_program


@contextmanager
def in_dialect(dialect: Dialect) -> Iterator[None]:
    """Context manager: configurations are those of one old Keras, whatever the era of each layer."""
    before = (_asked.native, _asked.dialect)
    _asked.native, _asked.dialect = False, dialect
    try:
        yield
    finally:
        _asked.native, _asked.dialect = before


@contextmanager
def for_a_file() -> Iterator[None]:
    """Context manager: configurations go into a file, which may say more than those of the old Keras did."""
    outer, _asked.for_file = _asked.for_file, True
    try:
        yield
    finally:
        _asked.for_file = outer


def is_for_a_file() -> bool:
    """Whether a file is being written."""
    return _asked.for_file


def is_native() -> bool:
    """Whether Keras 3 asks, for something that it reads back itself."""
    if _asked.native:
        return True
    frame = sys._getframe(1)
    while frame is not None:
        if str(frame.f_globals.get("__name__", "")).startswith(_READERS):
            return True
        frame = frame.f_back  # type: ignore[assignment]
    return False


def dialect_for(thing: Any = None) -> Dialect:
    """The dialect in which a layer or model is written."""
    return _asked.dialect or dialect_of(current(thing))
