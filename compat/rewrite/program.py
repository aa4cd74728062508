"""``run_script``, ``run_module``, ``run_code``: run a legacy program as Python would, rewritten in memory.

``__name__``, ``__file__``, ``sys.argv``, ``sys.path[0]``, tracebacks and exit statuses are those of a plain run.
"""
import builtins
import contextlib
import importlib
import importlib.util
import os
import sys
import types
from importlib.machinery import ModuleSpec, SourceFileLoader
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Sequence

from compat.errors import LegacySyntaxError, ScriptNotFoundError
from compat.rewrite.children import announced
from compat.rewrite.eras import era_of_the_program
from compat.rewrite.hook import OwnModuleFinder, install
from compat.rewrite.natives import is_for_keras_3
from compat.rewrite.rules import RULES, Rules
from compat.rewrite.tracebacks import show


class Main(NamedTuple):
    """The program: what becomes ``__main__``.

    Attributes:
        source: its text.
        path: its file; None for a program given as text.
        spec: ``__spec__``; None but for a module.
    """

    source: bytes
    path: Optional[str] = None
    spec: Optional[ModuleSpec] = None


def run_script(path: str, argv: Sequence[str] = (), rules: Rules = RULES, roots: Sequence[str] = ()) -> int:
    """Run a program with its imports of Keras and TensorFlow redirected, and return its exit status.

    An exception of the program is printed as Python prints it, and the status is 1.

    Args:
        path: the program, or a folder with a ``__main__.py``.
        argv: its arguments, without its name.
        rules: what to redirect.
        roots: folders of the user's own code beside that of the program.

    Raises:
        ScriptNotFoundError: there is no such file.
        LegacySyntaxError: the program is Python 2.
    """
    script = os.path.abspath(os.path.join(path, "__main__.py") if os.path.isdir(path) else path)
    if not os.path.isfile(script):
        raise ScriptNotFoundError("There is no program at {!r}; give the path of a Python file".format(path))
    folder = os.path.dirname(script)
    with _redirected([path] + list(argv), folder, [folder, *roots], rules, script) as finder:
        return _run(Main(_read(script), script), finder)


def run_module(name: str, argv: Sequence[str] = (), rules: Rules = RULES, roots: Sequence[str] = ()) -> int:
    """Run a module, or the ``__main__`` of a package, as ``python -m name`` does.

    Args:
        name: of the module, e.g. ``"pytest"``.
        argv: its arguments.
        rules: what to redirect.
        roots: folders of the user's own code beside the module's top-level package and the working folder.

    Raises:
        ScriptNotFoundError: there is no such module, or it is not Python source.
        LegacySyntaxError: the module is Python 2.
    """
    with _path_begins_with(os.getcwd()):
        top = importlib.util.find_spec(name.split(".")[0])
    own = [] if top is None else list(top.submodule_search_locations or [str(top.origin)])
    with _redirected(["-m"] + list(argv), os.getcwd(), [*own, os.getcwd(), *roots], rules) as finder:
        try:
            spec = _runnable(name)
        except ScriptNotFoundError:
            raise
        except BaseException as error:  # the module's parent packages are imported to find it
            return show(error)
        sys.argv[0] = str(spec.origin)
        return _run(Main(_read(str(spec.origin)), spec.origin, spec), finder)


def run_code(code: str, argv: Sequence[str] = (), rules: Rules = RULES, roots: Sequence[str] = ()) -> int:
    """Run a program given as text, as ``python -c code`` does.

    Args:
        code: the program.
        argv: its arguments.
        rules: what to redirect.
        roots: folders of the user's own code beside the working folder.

    Raises:
        LegacySyntaxError: the program is Python 2.
    """
    with _redirected(["-c"] + list(argv), "", [os.getcwd(), *roots], rules) as finder:
        return _run(Main(code.encode("utf8")), finder)


def continue_main(path: str) -> int:
    """Run the script that Python started this process for, in the ``__main__`` that Python made, and return its status.

    Args:
        path: the script.
    """
    finder = next(each for each in sys.meta_path if isinstance(each, OwnModuleFinder))
    sys.path_importer_cache.pop(path, None)
    sys.path[:1] = [] if getattr(sys.flags, "safe_path", False) else [os.path.dirname(os.path.abspath(path))]
    try:
        return _run(Main(_read(path), os.path.abspath(path)), finder, sys.modules["__main__"])
    except LegacySyntaxError as error:
        return show(error)


def _run(main: Main, finder: OwnModuleFinder, module: Optional[types.ModuleType] = None) -> int:
    """Compile and execute the program as ``__main__``."""
    path = main.path or "<string>"
    if "COMPAT_ERA" not in os.environ and finder.own.holds(path if main.path else os.path.abspath("program.py")):
        finder.native = is_for_keras_3(main.source, path, finder.own.import_folders())
    try:
        code = finder.code(main.source, path)
    except LegacySyntaxError:
        raise
    except SyntaxError as error:
        return show(error.with_traceback(None))
    module = sys.modules["__main__"] = module or types.ModuleType("__main__")
    vars(module).update(_facts(main))
    try:
        with contextlib.nullcontext() if finder.native else _scalars_as_plain_numbers():
            exec(code, vars(module))
    except SystemExit as end:
        return _exit_status(end)
    except BaseException as error:
        return show(error)
    return 0


@contextlib.contextmanager
def _scalars_as_plain_numbers() -> Iterator[None]:
    """Print ``[9.0]``, as every NumPy did that an old program met; NumPy 2 prints ``[np.float32(9.0)]``."""
    numpy = importlib.import_module("numpy") if importlib.util.find_spec("numpy") else None
    if numpy is None or repr(numpy.float64(9)) == "9.0":
        yield
    else:
        with numpy.printoptions(legacy="1.25"):
            yield


def _facts(main: Main) -> Dict[str, Any]:
    """The module attributes that Python sets for a program."""
    facts: Dict[str, Any] = {"__name__": "__main__", "__spec__": main.spec, "__builtins__": builtins,
                             "__package__": None, "__doc__": None}
    if main.path is None:
        return facts
    facts.update(__file__=main.path, __cached__=None, __loader__=SourceFileLoader("__main__", main.path))
    if main.spec is not None:
        facts.update(__package__=main.spec.parent, __cached__=main.spec.cached, __loader__=main.spec.loader)
    return facts


def _exit_status(end: SystemExit) -> int:
    if end.code is None:
        return 0
    if isinstance(end.code, int):
        return end.code
    print(end.code, file=sys.stderr)
    return 1


def _runnable(name: str) -> ModuleSpec:
    """Where the module is, or the ``__main__`` of the package."""
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError as error:
        if error.name is None or not (name + ".").startswith(error.name + "."):
            raise
        spec = None
    if spec is not None and spec.submodule_search_locations is not None:
        return _runnable(name + ".__main__")
    if spec is None or not isinstance(spec.loader, SourceFileLoader):
        raise ScriptNotFoundError("There is no module {!r} of Python source that can be run".format(name))
    return spec


@contextlib.contextmanager
def _redirected(argv: List[str], folder: str, roots: Sequence[str], rules: Rules,
                script: str = "") -> Iterator[OwnModuleFinder]:
    """``sys`` as the program expects it, with imports redirected here and in child processes; then all as before."""
    before = sys.argv, sys.modules["__main__"]
    with _path_begins_with(folder), era_of_the_program() as note_era:
        finder = OwnModuleFinder(roots, rules, script, note_era)
        sys.argv = argv
        uninstall = install(finder)
        try:
            with announced(finder):
                yield finder
        finally:
            uninstall()
            sys.argv, sys.modules["__main__"] = before


@contextlib.contextmanager
def _path_begins_with(folder: str) -> Iterator[None]:
    """``sys.path`` of a program in ``folder``: without the entry for the command that runs it."""
    before = sys.path
    command = os.path.dirname(os.path.abspath(sys.argv[0] or "."))
    own = os.path.realpath(sys.path[0]) in map(os.path.realpath, (os.getcwd(), command))
    sys.path = [folder] + (sys.path[1:] if own else sys.path)
    try:
        yield
    finally:
        sys.path = before


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
