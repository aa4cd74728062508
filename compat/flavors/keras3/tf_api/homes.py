"""From the home of a name, as :mod:`compat.api.tf_functions` has it, to the object."""
import importlib
from typing import Any

from compat.api.tf_functions import WHOLE

_PACKAGE = "compat.flavors.keras3.tf."
_OWN = "compat.flavors.keras3.operations.functions"


def function_at(home: str) -> Any:
    """The object of a home, ``"module.name"`` below the flavor's ``tf``, or ``"own.name"`` of the operations of files.

    Example:
        >>> function_at("elementwise.add").__name__
        'add'
    """
    module, _, name = home.rpartition(".")
    if module == "own":
        return importlib.import_module(_OWN).OWN[name]
    return getattr(importlib.import_module(_PACKAGE + module), name)


def is_whole(home: str) -> bool:
    """Whether a function is written for tensors with values, so that on a node of a model it becomes one node."""
    return home.partition(".")[0] in WHOLE
