"""``run_script``: runs a legacy program as ``python program.py`` would, rewritten in memory.

``__name__``, ``__file__``, ``sys.argv``, ``sys.path[0]``, tracebacks and exit statuses are those of a plain run.
Processes that the program starts itself by spawning (``multiprocessing`` other than fork) run the original source.
"""
import builtins
import contextlib
import os
import sys
import types
from importlib.machinery import SourceFileLoader
from types import TracebackType
from typing import Iterator, List, Optional, Sequence

from compat.errors import LegacySyntaxError, ScriptNotFoundError
from compat.rewrite.hook import OwnModuleFinder, compiled, install, uninstall
from compat.rewrite.rules import RULES, Rules

_ROOM = os.path.dirname(os.path.abspath(__file__))


def run_script(path: str, argv: Sequence[str] = (), rules: Rules = RULES) -> int:
    """Runs a program with its imports of Keras and TensorFlow redirected, and returns its exit status.

    An exception of the program is printed as Python prints it, and the status is 1.

    Args:
        path: the program.
        argv: its arguments, without its name.
        rules: what to redirect.

    Raises:
        ScriptNotFoundError: there is no such file.
        LegacySyntaxError: the program is Python 2.
    """
    if not os.path.isfile(path):
        raise ScriptNotFoundError("There is no program at {!r}; give the path of a Python file".format(path))
    with open(path, "rb") as file:
        source = file.read()
    finder = OwnModuleFinder(os.path.dirname(os.path.abspath(path)), rules, path)
    try:
        code = compiled(source, os.path.abspath(path), finder.compat_rules)
    except LegacySyntaxError:
        raise
    except SyntaxError as error:
        sys.excepthook(type(error), error.with_traceback(None), None)
        return 1
    with _as_main(path, argv, finder) as module:
        return _status_of(code, module)


def _status_of(code: types.CodeType, module: types.ModuleType) -> int:
    try:
        exec(code, module.__dict__)
    except SystemExit as end:
        return _exit_status(end)
    except BaseException as error:
        traceback = _without_ours(error.__traceback__)
        sys.excepthook(type(error), error.with_traceback(traceback), traceback)
        return 130 if isinstance(error, KeyboardInterrupt) else 1
    return 0


def _exit_status(end: SystemExit) -> int:
    if end.code is None:
        return 0
    if isinstance(end.code, int):
        return end.code
    print(end.code, file=sys.stderr)
    return 1


def _without_ours(traceback: Optional[TracebackType]) -> Optional[TracebackType]:
    """The traceback from the program's first frame on."""
    while traceback is not None and os.path.dirname(os.path.abspath(traceback.tb_frame.f_code.co_filename)) == _ROOM:
        traceback = traceback.tb_next
    return traceback


@contextlib.contextmanager
def _as_main(path: str, argv: Sequence[str], finder: OwnModuleFinder) -> Iterator[types.ModuleType]:
    """``sys`` as the program expects it, and as it was afterwards."""
    before = sys.argv, sys.path, sys.modules["__main__"]
    module = types.ModuleType("__main__")
    module.__file__ = os.path.abspath(path)
    module.__loader__ = SourceFileLoader("__main__", module.__file__)
    module.__dict__["__builtins__"] = builtins
    module.__dict__["__cached__"] = None
    sys.path = [os.path.dirname(os.path.abspath(path))] + _path_of_a_script()
    sys.argv = [path] + list(argv)
    sys.modules["__main__"] = module
    install(finder)
    try:
        yield module
    finally:
        uninstall(finder)
        sys.argv, sys.path, sys.modules["__main__"] = before


def _path_of_a_script() -> List[str]:
    """``sys.path`` without the entry for the command that runs the program: the working folder, or its script's."""
    command = os.path.dirname(os.path.abspath(sys.argv[0] or "."))
    return sys.path[1:] if os.path.realpath(sys.path[0]) in map(os.path.realpath, (os.getcwd(), command)) else sys.path
