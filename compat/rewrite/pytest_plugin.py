"""A plug-in of pytest, loaded by ``PYTEST_PLUGINS`` in a run: test files are compiled anew, neither cached nor from a cache.

pytest compiles test files itself, to explain assertions, and keeps the bytecode beside them; that of a plain run imports
the installed Keras, and what a redirected run would keep must not reach a plain one.
"""
from typing import Any

from _pytest.assertion import rewrite


def _nothing_cached(*args: Any, **kwargs: Any) -> None:
    """Nothing is cached."""


def _not_written(*args: Any, **kwargs: Any) -> bool:
    """Nothing was written."""
    return False


rewrite._read_pyc = _nothing_cached
rewrite._write_pyc = _not_written
