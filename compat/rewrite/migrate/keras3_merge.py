"""``merge([a, b], mode='concat')`` of Keras 1: the layer that the mode names."""
import ast
from typing import Any, Dict

from compat.api.classes import MERGE_MODES
from compat.rewrite.migrate.arguments import dropped, renamed, without_position
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.names import free, root_name, written

MERGES = frozenset(("Add", "Average", "Concatenate", "Maximum", "Minimum", "Multiply", "Subtract", "add", "average",
                    "concatenate", "maximum", "minimum", "multiply", "subtract"))

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
    warn_of_merged_masks(context, node, function)
    if not context.changed(node, "K136", "merge → {}".format(function)):
        return
    free(context, root_name(node.func))
    context.edits.replace_node(node.func, written(context, "keras.layers." + function))
    if len(node.args) > 1:
        context.edits.change(node, without_position(1))
    context.edits.change(node, dropped("mode", *({"concat_axis"} if function != "concatenate" else ()),
                                       *({"dot_axes"} if function != "dot" else ())))
    context.edits.change(node, renamed({"concat_axis": "axis", "dot_axes": "axes"}))


def warn_of_merged_masks(context: Context, node: ast.Call, function: str) -> None:
    """A layer that merges, in a file that masks."""
    if context.facts["masks"] and function in MERGES:
        context.find(node, "K301", "{} of masked inputs keeps a step where any input has it, not where all have it "
                                   "(merge_masks)".format(function), "warning")
