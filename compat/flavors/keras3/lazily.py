"""A package whose names are imported, each from its module, when they are first asked for.

Loading a file of Dense layers does not import the recurrent ones, and a program that asks for no function of K imports none.
"""
import functools
import sys
from importlib import import_module
from typing import Any, Callable, Dict, Iterable, List, Mapping, Tuple

#: Name → the module that has it, absolute, or relative to the package: ``".core"``.
Homes = Mapping[str, str]


def lazily(package: str, homes: Callable[[], Homes]) -> Tuple[Callable[[str], Any], Callable[[], List[str]]]:
    """``__getattr__`` and ``__dir__`` of a package.

    Args:
        package: its ``__name__``.
        homes: gives its names; called when a name is first asked for.
    """
    known = functools.lru_cache(maxsize=None)(homes)

    def __getattr__(name: str) -> Any:
        if name == "__all__":
            return sorted(known())
        if name.startswith("__") or name not in known():
            raise AttributeError("module {!r} has no attribute {!r}".format(package, name))
        found = getattr(import_module(known()[name], package), name)
        setattr(sys.modules[package], name, found)
        return found

    def __dir__() -> List[str]:
        return sorted(set(vars(sys.modules[package])) | set(known()))

    return __getattr__, __dir__


def listed(table: Mapping[str, str]) -> Dict[str, str]:
    """Name → module, from a table of module → its names in one string."""
    return {name: module for module, names in table.items() for name in names.split()}


def defined(package: str, modules: Iterable[str]) -> Dict[str, str]:
    """Name → module, of the public functions and classes that these modules define; imports them."""
    return {name: module for module in modules for name in defined_in(import_module(module, package))}


def defined_in(module: Any) -> List[str]:
    """The names of the public functions and classes that a module defines itself."""
    return [name for name, value in vars(module).items()
            if not name.startswith("_") and callable(value) and getattr(value, "__module__", None) == module.__name__]
