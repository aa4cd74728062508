"""A model without trainable weights is compiled and trained, as in every Keras 1 and 2; no weight changes."""
import numpy as np
import pytest

from compat.keras import layers
from compat.keras.models import Sequential
from compat.layers import DecayingDropout

pytestmark = pytest.mark.filterwarnings("ignore:The model does not have any trainable weights")
X = np.ones((4, 3))


@pytest.mark.parametrize("optimizer", ["sgd", "rmsprop", "adam"])
def test_a_layer_without_weights_trains(optimizer):
    model = Sequential([layers.Activation("relu", input_shape=(3,))])
    model.compile(optimizer, "mse")
    assert model.train_on_batch(X, X * 2) == 1.0
    assert model.fit(X, X * 2, verbose=0).history["loss"] == [1.0]


def test_a_counter_of_decaying_dropout_is_advanced():
    model = Sequential([DecayingDropout(decay_rate=1.0, input_shape=(3,))])
    model.compile("sgd", "mse")
    assert model.fit(X, X * 2, batch_size=2, epochs=2, verbose=0).history["loss"] == [1.0, 1.0]
    assert model.get_weights()[0].tolist() == [4.0]


def test_frozen_layers_train_once_they_are_thawed_and_compiled_again():
    dense = layers.Dense(3, kernel_initializer="ones", use_bias=False, trainable=False, input_shape=(3,))
    model = Sequential([dense])
    model.compile("sgd", "mse")
    assert model.fit(X, X, verbose=0).history["loss"] == [4.0]
    assert model.get_weights()[0].tolist() == np.ones((3, 3)).tolist()
    dense.trainable = True
    model.compile("sgd", "mse")
    model.train_on_batch(X, X)
    np.testing.assert_allclose(model.get_weights()[0], np.full((3, 3), 1 - 0.01 * 4 / 3), atol=1e-6)


class Extractor(layers.Layer):
    """Makes its layers when it is built, as a layer around a published network does."""

    def build(self, input_shape):
        self.inner = layers.Dense(3, kernel_initializer="ones")
        self.inner.build(input_shape)
        super().build(input_shape)

    def call(self, inputs):
        return self.inner(inputs)

    def compute_output_shape(self, input_shape):
        return input_shape


def test_what_a_frozen_layer_makes_later_is_not_trained():
    model = Sequential([Extractor(trainable=False, input_shape=(3,)), layers.Dense(1, kernel_initializer="ones")])
    model.compile("sgd", "mse")
    assert [tuple(weight.shape) for weight in model.trainable_weights] == [(3, 1), (1,)]
    model.train_on_batch(X, X[:, :1])
    inner, head = model.layers[0].inner.get_weights()[0], model.layers[1].get_weights()[0]
    assert inner.tolist() == np.ones((3, 3)).tolist() and head.max() < 1.0
