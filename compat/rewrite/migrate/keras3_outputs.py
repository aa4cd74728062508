"""Metrics of a model with several outputs, and names that layers have where the program gives them none.

Keras 2 computes each metric of a plain list for every output, Keras 3 the first for the first output, the second for the
second. Keras 2 begins to count ``dense_1``, tf.keras and Keras 3 ``dense``; an ``Input`` is ``input_1`` up to tf.keras 2.15.
"""
import ast
import functools
import re
from typing import Any, Dict, Iterator, List, Optional, Set

from compat.api.classes import LAYERS
from compat.api.names import names_in
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_made import MODEL_CLASSES
from compat.rewrite.migrate.keras3_paths import keras3_path
from compat.rewrite.migrate.numpy_numbers import values_of
from compat.rewrite.nodes import nodes_of

_NAME = re.compile(r"^(?P<val>val_)?(?P<layer>[a-z]\w*?)_(?P<number>[1-9]\d*)(?P<log>_(?:loss|acc|accuracy|[a-z]\w*))?$")


def rewrite_metrics_of_outputs(context: Context, node: Any, metrics: Optional[ast.expr]) -> None:
    """``metrics=['mae']`` → ``metrics=[['mae'], ['mae']]`` of a model that is made of two outputs in the file."""
    value: Any = metrics
    if isinstance(metrics, ast.Name):
        values = context.scope.found(metrics.id)
        value = values[0] if len(values) == 1 else None
    if not isinstance(value, ast.List) or not value.elts or any(_is_list(context, each) for each in value.elts):
        return
    number = _number_of_outputs(context, node.func.value)
    if number < 2 or not context.changed(node, "K162", "metrics= of {} outputs: a list for each".format(number)):
        return

    def change(tree: Any) -> Any:
        import libcst

        element = libcst.Element(tree, comma=libcst.MaybeSentinel.DEFAULT)
        return libcst.List([element] * number)

    context.edits.change(metrics, change)  # type: ignore[arg-type]
    context.find(node, "K315", "evaluate and train_on_batch list the metrics of several outputs by name; Keras 2 in the "
                               "order of the outputs", "warning")


def _is_list(context: Context, node: ast.expr) -> bool:
    values = context.scope.found(node.id) if isinstance(node, ast.Name) else [node]
    return any(isinstance(each, (ast.List, ast.Starred, ast.Tuple)) for each in values)


def _number_of_outputs(context: Context, model: ast.expr) -> int:
    """How many outputs a model has that the file makes of a list of them; 0 where that is not known."""
    made = values_of(context, model)
    numbers = {_outputs_in(context, each) for each in made}
    return numbers.pop() if len(numbers) == 1 else 0


def _outputs_in(context: Context, call: Any) -> int:
    name = context.named(call.func) if isinstance(call, ast.Call) else None
    if name is None or keras3_path(name) not in MODEL_CLASSES:
        return 0
    outputs = next((each.value for each in call.keywords if each.arg in ("output", "outputs")),
                   call.args[1] if len(call.args) > 1 else None)
    values = values_of(context, outputs) if isinstance(outputs, (ast.Name, ast.Attribute)) else [outputs]
    lists = [each for each in values if isinstance(each, (ast.List, ast.Tuple))
             and not any(isinstance(part, ast.Starred) for part in each.elts)]
    return len(lists[0].elts) if len(lists) == len(values) == 1 else 0


def warn_of_a_layer_name(context: Context, node: ast.Constant) -> None:
    """``get_layer('dense_1')``, ``loss={'dense_1': …}``, ``history['val_dense_1_loss']``."""
    if not isinstance(node.value, str) or context.facts["native"] or not context.above:
        return
    found = _NAME.match(node.value)
    if found is None or found.group("val") and not found.group("log") or not _names_a_layer(context, context.above, node):
        return
    layer, number = found.group("layer"), int(found.group("number"))
    new = _default_names().get(layer)
    if new is None or "{}_{}".format(layer, number) in _given_names(context) \
            or context.facts["era"].of_tf_keras and layer != "input":
        return
    context.find(node, "K318", "the layer '{0}_{1}' is '{2}' in Keras 3, unless name= or a file says otherwise".format(
        layer, number, new if number == 1 else "{}_{}".format(new, number - 1)), "warning")


def _names_a_layer(context: Context, above: List[ast.AST], node: ast.Constant) -> bool:
    """Whether a text stands where layers, outputs or logs are named."""
    around: Any = above[-1]
    if isinstance(around, ast.keyword):
        return around.arg in ("monitor", "layer_name") or around.arg == "name" and _asks_for_a_layer(above[-2])
    if isinstance(around, ast.Call):
        return _asks_for_a_layer(around) and node in around.args
    if isinstance(around, ast.Dict):
        return node in around.keys
    if isinstance(around, ast.Compare):
        return any(getattr(each, "attr", "") == "name" for each in [around.left, *around.comparators])
    return isinstance(around, ast.Subscript) and node is around.slice


def _asks_for_a_layer(call: Any) -> bool:
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "get_layer"


@functools.lru_cache(maxsize=1)
def _default_names() -> Dict[str, str]:
    """The name that a layer's first one has by default, without its number → that in Keras 3."""
    found = {}
    for name in names_in("keras.layers"):
        path = keras3_path("keras.layers." + LAYERS.get(name, name)) if name[:1].isupper() else None
        if path is not None and path.startswith("keras.layers."):
            found[_snake(name)] = _snake(path.rpartition(".")[2])
    return {**found, "input": "input_layer", "model": "functional", "sequential": "sequential"}


def _snake(name: str) -> str:
    return re.sub("([a-z])([A-Z])", r"\1_\2", re.sub("(.)([A-Z][a-z0-9]+)", r"\1_\2", name)).lower()


def _given_names(context: Context) -> Set[str]:
    """The names that the file itself gives."""
    if "given_names" not in context.facts:
        context.facts["given_names"] = set(_names_in(context.facts["tree"]))
    names: Set[str] = context.facts["given_names"]
    return names


def _names_in(tree: ast.Module) -> Iterator[str]:
    for call in nodes_of(tree, ast.Call):
        if not _asks_for_a_layer(call):
            for each in call.keywords:
                if each.arg == "name" and isinstance(each.value, ast.Constant) and isinstance(each.value.value, str):
                    yield each.value.value
