"""One test per row of the era table, in the default era, on the installed flavour. The expected numbers are NumPy's."""
import json

import numpy as np
import pytest

from compat.api.semantics import BEHAVIOURS
from compat.era import Era, era
from compat.errors import MaskingError
from compat.keras import backend as K
from compat.keras import layers
from compat.keras.layers import Input, Layer, Masking
from compat.keras.models import Model
from compat.keras.optimizers import SGD, Adagrad, RMSprop
from compat.keras.regularizers import l2
from compat.layers import Lambda, MyMeanPool

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
        with era(version):
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


def test_rnn_output_before_valid_steps():
    # Computed for files of Keras 2.2.4 on Keras 3 in flavors/keras3/loading/test_recurrent.py.
    values = [Era(version).behaviour("rnn_output_before_valid_steps") for version in ("2.2.4", "2.3.1", "2.4")]
    assert values == ["initial_state", "zero", "zero"]


def test_bidirectional_output_on_masked_steps():
    np.testing.assert_allclose(masked_recurrent(layers.Bidirectional), [[3, 3, 1], [3, 1, 1]], **CLOSE)


def test_bidirectional_weight_penalties():
    # Computed for files in config/test_penalties.py and, with those of Keras 2.1.6, in load/test_goldens.py.
    values = [Era(version).behaviour("bidirectional_weight_penalties") for version in ("1.2.2", "2.1.6", "2.2.4", "2.15")]
    assert values == ["both", "forward", "both", "both"]


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


def test_clipnorm():
    step, gradient = one_step(SGD(lr=1.0, clipnorm=0.5))
    np.testing.assert_allclose(step, 0.5 * gradient / np.linalg.norm(gradient), **CLOSE)


def test_epsilon_outside_root():
    step, gradient = one_step(RMSprop(lr=0.1, rho=0.9, epsilon=0.05))
    np.testing.assert_allclose(step, 0.1 * gradient / (np.sqrt(0.1 * gradient ** 2) + 0.05), **CLOSE)
    step, gradient = one_step(Adagrad(lr=0.1, epsilon=0.05))
    np.testing.assert_allclose(step, 0.1 * gradient / (np.abs(gradient) + 0.05), **CLOSE)


def test_multi_head_attention_masks():
    # No multi-backend Keras has the layer; tests/loading shows on files of tf.keras 2.4 and 2.10 what it does.
    assert not hasattr(layers, "MultiHeadAttention")
    assert [Era(version).behaviour("multi_head_attention_masks") for version in ("2.4", "2.10")] == ["ignored", "used"]


def test_hinge_labels():
    """What the loading of a file asks of its era, tested with it; the losses of compat.keras take labels as given."""
    assert [Era(version).behaviour("hinge_labels") for version in ("2.2.4", "2.3.1")] == ["as_given", "signs"]


def test_logits_of_activations():
    """What the loading of a file asks of its era, tested with it; the losses of compat.keras read no logits."""
    assert [Era(version).behaviour("logits_of_activations") for version in ("2.3.1", "2.4")] == ["own", "any"]


def test_tf_keras_layers():
    """What :mod:`compat.loading.recognised` asks of a file's era, tested with it."""
    assert [Era(version).behaviour("tf_keras_layers") for version in ("2.3.1", "2.4")] == [False, True]


def test_group_normalization():
    # Keras has one since 2.11; before, the name stood for the layer of keras-contrib.
    assert not hasattr(layers, "GroupNormalization")
    assert [Era(version).behaviour("group_normalization") for version in ("2.2.4", "2.11")] == ["keras_contrib", "keras"]
