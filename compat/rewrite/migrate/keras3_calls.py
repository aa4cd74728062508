"""Calls of classes and functions of Keras: arguments under the names of Keras 3, old defaults that it changed written out."""
import ast
from typing import Any, Dict, List, Optional, Sequence

from compat.api.arguments import (
    ANY,
    DIM_ORDERINGS,
    KERAS1,
    KERAS1_DROPPED,
    KERAS1_IGNORED,
    KERAS1_METHODS,
    KERAS1_TUPLES,
    NEUTRAL,
    NEUTRAL_ANYWHERE,
)
from compat.api.classes import LAYERS
from compat.api.keras3 import CALLBACK_ARGUMENTS, KEPT_ARGUMENTS, RENAMED_ARGUMENTS
from compat.api.renamed import NEW_NAMES
from compat.era import LAST_TF_KERAS, Era
from compat.rewrite.migrate.arguments import added, as_argument_of, dropped, joined, joined_positions, renamed, with_value
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_embedding import rewrite_embedding
from compat.rewrite.migrate.keras3_files import rewrite_checkpoint, rewrite_opened, words_beside
from compat.rewrite.migrate.keras3_made import is_made_elsewhere
from compat.rewrite.migrate.keras3_merge import rewrite_merge
from compat.rewrite.migrate.keras3_metrics import rewrite_called_metric
from compat.rewrite.migrate.keras3_normalization import HELPER as _NORMALIZATION
from compat.rewrite.migrate.keras3_normalization import (
    normalizes_as_before,
    rewrite_activity_regularizer,
    rewrite_normalization,
)
from compat.rewrite.migrate.keras3_optimizers import rewrite_optimizer
from compat.rewrite.migrate.keras3_paths import keras3_path
from compat.rewrite.migrate.keras3_symbolic import is_symbolic
from compat.rewrite.migrate.keras3_units import make_integer
from compat.rewrite.migrate.names import helper, written

_HELPER = "hard_sigmoid_of_keras_2"
_SEQUENCES = ("LSTM", "GRU", "SimpleRNN", "Conv1D", "LocallyConnected1D")
_STATEFUL = ("LSTM", "GRU", "SimpleRNN")
_GATED = ("LSTM", "GRU", "LSTMCell", "GRUCell")


def era_of(context: Context, name: str) -> Era:
    """The Keras that code was written for which uses a name of the tables."""
    if context.facts["native"] and not context.options.era:
        return Era("3")
    return Era(context.options.era or (LAST_TF_KERAS if name.startswith("tf.") else "2.2.4"))


class Call:
    """A call of something of Keras, with what is known of it."""

    def __init__(self, context: Context, node: ast.Call, name: str, path: str) -> None:
        self.context = context
        self.node = node
        self.old = name.rpartition(".")[2]
        self.path = path
        self.name = path.rpartition(".")[2]
        self.hub = LAYERS.get(self.old, self.name)
        self.era = era_of(context, name)
        self.given: Dict[str, ast.expr] = {each.arg: each.value for each in node.keywords if each.arg}

    def rename(self, code: str, names: Dict[str, str]) -> None:
        """Give keywords that are there their new names."""
        there = {old: new for old, new in names.items() if old in self.given and new not in self.given and old != new}
        if there and self.context.changed(self.node, code, ", ".join("{}= → {}=".format(*pair) for pair in there.items())):
            self.context.edits.change(self.node, renamed(there))
            for old, new in there.items():
                self.given[new] = self.given.pop(old)

    def drop(self, code: str, names: Sequence[str]) -> None:
        there = [name for name in names if name in self.given]
        if there and self.context.changed(self.node, code, ", ".join(name + "=" for name in there) + " has no effect"):
            self.context.edits.change(self.node, dropped(*there))
            for name in there:
                del self.given[name]

    def add(self, code: str, name: str, value: str, place: int) -> None:
        """Write an argument out that is not given, nor by its place."""
        if name in self.given or len(self.node.args) > place or any(each.arg is None for each in self.node.keywords):
            return
        if self.context.changed(self.node, code, "{}={}".format(name, value)):
            self.context.edits.change(self.node, added(name, value))


def rewrite_constructor(context: Context, node: ast.Call) -> None:
    """Rewrite the arguments of a layer, an optimizer, a model, a callback …"""
    name = context.named(node.func)
    if name is None or not name.startswith(("keras.", "tf.keras.")):
        return
    if name == "keras.layers.merge":
        rewrite_merge(context, node)
        return
    path = keras3_path(name)
    if path is None:
        return
    call = Call(context, node, name, path)
    rewrite_called_metric(context, node, path)
    if call.name == "load_model":
        _register_what_was_saved(call)
        rewrite_opened(call)
    if path.startswith("keras.optimizers.") and call.name[:1].isupper():
        rewrite_optimizer(call)
    if call.era.behaviour("keras1_arguments"):
        _rewrite_keras1(call)
    call.rename("K104", dict(NEW_NAMES.get(call.name, {})))
    call.rename("K104", dict(RENAMED_ARGUMENTS.get(call.name, {})))
    if call.name == "Input" and "tensor" in call.given and not is_symbolic(context, call.given["tensor"]):
        context.find(node, "K204", "Keras 3 has no tensor= of Input, unless it is symbolic: give fit and predict the data")
    if path.startswith("keras.layers."):
        _rewrite_layer(call)
    elif path.startswith("keras.callbacks."):
        _rewrite_callback(call)


def _rewrite_keras1(call: Call) -> None:
    """Names of arguments of Keras 1, https://github.com/keras-team/keras/wiki/Keras-2.0-release-notes."""
    if call.name == "Model":
        call.rename("K103", dict(KERAS1_METHODS["Model"]))
        return
    table = KERAS1.get(call.hub)
    if table is None or not call.path.startswith("keras.layers."):
        return
    _rewrite_orderings(call)
    call.rename("K102", dict(table))
    for new, parts in KERAS1_TUPLES.get(call.hub, {}).items():
        if all(part in call.given for part in parts) and call.context.changed(
                call.node, "K102", "{} → {}".format(", ".join(parts), new)):
            call.context.edits.change(call.node, joined(new, parts))
    size = {"Conv2D": 2, "Conv2DTranspose": 2, "SeparableConv2D": 2, "Conv3D": 3}.get(call.hub, 0)
    if size and len(call.node.args) > size and (call.old.startswith(("Convolution", "AtrousConv", "Deconv"))
                                                or all(map(_is_integer, call.node.args[1:1 + size]))) \
            and call.context.changed(call.node, "K102", "nb_row, nb_col → kernel_size"):
        call.context.edits.change(call.node, joined_positions(1, 1 + size))
    if call.hub in _SEQUENCES and "input_dim" in call.given:
        _join_input(call)
    names = [*KERAS1_DROPPED.get(call.hub, ()), *KERAS1_IGNORED.get(call.hub, {})]
    call.drop("K102", [name for name in names if name not in ("input_dim", "input_length", "output_shape")])


def _is_integer(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int


def _rewrite_orderings(call: Call) -> None:
    ordering = call.given.get("dim_ordering")
    if ordering is None:
        return
    value = str(ordering.value) if isinstance(ordering, ast.Constant) else ""
    if value in DIM_ORDERINGS:
        call.context.edits.change(call.node, with_value("dim_ordering", repr(DIM_ORDERINGS[value])))
    else:
        call.context.find(call.node, "K204", "data_format is 'channels_first' for 'th' and 'channels_last' for 'tf'")


def _join_input(call: Call) -> None:
    """``input_dim=8, input_length=5`` of a layer over sequences → ``input_shape=(5, 8)``."""
    length = call.context.text.of(call.given["input_length"]) if "input_length" in call.given else "None"
    shape = "({}, {})".format(length, call.context.text.of(call.given["input_dim"]))
    if call.context.changed(call.node, "K102", "input_dim, input_length → input_shape"):
        call.context.edits.change(call.node, dropped("input_length", "input_dim"))
        call.context.edits.change(call.node, added("input_shape", shape))
        for name in ("input_dim", "input_length"):
            call.given.pop(name, None)


def _rewrite_layer(call: Call) -> None:
    _drop_neutral(call)
    if call.name == "Dense":
        make_integer(call.context, call.given.get("units", call.node.args[0] if call.node.args else None))
    if call.name == "Embedding":
        rewrite_embedding(call)
    if "batch_input_shape" in call.given:
        _rewrite_batch_shape(call, call.context.text.of(call.given["batch_input_shape"]), ("batch_input_shape",))
    elif "batch_size" in call.given and "input_shape" in call.given:
        text, shape, size = call.context.text, call.given["input_shape"], call.context.text.of(call.given["batch_size"])
        rest = ", ".join(map(text.of, shape.elts)) if isinstance(shape, ast.Tuple) else "*" + text.of(shape)
        _rewrite_batch_shape(call, "({}, {})".format(size, rest), ("batch_size", "input_shape"))
    _write_old_defaults(call)
    rewrite_normalization(call)
    rewrite_activity_regularizer(call)
    if "weights" in call.given and call.name != "Embedding" and call.context.changed(
            call.node, "K144", "weights= → with_weights_of_keras_2"):
        name = helper(call.context, "with_weights_of_keras_2")
        call.context.edits.change(call.node, as_argument_of(name, "weights"))
    if call.name in _STATEFUL:
        _rewrite_stateful(call)


def _rewrite_stateful(call: Call) -> None:
    """``LSTM(8, stateful=True)``, which Keras 3 does not train on torch, and whose states it does not keep on JAX."""
    context, given = call.context, call.given.get("stateful")
    around = context.above[-1] if context.above else None
    is_done = isinstance(around, ast.Call) and getattr(around.func, "id", "") == "stateful_of_keras_2"
    if given is None or not call.era.is_before("3") or isinstance(given, ast.Constant) and not given.value:
        return
    context.find(call.node, "K311", "on JAX, predict, evaluate and fit of Keras 3 leave the states as they were: run it on "
                                    "TensorFlow or torch, or take the state in and out yourself", "warning")
    if is_done:
        return
    if context.changed(call.node, "K156", "stateful= → stateful_of_keras_2"):
        context.edits.insert(context.text.start(call.node), helper(context, "stateful_of_keras_2") + "(")
        context.edits.insert(context.text.end(call.node), ")")


def _drop_neutral(call: Call) -> None:
    table: Dict[str, Any] = {**NEUTRAL_ANYWHERE, **NEUTRAL.get(call.hub, {})}
    gone: List[str] = []
    for name, value in table.items():
        if name not in call.given or name in KEPT_ARGUMENTS.get(call.name, ()) or name == "input_length":
            continue
        given = call.given[name]
        if value is ANY or isinstance(given, ast.Constant) and given.value == value:
            gone.append(name)
        else:
            call.context.find(call.node, "K204", "Keras 3 has no {}= of {}; without it means {!r}".format(
                name, call.name, value))
    call.drop("K105", gone)


def _rewrite_batch_shape(call: Call, shape: str, names: Sequence[str]) -> None:
    """``batch_input_shape=`` (or ``batch_size=`` beside ``input_shape=``) → an ``Input`` before the layer."""
    context, above = call.context, call.context.above
    parent = above[-1] if above else None
    statement = context.statements[-1] if context.statements else None
    if isinstance(parent, ast.List) and len(above) > 1 and isinstance(above[-2], ast.Call):
        if context.changed(call.node, "K106", "batch_input_shape= → Input"):
            context.edits.insert(context.text.start(call.node), "{}(batch_shape={}), ".format(
                written(context, "keras.Input"), shape))
            context.edits.change(call.node, dropped(*names))
    elif isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute) and parent.func.attr == "add" \
            and isinstance(statement, ast.Expr) and statement.value is parent and context.text.begins_its_line(statement) \
            and not is_made_elsewhere(context, parent.func.value):
        if context.changed(call.node, "K106", "batch_input_shape= → Input"):
            context.edits.insert_lines(context.text.line_start(statement), "{}{}({}(batch_shape={})){}".format(
                context.text.before(statement).decode("utf8"), context.text.of(parent.func), written(context, "keras.Input"),
                shape, context.text.newline))
            context.edits.change(call.node, dropped(*names))
    else:
        context.find(call.node, "K204", "Keras 3 has no batch_input_shape=: begin the model with keras.Input(batch_shape=…)")


def _write_old_defaults(call: Call) -> None:
    """What leaving an argument out meant, and what 'hard_sigmoid' meant, before Keras 3."""
    is_linear = call.era.behaviour("hard_sigmoid") == "linear"
    for name in ("activation", "recurrent_activation"):
        given = call.given.get(name)
        if given is None and name == "activation" and call.name == "Activation" and call.node.args:
            given = call.node.args[0]
        if isinstance(given, ast.Constant) and given.value == "hard_sigmoid" and is_linear \
                and call.context.changed(given, "K131", "'hard_sigmoid' → that of Keras 2"):
            call.context.edits.replace_node(given, helper(call.context, _HELPER))
    if call.old.startswith("CuDNN"):
        return
    row = "recurrent_activation" if call.name in _GATED else "convolutional_recurrent_activation" \
        if call.name == "ConvLSTM2D" else None
    if row and call.era.behaviour(row) == "hard_sigmoid" and "recurrent_activation" not in call.given \
            and call.context.options.wants("K131"):
        call.add("K131", "recurrent_activation", helper(call.context, _HELPER), 2 if row[0] == "r" else 99)
    if call.name in ("GRU", "GRUCell") and call.era.behaviour("gru_reset_after") is False:
        call.add("K132", "reset_after", "False", 99)


def _register_what_was_saved(call: Call) -> None:
    """A model that another migrated program saved may hold the hard_sigmoid or BatchNormalization that this one wrote out."""
    context = call.context
    words = words_beside(context)
    if call.era.behaviour("hard_sigmoid") == "linear" and _HELPER not in context.module.names \
            and words & {b"LSTM", b"GRU", b"hard_sigmoid"} \
            and context.changed(call.node, "K131", "what load_model may need is defined"):
        helper(context, _HELPER)
    if normalizes_as_before(context, call.era) and _NORMALIZATION not in context.module.names \
            and b"BatchNormalization" in words and context.changed(call.node, "K151", "what load_model may need is defined"):
        helper(context, _NORMALIZATION)


def _rewrite_callback(call: Call) -> None:
    if call.name == "ModelCheckpoint" and call.era.is_before("3"):
        rewrite_checkpoint(call)
    for name, (neutral, advice) in CALLBACK_ARGUMENTS.get(call.name, {}).items():
        given: Optional[ast.expr] = call.given.get(name)
        if given is None:
            continue
        if neutral is ANY or isinstance(given, ast.Constant) and given.value == neutral:
            call.drop("K105", [name])
        else:
            call.context.find(call.node, "K204", "Keras 3 has no {}= of {}: {}".format(name, call.name, advice))
