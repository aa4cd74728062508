"""Modules below ``compat.keras`` and ``compat.tf`` that no file serves: they are attributes of the module above.

``import keras.ops`` becomes ``import compat.keras.ops``, and ``from tensorflow.nn import relu`` becomes ``from compat.tf.nn
import relu``: the old Keras never had the first, and no folder holds the second. What an import of a missing attribute says
stands here too.
"""
import importlib
import importlib.abc
import importlib.util
import sys
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, Callable, Iterable, Optional, Sequence

from compat.callers import imports_a_name
from compat.errors import AttributeNotServedError, ImportNotServedError


class AliasLoader(importlib.abc.Loader):
    """Loader that returns an existing module and leaves its specification unchanged."""

    def __init__(self, module: ModuleType) -> None:
        self.module = module
        self.spec = module.__spec__

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return self.module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self.spec


class AliasFinder(importlib.abc.MetaPathFinder):
    """Finds, after all others, modules that are attributes of ``compat.keras``, ``compat.tf`` and what is below them."""

    def find_spec(self, fullname: str, path: Optional[Sequence[Any]] = None,
                  target: Optional[ModuleType] = None) -> Optional[ModuleSpec]:
        return alias_spec(fullname, path, ("compat.keras", "compat.tf"))


class CallableModule(ModuleType):
    """A module that a function of its name stands for in other versions: ``keras.layers.merge`` of Keras 2.0 and 2.1."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.__getattr__("merge")(*args, **kwargs)


def find_aliases() -> None:
    """Let Python's ``import`` find them, in this process."""
    if not any(isinstance(finder, AliasFinder) for finder in sys.meta_path):
        sys.meta_path.append(AliasFinder())


def alias_spec(fullname: str, path: Optional[Sequence[Any]], packages: Iterable[str]) -> Optional[ModuleSpec]:
    """The spec of ``compat.keras.x`` where that is an attribute of ``compat.keras`` and not a file; None otherwise."""
    parent, _, name = fullname.rpartition(".")
    if not parent or not any(fullname.startswith(package + ".") for package in packages):
        return None
    if path is not None and PathFinder.find_spec(fullname, path) is not None:
        return None
    try:
        found = getattr(importlib.import_module(parent), name)
    except AttributeNotServedError as error:
        raise ImportNotServedError(str(error)) from None
    except AttributeError:
        return None
    if not isinstance(found, ModuleType):
        return None
    return importlib.util.spec_from_loader(fullname, AliasLoader(found), origin=getattr(found, "__file__", None))


def explained(lookup: Callable[[str], Any]) -> Callable[[str], Any]:
    """A module ``__getattr__`` whose error keeps its text in ``from module import name``.

    Python makes of an AttributeError there an ImportError that says only which name is missing.
    """
    def __getattr__(name: str) -> Any:
        try:
            return lookup(name)
        except AttributeError as error:
            if name == "__path__" or not imports_a_name(sys._getframe(1)):  # CPython 3.7 asks every module for its path
                raise
            raise (ImportNotServedError if isinstance(error, AttributeNotServedError) else ImportError)(str(error)) from None

    return __getattr__
