"""Layers that derive by their own inputs, as Keras 1 to 2.3 on TensorFlow 1 had it; the real Keras 2.2.4 runs this too."""
import numpy as np
import pytest

from compat import tf
from compat.errors import UnsupportedError
from compat.flavor import active
from compat.keras import backend as K
from compat.keras.layers import Dense, Input, Lambda, Layer
from compat.keras.models import Model

pytestmark = pytest.mark.skipif(active().folder == "tf_keras" or active().version.startswith("2.3."),
                                reason="there TensorFlow 2 computes at once")

KERNEL, LAST = np.array([[0.5, -1.0], [0.25, 2.0]]), np.array([[1.5], [-0.5]])
X = np.array([[1.0, -2.0], [0.5, 0.25]])


class NormOfGradient(Layer):
    """The norm of the gradient of its first input by its second."""

    def call(self, inputs, mask=None):
        target, by = inputs
        gradient, = K.gradients(target, [by])
        return K.sqrt(K.sum(K.square(gradient), axis=1, keepdims=True))

    def compute_output_shape(self, input_shape):
        return (input_shape[1][0], 1)


class Backward(Layer):
    """Takes a gradient from ``outputs`` back to ``inputs``, which are taken for independent of what they come from."""

    def call(self, tensors, mask=None):
        inputs, outputs, gradient = tensors
        return tf.gradients([outputs], [inputs], grad_ys=[gradient], stop_gradients=[inputs])

    def compute_output_shape(self, input_shape):
        return [input_shape[0]]


def network():
    x = Input((2,))
    hidden = Dense(2, activation="tanh", use_bias=False)(x)
    output = Dense(1, use_bias=False)(hidden)
    model = Model(x, output)
    model.set_weights([KERNEL, LAST])
    return x, hidden, output, model


def gradient_of_output():
    return (1 - np.tanh(X @ KERNEL) ** 2) * LAST.T @ KERNEL.T


def test_the_norm_of_a_gradient_is_a_layer():
    x, _, output, _ = network()
    model = Model(x, NormOfGradient(name="norm")([output, x]))
    assert "norm" in [layer.name for layer in model.layers]
    expected = np.linalg.norm(gradient_of_output(), axis=1, keepdims=True)
    np.testing.assert_allclose(model.predict(X), expected, rtol=1e-5)


def test_a_model_trains_on_the_norm_of_a_gradient():
    x, _, output, _ = network()
    model = Model(x, NormOfGradient()([output, x]))
    model.compile("sgd", "mse")
    expected = np.mean(np.linalg.norm(gradient_of_output(), axis=1) ** 2)
    assert model.train_on_batch(X, np.zeros((2, 1))) == pytest.approx(expected, rel=1e-5)
    assert np.mean(model.predict(X) ** 2) < expected * 0.99


def test_a_lambda_derives_by_its_inputs():
    x, _, output, _ = network()
    found = Lambda(lambda tensors: K.gradients(tensors[0], [tensors[1]])[0], output_shape=(2,))([output, x])
    np.testing.assert_allclose(Model(x, found).predict(X), gradient_of_output(), rtol=1e-5)


def test_a_gradient_is_taken_back_layer_by_layer():
    x, hidden, output, _ = network()
    back = Backward()([hidden, output, output])
    back = Backward()([x, hidden, back[0] if isinstance(back, list) else back])
    np.testing.assert_allclose(Model(x, back).predict(X), gradient_of_output() * (np.tanh(X @ KERNEL) @ LAST), rtol=1e-5)


def test_a_layer_that_is_called_twice_derives_by_the_inputs_of_each_call():
    x, _, output, _ = network()
    norm = NormOfGradient()
    twice = Lambda(lambda tensor: tensor * 2.0)(output)
    model = Model(x, [norm([output, x]), norm([twice, x])])
    first, second = model.predict(X)
    np.testing.assert_allclose(second, first * 2.0, rtol=1e-5)


@pytest.mark.skipif(active().name != "keras3", reason="Keras 2 fails where it takes None for a tensor")
def test_its_shape_is_not_known_without_a_model():
    layer = Lambda(lambda tensors: K.gradients(tensors[0], [tensors[1]])[0])
    with pytest.raises(UnsupportedError, match="derives by its inputs"):
        layer.compute_output_shape([(None, 1), (None, 2)])
