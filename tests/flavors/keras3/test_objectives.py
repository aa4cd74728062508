"""Losses and metrics that layers and models add themselves: what Keras 2.2.4 had no word for, and what is refused.

The numbers that Keras 2.2.4 gave are in parity/objectives.py.
"""
import numpy as np
import pytest
from keras import ops

from compat import keras
from compat.errors import UnsupportedError
from compat.flavor import active

pytestmark = pytest.mark.skipif(active().name != "keras3", reason="these adapters are those of Keras 3")
K, L, Model = keras.backend, keras.layers, keras.models.Model

X = np.arange(12.0).reshape(6, 2) / 10
KERNEL = np.array([[1.0], [-2.0]])
OUT = X.dot(KERNEL)
BATCHES = [OUT[:4], OUT[4:]]


class Watched(L.Layer):
    """Logs the mean square of its output."""

    def build(self, input_shape):
        self.kernel = self.add_weight("kernel", (2, 1), initializer="ones")
        super(Watched, self).build(input_shape)

    def call(self, x):
        y = K.dot(x, self.kernel)
        self.add_metric(K.mean(K.square(y)), name="power")
        return y


def watched():
    x = L.Input((2,))
    model = Model(x, Watched()(x))
    model.set_weights([KERNEL])
    return model


def test_a_layer_metric_is_the_mean_over_batches():
    model = watched()
    model.compile("sgd", "mse")
    found = dict(zip(model.metrics_names, model.evaluate(X, OUT, batch_size=4, verbose=0)))
    np.testing.assert_allclose(found["power"], np.mean([(part ** 2).mean() for part in BATCHES]), rtol=1e-5)


def test_a_model_metric_of_a_symbolic_tensor_stands_beside_those_of_layers():
    model = watched()
    model.add_metric(K.sum(K.abs(model.output)), name="size", aggregation="mean")
    model.compile("sgd", "mse", metrics=["mae"])
    assert model.metrics_names == ["loss", "mean_absolute_error", "power", "size"]  # as in Keras 2.3.1
    history = model.fit(X, OUT, batch_size=4, epochs=2, shuffle=False, verbose=0).history
    np.testing.assert_allclose(history["size"][0], np.mean([np.abs(part).sum() for part in BATCHES]), rtol=1e-4)


def test_a_metric_needs_a_name():
    with pytest.raises(ValueError, match="name"):
        watched().add_metric(1.0)


def test_a_loss_given_as_a_function_follows_the_weights():
    model = watched()
    model.add_loss(lambda: K.sum(K.square(model.layers[1].kernel)))
    model.compile(sgd(0.1))
    np.testing.assert_allclose(model.evaluate(X, None, verbose=0)[0], 5.0, rtol=1e-5)
    model.train_on_batch(X, None)
    np.testing.assert_allclose(model.get_weights()[0], KERNEL * 0.8, rtol=1e-5)


def sgd(rate):
    return keras.optimizers.SGD(lr=rate)


def test_a_loss_of_weights_follows_them():
    model = watched()
    model.add_loss(K.sum(K.square(model.layers[1].kernel)))
    model.compile(sgd(0.1))
    np.testing.assert_allclose(model.evaluate(X, None, verbose=0)[0], 5.0, rtol=1e-5)
    model.train_on_batch(X, None)
    np.testing.assert_allclose(model.get_weights()[0], KERNEL * 0.8, rtol=1e-5)


def test_a_number_added_from_outside_is_refused():
    model = watched()
    with pytest.raises(UnsupportedError, match="add_loss\\(lambda"):
        model.add_loss(ops.convert_to_tensor(3.0))


def test_a_loss_that_needs_another_input_is_refused():
    with pytest.raises(UnsupportedError, match="is not an input"):
        watched().add_loss(K.mean(L.Input((2,))))


def test_a_random_layer_draws_once_for_output_and_loss():
    x = L.Input((3,))
    drawn = L.Lambda(lambda x: x + K.random_normal(K.shape(x)), output_shape=(3,))(x)
    model = Model(x, drawn)
    model.add_loss(K.mean(K.square(drawn)))
    output = K.eval(model(np.zeros((4, 3), "float32")))
    assert np.abs(output).min() > 0.0
    np.testing.assert_allclose(K.eval(model.losses[0]), (output ** 2).mean(), rtol=1e-5)


def test_a_list_filled_in_build_does_not_grow_with_the_steps():
    class Products(L.Layer):
        def __init__(self, **kwargs):
            self.kernels = []
            super(Products, self).__init__(**kwargs)

        def build(self, input_shape):
            for name in ("a", "b"):
                self.kernels.append(self.add_weight(name, (2, 1), initializer="ones"))
            self.both = self.kernels[0] * self.kernels[1]
            super(Products, self).build(input_shape)

        def call(self, x):
            assert len(self.kernels) == 2
            return K.dot(x, self.both)

    x = L.Input((2,))
    model = Model(x, Products()(x))
    model.set_weights([KERNEL, KERNEL])
    np.testing.assert_allclose(model.predict(X), X.dot(KERNEL ** 2), rtol=1e-5)
    model.set_weights([KERNEL, 2 * KERNEL])
    np.testing.assert_allclose(model.predict(X), X.dot(2 * KERNEL ** 2), rtol=1e-5)


def test_a_layer_made_in_build_keeps_its_weights_when_build_runs_again():
    class Around(L.Layer):
        def build(self, input_shape):
            self.inner = L.Dense(1, use_bias=False)
            self.inner.build(input_shape)
            self.add_loss(0.5 * K.sum(K.square(self.inner.kernel)))
            super(Around, self).build(input_shape)

        def call(self, x):
            return self.inner(x)

    x = L.Input((2,))
    model = Model(x, Around()(x))
    model.set_weights([KERNEL])
    model.compile(sgd(0.1))
    np.testing.assert_allclose(model.train_on_batch(X, None), 2.5, rtol=1e-5)
    np.testing.assert_allclose(model.get_weights(), [KERNEL * 0.9], rtol=1e-5)


def test_what_a_call_adds_for_its_inputs_is_not_kept():
    """On torch each step runs ``call``: what it adds holds tensors of that step."""
    class Adding(L.Layer):
        def call(self, inputs):
            self.add_loss(K.mean(inputs), inputs)
            self.add_update([], inputs)
            return inputs

    model = keras.models.Sequential([Adding(input_shape=(2,)), L.Dense(1)])
    model.compile("sgd", "mse")
    for _ in range(3):
        model.train_on_batch(np.ones((2, 2)), np.ones((2, 1)))
    assert model.layers[0]._objectives_by_input == []
