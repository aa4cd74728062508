"""What models are fed and measured by, where plain Keras 3 counts otherwise: weights of zero, masked steps, several outputs,
generators that validate, steps of a Sequence."""
import ast
from typing import Any, Dict, Optional

from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_made import is_made_elsewhere
from compat.rewrite.migrate.keras3_outputs import rewrite_metrics_of_outputs
from compat.rewrite.nodes import nodes_of

_LEFT_OUT = "mean_of_nonzero_weights"
_ZEROS = "what has weight zero counts in the mean of the loss; Keras 2 left it out (masked_loss_with_sample_weight)"
_FED = ("fit", "fit_generator", "evaluate", "evaluate_generator", "train_on_batch", "test_on_batch")
#: Method → the argument with its number of steps, and where that stands.
_STEPS = {"fit": ("steps_per_epoch", 12), "fit_generator": ("steps_per_epoch", 1), "evaluate_generator": ("steps", 1),
          "predict_generator": ("steps", 1)}
_FLOWS = ("flow", "flow_from_directory", "flow_from_dataframe")
_RECURRENT = ("LSTM", "GRU", "SimpleRNN", "RNN", "CuDNNLSTM", "CuDNNGRU", "ConvLSTM2D")


def warn_of_feeding(context: Context, node: ast.Call) -> None:
    """``fit(…, sample_weight=w)``, ``fit_generator(…, validation_data=batches())``, ``compile(metrics={…})``."""
    method = node.func
    if not isinstance(method, ast.Attribute) or context.facts["native"] or context.named(method) is not None:
        return
    given = {each.arg: each.value for each in node.keywords if each.arg}
    if method.attr in _FED and not is_made_elsewhere(context, method.value):
        _warn_of_weights(context, node, given)
        _warn_of_validation(context, node, given)
    if method.attr in _STEPS and not is_made_elsewhere(context, method.value):
        _warn_of_steps(context, node, given)
    if method.attr == "compile" and ("loss" in given or "optimizer" in given or len(node.args) > 1):
        metrics = given.get("metrics", node.args[2] if len(node.args) > 2 else None)
        _warn_of_order(context, node, metrics)
        rewrite_metrics_of_outputs(context, node, metrics)
        _warn_of_masked_metrics(context, node, metrics)


def _warn_of_weights(context: Context, node: ast.Call, given: Dict[str, ast.expr]) -> None:
    name = node.func.attr  # type: ignore[attr-defined]
    weights = given.get("sample_weight", node.args[2] if name.endswith("_on_batch") and len(node.args) > 2 else None)
    if weights is None or isinstance(weights, ast.Constant) and weights.value is None \
            or context.facts["era"].behaviour("masked_loss_with_sample_weight") != _LEFT_OUT:
        return
    context.find(node, "K313", _ZEROS, "warning")


def warn_of_weights_that_are_yielded(context: Context, node: ast.Yield) -> None:
    """``yield x, y, weights`` of a generator in a program that trains by generators."""
    if isinstance(node.value, ast.Tuple) and len(node.value.elts) == 3 and not context.facts["native"] \
            and "weight" in context.text.of(node.value.elts[2]).lower() and b"_generator" in context.text.bytes \
            and context.facts["era"].behaviour("masked_loss_with_sample_weight") == _LEFT_OUT:
        context.find(node, "K313", _ZEROS, "warning")


def _warn_of_validation(context: Context, node: ast.Call, given: Dict[str, ast.expr]) -> None:
    """A generator that goes on where it was: Keras 3 begins each epoch with its first two batches again."""
    data = given.get("validation_data")
    if "validation_steps" in given or "nb_val_samples" in given:
        made: Any = data
        values = context.scope.found(data.id) if isinstance(data, ast.Name) else []
        if len(values) == 1:
            made = values[0]
        if isinstance(made, ast.GeneratorExp) or isinstance(made, ast.Call) and _yields(context, made.func):
            context.find(node, "K316", "each validation begins with the first two batches of the generator again; Keras 2 went "
                                       "on behind the last", "warning")


def _warn_of_steps(context: Context, node: ast.Call, given: Dict[str, ast.expr]) -> None:
    """``fit_generator(images.flow(x, y), steps_per_epoch=50)``, and of a ``Sequence`` of the file."""
    name, place = _STEPS[node.func.attr]  # type: ignore[attr-defined]
    stated = given.get(name, given.get("samples_per_epoch")) or (node.args[place] if len(node.args) > place else None)
    data = given.get("generator", given.get("x")) or (node.args[0] if node.args else None)
    if stated is None or data is None or context.facts["era"].behaviour("steps_of_sequence") != "go_round":
        return
    values = context.scope.found(data.id) if isinstance(data, ast.Name) else [data]
    if len(values or ()) == 1 and _is_sequence(context, values[0]):
        context.find(node, "K317", "an epoch ends with the last batch, unless the number of steps is that of the batches; "
                                   "Keras 2 went round (steps_of_sequence)", "warning")


def _is_sequence(context: Context, value: Any) -> bool:
    """Whether an expression makes what ``flow()`` gives, or an object of a class of the file that is a ``Sequence``."""
    if not isinstance(value, ast.Call):
        return False
    name = getattr(value.func, "id", getattr(value.func, "attr", ""))
    return isinstance(value.func, ast.Attribute) and name in _FLOWS or any(
        each.name == name and any(getattr(base, "id", getattr(base, "attr", "")) == "Sequence" for base in each.bases)
        for each in nodes_of(context.facts["tree"], ast.ClassDef))


def _yields(context: Context, function: ast.expr) -> bool:
    """Whether a call makes a generator, by a function or method of the file of that name."""
    name = getattr(function, "id", getattr(function, "attr", ""))
    return any(isinstance(part, (ast.Yield, ast.YieldFrom)) for each in nodes_of(context.facts["tree"], ast.FunctionDef)
               if each.name == name for part in ast.walk(each))


def _warn_of_order(context: Context, node: ast.Call, metrics: Optional[ast.expr]) -> None:
    """``metrics={'main': 'mae', 'aux': 'mse'}``: what ``evaluate`` lists."""
    if isinstance(metrics, ast.Dict) and len(metrics.keys) > 1 or isinstance(metrics, ast.List) \
            and sum(isinstance(each, ast.List) for each in metrics.elts) > 1:
        context.find(node, "K315", "evaluate and train_on_batch list the metrics of several outputs by name; Keras 2 in the "
                                   "order of the outputs", "warning")


def _warn_of_masked_metrics(context: Context, node: ast.Call, metrics: Optional[ast.expr]) -> None:
    """Metrics of outputs that may be masked, which is so where each recurrent layer gives sequences."""
    if not context.facts["masks"] or not context.facts["era"].is_before("2.3.0") or metrics is None \
            or isinstance(metrics, (ast.List, ast.Tuple)) and not metrics.elts or _gives_a_last_step(context.facts["tree"]):
        return
    context.find(node, "K314", "metrics of masked outputs count the steps of all batches; Keras 2 weighted the mean of each "
                               "batch by its samples", "warning")


def _gives_a_last_step(tree: ast.Module) -> bool:
    """Whether a recurrent layer of the file gives its last step alone, and with it no mask."""
    return any(getattr(node.func, "id", getattr(node.func, "attr", "")) in _RECURRENT
               and not {"return_sequences", "return_state"} & {each.arg for each in node.keywords}
               for node in nodes_of(tree, ast.Call))
