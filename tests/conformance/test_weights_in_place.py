"""Weights as attributes: made by a subclass in ``build``, tied, replaced by tensors; the real Keras 2.2.4 runs this too."""
import numpy as np
import pytest

from compat.flavor import active
from compat.keras import activations, constraints, regularizers
from compat.keras import backend as K
from compat.keras.layers import LSTM, Activation, Conv2D, Dense, Embedding, Input, Layer
from compat.keras.models import Model, Sequential
from compat.keras.optimizers import Optimizer

old = pytest.mark.skipif(active().folder == "tf_keras" or active().version.startswith("2.3."),
                         reason="tf.keras and Keras 2.3 differ")
X = np.array([[1.0, 2.0, -4.0]])


class Doubled(Dense):
    """A ``Dense`` that makes its own kernel, as spectral normalizations did."""

    def build(self, input_shape):
        self.kernel = self.add_weight(name="kernel", shape=(int(input_shape[-1]), self.units), initializer="ones")
        self.built = True

    def call(self, x, mask=None):
        return self.activation(K.dot(x, self.kernel * 2.0))


def built(layer, *shape):
    layer.build((None,) + shape)
    return layer


def outputs(layer, x, **kwargs):
    place = Input(x.shape[1:], **kwargs)
    return Model(place, layer(place)).predict(x)


def test_a_subclass_makes_its_kernel():
    layer = Doubled(2, activation="relu")
    np.testing.assert_allclose(outputs(layer, -X), [[2.0, 2.0]])
    assert len(layer.get_weights()) == 1


@old
def test_a_layer_computes_with_the_kernel_of_another():
    first, second = built(Dense(2, use_bias=False), 3), built(Dense(2, use_bias=False), 3)
    second.kernel = first.kernel
    place = Input((3,))
    model = Model(place, second(place))
    for value in (2.0, 3.0):
        first.set_weights([np.full((3, 2), value)])
        np.testing.assert_allclose(model.predict(X), [[-value, -value]])


@old
def test_a_layer_computes_with_a_tensor_of_weights():
    first, second = built(Dense(2), 3), built(Dense(2), 3)
    second.kernel, second.bias = K.maximum(first.kernel, 1.0), first.bias * 2.0
    place = Input((3,))
    model = Model(place, second(place))
    for value in (0.0, 3.0):
        first.set_weights([np.full((3, 2), value), np.array([1.0, value])])
        np.testing.assert_allclose(model.predict(X), [[2.0 - max(value, 1.0), 2.0 * value - max(value, 1.0)]])


@old
def test_embeddings_and_convolutions_are_tied_too():
    first, second = built(Embedding(4, 2), 3), built(Embedding(4, 2), 3)
    first.set_weights([np.arange(8.0).reshape(4, 2)])
    second.embeddings = first.embeddings
    np.testing.assert_allclose(outputs(second, np.array([[3, 0, 1]])), [[[6.0, 7.0], [0.0, 1.0], [2.0, 3.0]]])
    layer = built(Conv2D(1, 1, use_bias=False), 2, 2, 1)
    layer.kernel = layer.kernel * 0.0 + 4.0
    np.testing.assert_allclose(outputs(layer, np.ones((1, 2, 2, 1))), np.full((1, 2, 2, 1), 4.0))


@old
def test_a_weight_in_the_list_is_replaced():
    first, second = built(Dense(2), 3), built(Dense(2), 3)
    second._trainable_weights[0] = first.kernel
    assert second.weights[0] is first.kernel


NAMES = ("relu", "tanh", "sigmoid", "softmax", "linear", "elu", "selu", "softplus", "softsign", "hard_sigmoid")


@pytest.mark.parametrize("name", NAMES)
def test_a_layer_shows_the_function_that_a_program_compares_with(name):
    function = getattr(activations, name)
    layers = [Dense(2, activation=name), Activation(name), Conv2D(1, 1, activation=name), LSTM(2, activation=name),
              LSTM(2, activation=name).cell, Dense.from_config(Dense(2, activation=name).get_config())]
    assert all(layer.activation is function and layer.activation == activations.get(name) for layer in layers)
    assert LSTM(2, recurrent_activation=name).recurrent_activation is function


def test_an_activation_is_replaced():
    model = Sequential([Dense(2, activation="relu", kernel_initializer="ones", input_shape=(3,))])
    assert model.layers[-1].activation is activations.relu
    model.layers[-1].activation = activations.linear
    assert model.layers[-1].activation is activations.linear
    place = Input((3,))
    np.testing.assert_allclose(Model(place, model.layers[-1](place)).predict(X), [[-1.0, -1.0]])


@old
def test_names_give_the_classes_of_the_time():
    layer = Dense(2, kernel_regularizer="l2", kernel_constraint="max_norm", bias_constraint="non_neg")
    assert isinstance(layer.kernel_regularizer, regularizers.L1L2)
    assert isinstance(layer.kernel_constraint, constraints.MaxNorm)
    assert isinstance(layer.bias_constraint, constraints.NonNeg)


class Alone(Layer):
    """Returns its output in a list."""

    def build(self, input_shape):
        self.given = input_shape
        super(Alone, self).build(input_shape)

    def call(self, x, mask=None):
        return [K.sum(x[0], axis=-1)]

    def compute_output_shape(self, input_shape):
        return [input_shape[:-1]]


@old
def test_a_list_of_one_tensor_is_that_tensor():
    layer = Alone()
    place = Input((3,))
    output = layer([place])
    assert layer.given == (None, 3)
    assert K.int_shape(output) == (None,)
    np.testing.assert_allclose(Model(place, output).predict(X), [-1.0])


def test_a_sequential_lists_its_calls_by_depth():
    assert sorted(Sequential([Dense(2, input_shape=(3,))])._nodes_by_depth) == [0, 1]


class WithoutGradients(Optimizer):
    """Changes nothing."""

    def get_updates(self, *args, **kwargs):
        return []


@old
def test_an_optimizer_that_asks_for_no_gradient():
    model = Sequential([Dense(2, input_shape=(3,))])
    model.compile(WithoutGradients(), loss=lambda y_true, y_pred: y_true)
    before = model.get_weights()
    assert model.train_on_batch(X, np.array([[1.0, 3.0]])) == pytest.approx(2.0)
    np.testing.assert_array_equal(model.get_weights()[0], before[0])
