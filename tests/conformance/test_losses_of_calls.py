"""``model.losses`` in plain code: the losses of each call on symbolic tensors, which follow inputs and weights.

The numbers are those of real Keras 2.2.4 and 2.3.1.
"""
import numpy as np
import pytest

from compat.flavor import active
from compat.keras import backend as K
from compat.keras import regularizers
from compat.keras.layers import Average, BatchNormalization, Dense, Input, Layer, TimeDistributed
from compat.keras.models import Model, Sequential

OF_TF = active().folder == "tf_keras"
described = pytest.mark.skipif(OF_TF, reason="tf.keras has no graph outside of functions: losses have values there")
X = np.arange(6.0).reshape(3, 2) / 10


class Adds(Layer):
    def call(self, x):
        self.add_loss(K.sum(x), inputs=x)
        return 2 * x

    def compute_output_shape(self, input_shape):
        return input_shape


class Scaled(Layer):
    def build(self, input_shape):
        self.scale = self.add_weight("scale", (1,), initializer="ones", regularizer=regularizers.l1(1.0))
        super().build(input_shape)

    def call(self, x):
        self.add_loss(K.sum(x * self.scale), inputs=x)
        return x * self.scale

    def compute_output_shape(self, input_shape):
        return input_shape


def dense(**kwargs):
    return Dense(2, kernel_regularizer=regularizers.l1(1.0), activity_regularizer=regularizers.l1(1.0), **kwargs)


def ones(model):
    model.set_weights([np.ones_like(weight) for weight in model.get_weights()])
    return model


def losses(model, *data):
    """The values of the losses, the least first."""
    return sorted(float(np.sum(value)) for value in K.function(model.inputs, model.losses)(list(data)))


@described
def test_what_call_adds():
    x = Input((2,))
    model = Model(x, Adds()(x))
    assert losses(model, X) == pytest.approx([1.5])
    assert losses(model, X + 1) == pytest.approx([7.5])


@described
def test_losses_follow_the_weights():
    x = Input((2,))
    model = Model(x, Scaled()(x))
    run = K.function(model.inputs, model.losses)
    assert sorted(float(np.sum(value)) for value in run([X])) == pytest.approx([1.0, 1.5])
    model.set_weights([np.array([2.0])])
    assert sorted(float(np.sum(value)) for value in run([X])) == pytest.approx([2.0, 3.0])
    gradient = K.function(model.inputs, K.gradients(sum(model.losses), model.trainable_weights))([X])
    assert float(np.sum(gradient[0])) == pytest.approx(1 + 1.5)


@described
@pytest.mark.parametrize("name", ["l1", "l2", "l1_l2"])
def test_the_loss_of_a_regularizer_of_a_name(name):
    model = ones(Sequential([Dense(2, input_shape=(2,), kernel_regularizer=name)]))
    assert losses(model, X) == pytest.approx([0.08 if name == "l1_l2" else 0.04])


@described
def test_a_model_that_is_called_once():
    x, y = Input((2,)), Input((2,))
    inner = Model(x, dense()(x))
    assert losses(ones(Model(y, inner(y))), X) == pytest.approx([4.0, 9.0])
    assert len(inner.losses) == 2


@described
def test_a_model_that_is_called_twice():
    x, y, z = Input((2,)), Input((2,)), Input((2,))
    inner = Model(x, dense()(x))
    model = ones(Model([y, z], Average()([inner(y), inner(z)])))
    assert losses(model, X, X + 1) == pytest.approx([4.0, 9.0, 21.0])


@described
def test_a_sequential_model_in_another():
    model = ones(Sequential([Sequential([dense(input_shape=(2,))]), Adds()]))
    assert losses(model, X) == pytest.approx([4.0, 9.0, 9.0])


@described
def test_a_layer_that_two_models_share():
    layer, x, y = dense(), Input((2,)), Input((2,))
    first, second = Model(x, layer(x)), Model(y, layer(y))
    ones(first)
    assert losses(first, X) == losses(second, X) == pytest.approx([4.0, 9.0])
    assert len(layer.losses) == 3


class WithModel(Layer):
    """A layer of Keras 2.3, which is trained with what it holds."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.inner = dense()

    def build(self, input_shape):
        self.inner.build(input_shape)
        super().build(input_shape)

    def call(self, x):
        return self.inner(x)

    def compute_output_shape(self, input_shape):
        return input_shape


@described
@pytest.mark.skipif(active().folder == "multibackend" and active().version < "2.3", reason="Keras 2.3 brought layers in layers")
def test_losses_of_a_layer_inside_a_layer():
    x = Input((2,))
    model = ones(Model(x, WithModel()(x)))
    assert losses(model, X) == pytest.approx([4.0, 9.0])
    assert (len(model.get_losses_for(None)), len(model.get_losses_for(x))) == (1, 1)


@pytest.mark.skipif(OF_TF, reason="tf.keras itself runs such a model twice")
def test_a_model_in_a_time_distributed_updates_its_statistics_once():
    inner = Sequential([BatchNormalization(momentum=0.5, input_shape=(2,), center=False, scale=False), Dense(1)])
    x, data = Input((3, 2)), np.random.RandomState(0).normal(3, 2, (4, 3, 2))
    model = Model(x, TimeDistributed(inner)(x))
    other = Sequential([BatchNormalization(momentum=0.5, input_shape=(2,), center=False, scale=False), Dense(1)])
    ones(inner), ones(other)
    for each, values in (model, data), (other, data.reshape(12, 2)):
        each.compile("sgd", "mse")
        each.train_on_batch(values, np.zeros(values.shape[:-1] + (1,)))
    for one, two in zip(inner.get_weights()[:2], other.get_weights()[:2]):
        np.testing.assert_allclose(one, two, rtol=1e-4)
