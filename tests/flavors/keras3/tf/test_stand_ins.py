"""What stands in for parts of TensorFlow where it is not the backend, and sparse tensors, compared with NumPy."""
import numpy as np
import pytest

from compat.flavor import active

if active().name != "keras3" or active().backend == "tensorflow":
    pytest.skip("there these are TensorFlow's own", allow_module_level=True)

import keras

from compat import Era, tf
from compat.errors import UnsupportedError
from compat.keras import backend as K

DENSE = np.array([[0.0, 2.0, 0.0], [3.0, 0.0, -1.0]], "float32")
OTHER = np.array([[1.0, -2.0, 0.0], [0.0, 0.0, 4.0]], "float32")


def array(tensor):
    return np.asarray(keras.ops.convert_to_numpy(tensor))


def sparse(dense):
    places = np.argwhere(dense)
    return tf.SparseTensor(places, dense[tuple(places.T)], dense.shape)


@pytest.mark.parametrize("call, expected", [
    (lambda x, y: x, DENSE), (lambda x, y: tf.sparse.add(x, y), DENSE + OTHER),
    (lambda x, y: tf.sparse.maximum(x, y), np.maximum(DENSE, OTHER)),
    (lambda x, y: tf.sparse.minimum(x, y), np.minimum(DENSE, OTHER)),
    (lambda x, y: tf.sparse.transpose(x), DENSE.T), (lambda x, y: tf.sparse.reshape(x, [3, -1]), DENSE.reshape(3, 2)),
    (lambda x, y: tf.sparse.slice(x, [0, 1], [2, 2]), DENSE[:, 1:]), (lambda x, y: tf.sparse.expand_dims(x, 0), DENSE[None]),
    (lambda x, y: tf.sparse.concat(1, [x, y]), np.concatenate([DENSE, OTHER], axis=1)), (lambda x, y: x * 2.0, DENSE * 2),
    (lambda x, y: tf.sparse.from_dense(OTHER), OTHER), (lambda x, y: tf.sparse.map_values(tf.square, x), DENSE ** 2),
    (lambda x, y: tf.sparse.retain(x, [True, False, True]), DENSE * [[1, 1, 0], [0, 0, 1]]),
    (lambda x, y: tf.sparse.eye(2, 3), np.eye(2, 3))])
def test_a_sparse_tensor(call, expected):
    found = call(sparse(DENSE), sparse(OTHER))
    np.testing.assert_allclose(array(tf.sparse.to_dense(found)), expected)
    assert found.shape == expected.shape


def test_sparse_sums_and_products():
    x = sparse(DENSE)
    np.testing.assert_allclose(array(tf.sparse.reduce_sum(x, axis=1)), DENSE.sum(axis=1))
    np.testing.assert_allclose(array(tf.sparse.reduce_max(x, axis=0, keepdims=True)), [[3.0, 2.0, -1.0]])
    np.testing.assert_allclose(array(tf.sparse.sparse_dense_matmul(x, OTHER.T)), DENSE @ OTHER.T)
    np.testing.assert_allclose(array(tf.sparse.sparse_dense_matmul(x, OTHER, adjoint_a=True)), DENSE.T @ OTHER)
    np.testing.assert_allclose(array(tf.sparse.sparse_dense_matmul(OTHER.T, x)), OTHER.T @ DENSE)
    shares = np.exp([3.0, -1.0]) / np.exp([3.0, -1.0]).sum()
    np.testing.assert_allclose(array(tf.sparse.softmax(x).values), [1.0, *shares], rtol=1e-6)


@pytest.mark.parametrize("name, wrong", [
    ("assert_equal", (1, 2)), ("assert_greater", ([2, 1], 1)), ("assert_less_equal", (2, [1, 3])),
    ("assert_positive", ([1, 0],)),
    ("assert_near", (1.0, 1.1)), ("assert_non_negative", ([-1],)), ("Assert", (False, ["told"]))])
def test_what_does_not_hold_is_an_invalid_argument(name, wrong):
    with pytest.raises(tf.errors.InvalidArgumentError):
        getattr(tf.debugging, name)(*wrong)


def test_shapes_are_asserted_of_nodes_too():
    x = keras.Input((3,))
    tf.debugging.assert_rank(x, 2)
    tf.debugging.assert_equal(x, 0.0)  # whose values are unknown
    with pytest.raises(ValueError, match="3 axes"):
        tf.debugging.assert_rank(x, 3)
    with pytest.raises(ValueError, match="sizes"):
        tf.debugging.assert_shapes([(x, ("N", "D")), (np.ones((2, 4)), ("M", "D"))])


@pytest.mark.parametrize("make, steps", [
    (lambda train: train.GradientDescentOptimizer(0.1), lambda w, g: w - 0.2 * g),
    (lambda train: train.MomentumOptimizer(0.1, 0.9), lambda w, g: w - 0.1 * g - 0.1 * (0.9 * g + g)),
    (lambda train: train.AdagradOptimizer(0.1),
     lambda w, g: w - 0.1 * g / np.sqrt(0.1 + g ** 2) - 0.1 * g / np.sqrt(0.1 + 2 * g ** 2)),
    (lambda train: train.RMSPropOptimizer(0.1, decay=0.9, momentum=0.5), lambda w, g: w - _rms(g, 1) * 1.5 - _rms(g, 2))])
def test_an_optimizer_of_tensorflow_1_takes_its_steps(make, steps):
    weight, gradient = keras.Variable([1.0, 2.0]), np.array([0.5, -3.0], "float32")
    optimizer = make(tf.compat.v1.train)
    for _ in range(2):
        optimizer.apply_gradients([(keras.ops.convert_to_tensor(gradient), weight)])
    np.testing.assert_allclose(array(weight), steps(np.array([1.0, 2.0]), gradient), rtol=1e-5)


def _rms(gradient, step):
    mean = 0.9 ** step + (1 - 0.9 ** step) * gradient ** 2
    return 0.1 * gradient / np.sqrt(mean + 1e-10)


def test_losses_of_tensorflow_1_are_weighted_means():
    labels, values, weights = np.array([[1.0], [3.0]]), np.array([[2.0], [5.0]]), np.array([[0.0], [2.0]])
    v1 = tf.compat.v1.losses
    assert float(v1.mean_squared_error(labels, values)) == 2.5
    assert float(v1.mean_squared_error(labels, values, weights)) == 8.0
    assert float(v1.absolute_difference(labels, values, reduction=v1.Reduction.SUM)) == 3.0
    logits = np.array([[1.0, 2.0]], "float32")
    assert float(v1.sparse_softmax_cross_entropy([1], logits)) == pytest.approx(np.log(1 + np.exp(-1.0)), rel=1e-5)


def test_layers_as_functions_of_tensorflow_1():
    x = keras.Input((4,))
    y = tf.layers.dense(tf.layers.dropout(x, 0.9), 2, tf.nn.relu, kernel_initializer=tf.ones_initializer(), name="d")
    assert array(keras.Model(x, y)(np.ones((1, 4), "float32"))).tolist() == [[4.0, 4.0]]
    with pytest.raises(UnsupportedError, match="new weights"):
        tf.layers.dense(x, 2, reuse=True)


def test_a_python_function_of_arrays():
    with Era("2.15"):
        found = tf.numpy_function(lambda x, y: (x + y, x - y), [np.float32(3.0), np.float32(1.0)], [tf.float32, tf.int32])
    assert [float(each) for each in found] == [4.0, 2.0] and "int32" in str(found[1].dtype)


def test_choices_between_functions():
    assert float(tf.case([(tf.constant(False), lambda: 1.0), (tf.constant(True), lambda: 2.0)], default=lambda: 3.0)) == 2.0
    assert float(tf.switch_case(tf.constant(7), [lambda: 1.0, lambda: 2.0])) == 2.0


def test_a_gradient_of_the_program_s_own():
    @tf.custom_gradient
    def doubled(x):
        return x * 2.0, lambda upstream: upstream * 10.0

    class Doubled(keras.layers.Layer):
        def build(self, shape):
            self.w = self.add_weight(shape=(), initializer="ones")

        def call(self, x):
            return x * doubled(self.w)

    model = keras.Sequential([Doubled()])
    model.compile(keras.optimizers.SGD(0.01), loss=lambda y, p: keras.ops.mean(p))
    model.fit(np.ones((2, 1)), np.zeros((2, 1)), batch_size=2, verbose=0)
    assert float(array(model.layers[0].w)) == pytest.approx(0.9)


def test_modules_know_their_variables():
    class Block(tf.Module):
        def __init__(self):
            super().__init__()
            self.parts = [keras.Variable(1.0), keras.layers.Dense(2)]
            self.parts[1].build((None, 3))

    assert len(Block().trainable_variables) == 3 and Block().name == "block"


def test_files_of_this_machine(tmp_path):
    path = str(tmp_path / "a" / "b.txt")
    tf.io.gfile.makedirs(str(tmp_path / "a"))
    with tf.io.gfile.GFile(path, "w") as file:
        file.write("text")
    assert tf.gfile.Exists(path) and tf.io.gfile.glob(str(tmp_path / "a" / "*")) == [path]


def test_strategies_have_one_device():
    with tf.distribute.MirroredStrategy().scope():
        strategy = tf.distribute.get_strategy()
    assert strategy.num_replicas_in_sync == 1 and strategy.run(lambda x: x + 1, (1,)) == 2
    with pytest.raises(ValueError, match="TPU"):
        tf.distribute.cluster_resolver.TPUClusterResolver()


def test_printing_goes_to_the_error_stream(capsys):
    tf.print("x:", np.float32(1.5), 3)
    assert capsys.readouterr().err == "x: 1.5 3\n"


def test_a_sparse_tensor_is_taken_by_functions_of_the_backend():
    np.testing.assert_allclose(array(K.dot(sparse(DENSE), OTHER.T)), DENSE @ OTHER.T)
    np.testing.assert_allclose(array(K.to_dense(sparse(DENSE))), DENSE)
