"""TensorFlow beside Keras 3: names that TensorFlow 2, the only one that Keras 3 runs on, does not have, or not in public."""
import ast
from typing import List, Optional, Union

from compat.api.tf_1 import GONE_FROM_TF, PRIVATE_IN_TF
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_paths import keras3_path
from compat.rewrite.migrate.scope import canonical


def find_a_name_of_tensorflow_1(context: Context, node: ast.Attribute) -> None:
    """``tf.placeholder``, ``tf.contrib.layers``, where ``tf`` is TensorFlow itself."""
    if node.attr in GONE_FROM_TF and isinstance(node.value, ast.Name) and context.scope.dotted(node.value) == "tensorflow":
        _find(context, node, node.attr)
    elif node.attr.endswith("Optimizer") and context.scope.dotted(node.value) == "tensorflow.train":
        _find(context, node, "train." + node.attr)
    elif node.attr in ("python", "examples") and context.scope.dotted(node) == "tensorflow." + node.attr:
        whole: Optional[ast.AST] = node
        for around in reversed(context.above):
            if not isinstance(around, ast.Attribute):
                break
            whole = around
        _find_private(context, node, str(context.scope.dotted(whole) if whole is not None else "")[len("tensorflow."):])


def find_an_import_of_tensorflow_1(context: Context, node: Union[ast.Import, ast.ImportFrom]) -> None:
    """``from tensorflow.contrib import rnn``, ``import tensorflow.contrib.slim as slim``."""
    module = getattr(node, "module", None)
    names = [alias.name if module is None else "{}.{}".format(module, alias.name) for alias in node.names]
    for parts in [name.split(".") for name in names if not getattr(node, "level", 0)]:
        if parts[0] == "tensorflow" and parts[1:2] and parts[1] in GONE_FROM_TF:
            _find(context, node, parts[1])
        elif parts[0] == "tensorflow" and parts[1:2] and parts[1] in ("python", "examples") and not _is_of_keras(parts):
            _find_private(context, node, ".".join(parts[1:]))


def _is_of_keras(parts: List[str]) -> bool:
    """Whether the rules of Keras's own names look at an import, and find it somewhere."""
    name = canonical(".".join(parts)) or ""
    return (name + ".").startswith("tf.keras.") and (parts[-1] == "*" or keras3_path(name) is not None)


def _find_private(context: Context, node: ast.AST, name: str) -> None:
    """``tensorflow.python.ops.math_ops``: it is there in most TensorFlows, takes their tensors alone, and any may drop it."""
    known = max((each for each in PRIVATE_IN_TF if (name + ".").startswith(each + ".")), key=len)
    text = PRIVATE_IN_TF[known]
    context.find(node, "K212", text if known.startswith("examples") else "tensorflow.{} is private to TensorFlow: {}".format(
        name, text))


def _find(context: Context, node: ast.AST, name: str) -> None:
    instead = "write it with keras.ops" if name == "contrib" else "use its new name, keras.ops, or tf.compat.v1.{}".format(name)
    context.find(node, "K210", "TensorFlow 2 has no tf.{}: {}".format(name, instead))
