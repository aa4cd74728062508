"""Attributes of models, layers and optimizers that Keras 3 has under other names, or that it fills with something else."""
import ast
from typing import Any

from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_made import made_by
from compat.rewrite.migrate.names import helper
from compat.rewrite.nodes import nodes_of

_SEQUENTIAL = ("keras.Sequential", "keras.models.Sequential")


def rewrite_attribute(context: Context, node: ast.Attribute) -> None:
    """``model.optimizer.lr``, ``model.layers[0].output_shape``, ``model.metrics_names``."""
    value = node.value
    if node.attr == "lr" and (isinstance(value, ast.Attribute) and value.attr == "optimizer"
                              or str(made_by(context, value)).startswith("keras.optimizers.")):
        if context.changed(node, "K107", "optimizer.lr → optimizer.learning_rate"):
            _rename(context, node, "learning_rate")
    elif isinstance(node.ctx, ast.Load) and not context.facts["native"]:
        _rewrite_read(context, node)


def _rewrite_read(context: Context, node: ast.Attribute) -> None:
    value = node.value
    if node.attr == "_keras_shape" and context.changed(node, "K129", "._keras_shape → .shape"):
        _rename(context, node, "shape")
    elif node.attr in ("input", "output") and made_by(context, value) in _SEQUENTIAL \
            and context.changed(node, "K153", ".{0} → .{0}s[0]".format(node.attr)):
        context.edits.insert(context.text.end(node), "s[0]")
    elif node.attr in ("input", "input_shape") and _is_first_layer(value):
        new = ".inputs[0]" if node.attr == "input" else ".inputs[0].shape"
        if context.changed(node, "K153", ".layers[0].{} → {}".format(node.attr, new)):
            context.edits.replace(context.text.end(value.value.value), context.text.end(node), new)  # type: ignore[attr-defined]
    elif node.attr in ("input", "input_shape") and _is_an_input(context, value):
        new = "output" if node.attr == "input" else "output.shape"
        if context.changed(node, "K153", ".{} of an Input → .{}".format(node.attr, new)):
            _rename(context, node, new)
    elif node.attr in ("output_shape", "input_shape") and _is_layer(context, value) \
            and context.changed(node, "K129", ".{} → .{}.shape".format(node.attr, node.attr[:-6])):
        _rename(context, node, node.attr[:-6] + ".shape")
    elif node.attr == "metrics_names" and context.named(node) is None \
            and context.changed(node, "K159", "metrics_names → metrics_names_of_keras_2"):
        context.edits.insert(context.text.start(value), helper(context, "metrics_names_of_keras_2") + "(")
        context.edits.replace(context.text.end(value), context.text.end(node), ")")


def _rename(context: Context, node: ast.Attribute, new: str) -> None:
    end = context.text.end(node)
    context.edits.replace(end - len(node.attr), end, new)


def _is_layer(context: Context, node: ast.AST) -> bool:
    """``model.layers[i]``, ``model.get_layer(…)``, and ``layer`` in a loop over ``model.layers``."""
    if _is_of_a_list(node):
        return True
    if isinstance(node, ast.Name):
        loops = [loop for each in context.above for loop in [each, *getattr(each, "generators", ())]]
        return any(_loops_over_layers(loop, node.id) for loop in loops)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get_layer"


def _is_of_a_list(node: ast.AST) -> bool:
    return isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "layers"


def _is_first_layer(node: Any) -> bool:
    """``model.layers[0]``: of a functional model an InputLayer, which has no input in Keras 3."""
    return _is_of_a_list(node) and isinstance(node.slice, ast.Constant) and node.slice.value == 0


def _is_an_input(context: Context, node: Any) -> bool:
    """``model.get_layer('image')`` by the name of an Input of the file: the layer has no input in Keras 3."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr != "get_layer":
        return False
    if "inputs" not in context.facts:
        context.facts["inputs"] = {
            str(getattr(each.value, "value", None)) for call in nodes_of(context.facts["tree"], ast.Call)
            if getattr(call.func, "id", getattr(call.func, "attr", "")) == "Input"
            for each in call.keywords if each.arg == "name"}
    given = [*node.args[:1], *(each.value for each in node.keywords if each.arg == "name")]
    return any(isinstance(each, ast.Constant) and each.value in context.facts["inputs"] for each in given)


def _loops_over_layers(loop: Any, name: str) -> bool:
    """``for layer in model.layers``, ``for i, layer in enumerate(model.layers[1:])``."""
    target, over = getattr(loop, "target", None), getattr(loop, "iter", None)
    if isinstance(over, ast.Call) and getattr(over.func, "id", "") == "enumerate" and len(over.args) == 1 \
            and isinstance(target, ast.Tuple) and len(target.elts) == 2:
        target, over = target.elts[1], over.args[0]
    if isinstance(over, ast.Subscript):
        over = over.value
    return isinstance(over, ast.Attribute) and over.attr == "layers" and getattr(target, "id", None) == name
