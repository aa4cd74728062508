"""Child processes of a program are redirected like the program itself: ``multiprocessing``, joblib, ``subprocess``.

A run leaves what it redirects, as JSON, in an environment variable, and puts a folder with a ``sitecustomize`` first in
``PYTHONPATH``; a child of the same Python installs the hook as it starts, then the user's own ``sitecustomize`` if there
is one. Python started with ``-I``, ``-E`` or ``-S``, or with another ``PYTHONPATH``, is not redirected.
"""
import builtins
import contextlib
import importlib
import importlib.abc
import importlib.util
import json
import os
import sys
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType
from typing import Any, Callable, Dict, Iterator, Optional, Sequence

from compat.flavor import RUN_VARIABLE
from compat.rewrite.hook import OwnModuleFinder, install
from compat.rewrite.rules import ModuleRule, Rules
from compat.rewrite.runtime import import_top

_STARTUP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "startup")
_PYTEST_PLUGIN = "compat.rewrite.pytest_plugin"
_CONTINUE = "__import__('sys').exit(__import__('compat.rewrite.program', fromlist=['_']).continue_main({!r}))"


@contextlib.contextmanager
def announced(finder: OwnModuleFinder) -> Iterator[None]:
    """Put the redirection into the environment, for child processes; afterwards the environment is as before."""
    before = {name: os.environ.get(name) for name in (RUN_VARIABLE, "PYTHONPATH", "PYTEST_PLUGINS")}
    os.environ[RUN_VARIABLE] = json.dumps({
        "prefix": sys.prefix, "roots": finder.own.roots, "script": finder.script,
        "rules": finder.given_rules.modules, "runtime": finder.given_rules.runtime})
    others = [entry for entry in (before["PYTHONPATH"] or "").split(os.pathsep) if entry and entry != _STARTUP]
    os.environ["PYTHONPATH"] = os.pathsep.join([_STARTUP] + others)
    plugins = [name for name in (before["PYTEST_PLUGINS"] or "").split(",") if name and name != _PYTEST_PLUGIN]
    os.environ["PYTEST_PLUGINS"] = ",".join([_PYTEST_PLUGIN] + plugins)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def redirect_this_process() -> None:
    """Install the hook that the parent announced; does nothing where there is none, or where it came from another Python."""
    told = json.loads(os.environ.get(RUN_VARIABLE, "null"))
    if told is None or told["prefix"] != sys.prefix:
        return
    rules = Rules(tuple(ModuleRule(*rule) for rule in told["rules"]), told["runtime"])
    finder = OwnModuleFinder(told["roots"], rules, told["script"])
    install(finder)
    sys.path_hooks.append(_script_hook(finder))
    vars(sys.modules["__main__"])["__builtins__"] = _Builtins(finder)


class _ScriptImporter(importlib.abc.Loader, importlib.abc.MetaPathFinder):
    """Python runs a script that has an importer as that importer's ``__main__``: a zip archive, or the user's own file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def find_spec(self, fullname: str, path: Any = None, target: Optional[ModuleType] = None) -> Optional[ModuleSpec]:
        return importlib.util.spec_from_loader(fullname, self, origin=self.path) if fullname == "__main__" else None

    def get_code(self, fullname: str) -> CodeType:
        return compile(_CONTINUE.format(self.path), "<compat run>", "exec")


def _script_hook(finder: OwnModuleFinder) -> Callable[[str], _ScriptImporter]:
    def hook(path: str) -> _ScriptImporter:
        # Python asks for its script with no frame below; others, such as runpy.run_path, are to find a plain file.
        if sys._getframe().f_back is not None or not (os.path.isfile(path) and finder.own.holds(path)):
            raise ImportError("not a program of the user's own", path=path)
        return _ScriptImporter(path)

    return hook


class _Builtins(Dict[str, Any]):
    """The builtins of a program without a file (``-c``, standard input): its imports are redirected as they happen."""

    def __init__(self, finder: OwnModuleFinder) -> None:
        super().__init__(__import__=_redirected_import(finder))

    def __missing__(self, name: str) -> Any:
        return vars(builtins)[name]


def _redirected_import(finder: OwnModuleFinder) -> Callable[..., Any]:
    def __import__(name: str, globals: Any = None, locals: Any = None, fromlist: Sequence[str] = (), level: int = 0) -> Any:
        of_a_file = not str((globals or {}).get("__file__", "<")).startswith("<")
        target = None if level or of_a_file else finder.compat_rules.target(name)
        if target is None:
            return builtins.__import__(name, globals, locals, fromlist, level)
        if not fromlist:
            return import_top(name)
        return builtins.__import__(target, globals, locals, fromlist, 0)

    return __import__
