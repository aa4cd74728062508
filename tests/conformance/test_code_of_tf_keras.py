"""What code for TensorFlow 2 asks of ``tf`` and of ``tf.keras``, with the numbers of the real tf.keras 2.15."""
import importlib.util

import h5py
import numpy as np
import pytest

import compat
from compat import tf
from compat.flavor import active
from compat.tf import keras

K = keras.backend
pytestmark = pytest.mark.skipif(active().name == "multibackend", reason="there is no tf.keras of TensorFlow 2")


@pytest.fixture(autouse=True)
def era():
    with compat.Era("2.15"):
        yield


@pytest.mark.parametrize("update, expected", [
    (lambda v: K.update(v, 5.0), 5.0),
    (lambda v: K.update_add(v, 2.0), 6.0),
    (lambda v: K.update_sub(v, 1.0), 3.0),
    (lambda v: K.moving_average_update(v, 1.0, 0.5), 2.5),
])
def test_an_update_is_made_at_once_and_is_its_variable(update, expected):
    variable = K.variable(4.0)
    updated = update(variable)
    assert float(updated) == float(K.get_value(updated)) == float(K.get_value(variable)) == expected
    assert float(updated * 2.0) == 2 * expected


def test_an_updated_variable_is_an_update_of_a_layer():
    class Counting(keras.layers.Layer):
        def build(self, shape):
            self.calls = self.add_weight(name="calls", shape=(), initializer="zeros", trainable=False)
            super().build(shape)

        def call(self, inputs):
            self.add_update(K.update_add(self.calls, 1.0))
            return inputs

    layer = Counting()
    for _ in range(3):
        layer(K.constant(np.ones((1, 2), "float32")))
    assert float(K.get_value(layer.calls)) == 3.0


def test_cells_begin_with_zeros_for_a_size_of_batch_or_a_step():
    cell, step = keras.layers.LSTMCell(3), K.constant(np.ones((2, 4), "float32"))
    for states in (cell.get_initial_state(batch_size=2, dtype=tf.float32), cell.get_initial_state(step),
                   cell.get_initial_state(inputs=None, batch_size=2, dtype="float32")):
        assert [tuple(state.shape) for state in states] == [(2, 3), (2, 3)]
    outputs, states = cell(step, states)
    assert tuple(outputs.shape) == (2, 3) and len(states) == 2
    single = keras.layers.GRUCell(3)
    state = single.get_initial_state(batch_size=2, dtype=tf.float32)
    assert tuple(state.shape) == (2, 3)
    assert tuple(single(step, state)[0].shape) == (2, 3)


@pytest.mark.parametrize("arguments, expected", [
    ({}, [0.9, 0.8, 0.7, 0.6]),
    ({"ema_overwrite_frequency": 2}, [0.9, 0.971, 0.871, 0.942]),
])
def test_averages_of_weights_begin_with_the_weights(arguments, expected):
    optimizer = keras.optimizers.SGD(0.1, use_ema=True, ema_momentum=0.9, **arguments)
    variable, found = tf.Variable([1.0]), []
    for _ in range(4):
        optimizer.apply_gradients([(K.constant([1.0]), variable)])
        found.append(float(K.get_value(variable)[0]))
    np.testing.assert_allclose(found, expected, atol=1e-5)
    if not arguments:
        optimizer.finalize_variable_values([variable])
        np.testing.assert_allclose(K.get_value(variable), [0.90951], atol=1e-5)


def logged(*metrics):
    """The names in the logs of a model with these metrics, in the order that a callback and the history have them."""
    found = []

    class Listener(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            found.append(list(logs))

        def on_train_batch_end(self, batch, logs=None):
            found.append(list(logs))

        def on_test_end(self, logs=None):
            found.append(list(logs))

    model = keras.Sequential([keras.layers.Dense(1, input_shape=(2,))])
    model.compile("sgd", "mse", metrics=list(metrics))
    x, y = np.ones((4, 2)), np.ones((4, 1))
    history = model.fit(x, y, validation_data=(x, y), verbose=0, callbacks=[Listener()])
    found += [list(history.history), list(model.train_on_batch(x, y, return_dict=True)),
              list(model.evaluate(x, y, verbose=0, return_dict=True))]
    return found


def test_logs_are_in_the_order_of_the_metrics():
    names = ["loss", "mse", "mae"]
    with_validation = names + ["val_" + name for name in names]
    assert logged("mse", "mae") == [names, names, with_validation, with_validation, names, names]


def test_a_step_may_give_parts_of_a_model_other_data_than_its_first_item():
    class Triplets(keras.Model):
        def __init__(self, net):
            super().__init__()
            self.net = net
            self.tracker = keras.metrics.Mean(name="loss")

        def call(self, inputs):
            return self.net(inputs)

        def train_step(self, data):
            with tf.GradientTape() as tape:
                near, far = self.net(data)
                loss = tf.reduce_mean(tf.maximum(near - far + 0.5, 0.0))
            variables = self.net.trainable_weights
            self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
            self.tracker.update_state(loss)
            return {"loss": self.tracker.result()}

        @property
        def metrics(self):
            return [self.tracker]

    inputs = [keras.Input((2,), name=name) for name in ("anchor", "positive", "negative")]
    dense = keras.layers.Dense(2, kernel_initializer="ones")
    anchor, positive, negative = map(dense, inputs)
    distances = [keras.layers.Lambda(lambda pair: tf.reduce_sum(tf.square(pair[0] - pair[1]), -1))([anchor, other])
                 for other in (positive, negative)]
    model = Triplets(keras.Model(inputs, distances))
    model.compile(keras.optimizers.SGD(0.1))
    arrays = [np.full((4, 2), value, "float32") for value in (0.1, 0.3, 0.2)]
    losses = model.fit(tuple(arrays), batch_size=2, epochs=2, shuffle=False, verbose=0).history["loss"]
    np.testing.assert_allclose(losses, [0.737137, 0.725958], atol=1e-4)


def test_variables_are_called_as_they_were_named():
    class Scale(keras.layers.Layer):
        def __init__(self):
            super().__init__()
            self.factor = tf.Variable(2.0, name="factor")

        def call(self, inputs):
            return inputs * self.factor

    assert [tf.Variable(1.0).name, tf.Variable(1.0, name="w").name] == ["Variable:0", "w:0"]
    assert [weight.name for weight in Scale().weights] == ["factor:0"]


def test_weights_of_every_layer_are_called_with_the_layer():
    inputs = keras.Input((3, 4))
    attention = keras.layers.MultiHeadAttention(1, 2, name="att")(inputs, inputs)
    normalized = keras.layers.LayerNormalization(name="norm")(attention)
    model = keras.Model(inputs, keras.layers.Dense(1, name="last")(normalized))
    parts = ["query", "key", "value", "attention_output"]
    expected = ["att/{}/{}:0".format(part, weight) for part in parts for weight in ("kernel", "bias")]
    assert [weight.name for weight in model.weights] == [
        *expected, "norm/gamma:0", "norm/beta:0", "last/kernel:0", "last/bias:0"]

    class Block(keras.layers.Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.norm = keras.layers.LayerNormalization(name="inner")

        def call(self, inputs):
            return self.norm(inputs)

    block = Block(name="block")
    block(K.constant(np.ones((1, 4))))
    assert [weight.name for weight in block.trainable_weights] == ["block/inner/gamma:0", "block/inner/beta:0"]


@pytest.mark.parametrize("layer, shape, expected", [
    ("AveragePooling1D", (1, 4, 1), [2.0, 3.5]),
    ("AveragePooling2D", (1, 4, 4, 1), [6.0, 7.5, 12.0, 13.5]),
    ("AveragePooling3D", (1, 2, 2, 4, 1), [8.0, 9.5]),
])
def test_means_of_windows_leave_padding_out(layer, shape, expected, tmp_path):
    values = np.arange(1, np.prod(shape) + 1, dtype="float32").reshape(shape)
    inputs = keras.Input(shape[1:])
    model = keras.Model(inputs, getattr(keras.layers, layer)(3, 2, padding="same")(inputs))
    np.testing.assert_allclose(np.ravel(model.predict(values, verbose=0)), expected, rtol=1e-6)
    model.save(str(tmp_path / "model.h5"))
    loaded = compat.load_model(str(tmp_path / "model.h5"))
    np.testing.assert_allclose(np.ravel(loaded.predict(values, verbose=0)), expected, rtol=1e-6)
    if len(shape) == 4:
        pooled = tf.nn.avg_pool(K.constant(values), 3, 2, "SAME")
        np.testing.assert_allclose(np.ravel(K.get_value(pooled)), expected, rtol=1e-6)
        pooled = K.pool2d(K.constant(values), (3, 3), (2, 2), "same", "channels_last", "avg")
        np.testing.assert_allclose(np.ravel(K.get_value(pooled)), expected, rtol=1e-6)


def test_a_registered_class_is_saved_under_its_package(tmp_path):
    @keras.utils.register_keras_serializable(package="my")
    class Scale(keras.layers.Layer):
        def __init__(self, factor=2.0, **kwargs):
            super().__init__(**kwargs)
            self.factor = factor

        def call(self, inputs):
            return inputs * self.factor

        def get_config(self):
            return dict(super().get_config(), factor=self.factor)

    model = keras.Sequential([keras.Input((2,)), Scale(3.0)])
    for name in ("model.h5", "model.keras"):
        model.save(str(tmp_path / name))
        assert keras.models.load_model(str(tmp_path / name)).layers[-1].factor == 3.0
    with h5py.File(str(tmp_path / "model.h5"), "r") as file:
        assert "my>Scale" in str(file.attrs["model_config"])


def test_bicubic_upsampling_has_the_polynomial_of_tensorflow(tmp_path):
    images = np.arange(32.0, dtype="float32").reshape(1, 4, 4, 2)
    model = keras.Sequential([keras.layers.UpSampling2D(2, interpolation="bicubic", input_shape=(4, 4, 2))])
    model.save(str(tmp_path / "model.h5"))
    for each in (model, compat.load_model(str(tmp_path / "model.h5"))):
        found = np.ravel(each.predict(images, verbose=0))[:5]
        np.testing.assert_allclose(found, [-0.8824, 0.1176, -0.3701, 0.6299, 0.714], atol=1e-3)


def test_decoded_labels_are_filled_up_to_all_steps():
    predicted = np.random.RandomState(0).random_sample((2, 4, 3)).astype("float32")
    decoded, _ = K.ctc_decode(K.constant(predicted), K.constant([4, 3], "int32"))
    assert K.get_value(decoded[0]).tolist() == [[1, 1, -1, -1], [1, -1, -1, -1]]
    decoded, _ = K.ctc_decode(K.constant(predicted), K.constant([4, 4], "int32"), greedy=False, beam_width=5, top_paths=2)
    assert [K.get_value(path).tolist() for path in decoded] == [
        [[0, 1, -1, -1], [1, 0, -1, -1]], [[1, -1, -1, -1], [1, -1, -1, -1]]]


@pytest.mark.parametrize("shape, size, rows, columns", [
    ((4, 5), (6, 6), (0, 4), (0, 6)),   # 4.8 rows fit, of which 4 are there: 0.6 of a row comes before
    ((5, 4), (6, 6), (0, 6), (0, 4)),
    ((4, 6), (8, 9), (1, 7), (0, 9)),
    ((3, 3), (7, 5), (1, 6), (0, 5)),
])
def test_an_image_is_padded_by_the_size_that_fits(shape, size, rows, columns):
    padded = K.get_value(tf.image.resize_image_with_pad(K.constant(np.ones(shape + (1,))), *size))[..., 0]
    expected = np.zeros(size)
    expected[slice(*rows), slice(*columns)] = 1.0
    np.testing.assert_allclose(padded, expected, atol=1e-6)


def test_a_range_of_floats_is_of_floats():
    for stated, expected in (({}, "float32"), ({"dtype": "int64"}, ("int32", "int64")), ({"dtype": "float32"}, "float32")):
        found = K.arange(0.0, 3.0, 1.0, **stated)
        assert K.dtype(found) in expected and K.get_value(found).tolist() == [0, 1, 2]
    assert K.get_value(K.arange(0.0, 10, 2.5)).tolist() == [0.0, 2.5, 5.0, 7.5]
    assert K.dtype(K.arange(3)) == "int32"


def test_a_layer_may_be_made_in_the_call_of_another():
    class Doubled(keras.layers.Layer):
        def call(self, inputs):
            return 2.0 * inputs

    class Outer(keras.layers.Layer):
        def call(self, inputs):
            return Doubled(name=self.name + "_inner")(inputs)

    model = keras.Sequential([Outer(input_shape=(3,)), keras.layers.Dense(1, kernel_initializer="ones")])
    model.compile("sgd", "mse")
    assert np.isfinite(model.fit(np.ones((4, 3)), np.ones((4, 1)), verbose=0).history["loss"][0])
    np.testing.assert_allclose(model.predict(np.zeros((1, 3))), model.predict_on_batch(np.zeros((1, 3))), rtol=1e-6)


@pytest.mark.parametrize("axis, expected", [([1, 2], 26.4415), (1, 26.77), (-1, 30.64), ([2, 3], 26.06), ([1, 2, 3], 26.76)])
def test_any_axes_are_normalized(axis, expected):
    x = np.random.RandomState(0).rand(2, 7, 9, 3).astype("float32")
    found = keras.Sequential([keras.layers.LayerNormalization(axis=axis, input_shape=(7, 9, 3))]).predict(x, verbose=0)
    assert float((found * np.cos(np.arange(found.size)).reshape(found.shape)).sum()) == pytest.approx(expected, abs=6e-3)


def test_places_become_strings_again():
    pytest.importorskip("tensorflow")
    found = keras.layers.StringLookup(vocabulary=["a", "b"], invert=True)(np.array([[0, 1, 2]]))
    assert np.asarray(found).tolist() == [[b"[UNK]", b"a", b"b"]]


def test_accuracy_is_that_of_the_shapes_whatever_the_loss():
    def sparse(target, output):
        return keras.losses.sparse_categorical_crossentropy(target, output)

    def accuracy(loss, target, activation, name="accuracy"):
        model = keras.Sequential([keras.layers.Activation(activation, input_shape=outputs.shape[1:])])
        model.compile("sgd", loss, metrics=[name])
        return model.evaluate(outputs, target, verbose=0)[1]

    outputs = np.array([[[3.0, 1.0], [1.0, 2.0]], [[0.5, 0.2], [0.2, 4.0]]], "float32")
    for target in (np.array([[[0], [1]], [[1], [1]]]), np.array([[0, 1], [1, 1]])):
        assert accuracy(sparse, target, "softmax") == accuracy(sparse, target, "softmax", "acc") == 0.75
    several = np.array([[[1, 1], [1, 1]], [[0, 1], [0, 0]]])  # of which 5 of 8 are right
    assert accuracy("binary_crossentropy", several, "sigmoid") == 0.25


@pytest.mark.skipif(active().name != "keras3", reason="tf.keras itself runs it")
def test_a_recurrent_layer_over_several_sequences_says_what_to_do():
    class Cell(keras.layers.Layer):
        state_size = 2

        def call(self, inputs, states):
            return states[0], states

    with pytest.raises(compat.errors.UnsupportedError, match="concatenate them along the features"):
        keras.layers.RNN(Cell())((keras.Input((None, 3)), keras.Input((None, 2))))


def test_a_root_of_what_is_left_of_a_schedule_is_a_number():
    schedule = keras.optimizers.schedules.PolynomialDecay(0.1, 6, 0.01, power=0.5)
    model = keras.Sequential([keras.layers.Dense(1, input_shape=(2,), kernel_initializer="zeros")])
    model.compile(keras.optimizers.SGD(schedule, momentum=0.5), "mse")
    losses = model.fit(np.ones((8, 2)), np.ones((8, 1)), batch_size=1, epochs=1, verbose=0).history["loss"]
    assert np.isfinite(losses).all() and np.isfinite(model.get_weights()[0]).all()
    found = [float(schedule(step)) for step in (0, 3, 6, 9)]
    np.testing.assert_allclose(found, [0.1, 0.07363961, 0.01, 0.01], rtol=1e-5)
    cycle = keras.optimizers.schedules.PolynomialDecay(0.1, 4, 0.02, power=2.0, cycle=True)
    np.testing.assert_allclose([float(cycle(step)) for step in (0, 2, 4, 6, 9)], [0.1, 0.04, 0.02, 0.025, 0.025], rtol=1e-5)


def test_a_constraint_of_the_program_chooses_by_where():
    def positive(weights):
        return tf.where(weights < 0.0, tf.zeros_like(weights), weights)

    layer = keras.layers.Dense(1, input_shape=(2,), kernel_initializer="zeros", kernel_constraint=positive)
    model = keras.Sequential([layer])
    model.compile("sgd", "mse")
    model.fit(np.array([[1.0, -1.0]]), np.ones((1, 1)), verbose=0)
    np.testing.assert_allclose(layer.get_weights()[0], [[0.02], [0.0]], rtol=1e-5)


WITH_TENSORFLOW = importlib.util.find_spec("tensorflow") is not None
with_tensorflow = pytest.mark.skipif(not WITH_TENSORFLOW, reason="TensorFlow looks texts up")


@with_tensorflow
def test_a_model_of_texts_trains_on_arrays_of_texts():
    vectorize = keras.layers.TextVectorization(max_tokens=5, output_mode="multi_hot")
    vectorize.adapt(["a b", "a c"])
    model = keras.Sequential([keras.Input((1,), dtype="string"), vectorize, keras.layers.Dense(1, kernel_initializer="zeros")])
    model.compile("sgd", "mse")
    texts = np.array([["a b"], ["c"]])
    assert model.fit(texts, np.ones(2), batch_size=2, epochs=2, verbose=0).history["loss"][0] == 1.0
    assert model.predict(texts, verbose=0).shape == model.predict(texts.astype(object), verbose=0).shape == (2, 1)


COLORS, SIZES = np.array([["red"], ["blue"], ["green"], ["red"]]), np.zeros((4, 1), "float32")


def _batches(kind):
    """A batch of colors and sizes, with ones to learn, twice."""
    x, y = {"color": COLORS, "size": SIZES}, np.ones((4, 1), "float32")

    class Batches(keras.utils.Sequence):
        def __len__(self):
            return 1

        def __getitem__(self, number):
            return x, y

    if kind == "dataset":
        return {"x": importlib.import_module("tensorflow").data.Dataset.from_tensors((x, y))}
    if kind == "sequence":
        return {"x": Batches()}
    return {"x": iter([(x, y)] * 3), "steps_per_epoch": 1} if kind == "generator" else {"x": x, "y": y}


def _of_colors():
    inputs = {"color": keras.Input((1,), name="color", dtype="string"), "size": keras.Input((1,), name="size")}
    looked_up = keras.layers.StringLookup(vocabulary=["red", "green"], output_mode="count")(inputs["color"])
    outputs = keras.layers.Dense(1, kernel_initializer="zeros")(keras.layers.concatenate([looked_up, inputs["size"]]))
    model = keras.Model(inputs, outputs)
    model.compile(keras.optimizers.SGD(0.5), "mse")
    return model


@with_tensorflow
@pytest.mark.parametrize("kind", ["arrays", "dataset", "sequence", "generator"])
def test_texts_are_looked_up_inside_of_a_model(kind):
    model = _of_colors()
    assert model.fit(epochs=2, verbose=0, **_batches(kind)).history["loss"] == [1.0, 0.15625]
    model = _of_colors()
    model.fit(verbose=0, **_batches("arrays"))
    x = {"color": COLORS, "size": SIZES}
    np.testing.assert_array_equal(model.predict(x, verbose=0), [[1.5], [1.25], [1.25], [1.5]])
    np.testing.assert_array_equal(np.asarray(model(x)), [[1.5], [1.25], [1.25], [1.5]])
    assert model.evaluate(x, np.ones((4, 1)), verbose=0) == model.test_on_batch(x, np.ones((4, 1))) == 0.15625


@with_tensorflow
@pytest.mark.parametrize("length", [4, None])
def test_a_model_of_its_own_call_looks_texts_up(length):
    class Mean(keras.Model):
        def __init__(self):
            super().__init__()
            self.vectorize = keras.layers.TextVectorization(output_sequence_length=length, vocabulary=["a", "b"])
            self.embed = keras.layers.Embedding(4, 1, embeddings_initializer="ones")

        def call(self, texts):
            return tf.reduce_sum(self.embed(self.vectorize(texts)), axis=1)

    model = Mean()
    model.compile("sgd", "mse")
    texts = np.array(["a b", "b", "c a b"])
    model.fit(texts, np.full((3, 1), length or 3.0), verbose=0)
    np.testing.assert_allclose(model.predict(texts, verbose=0), np.full((3, 1), length or 3.0))


@with_tensorflow
def test_numbers_are_looked_up_and_hashed_inside_of_a_model():
    x = keras.Input((1,), dtype="int64")
    places = keras.layers.IntegerLookup(vocabulary=[3, 5], output_mode="one_hot")(x)
    model = keras.Model(x, [places, keras.layers.Hashing(num_bins=3)(x)])
    places, bins = model.predict(np.array([[3], [7], [5]]), verbose=0)
    np.testing.assert_array_equal(places, [[0, 1, 0], [1, 0, 0], [0, 0, 1]])
    texts = keras.Input((1,), dtype="string")
    of_texts = keras.Model(texts, keras.layers.Hashing(num_bins=3)(texts)).predict(np.array([["3"], ["7"], ["5"]]), verbose=0)
    np.testing.assert_array_equal(bins, of_texts)


@pytest.mark.skipif(WITH_TENSORFLOW, reason="TensorFlow looks texts up")
def test_layers_of_texts_say_that_they_need_tensorflow():
    for name in ("TextVectorization", "StringLookup"):
        with pytest.raises(compat.errors.ImportNotServedError, match="install tensorflow"):
            getattr(keras.layers, name)()


def test_initializers_are_described_by_their_own_names():
    described = keras.initializers.serialize(keras.initializers.GlorotUniform(seed=7))
    assert (described["class_name"], described["config"]) == ("GlorotUniform", {"seed": 7})
    described = keras.initializers.serialize(keras.initializers.get("orthogonal"))
    assert (described["class_name"], described["config"]) == ("Orthogonal", {"gain": 1.0, "seed": None})
    assert type(keras.initializers.get("he_normal")).__name__ == "HeNormal"
    scaled = keras.initializers.VarianceScaling(scale=0.5, mode="fan_out", distribution="uniform", seed=3)
    described = keras.initializers.serialize(scaled)
    assert described["config"] == {"scale": 0.5, "mode": "fan_out", "distribution": "uniform", "seed": 3}
    again = keras.initializers.deserialize(keras.initializers.serialize(keras.initializers.HeNormal(seed=2)))
    assert keras.initializers.serialize(again)["config"] == {"seed": 2}
