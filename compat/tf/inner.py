"""The modules inside TensorFlow that old code imports functions of ``tf`` from, such as ``tensorflow.python.ops.math_ops``.

Names of ``tf`` come first; where there is a TensorFlow, what only those modules have is its own.
"""
import importlib
from typing import Any

from compat.flavors.aliases import explained
from compat.flavors.tf_root import inner_name


@explained
def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError("module {!r} has no attribute {!r}".format(__name__, name))
    try:
        return getattr(importlib.import_module("compat.tf"), name)
    except AttributeError as error:
        return inner_name(name, error)
