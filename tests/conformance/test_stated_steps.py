"""A ``Sequence`` with a stated number of steps: real Keras 2.2.4 and 2.3.1 run these tests too."""
import random

import numpy as np
import pytest

from compat.flavor import active
from compat.keras.callbacks import Callback
from compat.keras.layers import Dense
from compat.keras.models import Sequential
from compat.keras.utils import Sequence

pytestmark = pytest.mark.skipif(active().name not in ("keras3", "multibackend"),
                                reason="tf.keras begins each epoch with the first batch")


class Numbered(Sequence):
    """Four batches of one row; the loss of a batch is its number."""

    def __init__(self, batches=4):
        self.batches, self.ends, self.given = batches, 0, 0

    def __len__(self):
        return self.batches

    def __getitem__(self, number):
        self.given += 1
        return np.zeros((1, 1)), np.full((1, 1), float(number))

    def on_epoch_end(self):
        self.ends += 1


class Losses(Callback):
    def on_train_begin(self, logs=None):
        self.seen = []

    def on_batch_end(self, batch, logs=None):
        self.seen.append((batch, round(float(logs["loss"]))))


def test_stated_steps_go_round_a_sequence_and_on_from_epoch_to_epoch():
    model = Sequential([Dense(1, input_dim=1, use_bias=False, trainable=False)])
    model.compile("sgd", "mean_absolute_error")
    losses = Losses()
    model.fit_generator(Numbered(), steps_per_epoch=3, epochs=3, verbose=0, shuffle=False, callbacks=[losses])
    assert losses.seen == [(0, 0), (1, 1), (2, 2), (0, 3), (1, 0), (2, 1), (0, 2), (1, 3), (2, 0)]
    model.fit_generator(Numbered(), steps_per_epoch=6, epochs=2, verbose=0, shuffle=False, callbacks=[losses])
    assert [loss for _, loss in losses.seen] == [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]
    assert model.predict_generator(Numbered(), steps=6).shape == (6, 1)


@pytest.mark.skipif(active().version.startswith("2.3."), reason="Keras 2.3 gives the loss of the last batch")
def test_stated_steps_of_an_evaluation_go_round_a_sequence_too():
    model = Sequential([Dense(1, input_dim=1, use_bias=False, trainable=False)])
    model.compile("sgd", "mean_absolute_error")
    history = model.fit_generator(Numbered(), steps_per_epoch=1, epochs=2, verbose=0, shuffle=False,
                                  validation_data=Numbered(2), validation_steps=3).history
    np.testing.assert_allclose(history["val_loss"], [1 / 3, 2 / 3], rtol=1e-6)
    assert model.evaluate_generator(Numbered(), steps=6) == pytest.approx(7 / 6)


@pytest.mark.parametrize("steps, epochs, workers, expected", [
    (None, 2, 1, [0, 2, 3, 5, 4, 1, 2, 5, 3, 0, 4, 1]),
    (4, 3, 1, [0, 2, 3, 5, 4, 1, 2, 5, 3, 0, 4, 1]),
    (8, 1, 0, [0, 1, 2, 3, 4, 5, 0, 1]),
])
def test_the_batches_are_shuffled_each_time_and_by_the_seed_of_python(steps, epochs, workers, expected):
    model = Sequential([Dense(1, input_dim=1, use_bias=False, trainable=False)])
    model.compile("sgd", "mean_absolute_error")
    losses = Losses()
    random.seed(3)
    model.fit_generator(Numbered(6), steps, epochs, verbose=0, callbacks=[losses], workers=workers)
    seen = [loss for _, loss in losses.seen]
    assert seen == expected or active().version.startswith("2.3.") and seen[:6] == expected[:6]  # from there on it differs


def test_a_sequence_is_told_of_each_end_and_gives_each_batch_once():
    model = Sequential([Dense(1, input_dim=1, use_bias=False, trainable=False)])
    model.compile("sgd", "mean_absolute_error")
    batches = Numbered(2)
    model.fit_generator(batches, steps_per_epoch=3, epochs=2, verbose=0)
    if active().name == "keras3":  # the thread of Keras 2 may not come to the last, or come further
        assert batches.ends == 3 and batches.given == 6
