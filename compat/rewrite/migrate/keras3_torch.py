"""Names that a model of Keras 3 has from torch: on that backend it calls ``train()`` and ``eval()`` of itself."""
import ast
from typing import Any

from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_made import is_model
from compat.rewrite.migrate.keras3_paths import keras3_path

_CALLED = ("eval", "train")
_MODELS = ("keras.Model", "keras.Sequential", "keras.models.Model", "keras.models.Sequential")
_WHY = "on torch, fit and predict of Keras 3 call {}() of the model, which is torch's: give the function another name"


def warn_of_an_attribute(context: Context, node: ast.Assign) -> None:
    """``model.train = MethodType(train, model)``."""
    for target in node.targets:
        if isinstance(target, ast.Attribute) and target.attr in _CALLED and is_model(context, target.value):
            context.find(node, "K312", _WHY.format(target.attr), "warning")


def warn_of_a_method(context: Context, node: Any) -> None:
    """``def train(self, images)`` of a class that is a model; one that takes what torch's takes may be meant so."""
    around = context.above[-1] if context.above else None
    arguments = node.args
    if node.name not in _CALLED or not isinstance(around, ast.ClassDef) or context.facts["native"] \
            or len(arguments.args) == 2 and arguments.args[1].arg == "mode":
        return
    if any(keras3_path(context.named(base) or "") in _MODELS for base in around.bases):
        context.find(node, "K312", _WHY.format(node.name), "warning")
