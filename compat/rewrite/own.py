"""Which files are the user's own: those below the roots of a run, and in no environment or standard library."""
import importlib.util
import os
import sysconfig
from importlib.machinery import PathFinder
from typing import Any, Dict, Iterable, List, Sequence

from compat.errors import OptionError

_INSTALLED = frozenset(("site-packages", "dist-packages", "__pypackages__"))
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class OwnFiles:
    """The files of the user below some roots.

    Args:
        roots: folders, or single files.

    Example:
        >>> OwnFiles(["/home/u/p"]).holds("/home/u/p/nets/model.py")
        True
    """

    def __init__(self, roots: Sequence[str]) -> None:
        self.roots = tuple(dict.fromkeys(os.path.realpath(root) for root in roots))
        self._known: Dict[str, bool] = {}

    def holds(self, path: Any) -> bool:
        """Whether ``path`` is one of them; what a compiler calls ``<string>`` is no file."""
        try:
            name = os.fsdecode(path)
        except TypeError:
            return False
        if name.startswith("<"):
            return False
        name = os.path.abspath(name)
        if name not in self._known:
            self._known[name] = any(is_own_file(name, root) for root in self.roots)
        return self._known[name]

    def import_folders(self) -> List[str]:
        """The roots that modules are imported from: all but those that are themselves a package or a file."""
        return [root for root in self.roots
                if os.path.isdir(root) and not os.path.exists(os.path.join(root, "__init__.py"))]


def is_own_file(path: str, root: str) -> bool:
    """Whether a file is the user's own: ``root`` or below it, and in no environment, standard library or this package.

    A root inside an environment, such as an installed package, is the user's own because it was named.

    Example:
        >>> is_own_file("/home/u/p/lib/site-packages/keras/layers.py", "/home/u/p")
        False
    """
    path, root = os.path.realpath(path), os.path.realpath(root)
    if path == root:
        return True
    if not _is_under(path, root) or any(_is_under(path, folder) for folder in _not_own_folders(root)):
        return False
    folder = os.path.dirname(path)
    while folder != root and _is_under(folder, root):
        if os.path.basename(folder) in _INSTALLED or os.path.exists(os.path.join(folder, "pyvenv.cfg")) \
                or os.path.isdir(os.path.join(folder, "conda-meta")):
            return False
        folder = os.path.dirname(folder)
    return True


def root_named(name: str) -> str:
    """The folder or file that ``--root NAME`` means: a path, or the name of a package that can be imported.

    Raises:
        OptionError: there is neither.

    Example:
        >>> root_named("json") == os.path.dirname(importlib.util.find_spec("json").origin)
        True
    """
    if os.path.exists(name):
        return os.path.realpath(name)
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        spec = None
    places = [] if spec is None else list(spec.submodule_search_locations or [str(spec.origin)])
    if not places or not os.path.exists(places[0]):
        raise OptionError("--root {0}: there is no folder and no importable package of that name".format(name))
    return os.path.realpath(places[0])


def local_modules(root: str, names: Iterable[str]) -> Dict[str, str]:
    """Which of the names are a module or package of the user's in ``root``, and its file.

    A folder without ``__init__.py`` does not count: Python takes an installed package before it.
    """
    specs = {name: PathFinder.find_spec(name, [root]) for name in names}
    files = {name: str(spec.origin) for name, spec in specs.items() if spec is not None and spec.origin}
    return {name: file for name, file in files.items() if file.endswith(".py") and is_own_file(file, root)}


def _is_under(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _not_own_folders(root: str) -> List[str]:
    """This package, and the standard library unless the root lies in it (installed packages do)."""
    paths = sysconfig.get_paths()
    folders = [os.path.realpath(folder) for folder in (_PACKAGE, paths["stdlib"], paths["platstdlib"])]
    return [folder for folder in folders if not _is_under(root, folder)]
