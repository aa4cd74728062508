"""Generators: each batch is used once, and the next call goes on where the last one stopped, as in Keras 2."""
import numpy as np
import pytest

from compat.flavor import active
from compat.keras import backend as K
from compat.keras.callbacks import Callback
from compat.keras.layers import Dense, Input
from compat.keras.models import Model, Sequential
from compat.keras.utils import Sequence

pytestmark = pytest.mark.skipif(active().name != "keras3" and not active().version.startswith("2.2."),
                                reason="Keras 2.3 and tf.keras make a data set of a generator, which reads ahead")


def numbers(seen):
    """Batches of one row that holds its number."""
    number = 0.0
    while True:
        seen.append(number)
        yield np.full((1, 1), number), np.zeros((1, 1))
        number += 1.0


@pytest.fixture
def model():
    """One that gives its input, and never changes; its loss is the mean of what it was given."""
    made = Sequential([Dense(1, kernel_initializer="ones", input_dim=1)])
    made.compile("sgd", lambda target, output: K.mean(output, axis=-1))
    K.set_value(made.optimizer.lr, 0.0)
    return made


class Losses(Callback):
    def __init__(self):
        super().__init__()
        self.found = []

    def on_epoch_end(self, epoch, logs=None):
        self.found.append((float(logs["loss"]), float(logs["val_loss"])))


@pytest.mark.parametrize("validation_steps, expected", [(1, [0.0, 1.0, 2.0]), (3, [1.0, 4.0, 7.0])])
def test_training_and_validation_go_on_with_the_next_batch(model, validation_steps, expected):
    losses = Losses()
    model.fit_generator(numbers([]), steps_per_epoch=2, epochs=3, verbose=0, callbacks=[losses], workers=0,
                        validation_data=numbers([]), validation_steps=validation_steps)
    assert losses.found == list(zip([0.5, 2.5, 4.5], expected))


def test_each_call_goes_on_where_the_last_one_stopped(model):
    seen = []
    batches = numbers(seen)
    for first in (0.0, 2.0, 4.0):
        assert model.evaluate_generator(batches, steps=2, workers=0) == first + 0.5
    assert model.predict_generator(batches, steps=2, workers=0).ravel().tolist() == [6.0, 7.0]
    assert model.predict_generator(batches, steps=1, workers=0).ravel().tolist() == [8.0]
    history = model.fit_generator(batches, steps_per_epoch=3, epochs=1, verbose=0, workers=0)
    assert history.history["loss"] == [10.0] and seen == list(range(12))


class Counted(Sequence):
    """Two batches of one row; counts the ends of its epochs."""

    ends = 0

    def __len__(self):
        return 2

    def __getitem__(self, number):
        return np.ones((1, 1)), np.ones((1, 1))

    def on_epoch_end(self):
        self.ends += 1


def test_an_epoch_of_a_sequence_ends_once_and_only_in_training(model):
    batches = Counted()
    model.fit_generator(batches, epochs=3, verbose=0)
    ends = batches.ends
    assert ends in ((3,) if active().name == "keras3" else (2, 3))  # the thread of Keras 2 may not come to the last
    model.evaluate_generator(batches)
    model.predict_generator(batches)
    assert batches.ends == ends


class Lists(Sequence):
    """Batches of two inputs and two outputs, each a list."""

    def __len__(self):
        return 2

    def __getitem__(self, number):
        return [np.ones((2, 3)), np.ones((2, 2))], [np.ones((2, 1)), np.zeros((2, 1))]


def test_a_sequence_of_lists_trains_and_predicts():
    first, second = Input((3,)), Input((2,))
    model = Model([first, second], [Dense(1)(first), Dense(1)(second)])
    model.compile("sgd", "mse")
    history = model.fit_generator(Lists(), epochs=2, verbose=0, validation_data=Lists(), validation_steps=2)
    assert len(history.history["loss"]) == len(history.history["val_loss"]) == 2
    assert [each.shape for each in model.predict_generator(Lists(), steps=2)] == [(4, 1), (4, 1)]
    assert len(model.evaluate_generator(Lists(), steps=2)) == 3


@pytest.mark.parametrize("targets", [True, False], ids=["with targets", "without targets"])
def test_a_generator_of_lists_predicts(targets):
    def batches():
        while True:
            inputs, outputs = Lists()[0]
            yield (inputs, outputs) if targets else inputs

    first, second = Input((3,)), Input((2,))
    model = Model([first, second], [Dense(1)(first), Dense(1)(second)])
    assert [each.shape for each in model.predict_generator(batches(), steps=2)] == [(4, 1), (4, 1)]
