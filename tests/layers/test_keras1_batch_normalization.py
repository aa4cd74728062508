"""BatchNormalization of Keras 1 in modes 1 and 2, against NumPy written from its definition."""
import numpy as np
import pytest

from compat.errors import ConfigError
from compat.keras.layers import Input
from compat.keras.models import Model
from compat.layers import Keras1BatchNormalization

X = np.random.RandomState(0).uniform(-1, 1, (5, 3, 4)).astype("float32")


def predicted(**arguments):
    """What the layer gives for X with weights of its own, and its gamma and beta, shaped to multiply along its axis."""
    layer = Keras1BatchNormalization(**arguments)
    inputs = Input(shape=X.shape[1:])
    model = Model(inputs, layer(inputs))
    values = [np.linspace(0.5, 1.5, w.size).astype("float32") for w in model.get_weights()]
    model.set_weights(values)
    shape = [-1 if axis == layer.axis % X.ndim else 1 for axis in range(X.ndim)]
    return np.asarray(model.predict(X)), values[0].reshape(shape), values[1].reshape(shape)


def test_mode_1_normalises_each_vector_by_itself():
    found, gamma, beta = predicted(mode=1, epsilon=0.05)
    deviation = np.sqrt(X.var(-1, keepdims=True) + 0.05)
    expected = (X - X.mean(-1, keepdims=True)) / (deviation + 0.05) * gamma + beta
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("axis, others", [(-1, (0, 1)), (1, (0, 2))])
def test_mode_2_normalises_by_the_batch_in_prediction_too(axis, others):
    found, gamma, beta = predicted(mode=2, axis=axis, epsilon=0.05)
    deviation = np.sqrt(X.var(others, keepdims=True) + 0.05)
    expected = (X - X.mean(others, keepdims=True)) / deviation * gamma + beta
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


def test_mode_0_is_not_this_layer():
    with pytest.raises(ConfigError, match="mode=0"):
        Keras1BatchNormalization(mode=0)
