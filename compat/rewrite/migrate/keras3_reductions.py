"""Sums, products, maxima and minima of all axes that keep them: Keras 3 (3.15) on torch drops the axes where none is named."""
import ast
from typing import Any, Dict

from compat.rewrite.migrate.arguments import added, at_position, with_value
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_symbolic import backend_function, take
from compat.rewrite.migrate.names import helper, written

_PARAMETERS = ("x", "axis", "keepdims")
DROPPING_AXES = ("max", "min", "prod", "sum")


def rewrite_reduction(context: Context, node: ast.Call) -> bool:
    """``K.sum(x, keepdims=True)`` → ``ops.sum(x, keepdims=True, axis=…)`` with all axes, or a function in the file."""
    given: Dict[Any, ast.expr] = {**dict(zip(_PARAMETERS, node.args)), **{each.arg: each.value for each in node.keywords}}
    if set(given) - set(_PARAMETERS) or "x" not in given or any(isinstance(each, ast.Starred) for each in node.args):
        return False
    keeps, axis = given.get("keepdims"), given.get("axis")
    if keeps is None or isinstance(keeps, ast.Constant) and not keeps.value:
        return False
    is_of_all = axis is None or isinstance(axis, ast.Constant) and axis.value is None
    if not is_of_all and not _may_be_none(context, axis) or not context.changed(
            node, "K157", "{} of all axes with keepdims= names them".format(context.text.of(node.func))):
        return False
    name = "keras.ops." + str(backend_function(context, node.func))
    take(context, node)
    if is_of_all and isinstance(given["x"], ast.Name):
        _name_all_axes(context, node, given["x"].id)
        context.edits.replace_node(node.func, written(context, name))
    else:
        start = context.text.start(node.args[0] if node.args else node.keywords[0])
        context.edits.insert(start, written(context, name) + ", ")
        context.edits.replace_node(node.func, helper(context, "reduced_of_keras_2"))
    return True


def _name_all_axes(context: Context, node: ast.Call, tensor: str) -> None:
    axes = "tuple(range(len({}.shape)))".format(tensor)
    if len(node.args) > 1:
        context.edits.change(node, at_position(1, axes))
    elif any(each.arg == "axis" for each in node.keywords):
        context.edits.change(node, with_value("axis", axes))
    else:
        context.edits.change(node, added("axis", axes))


def _may_be_none(context: Context, node: Any) -> bool:
    """Whether it is a parameter of a function around that is None by default."""
    for each in context.above if isinstance(node, ast.Name) else ():
        if isinstance(each, (ast.FunctionDef, ast.Lambda)):
            parameters = [*each.args.posonlyargs, *each.args.args]
            defaults = dict(zip([part.arg for part in reversed(parameters)], reversed(each.args.defaults)))
            if isinstance(defaults.get(node.id), ast.Constant) and defaults[node.id].value is None:  # type: ignore[attr-defined]
                return True
    return False
