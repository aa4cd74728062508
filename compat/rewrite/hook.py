"""The import hook of a run: modules beside the script are rewritten too; installed packages are imported as they are.

A finder in ``sys.meta_path`` just before Python's own finds what Python would find, and exchanges the loader where the
file is the user's own. The user's own file that has the name of a package this one needs (a ``keras.py`` beside the
script) is what the user's files get under that name; everything else keeps getting the installed package.
"""
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import sysconfig
from importlib.machinery import ModuleSpec, PathFinder
from types import CodeType, ModuleType
from typing import Any, Dict, Iterable, Optional, Sequence

from compat.rewrite.rules import ModuleRule, Rules
from compat.rewrite.source import rewrite_source

#: The user's ``keras.py`` is imported under this prefix, so that ``sys.modules["keras"]`` stays the installed one.
OWN_PREFIX = "__own__"
_INSTALLED = frozenset(("site-packages", "dist-packages", "__pypackages__"))
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class OwnModuleLoader(importlib.machinery.SourceFileLoader):
    """Loads one of the user's files, rewritten; neither reads nor writes cached bytecode, which is the original's."""

    def __init__(self, fullname: str, path: str, rules: Rules) -> None:
        super().__init__(fullname, path)
        self.rules = rules

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return compiled(self.get_data(path), path, self.rules)


class OwnModuleFinder(importlib.abc.MetaPathFinder):
    """Finds what Python's path finder finds, and has the user's own files rewritten.

    Args:
        root: the script's folder; only files under it are the user's own.
        rules: what to redirect.
        script: the script itself, which never stands for a package of its own name.
    """

    def __init__(self, root: str, rules: Rules, script: str) -> None:
        self.root = os.path.realpath(root)
        local = local_modules(root, rules.tops())
        self.shadowing = frozenset(local)
        self.compat_rules = rules.with_own(
            ModuleRule(name, OWN_PREFIX + name) for name, file in local.items() if not _same(file, script))

    def find_spec(self, fullname: str, path: Optional[Sequence[Any]] = None,
                  target: Optional[ModuleType] = None) -> Optional[ModuleSpec]:
        if fullname in self.shadowing:
            return PathFinder.find_spec(fullname, _elsewhere(self.root))
        if fullname.startswith(OWN_PREFIX) and path is None:
            return self._renamed(fullname)
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or not self._is_own(spec):
            return None
        spec.loader = OwnModuleLoader(fullname, str(spec.origin), self.compat_rules)
        return spec

    def _renamed(self, fullname: str) -> Optional[ModuleSpec]:
        found = PathFinder.find_spec(fullname[len(OWN_PREFIX):], [self.root])
        if found is None or found.origin is None:
            return None
        return importlib.util.spec_from_file_location(
            fullname, found.origin, loader=OwnModuleLoader(fullname, found.origin, self.compat_rules),
            submodule_search_locations=found.submodule_search_locations)

    def _is_own(self, spec: ModuleSpec) -> bool:
        return type(spec.loader) is importlib.machinery.SourceFileLoader and is_own_file(str(spec.origin), self.root)


def compiled(source: bytes, path: str, rules: Rules) -> CodeType:
    """The code object of a rewritten file; it carries the original's name and lines."""
    tree = rewrite_source(source, path, rules).tree
    return compile(tree, path, "exec", dont_inherit=True)


def is_own_file(path: str, root: str) -> bool:
    """Whether a file is the user's own: under ``root``, and in no environment, standard library or this package.

    Example:
        >>> is_own_file("/home/u/p/lib/site-packages/keras/layers.py", "/home/u/p")
        False
    """
    path, root = os.path.realpath(path), os.path.realpath(root)
    if not _is_under(path, root) or any(_is_under(path, folder) for folder in _not_own_folders()):
        return False
    folder = os.path.dirname(path)
    while folder != root and _is_under(folder, root):
        if os.path.basename(folder) in _INSTALLED or os.path.exists(os.path.join(folder, "pyvenv.cfg")) \
                or os.path.isdir(os.path.join(folder, "conda-meta")):
            return False
        folder = os.path.dirname(folder)
    return True


def local_modules(root: str, names: Iterable[str]) -> Dict[str, str]:
    """Which of the names are a module or package of the user's in ``root``, and its file.

    A folder without ``__init__.py`` does not count: Python takes an installed package before it.
    """
    specs = {name: PathFinder.find_spec(name, [root]) for name in names}
    files = {name: str(spec.origin) for name, spec in specs.items() if spec is not None and spec.origin}
    return {name: file for name, file in files.items() if file.endswith(".py") and is_own_file(file, root)}


def install(finder: OwnModuleFinder) -> None:
    """Puts the finder just before Python's path finder, so that built-in modules still come first."""
    places = [i for i, other in enumerate(sys.meta_path) if other is PathFinder]
    sys.meta_path.insert(places[0] if places else len(sys.meta_path), finder)


def uninstall(finder: OwnModuleFinder) -> None:
    """Takes the finder out, and forgets the modules it had rewritten."""
    if finder in sys.meta_path:
        sys.meta_path.remove(finder)
    for name, module in list(sys.modules.items()):
        loader = getattr(getattr(module, "__spec__", None), "loader", None)
        if isinstance(loader, OwnModuleLoader) and loader.rules is finder.compat_rules:
            del sys.modules[name]


def _elsewhere(root: str) -> Sequence[str]:
    return [entry for entry in sys.path if os.path.realpath(entry or os.getcwd()) != root]


def _is_under(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _not_own_folders() -> Sequence[str]:
    paths = sysconfig.get_paths()
    return [os.path.realpath(folder) for folder in (_PACKAGE, paths["stdlib"], paths["platstdlib"])]
