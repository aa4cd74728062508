"""The import hook of a run: rewrites the user's own files, however they are loaded; installed packages are not touched.

Source files pass through ``SourceFileLoader.get_code``, whichever finder found them, and text that other code compiles
(``exec(compile(open(f).read(), f, "exec"))``, ``runpy.run_path``, ``%run`` of IPython, the assertions of pytest) passes
through ``compile``: both rewrite what is the user's own while a run is in progress, and are restored after it.

A finder in ``sys.meta_path``, just before Python's own, resolves names. The user's own file that has the name of a package
this one needs (a ``keras.py`` beside the script) is what the user's files get under that name; everything else keeps
getting the installed package.
"""
import ast
import builtins
import functools
import importlib.abc
import importlib.util
import os
import sys
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType
from typing import Any, Callable, List, Optional, Sequence, Set

from compat.flavors.aliases import alias_spec
from compat.rewrite.own import OwnFiles, local_modules
from compat.rewrite.parsing import parse
from compat.rewrite.rules import ModuleRule, Rules
from compat.rewrite.source import future_flags, rewrite_source

#: The user's ``keras.py`` is imported under this prefix, so that ``sys.modules["keras"]`` stays the installed one.
OWN_PREFIX = "__own__"


class OwnModuleFinder(importlib.abc.MetaPathFinder):
    """Decides what is rewritten, and which module a redirected name is.

    Args:
        roots: folders and files; what is below them is the user's own.
        rules: what to redirect.
        script: the script itself, which never stands for a package of its own name.
        rewritten: called with the changes of each file as it is rewritten.
    """

    def __init__(self, roots: Sequence[str], rules: Rules, script: str = "",
                 rewritten: Callable[[Any], None] = lambda changes: None) -> None:
        self.own = OwnFiles(roots)
        self.given_rules = rules
        self.script = script
        self.rewritten = rewritten
        self.loaded: Set[str] = set()
        self.native = False  # whether the program is left as it is
        self._folder_of = {name: folder for folder in self.own.import_folders()
                           for name in local_modules(folder, rules.tops())}
        self.compat_rules = rules.with_own(
            ModuleRule(name, OWN_PREFIX + name) for folder in self.own.import_folders()
            for name, file in local_modules(folder, rules.tops()).items() if os.path.realpath(file) != os.path.realpath(script))

    def find_spec(self, fullname: str, path: Optional[Sequence[Any]] = None,
                  target: Optional[ModuleType] = None) -> Optional[ModuleSpec]:
        if fullname in self._folder_of:
            return PathFinder.find_spec(fullname, _elsewhere(self._folder_of[fullname]))
        if fullname.startswith(OWN_PREFIX) and path is None:
            return self._renamed(fullname)
        return alias_spec(fullname, path, [rule.target for rule in self.compat_rules.modules if rule.submodules])

    def code(self, source: Any, path: str) -> CodeType:
        """The code object of a file's rewritten text; it carries the original's name and lines."""
        code: CodeType = compile(self.tree(source, path), path, "exec", dont_inherit=True)
        return code

    def tree(self, source: Any, path: str) -> ast.Module:
        """The syntax tree of a file's rewritten text."""
        if self.native:
            return parse(source, path)
        found = rewrite_source(source, path, self.compat_rules)
        self.rewritten(found.changes)
        return found.tree

    def _renamed(self, fullname: str) -> Optional[ModuleSpec]:
        name = fullname[len(OWN_PREFIX):]
        found = PathFinder.find_spec(name, [self._folder_of[name]]) if name in self._folder_of else None
        if found is None or found.origin is None:
            return None
        return importlib.util.spec_from_file_location(
            fullname, found.origin, loader=SourceFileLoader(fullname, found.origin),
            submodule_search_locations=found.submodule_search_locations)


def install(finder: OwnModuleFinder) -> Callable[[], None]:
    """Put the finder just before Python's path finder, so that built-in modules still come first, and rewrite.

    Returns:
        A function that takes it out again, and forgets the modules that were rewritten.
    """
    get_code, compiler = SourceFileLoader.get_code, builtins.compile
    places = [i for i, other in enumerate(sys.meta_path) if other is PathFinder]
    sys.meta_path.insert(places[0] if places else len(sys.meta_path), finder)
    SourceFileLoader.get_code = _get_code(finder, get_code)  # type: ignore[method-assign,assignment]
    builtins.compile = _compile(finder, compiler)  # type: ignore[assignment]

    def uninstall() -> None:
        SourceFileLoader.get_code = get_code  # type: ignore[method-assign]
        builtins.compile = compiler
        if finder in sys.meta_path:
            sys.meta_path.remove(finder)
        for name in finder.loaded & set(sys.modules):
            del sys.modules[name]

    return uninstall


def _get_code(finder: OwnModuleFinder, original: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    """Neither reads nor writes cached bytecode of the user's own files, which is the original's."""
    @functools.wraps(original)
    def get_code(loader: SourceFileLoader, fullname: str) -> Any:
        path = loader.get_filename(fullname)
        if not finder.own.holds(path):
            return original(loader, fullname)
        finder.loaded.add(fullname)
        return loader.source_to_code(finder.tree(loader.get_data(path), path), path)  # type: ignore[arg-type]

    return get_code


def _compile(finder: OwnModuleFinder, original: Callable[..., Any]) -> Callable[..., Any]:
    """``compile`` that rewrites text of the user's own files, and text that these compile themselves."""
    @functools.wraps(original)
    def compile(source: Any, filename: Any, mode: str, flags: int = 0, dont_inherit: bool = False,
                optimize: int = -1, **options: Any) -> Any:
        caller = sys._getframe(1).f_code
        if mode == "exec" and isinstance(source, (str, bytes, bytearray)) \
                and (finder.own.holds(filename) or finder.own.holds(caller.co_filename)):
            source = finder.tree(_text(source), filename if isinstance(filename, str) else str(filename))
            if flags & ast.PyCF_ONLY_AST:
                return source
        inherited = 0 if dont_inherit else future_flags(caller)
        return original(source, filename, mode, flags | inherited, True, optimize, **options)

    return compile


def _text(source: Any) -> Any:
    return bytes(source) if isinstance(source, bytearray) else source


def _elsewhere(root: str) -> List[str]:
    return [entry for entry in sys.path if os.path.realpath(entry or os.getcwd()) != root]
