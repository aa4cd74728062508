"""Optimizers whose step depends on the number of steps, against their formulas in NumPy.

Real Keras 2.2.4 on TensorFlow 1 may read its count of steps before or after it is advanced, so that no numbers can be
recorded from it; those that do not count are compared with it in test_parity.py.
"""
import numpy as np
import pytest

from compat import keras
from compat.flavor import active

pytestmark = pytest.mark.skipif(active().name != "keras3", reason="these adapters are those of Keras 3")
X = np.random.RandomState(0).normal(size=(8, 3))
Y = np.random.RandomState(1).normal(size=(8, 2))
START = np.random.RandomState(2).uniform(-0.6, 0.6, size=(3, 2))
EPSILON = 1e-7


def losses_of(optimizer):
    model = keras.models.Sequential([keras.layers.Dense(2, use_bias=False, input_shape=(3,))])
    model.set_weights([START])
    model.compile(optimizer, "mse")
    return [model.train_on_batch(X, Y) for _ in range(5)]


def losses_by(step):
    """Losses of five steps of a NumPy rule: ``step(gradient, t)`` gives the change of the kernel."""
    kernel, losses = START.copy(), []
    for t in range(1, 6):
        error = X.dot(kernel) - Y
        losses.append(np.mean(error ** 2))
        kernel = kernel + step(2 * X.T.dot(error) / error.size, t)
    return losses


def adam(rate, amsgrad=False, decay=0.0):
    m, v, largest = np.zeros((3, 2)), np.zeros((3, 2)), np.zeros((3, 2))

    def step(gradient, t):
        m[:] = 0.9 * m + 0.1 * gradient
        v[:] = 0.999 * v + 0.001 * gradient ** 2
        largest[:] = np.maximum(largest, v)
        scale = rate / (1 + decay * (t - 1)) * np.sqrt(1 - 0.999 ** t) / (1 - 0.9 ** t)
        return -scale * m / (np.sqrt(largest if amsgrad else v) + EPSILON)

    return step


def adamax(rate):
    m, u = np.zeros((3, 2)), np.zeros((3, 2))

    def step(gradient, t):
        m[:] = 0.9 * m + 0.1 * gradient
        u[:] = np.maximum(0.999 * u, np.abs(gradient))
        return -rate / (1 - 0.9 ** t) * m / (u + EPSILON)

    return step


def nadam(rate):
    m, v, product = np.zeros((3, 2)), np.zeros((3, 2)), [1.0]

    def momentum(t):
        return 0.9 * (1 - 0.5 * 0.96 ** (t * 0.004))

    def step(gradient, t):
        product[0] *= momentum(t)
        m[:] = 0.9 * m + 0.1 * gradient
        v[:] = 0.999 * v + 0.001 * gradient ** 2
        now = (1 - momentum(t)) * gradient / (1 - product[0])
        ahead = momentum(t + 1) * m / (1 - product[0] * momentum(t + 1))
        return -rate * (now + ahead) / (np.sqrt(v / (1 - 0.999 ** t)) + EPSILON)

    return step


def decaying_sgd(rate, decay):
    return lambda gradient, t: -rate / (1 + decay * (t - 1)) * gradient


@pytest.mark.parametrize("optimizer, rule", [
    (lambda: keras.optimizers.Adam(lr=0.1), adam(0.1)),
    (lambda: keras.optimizers.Adam(0.1, amsgrad=True), adam(0.1, amsgrad=True)),
    (lambda: keras.optimizers.Adam(0.1, decay=0.1), adam(0.1, decay=0.1)),
    (lambda: keras.optimizers.Adamax(lr=0.1), adamax(0.1)),
    (lambda: keras.optimizers.Nadam(lr=0.1), nadam(0.1)),
    (lambda: "nadam", nadam(0.002)),
    (lambda: keras.optimizers.SGD(lr=0.1, decay=0.5), decaying_sgd(0.1, 0.5)),
])
def test_five_steps_follow_the_formula(optimizer, rule, monkeypatch):
    monkeypatch.setenv("COMPAT_FIRST_STEP", "1")
    assert np.allclose(losses_of(optimizer()), losses_by(rule), rtol=1e-5)


def test_the_learning_rate_is_a_variable_that_can_be_set():
    optimizer = keras.optimizers.SGD(lr=0.1)
    keras.backend.set_value(optimizer.lr, 0.5)
    assert float(keras.backend.get_value(optimizer.lr)) == 0.5


def test_a_configuration_has_the_old_keys():
    config = keras.optimizers.Adam(lr=0.5, clipnorm=1.0).get_config()
    assert {"lr", "decay", "beta_1", "epsilon", "amsgrad", "clipnorm"} <= set(config)
    assert keras.optimizers.Adam.from_config(config).global_clipnorm == 1.0
