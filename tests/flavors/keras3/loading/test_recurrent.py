"""Recurrent layers and wrappers of old files on Keras 3; numbers are those that Keras 2.2.4 computes by its rules."""
import keras as keras3
import numpy as np
import pytest
from flavors.keras3.loading.parts import Pair

from compat import keras
from compat.era import Era
from compat.flavors.keras3.loading import assign, build
from compat.hub.custom_objects import CustomObjects

X = np.array([[[0.0], [0.0], [3.0], [0.0]], [[5.0], [0.0], [2.0], [0.0]], [[0.0]] * 4], "float32")
STATE = np.array([[7.0], [8.0], [9.0]], "float32")


def functional(*layers, inputs=("x", "h")):
    return {"class_name": "Functional", "config": {
        "name": "m", "layers": list(layers), "input_layers": [[name, 0, 0] for name in inputs],
        "output_layers": [["r", 0, 0]]}}


def layer(name, class_name, *sources, **config):
    return {"class_name": class_name, "name": name, "config": dict(config, name=name),
            "inbound_nodes": [[[source, 0, 0, {}] for source in sources]] if sources else []}


INPUTS = (layer("x", "InputLayer", batch_input_shape=[3, 4, 1]), layer("h", "InputLayer", batch_input_shape=[3, 1]),
          layer("m", "Masking", "x", mask_value=0.0))
LAST_INPUT = [np.ones((1, 1), "float32"), np.zeros((1, 1), "float32"), np.zeros(1, "float32")]  # h = x
PLAIN = {"units": 1, "activation": "linear"}


def built(model, weights, era="2.2.4"):
    found = build(model, CustomObjects({}, {}), Era(era), 1 << 20)
    assign(found, [Pair(("r",), *weights)])
    return found.model


@pytest.mark.parametrize("era, unroll, first, backwards", [
    ("2.2.4", False, STATE, False), ("2.2.4", False, STATE, True), ("2.2.4", True, 0 * STATE, False),
    ("2.3.1", False, 0 * STATE, False), ("2.3.1", False, 0 * STATE, True), ("2.15", False, 0 * STATE, False)])
def test_masked_steps_before_the_first_valid_one_give_what_the_keras_of_the_file_gave(tmp_path, era, unroll, first, backwards):
    recurrent = layer("r", "SimpleRNN", "m", "h", return_sequences=True, go_backwards=backwards, unroll=unroll, **PLAIN)
    model = built(functional(*INPUTS, recurrent), LAST_INPUT, era)
    (a,), (b,), (c,) = first
    forward = [[a, a, 3, 3], [5, 5, 2, 2], [c] * 4]
    expected = [[a, 3, 3, 3], [b, 2, 2, 5], [c] * 4] if backwards else forward
    np.testing.assert_allclose(model.predict([X, STATE], verbose=0)[..., 0], expected)
    model.save(str(tmp_path / "m.keras"))
    again = keras3.models.load_model(str(tmp_path / "m.keras"))
    np.testing.assert_allclose(again.predict([X, STATE], verbose=0)[..., 0], expected)


@pytest.mark.parametrize("class_name, gates", [("LSTM", 4), ("GRU", 3), ("SimpleRNN", 1)])
def test_a_wholly_masked_row_gives_the_initial_state(class_name, gates):
    initial = ["h", "h"] if class_name == "LSTM" else ["h"]
    model = built(functional(*INPUTS, layer("r", class_name, "m", *initial, **PLAIN)),
                  [np.zeros((1, gates), "float32")] * 2 + [np.zeros(gates, "float32")])
    np.testing.assert_allclose(model.predict([X, STATE], verbose=0)[2], STATE[2])


def test_a_stateful_layer_gives_the_state_of_the_last_batch_until_the_first_valid_step():
    recurrent = layer("r", "SimpleRNN", "m", return_sequences=True, stateful=True, **PLAIN)
    model = built(functional(INPUTS[0], INPUTS[2], recurrent, inputs=("x",)), LAST_INPUT)
    for expected in ([[0, 0, 3, 3], [5, 5, 2, 2], [0] * 4], [[3, 3, 3, 3], [5, 5, 2, 2], [0] * 4]):
        np.testing.assert_allclose(model.predict(X, verbose=0, batch_size=3)[..., 0], expected)


def test_both_halves_of_a_bidirectional_begin_with_their_states():
    half = {"class_name": "SimpleRNN", "config": dict(PLAIN, name="half", return_sequences=True)}
    model = built(functional(*INPUTS, layer("r", "Bidirectional", "m", "h", "h", layer=half, merge_mode="concat")),
                  LAST_INPUT * 2)
    forward, backward = [[7, 7, 3, 3], [5, 5, 2, 2], [9] * 4], [[3, 3, 3, 7], [5, 2, 2, 8], [9] * 4]
    np.testing.assert_allclose(model.predict([X, STATE], verbose=0), np.stack([forward, backward], axis=-1))


def test_the_mask_reaches_a_layer_of_old_code_that_is_given_its_initial_state():
    x, h = keras.layers.Input((4, 1)), keras.layers.Input((1,))
    recurrent = keras.layers.SimpleRNN(1, activation="linear", return_sequences=True)
    model = keras.models.Model([x, h], recurrent([keras.layers.Masking()(x), h]))
    recurrent.set_weights(LAST_INPUT)
    np.testing.assert_allclose(model.predict([X, STATE])[..., 0], [[7, 7, 3, 3], [5, 5, 2, 2], [9] * 4])


def test_a_bidirectional_of_a_layer_that_goes_backwards_goes_both_ways():
    half = {"class_name": "SimpleRNN", "config": dict(PLAIN, name="half", return_sequences=True, go_backwards=True)}
    model = built(functional(INPUTS[0], layer("r", "Bidirectional", "x", layer=half, merge_mode="concat"), inputs=("x",)),
                  [LAST_INPUT[0], LAST_INPUT[0], LAST_INPUT[2]] * 2)
    sums = np.concatenate([np.cumsum(X[:, ::-1], axis=1), np.cumsum(X, axis=1)[:, ::-1]], axis=-1)
    np.testing.assert_allclose(model.predict(X, verbose=0), sums)
