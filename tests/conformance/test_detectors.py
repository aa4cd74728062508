"""What object detectors of 2017 to 2019 (YOLO, SSD, Mask R-CNN) do with tensors, losses and models of Keras 2.

The numbers follow from the formulas; the tests run on real Keras 2.2.4 too.
"""
import numpy as np
import pytest

from compat import keras, tf
from compat.flavor import active
from compat.keras import backend as K
from compat.keras import layers as L
from compat.keras.models import Model, Sequential

OF_TF = active().folder == "tf_keras"
TF_2 = OF_TF or active().version.startswith("2.3.")
of_graphs = pytest.mark.skipif(TF_2, reason="TensorFlow 2 computes at once in plain code, or lacks functions of TensorFlow 1")
pytestmark = pytest.mark.filterwarnings("ignore:JAX cannot compile")
BOXES, MATCH = np.arange(16.0).reshape(2, 4, 2), np.array([[1, 0, 1, 1], [0, 0, 1, 0]], "int32")


def of_matches(values):
    """The mean of the boxes that are matched, minus as many targets of each of the two images."""
    targets, match, boxes = values
    chosen = tf.gather_nd(boxes, tf.where(K.equal(match, 1)))
    counts = K.sum(K.cast(K.equal(match, 1), "int32"), axis=1)
    wanted = tf.concat([targets[i, :counts[i]] for i in range(2)], axis=0)
    return K.mean(chosen - wanted)


def detector():
    targets, match, boxes = L.Input((None, 2)), L.Input((None,), dtype="int32"), L.Input((None, 2))
    scaled = L.Dense(2, use_bias=False, kernel_initializer="identity")(boxes)
    return Model([targets, match, boxes], [L.Lambda(of_matches)([targets, match, scaled]), scaled])


def expected():
    chosen = BOXES[MATCH == 1]
    return float(np.mean(chosen - np.concatenate([BOXES[0, :3] * 0.5, BOXES[1, :1] * 0.5])))


def test_a_function_that_takes_the_samples_of_a_batch_by_their_number():
    model = detector()
    assert tuple(K.int_shape(model.outputs[0])) in ((), (None,))
    found = K.function(model.inputs, model.outputs)([BOXES * 0.5, MATCH, BOXES])[0]
    assert float(found) == pytest.approx(expected())


@pytest.mark.skipif(OF_TF, reason="tf.keras refuses an output without axes")
def test_an_output_without_axes_is_predicted_for_each_sample():
    found = detector().predict([BOXES * 0.5, MATCH, BOXES])[0]
    assert np.allclose(found, [expected()] * 2)


@of_graphs
def test_a_model_trains_that_also_gives_the_boxes_which_do_not_overlap():
    """As Mask R-CNN's proposals: where JAX derives, the boxes have values all the same."""
    class Proposals(L.Layer):
        def call(self, inputs):
            boxes, scores = inputs
            kept = [tf.image.non_max_suppression(boxes[i], scores[i], 2, 0.5) for i in range(2)]
            return tf.stack([tf.gather(boxes[i], kept[i]) for i in range(2)], axis=0)

        def compute_output_shape(self, input_shape):
            return (None, 2, 4)

    corners = np.array([[0, 0, 1, 1], [0, 0, 1, 0.9], [2, 2, 3, 3]], "float32")
    boxes, scores = L.Input((3, 4)), L.Input((3, 2))
    score = L.Lambda(lambda t: t[:, :, 0])(L.Dense(1, use_bias=False, kernel_initializer="ones")(scores))
    model = Model([boxes, scores], [Proposals()([boxes, score]), L.Activation("linear", name="score")(score)])
    model.compile("sgd", [None, "mse"])
    x = [np.stack([corners, corners]), np.array([[[0.1, 0.1], [0.4, 0.2], [0.3, 0.1]], [[0.9, 0], [0.2, 0.1], [0.3, 0.3]]])]
    losses = [model.train_on_batch(x, np.ones((2, 3)))[0] for _ in range(2)]
    np.testing.assert_allclose(np.ravel(losses), [0.303333, 0.302489], rtol=1e-4)
    np.testing.assert_allclose(model.predict(x, batch_size=2)[0], [corners[[1, 2]], corners[[0, 2]]])


@of_graphs
def test_a_loop_that_fills_an_array_of_tensors():
    def looped(x):
        size = K.shape(x)[0]
        found = tf.TensorArray(K.dtype(x), size=1, dynamic_size=True)
        _, found = K.control_flow_ops.while_loop(
            lambda place, *rest: place < size, lambda place, array: (place + 1, array.write(place, K.max(x[place]) * x[place])),
            [0, found])
        return found.stack()

    x = L.Input((3,))
    model = Model(x, L.Lambda(looped, output_shape=(3,))(x))
    data = np.arange(12.0).reshape(4, 3)
    assert np.allclose(model.predict(data), data * data.max(axis=1, keepdims=True))


@of_graphs
def test_a_penalty_that_the_program_adds_itself_follows_the_weights():
    x = L.Input((1,))
    model = Model(x, L.Dense(1, use_bias=False, kernel_initializer="ones")(x))
    model.add_loss(sum(keras.regularizers.l2(0.25)(weight) for weight in model.trainable_weights))
    model.compile(keras.optimizers.SGD(lr=1.0), "mse")
    data = np.zeros((2, 1))
    assert [float(np.sum(model.train_on_batch(data, data))) for _ in range(3)] == pytest.approx([0.25, 0.0625, 0.015625])


@of_graphs
def test_a_range_up_to_a_size_that_is_not_known_yet():
    x = K.placeholder((None, None))
    size = K.shape(x)
    places = K.tile(K.reshape(K.arange(0, stop=size[0]), [-1, 1]), [1, size[1]])
    found = K.function([x], [K.cast(places, "float32") * x])([np.ones((3, 2))])[0]
    assert found.tolist() == [[0, 0], [1, 1], [2, 2]]


def test_a_model_in_a_model_is_found_by_the_name_of_its_class():
    x = L.Input((2,))
    inner = Model(x, L.Dense(1)(x))
    assert inner.__class__.__name__ == ("Functional" if OF_TF else "Model")
    assert [layer.__class__.__name__ for layer in Sequential([inner]).layers] == [inner.__class__.__name__]
    assert Model.from_config(inner.get_config()).__class__.__name__ == inner.__class__.__name__


@of_graphs
def test_modules_and_functions_that_the_backend_of_keras_2_had_imported():
    assert K.np is np and K.py_all([True]) and K.py_sum([1, 2]) == 3
    assert all(hasattr(K, name) for name in ("control_flow_ops", "tensor_array_ops", "functional_ops", "ctc"))


@of_graphs
def test_a_layer_makes_a_sparse_tensor_of_a_dense_one():
    """As layers of graph networks do with what connects the nodes; gradients flow into what is not zero."""
    connected, features = L.Input((None,)), L.Input((2,))
    dense = L.Dense(2, use_bias=False, kernel_initializer="ones")

    def propagated(values):
        return tf.sparse_tensor_dense_matmul(tf.contrib.layers.dense_to_sparse(values[0]), values[1])

    model = Model([connected, features], L.Lambda(propagated, output_shape=(2,))([connected, dense(features)]))
    model.compile("sgd", "mse")
    graph, x = np.array([[0, 1, 0], [2, 0, 0], [0, 0, 3.0]]), np.arange(6.0).reshape(3, 2)
    np.testing.assert_allclose(model.predict([graph, x], batch_size=3), [[5, 5], [2, 2], [27, 27]])
    assert float(model.train_on_batch([graph, x], np.ones((3, 2)))) == pytest.approx(231.0)
    np.testing.assert_allclose(dense.get_weights()[0], [[-0.0666666] * 2, [-0.3466667] * 2], rtol=1e-4)
