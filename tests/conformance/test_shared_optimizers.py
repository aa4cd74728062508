"""One optimizer for several models, or for one that is compiled again, as real Keras 2.2.4 has it; it runs these tests too."""
import numpy as np
import pytest

from compat.flavor import active
from compat.keras import backend as K
from compat.keras import optimizers
from compat.keras.layers import Dense, Input
from compat.keras.models import Model, Sequential

pytestmark = pytest.mark.skipif(active().name != "keras3" and not active().version.startswith("2.2."),
                                reason="tf.keras 2 keeps the slots of each parameter in one optimizer")
X = np.linspace(-1.0, 1.0, 12).reshape(4, 3).astype("float32")
Y = np.linspace(0.0, 1.0, 8).reshape(4, 2).astype("float32")


def model(optimizer, units=2, **kwargs):
    made = Sequential([Dense(units, input_dim=3, kernel_initializer="ones", **kwargs)])
    made.compile(optimizer, "mse")
    return made


def kernel(model):
    return model.get_weights()[0].ravel()


def test_models_share_the_count_of_steps_and_the_rate_and_no_slots():
    shared = optimizers.Adam(0.1)
    one, other = model(shared), model(shared, units=1)
    one.train_on_batch(X, Y)
    before = kernel(one)
    other.train_on_batch(X, Y[:, :1])
    np.testing.assert_allclose(kernel(one), before)
    if active().name == "keras3":  # TensorFlow 1 counts the step before or after it reads the count, most often before
        np.testing.assert_allclose(kernel(other), 1 - 0.1 * 0.1 / (1 - 0.9 ** 3) * (1 - 0.999 ** 3) ** 0.5 / 0.001 ** 0.5,
                                   rtol=1e-5)
    assert K.get_value(shared.iterations) == 2 == K.get_value(other.optimizer.iterations)
    K.set_value(shared.lr, 0.0)
    frozen = kernel(other)
    other.train_on_batch(X, Y[:, :1])
    np.testing.assert_allclose(kernel(other), frozen)


def test_a_model_that_is_compiled_again_begins_new_slots():
    optimizer = optimizers.SGD(0.1, momentum=0.9)
    made = model(optimizer)
    for _ in range(3):
        made.train_on_batch(X, Y)
    made.compile(optimizer, "mse")
    made.set_weights([np.ones((3, 2)), np.zeros(2)])
    made.train_on_batch(X, Y)
    fresh = model(optimizers.SGD(0.1, momentum=0.9))
    fresh.train_on_batch(X, Y)
    np.testing.assert_allclose(kernel(made), kernel(fresh), rtol=1e-5)
    assert K.get_value(optimizer.iterations) == 4


def test_constraints_of_a_second_model_hold():
    shared = optimizers.RMSprop()
    model(shared).train_on_batch(X, Y)
    second = model(shared, kernel_constraint=lambda w: 0.0 * w + 3.0)
    second.train_on_batch(X, Y)
    assert kernel(second).tolist() == [3.0] * 6


def test_an_adversarial_network_with_one_optimizer():
    shared = optimizers.Adam(0.01)
    critic = model(shared)
    critic.trainable = False
    z = Input((3,))
    whole = Model(z, critic(Dense(3, kernel_initializer="ones")(z)))
    whole.compile(shared, "mse")
    of_critic = kernel(critic)
    whole.train_on_batch(X, Y)
    np.testing.assert_allclose(kernel(critic), of_critic)
    critic.train_on_batch(X, Y)
    assert np.abs(kernel(critic) - of_critic).max() > 1e-3
    whole.train_on_batch(X, Y)
    assert K.get_value(shared.iterations) == 3


class Own(optimizers.Optimizer):
    """One that describes its updates, with a slot for each parameter."""

    def __init__(self, rate):
        super().__init__()
        self.iterations = K.variable(0, dtype="int64", name="iterations")
        self.rate = K.variable(rate, name="rate")

    def get_updates(self, loss, params):
        gradients = self.get_gradients(loss, params)
        slots = [K.zeros(K.int_shape(each)) for each in params]
        self.weights = [self.iterations] + slots
        self.updates = [K.update_add(self.iterations, 1)]
        for parameter, gradient, slot in zip(params, gradients, slots):
            moved = 0.5 * slot + gradient
            self.updates += [K.update(slot, moved), K.update(parameter, parameter - self.rate * moved)]
        return self.updates

    def get_config(self):
        return {"rate": float(K.get_value(self.rate))}


def test_an_optimizer_of_the_program_serves_several_models():
    shared = Own(0.1)
    one, other = model(shared), model(shared, units=1)
    one.train_on_batch(X, Y)
    other.train_on_batch(X, Y[:, :1])
    alone = model(Own(0.1), units=1)
    alone.train_on_batch(X, Y[:, :1])
    np.testing.assert_allclose(kernel(other), kernel(alone), rtol=1e-5)
    assert K.get_value(shared.iterations) == 2
