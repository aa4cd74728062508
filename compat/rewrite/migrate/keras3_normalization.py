"""``BatchNormalization`` and activity regularizers of Keras 1 and 2, which Keras 3 computes in another way."""
import ast
from typing import Any

from compat.era import Era
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_symbolic import take
from compat.rewrite.migrate.names import helper

HELPER = "BatchNormalizationOfKeras2"


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
    if call.era.behaviour("activity_regularizer") != "sum":
        return
    context, given = call.context, call.given.get("activity_regularizer")
    if call.name == "ActivityRegularization":
        context.find(call.node, "K309", "ActivityRegularization is divided by the size of the batch (activity_regularizer)",
                     "warning")
    elif given is not None and not (isinstance(given, ast.Constant) and given.value is None) \
            and context.changed(call.node, "K154", "activity_regularizer= is summed over the batch"):
        context.edits.insert(context.text.start(given), helper(context, "SummedOfKeras2") + "(")
        context.edits.insert(context.text.end(given), ")")
