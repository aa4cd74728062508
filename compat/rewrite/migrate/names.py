"""The names under which a migrated file reaches Keras 3, and the imports that they need."""
import ast
from typing import Any

from compat.api.keras3 import HELPERS
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.scope import canonical


def root_name(node: Any) -> str:
    """The first name of a chain."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return str(getattr(node, "id", ""))


def free(context: Context, name: str) -> None:
    """A use of a name is gone."""
    freed = context.facts.setdefault("freed", {})
    freed[name] = freed.get(name, 0) + 1


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
    """The name of a function that the file is to define itself."""
    if name not in context.module.names:
        context.facts.setdefault("helpers", {})[name] = None
        text = HELPERS[name]
        if "ops." in text:
            written(context, "keras.ops.add")
        if "keras.saving" in text:
            keras_name(context)
    return name


def _is_free(context: Context, name: str, *stands_for: str) -> bool:
    """Whether a name is bound to nothing here, or to what it should stand for."""
    values = context.scope.found(name)
    return not values or all(isinstance(value, str) and (canonical(value) in stands_for or value in stands_for)
                             for value in values)


def _is_bound(context: Context, name: str, *stands_for: str) -> bool:
    values = context.module.names.get(name, [])
    return any(isinstance(value, str) and (canonical(value) in stands_for or value in stands_for) for value in values)
