"""Names of tf.keras 2 that Keras 3 dropped: metrics, a constraint, models, layers and helpers.

Numbers and errors are those of the real tf.keras 2.15, which runs these tests too.
"""
import time

import numpy as np
import pytest

from compat.api.names import of_tf_keras
from compat.api.refused import REFUSED
from compat.errors import NotServedError, UnsupportedError
from compat.flavor import active
from compat.flavors import is_served, resolve
from compat.keras import backend as K
from compat.tf import keras

pytestmark = pytest.mark.skipif(active().name == "multibackend", reason="there is no tf.keras of TensorFlow 2")
KERAS_3 = active().name == "keras3"
needs_columns = pytest.mark.skipif(active().name == "tf_keras" and not is_served("tf.keras.layers", "DenseFeatures"),
                                   reason="tf_keras dropped them, too")
on_tensorflow = pytest.mark.skipif(active().backend not in ("tensorflow", ""), reason="the backend is not TensorFlow")


def array(value):
    return np.asarray(K.eval(value))


def numbers(value):
    return array(value).tolist()


# Metrics

def test_a_mean_tensor_is_the_mean_of_each_element():
    metric = keras.metrics.MeanTensor()
    with pytest.raises(ValueError, match="MeanTensor does not have any value yet"):
        metric.result()
    metric.update_state(K.constant([0.0, 1.0, 2.0, 3.0]))
    metric.update_state(K.constant([4.0, 5.0, 6.0, 7.0]))
    assert numbers(metric.result()) == [2.0, 3.0, 4.0, 5.0]
    metric.update_state(K.constant([12.0, 10.0, 8.0, 6.0]), sample_weight=K.constant([0.0, 0.2, 0.5, 1.0]))
    np.testing.assert_allclose(numbers(metric.result()), [2.0, 3.6363635, 4.8000002, 5.3333335], rtol=1e-5)
    np.testing.assert_allclose(numbers(metric.count), [2.0, 2.2, 2.5, 3.0], rtol=1e-5)
    with pytest.raises(ValueError, match=r"Expected shape \(set during the first call\): \(4,\). Got: \(2,\)"):
        metric.update_state(K.constant([1.0, 2.0]))
    metric.reset_state()
    assert numbers(metric.result()) == [0.0] * 4


def test_a_mean_tensor_of_a_stated_shape_weighs_samples():
    metric = keras.metrics.MeanTensor(shape=(2, 3))
    assert numbers(metric.result()) == [[0.0] * 3] * 2
    metric.update_state(K.ones((2, 3)), sample_weight=K.constant([1.0, 2.0]))
    assert numbers(metric.total) == numbers(metric.count) == [[1.0] * 3, [2.0] * 3]


def test_a_mean_relative_error_is_divided_by_its_normalizer():
    metric = keras.metrics.MeanRelativeError(normalizer=[1.0, 3.0, 2.0, 3.0])
    y_true, y_pred = K.constant([1.0, 3.0, 2.0, 3.0]), K.constant([2.0, 4.0, 6.0, 8.0])
    metric.update_state(y_true, y_pred)
    assert float(array(metric.result())) == pytest.approx(1.25)
    metric.update_state(y_true, y_pred, sample_weight=K.constant([1.0, 0.0, 0.0, 1.0]))
    assert float(array(metric.result())) == pytest.approx(1.2777778)
    assert metric.name == "mean_relative_error"
    metric = keras.metrics.MeanRelativeError([[0.0, 1.0], [2.0, 4.0]])  # nothing is divided by 0
    metric.update_state(K.constant([[1.0, 2.0], [3.0, 4.0]]), K.constant([[2.0, 1.0], [1.0, 1.0]]))
    assert float(array(metric.result())) == pytest.approx(0.6875)


def largest_error():
    class LargestError(keras.metrics.experimental.PyMetric):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.errors = [0.0]

        def update_state(self, y_true, y_pred, sample_weight=None):
            self.errors.append(max(abs(y_true.numpy() - y_pred.numpy()).ravel().tolist()))

        def reset_state(self):
            self.errors = [0.0]

        def result(self):
            return max(self.errors)

    return LargestError(name="largest")


def trained(layers, x, y, **compiled):
    model = keras.Sequential(layers)
    model.compile("sgd", "mse", **compiled)
    return model, model.fit(x, y, epochs=2, batch_size=2, shuffle=False, verbose=0).history


def test_a_metric_may_compute_with_python():
    metric = largest_error()
    metric.update_state(K.constant([1.0, 2.0]), K.constant([0.0, 5.0]))
    assert float(array(metric.result())) == 3.0
    model = keras.Sequential([keras.layers.Dense(1, input_shape=(3,), kernel_initializer="ones")])
    model.compile("sgd", "mse", metrics=[metric], run_eagerly=True)
    assert model.evaluate(np.ones((4, 3)), np.zeros((4, 1)), verbose=0) == [9.0, 3.0]


@pytest.mark.skipif(not KERAS_3 or active().backend == "torch", reason="Python runs inside its steps")
def test_a_compiled_step_runs_no_python():
    model = keras.Sequential([keras.layers.Dense(1, input_shape=(3,))])
    model.compile("sgd", "mse", metrics=[largest_error()])
    with pytest.raises(UnsupportedError, match="pass run_eagerly=True"):
        model.evaluate(np.ones((4, 3)), np.zeros((4, 1)), verbose=0)


# A constraint

@pytest.mark.parametrize("size, expected", [
    (3, [[9, 9, 9], [9, 1, 9], [9, 9, 9]]),
    (4, [[31, 31, 31, 31], [31, 11, 11, 31], [31, 11, 11, 31], [31, 31, 31, 31]]),
    (5, [[37] * 5, [37, 25, 25, 25, 37], [37, 25, 13, 25, 37], [37, 25, 25, 25, 37], [37] * 5]),
])
def test_a_radial_constraint_makes_rings(size, expected):
    kernel = (np.arange(size * size * 2.0) + 1).reshape(size, size, 1, 2)
    constraint = keras.constraints.get("radial_constraint")
    assert isinstance(constraint, keras.constraints.RadialConstraint)
    assert array(constraint(K.constant(kernel)))[:, :, 0, 0].tolist() == expected
    with pytest.raises(ValueError, match="The weight tensor must have rank 4"):
        constraint(K.ones((3, 3)))


# Models

X1, X2 = np.random.RandomState(1).rand(4, 3), np.random.RandomState(2).rand(4, 2)
Y = np.array([[0.0], [1.0], [0.0], [1.0]])


def linear(**arguments):
    return keras.experimental.LinearModel(kernel_initializer="ones", **arguments)


def dense():
    return keras.Sequential([keras.layers.Dense(1, kernel_initializer="ones")])


def test_a_linear_model_adds_the_products_of_its_inputs():
    model = linear(units=2, bias_initializer="ones", activation="relu")
    assert numbers(model([np.ones((3, 4)), 2 * np.ones((3, 2))])) == [[9.0, 9.0]] * 3
    assert [tuple(each.shape) for each in model.weights] == [(4, 2), (2, 2), (2,)]
    model = linear()
    assert numbers(model({"a": np.ones((3, 4)), "b": 2 * np.ones((3, 2))})) == [[8.0]] * 3
    with pytest.raises(ValueError, match="does not match the structure expected by the model"):
        model({"a": np.ones((3, 4))})


def test_a_linear_model_is_trained():
    model = keras.experimental.LinearModel()
    model.compile("sgd", "mse")
    history = model.fit(X1, Y, epochs=2, batch_size=2, shuffle=False, verbose=0).history
    np.testing.assert_allclose(history["loss"], [0.4936357, 0.4672739], rtol=1e-5)
    again = type(model).from_config(model.get_config())
    assert (again.units, again.use_bias) == (1, True)


def test_a_wide_and_deep_model_has_two_optimizers():
    model = keras.experimental.WideDeepModel(linear(), dense(), activation="sigmoid")
    assert array(model([0.1 * np.ones((2, 3)), 0.2 * np.ones((2, 2))]))[0, 0] == pytest.approx(0.6681878)
    model.compile(optimizer=["sgd", "adam"], loss="mse")
    history = model.fit([X1, X2], Y, epochs=2, batch_size=2, shuffle=False, verbose=0).history
    np.testing.assert_allclose(history["loss"], [0.3599813, 0.3594023], rtol=1e-5)
    kernel, bias, deep_kernel, deep_bias = model.get_weights()
    np.testing.assert_allclose(kernel.ravel(), [0.9988316, 0.9976727, 0.9992378], rtol=1e-5)
    np.testing.assert_allclose(deep_kernel.ravel(), [0.9960081, 0.9996154], rtol=1e-5)
    np.testing.assert_allclose([bias[0], deep_bias[0]], [-0.0039298, -0.0039986], rtol=1e-4)


def test_a_wide_and_deep_model_has_one_optimizer():
    model = keras.experimental.WideDeepModel(linear(), dense())
    assert numbers(model(np.ones((2, 3)))) == [[6.0], [6.0]]
    model = keras.experimental.WideDeepModel(linear(), dense())
    model.compile("sgd", "mse")
    history = model.fit([X1, X2], Y, epochs=2, batch_size=2, shuffle=False, verbose=0).history
    np.testing.assert_allclose(history["loss"], [1.8672821, 1.5362263], rtol=1e-5)


# Layers

IMAGES = np.arange(48.0, dtype="float32").reshape(2, 4, 6, 1)


@pytest.mark.parametrize("name, factor, interpolation, first", [
    ("RandomHeight", (-0.5, -0.5), "bilinear", [[3, 4, 5, 6, 7, 8], [15, 16, 17, 18, 19, 20]]),
    ("RandomWidth", (-0.5, -0.5), "bilinear", [[0.5, 2.5, 4.5], [6.5, 8.5, 10.5], [12.5, 14.5, 16.5], [18.5, 20.5, 22.5]]),
    ("RandomWidth", (0.5, 0.5), "nearest", [[6 * row + each for each in (0, 1, 1, 2, 3, 3, 4, 5, 5)] for row in range(4)]),
])
def test_images_are_stretched_in_training(name, factor, interpolation, first):
    layer = getattr(keras.layers, name)(factor, interpolation=interpolation)
    found = array(layer(K.constant(IMAGES), training=True))
    np.testing.assert_allclose(found[0, :, :, 0], first, rtol=1e-6)
    assert found.shape[1:] == array(layer(K.constant(IMAGES[0]), training=True)).shape
    np.testing.assert_array_equal(array(layer(K.constant(IMAGES), training=False)), IMAGES)
    assert layer.get_config()["factor"] == factor
    place = {"RandomHeight": 1, "RandomWidth": 2}[name]
    assert list(layer.compute_output_shape((2, 4, 6, 1)))[place] is None


@pytest.mark.parametrize("name", ["RandomHeight", "RandomWidth"])
def test_random_sizes_are_drawn_and_checked(name):
    layer = getattr(keras.layers, name)(0.5, seed=1)
    place = {"RandomHeight": 1, "RandomWidth": 2}[name]
    sizes = {array(layer(K.constant(IMAGES), training=True)).shape[place] for _ in range(20)}
    size = IMAGES.shape[place]
    assert len(sizes) > 1 and size // 2 <= min(sizes) and max(sizes) <= size * 3 // 2
    with pytest.raises(ValueError, match="must have values larger than -1"):
        getattr(keras.layers, name)((-2.0, 0.1))
    with pytest.raises(ValueError, match="cannot have an upper bound less"):
        getattr(keras.layers, name)((0.3, 0.1))


@pytest.mark.parametrize("name", ["RandomHeight", "RandomWidth"])
def test_a_model_trains_on_images_of_random_size(name):
    layers = keras.layers
    model, history = trained([layers.Input((4, 6, 1)), getattr(layers, name)(0.5), layers.GlobalAveragePooling2D(),
                              layers.Dense(1)], IMAGES / 48, np.zeros((2, 1)), run_eagerly=active().backend == "jax")
    assert np.isfinite(history["loss"]).all() and model.predict(IMAGES, verbose=0).shape == (2, 1)


@pytest.mark.skipif(active().backend != "jax", reason="steps of JAX have fixed sizes")
def test_a_compiled_step_of_jax_draws_no_size():
    with pytest.raises(UnsupportedError, match="pass run_eagerly=True"):
        trained([keras.layers.Input((4, 6, 1)), keras.layers.RandomWidth(0.5), keras.layers.GlobalAveragePooling2D(),
                 keras.layers.Dense(1)], IMAGES, np.zeros((2, 1)))


def columns():
    import tensorflow as tf

    column = tf.feature_column
    price = column.numeric_column("price")
    words = column.categorical_column_with_vocabulary_list("word", ["a", "b", "c"])
    values = tf.constant_initializer([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    buckets = column.bucketized_column(price, [1.0, 3.0])
    return [price, column.embedding_column(words, 2, initializer=values), buckets, column.indicator_column(words),
            column.indicator_column(column.crossed_column([buckets, words], 4))]


def features():
    import tensorflow as tf

    return {"price": tf.constant([[0.5], [2.0], [7.0]]), "word": tf.constant([["a"], ["c"], ["?"]])}


@on_tensorflow
@needs_columns
def test_features_become_one_tensor_by_the_names_of_columns():
    layer = keras.layers.DenseFeatures(columns())
    found, parts = array(layer(features())), {}
    assert found.shape == (3, 13)
    layer(features(), cols_to_output_tensors=parts)
    by_name = {column.name: numbers(part) for column, part in parts.items()}
    assert by_name["word_embedding"] == [[1.0, 2.0], [5.0, 6.0], [0.0, 0.0]]
    assert by_name["price_bucketized"] == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert by_name["word_indicator"] == [[1, 0, 0], [0, 0, 1], [0, 0, 0]]
    np.testing.assert_array_equal(found, np.concatenate([by_name[name] for name in sorted(by_name)], axis=1))
    again = type(layer).from_config(layer.get_config())
    np.testing.assert_array_equal(array(again(features())), found)
    with pytest.raises(ValueError, match="We expected a dictionary here"):
        layer(features()["price"])


@on_tensorflow
@needs_columns
def test_a_model_trains_on_features():
    import tensorflow as tf

    model = keras.Sequential([keras.layers.DenseFeatures(columns()[:2]), keras.layers.Dense(1, kernel_initializer="ones")])
    model.compile("sgd", "mse")
    data = tf.data.Dataset.from_tensor_slices((features(), [1.0, 2.0, 3.0])).batch(3)
    history = model.fit(data, epochs=2, verbose=0).history
    np.testing.assert_allclose(history["loss"], [47.75, 10.5649], rtol=1e-4)


@on_tensorflow
@needs_columns
def test_sequences_of_features_have_lengths():
    import tensorflow as tf

    column = tf.feature_column
    kinds = column.sequence_categorical_column_with_identity("kind", 4)
    made = [column.sequence_numeric_column("rate"), column.embedding_column(
        kinds, 2, initializer=tf.constant_initializer(np.arange(8.0).reshape(4, 2)))]
    data = {"rate": tf.sparse.from_dense([[1.0, 2.0, 0.0], [3.0, 0.0, 0.0]]),
            "kind": tf.sparse.from_dense([[1, 2, 0], [3, 0, 0]])}
    tensor, lengths = keras.experimental.SequenceFeatures(made)(data)
    assert numbers(tensor) == [[[2.0, 3.0, 1.0], [4.0, 5.0, 2.0], [0.0, 0.0, 0.0]],
                               [[6.0, 7.0, 3.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]]
    assert numbers(lengths) == [2, 1]


@pytest.mark.skipif(active().backend in ("tensorflow", ""), reason="the backend is TensorFlow")
def test_only_tensorflow_computes_columns():
    for cls in (keras.layers.DenseFeatures, keras.experimental.SequenceFeatures):
        with pytest.raises(NotServedError, match="use keras.utils.FeatureSpace"):
            cls([])


# Helpers

def test_embeddings_go_to_a_new_vocabulary(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("unk\na\nb\n")
    embeddings = np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]])
    new = ["unk", "b", "d", "a"]
    for old in (["unk", "a", "b"], str(path)):
        found = keras.utils.warmstart_embedding_matrix(old, new, embeddings, keras.initializers.Constant(9.0))
        assert numbers(found) == [[1.0, 1.0], [3.0, 3.0], [9.0, 9.0], [2.0, 2.0]]


def test_a_timed_thread_runs_at_intervals():
    class Counter(keras.utils.TimedThread):
        count = 0

        def on_interval(self):
            self.count += 1

    counter = Counter(interval=0.02)
    assert not counter.is_alive()
    with counter:
        assert counter.is_alive()
        time.sleep(0.3)
    time.sleep(0.05)
    assert counter.count > 2 and not counter.is_alive()
    with pytest.raises(NotImplementedError, match="Needs to be implemented in subclasses of `TimedThread`"):
        keras.utils.TimedThread(0.1).on_interval()


def test_a_dataset_creator_makes_the_data_of_fit():
    tf = pytest.importorskip("tensorflow")
    creator = keras.utils.experimental.DatasetCreator
    x, y = np.random.RandomState(0).rand(8, 3), np.random.RandomState(1).rand(8, 1)
    made = creator(lambda context: tf.data.Dataset.from_tensor_slices((x, y)).batch(2).repeat())
    model = keras.Sequential([keras.layers.Dense(1, input_shape=(3,), kernel_initializer="ones")])
    model.compile("sgd", "mse")
    history = model.fit(made, steps_per_epoch=4, epochs=2, verbose=0).history
    np.testing.assert_allclose(history["loss"], [2.4115779, 1.7224631], rtol=1e-5)
    with pytest.raises(TypeError, match="must be a `callable`. Received: 3"):
        creator(3)
    with pytest.raises(TypeError, match='must return a Dataset. It returns "5"'):
        creator(lambda context: 5)(None)


def test_a_program_may_ask_for_generators():
    asked = keras.backend.experimental
    before = asked.is_tf_random_generator_enabled()
    try:
        asked.enable_tf_random_generator()
        assert asked.is_tf_random_generator_enabled()
        asked.disable_tf_random_generator()
        assert not asked.is_tf_random_generator_enabled()
    finally:
        (asked.enable_tf_random_generator if before else asked.disable_tf_random_generator)()


@pytest.mark.skipif(not KERAS_3, reason="a tf.keras has most of them")
@pytest.mark.parametrize("path, name", [
    (path, name) for path in sorted(of_tf_keras()) for name, row in sorted(of_tf_keras()[path].items())
    if name in REFUSED.get(getattr(row, "home", ""), {})])
def test_what_only_a_tf_keras_has_says_why_when_it_is_called(path, name):
    found = resolve(path, name)
    assert not is_served(path, name)
    with pytest.raises(NotServedError, match="{} cannot be served on keras3: ".format(name)):
        found()
