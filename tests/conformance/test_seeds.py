"""The initial weights and the batches that follow from a seed, on the real Keras 2.2.4 and 2.3.1, tf.keras 2.15, and Keras 3.

The numbers are those of Keras 2.2.4 with TensorFlow 1.15, and of tf.keras 2.4 and 2.15.
"""
import random
import subprocess
import sys

import numpy as np
import pytest

from compat import keras
from compat import tf as compat_tf
from compat.era import Era
from compat.flavor import active
from compat.keras import backend as K
from compat.keras import initializers
from compat.keras.layers import GRU, Dense, Dropout, Embedding, GaussianNoise, Input, Lambda
from compat.keras.models import Model, Sequential
from compat.tf import keras as tf_keras

CLOSE = {"rtol": 1e-5, "atol": 1e-7}
of_multibackend = pytest.mark.skipif(
    active().name not in ("keras3", "multibackend"), reason="tf.keras takes the seeds of its weights from TensorFlow or Python")
bridged = pytest.mark.skipif(active().name != "keras3", reason="a Keras 2 does as its version did")


@pytest.fixture(autouse=True)
def no_seed_of_the_graph():
    K.clear_session()


def first_two(arrays):
    return [array.ravel()[:2].tolist() for array in arrays if np.any(array)]


@of_multibackend
def test_the_seed_of_numpy_fixes_the_initial_weights():
    np.random.seed(1337)
    model = Sequential([
        Embedding(10, 4, input_length=5),
        GRU(3, dropout=0.2, recurrent_dropout=0.2, recurrent_initializer="he_normal"),
        Dropout(0.5),
        GaussianNoise(0.1),
        Dense(2, kernel_initializer="lecun_normal"),
        Dense(2, kernel_initializer=initializers.RandomNormal(1.0, 0.5, seed=3)),
        Dense(2, kernel_initializer="uniform", bias_initializer="normal"),
        Dense(2, kernel_initializer=initializers.TruncatedNormal())])
    np.testing.assert_allclose(first_two(model.get_weights()), [
        [-0.0466149934, 0.0467160679], [-0.6632274985, -0.3982998729], [0.0091913696, -0.4454342127],
        [0.4965057969, -0.3477889597], [1.5308310986, 0.5607108473], [0.0359536074, -0.0317436680],
        [-0.0281194001, -0.0031019279], [0.0452441461, 0.0309082773]], **CLOSE)
    assert np.random.rand() == 0.7411555348601088


@of_multibackend
def test_the_import_draws_no_random_numbers():
    done = subprocess.run([sys.executable, "-c", SEEDED_FIRST], check=True, stdout=subprocess.PIPE, universal_newlines=True)
    assert done.stdout.split() == ["0.417022004702574", "0.13436424411240122"]


SEEDED_FIRST = """
import random
import numpy as np
random.seed(1)
np.random.seed(1)
from compat.keras.layers import Dense
print(np.random.rand(), random.random())
"""


@of_multibackend
def test_fit_shuffles_with_the_generator_of_numpy():
    np.random.seed(3)
    x = np.random.rand(20, 3)
    y = x.sum(axis=1, keepdims=True)
    model = Sequential([Dense(1, input_shape=(3,))])
    model.compile("sgd", "mse")
    history = model.fit(x, y, epochs=3, batch_size=6, validation_split=0.25, verbose=0).history
    np.testing.assert_allclose(history["loss"], [2.165188, 1.792241, 1.479822], rtol=1e-5)
    np.testing.assert_allclose(history["val_loss"], [1.618815, 1.312853, 1.072446], rtol=1e-5)
    assert np.random.rand() == 0.8197807285129506
    history = model.fit(x, y, epochs=2, batch_size=6, shuffle="batch", verbose=0).history
    np.testing.assert_allclose(history["loss"], [1.157571, 0.904388], rtol=1e-5)
    assert np.random.rand() == 0.8006035152234374
    history = model.fit(x, y, epochs=2, batch_size=6, shuffle=False, verbose=0).history
    np.testing.assert_allclose(history["loss"], [0.716938, 0.578020], rtol=1e-5)
    assert np.random.rand() == 0.34992522556150196


def called(make):
    """What NumPy draws after a layer, or what makes tensors, was called."""
    np.random.seed(1)
    make()
    return np.random.rand()


def after(draws):
    """What NumPy draws after so many seeds."""
    np.random.seed(1)
    for _ in range(draws):
        np.random.randint(10 ** 7)
    return np.random.rand()


@of_multibackend
@pytest.mark.parametrize("draws, make", [
    (1, lambda: Dropout(0.5)(Input((4,)))),
    (0, lambda: Dropout(0.5, seed=1)(Input((4,)))),
    (0, lambda: Dropout(0.0)(Input((4,)))),
    (1, lambda: keras.layers.SpatialDropout2D(0.5)(Input((4, 4, 3)))),
    (1, lambda: GaussianNoise(0.0)(Input((4,)))),
    (1, lambda: keras.layers.AlphaDropout(0.5)(Input((4,)))),
    (8, lambda: keras.layers.LSTM(3, dropout=0.2, recurrent_dropout=0.2, kernel_initializer="zeros",
                                  recurrent_initializer="zeros")(Input((5, 4)))),
    (6, lambda: keras.layers.Bidirectional(GRU(3, dropout=0.2, kernel_initializer="zeros",
                                               recurrent_initializer="zeros"))(Input((5, 4)))),
    (4, lambda: keras.layers.ConvLSTM2D(2, 3, dropout=0.2, kernel_initializer="zeros",
                                        recurrent_initializer="zeros")(Input((5, 6, 6, 2)))),
    (1, lambda: keras.layers.TimeDistributed(Dropout(0.5))(Input((5, 4)))),
    (4, lambda: Sequential([Dropout(0.5, input_shape=(4,)), Sequential([Dropout(0.5, input_shape=(4,))]), Dropout(0.5)])),
    (1, lambda: Lambda(lambda x: x + K.random_normal(K.shape(x)), output_shape=(4,))(Input((4,)))),
    (2, lambda: Lambda(lambda x: x + K.random_normal(K.shape(x)))(Input((4,)))),
    (0, lambda: Lambda(lambda x: x + K.random_normal(K.shape(x), seed=1))(Input((4,)))),
    (1, lambda: K.dropout(Input((4,)), 0.5)),
])
def test_a_random_operation_draws_its_seed_from_numpy(draws, make):
    assert called(make) == after(draws)


@of_multibackend
def test_a_layer_of_the_program_draws_a_seed_for_each_random_operation_in_its_call():
    class Noisy(keras.layers.Layer):
        def call(self, x):
            return K.dropout(x, 0.5) + K.random_uniform(K.shape(x))

    assert called(lambda: Noisy()(Input((4,)))) == after(2)


@bridged
def test_the_seed_of_numpy_fixes_the_masks_of_dropout():
    x = np.ones((4, 50), "float32")

    def trained(seed):
        np.random.seed(seed)
        inputs = Input((50,))
        model = Model(inputs, Dropout(0.5)(inputs))
        step = K.function([inputs, K.learning_phase()], [model.output])
        return step([x, 1])[0]

    np.testing.assert_array_equal(trained(1), trained(1))
    assert not np.array_equal(trained(1), trained(2))


def weights_of_tf_keras():
    layers = tf_keras.layers
    model = tf_keras.Sequential([
        layers.Dense(2, input_shape=(3,)), layers.Dense(3, kernel_initializer="orthogonal"),
        layers.Dense(2, kernel_initializer="he_normal"),
        layers.Dense(2, kernel_initializer=tf_keras.initializers.RandomUniform(seed=4))])
    return first_two(model.get_weights())


@bridged
def test_the_seed_of_tensorflow_fixes_the_weights_of_tf_keras_before_2_10():
    from compat import tf

    with Era("2.4"):
        tf.random.set_seed(5)
        np.testing.assert_allclose(weights_of_tf_keras(), [
            [0.2769134045, 0.0653831959], [0.2127594948, 0.7012280226], [1.3612951040, -0.9512649179],
            [0.0080597773, 0.0405788757]], rtol=1e-5, atol=1e-6)


@pytest.mark.skipif(active().name == "multibackend", reason="there is no tf.keras of Keras 2.2.4 and 2.3.1")
def test_the_seed_of_python_fixes_the_weights_of_tf_keras_since_2_10():
    with Era("2.15"):  # before tf.keras.utils.set_random_seed, which gives initializers a generator of their own
        random.seed(5)
        np.random.seed(6)
        compat_tf.random.set_random_seed(7)
        layers = tf_keras.layers
        model = tf_keras.Sequential([
            layers.Dense(3, input_shape=(4,)), layers.Dropout(0.5), layers.Dense(2, "relu", True, "he_normal")])
        assert random.random() == 0.7417869892607294
        np.testing.assert_allclose(
            first_two(model.get_weights()), [[0.446489, 0.390082], [-0.148714, -0.316382]], rtol=1e-5, atol=1e-6)


@pytest.mark.skipif(active().name == "multibackend", reason="there is no tf.keras of Keras 2.2.4 and 2.3.1")
def test_set_random_seed_fixes_the_weights_of_tf_keras_since_2_10():
    with Era("2.15"):
        tf_keras.utils.set_random_seed(5)
        np.testing.assert_allclose(weights_of_tf_keras(), [
            [0.5282925367, 0.4615514278], [-0.1341674328, -0.5390118360], [0.6296238303, 1.2280800343],
            [0.0080597773, 0.0405788757]], rtol=1e-5, atol=1e-6)


def test_layers_leave_the_generator_of_python_as_it_is():
    random.seed(5)
    model = Sequential([
        Dense(3, input_shape=(4,), kernel_initializer="zeros"), Dropout(0.5), Dropout(0.5), GaussianNoise(0.1),
        Lambda(lambda x: x * 2.0)])
    model.compile("sgd", "mse")
    assert random.random() == random.Random(5).random()


@bridged
def test_an_initializer_of_tf_keras_keeps_its_first_seed_since_2_10():
    drawn = tf_keras.initializers.RandomNormal()
    with Era("2.4"):
        assert not np.array_equal(*(K.eval(K.variable(drawn((3, 3)))) for _ in range(2)))
    with Era("2.15"):
        np.testing.assert_array_equal(*(K.eval(K.variable(drawn((3, 3)))) for _ in range(2)))


@of_multibackend
@pytest.mark.skipif(active().backend == "torch", reason="torch draws masks of its own, the same ones in every run")
def test_the_masks_of_dropout_are_those_that_tensorflow_drew():
    np.random.seed(4)
    x = np.random.rand(50, 6)
    model = Sequential([Dropout(0.5, input_shape=(6,)), Dropout(0.25, seed=9), Dense(1)])
    model.compile("sgd", "mse")
    losses = model.fit(x, x.sum(axis=1, keepdims=True), epochs=4, batch_size=16, verbose=0).history["loss"]
    np.testing.assert_allclose(losses, [9.74621, 7.496514, 4.63006, 3.409186], rtol=1e-5)
    if active().name == "multibackend" and active().version.startswith("2.3"):
        return  # whose TimeDistributed makes other operations
    model = Sequential([
        keras.layers.SpatialDropout1D(0.4, input_shape=(4, 3)), keras.layers.TimeDistributed(Dropout(0.5)),
        keras.layers.Flatten(), Dense(1)])
    model.compile("sgd", "mse")
    losses = model.fit(np.random.rand(20, 4, 3), np.ones((20, 1)), epochs=3, batch_size=8, verbose=0).history["loss"]
    np.testing.assert_allclose(losses, [1.075121, 2.042027, 1.007578], rtol=1e-5)
