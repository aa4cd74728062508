"""Methods and attributes of models, layers and optimizers, which are known by their names or by what made the object."""
import ast
from typing import Any, Dict, Iterator, Optional, Set

from compat.api.arguments import COUNTED_SAMPLES, KERAS1_METHODS
from compat.api.keras3 import (
    FEEDING,
    GONE_METHODS,
    LAYER_METHODS,
    METHOD_PARAMETERS,
    METHODS,
    OLD_DEFAULTS,
    OLD_LOSS_TEXTS,
    OLD_OPTIMIZERS,
    SHORT_LOSSES,
)
from compat.rewrite.migrate.arguments import as_function, by_keyword, dropped, renamed
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_closures import find_closures
from compat.rewrite.migrate.keras3_files import is_saved_as_hdf5
from compat.rewrite.migrate.keras3_made import is_model, made_by
from compat.rewrite.migrate.keras3_metrics import rewrite_own_metrics
from compat.rewrite.migrate.keras3_optimizers import find_a_shared_optimizer, rewrite_held_optimizer
from compat.rewrite.migrate.keras3_symbolic import backend_function
from compat.rewrite.migrate.keras3_weights import rewrite_saving
from compat.rewrite.migrate.names import helper, written
from compat.rewrite.migrate.numpy_numbers import values_of

_ADD_WEIGHT = ("name", "shape", "dtype", "initializer", "regularizer", "trainable", "constraint")
_OF_LISTS = ("pop", "append", "insert", "remove", "extend")
_FITS = ("fit", "evaluate", "predict", "fit_generator", "evaluate_generator", "predict_generator")


def rewrite_method(context: Context, node: ast.Call) -> None:
    """``model.fit_generator(…)``, ``compile``, ``add_weight`` …"""
    method = node.func
    if not isinstance(method, ast.Attribute) or context.named(method) is not None:
        return
    name = method.attr
    if name in context.facts["defined"] and isinstance(method.value, ast.Name) and method.value.id in ("self", "cls"):
        return
    if name in _FITS:
        _rewrite_fit(context, node, method)
    elif name == "compile":
        _rewrite_compile(context, node)
    elif name == "add_weight":
        _rewrite_add_weight(context, node)
    elif name == "compute_mask" and any(each.arg == "mask" for each in node.keywords):
        if context.changed(node, "K124", "mask= → previous_mask="):
            context.edits.change(node, renamed({"mask": "previous_mask"}))
    elif name in ("save", "save_weights", "load_weights"):
        rewrite_saving(context, node, method)
    elif name == "add_loss" and getattr(method.value, "id", "") == "self":
        _rewrite_own_loss(context, node)
    elif name == "add_loss" and made_by(context, method.value) in ("keras.Model", "keras.models.Model"):
        _rewrite_add_loss(context, node)
    elif name in GONE_METHODS:
        _rewrite_gone(context, node, method)
    elif name in _OF_LISTS and isinstance(method.value, ast.Attribute) and method.value.attr == "layers" \
            and not context.facts["era"].of_tf_keras and not context.facts["native"]:
        context.find(node, "K205", "Keras 3's layers is a copy of the list, and the model stays as it was: make a Model of "
                                   "model.inputs and layers[-2].output, or call pop() of a Sequential")


def _rewrite_fit(context: Context, node: ast.Call, method: ast.Attribute) -> None:
    old = {**KERAS1_METHODS["fit"], **KERAS1_METHODS.get(method.attr, {})}
    given = {each.arg for each in node.keywords if each.arg}
    there = {each: new for each, new in old.items() if each in given}
    if set(there) & COUNTED_SAMPLES:
        context.find(node, "K206", "{} counted samples in Keras 1: what takes its place counts batches".format(
            ", ".join(sorted(set(there) & COUNTED_SAMPLES))))
    if there and context.changed(node, "K120", ", ".join("{}= → {}=".format(*pair) for pair in there.items())):
        context.edits.change(node, renamed(there))
        given = (given - set(there)) | set(there.values())
    new, names = METHODS.get(method.attr, ("", {}))
    if new:
        _warn_of_early_batches(context, node)
        if not context.changed(node, "K121", "{} → {}".format(method.attr, new)):
            return
        place = context.text.end(method)
        context.edits.replace(place - len(method.attr.encode()), place, new)
        parameters = METHOD_PARAMETERS[method.attr]
        context.edits.change(node, by_keyword(parameters, 1))
        context.edits.change(node, renamed(names))
        given |= set(parameters[1:len(node.args)])
    feeding = sorted(FEEDING & given)
    if feeding and context.changed(node, "K122", ", ".join(feeding) + ": a keras.utils.PyDataset takes them"):
        context.edits.change(node, dropped(*feeding))


def _warn_of_early_batches(context: Context, node: ast.Call) -> None:
    """A generator that one of the callbacks makes."""
    given = {each.arg: each.value for each in node.keywords if each.arg}
    generator = given.get("generator", node.args[0] if node.args else None)
    callbacks = given.get("callbacks", node.args[4] if len(node.args) > 4 else None)
    made = generator.func if isinstance(generator, ast.Call) else generator
    maker = made.value if isinstance(made, ast.Attribute) else made
    if isinstance(callbacks, (ast.List, ast.Tuple)) and isinstance(maker, ast.Name) \
            and any(isinstance(each, ast.Name) and each.id == maker.id for each in callbacks.elts):
        context.find(node, "K308", "the first batch is taken before on_train_begin of the callback that makes it", "warning")


def _rewrite_compile(context: Context, node: ast.Call) -> None:
    given = {each.arg: each.value for each in node.keywords if each.arg}
    optimizer = given.get("optimizer", node.args[0] if node.args else None)
    if "loss" not in given and len(node.args) < 2 and "optimizer" not in given:
        return  # re.compile and its like
    if optimizer is not None and isinstance(node.func, ast.Attribute):
        find_a_shared_optimizer(context, optimizer, node.func.value)
        rewrite_held_optimizer(context, optimizer)
    if isinstance(optimizer, ast.Constant) and isinstance(optimizer.value, str) \
            and not context.facts["era"].of_tf_keras:
        _rewrite_optimizer_text(context, optimizer)
    loss = given.get("loss", node.args[1] if len(node.args) > 1 else None)
    metrics = given.get("metrics", node.args[2] if len(node.args) > 2 else None)
    rewrite_own_metrics(context, loss, metrics)
    find_closures(context, loss, metrics)
    for part in [loss, metrics]:
        for each in _texts_in(context, part):
            _rewrite_loss_text(context, each, part is loss)
    if isinstance(given.get("sample_weight_mode"), ast.Constant) \
            and context.changed(node, "K105", "sample_weight_mode= has no effect: the shape of the weights decides"):
        context.edits.change(node, dropped("sample_weight_mode"))
    if "target_tensors" in given:
        context.find(node, "K204", "Keras 3 has no target_tensors= of compile: give fit the targets")


def _texts_in(context: Context, part: Optional[ast.expr]) -> Iterator[ast.Constant]:
    """The texts in a loss or in metrics, also those that the one assignment of a name holds, or the default of an argument."""
    for each in ast.walk(part) if part is not None else ():
        if isinstance(each, ast.Constant):
            yield each
        elif isinstance(each, (ast.Name, ast.Attribute)):
            for value in [*values_of(context, each), default_of(context, each)]:
                if isinstance(value, (ast.Constant, ast.List, ast.Dict, ast.Tuple)):
                    yield from (text for text in ast.walk(value) if isinstance(text, ast.Constant))


def default_of(context: Context, node: ast.expr) -> Optional[ast.expr]:
    """The default of the argument that a name is, of the function around."""
    around: Any = next((each for each in reversed(context.above) if isinstance(each, ast.FunctionDef)), None)
    if around is None or not isinstance(node, ast.Name):
        return None
    names = [each.arg for each in around.args.args]
    pairs = [*zip(reversed(names), reversed(around.args.defaults)),
             *zip([each.arg for each in around.args.kwonlyargs], around.args.kw_defaults)]
    return next((value for name, value in pairs if name == node.id), None)


def _rewrite_loss_text(context: Context, node: ast.Constant, is_loss: bool) -> None:
    """``'cosine_proximity'``, and ``'mse'`` as the loss of a model that is saved to an ``.h5`` file."""
    new, code = OLD_LOSS_TEXTS.get(str(node.value)), "K110"
    if new is None and is_loss and node.value in SHORT_LOSSES and not context.facts["native"] and is_saved_as_hdf5(context):
        new, code = SHORT_LOSSES[str(node.value)], "K155"
    seen = context.facts.setdefault("loss_texts", set())
    if new and id(node) not in seen and context.changed(node, code, "{!r} → {!r}".format(node.value, new)):
        seen.add(id(node))
        context.edits.replace_node(node, repr(new))


def _rewrite_optimizer_text(context: Context, node: ast.Constant) -> None:
    """``'adadelta'`` → the optimizer with the learning rate that it had, or that computes as it did."""
    old = {name.lower(): new for name, new in OLD_OPTIMIZERS.items()}.get(str(node.value).lower())
    if old is not None:
        if context.changed(node, "K147", "{!r} → {}".format(node.value, old)):
            context.edits.replace_node(node, helper(context, old) + "()")
        return
    cls = {name.lower(): name for name in OLD_DEFAULTS}.get(str(node.value).lower())
    if cls is not None and context.changed(node, "K133", "{!r} → {} with its old defaults".format(node.value, cls)):
        arguments = ", ".join("{}={}".format(*pair) for pair in OLD_DEFAULTS[cls].items())
        context.edits.replace_node(node, "{}({})".format(written(context, "keras.optimizers." + cls), arguments))


def _rewrite_own_loss(context: Context, node: ast.Call) -> None:
    """``self.add_loss(loss, inputs=x)`` of a layer: what it depends on is known from it."""
    names = ["losses", "inputs"][:len(node.args)]
    if (len(node.args) > 1 or any(each.arg == "inputs" for each in node.keywords)) and not context.facts["native"] \
            and context.changed(node, "K105", "inputs= has no effect"):
        context.edits.change(node, by_keyword(names, 1))
        context.edits.change(node, dropped("inputs"))


def _rewrite_add_loss(context: Context, node: ast.Call) -> None:
    """``model.add_loss(loss)`` of a functional model."""
    if len(node.args) != 1 or node.keywords:
        context.find(node, "K205", "Keras 3 has no add_loss of a functional model: add the loss in a layer")
    elif context.changed(node, "K148", "add_loss → add_loss_of_keras_2"):
        context.edits.change(node, as_function(helper(context, "add_loss_of_keras_2")))


def _rewrite_add_weight(context: Context, node: ast.Call) -> None:
    """``add_weight(name, shape, …)``: Keras 3 takes the shape first."""
    first = node.args[0] if node.args else None
    is_name = isinstance(first, (ast.Constant, ast.JoinedStr, ast.BinOp, ast.Call)) \
        or isinstance(first, ast.Name) and "name" in first.id
    if first is None or isinstance(first, ast.Starred) or isinstance(first, ast.Constant) and not isinstance(first.value, str):
        return
    if not is_name:
        if len(node.args) > 1:
            context.find(node, "K204", "Keras 3's add_weight takes (shape, initializer, …): give the arguments by name")
        return
    if context.changed(node, "K123", "add_weight: arguments by their names"):
        context.edits.change(node, by_keyword(_ADD_WEIGHT))


def _rewrite_gone(context: Context, node: ast.Call, method: ast.Attribute) -> None:
    if method.attr == "predict_proba" and is_model(context, method.value):
        if context.changed(node, "K127", "predict_proba → predict"):
            end = context.text.end(method)
            context.edits.replace(end - len("predict_proba"), end, "predict")
        return
    if method.attr == "predict_classes" and is_model(context, method.value):
        if context.changed(node, "K141", "predict_classes → predict_classes_of_keras_2"):
            context.edits.change(node, by_keyword(("x", "batch_size", "verbose"), 1))
            context.edits.change(node, as_function(helper(context, "predict_classes_of_keras_2")))
        return
    if method.attr == "reset_states":
        statement = context.statements[-1]
        if isinstance(statement, ast.Expr) and statement.value is node and is_model(context, method.value) \
                and context.changed(node, "K128", "reset_states of each stateful layer"):
            context.edits.replace_node(node, "[layer.reset_states() for layer in {}.layers if getattr(layer, 'stateful', "
                                             "False)]".format(context.text.of(method.value)))
        return
    if method.attr in ("predict_proba", "add_update", "add_metric") and not _is_certain(context, method):
        return
    context.find(node, "K205", "Keras 3 has no {}: {}".format(method.attr, GONE_METHODS[method.attr]))


def _is_certain(context: Context, method: ast.Attribute) -> bool:
    return method.attr != "predict_proba" and isinstance(method.value, ast.Name) and method.value.id == "self"


def rewrite_definition(context: Context, node: Any) -> None:
    """``def get_output_shape_for(self, input_shape)`` of a layer of Keras 1."""
    new = LAYER_METHODS.get(node.name)
    around = context.above[-1] if context.above else None
    if new is not None and isinstance(around, ast.ClassDef) \
            and not any(getattr(each, "name", "") == new for each in around.body) \
            and context.changed(node, "K130", "{} → {}".format(node.name, new)):
        place = context.text.bytes.index(node.name.encode(), context.text.start(node))
        context.edits.replace(place, place + len(node.name.encode()), new)


def rewrite_list_of_weights(context: Context, node: ast.Assign) -> None:
    """``self.trainable_weights = [self.w]``: Keras 3 lists the variables that are attributes by itself, and takes no list."""
    target = node.targets[0]
    if not (isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self"
            and target.attr in ("trainable_weights", "non_trainable_weights")):
        return
    around = next((each for each in reversed(context.above) if isinstance(each, ast.ClassDef)), None)
    known = _variables_of(context, around) if around is not None and target.attr == "trainable_weights" else set()
    parts = node.value.elts if isinstance(node.value, (ast.List, ast.Tuple)) else [None]
    if len(node.targets) > 1 or not all(isinstance(each, ast.Attribute) and each.attr in known for each in parts):
        context.find(node, "K205", "Keras 3 takes no list of {}: make each by add_weight(trainable=…)".format(target.attr))
    elif context.changed(node, "K146", "self.trainable_weights is left out: Keras 3 lists the variables itself"):
        context.edits.replace_node(node, "pass")


def _variables_of(context: Context, around: ast.ClassDef) -> Set[str]:
    """The attributes that a class gives variables, and nothing else."""
    made: Dict[str, bool] = {}
    for each in ast.walk(around):
        for target in each.targets if isinstance(each, ast.Assign) else ():
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self":
                call = each.value.func if isinstance(each, ast.Assign) and isinstance(each.value, ast.Call) else None
                is_variable = isinstance(call, ast.Attribute) and call.attr == "add_weight" \
                    or call is not None and backend_function(context, call) == "variable"
                made[target.attr] = made.get(target.attr, True) and is_variable
    return {name for name, is_variable in made.items() if is_variable}
