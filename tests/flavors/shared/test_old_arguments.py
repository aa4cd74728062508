"""Old arguments on what the installed Keras offers, without any Keras."""
import inspect
import pickle
import warnings

import pytest

from compat.api.names import lookup
from compat.api.rows import Name
from compat.era import Era
from compat.errors import ArgumentError
from compat.flavors.shared.old_arguments import constructor, served

HERE = __name__
PLOT = Name("plot", "function", "utils", ("keras.utils",), "(model, to_file='model.png', rankdir='TB')",
            "(model, to_file='model.png', show_shapes=False, rankdir='TB')")
LOGGER = Name("TensorBoard", "class", "callbacks", ("keras.callbacks",),
              "(log_dir='./logs', batch_size=32, write_grads=False, write_graph=True)")
RATE = lookup("keras.optimizers", "SGD")
GRU = lookup("keras.layers", "GRU")


def plot(model, to_file="graph.png", show_shapes=True, rankdir="TB"):
    """Draws."""
    return model, to_file, show_shapes, rankdir


class TensorBoard:
    def __init__(self, log_dir="logs", write_graph=True):
        self.given = (log_dir, write_graph)


class SGD:
    def __init__(self, learning_rate=0.1, momentum=0.0, nesterov=False, **kwargs):
        self.given = dict(kwargs, learning_rate=learning_rate, momentum=momentum, nesterov=nesterov)


old_plot = served(PLOT, plot, HERE)
OldTensorBoard = served(LOGGER, TensorBoard, HERE)


def test_an_argument_by_position_keeps_its_meaning():
    assert old_plot("m", "a.png", "LR") == ("m", "a.png", True, "LR")
    with Era("2.3.1"):
        assert old_plot("m", "a.png", False, "LR") == ("m", "a.png", False, "LR")


def test_an_old_default_holds_where_todays_differs():
    assert old_plot("m") == ("m", "model.png", True, "TB")


def test_an_argument_without_a_default_is_the_one_at_its_place():
    serialize = served(lookup("keras.regularizers", "serialize"), lambda instance: ("made of", instance), HERE)
    assert serialize("l2") == serialize(regularizer="l2") == ("made of", "l2")


def test_a_new_argument_is_handed_on():
    assert old_plot("m", show_shapes=False) == ("m", "model.png", False, "TB")


def test_an_argument_has_its_new_name():
    made = served(RATE, SGD, HERE)
    assert made(0.5, 0.9, 1e-6, True).given == {"learning_rate": 0.5, "momentum": 0.9, "decay": 1e-6, "nesterov": True}
    assert made().given["learning_rate"] == 0.01
    assert made(learning_rate=0.5).given["learning_rate"] == 0.5


def test_an_argument_without_a_counterpart_is_an_error_unless_it_has_its_default():
    assert OldTensorBoard("here", 32, False, False).given == ("here", False)
    with pytest.raises(ArgumentError, match="write_grads=True cannot be kept"):
        OldTensorBoard(write_grads=True)


def test_an_argument_without_effect_warns_at_the_callers_line():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        OldTensorBoard(batch_size=64)
    assert [(str(w.message).split(":")[0], w.filename) for w in caught] == [
        ("TensorBoard(batch_size=64) has no effect", __file__)]


@pytest.mark.parametrize("call", [
    lambda: old_plot("m", "a.png", "LR", 4),
    lambda: old_plot("m", model="n"),
    lambda: served(RATE, SGD, HERE)(lr=0.1, learning_rate=0.2),
])
def test_too_many_arguments_or_one_given_twice_are_an_error(call):
    with pytest.raises(ArgumentError):
        call()


def test_what_takes_the_old_arguments_is_served_itself():
    row = Name("plot", "function", "utils", ("keras.utils",), "(model, to_file='graph.png')")
    assert served(row, plot, HERE) is plot


def test_a_function_keeps_its_name_and_documentation_and_shows_the_old_signature():
    assert (old_plot.__name__, old_plot.__doc__) == ("plot", "Draws.")
    assert str(inspect.signature(old_plot)) == "(model, to_file='model.png', rankdir='TB')"


def test_a_class_makes_the_class_of_today_and_answers_for_it():
    assert type(OldTensorBoard()) is TensorBoard
    assert isinstance(TensorBoard(), OldTensorBoard) and issubclass(TensorBoard, OldTensorBoard)
    assert OldTensorBoard.__name__ == "TensorBoard"
    assert list(inspect.signature(OldTensorBoard).parameters) == ["log_dir", "batch_size", "write_grads", "write_graph"]
    assert pickle.loads(pickle.dumps(OldTensorBoard("there"))).given == ("there", True)


def test_a_subclass_calls_the_old_constructor():
    class Mine(OldTensorBoard):
        def __init__(self, folder):
            super().__init__(folder, 32, False, False)

    assert Mine("here").given == ("here", False)
    assert isinstance(Mine("here"), Mine) and not isinstance(TensorBoard(), Mine)
    assert str(inspect.signature(Mine)) == "(folder)"


def test_a_constructor_takes_positions_and_defaults_from_the_row():
    class Layer:
        def __init__(self, *args, **kwargs):
            super().__init__()
            self.given = kwargs

    Layer.__init__ = constructor(Layer, GRU)
    names = [p.name for p in inspect.signature(Layer).parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD]
    assert names.index("reset_after") == 22
    assert Layer(*range(len(names))).given == dict(zip(names, range(len(names))))
    assert Layer(3).given == {"units": 3, "recurrent_activation": "hard_sigmoid", "reset_after": False}
    with Era("2.15"):
        assert Layer(3).given == {"units": 3, "recurrent_activation": "sigmoid", "reset_after": True}


def test_the_name_of_keras_1_counts_as_given():
    class Layer:
        def __init__(self, units, recurrent_activation=None, **kwargs):
            self.given = dict(kwargs, recurrent_activation=recurrent_activation)

    Layer.__init__ = constructor(Layer, GRU)
    assert Layer(3, inner_activation="tanh").given["recurrent_activation"] is None
