"""Gradients that programs of TensorFlow 1 gave to its operations: gradient reversal and guided backpropagation.

The numbers follow from the formulas; the tests run on real Keras 2.2.4 too.
"""
import itertools

import numpy as np
import pytest

from compat import tf
from compat.flavor import active
from compat.keras import backend as K
from compat.keras import layers as L
from compat.keras.models import Model, Sequential

pytestmark = pytest.mark.skipif(active().folder == "tf_keras" or active().version.startswith("2.3."),
                                reason="there TensorFlow 2 computes at once")
_numbers = itertools.count()


def registered(gradient):
    name = "OfAProgram{}".format(next(_numbers))
    tf.RegisterGradient(name)(gradient)
    return name


class Reversed(L.Layer):
    """The identity, whose gradient is reversed and halved."""

    def call(self, x, mask=None):
        name = registered(lambda operation, gradient: [tf.negative(gradient) * 0.5])
        with K.get_session().graph.gradient_override_map({"Identity": name}):
            return tf.identity(x)

    def compute_output_shape(self, input_shape):
        return input_shape


def test_a_gradient_is_reversed_on_its_way_back():
    model = Sequential([L.Dense(1, use_bias=False, kernel_initializer="ones", input_shape=(1,)), Reversed()])
    model.compile("sgd", "mse")
    x = np.array([[1.0], [2.0]])
    assert model.train_on_batch(x, 0 * x) == pytest.approx(2.5)
    assert np.sum(model.get_weights()[0]) == pytest.approx(1 + 0.01 * 0.5 * 5.0)


def test_the_gradient_of_layers_that_are_made_in_the_block():
    def guided(operation, gradient):
        return gradient * tf.cast(gradient > 0.0, "float32") * tf.cast(operation.inputs[0] > 0.0, "float32")

    def saliency():
        x = L.Input((3,))
        model = Model(x, L.Dense(3, activation="relu", kernel_initializer="identity")(x))
        return K.function([x], K.gradients(K.sum(model.output * K.constant([[1.0, -1.0, 1.0]])), x))

    data = np.array([[1.0, 1.0, -1.0]])
    with tf.get_default_graph().gradient_override_map({"Relu": registered(guided)}):
        of_block = saliency()
    assert np.allclose(of_block([data])[0], [[1, 0, 0]])
    assert np.allclose(saliency()([data])[0], [[1, -1, 0]])


def test_a_gradient_is_registered_once():
    name = registered(lambda operation, gradient: gradient)
    with pytest.raises(KeyError, match="Registering two gradient with name"):
        tf.RegisterGradient(name)(lambda operation, gradient: gradient)
