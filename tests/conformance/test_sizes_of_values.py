"""Layers in which the size of a tensor depends on values, which TensorFlow 1 computed like any other.

The numbers are those of Keras 2.2.4, which runs these tests too.
"""
import numpy as np
import pytest

from compat import tf
from compat.flavor import active
from compat.keras import backend as K
from compat.keras import layers as L
from compat.keras.models import Model, Sequential

pytestmark = pytest.mark.filterwarnings("ignore:JAX cannot compile")
X, Y = np.array([[1.0, 2, 3, 4], [4, 3, 2, -9]]), np.ones((2, 1))


class Largest(L.Layer):
    """What is at least the k-th largest, where k is half of the number of values above -5 in a row, on average."""

    def call(self, x):
        above = K.sum(K.cast(x > -5.0, "float32")) / K.cast(K.shape(x)[0], "float32")
        found = tf.nn.top_k(x, k=K.cast(0.5 * above, "int32")).values
        return x * K.cast(x >= found[:, -1:], "float32")

    def compute_output_shape(self, input_shape):
        return input_shape


class Around(L.Layer):
    """The rows without the mean of those that a flag marks."""

    def call(self, inputs):
        x, flag = inputs
        return x - K.mean(tf.boolean_mask(x, flag[:, 0] > 0.5), axis=0, keepdims=True)

    def compute_output_shape(self, input_shape):
        return input_shape[0]


class Together(L.Layer):
    """The sum of the rows of the same number."""

    def call(self, inputs):
        x, index = inputs[0], K.cast(inputs[1][:, 0], "int32")
        return K.gather(tf.math.segment_sum(x, index), index)

    def compute_output_shape(self, input_shape):
        return input_shape[0]


def model_of(layer):
    x = L.Input((4,))
    model = Model(x, L.Dense(1, kernel_initializer="ones")(layer(x)))
    model.compile("sgd", "mse", metrics=["mae"])
    return model


def test_a_computed_k():
    model = model_of(Largest())
    np.testing.assert_allclose(model.predict(X), [[4.0], [4.0]])
    np.testing.assert_allclose(model.train_on_batch(X, Y), [9.0, 3.0], rtol=1e-4)
    np.testing.assert_allclose(model.evaluate(X, Y, verbose=0), [6.0516, 2.46], rtol=1e-4)
    history = model.fit(X, Y, epochs=2, verbose=0, validation_data=(X, Y)).history
    np.testing.assert_allclose(history["val_loss"], [4.0691, 2.7361], rtol=1e-4)


def test_a_metric_is_made_where_fit_comes_first():
    history = model_of(Largest()).fit(X, Y, epochs=1, verbose=0).history
    assert history["loss"][0] == pytest.approx(9.0)


@pytest.mark.parametrize("layer, numbers, before, loss, after", [
    (Around, [1, 0, 0, 1], [-6, -2, 2, 6], 21.0, [-4.78, -1.58, 1.62, 4.82]),
    (Together, [0, 0, 2, 2], [6, 6, 22, 22], 233.0, [-9.54, -9.54, -32.9, -32.9]),
])
def test_rows_that_values_choose(layer, numbers, before, loss, after):
    x, number = L.Input((2,)), L.Input((1,))
    model = Model([x, number], L.Dense(1, kernel_initializer="ones")(layer()([x, number])))
    model.compile("sgd", "mse")
    data = [np.arange(8.0).reshape(4, 2), np.array(numbers, "float32")[:, None]]
    np.testing.assert_allclose(model.predict(data)[:, 0], before)
    assert model.fit(data, np.ones((4, 1)), shuffle=False, verbose=0).history["loss"][0] == pytest.approx(loss)
    np.testing.assert_allclose(model.predict(data)[:, 0], after, rtol=1e-4)


def test_a_function_computes_them_each_time():
    model = model_of(Largest())
    function = K.function([model.inputs[0]], [model.outputs[0]])
    for _ in range(3):
        np.testing.assert_allclose(function([X.astype("float32")])[0], [[4.0], [4.0]])


def test_a_layer_called_in_a_lambda():
    inner = Largest()
    model = Sequential([L.Lambda(lambda x: inner(x), input_shape=(4,))])
    np.testing.assert_allclose(model.predict(X), [[0, 0, 0, 4], [4, 0, 0, 0]])


def test_the_product_of_sizes_is_a_size():
    model = Sequential([L.Lambda(lambda x: K.reshape(x, (-1, K.prod(K.shape(x)[1:]))), output_shape=(6,), input_shape=(3, 2)),
                        L.Lambda(lambda x: tf.reshape(x, (tf.reduce_prod(tf.shape(x)) // 6, 6)), output_shape=(6,))])
    assert model.predict(np.zeros((4, 3, 2))).shape == (4, 6)


def test_an_open_axis_is_squeezed():
    x = L.Input((None, 2))
    model = Model(x, L.Lambda(lambda x: K.expand_dims(K.sum(K.squeeze(x, 0), axis=0), 0), output_shape=(2,))(x))
    np.testing.assert_allclose(model.predict(np.ones((1, 5, 2))), [[5.0, 5.0]])


@pytest.mark.skipif(active().name in ("tf.keras", "tf_keras"), reason="tf.keras runs no updates in predict")
def test_a_stateful_layer_is_updated_in_predict():
    class Memory(L.Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.stateful = True

        def build(self, input_shape):
            self.last = self.add_weight(name="last", shape=(2, 3), initializer="zeros", trainable=False)
            super().build(input_shape)

        def call(self, x):
            before = self.last + 0.0 * x
            with tf.control_dependencies([before]):
                self.add_update(K.update(self.last, 1.0 * x), x)
            return before

    x = L.Input(batch_shape=(2, 3))
    model = Model(x, Memory()(x))
    first = np.arange(6.0).reshape(2, 3)
    assert not model.predict(first).any()
    np.testing.assert_allclose(model.predict(first + 1), first)
    np.testing.assert_allclose(model.predict(first), first + 1)


def test_a_shape_that_is_not_known_is_computed_with_outside_of_layers():
    x = L.Input((None, 3))
    sizes = K.function([x], [K.prod(K.cast(K.shape(x), "float32")), K.prod(K.shape(x)[1:]), K.cast(K.shape(x), "int32")])
    product, inner, shape = sizes([np.ones((2, 5, 3))])
    assert (float(product), int(inner), np.asarray(shape).tolist()) == (30.0, 15, [2, 5, 3])


def test_a_layer_may_give_the_size_of_an_axis():
    class WithLength(L.Layer):
        def call(self, x):
            return [x * 2.0, K.shape(x)[1]]

        def compute_output_shape(self, input_shape):
            return [input_shape, ()]

    x = L.Input((None,))
    sizes = L.Lambda(lambda x: K.shape(x)[1])(x)
    doubled, length = WithLength()(x)
    assert K.int_shape(sizes) == K.int_shape(length) == ()

    def times(tensors):
        return tensors[0] * K.cast(tensors[1], "float32")

    def output_shape(shapes):
        return shapes[0]

    model = Model(x, [L.Lambda(times, output_shape=output_shape)(pair) for pair in ([x, sizes], [doubled, length])])
    for size in (3, 4):
        once, twice = model.predict(np.ones((2, size)))
        assert np.array_equal(once, np.full((2, size), size)) and np.array_equal(twice, 2 * once)


def test_the_largest_and_smallest_of_no_values_are_the_least_and_greatest():
    x = L.Input((None,))
    largest = L.Lambda(lambda x: K.max(x[:, 3:], axis=-1, keepdims=True), output_shape=(1,))(x)
    smallest = L.Lambda(lambda x: K.min(x[:, 3:], axis=-1, keepdims=True), output_shape=(1,))(x)
    model = Model(x, [largest, smallest])
    assert [each.tolist() for each in model.predict(np.ones((1, 3)))] == [[[-np.inf]], [[np.inf]]]
    assert [each.tolist() for each in model.predict(np.ones((1, 4)))] == [[[1.0]], [[1.0]]]
