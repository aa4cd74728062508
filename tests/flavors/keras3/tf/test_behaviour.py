"""What tf does beyond numbers: sessions, feeds, variables, dtypes, shapes, randomness, what is not served."""
import doctest
import importlib
import pkgutil

import numpy as np
import pytest

from compat.flavor import active

if active().name != "keras3":
    pytest.skip("the tf of Keras 3", allow_module_level=True)

import keras

from compat.errors import NotServedError
from compat.flavors.keras3 import backend as K
from compat.flavors.keras3 import tf

ROWS = np.array([[1.0, 2.0], [3.0, 6.0]], "float32")
#: Modules of one backend import it, and may be imported where it is the one.
OF_ONE_BACKEND = {"compat.flavors.keras3.tf.tapes.by_jax": "jax", "compat.flavors.keras3.tf.tapes.by_torch": "torch",
                  "compat.flavors.keras3.tf.stand_ins.modules": "tensorflow"}
MODULES = [module.name for module in pkgutil.walk_packages(tf.__path__, "compat.flavors.keras3.tf.")
           if OF_ONE_BACKEND.get(module.name, keras.backend.backend()) == keras.backend.backend()]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("module", [tf, tf.nn, tf.math, tf.image, tf.random, tf.linalg])
def test_every_listed_name_is_there(module):
    assert [name for name in module.__all__ if name not in vars(module)] == []


def test_a_session_gives_numpy_values_in_the_nesting_of_the_fetches():
    with tf.Session() as session:
        found = session.run({"a": [tf.constant(1.0), tf.constant([2, 3])], "b": (tf.constant(True),)})
    assert found["a"][0] == 1.0 and found["a"][1].tolist() == [2, 3] and found["b"] == (True,)
    assert isinstance(found["a"][1], np.ndarray) and isinstance(found["b"], tuple)


def test_a_session_computes_nodes_from_what_is_fed():
    x = tf.placeholder(tf.float32, shape=(None, 2))
    with tf.Session() as session:
        doubled, total = session.run([x * 2.0, tf.reduce_sum(x)], feed_dict={x: ROWS})
    np.testing.assert_array_equal(doubled, ROWS * 2)
    assert total == 12.0


def test_a_session_takes_the_learning_phase_as_a_feed():
    x = tf.placeholder(tf.float32, shape=(None, 100))
    dropped = keras.layers.Dropout(0.5)(x)
    ones = np.ones((1, 100), "float32")
    with tf.Session() as session:
        tested = session.run(dropped, feed_dict={x: ones, K.learning_phase(): 0})
        trained = session.run(dropped, feed_dict={x: ones, K.learning_phase(): 1})
    assert (tested == 1).all() and (trained == 0).any()


def test_a_feed_for_a_tensor_that_has_a_value_is_an_error():
    x, constant = tf.placeholder(tf.float32, shape=(None, 2)), tf.constant(1.0)
    feeds = {x: ROWS, "constant": constant}
    with tf.Session() as session, pytest.raises(TypeError, match="feed"):
        session.run(x * 2.0, feed_dict=feeds)


def test_a_fetch_by_name_is_an_error_that_says_why():
    with tf.Session() as session, pytest.raises(NotImplementedError, match="no graph"):
        session.run("dense/kernel:0")


def test_an_assignment_happens_when_a_session_runs_it():
    variable = tf.Variable(3.0)
    later = tf.assign_add(variable, 1.0)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        assert session.run(variable) == 3.0
        assert session.run(later) == 4.0
        assert session.run(variable) == 4.0


def test_a_group_runs_each_of_its_updates():
    first, second = tf.Variable(1.0), tf.Variable(2.0)
    with tf.Session() as session:
        assert session.run(tf.group(tf.assign(first, 5.0), tf.assign_sub(second, 2.0))) is None
        assert session.run([first, second]) == [5.0, 0.0]


def test_the_default_session_is_the_one_of_the_block():
    assert tf.get_default_session() is None
    with tf.Session() as session:
        assert tf.get_default_session() is session and K.get_session() is session
    assert tf.get_default_session() is None


def test_an_interactive_session_is_the_default_until_it_is_closed():
    session = tf.InteractiveSession()
    assert tf.get_default_session() is session
    session.close()
    assert tf.get_default_session() is None


def test_a_session_given_to_keras_is_what_keras_gives_back():
    before = K.get_session()
    session = tf.Session(config=tf.ConfigProto(gpu_options=tf.GPUOptions(allow_growth=True)))
    try:
        K.set_session(session)
        assert K.get_session() is session
    finally:
        K.set_session(before)


def test_eval_of_a_tensor_is_its_value_and_of_anything_else_its_own():
    class Formula:
        def eval(self):
            return "own"

    np.testing.assert_array_equal(tf.eval_tensor(tf.constant([1, 2])), [1, 2])
    assert tf.eval_tensor(Formula()) == "own"


def test_eval_takes_feeds():
    x = tf.placeholder(tf.float32, shape=(None, 2))
    np.testing.assert_array_equal(tf.eval_tensor(x + 1.0, feed_dict={x: ROWS}), ROWS + 1)


def test_a_placeholder_without_a_shape_is_an_error_that_says_so():
    with pytest.raises(NotImplementedError, match="shape"):
        tf.placeholder(tf.float32)


def test_isinstance_tells_variables_from_tensors():
    variable, tensor = tf.Variable([1.0]), tf.constant([1.0])
    found = [isinstance(x, kind) for x in (variable, tensor, ROWS) for kind in (tf.Variable, tf.Tensor)]
    assert found == [True, False, False, True, False, False]


@pytest.mark.parametrize("dtype", ["float32", "int32", "bool"])
def test_a_variable_has_the_dtype_of_its_value(dtype):
    assert K.dtype(tf.Variable(np.array([1, 0], dtype))) == dtype


@pytest.mark.parametrize("name", ["float16", "float32", "int32", "uint8", "bool"])
def test_a_dtype_equals_that_of_a_tensor_and_casts(name):
    dtype = getattr(tf, name)
    tensor = K.cast([1, 0], dtype)
    assert dtype == tensor.dtype and K.dtype(tensor) == name and dtype.name == name
    assert dtype != K.cast([1], "int8").dtype


def test_a_dtype_is_hashable_as_its_name():
    assert {tf.float32: 1}["float32"] == 1


@pytest.mark.parametrize("name", ["reduce_sum", "reduce_mean", "add_n", "square"])
def test_arithmetic_on_booleans_is_an_error(name):
    flags = tf.constant([True, False])
    with pytest.raises(TypeError, match="boolean"):
        getattr(tf, name)([flags, flags] if name == "add_n" else flags)


def test_splitting_into_parts_that_do_not_fit_is_an_error():
    with pytest.raises(ValueError, match="divide"):
        tf.split(tf.constant([1.0, 2.0, 3.0]), 2)


def test_where_with_a_condition_alone_gives_the_indices():
    np.testing.assert_array_equal(K.eval(tf.where(tf.constant([[True, False], [False, True]]))), [[0, 0], [1, 1]])


def test_boolean_mask_keeps_what_is_true():
    np.testing.assert_array_equal(K.eval(tf.boolean_mask(ROWS, [[True, False], [True, True]])), [1.0, 3.0, 6.0])


def test_boolean_mask_along_another_axis():
    np.testing.assert_array_equal(K.eval(tf.boolean_mask(ROWS, [False, True], axis=1)), [[2.0], [6.0]])


def test_a_seed_repeats_what_is_drawn_and_leaves_numpy_alone():
    np.random.seed(5)
    expected = np.random.rand()
    np.random.seed(5)
    draws = []
    for _ in range(2):
        tf.set_random_seed(1)
        draws.append(K.eval(tf.random_normal([4])))
    np.testing.assert_array_equal(*draws)
    assert np.random.rand() == expected


def test_whole_random_numbers_stay_in_their_range():
    drawn = K.eval(tf.random_uniform([500], 2, 5, dtype=tf.int32))
    assert drawn.dtype == "int32" and set(drawn) == {2, 3, 4}


def test_a_shuffle_keeps_the_rows():
    rows = np.arange(40).reshape(20, 2)
    shuffled = K.eval(tf.random_shuffle(tf.constant(rows)))
    np.testing.assert_array_equal(shuffled[np.argsort(shuffled[:, 0])], rows)


def test_dropout_by_keep_prob_keeps_that_share():
    kept = K.eval(tf.nn.dropout(tf.ones([100, 100]), keep_prob=0.75))
    assert abs((kept > 0).mean() - 0.75) < 0.03 and np.allclose(kept.max(), 1 / 0.75)


def test_dropout_without_a_share_is_an_error():
    with pytest.raises(TypeError, match="keep_prob"):
        tf.nn.dropout(tf.ones([2]))


def test_a_loss_without_labels_is_an_error():
    with pytest.raises(TypeError, match="labels="):
        tf.nn.softmax_cross_entropy_with_logits(tf.ones([2, 3]))


@pytest.mark.skipif(keras.config.backend() == "tensorflow", reason="there it is TensorFlow's own")
@pytest.mark.parametrize("namespace, name", [("nn", "rnn_cell"), ("image", "ssim"), ("math", "betainc")])
def test_what_is_not_served_says_so(namespace, name):
    with pytest.raises(NotServedError, match=r"tf\.{}\.{}".format(namespace, name)):
        getattr(getattr(tf, namespace), name)


def test_importing_tf_loads_no_backend_but_the_one_in_use():
    import subprocess
    import sys

    other = {"tensorflow": "torch", "jax": "tensorflow", "torch": "tensorflow"}[keras.config.backend()]
    program = "import sys; from compat.flavors.keras3 import tf; assert {!r} not in sys.modules".format(other)
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


def test_depth_becomes_space_in_images_of_any_size():
    inputs = keras.Input((None, None, 8))
    model = keras.Model(inputs, keras.layers.Lambda(lambda x: tf.depth_to_space(x, 2))(inputs))
    x = np.arange(2 * 4 * 6 * 8, dtype="float32").reshape((2, 4, 6, 8))
    expected = x.reshape((2, 4, 6, 2, 2, 2)).transpose((0, 1, 3, 2, 4, 5)).reshape((2, 8, 12, 2))
    np.testing.assert_array_equal(model.predict(x, verbose=0), expected)


@pytest.mark.skipif(keras.backend.backend() != "tensorflow", reason="others infer shapes with sizes that two may not divide")
def test_space_becomes_depth_in_images_of_any_size():
    inputs = keras.Input((None, None, 3))
    model = keras.Model(inputs, keras.layers.Lambda(lambda x: tf.space_to_depth(x, 2))(inputs))
    x = np.arange(2 * 4 * 6 * 3, dtype="float32").reshape((2, 4, 6, 3))
    expected = np.concatenate([x[:, down::2, right::2] for down in (0, 1) for right in (0, 1)], axis=-1)
    np.testing.assert_array_equal(model.predict(x, verbose=0), expected)


@pytest.mark.parametrize("name", ["reduce_sum", "reduce_max", "norm", "math.count_nonzero"])
def test_a_reduction_of_all_axes_may_keep_them(name):
    function = tf
    for part in name.split("."):
        function = getattr(function, part)
    kept = keras.ops.convert_to_numpy(function(tf.constant(ROWS), keepdims=True))
    assert kept.shape == (1, 1) and kept[0, 0] == keras.ops.convert_to_numpy(function(tf.constant(ROWS)))
