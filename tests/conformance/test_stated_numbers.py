"""Numbers as programs state them: those of NumPy, fractions of steps, data of Python objects. Real Keras 2 runs these too."""
import numpy as np
import pytest

from compat.flavor import active
from compat.keras import layers
from compat.keras.models import Sequential

IS_TF_KERAS = active().name in ("tf.keras", "tf_keras")
X = np.arange(40.0).reshape(10, 4) / 40
Y = np.arange(10.0)[:, None]


def model():
    made = Sequential([layers.Dense(1, kernel_initializer="ones", input_dim=4)])
    made.compile("sgd", "mse")
    return made


def batches(seen=()):
    number = 0
    while True:
        yield X[number % 5 * 2:][:2], Y[number % 5 * 2:][:2]
        number += 1


def test_numbers_of_numpy_are_sizes_and_epochs():
    one, other = model(), model()
    one.fit(X, Y, batch_size=4, epochs=2, shuffle=False, verbose=0)
    other.fit(X, Y, batch_size=np.int64(4), epochs=np.int64(2), shuffle=False, verbose=0)
    np.testing.assert_array_equal(one.get_weights()[0], other.get_weights()[0])
    expected = one.evaluate(X, Y, verbose=0)
    np.testing.assert_allclose(other.evaluate(X, Y, batch_size=np.int32(3), verbose=0), expected, rtol=1e-6)
    assert other.predict(X, batch_size=np.int64(3)).shape == (10, 1)


@pytest.mark.skipif(IS_TF_KERAS, reason="tf.keras reads ahead of a validation by a generator")
@pytest.mark.parametrize("steps", [10 / 4, np.ceil(10 / 4), np.float32(2.5)])
def test_fractions_of_steps_are_a_step(steps):
    one, other = model(), model()
    given = {"epochs": 2, "verbose": 0, "validation_data": batches()}
    expected = one.fit_generator(batches(), steps_per_epoch=3, validation_steps=3, **given).history
    given["validation_data"] = batches()
    found = other.fit_generator(batches(), steps_per_epoch=steps, validation_steps=steps, **given).history
    for key in ("loss", "val_loss"):
        np.testing.assert_allclose(found[key], expected[key], rtol=1e-6)
    np.testing.assert_allclose(other.evaluate_generator(batches(), steps=steps), one.evaluate_generator(batches(), steps=3))
    assert other.predict_generator(batches(), steps=steps).shape == (6, 1)


@pytest.mark.skipif(IS_TF_KERAS, reason="tf.keras refuses arrays of objects")
def test_objects_and_texts_are_numbers():
    made = model()
    expected = made.predict(X)
    for kind in (object, str):
        np.testing.assert_allclose(made.predict(X.astype(kind)), expected, rtol=1e-6)
        found = made.evaluate(X.astype(kind), Y.astype(kind), verbose=0)
        np.testing.assert_allclose(found, made.evaluate(X, Y, verbose=0), rtol=1e-6)
    made.train_on_batch(X.astype(object), Y.astype(object))
    made.fit(X.astype(object), Y.astype(object), verbose=0)
    with pytest.raises(ValueError, match="could not convert string to float"):
        made.predict(np.array([["a", 1, 2, 3]], dtype=object))


@pytest.mark.skipif(IS_TF_KERAS, reason="tf.keras refuses some of them")
def test_arguments_of_layers_are_numbers_of_numpy():
    size = np.int64(2)
    made = Sequential([
        layers.Conv2D(size, (np.int64(3), 3), strides=np.array([2, 2]), input_shape=(9, 9, np.int64(1))), layers.Flatten(),
        layers.RepeatVector(size), layers.Dropout(np.float32(0.5)), layers.Dense(size)])
    assert made.output_shape == (None, 2, 2)
    assert Sequential([layers.LSTM(3, input_shape=np.array([5, 4]))]).output_shape == (None, 3)
    assert '"n": 2' in made.to_json()
