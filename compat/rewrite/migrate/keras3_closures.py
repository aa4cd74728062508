"""Losses and metrics that compute with tensors of a model, such as the ``z_mean`` of an autoencoder: Keras 3 has no graph that
they are a part of."""
import ast
from typing import Any, Iterator, Optional

from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_metrics import elements_of, function_of
from compat.rewrite.migrate.keras3_paths import keras3_path
from compat.rewrite.migrate.keras3_symbolic import is_symbolic
from compat.rewrite.migrate.scope import Scope

_DEEPEST = 8
_TEXT = ("Keras 3 gives a loss or metric labels and predictions alone, and {} is a tensor of the model: add the loss by "
         "self.add_loss in a layer, or make the tensor an output")


def find_closures(context: Context, loss: Optional[ast.expr], metrics: Optional[ast.expr]) -> None:
    """``compile(loss=vae_loss)`` of a function that reads ``z_mean``, and ``compile(loss=kl(z_mean))``."""
    if context.facts["native"]:
        return
    for part in (loss, metrics):
        for each in elements_of(context, part):
            name = next(_tensors_in(context, each), None)
            if name is not None:
                context.find(each, "K213", _TEXT.format(name))
                return


def _tensors_in(context: Context, node: Any) -> Iterator[str]:
    """The names of tensors of a model that a loss computes with."""
    if isinstance(node, ast.Call):
        for each in [*node.args, *(word.value for word in node.keywords)]:
            if isinstance(each, ast.Name) and _is_tensor(context, context.scope, each):
                yield each.id
    elif isinstance(node, ast.Lambda):
        yield from _read_by(context, context.scope, node)
    else:
        function = function_of(context, node)
        if function is not None:
            yield from _read_by(context, context.module if function in context.facts["tree"].body else context.scope, function)


def _read_by(context: Context, scope: Scope, function: Any) -> Iterator[str]:
    parts = list(ast.walk(function))
    own = {each.arg for each in parts if isinstance(each, ast.arg)} | {
        each.id for each in parts if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    for each in parts:
        if isinstance(each, ast.Name) and each.id not in own and _is_tensor(context, scope, each):
            yield each.id


def _is_tensor(context: Context, scope: Scope, node: Any, depth: int = 0) -> bool:
    """Whether an expression is an input of a model, or what layers and models make of one."""
    if depth > _DEEPEST:
        return False
    if isinstance(node, ast.Name):
        return any(_is_tensor(context, scope, value, depth + 1) for value in scope.found(node.id)
                   if isinstance(value, (ast.Call, ast.Name)))
    if isinstance(node, (ast.List, ast.Tuple)):
        return any(_is_tensor(context, scope, each, depth + 1) for each in node.elts)
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Call):
        name = context.named(node.func.func)
        return name is not None and str(keras3_path(name)).startswith("keras.layers.")
    if is_symbolic(context, node):
        return True
    name = context.named(node.func)
    is_layer = name is None and context.scope.dotted(node.func) is None \
        or str(name).startswith(("keras.layers.", "tf.keras.layers."))
    return is_layer and any(_is_tensor(context, scope, each, depth + 1) for each in node.args)
