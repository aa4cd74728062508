"""One test per row of the era table, and of what no era changes, in the default era, on the installed flavor.

The expected numbers are NumPy's, or what the named real Kerases printed for the program that stands beside them.
"""
import json

import numpy as np
import pytest
from conformance import written
from packaging.version import Version

from compat import keras, load_model
from compat.api.semantics import BEHAVIOURS
from compat.era import Era
from compat.errors import EraError, MaskingError
from compat.flavor import active
from compat.hub.records import Origin
from compat.keras import backend as K
from compat.keras import layers, metrics
from compat.keras.callbacks import EarlyStopping, LambdaCallback
from compat.keras.layers import Input, Layer, Masking
from compat.keras.models import Model, Sequential
from compat.keras.optimizers import SGD, Adagrad, Adam, Adamax, Nadam, Optimizer, RMSprop
from compat.keras.regularizers import l1, l2
from compat.layers import Lambda, MyMeanPool
from compat.loading.recognized import Seen, recognized
from compat.tf import keras as tf_keras

CLOSE = {"rtol": 1e-5, "atol": 1e-6}
STEPS, FEATURES = 4, 2


class ShowMask(Layer):
    """Puts out the mask that arrives as numbers, -1 where there is none."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True

    def compute_mask(self, inputs, mask=None):
        return None

    def call(self, inputs, mask=None):
        return K.zeros_like(inputs[:, :, 0]) - 1.0 if mask is None else K.cast(mask, "float32")

    def compute_output_shape(self, input_shape):
        return tuple(input_shape[:2])


def padded(lengths, seed=0):
    """Random sequences, zero after their length, and the mask of their steps."""
    x = np.random.RandomState(seed).uniform(0.5, 1.5, (len(lengths), STEPS, FEATURES)).astype("float32")
    valid = np.arange(STEPS) < np.asarray(lengths)[:, None]
    return x * valid[..., None], valid


def masked_model(**compiled):
    """A model whose output is its input, with a mask."""
    x = Input(shape=(STEPS, FEATURES))
    model = Model(x, layers.Activation("linear")(Masking(0.0)(x)))
    model.compile(optimizer="sgd", loss="mae", **compiled)
    return model


def masked_scores(lengths):
    """Inputs, targets, the error of each step, and which steps are valid."""
    x, valid = padded(lengths)
    y = np.random.RandomState(1).normal(size=x.shape).astype("float32")
    return x, y, np.abs(x - y).mean(axis=-1), valid


def hard_sigmoid(x):
    return np.clip(0.2 * x + 0.5, 0.0, 1.0)


def output_of(layer, x):
    inputs = Input(shape=x.shape[1:])
    return Model(inputs, layer(inputs)).predict(x)


def test_every_row_of_the_table_has_a_test():
    assert not [row.name for row in BEHAVIOURS if "test_" + row.name not in globals()]


def test_signatures():
    found = []
    for version in ("2.2.4", "2.3.1"):
        with Era(version):
            from compat.keras.optimizers import SGD  # (lr, momentum, decay, …), and (learning_rate, momentum, nesterov)

            config = SGD(0.5, 0.25, 1).get_config()
            found.append((float(config["decay"] or 0.0), int(config["nesterov"])))
    assert found == [(1.0, 0), (0.0, 1)]


@pytest.mark.filterwarnings("ignore:.*Keras 1", "ignore:Update your")
def test_keras1_arguments():
    assert layers.Dense(output_dim=3, init="one").units == 3


def test_masked_loss():
    x, y, error, valid = masked_scores([4, 1, 2, 3, 1])
    model = masked_model()
    batches = [slice(0, 2), slice(2, 4), slice(4, 5)]
    means = [error[batch][valid[batch]].mean() for batch in batches]
    np.testing.assert_allclose(model.evaluate(x, y, batch_size=5, verbose=0), error[valid].mean(), **CLOSE)
    np.testing.assert_allclose(model.evaluate(x, y, batch_size=2, verbose=0), np.dot(means, [2, 2, 1]) / 5, **CLOSE)


def test_wholly_masked_loss():
    zeros = np.zeros((3, STEPS, FEATURES), "float32")
    assert masked_model().evaluate(zeros, zeros + 1, verbose=0) == 0.0


def test_masked_loss_with_sample_weight():
    x, y, error, valid = masked_scores([4, 1, 2, 3])
    weights = np.array([2.0, 0.0, 0.5, 1.0])
    per_sample = (error * valid).mean(axis=1) / valid.mean() * weights / (weights != 0).mean()
    found = masked_model().evaluate(x, y, sample_weight=weights, verbose=0)
    np.testing.assert_allclose(found, per_sample.mean(), **CLOSE)


def test_masked_metrics():
    x, y, error, valid = masked_scores([4, 1, 2, 3])
    _, metric = masked_model(metrics=["mae"]).evaluate(x, y, batch_size=4, verbose=0)
    np.testing.assert_allclose(metric, error[valid].mean(), **CLOSE)


def test_supports_masking_set_before_init():
    class Early(Layer):
        def __init__(self):
            self.supports_masking = True
            super().__init__()

        def call(self, x):
            return x * 2.0

    x, valid = padded([4, 1, 2])
    inputs = Input(shape=(STEPS, FEATURES))
    shown = Model(inputs, ShowMask()(Early()(Masking(0.0)(inputs)))).predict(x)
    np.testing.assert_array_equal(shown, valid)


def test_mask_reaches_unsupporting_layer():
    class Plain(Layer):
        def call(self, x):
            return x * 2.0

    masked = Masking(0.0)(Input(shape=(STEPS, FEATURES)))
    with pytest.raises(TypeError, match="does not support masking"):
        layers.Flatten()(masked)
    with pytest.raises(MaskingError, match="supports_masking = True.*Lambda"):
        Plain()(masked)


def test_merge_masks():
    a, valid_a = padded([4, 1, 2], seed=2)
    b, valid_b = padded([1, 3, 2], seed=3)
    one, other = Input(shape=(STEPS, FEATURES)), Input(shape=(STEPS, FEATURES))
    both = layers.add([Masking(0.0)(one), Masking(0.0)(other)])
    first = layers.concatenate([Masking(0.0)(one), other])
    shown = Model([one, other], [ShowMask()(both), ShowMask()(first)]).predict([a, b])
    np.testing.assert_array_equal(shown[0], valid_a & valid_b)
    np.testing.assert_array_equal(shown[1], valid_a)


def test_lambda_without_mask():
    x, _ = padded([4, 1, 2])
    inputs = Input(shape=(STEPS, FEATURES))
    model = Model(inputs, ShowMask()(Lambda(lambda x: x)(Masking(0.0)(inputs))))
    np.testing.assert_array_equal(model.predict(x), -np.ones((3, STEPS)))


def test_a_layer_that_returns_its_input_can_end_the_mask():
    class EndMask(Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.supports_masking = True

        def compute_mask(self, inputs, mask=None):
            return None

        def call(self, x, mask=None):
            return x

    x, valid = padded([4, 1, 2])
    inputs = Input(shape=(STEPS, FEATURES))
    masked = Masking(0.0)(inputs)
    shown = Model(inputs, [ShowMask()(EndMask()(masked)), ShowMask()(masked)]).predict(x)
    np.testing.assert_array_equal(shown[0], -np.ones((3, STEPS)))
    np.testing.assert_array_equal(shown[1], valid)


def test_lambda_mask_saved():
    x, valid = padded([4, 1, 2])
    crop = Lambda(lambda x: x[:, 1:, :], mask=lambda x, mask: mask[:, 1:])
    inputs = Input(shape=(STEPS, FEATURES))
    again = Lambda.from_config(json.loads(json.dumps(crop.get_config())))
    model = Model(inputs, ShowMask()(again(Masking(0.0)(inputs))))
    np.testing.assert_array_equal(model.predict(x), valid[:, 1:])


def test_pooling_of_wholly_masked_row():
    x, _ = padded([4, 0, 2])
    inputs = Input(shape=(STEPS, FEATURES))
    pooled = Model(inputs, MyMeanPool(axis=1)(Masking(0.0)(inputs))).predict(x)
    np.testing.assert_allclose(pooled, [x[0].mean(axis=0), [0, 0], x[2, :2].mean(axis=0)], **CLOSE)


def masked_recurrent(wrap):
    """What a recurrent layer that passes its input on gives for 3, a masked step, 1."""
    inputs = Input(shape=(3, 1))
    recurrent = wrap(layers.SimpleRNN(1, activation="linear", return_sequences=True))
    model = Model(inputs, recurrent(Masking(0.0)(inputs)))
    model.set_weights([np.ones(w.shape) if i % 3 == 0 else np.zeros(w.shape)
                       for i, w in enumerate(model.get_weights())])
    return model.predict(np.array([[[3.0], [0.0], [1.0]]], "float32"))[0].T


def test_rnn_output_on_masked_steps():
    np.testing.assert_allclose(masked_recurrent(lambda layer: layer), [[3, 3, 1]], **CLOSE)


def shown(row, printed, means):
    """Assert that what the real Kerases printed is what the table says of them: {version: number}, {value: number}."""
    said = {version: means[Era(version, exact=True).behaviour(row)] for version in printed}
    assert said == pytest.approx(printed, rel=1e-5)


def kept_here(printed, flavors=("keras3",)):
    """The versions whose numbers a file gives here: all where the row is kept for files, else that of the installed Keras."""
    if active().name in flavors:
        return sorted(printed)
    return [max((each for each in printed if Version(each) <= Version(active().version)), key=Version)]


def test_rnn_output_before_valid_steps(tmp_path):
    # Printed by each of these Kerases: SimpleRNN(1, "linear", return_sequences=True), weights 1, 0, 0 and the initial
    # state 7, for the steps 0, 0, 3, 0 behind Masking(): the first step. The others are likewise 7 or 0, then 3 and 3.
    printed = {"2.1.6": 7.0, "2.2.4": 7.0, "2.3.1": 0.0, "2.4": 0.0, "2.15": 0.0}
    shown("rnn_output_before_valid_steps", printed, {"initial_state": 7.0, "zero": 0.0})
    model = written.functional([
        written.layer("InputLayer", "x", batch_input_shape=[None, 4, 1]),
        written.layer("InputLayer", "h", batch_input_shape=[None, 1]),
        written.layer("Masking", "m", "x", mask_value=0.0),
        written.layer("SimpleRNN", "r", "m", "h", units=1, activation="linear", return_sequences=True),
    ], ["x", "h"], "r")
    weights = [("r", [("r/kernel:0", [[1]]), ("r/recurrent_kernel:0", [[0]]), ("r/bias:0", [0])])]
    for version in kept_here(printed):
        found = load_model(written.write(tmp_path / "m.h5", version, model, weights))
        steps = found.predict([np.array([[[0.0], [0.0], [3.0], [0.0]]]), np.array([[7.0]])]).ravel()
        np.testing.assert_allclose(steps, [printed[version]] * 2 + [3.0, 3.0], **CLOSE)


def test_bidirectional_output_on_masked_steps():
    np.testing.assert_allclose(masked_recurrent(layers.Bidirectional), [[3, 3, 1], [3, 1, 1]], **CLOSE)


def test_bidirectional_weight_regularizers(tmp_path):
    # Printed by evaluate() of these Kerases: Bidirectional(SimpleRNN(1, "linear")) whose kernel, recurrent kernel and bias
    # have l2(0.5) and are 1, with an error of 0: each half costs 1.5.
    printed = {"1.2.2": 3.0, "2.0.3": 1.5, "2.1.6": 1.5, "2.2.4": 3.0, "2.3.1": 3.0, "2.4": 3.0, "2.15": 3.0}
    shown("bidirectional_weight_regularizers", printed, {"both": 3.0, "forward": 1.5})
    l2 = {"class_name": "L1L2", "config": {"l1": 0.0, "l2": 0.5}}
    half = {"class_name": "SimpleRNN", "config": {
        "name": "r", "units": 1, "activation": "linear", "kernel_regularizer": l2, "recurrent_regularizer": l2,
        "bias_regularizer": l2}}
    model = written.functional([
        written.layer("InputLayer", "x", batch_input_shape=[None, 1, 1]),
        written.layer("Bidirectional", "b", "x", layer=half, merge_mode="concat"),
    ], ["x"], "b")
    names = [("{}_r/{}:0".format(way, name), shape) for way in ("forward", "backward")
             for name, shape in (("kernel", (1, 1)), ("recurrent_kernel", (1, 1)), ("bias", (1,)))]
    weights = [("b", [(name, np.ones(shape)) for name, shape in names])]
    for version in kept_here({each: printed[each] for each in printed if each != "1.2.2"}):  # its files have other arguments
        found = load_model(written.write(tmp_path / "m.h5", version, model, weights, loss="mse"))
        loss = found.evaluate(np.zeros((1, 1, 1)), np.ones((1, 2)), verbose=0)
        np.testing.assert_allclose(loss, printed[version], **CLOSE)


BATCH_DOTS = {  # name → shapes of x and y, axes, and what NumPy says
    "heads": ((2, 3, 4, 5), (2, 3, 6, 5), [3, 3], "bhnd,bhmd->bhnm"),
    "values": ((2, 3, 4, 6), (2, 3, 6, 5), [3, 2], "bhnm,bhmd->bhnd"),
    "default": ((2, 3, 4, 6), (2, 3, 6, 5), None, "bhnm,bhmd->bhnd"),
    "capsules": ((2, 3, 6), (2, 3, 6, 5), [2, 2], "bcn,bcnd->bcd"),
    "agreement": ((2, 3, 5), (2, 3, 6, 5), [2, 3], "bcd,bcnd->bcn"),
    "weights": ((2, 6), (2, 6, 5), [1, 1], "bn,bnd->bd"),
    "scores": ((2, 6, 5), (2, 5), [2, 1], "bnd,bd->bn"),
    "steps": ((2, 6, 5), (2, 4, 5), 2, "bnd,bmd->bnm"),
    "negative": ((2, 6, 5), (2, 6, 4), -1, "bnd,bnm->bdm"),  # which no later Keras gives
}


@pytest.mark.parametrize("name", sorted(BATCH_DOTS))
def test_batch_dot(name):
    shape_x, shape_y, axes, equation = BATCH_DOTS[name]
    x, y = (np.random.RandomState(len(shape)).uniform(size=shape).astype("float32") for shape in (shape_x, shape_y))
    expected = np.einsum(equation, x, y)
    np.testing.assert_allclose(K.eval(K.batch_dot(K.constant(x), K.constant(y), axes)), expected, **CLOSE)
    two = [Input(shape_x[1:]), Input(shape_y[1:])]
    model = Model(two, Lambda(lambda given: K.batch_dot(given[0], given[1], axes), output_shape=expected.shape[1:])(two))
    np.testing.assert_allclose(model.predict([x, y]), expected, **CLOSE)


@pytest.mark.parametrize("axes, normalize", [(3, False), ((3, -1), True)])
def test_dot_of_several_axes_is_that_of_batch_dot(axes, normalize):
    x, y = (np.random.RandomState(size).uniform(size=(2, 3, size, 5)).astype("float32") for size in (4, 6))
    two = [Input((3, 4, 5)), Input((3, 6, 5))]
    model = Model(two, layers.Dot(axes, normalize=normalize)(two))
    of_length_1 = (lambda value: value / np.linalg.norm(value, axis=-1, keepdims=True)) if normalize else (lambda value: value)
    expected = np.einsum("bhnd,bhmd->bhnm", of_length_1(x), of_length_1(y))
    np.testing.assert_allclose(model.predict([x, y]), expected, **CLOSE)


def test_hard_sigmoid():
    x = np.linspace(-4, 4, 17, dtype="float32").reshape(1, -1)
    np.testing.assert_allclose(K.eval(K.hard_sigmoid(K.constant(x))), hard_sigmoid(x), **CLOSE)
    np.testing.assert_allclose(output_of(layers.Activation("hard_sigmoid"), x), hard_sigmoid(x), **CLOSE)


GATES = np.array([0.5, -0.7, 0.9, 0.3])


def one_lstm_step(x):
    i, _, c, o = GATES * x
    return hard_sigmoid(o) * np.tanh(hard_sigmoid(i) * np.tanh(c))


def test_recurrent_activation():
    x = 1.3
    lstm, gru = layers.LSTM(1), layers.GRU(1)
    inputs = Input(shape=(1, 1))
    model = Model(inputs, [lstm(inputs), gru(inputs)])
    lstm.set_weights([GATES.reshape(1, 4), np.zeros((1, 4)), np.zeros(4)])
    gru.set_weights([GATES[:3].reshape(1, 3), np.zeros((1, 3)), np.zeros(gru.get_weights()[2].shape)])
    found = model.predict(np.full((1, 1, 1), x, "float32"))
    gru_step = (1 - hard_sigmoid(GATES[0] * x)) * np.tanh(GATES[2] * x)
    np.testing.assert_allclose(np.ravel(found), [one_lstm_step(x), gru_step], **CLOSE)


def test_convolutional_recurrent_activation():
    layer = layers.ConvLSTM2D(1, (1, 1))
    inputs = Input(shape=(1, 1, 1, 1))
    model = Model(inputs, layer(inputs))
    layer.set_weights([GATES.reshape(1, 1, 1, 4), np.zeros((1, 1, 1, 4)), np.zeros(4)])
    np.testing.assert_allclose(model.predict(np.full((1, 1, 1, 1, 1), 1.3, "float32")).ravel(), one_lstm_step(1.3), **CLOSE)


def test_gru_reset_after():
    layer = layers.GRU(2)
    layer(Input(shape=(3, 1)))
    assert [w.shape for w in layer.get_weights()] == [(1, 6), (2, 6), (6,)]


def test_updates_outside_training():
    class Counter(Layer):
        def build(self, input_shape):
            self.count = self.add_weight("count", (1,), initializer="zeros", trainable=False)
            self.scale = self.add_weight("scale", (1,), initializer="ones")
            super().build(input_shape)

        def call(self, x):
            self.add_update([K.update_add(self.count, [1.0])], x)
            return x * self.scale

    counter, x = Counter(), np.ones((6, 2), "float32")
    inputs = Input(shape=(2,))
    model = Model(inputs, counter(inputs))
    model.compile("sgd", "mse")
    model.predict(x)
    model.evaluate(x, x, verbose=0)
    before = counter.get_weights()
    model.fit(x, x, batch_size=2, verbose=0)
    counts = [[float(w[0]) for w in weights] for weights in (before, counter.get_weights())]
    assert sorted(counts[0]) == [0.0, 1.0]
    assert sorted(counts[1]) == [1.0, 3.0]


def test_float_times_bool():
    class Product(Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.supports_masking = True

        def call(self, x, mask=None):
            return x * K.expand_dims(mask, -1)

    with pytest.raises((TypeError, ValueError)):
        Product()(Masking(0.0)(Input(shape=(STEPS, FEATURES))))


def test_predict_nested_list():
    inputs = Input(shape=(3,))
    model = Model(inputs, layers.Activation("relu")(inputs))
    np.testing.assert_array_equal(model.predict([[1, -2, 3], [-4, 5, 6]]), [[1, 0, 3], [0, 5, 6]])


def regression(layer, width=2, optimizer="sgd"):
    inputs = Input(shape=(width,))
    model = Model(inputs, layer(inputs))
    model.compile(optimizer, "mse")
    return model


def test_activity_regularizer():
    model = regression(layers.Dense(1, use_bias=False, activity_regularizer=l2(0.1)))
    x = np.array([[1, 2], [3, 4], [5, 6]], "float32")
    out = x.sum(axis=1, keepdims=True)
    model.set_weights([np.ones((2, 1))])
    np.testing.assert_allclose(model.evaluate(x, out, verbose=0), 0.1 * (out ** 2).sum(), **CLOSE)


def batch():
    return np.random.RandomState(4).normal(2.0, 3.0, size=(8, 2)).astype("float32")


def test_frozen_batch_normalization():
    x = batch()
    inputs = Input(shape=(2,))
    normalised = layers.BatchNormalization(trainable=False)(inputs)
    model = Model(inputs, layers.Dense(1, kernel_initializer="ones")(normalised))
    model.compile(SGD(lr=0.0), "mse")
    expected = ((x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-3)).sum(axis=1)
    found = model.train_on_batch(x, np.zeros((8, 1)) + 1)
    np.testing.assert_allclose(found, ((expected - 1) ** 2).mean(), rtol=1e-4)


def moving_statistics(momentum):
    layer = layers.BatchNormalization(momentum=momentum)
    regression(layer).train_on_batch(batch(), np.zeros((8, 2)))
    return layer.get_weights()[2:]


def test_moving_statistics_start():
    mean, _ = moving_statistics(momentum=0.9)
    np.testing.assert_allclose(mean, batch().mean(axis=0), rtol=1e-4)


def test_unbiased_moving_variance():
    _, variance = moving_statistics(momentum=0.0)
    # Keras 2 takes epsilon off the divisor too: n - (1 + 0.001)
    np.testing.assert_allclose(variance, batch().var(axis=0) * 8 / (8 - 1.001), rtol=1e-4)


def test_fused_batch_normalization():
    x = np.random.RandomState(4).normal(2.0, 3.0, size=(4, 3, 2, 2)).astype("float32")
    layer = layers.BatchNormalization(momentum=0.0)
    inputs = Input(shape=(3, 2, 2))
    model = Model(inputs, layer(inputs))
    model.compile("sgd", "mse")
    model.train_on_batch(x, x)
    # unbiased by the fused operation, and once more by Keras
    np.testing.assert_allclose(layer.get_weights()[3], x.var(axis=(0, 1, 2)) * 24 / 23 * 24 / (24 - 1.001), rtol=1e-4)


def test_batch_logs():
    seen = []
    model = regression(layers.Dense(1, kernel_initializer="zeros"), optimizer=SGD(lr=0.0))
    each = LambdaCallback(on_batch_end=lambda batch, logs: seen.append(float(logs["loss"])))
    model.fit(X, Y, batch_size=1, shuffle=False, verbose=0, callbacks=[each])
    np.testing.assert_allclose(seen, [1.0, 0.0], atol=1e-6)


@pytest.mark.filterwarnings("ignore:Found both")
def test_class_and_sample_weights():
    model = regression(layers.Dense(1, kernel_initializer="ones"), width=1, optimizer=SGD(lr=0.0))
    x, y = np.array([[1.0], [2.0], [3.0]]), np.array([0, 1, 0])
    weights = {"sample_weight": np.array([1.0, 2.0, 3.0]), "class_weight": {0: 1.0, 1: 10.0}}
    assert model.train_on_batch(x, y, **weights) == pytest.approx(10.0)


def test_loss_without_targets():
    inputs = Input(shape=(1,))
    model = Model(inputs, layers.Dense(1, kernel_initializer="ones")(inputs))
    model.add_loss(K.mean(model.output))
    model.compile(SGD(lr=0.0), None)
    history = model.fit(np.array([[1.0], [2.0], [6.0]]), None, batch_size=2, shuffle=False, verbose=0).history
    assert history["loss"] == [pytest.approx(3.0)]


def test_binary_accuracy():
    labels, outputs = K.variable([[1.0, 1.0, 0.0, 0.0]]), K.variable([[1.7, 0.6, -0.7, 0.3]])
    assert np.mean(K.eval(metrics.binary_accuracy(labels, outputs))) == pytest.approx(0.5)


def test_top_k_accuracy():
    outputs, labels = np.array([[0.3, 0.2, 0.1], [0.1, 0.2, 0.7]]), np.array([[0, 1, 0], [1, 0, 0]])
    value = K.eval(metrics.top_k_categorical_accuracy(K.variable(labels), K.variable(outputs), k=2))
    assert value.shape == () and value == 0.5
    sparse = K.eval(metrics.sparse_top_k_categorical_accuracy(K.variable([[1], [0]]), K.variable(outputs), k=2))
    assert sparse.shape == () and sparse == 0.5


def test_metric_keys():
    model = regression(layers.Dense(1))
    model.compile(SGD(lr=0.0), "mse", metrics=["mae"])
    assert set(model.fit(X, Y, verbose=0).history) == {"loss", "mean_absolute_error"}


@pytest.mark.skipif(active().name != "keras3", reason="a tf.keras has its own optimizers")
def test_tf_optimizers():
    # tf.keras 2.15 leaves lr aside with a warning; 2.4 to 2.10 take it, and legacy always does
    with pytest.warns(UserWarning, match="lr"):
        assert round(float(K.get_value(tf_keras.optimizers.Adam(lr=0.5).lr)), 5) == 0.001
    with Era("2.10"):
        assert round(float(K.get_value(tf_keras.optimizers.Adam(lr=0.5).lr)), 5) == 0.5
    assert round(float(K.get_value(tf_keras.optimizers.legacy.Adam(lr=0.5).lr)), 5) == 0.5
    with pytest.raises(ValueError, match="legacy"):
        tf_keras.optimizers.SGD(0.1, decay=0.1)


def test_bilinear_upsampling():
    x = np.array([0.0, 1.0], "float32").reshape(1, 1, 2, 1)
    found = output_of(layers.UpSampling2D((1, 2), interpolation="bilinear"), x)
    np.testing.assert_allclose(found.ravel(), [0.0, 0.5, 1.0, 1.0], **CLOSE)


X, Y = np.array([[1.0, 2.0], [3.0, -1.0]], "float32"), np.array([[1.0], [0.0]], "float32")


def one_step(optimizer):
    """How the kernel and bias of a linear regression change in one step, and their gradients by NumPy."""
    layer = layers.Dense(1)
    model = regression(layer, optimizer=optimizer)
    kernel, bias = np.array([[0.4], [0.2]]), np.array([0.1])
    layer.set_weights([kernel, bias])
    error = 2 * (X.dot(kernel) + bias - Y) / len(X)
    model.train_on_batch(X, Y)
    after = layer.get_weights()
    return np.concatenate([(kernel - after[0]).ravel(), bias - after[1]]), np.append(X.T.dot(error), error.sum())


class Described(Optimizer):
    """Adam as papers' code copied it from Keras 2."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.iterations = K.variable(0, dtype="int64", name="iterations")
        self.lr = K.variable(0.001, name="lr")

    def get_updates(self, loss, params):
        grads = self.get_gradients(loss, params)
        self.updates = [K.update_add(self.iterations, 1)]
        t = K.cast(self.iterations, K.floatx()) + 1
        rate = self.lr * K.sqrt(1.0 - K.pow(0.999, t)) / (1.0 - K.pow(0.9, t))
        moments = [(K.zeros(K.int_shape(p)), K.zeros(K.int_shape(p))) for p in params]
        self.weights = [self.iterations] + [each for pair in moments for each in pair]
        for p, g, (m, v) in zip(params, grads, moments):
            mean, square = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * K.square(g)
            self.updates += [K.update(m, mean), K.update(v, square),
                             K.update(p, p - rate * mean / (K.sqrt(square) + 1e-7))]
        return self.updates


def test_clipnorm():
    step, gradient = one_step(SGD(lr=1.0, clipnorm=0.5))
    np.testing.assert_allclose(step, 0.5 * gradient / np.linalg.norm(gradient), **CLOSE)


@pytest.mark.skipif(active().name != "keras3", reason="Keras 2 itself counts 1 or 2 by chance, tf.keras 1")
@pytest.mark.parametrize("optimizer, size", [
    (lambda: Adam(lr=0.001), 0.744e-3), (lambda: Adam(lr=0.001, decay=1.0), 0.372e-3), (lambda: Adamax(lr=0.002), 1.053e-3),
    (lambda: Nadam(lr=0.002), 2.987e-3), (lambda: RMSprop(lr=0.001, decay=1.0), 1.581e-3), (Described, 0.744e-3),
    (lambda: Adagrad(lr=0.01, decay=1.0), 10e-3),
])
def test_first_step(optimizer, size, monkeypatch):
    # Steps of real Keras 2.2.4 on TensorFlow 1.15 in most of its runs, and in all with an LSTM.
    np.testing.assert_allclose(np.abs(one_step(optimizer())[0]), size, rtol=1e-3)
    monkeypatch.setenv("COMPAT_FIRST_STEP", "1")
    as_written = np.abs(one_step(optimizer())[0])
    monkeypatch.delenv("COMPAT_FIRST_STEP")
    model = Sequential([layers.LSTM(2, input_shape=(3, 1)), layers.Dense(1)])
    model.compile(optimizer(), "mse")
    before = model.get_weights()
    model.train_on_batch(np.ones((2, 3, 1)), np.ones((2, 1)))
    np.testing.assert_allclose(np.abs(model.get_weights()[-1] - before[-1]), as_written[-1], rtol=1e-3)


def test_first_step_of_get_updates_and_its_variable(monkeypatch):
    if active().name != "keras3":
        pytest.skip("Keras 2 itself counts 1 or 2 by chance, tf.keras has no get_updates")

    def moved():
        weight = K.variable(1.0)
        x = K.placeholder(shape=(1,))
        updates = Adam(lr=0.001).get_updates(params=[weight], loss=K.sum(x * weight))
        K.function([x], [], updates=updates)([np.ones(1)])
        return 1.0 - float(K.get_value(weight))

    assert moved() == pytest.approx(0.744e-3, rel=1e-3)
    monkeypatch.setenv("COMPAT_FIRST_STEP", "1")
    assert moved() == pytest.approx(1e-3, rel=1e-3)
    monkeypatch.setenv("COMPAT_FIRST_STEP", "first")
    with pytest.raises(EraError, match="COMPAT_FIRST_STEP='first' states no first step; it is 1 or 2"):
        moved()


def losses_around(optimizer, change):
    """Three training losses, of which the last two come after a change to the optimizer that has stepped once."""
    model = Sequential([layers.Dense(1, input_dim=2, kernel_initializer="ones")])
    model.compile(optimizer, "mse")
    data, targets = np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([[1.0], [2.0]])
    losses = [model.train_on_batch(data, targets)]
    change(model)
    return np.array(losses + [model.train_on_batch(data, targets) for _ in range(3)])


@pytest.mark.parametrize("make, name", [
    (lambda: SGD(lr=0.1, momentum=0.1), "momentum"), (lambda: RMSprop(lr=0.1), "rho"), (lambda: Adam(lr=0.1), "beta_1"),
    (lambda: Adam(lr=0.1), "beta_2"), (lambda: Adamax(lr=0.1), "beta_1"), (lambda: Nadam(lr=0.01), "beta_2"),
])
def test_numbers_of_optimizers(make, name):
    # K.set_value changes the next step; an attribute that is assigned, only what the model is compiled with next.
    unchanged, set_as = losses_around(make(), lambda model: None), []
    for value in (0.5, 0.25):
        set_as.append(losses_around(make(), lambda model, value=value: K.set_value(getattr(model.optimizer, name), value)))
    assert np.abs(set_as[0][2:] - unchanged[2:]).max() > 1e-4 < np.abs(set_as[0][2:] - set_as[1][2:]).max()
    optimizer = make()
    assert float(K.get_value(getattr(optimizer, name))) == pytest.approx(optimizer.get_config()[name], rel=1e-6)
    if active().name != "keras3":
        return
    with pytest.warns(UserWarning, match="changes no training step that a model has already"):
        assigned = losses_around(make(), lambda model: setattr(model.optimizer, name, 0.5))
    np.testing.assert_allclose(assigned, unchanged, rtol=1e-6)


def test_numbers_of_optimizers_by_batch():
    # What real Keras 2.2.4 printed, whose schedules of momentum set it after each batch.
    def after(batch, logs=None):
        count[0] += 1
        K.set_value(model.optimizer.lr, 0.1 / count[0])
        K.set_value(model.optimizer.momentum, 0.5 + 0.05 * (count[0] % 5))

    count = [0]
    model = Sequential([layers.Dense(1, input_dim=2, kernel_initializer="ones")])
    model.compile(SGD(lr=0.1, momentum=0.5, nesterov=True), "mse")
    data = np.linspace(-1, 1, 24).reshape(12, 2)
    history = model.fit(data, data[:, :1] * 3, batch_size=4, epochs=3, shuffle=False, verbose=0,
                        callbacks=[LambdaCallback(on_batch_end=after)])
    np.testing.assert_allclose(history.history["loss"], [0.340146, 0.03497673, 0.01153994], rtol=1e-4)
    assert model.optimizer.get_config()["momentum"] == pytest.approx(0.7)


@pytest.mark.parametrize("module", [keras, tf_keras], ids=["keras", "tf.keras"])
def test_a_function_of_a_callback_reads_and_sets_variables_after_each_batch(module):
    # It asks for no self.model, by which Keras 3 on JAX knows that a callback needs the variables.
    seen = []

    def after(batch, logs):
        seen.append(model.get_weights()[0][0, 0])
        module.backend.set_value(model.optimizer.lr, 0.0)

    model = module.models.Sequential([module.layers.Dense(1, input_shape=(2,), kernel_initializer="ones")])
    model.compile(module.optimizers.SGD(0.1), "mse")
    model.fit(np.ones((8, 2)), np.ones((8, 1)), batch_size=2, epochs=2, verbose=0,
              callbacks=[module.callbacks.LambdaCallback(on_batch_end=after)])
    np.testing.assert_allclose(seen, [0.8] * 8, rtol=1e-6)


def test_a_rate_that_is_assigned_counts_from_the_next_compile_on():
    if active().name != "keras3" and not active().version.startswith("2.2."):
        pytest.skip("in tf.keras it counts at once, and Keras 2.3.1 has lost a variable")

    def train(model):
        return float(model.train_on_batch(np.ones((2, 2)), np.ones((2, 1))))

    given = {}
    for rate in (0.1, 0.3):
        model = Sequential([layers.Dense(1, input_dim=2, kernel_initializer="ones")])
        model.compile(SGD(lr=0.1), "mse")
        losses = [train(model)]
        model.optimizer.lr = rate
        losses += [train(model), train(model)]
        model.compile(model.optimizer, "mse")
        given[rate] = losses + [train(model), train(model)]
    np.testing.assert_allclose(given[0.1][:4], given[0.3][:4], rtol=1e-6)
    assert abs(given[0.1][4] - given[0.3][4]) > 1e-4


def test_epsilon_outside_root():
    step, gradient = one_step(RMSprop(lr=0.1, rho=0.9, epsilon=0.05))
    np.testing.assert_allclose(step, 0.1 * gradient / (np.sqrt(0.1 * gradient ** 2) + 0.05), **CLOSE)
    step, gradient = one_step(Adagrad(lr=0.1, epsilon=0.05))
    np.testing.assert_allclose(step, 0.1 * gradient / (np.abs(gradient) + 0.05), **CLOSE)


def test_multi_head_attention_masks(tmp_path):
    # Printed by tf.keras 2.4 and 2.15: MultiHeadAttention(1, 1, use_bias=False), weights 1, of the query 0 and the values
    # 3 and 0 behind Masking(). No multi-backend Keras has the layer.
    assert not hasattr(layers, "MultiHeadAttention")
    printed = {"2.4": 1.5, "2.15": 3.0}
    shown("multi_head_attention_masks", printed, {"ignored": 1.5, "used": 3.0})
    if active().name == "multibackend":
        return
    attention = written.layer("MultiHeadAttention", "a", "q", num_heads=1, key_dim=1, value_dim=1, use_bias=False,
                              output_shape=None, attention_axes=[1])
    attention["inbound_nodes"][0][0][3]["value"] = ["m", 0, 0]
    model = written.functional([
        written.layer("InputLayer", "q", batch_input_shape=[None, 1, 1]),
        written.layer("InputLayer", "v", batch_input_shape=[None, 2, 1]),
        written.layer("Masking", "m", "v", mask_value=0.0), attention], ["q", "v"], "a")
    weights = [("a", [("a/{}/kernel:0".format(name), np.ones((1, 1, 1)))
                      for name in ("query", "key", "value", "attention_output")])]
    for version in kept_here(printed, flavors=("keras3", "tf_keras")):
        found = load_model(written.write(tmp_path / "m.h5", version + ".0", model, weights))
        np.testing.assert_allclose(np.ravel(found.predict([np.zeros((1, 1, 1)), np.array([[[3.0], [0.0]]])])),
                                   [printed[version]], **CLOSE)


def loss_of_file(path, version, activation, loss, x, y):
    """What a compiled file of an activation alone evaluates to."""
    model = {"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "Activation", "config": {
        "name": "a", "activation": activation, "batch_input_shape": [None, 2]}}]}}
    found = load_model(written.write(path, version, model, loss=loss))
    return found.evaluate(np.array([x]), np.array([y]), verbose=0)


def test_hinge_labels(tmp_path):
    # Printed by evaluate() of these Kerases: "hinge" of the outputs 0.25, 0.5 and the labels 0, 1.
    printed = {"1.2.2": 0.75, "2.1.6": 0.75, "2.2.4": 0.75, "2.3.1": 0.875, "2.4": 0.875, "2.15": 0.875}
    shown("hinge_labels", printed, {"as_given": (1.0 + 0.5) / 2, "signs": (1.25 + 0.5) / 2})
    for version in kept_here(printed):
        found = loss_of_file(tmp_path / "m.h5", version, "linear", "hinge", [0.25, 0.5], [0.0, 1.0])
        np.testing.assert_allclose(found, printed[version], **CLOSE)


# Printed by evaluate() of these Kerases: "binary_crossentropy" of softmax(2, -1) and the labels 1, 0.
LOGITS = {"1.2.2": 0.0485873, "2.1.6": 0.0485873, "2.2.4": 0.0485873, "2.3.1": 0.0485872, "2.4": 0.2200948, "2.15": 0.2200948}


@pytest.mark.parametrize("version", kept_here(LOGITS))
def test_logits_of_activations(version, tmp_path):
    found = loss_of_file(tmp_path / "m.h5", version, "softmax", "binary_crossentropy", [2.0, -1.0], [1.0, 0.0])
    np.testing.assert_allclose(found, LOGITS[version], **CLOSE)


def test_the_logits_that_the_table_says_give_what_the_kerases_printed():
    own = -np.log(np.exp(2.0) / (np.exp(2.0) + np.exp(-1.0)))  # of the probabilities
    any_ = (np.log1p(np.exp(-2.0)) + np.log1p(np.exp(-1.0))) / 2  # 2 and -1 taken for the logits of a sigmoid
    shown("logits_of_activations", LOGITS, {"own": own, "any": any_})


def has(version, class_name, config=()):
    """Whether :mod:`compat.loading.recognized` takes a class in a file of that Keras for a layer of Keras itself."""
    found = recognized([Seen(class_name, dict(config, name="l"), None)], Origin(version, "tensorflow"))
    return class_name not in found.names and class_name not in found.unsure


def test_tf_keras_layers():
    # Printed by ``hasattr(keras.layers, "LayerNormalization")`` on these Kerases.
    printed = {"1.2.2": False, "2.1.6": False, "2.2.4": False, "2.3.1": False, "2.4.0": True, "2.15.0": True}
    assert {version: has(version, "LayerNormalization") for version in printed} == printed


def test_plain_code():
    variable = K.variable([1.0, 2.0])
    total = K.sum(variable)
    K.set_value(variable, [3.0, 4.0])
    assert K.eval(total) == 7.0  # as Keras 2.2.4 prints; tf.keras 2.4 and later print 3.0


def test_group_normalization():
    # Printed by ``hasattr(keras.layers, "GroupNormalization")``; before, the name stood for the layer of keras-contrib.
    printed = {"1.2.2": False, "2.1.6": False, "2.2.4": False, "2.3.1": False, "2.4.0": False, "2.15.0": True}
    assert {version: has(version, "GroupNormalization", {"groups": 2}) for version in printed} == printed
    assert not hasattr(layers, "GroupNormalization")


#: Real old Kerases do as they did: the table says what, and tests/flavors/keras3/test_since_keras_23.py has their numbers.
bridged = pytest.mark.skipif(active().name != "keras3", reason="a Keras 2 does as its version did")


@bridged
def test_length_of_sequence():
    class Shrinking(keras.utils.Sequence):
        size = 3

        def __len__(self):
            return self.size

        def __getitem__(self, number):
            return np.ones((2, 1)), np.ones((2, 1))

        def on_epoch_end(self):
            self.size = 1

    seen = []
    each = LambdaCallback(on_batch_end=lambda batch, logs: seen.append(batch))
    regression(layers.Dense(1), width=1).fit_generator(Shrinking(), epochs=2, verbose=0, callbacks=[each])
    assert seen == [0, 1, 2, 0, 1, 2]


@bridged
@pytest.mark.parametrize("era, expected", [("2.2.4", [0, 1, 2, 0]), ("2.15", [0, 1, 0, 1])])
def test_steps_of_sequence(era, expected):
    class Numbers(keras.utils.Sequence):
        def __len__(self):
            return 3

        def __getitem__(self, number):
            seen.append(number)
            return np.ones((2, 1)), np.ones((2, 1))

    with Era(era):
        model = regression(layers.Dense(1), width=1)
        seen = []
        model.fit(Numbers(), steps_per_epoch=2, epochs=2, verbose=0, shuffle=False)
    assert seen[-4:] == expected  # before them one is asked for its shape


@bridged
@pytest.mark.parametrize("era, losses", [("2.2.4", 2), ("2.15", 4)])
def test_history_of_fits(era, losses):
    with Era(era):
        model, history = regression(layers.Dense(1)), keras.callbacks.History()
        for _ in range(2):
            model.fit(X, Y, epochs=2, verbose=0, callbacks=[history])
    assert (len(history.history["loss"]), history.epoch) == (losses, [0, 1])


@bridged
def test_seed_of_initializers():
    for seed, equal in ((None, False), (1, True)):
        initializer = keras.initializers.RandomNormal(seed=seed)
        first, second = (K.eval(K.variable(initializer((3, 3)))) for _ in range(2))
        assert np.array_equal(first, second) == equal


@bridged
def test_initial_weights():
    K.clear_session()  # and with it the seed of the graph
    np.random.seed(1)
    first = K.eval(K.variable(keras.initializers.glorot_uniform()((4, 3))))
    np.random.seed(1)
    np.testing.assert_array_equal(K.eval(K.variable(keras.initializers.glorot_uniform()((4, 3)))), first)
    np.testing.assert_allclose(first[0], [0.55324554, 0.09303439, 0.47809803], **CLOSE)  # of Keras 2.2.4 with TensorFlow 1.15


def test_order_of_samples():
    if active().name in ("tf.keras", "tf_keras"):
        pytest.skip("tf.keras shuffles in TensorFlow")
    seen, samples = [], 6
    model = Sequential([layers.Dense(1, kernel_initializer="zeros", use_bias=False, input_shape=(1,))])
    model.compile(SGD(lr=0.0), "mse")
    each = LambdaCallback(on_batch_end=lambda batch, logs: seen.append(round(float(logs["loss"]) ** 0.5)))
    np.random.seed(2)
    model.fit(np.ones((samples, 1)), np.arange(float(samples)), batch_size=1, epochs=2, verbose=0, callbacks=[each])
    np.random.seed(2)
    order, expected = np.arange(samples), []
    for _ in range(2):
        np.random.shuffle(order)
        expected += order.tolist()
    assert seen == expected


@bridged
def test_identity_initializer():
    assert K.eval(K.variable(keras.initializers.Identity()((2, 4)))).tolist() == [[1, 0, 1, 0], [0, 1, 0, 1]]


@bridged
def test_identity_of_gates():
    layer = keras.layers.GRU(2, recurrent_initializer="identity")
    layer.build((None, 3, 1))
    np.testing.assert_array_equal(layer.get_weights()[1], [[1, 0, 1, 0, 1, 0], [0, 1, 0, 1, 0, 1]])
    assert layer.get_config()["recurrent_initializer"]["class_name"] == "Identity"


def test_weights_of_wrappers():
    class Scaled(keras.layers.Wrapper):
        def build(self, input_shape):
            self.layer.build(input_shape)
            self.scale = self.add_weight(name="scale", shape=(1,), initializer="ones")
            self.count = self.add_weight(name="count", shape=(4,), initializer="zeros", trainable=False)
            super(Scaled, self).build(input_shape)

        def call(self, inputs):
            return self.layer.call(inputs) * self.scale

        def compute_output_shape(self, input_shape):
            return self.layer.compute_output_shape(input_shape)

    scaled = Scaled(keras.layers.Dense(2), input_shape=(3,))
    model = keras.models.Sequential([scaled])
    model.compile("sgd", "mse")
    model.train_on_batch(np.ones((4, 3)), np.full((4, 2), 9.0))
    listed = active().name in ("tf.keras", "tf_keras")
    assert sorted(array.shape for array in model.get_weights()) == sorted([(3, 2), (2,)] + [(1,), (4,)] * listed)
    assert (K.get_value(scaled.scale) != 1.0) == listed


def test_early_stopping():
    class Trained:
        stop_training = False

    stopped = []
    for options, values in [({"baseline": 2.5, "patience": 1}, [3.0, 2.0, 1.0]), ({"patience": 1}, [float("nan"), 1.0])]:
        callback, model = EarlyStopping(monitor="loss", **options), Trained()
        callback.set_model(model)
        callback.on_train_begin()
        for epoch, value in enumerate(values):
            if not model.stop_training:
                callback.on_epoch_end(epoch, {"loss": value})
        stopped.append((callback.stopped_epoch if model.stop_training else None, callback.best))
    of_224 = [(0, 2.5), (0, np.inf)]  # printed by Keras 2.2.4, 2.3.1 and tf.keras 2.4; the others by tf.keras 2.15
    assert stopped == (of_224 if active().name not in ("tf.keras", "tf_keras") else [(None, 1.0), (None, 1.0)])


@bridged
def test_weights_of_models():
    model = keras.models.Sequential([keras.layers.BatchNormalization(input_shape=(3,)), keras.layers.Dense(1)])
    assert [tuple(weight.shape) for weight in model.weights] == [(3,), (3,), (3, 1), (1,), (3,), (3,)]
    assert [array.shape for array in model.get_weights()] == [(3,), (3,), (3,), (3,), (3, 1), (1,)]


@bridged
def test_attribute_variables():
    layer = Layer()
    layer.count = K.variable(0.0)
    assert layer.weights == []


@bridged
def test_dtype_of_weights():
    assert K.dtype(Layer(dtype="int32").add_weight("w", [], initializer="ones")) == "float32"


class AddsLoss(Layer):
    def call(self, x):
        self.add_loss(K.sum(x), inputs=x)
        return 2 * x


def loss_inside_time_distributed(layer):
    """The whole loss of a model of which the outputs cost nothing and all weights are ones."""
    x, data = Input((3, 2)), np.ones((2, 3, 2))
    model = Model(x, layers.TimeDistributed(layer)(x))
    model.set_weights([np.ones_like(weight) for weight in model.get_weights()])
    model.compile("sgd", "mse")
    return model.evaluate(data, model.predict(data), verbose=0), model.train_on_batch(data, model.predict(data))


@bridged
def test_losses_inside_time_distributed():
    """Real Keras 2.2.4 and 2.3.1: 36 for the activity of the layer itself, and nothing else."""
    dense = layers.Dense(2, activity_regularizer=l1(1.0), input_shape=(2,))
    assert loss_inside_time_distributed(dense) == pytest.approx((36, 36))
    for inner in Sequential([dense]), Sequential([AddsLoss(input_shape=(2,))]), AddsLoss():
        assert loss_inside_time_distributed(inner) == (0, 0)


def averages_inside_time_distributed(layer, shape=(3, 4)):
    """What is left of averages that begin at 0 and move by a tenth of the way to the mean, after one step; 0.9 for each run."""
    x, data = Input(shape), np.ones((2,) + shape, "float32")
    model = Model(x, layers.TimeDistributed(layer)(x))
    model.compile(keras.optimizers.SGD(0.0), "mse")
    model.train_on_batch(data, data)
    return 1 - model.get_weights()[2][0]


def normalizing():
    return Sequential([layers.Activation("linear", input_shape=(4,)), layers.BatchNormalization(momentum=0.9)])


@bridged
@pytest.mark.parametrize("era, runs", [("2.3.1", 1), ("2.4", 2), ("2.15", 2)])
def test_models_inside_time_distributed(era, runs):
    """Printed by Keras 2.3.1, and tf.keras of TensorFlow 2.3, 2.7 and 2.15."""
    with Era(era):
        assert averages_inside_time_distributed(layers.BatchNormalization(momentum=0.9)) == pytest.approx(0.9)
        assert averages_inside_time_distributed(normalizing()) == pytest.approx(0.9 ** runs)
        x = Input((4,))
        assert averages_inside_time_distributed(Model(x, normalizing()(x))) == pytest.approx(0.9 ** runs)
        deep = averages_inside_time_distributed(layers.TimeDistributed(normalizing()), (2, 3, 4))
        assert deep == pytest.approx(0.9 ** (2 * runs - 1))
        if runs == 2:
            dense = layers.Dense(2, activity_regularizer=l1(1.0), input_shape=(2,))
            assert loss_inside_time_distributed(dense) == pytest.approx((6, 6))
            assert loss_inside_time_distributed(Sequential([dense])) == pytest.approx((12, 12))


@bridged
@pytest.mark.parametrize("era, expected", [("2.3.1", 1.0), ("2.4", 0.5), ("2.15", 0.5)])
def test_rates_at_threshold(era, expected):
    """Printed by tf.keras of TensorFlow 2.2, 2.4 and 2.15."""
    with Era(era):
        metric = keras.metrics.SensitivityAtSpecificity(0.5)
        metric.update_state(np.array([0, 0, 0, 1, 1]), np.array([0, 0.3, 0.8, 0.3, 0.8]))
        assert float(K.eval(metric.result())) == expected


@bridged
@pytest.mark.skipif(active().folder == "multibackend", reason="the old Keras has no tf.keras")
@pytest.mark.parametrize("era, expected", [("2.4", [1.0, 0.0]), ("2.15", [1.0, 0.0])])
def test_softmax_masks(era, expected):
    with Era(era):
        found = tf_keras.layers.Softmax()(np.zeros((1, 2), "float32"), mask=np.array([[True, False]]))
    np.testing.assert_allclose(K.get_value(found), [expected], **CLOSE)


@pytest.mark.skipif(active().folder != "keras3", reason="the layer is that of the installed tf.keras")
@pytest.mark.parametrize("era, expected", [("2.11", 1.0), ("2.12", 0.5)])
def test_batch_normalization_masks(era, expected):
    x = np.array([[[1.0], [3.0]]], "float32")  # the means are 2, and 1 of the step that is not masked
    with Era(era):
        layer = tf_keras.layers.BatchNormalization(momentum=0.5)
        layer(x, training=True, mask=np.array([[True, False]]))
    np.testing.assert_allclose(layer.get_weights()[2], [expected], **CLOSE)


@bridged
def test_binary_crossentropy():
    certain = K.eval(K.binary_crossentropy(K.constant([1.0]), K.constant([0.0])))
    np.testing.assert_allclose(certain, [16.118095], rtol=1e-5)


@bridged
def test_model_metrics():
    model = regression(layers.Dense(1))
    model.compile("sgd", "mse", metrics=["mae"])
    assert model.metrics == ["mae"]


@bridged
@pytest.mark.parametrize("era, expected", [("2.2.4", True), ("2.3.1", True), ("2.15", False)])
def test_trainable_of_inner_layers(era, expected):
    with Era(era):
        inner = layers.Dense(1, input_shape=(2,))
        Sequential([inner]).trainable = False
        assert inner.trainable is expected


@bridged
@pytest.mark.parametrize("era, called, made, expected", [
    ("1.2.2", False, False, True), ("2.2.4", True, False, True), ("2.2.4", False, True, False), ("2.3.1", True, False, True),
    ("2.3.1", False, True, True), ("2.3.1", False, False, False), ("2.15", True, False, False), ("2.15", False, True, True)])
def test_updates_of_frozen_layers(era, called, made, expected):
    """A layer that is frozen when the model around it is called, or when the outer model is compiled."""
    with Era(era):
        layer = layers.BatchNormalization(momentum=0.5, input_shape=(2,))
        inner = Sequential([layer])
        layer.trainable = called
        x = Input((2,))
        model = Model(x, layers.Dense(1)(inner(x)))
        layer.trainable = made
        model.compile("sgd", "mse")
        model.train_on_batch(np.full((2, 2), 3.0), np.ones((2, 1)))
        assert bool(layer.get_weights()[2][0] > 1) is expected
