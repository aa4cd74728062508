"""``trainable`` of layers in layers, and which updates it stops, in Keras 1 to 2.3; real Keras 2.2.4 and 2.3.1 run these."""
import itertools

import numpy as np
import pytest

from compat.flavor import active
from compat.keras.layers import LSTM, RNN, BatchNormalization, Bidirectional, Dense, Input, LSTMCell, TimeDistributed
from compat.keras.models import Model, Sequential, load_model

pytestmark = pytest.mark.skipif(active().name in ("tf.keras", "tf_keras"), reason="tf.keras sets all flags inside")
IS_2_3 = active().name != "keras3" and active().version.startswith("2.3.")
FLAGS = list(itertools.product([False, True], repeat=2))


def two_layers():
    inputs = Input((4,))
    return Model(inputs, Dense(2, name="b")(Dense(3, name="a")(inputs)))


def flags(model):
    return [layer.trainable for layer in model.layers]


def test_a_model_that_is_frozen_leaves_the_flags_of_its_layers():
    model = two_layers()
    model.trainable = False
    assert flags(model) == [False, True, True] and not model.trainable_weights  # an input is never trained
    model.layers[1].trainable = False
    model.trainable = True
    assert flags(model) == [False, False, True] and len(model.trainable_weights) == 2


def test_a_model_that_is_thawed_keeps_the_frozen_layers_of_models_in_it():
    outer = Sequential([two_layers(), Dense(1)])
    outer.layers[0].layers[1].trainable = False
    outer.trainable = False
    assert not outer.trainable_weights and len(outer.non_trainable_weights) == 6
    outer.trainable = True
    assert len(outer.trainable_weights) == 4
    copy = Sequential.from_config(outer.get_config())
    assert len(copy.trainable_weights) == 4


def test_wrappers_have_the_flag_of_what_they_wrap():
    timed, halves = TimeDistributed(Dense(2)), Bidirectional(LSTM(2))
    model = Sequential([timed, halves])
    model.build((None, 3, 4))
    timed.trainable = halves.trainable = False
    assert not (timed.layer.trainable or halves.forward_layer.trainable or model.trainable_weights)
    timed.trainable = halves.trainable = True
    assert len(model.trainable_weights) == 8
    timed.layer.trainable = False
    assert len(model.trainable_weights) == 6 and not timed.trainable


def test_cells_keep_their_flags():
    layer = RNN([LSTMCell(2), LSTMCell(3)])
    model = Sequential([layer])
    model.build((None, 3, 4))
    layer.cell.cells[0].trainable = False
    layer.trainable = False
    assert not model.trainable_weights and layer.cell.cells[1].trainable
    layer.trainable = True
    assert len(model.trainable_weights) == 3


class Statistics:
    """A BatchNormalization in a model, and whether a training step moves its statistics."""

    def __init__(self):
        inputs = Input((4,))
        self.layer = BatchNormalization(momentum=0.5)
        self.model = Model(inputs, Dense(2)(self.layer(inputs)))
        self._rng = np.random.RandomState(0)

    def inside(self):
        inputs = Input((4,))
        return Model(inputs, Dense(1)(self.model(inputs)))

    def freeze(self, *trained):
        self.layer.trainable, self.model.trainable = trained

    def move_in(self, model):
        before = self.layer.get_weights()[2]
        model.train_on_batch(self._rng.rand(8, 4) + self._rng.rand() * 9, np.zeros((8, 1)))
        return bool(np.abs(self.layer.get_weights()[2] - before).max() > 1e-6)


@pytest.mark.parametrize("called", FLAGS)
@pytest.mark.parametrize("made", FLAGS)
def test_layers_of_inner_models_move_as_they_were_called(called, made):
    """Layers of an inner model: by their flags in its call, or in 2.3 in one of both; the inner model: by its present flag."""
    statistics = Statistics()
    statistics.freeze(*called)
    outer = statistics.inside()
    statistics.freeze(*made)
    outer.compile("sgd", "mse")
    assert statistics.move_in(outer) == ((called[0] or IS_2_3 and made[0]) and made[1])


@pytest.mark.filterwarnings("ignore:Discrepancy")
def test_the_first_step_settles_the_updates():
    statistics = Statistics()
    model = Model(statistics.model.input, Dense(1)(statistics.model.output))
    statistics.layer.trainable = False
    model.compile("sgd", "mse")
    statistics.layer.trainable = True  # after compile, before the first step
    assert statistics.move_in(model)
    statistics.layer.trainable = False
    assert statistics.move_in(model)
    model.compile("sgd", "mse")
    assert not statistics.move_in(model)
    statistics.layer.trainable = True
    assert not statistics.move_in(model)


def test_layers_of_a_model_under_time_distributed():
    statistics = Statistics()
    inputs = Input((3, 4))
    outer = Model(inputs, TimeDistributed(statistics.model)(inputs))
    statistics.layer.trainable = False
    outer.compile("sgd", "mse")
    before = statistics.layer.get_weights()[2]
    outer.train_on_batch(np.ones((2, 3, 4)), np.zeros((2, 3, 2)))
    assert np.abs(statistics.layer.get_weights()[2] - before).max() > 0.1


@pytest.mark.skipif(IS_2_3, reason="the average of 2.3 is not corrected for its start")
def test_two_models_have_averages_of_their_own():
    """TensorFlow corrects the average of each call for its start: the first batch of either model replaces it."""
    statistics = Statistics()
    one, other = statistics.inside(), statistics.inside()
    for model in (one, other):
        model.compile("sgd", "mse")
    zeros = np.zeros((8, 1))
    for model, batches, expected in ((one, (2, 4), 10 / 3), (other, (8,), 8), (one, (2,), 18 / 7), (other, (2,), 4)):
        for mean in batches:
            model.train_on_batch(np.full((8, 4), mean) + np.linspace(-1, 1, 8)[:, None], zeros)
        np.testing.assert_allclose(statistics.layer.get_weights()[2], np.full(4, expected), rtol=1e-4)


@pytest.mark.skipif(IS_2_3, reason="the average of 2.3 is not corrected for its start")
def test_a_model_called_twice_has_the_average_of_one_call():
    statistics = Statistics()
    left, right = Input((4,)), Input((4,))
    model = Model([left, right], [statistics.model(left), statistics.model(right)])
    model.compile("sgd", "mse")
    for _ in range(2):
        model.train_on_batch([np.zeros((8, 4)) + np.linspace(-1, 1, 8)[:, None], np.full((8, 4), 6.0)], [np.zeros((8, 2))] * 2)
        found = statistics.layer.get_weights()[2]
        assert np.allclose(found, 0, atol=1e-4) or np.allclose(found, 6, atol=1e-4)  # TensorFlow 1 does not say whose


@pytest.mark.skipif(active().name != "keras3", reason="real Keras 2 forgets in a file that an inner model is frozen")
def test_a_file_keeps_a_frozen_inner_model(tmp_path):
    outer = Sequential([two_layers(), Dense(1)])
    outer.layers[0].trainable = False
    outer.compile("sgd", "mse")
    outer.save(str(tmp_path / "m.h5"))
    opened = load_model(str(tmp_path / "m.h5"))
    assert len(opened.trainable_weights) == 2 and flags(opened.layers[0])[1:] == [True, True]
    opened.layers[0].trainable = True
    assert len(opened.trainable_weights) == 6


@pytest.mark.skipif(active().name != "keras3", reason="files of Keras 3")
@pytest.mark.parametrize("ending", ["h5", "keras"])
def test_a_layer_that_two_models_trained_is_saved(tmp_path, ending):
    statistics = Statistics()
    models = [statistics.inside(), statistics.inside()]
    for model in models:
        model.compile("sgd", "mse")
        assert statistics.move_in(model)
    path, x = str(tmp_path / ("m." + ending)), np.ones((2, 4))
    models[1].save(path)
    np.testing.assert_allclose(load_model(path).predict(x), models[1].predict(x), rtol=1e-5)
    assert len(statistics.layer.get_weights()) == len(statistics.layer.weights) == 4
