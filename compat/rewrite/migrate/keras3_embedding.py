"""The shape of what an Embedding takes: ``input_length=``, and the one that it had by default."""
import ast
from typing import Any

from compat.rewrite.migrate.arguments import added, dropped
from compat.rewrite.migrate.keras3_made import made_by

_SEQUENTIAL = ("keras.Sequential", "keras.models.Sequential")


def rewrite_embedding(call: Any) -> None:
    """Give an Embedding its shape; ``call`` is a :class:`compat.rewrite.migrate.keras3_calls.Call`."""
    if "input_shape" in call.given:
        return
    if "input_length" in call.given:
        length = call.context.text.of(call.given["input_length"])
        if call.context.changed(call.node, "K105", "input_length= → input_shape=({},)".format(length)):
            call.context.edits.change(call.node, dropped("input_length"))
            call.context.edits.change(call.node, added("input_shape", "({},)".format(length)))
    elif _may_begin_a_sequential(call) and call.context.changed(call.node, "K160", "input_shape=(None,)"):
        call.context.edits.change(call.node, added("input_shape", "(None,)"))


def _may_begin_a_sequential(call: Any) -> bool:
    """``Sequential([Embedding(…), …])``, ``model.add(Embedding(…))``: the model had its weights at once."""
    context, above = call.context, call.context.above
    if not call.era.is_before("3") or len(above) < 2 or "batch_input_shape" in call.given \
            or any(each.arg is None for each in call.node.keywords):
        return False
    parent, around = above[-1], above[-2]
    if isinstance(parent, ast.List):
        return parent.elts[0] is call.node and isinstance(around, ast.Call) \
            and str(context.named(around.func)).endswith(".Sequential")
    return isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute) and parent.func.attr == "add" \
        and made_by(context, parent.func.value) in _SEQUENTIAL
