"""The order in which a layer lists weights of layers inside it: that of files and of ``get_weights``.

Keras 2.2.4 runs these tests too; in tf.keras the layers inside come in the order in which they were set.
"""
import numpy as np
import pytest

from compat.flavor import active
from compat.keras import backend as K
from compat.keras.layers import BatchNormalization, Dense, Input, Layer, TimeDistributed
from compat.keras.models import Model, Sequential

pytestmark = pytest.mark.skipif(active().name in ("tf.keras", "tf_keras"), reason="tf.keras finds layers inside by itself")


class Gates(Layer):
    """Three gates, made in one order and listed in another, as PredNet does."""

    def build(self, input_shape):
        self.gates = {name: [] for name in "ifo"}
        for size in (2, 3):
            for name in "ofi":
                self.gates[name].append(Dense(size, name=name + str(size)))
        self.trainable_weights = []
        for name in sorted(self.gates):
            for gate, size in zip(self.gates[name], (input_shape[-1], 2)):
                gate.build((None, size))
                self.trainable_weights += gate.trainable_weights
        super().build(input_shape)

    def call(self, x):
        outputs = 0.0
        for name in "ifo":
            outputs = outputs + self.gates[name][1].call(self.gates[name][0].call(x))
        return outputs

    def compute_output_shape(self, input_shape):
        return input_shape[:-1] + (3,)


@pytest.mark.skipif(active().version.startswith("2.3."), reason="Keras 2.3.1 calls these weights alike, and saves none of them")
def test_weights_of_layers_inside_are_in_the_order_in_which_they_are_listed(tmp_path):
    x = Input((4,))
    layer = Gates()
    model = Model(x, layer(x))
    expected = [gate for name in "fio" for gate in layer.gates[name]]
    assert [id(each) for each in layer.weights] == [id(each) for gate in expected for each in gate.weights]
    values = [np.full(each.shape, place, "float32") for place, each in enumerate(layer.get_weights())]
    model.set_weights(values)
    np.testing.assert_array_equal(layer.gates["i"][0].get_weights()[0], values[4])
    model.compile("sgd", "mse")
    rows = np.ones((2, 4), "float32")
    before = model.predict(rows)
    model.save_weights(str(tmp_path / "gates.h5"))
    model.set_weights([value * 0 for value in values])
    model.load_weights(str(tmp_path / "gates.h5"))
    np.testing.assert_allclose(model.predict(rows), before)
    model.train_on_batch(rows, before - 1.0)
    assert all(not np.array_equal(now, was) for now, was in zip(model.get_weights(), values))


def shapes(model):
    return [tuple(value.shape) for value in model.get_weights()], [tuple(K.int_shape(weight)) for weight in model.weights]


def parts(numbers):
    """The shapes of an inner Dense, its BatchNormalization (gamma, beta, mean, variance), a second Dense and an outer one."""
    known = [(2, 3), (3,), (3,), (3,), (3,), (3,), (3, 4), (4,), (4, 5), (5,)]
    return [known[number] for number in numbers]


@pytest.mark.parametrize("frozen, of_arrays, of_weights", [
    (None, [0, 1, 2, 3, 6, 7, 4, 5, 8, 9], [0, 1, 2, 3, 6, 7, 8, 9, 4, 5]),
    ("model", [0, 1, 2, 3, 6, 7, 4, 5, 8, 9], [8, 9, 0, 1, 2, 3, 6, 7, 4, 5]),
    ("layer", [2, 3, 6, 7, 0, 1, 4, 5, 8, 9], [2, 3, 6, 7, 8, 9, 0, 1, 4, 5])])
def test_the_arrays_of_a_model_in_a_model_begin_with_what_is_trained(frozen, of_arrays, of_weights):
    inner = Sequential([Dense(3, input_dim=2), BatchNormalization(), Dense(4)])
    inputs = Input((2,))
    model = Model(inputs, Dense(5)(inner(inputs)))
    if frozen:
        (inner if frozen == "model" else inner.layers[0]).trainable = False
    assert shapes(model) == (parts(of_arrays), parts(of_weights))
    assert [tuple(value.shape) for value in inner.get_weights()] == parts(range(8))
    values = [np.full(value.shape, place, "float32") for place, value in enumerate(model.get_weights())]
    model.set_weights(values)
    for one, other in zip(model.get_weights(), values):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(inner.layers[1].get_weights()[2][:1], [of_arrays.index(4)])


def test_the_arrays_of_a_wrapped_model_begin_with_what_is_trained():
    inner = Sequential([Dense(3, input_dim=2), BatchNormalization(), Dense(4)])
    model = Sequential([TimeDistributed(inner, input_shape=(6, 2))])
    assert shapes(model)[0] == parts([0, 1, 2, 3, 6, 7, 4, 5])
