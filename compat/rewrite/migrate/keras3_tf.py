"""TensorFlow beside Keras 3: names that TensorFlow 2, the only one that Keras 3 runs on, does not have."""
import ast
from typing import Union

from compat.api.tf_1 import GONE_FROM_TF
from compat.rewrite.migrate.context import Context


def find_a_name_of_tensorflow_1(context: Context, node: ast.Attribute) -> None:
    """``tf.placeholder``, ``tf.contrib.layers``, where ``tf`` is TensorFlow itself."""
    if node.attr in GONE_FROM_TF and isinstance(node.value, ast.Name) and context.scope.dotted(node.value) == "tensorflow":
        _find(context, node, node.attr)
    elif node.attr.endswith("Optimizer") and context.scope.dotted(node.value) == "tensorflow.train":
        _find(context, node, "train." + node.attr)


def find_an_import_of_tensorflow_1(context: Context, node: Union[ast.Import, ast.ImportFrom]) -> None:
    """``from tensorflow.contrib import rnn``, ``import tensorflow.contrib.slim as slim``."""
    module = getattr(node, "module", None)
    names = [alias.name if module is None else "{}.{}".format(module, alias.name) for alias in node.names]
    for parts in [name.split(".") for name in names if not getattr(node, "level", 0)]:
        if parts[0] == "tensorflow" and parts[1:2] and parts[1] in GONE_FROM_TF:
            _find(context, node, parts[1])


def _find(context: Context, node: ast.AST, name: str) -> None:
    instead = "write it with keras.ops" if name == "contrib" else "use its new name, keras.ops, or tf.compat.v1.{}".format(name)
    context.find(node, "K210", "TensorFlow 2 has no tf.{}: {}".format(name, instead))
