"""Shapes of tensors as TensorFlow 1 gave them: Keras 3's tensors, and those of JAX and torch, have ``shape`` alone.

``compat run`` and ``--to compat`` ask the object when the program runs. TensorFlow 2 gives the same by ``shape``, and so do
SciPy's matrices, which have a ``get_shape``, too.
"""
import ast
from typing import Any

from compat.rewrite.idioms import _is_shape as is_shape
from compat.rewrite.migrate.context import Context


def rewrite_shape(context: Context, node: ast.Call) -> None:
    """``x.get_shape().as_list()``, ``x.shape.as_list()``, ``x.get_shape()``."""
    method = node.func
    if not isinstance(method, ast.Attribute) or node.args or node.keywords or not _is_concerned(context):
        return
    value: Any = method.value
    shape: Any = value.value if isinstance(value, ast.Subscript) else value
    if method.attr == "as_list" and is_shape(shape) and context.changed(node, "K164", ".as_list() → list(…)"):
        before, after = ("[*", "]") if context.scope.found("list") else ("list(", ")")
        context.edits.insert(context.text.start(value), before)
        context.edits.replace(context.text.end(value), context.text.end(node), after)
    elif method.attr == "get_shape" and context.scope.dotted(value) is None \
            and context.changed(node, "K164", ".get_shape() → .shape"):
        context.edits.replace(context.text.end(method) - len("get_shape"), context.text.end(node), "shape")


def rewrite_dimension(context: Context, node: ast.Attribute) -> None:
    """``x.shape[1].value``, ``x.shape.ndims``."""
    value: Any = node.value
    if not isinstance(node.ctx, ast.Load) or not _is_concerned(context):
        return
    if node.attr == "value" and isinstance(value, ast.Subscript) and is_shape(value.value):
        if context.changed(node, "K164", ".value of a dimension is left out"):
            context.edits.replace(context.text.end(value), context.text.end(node), "")
    elif node.attr == "ndims" and is_shape(value) and context.changed(node, "K164", ".ndims → len(…)"):
        context.edits.insert(context.text.start(value), "len(")
        context.edits.replace(context.text.end(value), context.text.end(node), ")")


def _is_concerned(context: Context) -> bool:
    return not context.facts["native"] and b"keras" in context.text.bytes
