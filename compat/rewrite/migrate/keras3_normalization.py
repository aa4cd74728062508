"""``BatchNormalization`` and activity regularizers of Keras 1 and 2, which Keras 3 computes in another way."""
import ast
from typing import Any, Optional

from compat.era import Era
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_symbolic import take
from compat.rewrite.migrate.names import helper

HELPER = "BatchNormalizationOfKeras2"
_ADVICE = "put keras.layers.ActivityRegularization after it"


def normalizes_as_before(context: Context, era: Era) -> bool:
    """Whether each BatchNormalization that the file makes becomes a class with the old meaning."""
    return era.behaviour("moving_statistics_start") == "forgotten" and context.options.wants("K151")


def rewrite_normalization(call: Any) -> None:
    """``BatchNormalization()``, a :class:`compat.rewrite.migrate.keras3_calls.Call`, as a class in the file."""
    context = call.context
    if call.name == "BatchNormalization" and normalizes_as_before(context, call.era) \
            and context.changed(call.node, "K151", "BatchNormalization → {}".format(HELPER)):
        take(context, call.node)
        context.edits.replace_node(call.node.func, helper(context, HELPER))


def rewrite_activity_regularizer(call: Any) -> None:
    """``activity_regularizer=l2(1e-4)`` of a layer, and the layer ``ActivityRegularization``: Keras 2 summed over the batch."""
    if not call.era.is_before("3"):
        return
    context, given = call.context, call.given.get("activity_regularizer")
    wrapped = call.node.args[0] if call.node.args else call.given.get("layer")
    if call.name == "TimeDistributed" and _regularizes(context, wrapped):
        context.find(call.node, "K204", "Keras 3 ignores activity_regularizer= of a layer in TimeDistributed: " + _ADVICE)
    elif call.name == "SimpleRNN" and _is_given(given):
        context.find(call.node, "K204", "Keras 3 ignores activity_regularizer= of SimpleRNN: " + _ADVICE)
    elif call.era.behaviour("activity_regularizer") != "sum":
        return
    elif call.name == "ActivityRegularization":
        context.find(call.node, "K309", "ActivityRegularization is divided by the size of the batch (activity_regularizer)",
                     "warning")
    elif _is_given(given) and context.changed(call.node, "K154", "activity_regularizer= is summed over the batch"):
        context.edits.insert(context.text.start(given), helper(context, "SummedOfKeras2") + "(")
        context.edits.insert(context.text.end(given), ")")


def _is_given(node: Optional[ast.expr]) -> bool:
    return node is not None and not (isinstance(node, ast.Constant) and node.value is None)


def _regularizes(context: Context, layer: Optional[ast.expr]) -> bool:
    """Whether a layer that is wrapped gets an activity regularizer where it is made."""
    if isinstance(layer, ast.Name):
        values = context.scope.found(layer.id)
        layer = values[0] if len(values) == 1 else None
    return isinstance(layer, ast.Call) and any(
        each.arg == "activity_regularizer" and _is_given(each.value) for each in layer.keywords)
