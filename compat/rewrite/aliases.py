"""Modules of the installed Keras that the old Keras never had, under the name that rewritten code imports.

``import keras.ops`` becomes ``import compat.keras.ops``, which no file serves; ``compat.keras`` has it as an attribute.
"""
import importlib
import importlib.abc
import importlib.util
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, Optional, Sequence

from compat.errors import AttributeNotServedError, ImportNotServedError
from compat.rewrite.rules import Rules


class AliasLoader(importlib.abc.Loader):
    """Loader that returns an existing module and leaves its specification unchanged."""

    def __init__(self, module: ModuleType) -> None:
        self.module = module
        self.spec = module.__spec__

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return self.module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self.spec


def alias_spec(fullname: str, path: Optional[Sequence[Any]], rules: Rules) -> Optional[ModuleSpec]:
    """The spec of ``compat.keras.x`` where that is an attribute of ``compat.keras`` and not a file; None otherwise."""
    parent, _, name = fullname.rpartition(".")
    if not parent or not any((fullname + ".").startswith(rule.target + ".") for rule in rules.modules if rule.submodules):
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
