"""Optimizers that programs derived from those of tf.keras 2.11 to 2.15, with the losses of tf.keras 2.15."""
import numpy as np
import pytest

import compat
from compat import tf
from compat.flavor import active
from compat.tf import keras

if active().name == "multibackend":
    pytest.skip("there is no tf.keras of TensorFlow 2", allow_module_level=True)

X = np.random.RandomState(0).normal(size=(10, 4)).astype("float32")
Y = X[:, :1] * 2


@pytest.fixture(autouse=True)
def era():
    with compat.Era("2.15"):
        yield


def _model():
    model = keras.Sequential([keras.layers.Dense(3, "tanh", input_dim=4), keras.layers.Dense(1)])
    random = np.random.RandomState(1)
    model.set_weights([random.normal(scale=0.2, size=each.shape).astype("float32") for each in model.get_weights()])
    return model


def _losses(optimizer, model=None):
    model = model or _model()
    model.compile(optimizer, "mse")
    return model.fit(X, Y, epochs=3, batch_size=4, shuffle=False, verbose=0).history["loss"]


class Momentum(keras.optimizers.Optimizer):
    def __init__(self, learning_rate=0.01, momentum=0.5, name="Momentum", **kwargs):
        super().__init__(name=name, **kwargs)
        self._learning_rate = self._build_learning_rate(learning_rate)
        self.momentum = momentum

    def build(self, var_list):
        super().build(var_list)
        if hasattr(self, "_built") and self._built:
            return
        self._built = True
        self.momenta = [self.add_variable_from_reference(model_variable=each, variable_name="m") for each in var_list]
        self.counts = [self.add_variable_from_reference(each, "count", shape=()) for each in var_list]
        self.first = [self.add_variable_from_reference(each, "first", initial_value=each) for each in var_list]

    def update_step(self, gradient, variable):
        rate = tf.cast(self.learning_rate, variable.dtype)
        place = self._index_dict[self._var_key(variable)]
        momentum = self.momenta[place]
        momentum.assign(self.momentum * momentum + gradient)
        self.counts[place].assign_add(tf.cast(self.iterations + 1, tf.float32))
        variable.assign_add(-rate * momentum)

    def get_config(self):
        rate = self._serialize_hyperparameter(self._learning_rate)
        return {**super().get_config(), "learning_rate": rate, "momentum": self.momentum}


@pytest.mark.parametrize(("options", "losses"), [
    ({}, [9.653, 2.497, 1.154]), ({"clipnorm": 0.5}, [10.53, 8.95, 7.094]), ({"weight_decay": 0.1}, [9.654, 2.523, 1.133]),
    ({"global_clipnorm": 0.3, "use_ema": True}, [10.69, 10.16, 9.581])])
def test_an_optimizer_is_derived_from_the_base_class(options, losses):
    model = _model()
    begun = model.get_weights()
    optimizer = Momentum(0.1, **options)
    np.testing.assert_allclose(_losses(optimizer, model), losses, rtol=5e-4)
    assert [float(np.array(each)) for each in map(keras.backend.get_value, optimizer.counts)] == [45.0] * 4
    np.testing.assert_allclose(keras.backend.get_value(optimizer.first[0]), begun[0])
    again = Momentum.from_config(optimizer.get_config())
    assert (again.momentum, again.name) == (0.5, "Momentum")
    assert float(keras.backend.get_value(again.learning_rate)) == pytest.approx(0.1)


def test_an_optimizer_of_a_program_takes_a_schedule():
    optimizer = Momentum(keras.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5))
    np.testing.assert_allclose(_losses(optimizer), [9.668, 4.675, 2.626], rtol=5e-4)
    assert float(keras.backend.get_value(optimizer.learning_rate)) == pytest.approx(0.00625)
    assert optimizer.get_config()["learning_rate"]["class_name"] == "ExponentialDecay"


def test_a_step_of_a_program_hands_on_to_that_of_keras():
    class Doubled(keras.optimizers.Adam):
        def update_step(self, gradient, variable):
            super().update_step(gradient * 2.0, variable)

    np.testing.assert_allclose(_losses(Doubled(0.05)), [10.4, 8.625, 7.021], rtol=5e-4)


def _centered(pairs):
    return [(gradient - tf.reduce_mean(gradient), variable) for gradient, variable in pairs]


def _by_applying(base):
    class Centered(base):
        def apply_gradients(self, grads_and_vars, *args, **kwargs):
            return super().apply_gradients(_centered(grads_and_vars), *args, **kwargs)

    return Centered


def _by_computing(base):
    class Centered(base):
        def compute_gradients(self, loss, var_list, tape=None):
            return _centered(super().compute_gradients(loss, var_list, tape))

        def _compute_gradients(self, loss, var_list, grad_loss=None, tape=None):
            return _centered(super()._compute_gradients(loss, var_list, grad_loss, tape))

    if not hasattr(base, "_compute_gradients") or base is keras.optimizers.SGD:
        del Centered._compute_gradients
    else:
        del Centered.compute_gradients
    return Centered


@pytest.mark.parametrize("base", [keras.optimizers.SGD, keras.optimizers.legacy.SGD], ids=["new", "legacy"])
@pytest.mark.parametrize(("derive", "loop"), [(_by_applying, 9.648), (_by_computing, 8.852)])
def test_a_program_changes_gradients_before_they_are_applied(base, derive, loop):
    optimizer = derive(base)
    np.testing.assert_allclose(_losses(optimizer(0.05)), [10.43, 8.496, 4.66], rtol=5e-4)
    assert _loop(lambda one, loss, tape, weights: one.minimize(loss, weights, tape=tape), optimizer(0.05)) == (
        pytest.approx(9.648, rel=5e-4))
    assert _loop(lambda one, loss, tape, weights: one.apply_gradients(zip(tape.gradient(loss, weights), weights)),
                 optimizer(0.05)) == pytest.approx(loop, rel=5e-4)


def _loop(step, optimizer):
    model = _model()
    for _ in range(3):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(X) - Y) ** 2)
        step(optimizer, loss, tape, model.trainable_variables)
    return float(keras.backend.get_value(loss))
