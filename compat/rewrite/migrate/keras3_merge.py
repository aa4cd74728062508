"""``merge([a, b], mode='concat')`` of Keras 1: the layer that the mode names."""
import ast
from typing import Any, Dict

from compat.api.classes import MERGE_MODES
from compat.rewrite.migrate.arguments import dropped, renamed, without_position
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.names import free, root_name, written

_TAKEN = {"inputs", "mode", "concat_axis", "dot_axes", "name"}


def rewrite_merge(context: Context, node: ast.Call) -> None:
    """The function of Keras 1; what it computes by a function of the user's, or cuts to a shape, is left to a person."""
    context.facts.setdefault("handled", set()).add(id(node.func))
    given: Dict[Any, ast.expr] = {each.arg: each.value for each in node.keywords}
    mode = given.get("mode", node.args[1] if len(node.args) > 1 else None)
    value = "sum" if mode is None else mode.value if isinstance(mode, ast.Constant) else ""
    if value not in MERGE_MODES or value == "cos" or set(given) - _TAKEN or len(node.args) > 2:
        context.find(node, "K202", "Keras 3 has no keras.layers.merge: use keras.layers.add, concatenate and the like")
        return
    function = MERGE_MODES[str(value)][0].lower()
    if not context.changed(node, "K136", "merge → {}".format(function)):
        return
    free(context, root_name(node.func))
    context.edits.replace_node(node.func, written(context, "keras.layers." + function))
    if len(node.args) > 1:
        context.edits.change(node, without_position(1))
    context.edits.change(node, dropped("mode", *({"concat_axis"} if function != "concatenate" else ()),
                                       *({"dot_axes"} if function != "dot" else ())))
    context.edits.change(node, renamed({"concat_axis": "axis", "dot_axes": "axes"}))
