"""Methods that Keras 2 called and a class of the program has in its own way; attributes that such classes read.

The numbers are those of Keras 2.2.4, which runs these tests too.
"""
import numpy as np
import pytest

from compat.flavor import active
from compat.keras import backend as K
from compat.keras import layers, optimizers
from compat.keras.layers import Dense, Input
from compat.keras.models import Model, Sequential

pytestmark = pytest.mark.skipif(active().name in ("tf.keras", "tf_keras"), reason="tf.keras has other methods")
of_keras_22 = pytest.mark.skipif(active().name == "multibackend" and not active().version.startswith("2.2."),
                                 reason="Keras 2.3 changed it")
IMAGE = np.arange(16.0).reshape(1, 4, 4, 1)
X = np.random.RandomState(3).normal(size=(12, 4)).astype("float32")
Y = np.random.RandomState(4).normal(size=(12, 2)).astype("float32")


def with_weights(model):
    random = np.random.RandomState(0)
    model.set_weights([random.uniform(-0.5, 0.5, weight.shape) for weight in model.get_weights()])
    return model


class OfTimesteps(layers.Dropout):
    def _get_noise_shape(self, inputs):
        shape = K.shape(inputs)
        return shape[0], shape[1], 1


class Smallest1D(layers.MaxPooling1D):
    def _pooling_function(self, inputs, pool_size, strides, padding, data_format):
        return -super(Smallest1D, self)._pooling_function(-inputs, pool_size, strides, padding, data_format)


class Smallest2D(layers.MaxPooling2D):
    def _pooling_function(self, inputs, pool_size, strides, padding, data_format):
        return -super(Smallest2D, self)._pooling_function(-inputs, pool_size, strides, padding, data_format)


class Doubled(layers.AveragePooling2D):
    def _pooling_function(self, inputs, pool_size, strides, padding, data_format):
        return 2 * super(Doubled, self)._pooling_function(inputs, pool_size, strides, padding, data_format)


def test_the_mask_of_a_dropout_has_the_shape_that_the_class_says():
    inputs = Input((5, 4))
    found = Model(inputs, OfTimesteps(0.5)(inputs, training=True)).predict(np.ones((8, 5, 4)))
    whole = (found == 0).all(axis=-1)
    assert (whole | (found == 2).all(axis=-1)).all() and whole.any() and not whole.all()


@pytest.mark.parametrize("layer, data, expected", [
    (Smallest1D(2), np.arange(8.0).reshape(1, 4, 2), [0, 1, 4, 5]), (Smallest2D((2, 2)), IMAGE, [0, 2, 8, 10]),
    (Doubled((2, 2)), IMAGE, [5, 9, 21, 25]),
])
def test_a_pooling_computes_what_the_class_says(layer, data, expected):
    inputs = Input(data.shape[1:])
    np.testing.assert_allclose(Model(inputs, layer(inputs)).predict(data).ravel(), expected, atol=1e-6)


class Halved(optimizers.SGD):
    def get_gradients(self, loss, params):
        return [gradient * 0.5 for gradient in super(Halved, self).get_gradients(loss, params)]


class CenteredAdam(optimizers.Adam):
    def get_gradients(self, loss, params):
        found = super(CenteredAdam, self).get_gradients(loss, params)
        return [each - K.mean(each, axis=0, keepdims=True) if K.ndim(each) > 1 else each for each in found]


class Shrinking(optimizers.SGD):
    def get_updates(self, loss, params):
        self.updates = super(Shrinking, self).get_updates(loss, params)
        self.steps = K.variable(0.0)
        self.updates.append(K.update_add(self.steps, 2.0))
        return self.updates


def trained(optimizer, steps=3):
    model = with_weights(Sequential([Dense(5, activation="tanh", input_shape=(4,)), Dense(2)]))
    model.compile(optimizer, "mse")
    for _ in range(steps):
        model.train_on_batch(X, Y)
    return model.get_weights()[0][0]


def plain(rate, steps=3):
    return trained(optimizers.SGD(rate), steps)


def test_the_gradients_of_an_optimizer_are_those_that_the_program_says():
    np.testing.assert_allclose(trained(Halved(0.1)), plain(0.05), rtol=1e-5)
    optimizer = optimizers.SGD(0.1)
    gradients_of = optimizer.get_gradients
    optimizer.get_gradients = lambda loss, params: [2 * each for each in gradients_of(loss, params)]
    np.testing.assert_allclose(trained(optimizer), plain(0.2), rtol=1e-5)


@pytest.mark.parametrize("make", [
    lambda: Halved(0.1, momentum=0.9, nesterov=True, clipnorm=0.5), lambda: CenteredAdam(0.05)])
def test_gradients_of_a_program_go_into_momentum_and_moments(make):
    model = with_weights(Sequential([Dense(5, activation="tanh", input_shape=(4,)), Dense(2)]))
    model.compile(make(), "mse")
    model.fit(X, Y, epochs=2, shuffle=False, verbose=0)
    state = model.optimizer.get_weights()
    assert int(state[0]) == 2 and len(state) > 4 and all(np.abs(each).sum() > 0 for each in state[1:5])


@of_keras_22
def test_updates_of_an_optimizer_may_be_added_to():
    optimizer = Shrinking(0.1)
    np.testing.assert_allclose(trained(optimizer), plain(0.1), rtol=1e-5)
    assert (K.get_value(optimizer.steps), K.get_value(optimizer.iterations)) == (6.0, 3)
    assert len(optimizer.updates) > 3  # the count, a value for each weight, and the program's own


class FromTheFirst(layers.LSTM):
    def get_initial_state(self, inputs):
        return [K.ones_like(inputs[:, 0, :2]), K.zeros_like(inputs[:, 0, :2])]


def test_a_recurrent_layer_begins_with_the_states_that_the_class_says():
    inputs, state, memory = Input((3, 4)), Input((2,)), Input((2,))
    own = with_weights(Model(inputs, FromTheFirst(2)(inputs)))
    stated = with_weights(Model([inputs, state, memory], layers.LSTM(2)(inputs, initial_state=[state, memory])))
    data = np.random.RandomState(1).normal(size=(2, 3, 4))
    np.testing.assert_allclose(own.predict(data), stated.predict([data, np.ones((2, 2)), np.zeros((2, 2))]), rtol=1e-5)


def test_attributes_of_layers_have_their_old_names():
    depthwise, local, slopes, cells = (layers.DepthwiseConv2D(3), layers.LocallyConnected2D(2, 3),
                                       layers.PReLU(shared_axes=[1]), layers.LSTM(2))
    depthwise(Input((5, 6, 3))), local(Input((5, 6, 3))), slopes(Input((3, 4))), cells(Input((3, 4)))
    assert K.int_shape(depthwise.depthwise_kernel) == (3, 3, 3, 1) and depthwise.filters is None
    assert (local.output_row, local.output_col, local.kernel_shape) == (3, 4, (12, 27, 2))
    assert (slopes.param_broadcast, [each.shape for each in cells.state_spec]) == ([True, False], [(None, 2)] * 2)
    assert (layers.UpSampling2D(3).rank, layers.Cropping1D(1).rank, layers.ZeroPadding3D(1).rank) == (2, 1, 3)


@of_keras_22
@pytest.mark.filterwarnings("ignore:`Sequential.model` is deprecated")
def test_attributes_of_models_have_their_old_names():
    model = Sequential([Dense(2, input_shape=(4,))])
    assert model.optimizer is None and model.model is model and model._is_graph_network
    model.compile("sgd", "mse", metrics=["mae"])
    assert (model.sample_weight_modes, list(model.stateful_metric_functions)) == ([None], [])
