"""Dropout of gated cells, with the numbers of real Keras 2.2.4 where each mask is one constant: 0.75, 1, 1.25 …"""
import numpy
import pytest

pytest.importorskip("compat.flavors.keras3")

import keras

from compat.era import Era
from compat.keras.layers import GRU, LSTM

SEQUENCES = (numpy.arange(24).reshape(2, 3, 4) / 24).astype("float32")

#: Layer, implementation, dropout, dropout of the states → the last output of each sequence of real Keras 2.2.4.
OF_2_2_4 = [
    (GRU, 1, 0.5, 0.0, [0.43801549, 0.16133210]),
    (GRU, 1, 0.0, 0.5, [0.36892456, 0.04890126]),
    (GRU, 1, 0.5, 0.5, [0.38794440, 0.16133210]),
    (GRU, 2, 0.5, 0.0, [0.37542561, 0.15325032]),
    (GRU, 2, 0.0, 0.5, [0.28428742, 0.02750696]),
    (LSTM, 1, 0.5, 0.0, [0.93192691, 0.99307835]),
    (LSTM, 1, 0.0, 0.5, [0.92544055, 0.99430162]),
    (LSTM, 1, 0.5, 0.5, [0.94669694, 0.99307960]),
    (LSTM, 2, 0.5, 0.0, [0.75278759, 0.99231762]),
    (LSTM, 2, 0.0, 0.5, [0.86417663, 0.99429440]),
]


@pytest.fixture
def counting_dropout(monkeypatch):
    """Masks are 0.75, 1, 1.25 … in the order in which they are drawn, none random."""
    drawn = []

    def dropout(inputs, rate, **kwargs):
        drawn.append(rate)
        return inputs * (0.5 + 0.25 * len(drawn))

    monkeypatch.setattr(keras.src.backend.random, "dropout", dropout)
    return drawn


def last_output(cls, **kwargs):
    layer = cls(2, kernel_initializer="ones", recurrent_initializer="ones", input_shape=(3, 4), **kwargs)
    return keras.ops.convert_to_numpy(layer(keras.ops.convert_to_tensor(SEQUENCES), training=True))[:, 0]


@pytest.mark.parametrize(("cls", "implementation", "dropout", "recurrent_dropout", "expected"), OF_2_2_4)
def test_masks_of_gates(cls, implementation, dropout, recurrent_dropout, expected, counting_dropout):
    found = last_output(cls, implementation=implementation, dropout=dropout, recurrent_dropout=recurrent_dropout)
    numpy.testing.assert_allclose(found, expected, rtol=1e-5)


def test_dropped_states_give_tf_keras_a_mask_for_each_gate(counting_dropout):
    with Era("2.15"):
        assert GRU(2, recurrent_dropout=0.5, implementation=2).cell.implementation == 1
        last_output(LSTM, recurrent_dropout=0.5)
    assert len(counting_dropout) == 4


@pytest.mark.parametrize("cls", [GRU, LSTM])
def test_each_sequence_has_its_own_mask(cls):
    keras.utils.set_random_seed(1)
    layer = cls(3, dropout=0.5, recurrent_activation="sigmoid")  # the gates of no sequence are 0
    found = keras.ops.convert_to_numpy(layer(keras.ops.ones((6, 2, 16)), training=True))
    assert len({row.tobytes() for row in found}) == 6
