"""Functions that TensorFlow 1 alone had, or that few models call, give what TensorFlow 1.15 gave, through ``compat.tf``."""
from pathlib import Path

import numpy as np
import pytest

from compat.flavor import active

if active().name != "keras3":
    pytest.skip("the tf of Keras 3", allow_module_level=True)

import keras
from flavors.keras3.replay import Replay

from compat import Era, tf
from compat import keras as old
from compat.errors import AttributeNotServedError, UnsupportedError

replay = Replay(Path(__file__).parent, tf, "1.15")
CASES, OF_VALUES, INPUTS = replay.cases.CASES, replay.cases.OF_VALUES, replay.cases.INPUTS
OF_TENSORS = [case for case in CASES if case[2]]
only_elsewhere = pytest.mark.skipif(active().backend == "tensorflow", reason="there these are TensorFlow's own")


def cases(chosen):
    return pytest.mark.parametrize("case", chosen, ids=[case[0] for case in chosen])


def array(tensor):
    return np.asarray(keras.ops.convert_to_numpy(tensor))


@cases(CASES + OF_VALUES)
def test_on_values(case):
    replay.on_values(case)


@pytest.mark.skipif(active().backend == "torch", reason="torch compiles nothing")
@cases(OF_TENSORS)
def test_compiled_for_any_batch_size(case):
    replay.compiled(case)


@cases(OF_TENSORS)
def test_in_a_functional_model_of_any_batch_size(case):
    replay.in_a_functional_model(case)


def test_a_tagger_learns_its_transitions_through_the_likelihood():
    """As CRF layers of keras-contrib and of NER code: the loss is the negative log likelihood, prediction decodes."""
    class Crf(old.layers.Layer):
        def build(self, input_shape):
            super().build(input_shape)
            self.transitions = self.add_weight(name="transitions", shape=(3, 3), initializer="zeros")

        def call(self, x):
            lengths = tf.reduce_sum(tf.ones_like(x[:, :, 0], dtype="int32"), axis=1)
            return tf.one_hot(tf.contrib.crf.crf_decode(x, self.transitions, lengths)[0], 3) + 0.0 * x

        def loss(self, y_true, y_pred):
            lengths = tf.reduce_sum(tf.ones_like(y_true, dtype="int32"), axis=1)
            scores = tf.zeros_like(y_pred)
            return -tf.contrib.crf.crf_log_likelihood(scores, tf.cast(y_true, "int32"), lengths, self.transitions)[0]

    layer = Crf()
    x = old.layers.Input((4, 3))
    model = old.models.Model(x, layer(x))
    model.compile(old.optimizers.SGD(0.5), loss=layer.loss)
    tags = np.array([[0, 1, 2, 0], [1, 2, 0, 1]] * 4, "float32")
    before, after = (model.fit(np.zeros((8, 4, 3), "float32"), tags, epochs=epochs, verbose=0).history["loss"][-1]
                     for epochs in (1, 30))
    learned = array(layer.transitions)
    assert after < 0.6 * before and (learned.argmax(axis=1) == [1, 2, 0]).all()
    assert model.predict(np.eye(3, dtype="float32")[[[0, 0, 0, 0]]] * 0.1, verbose=0)[0].argmax(axis=1).tolist() == [0, 1, 2, 0]


def test_a_variable_beside_a_node_is_read_when_the_model_runs():
    """A variable among the arguments of a function that becomes one node has the value of that time."""
    weight = keras.Variable([[1.0, 2.0, 3.0]])
    x = old.layers.Input((3,))
    model = old.models.Model(x, tf.cross(x, weight))
    data = np.array([[2.0, 0.0, 0.0]], "float32")
    assert model.predict(data, verbose=0).tolist() == [[0.0, -6.0, 4.0]]
    weight.assign([[4.0, 5.0, 6.0]])
    assert model.predict(data, verbose=0).tolist() == [[0.0, -12.0, 10.0]]


def test_the_likelihood_makes_its_transitions():
    tf.reset_default_graph()
    with tf.variable_scope("tagger"):
        likelihood, made = tf.contrib.crf.crf_log_likelihood(INPUTS["scores"], INPUTS["tags"], INPUTS["lengths"])
    assert tuple(made.shape) == (4, 4)
    given = tf.contrib.crf.crf_log_likelihood(INPUTS["scores"], INPUTS["tags"], INPUTS["lengths"], made)[0]
    with tf.Session() as session:
        np.testing.assert_allclose(session.run(likelihood), session.run(given), rtol=1e-6)
    tf.reset_default_graph()


SCATTERED = {
    "scatter_update": [[9, 9], [3, 4], [7, 8]], "scatter_add": [[10, 11], [3, 4], [12, 14]],
    "scatter_sub": [[-8, -7], [3, 4], [-2, -2]], "scatter_mul": [[9, 18], [3, 4], [35, 48]],
    "scatter_div": [[1 / 9, 2 / 9], [3, 4], [5 / 7, 6 / 8]], "scatter_max": [[9, 9], [3, 4], [7, 8]],
    "scatter_min": [[1, 2], [3, 4], [5, 6]]}  # as TensorFlow 1.15 gave


@pytest.mark.parametrize("name", sorted(SCATTERED))
def test_rows_of_a_variable_are_assigned_when_it_is_run(name):
    with tf.Session() as session:
        weight = tf.Variable([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
        later = getattr(tf, name)(weight, [0, 2], [[9.0, 9.0], [7.0, 8.0]])
        assert session.run(weight).tolist() == [[1, 2], [3, 4], [5, 6]]
        np.testing.assert_allclose(session.run(later), SCATTERED[name], rtol=1e-6)
        np.testing.assert_allclose(session.run(weight), SCATTERED[name], rtol=1e-6)


def test_rows_that_are_named_twice_and_single_numbers():
    weight = tf.Variable([1.0, 2.0, 3.0])
    with tf.Session() as session:
        assert session.run(tf.scatter_add(weight, [1, 1], [1.0, 2.0])).tolist() == [1, 5, 3]
        assert session.run(tf.scatter_mul(weight, [[0, 0]], [[2.0, 5.0]])).tolist() == [10, 5, 3]
        assert session.run(tf.scatter_sub(weight, 2, 1.0)).tolist() == [10, 5, 2]
        assert session.run(tf.scatter_update(weight, [0, 1], 7.0)).tolist() == [7, 7, 2]


@pytest.mark.parametrize("name, expected", [
    ("scatter_nd_update", [[1, 9], [3, 4], [8, 6]]), ("scatter_nd_add", [[1, 11], [3, 4], [13, 6]]),
    ("scatter_nd_sub", [[1, -7], [3, 4], [-3, 6]])])
def test_elements_of_a_variable_are_assigned_when_it_is_run(name, expected):
    weight = tf.Variable([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    with tf.Session() as session:
        assert session.run(getattr(tf, name)(weight, [[0, 1], [2, 0]], [9.0, 8.0])).tolist() == expected


@pytest.mark.parametrize("unique", [True, False])
@pytest.mark.parametrize("name, shares", [
    ("uniform_candidate_sampler", np.full(8, 1 / 8)),
    ("log_uniform_candidate_sampler", np.log((np.arange(8) + 2) / (np.arange(8) + 1)) / np.log(9))])
def test_samplers_draw_by_their_distribution_and_say_how_often(name, shares, unique):
    tf.set_random_seed(3)
    true = np.arange(8).reshape(4, 2)
    drawn, of_true, of_drawn = (np.array(each) for each in zip(*[
        [array(each) for each in getattr(tf.nn, name)(true, 2, 4, unique, 8)] for _ in range(300)]))
    assert drawn.shape == (300, 4) and of_true.shape == (300, 4, 2) and of_drawn.shape == (300, 4)
    found = np.bincount(drawn.reshape(-1), minlength=8) / 300
    expected = of_true.reshape(300, 8).mean(axis=0)
    np.testing.assert_allclose(found, expected, atol=0.12)
    np.testing.assert_allclose(of_drawn, np.take_along_axis(of_true.reshape(300, 8), drawn, axis=1), rtol=1e-4)
    if unique:
        assert all(len(set(row)) == 4 for row in drawn.tolist())
        tries = np.log1p(-of_true.reshape(300, 8)[:, 0]) / np.log1p(-shares[0])
        np.testing.assert_allclose(tries, np.round(tries), atol=0.01)  # TensorFlow counts whole tries, at least as many
        assert (np.round(tries) >= 4).all()
    else:
        np.testing.assert_allclose(of_true[0].reshape(-1), shares * 4, rtol=1e-4)


def test_more_unique_classes_than_there_are_is_an_error():
    with pytest.raises(ValueError, match="9 unique classes of 8"):
        tf.nn.uniform_candidate_sampler([[1]], 1, 9, True, 8)


@pytest.mark.parametrize("name", ["sampled_softmax_loss", "nce_loss"])
def test_word_vectors_train_on_a_sample(name):
    """As word2vec code: a layer with the table, whose loss draws its own classes."""
    class Sampled(old.layers.Layer):
        def build(self, input_shape):
            super().build(input_shape)
            self.table = self.add_weight(name="table", shape=(20, 4), initializer="zeros")
            self.biases = self.add_weight(name="biases", shape=(20,), initializer="zeros")

        def call(self, inputs):
            x, y = inputs
            return tf.expand_dims(getattr(tf.nn, name)(self.table, self.biases, y, x, num_sampled=6, num_classes=20), 1)

    x, y = old.layers.Input((4,)), old.layers.Input((1,), dtype="int32")
    model = old.models.Model([x, y], Sampled()([x, y]))
    model.compile(old.optimizers.Adam(0.1), loss=lambda y_true, y_pred: y_pred)
    classes = np.arange(16).reshape(-1, 1) % 4
    data = [np.eye(4, dtype="float32")[classes[:, 0]], classes.astype("int32")]
    losses = model.fit(data, np.zeros((16, 1)), epochs=40, verbose=0).history["loss"]
    assert losses[-1] < 0.5 * losses[0]


def test_poisson_numbers_have_their_mean_and_variance():
    tf.set_random_seed(1)
    drawn = array(tf.random_poisson([0.5, 6.0], [4000]))
    assert drawn.shape == (4000, 2) and drawn.dtype == np.float32 and (drawn == np.floor(drawn)).all()
    np.testing.assert_allclose(drawn.mean(axis=0), [0.5, 6.0], rtol=0.1)
    np.testing.assert_allclose(drawn.var(axis=0), [0.5, 6.0], rtol=0.12)
    assert array(tf.compat.v2.random.poisson([3], 2.0)).shape == (3,)


@only_elsewhere
@pytest.mark.parametrize("name, arguments, expected", [
    ("natural_exp_decay", (0.5, 0, 10, 0.3), [0.5, 0.430354, 0.203285]),
    ("natural_exp_decay", (0.5, 0, 10, 0.3, True), [0.5, 0.5, 0.203285]),
    ("linear_cosine_decay", (0.5, 0, 20, 0.5, 0.0, 0.001), [0.5005, 0.320583, 0.0005]),
    ("cosine_decay_restarts", (0.5, 0, 4), [0.5, 0.480970, 0.5])])
def test_schedules(name, arguments, expected):
    """At the steps 0, 5 and 30 of natural_exp_decay and so on; numbers by TensorFlow 1.15."""
    steps = {"cosine_decay_restarts": (0, 5, 12)}.get(name, (0, 5, 30))
    schedule = getattr(tf.train, name)(*arguments)
    np.testing.assert_allclose([float(schedule(step)) for step in steps], expected, rtol=1e-4)
    noisy = tf.train.noisy_linear_cosine_decay(0.5, 0, 20)
    assert np.isfinite(float(noisy(3))) and float(noisy(3)) != float(noisy(3))


def test_shapes_are_broadcast():
    assert tf.broadcast_static_shape(tf.TensorShape([None, 3]), tf.TensorShape([2, 1, 1])).as_list() == [2, None, 3]
    with pytest.raises(ValueError, match="Incompatible"):
        tf.broadcast_static_shape(tf.TensorShape([2]), tf.TensorShape([3]))


@only_elsewhere
def test_what_is_refused_says_why():
    with pytest.raises(UnsupportedError, match="preprocess_collapse_repeated"):
        tf.nn.ctc_loss(tf.SparseTensor([[0, 0]], [1], [1, 1]), np.zeros((3, 1, 3), "float32"), [3],
                       preprocess_collapse_repeated=True)
    with pytest.raises(AttributeNotServedError, match="sum\\(model.losses\\)"):
        tf.losses.get_regularization_loss()
    with pytest.raises(AttributeNotServedError, match="model.trainable_weights"):
        tf.trainable_variables()


def test_tables_are_divided_as_the_version_says():
    tables = [INPUTS["half1"], INPUTS["half2"]]
    assert array(tf.nn.embedding_lookup(tables, [1])).tolist() == [INPUTS["half2"][0].tolist()]
    assert array(tf.compat.v2.nn.embedding_lookup(tables, [1])).tolist() == [INPUTS["half1"][1].tolist()]
    with Era("2.15"):
        assert array(tf.nn.embedding_lookup(tables, [1])).tolist() == [INPUTS["half1"][1].tolist()]
