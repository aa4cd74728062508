"""Calls that programs of tf.keras made: arguments by position, full batches of graphs, top-k accuracy of sequences."""
import numpy as np
import pytest

from compat import tf
from compat.era import Era
from compat.flavor import active
from compat.tf import keras

pytestmark = pytest.mark.skipif(active().folder == "multibackend", reason="the old Keras has no tf.keras")


class Block(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.dropout = keras.layers.Dropout(0.5)

    def call(self, x, training, mask):
        x = self.dropout(x, training=training)
        return x if mask is None else x * mask


class Stack(keras.Model):
    def __init__(self):
        super().__init__()
        self.block = Block()

    def call(self, inputs, training=False):
        return self.block(inputs, training, None)


def test_training_and_mask_may_be_given_by_position():
    with Era("2.15"):
        ones, block = np.ones((2, 3), "float32"), Block()
        np.testing.assert_array_equal(np.asarray(block(ones, False, None)), ones)
        np.testing.assert_array_equal(np.asarray(block(ones, False, 2 * ones)), 2 * ones)
        assert set(np.ravel(np.asarray(Block()(np.ones((20, 20), "float32"), True, None)))) == {0.0, 2.0}
        np.testing.assert_array_equal(np.asarray(Stack()(ones)), ones)
        assert 0.0 in np.asarray(Stack()(np.ones((20, 20), "float32"), training=True))


class Field(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(3, kernel_initializer="ones")

    def call(self, t, y):
        return self.dense(y) + t


def test_a_number_may_be_the_first_argument():
    with Era("2.15"):
        np.testing.assert_allclose(np.asarray(Field()(0.5, np.ones((1, 2), "float32"))), [[2.5, 2.5, 2.5]])


class GraphConvolution(keras.layers.Layer):
    def build(self, input_shape):
        self.kernel = self.add_weight(name="kernel", shape=(input_shape[0][-1], 2), initializer="ones")

    def call(self, inputs):
        nodes, neighbors = inputs
        return tf.matmul(neighbors, tf.matmul(nodes, self.kernel))


def test_a_model_takes_arrays_beside_tensors():
    first, second = keras.Input((2,), name="first"), keras.Input((2,), name="second")
    outputs = keras.layers.Add()([first, second])
    of_list, of_dict = keras.Model([first, second], outputs), keras.Model({"first": first, "second": second}, outputs)
    array, tensor = np.full((1, 2), 2.0), tf.constant([[1.0, 3.0]])
    for found in (of_list([array, tensor]), of_list((tensor, array)), of_dict({"first": tensor, "second": array})):
        np.testing.assert_allclose(keras.backend.get_value(found), [[3.0, 5.0]])


def test_a_graph_is_one_batch_whose_size_only_one_input_states():
    with Era("2.15"):
        nodes, neighbors = keras.Input((3,)), keras.Input((4,))
        outputs = GraphConvolution()([nodes, neighbors])
        assert tuple(outputs.shape) == (None, 2)
        model = keras.Model([nodes, neighbors], outputs)
        features, matrix = np.arange(12.0).reshape(4, 3).astype("float32"), np.eye(4, dtype="float32")[::-1].copy()
        found = model.predict([features, matrix], batch_size=4, verbose=0)
    np.testing.assert_allclose(found, matrix @ features @ np.ones((3, 2)))


def test_the_labels_of_a_sequence_are_among_the_largest_outputs():
    with Era("2.15"):
        metric = keras.metrics.SparseTopKCategoricalAccuracy(k=2)
        outputs = np.array([[[0.5, 0.3, 0.2], [0.1, 0.2, 0.7]]], "float32")
        metric.update_state(np.array([[2, 1]]), outputs)
        assert float(metric.result()) == 0.5
        each = keras.metrics.sparse_top_k_categorical_accuracy(np.array([[2, 1]]), outputs, k=2)
        np.testing.assert_array_equal(np.asarray(each), [[0.0, 1.0]])


@pytest.mark.skipif(active().folder != "keras3", reason="an optimizer of tf_keras takes variables of its own tape alone")
def test_gradients_of_a_scaled_loss_are_unscaled_before_they_are_clipped_and_applied():
    with Era("2.15"):
        optimizer = keras.mixed_precision.LossScaleOptimizer(keras.optimizers.SGD(0.5))
        weight = tf.Variable([1.0, 2.0])
        with tf.GradientTape() as tape:
            loss = optimizer.get_scaled_loss(tf.reduce_sum(weight * weight))
        gradients = optimizer.get_unscaled_gradients(tape.gradient(loss, [weight]))
        np.testing.assert_allclose(np.asarray(gradients[0]), [2.0, 4.0])
        optimizer.apply_gradients(zip(gradients, [weight]))
        np.testing.assert_allclose(weight.numpy(), [0.0, 0.0])


def test_variables_of_a_model_are_its_weights():
    with Era("2.15"):
        model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,)), keras.layers.BatchNormalization(),
                                  keras.layers.Dropout(0.5)])
        model.compile("adam", "mse", metrics=["mae"])
        model.train_on_batch(np.ones((2, 3)), np.ones((2, 2)))
        assert len(model.variables) == len(model.weights) == 6
        assert len(model.non_trainable_variables) == len(model.non_trainable_weights) == 2
