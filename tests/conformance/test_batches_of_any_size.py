"""Generators and ``Sequence`` objects whose batches vary in length train, whatever sizes the first batches share."""
import numpy as np
import pytest

import compat
from compat.flavor import active
from compat.tf import keras

pytestmark = pytest.mark.skipif(active().name == "multibackend", reason="there is no tf.keras of TensorFlow 2")
LENGTHS = (5, 5, 7, 4)


@pytest.fixture(autouse=True)
def era():
    with compat.Era("2.15"):
        yield


def batch(number):
    steps = LENGTHS[number % len(LENGTHS)]
    return np.full((2, steps, 3), number, "float32"), np.ones((2, steps, 1), "float32")


def endless():
    number = 0
    while True:
        yield batch(number)
        number += 1


class Batches(keras.utils.Sequence):
    def __len__(self):
        return len(LENGTHS)

    def __getitem__(self, number):
        return batch(number)


def model():
    made = keras.Sequential([keras.layers.Dense(1, kernel_initializer="ones", input_shape=(None, 3))])
    made.compile("sgd", "mae")
    keras.backend.set_value(made.optimizer.learning_rate, 0.0)
    return made


@pytest.mark.parametrize("data", [endless, Batches], ids=["generator", "sequence"])
def test_later_batches_may_be_longer_or_shorter_than_the_first_two(data):
    made = model()
    history = made.fit(data(), steps_per_epoch=4, validation_data=data(), validation_steps=4, shuffle=False, verbose=0)
    expected = np.mean([1.0, 2.0, 5.0, 8.0])
    np.testing.assert_allclose(history.history["loss"], expected, rtol=1e-5)
    np.testing.assert_allclose(history.history["val_loss"], expected, rtol=1e-5)
    np.testing.assert_allclose(made.evaluate(data(), steps=4, verbose=0), expected, rtol=1e-5)


def test_inputs_by_name_may_vary_in_length_too():
    first, second = keras.Input((None, 3), name="first"), keras.Input((2,), name="second")
    pooled = keras.layers.GlobalAveragePooling1D()(keras.layers.Dense(2)(first))
    made = keras.Model([first, second], keras.layers.add([pooled, second], name="out"))
    made.compile("sgd", "mse")

    def batches():
        for number in range(4):
            yield {"first": batch(number)[0], "second": np.ones((2, 2))}, {"out": np.zeros((2, 2))}

    assert np.isfinite(made.fit(batches(), steps_per_epoch=4, verbose=0).history["loss"][0])
