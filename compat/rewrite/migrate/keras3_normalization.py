"""``BatchNormalization`` of Keras 1 to 2.2, whose moving statistics forget what they held before training."""
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
