"""The names under which a migrated file reaches Keras 3, and the imports that they need."""
import ast
import re
from typing import Any, Optional, Tuple

from compat.api.keras3_helpers import HELPERS
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.scope import Scope, canonical

#: What a helper's text reaches by the name of a module.
_REACHED = re.compile(r"(?<![\w.])(?:ops|keras|np|inspect|functools)\.[\w.]+")


def root_name(node: Any) -> str:
    """The first name of a chain."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return str(getattr(node, "id", ""))


def free(context: Context, name: str) -> None:
    """A use of a name is gone."""
    freed, key = context.facts.setdefault("freed", {}), used_in(context.scope, name)
    freed[key] = freed.get(key, 0) + 1


def used_in(scope: Scope, name: str) -> Tuple[Optional[Scope], str]:
    """A name with the function that binds it, None for the module."""
    for each in scope.above():
        if name in each.names and (each is scope or not each.is_class):
            return (None if each.parent is None else each), name
    return None, name


def need(context: Context, line: str) -> None:
    """Ask for an import, once."""
    context.facts.setdefault("imports", {})[line] = None


def written(context: Context, path: str) -> str:
    """How a name of Keras 3 is written in the file: ``ops.sum`` or ``keras.layers.Dense``; asks for the import."""
    if path.startswith("math."):
        if not context.scope.found("math"):
            need(context, "import math")
        return path
    if path.startswith("keras.ops.") and path.count(".") == 2 and _is_free(context, "ops", "keras.ops"):
        if not _is_bound(context, "ops", "keras.ops"):
            need(context, "from keras import ops")
        return path[len("keras."):]
    return keras_name(context) + path[len("keras"):]


def keras_name(context: Context) -> str:
    """The name of the package in the file: ``keras``, unless that is something else there."""
    if not _is_free(context, "keras", "keras", "tf.keras"):
        need(context, "import keras as keras_3")
        return "keras_3"
    if not _is_bound(context, "keras", "keras", "tf.keras"):
        need(context, "import keras")
    return "keras"


def helper(context: Context, name: str) -> str:
    """The name of a function or class that the file is to define itself."""
    is_there = any(isinstance(each, (ast.FunctionDef, ast.ClassDef)) for each in context.module.names.get(name, ()))
    helpers = context.facts.setdefault("helpers", {})
    if not is_there and name not in helpers:
        helpers[name] = _REACHED.sub(lambda found: _reached(context, found.group(0)), HELPERS[name])
    return name


def is_helper(node: ast.stmt) -> bool:
    """Whether a definition is one that an earlier run has written: nothing in it is old."""
    return isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name.endswith(("_of_keras_2", "_of_tf_keras", "OfKeras2"))


def count_load(context: Context, node: ast.Name) -> None:
    """How often each name is used."""
    if isinstance(node.ctx, ast.Load):
        loads, key = context.facts.setdefault("loads", {}), used_in(context.scope, node.id)
        loads[key] = loads.get(key, 0) + 1


def count_loads_of_helpers(context: Context, tree: ast.Module) -> None:
    """The names that the helpers of an earlier run use."""
    for helper_there in filter(is_helper, tree.body):
        for each in ast.walk(helper_there):
            if isinstance(each, ast.Name):
                count_load(context, each)


def _reached(context: Context, path: str) -> str:
    """How a helper's text reaches a module in this file."""
    root, _, rest = path.partition(".")
    if root in ("ops", "keras"):
        return written(context, path if root == "keras" else "keras." + path)
    module, line = {"np": ("numpy", "import numpy as np")}.get(root, (root, "import " + root))
    if not _is_free(context, root, module):
        need(context, "import {} as {}_module".format(module, module))
        return "{}_module.{}".format(module, rest)
    if not _is_bound(context, root, module):
        need(context, line)
    return path


def _is_free(context: Context, name: str, *stands_for: str) -> bool:
    """Whether a name is bound to nothing here, or to what it should stand for."""
    values = context.scope.found(name)
    return not values or all(isinstance(value, str) and (canonical(value) in stands_for or value in stands_for)
                             for value in values)


def _is_bound(context: Context, name: str, *stands_for: str) -> bool:
    values = context.module.names.get(name, [])
    return any(isinstance(value, str) and (canonical(value) in stands_for or value in stands_for) for value in values)
