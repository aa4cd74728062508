"""Metrics that a program defines itself: Keras 3 gives them labels as ``fit`` got them, where Keras 2 made columns of them."""
import ast
from typing import Any, Iterator, Optional

from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.modules import own_file, tree_of
from compat.rewrite.migrate.names import helper, is_helper, written
from compat.rewrite.migrate.scope import Own

#: Losses whose labels have an axis of classes, so that metrics get what they got.
_WITHOUT_MEAN = ("binary_accuracy", "top_k_categorical_accuracy", "sparse_top_k_categorical_accuracy")
_OF_CLASSES = ("categorical_crossentropy", "kld", "kullback_leibler_divergence")


def rewrite_own_metrics(context: Context, loss: Any, metrics: Any) -> None:
    """``metrics=[f1]`` → ``metrics=[metric_of_keras_2(f1)]``, where ``f1`` is a function of the program."""
    if metrics is None or context.facts["native"]:
        return
    of_tf_keras = context.facts["era"].of_tf_keras
    if of_tf_keras and isinstance(loss, ast.Constant) and loss.value in _OF_CLASSES:
        return
    name = "metric_of_tf_keras" if of_tf_keras else "metric_of_keras_2"
    seen = context.facts.setdefault("wrapped_metrics", set())
    for each in elements_of(context, metrics):
        if id(each) in seen or not _is_of_the_program(context, each):
            continue
        seen.add(id(each))
        shown = context.text.of(each) if isinstance(each, (ast.Attribute, ast.Name)) else "…"
        if context.changed(each, "K158", "{0} → {1}({0})".format(shown, name)):
            context.edits.insert(context.text.start(each), helper(context, name) + "(")
            context.edits.insert(context.text.end(each), ")")


def rewrite_called_metric(context: Context, node: ast.Call, path: str) -> None:
    """``binary_accuracy(y, p)``, of each sample, and ``top_k_categorical_accuracy(y, p)``, of all: Keras 3 takes no mean."""
    name = path.rpartition(".")[2]
    axis = ", axis=-1" if name == "binary_accuracy" else "" if not context.facts["era"].of_tf_keras else None
    if path.rpartition(".")[0] != "keras.metrics" or name not in _WITHOUT_MEAN or axis is None or context.facts["native"]:
        return
    if context.changed(node, "K161", "{} → its mean".format(name)):
        context.edits.insert(context.text.start(node), written(context, "keras.ops.mean") + "(")
        context.edits.insert(context.text.end(node), axis + ")")


def elements_of(context: Context, node: Any) -> Iterator[Any]:
    """The metrics in lists and dictionaries, also in one that the program gave a name."""
    if isinstance(node, (ast.List, ast.Tuple)):
        for each in node.elts:
            yield from elements_of(context, each)
    elif isinstance(node, ast.Dict):
        for each in node.values:
            yield from elements_of(context, each)
    elif isinstance(node, ast.Name):
        values = context.scope.found(node.id)
        if len(values) == 1 and isinstance(values[0], (ast.List, ast.Tuple, ast.Dict)):
            yield from elements_of(context, values[0])
        else:
            yield node
    elif isinstance(node, (ast.Attribute, ast.Call, ast.Lambda)):
        yield node


def _is_of_the_program(context: Context, node: Any) -> bool:
    """Whether a metric is a function that the program defines, or one that such a function makes."""
    if isinstance(node, ast.Lambda):
        return True
    function = function_of(context, node.func if isinstance(node, ast.Call) else node)
    if function is None or is_helper(function):
        return False
    return not isinstance(node, ast.Call) or _makes_a_function(function)


def _makes_a_function(function: ast.FunctionDef) -> bool:
    """Whether all that it returns is a function inside of it."""
    inner = {each.name for each in function.body if isinstance(each, ast.FunctionDef)}
    given = [each.value for each in function.body if isinstance(each, ast.Return)]
    return bool(given) and all(isinstance(each, ast.Lambda) or getattr(each, "id", None) in inner for each in given)


def function_of(context: Context, node: Any) -> Optional[ast.FunctionDef]:
    """The function that a name stands for, in the file or in another one of the program; None for anything else."""
    if isinstance(node, ast.Name):
        values = context.scope.found(node.id)
        value = values[-1] if values else None
        if isinstance(value, Own):
            return _function_in(context, value.level, value.module, value.name)
        return value if isinstance(value, ast.FunctionDef) else None
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        values = context.scope.found(node.value.id)
        if len(values) == 1 and isinstance(values[0], str):
            return _function_in(context, 0, values[0], node.attr)
        if len(values) == 1 and isinstance(values[0], Own):
            return _function_in(context, values[0].level, (values[0].module + "." + values[0].name).strip("."), node.attr)
    return None


def _function_in(context: Context, level: int, module: str, name: str) -> Optional[ast.FunctionDef]:
    path = own_file(context.module.filename, level, module)
    tree = tree_of(path) if path is not None else None
    return next((each for each in (tree.body if tree is not None else ())
                 if isinstance(each, ast.FunctionDef) and each.name == name), None)
