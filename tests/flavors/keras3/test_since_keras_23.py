"""What Keras 2.3 changed in models, layers and data, each in its era, beside Keras 2.2.4: the numbers are theirs."""
import io
import time
from unittest.mock import patch

import numpy as np
import pytest

from compat.era import Era
from compat.flavors.keras3.engine.arrays import PEEKED
from compat.flavors.keras3.engine.sequences import Epochs
from compat.keras import backend as K
from compat.keras import initializers, layers, losses, metrics
from compat.keras.callbacks import Callback
from compat.keras.layers import LSTM, RNN, Bidirectional, ConvLSTM2D, Dense, Input, Lambda, Layer
from compat.keras.models import Model, Sequential, load_model, save_model
from compat.keras.utils import OrderedEnqueuer
from compat.keras.utils import Sequence as Batches
from compat.keras.utils.io_utils import H5Dict
from compat.keras.utils.metrics_utils import AUCCurve

AS_224, AS_231 = Era("2.2.4"), Era("2.3.1")


def dense(**kwargs):
    model = Sequential([Dense(1, input_shape=(1,), **kwargs)])
    model.compile("sgd", "mse")
    return model


class Shrinking(Batches):
    size = 7

    def __len__(self):
        return self.size

    def __getitem__(self, number):
        return np.ones((2, 1)), np.ones((2, 1))

    def on_epoch_end(self):
        self.size = max(self.size - 3, 2)


class Steps(Callback):
    def __init__(self):
        super().__init__()
        self.batches, self.steps = [], []

    def set_params(self, params):
        self.steps.append(params["steps"])
        super().set_params(params)

    def on_epoch_begin(self, epoch, logs=None):
        self.batches.append(0)

    def on_batch_begin(self, batch, logs=None):
        self.batches[-1] += 1


@pytest.mark.parametrize("era, batches, steps", [(AS_224, [7, 7, 7], [7]), (AS_231, [7, 4, 2], [7, 4, 2, 2])])
def test_an_epoch_has_as_many_batches_as_the_sequence(era, batches, steps):
    with era:
        seen = Steps()
        dense().fit_generator(Shrinking(), epochs=3, callbacks=[seen], verbose=0)
    assert (seen.batches, seen.steps) == (batches, steps)


class Growing(list):
    def on_epoch_end(self):
        self.extend([len(self), len(self) + 1])


@pytest.mark.parametrize("era, expected", [(AS_224, [0, 1, 2, 0, 1, 2, 0, 1]), (AS_231, [0, 1, 2, 0, 1, 2, 3, 4])])
def test_an_enqueuer_asks_for_the_length_of_the_sequence(era, expected):
    with era:
        enqueuer = OrderedEnqueuer(Growing([0, 1, 2]))
    enqueuer.start()
    batches = enqueuer.get()
    found = [next(batches) for _ in range(3)]
    enqueuer.join_end_of_epoch()
    found += [next(batches) for _ in range(5)]
    enqueuer.stop()
    assert found == expected


def test_an_epoch_that_ended_before_anybody_waits_for_it_has_ended():
    enqueuer = OrderedEnqueuer(Growing([0, 1, 2]))
    enqueuer.start()
    batches = enqueuer.get()
    found = [next(batches) for _ in range(3)]
    while enqueuer.queue.empty() and enqueuer.run_thread.is_alive():  # until the next epoch has begun
        time.sleep(0.01)
    enqueuer.join_end_of_epoch()
    assert found == [0, 1, 2] and next(batches) == 0
    enqueuer.stop()


def test_a_batch_of_a_worker_that_never_answers_is_made_here(monkeypatch):
    from multiprocessing.pool import ThreadPool

    from compat.flavors.shared import enqueuers

    monkeypatch.setattr(enqueuers, "_PATIENCE", 0.01)
    enqueuer = OrderedEnqueuer([10, 11, 12])
    with ThreadPool(1) as pool, pytest.warns(UserWarning, match="The input 2 could not be retrieved"):
        future = pool.apply_async(__import__("time").sleep, (0.2,))
        future.index = 2
        assert enqueuer._batch_of(future) == 12


def test_a_metric_of_symbolic_tensors_counts_over_the_epoch():
    with AS_231:
        x = Input(shape=(1,))
        y = Dense(1, kernel_initializer="ones", trainable=False)(x)
        model = Model(x, y)
        model.add_metric(K.sum(y), name="sum")
        model.add_metric(metrics.Mean(name="mean")(y))
        model.compile("sgd", loss="mse", metrics=["mse", metrics.MeanAbsoluteError("mae")])
        data, targets = np.arange(10.0)[:, None], np.zeros((10, 1))
        logs = model.fit(data, targets, epochs=2, batch_size=4, verbose=0, shuffle=False).history
        assert logs["sum"] == [15.0, 15.0] and logs["mean"] == [4.5, 4.5]
        assert model.evaluate(data, targets, batch_size=4, verbose=0) == [28.5, 28.5, 4.5, 15.0, 4.5]


def test_two_metrics_of_one_name_are_refused():
    class Twice(Model):
        def __init__(self):
            super().__init__()
            self.dense, self.mean, self.other = Dense(2), metrics.Mean(name="m"), metrics.Mean(name="m")

        def call(self, x):
            self.add_metric(self.mean(x), name="m")
            return self.dense(x)

    with AS_231, pytest.raises(ValueError, match="2 metrics with the name"):
        model = Twice()
        model.compile("adam", "mse")
        model.fit(np.ones((4, 1)), np.ones((4, 2)), verbose=0)


def test_the_metrics_of_a_model_are_what_compile_was_given_or_objects():
    with AS_224:
        model = dense()
        model.compile("sgd", "mse", metrics=["mae"])
        assert model.metrics == ["mae"]
        model.compile("sgd", "mse", metrics=model.metrics)
        assert len(model.evaluate(np.ones((2, 1)), np.ones((2, 1)), verbose=0)) == 2
    with AS_231:
        x = Input(shape=(1,))
        model = Model(x, Dense(1)(x))
        model.add_metric(K.sum(model.output), name="sum")
        model.compile("sgd", "mse", metrics=["mae"])
        assert [metric.name for metric in model.metrics] == ["mae", "sum"]
        assert list(model._compile_metrics) == ["mae"]


@pytest.mark.parametrize("kind", [initializers.RandomUniform, initializers.RandomNormal, initializers.TruncatedNormal,
                                  initializers.VarianceScaling, initializers.Orthogonal])
def test_an_initializer_draws_anew_for_each_weight(kind):
    def differ(initializer):
        first, second = (K.eval(K.variable(initializer((3, 3)))) for _ in range(2))
        return not np.array_equal(first, second)

    with AS_224:
        assert differ(kind()) and not differ(kind(seed=1))
    with AS_231:
        seeded = kind(seed=1)
        assert differ(kind()) and differ(seeded) and seeded.get_config()["seed"] == 3


def test_two_layers_of_one_initializer_begin_with_other_weights():
    drawn = initializers.RandomNormal()
    first, second = (Dense(3, kernel_initializer=drawn, input_shape=(3,)) for _ in range(2))
    model = Sequential([first, second])
    kernels = model.get_weights()[::2]
    assert not np.array_equal(*kernels)


def test_the_identity_of_a_matrix_of_several_squares():
    with AS_224:
        assert K.eval(K.variable(initializers.Identity(gain=2)((2, 4)))).tolist() == [[2, 0, 2, 0], [0, 2, 0, 2]]
    with AS_231:
        assert K.eval(K.variable(initializers.Identity(gain=2)((2, 4)))).tolist() == [[2, 0, 0, 0], [0, 2, 0, 0]]


@pytest.mark.parametrize("era, gates", [(AS_224, 4), (AS_231, 4), (Era("2.15"), 1)])
def test_the_identity_of_the_gates_of_an_lstm(era, gates):
    with era:
        layer = LSTM(2, recurrent_initializer="identity", input_shape=(3, 1))
        Sequential([layer])
    assert layer.get_weights()[1][0].tolist() == [1, 0] * gates + [0, 0] * (4 - gates)


@pytest.mark.parametrize("era, first", [(AS_224, 8), (AS_231, 8), (Era("2.15"), 6)])
def test_the_order_of_the_weights_of_a_model(era, first):
    """A nested model among the layers, and a frozen layer: how many trainable weights come before the first other one."""
    with era:
        inner = Sequential([Dense(2, input_shape=(3,)), layers.BatchNormalization()])
        model = Sequential([inner, layers.BatchNormalization(), Dense(2), Dense(1, trainable=False)])
        listed = [any(weight is each for each in model.trainable_weights) for weight in model.weights]
    assert (listed[:first], len(listed)) == ([True] * first, 14) if first == 8 else listed[:6] == [True] * 4 + [False] * 2


@pytest.mark.parametrize("era, trained", [(AS_224, 2), (AS_231, 3)])
def test_a_variable_set_as_an_attribute_is_a_weight_since_keras_23(era, trained):
    class Shifted(Layer):
        def __init__(self):
            super().__init__()
            self.dense, self.shift = Dense(3), K.variable(1.0, name="shift")

        def call(self, x):
            return self.dense(x) + self.shift

    with era:
        layer = Shifted()
        model = Sequential([layer])
        model.compile("sgd", "mse")
        model.train_on_batch(np.ones((2, 2)), np.zeros((2, 3)))
        assert len(layer.trainable_weights) == trained
        assert (float(K.eval(layer.shift)) != 1.0) == (era is AS_231)


def test_weights_of_a_layer_of_whole_numbers_are_whole_numbers_since_keras_23():
    with AS_231:
        assert K.dtype(Layer(dtype="int32").add_weight("w", [], initializer="ones")) == "int32"
    with AS_224:
        assert K.dtype(Layer(dtype="int32").add_weight("w", [], initializer="ones")) == "float32"


def test_binary_crossentropy_of_certainties():
    labels, certain = K.constant([[1.0, 0.0]]), K.constant([[0.0, 1.0]])
    for era, expected in ((AS_224, [16.118095, 15.942385]), (AS_231, [15.424949, 15.333239])):
        with era:
            np.testing.assert_allclose(K.eval(K.binary_crossentropy(labels, certain)), [expected], rtol=1e-5)
            np.testing.assert_allclose(K.eval(losses.binary_crossentropy(labels, certain)), [np.mean(expected)], rtol=1e-5)


def test_a_model_is_written_to_and_read_from_streams():
    model, stream = dense(), io.BytesIO()
    save_model(model, stream)
    stream.seek(0)
    np.testing.assert_array_equal(load_model(stream).predict(np.ones((2, 1))), model.predict(np.ones((2, 1))))


def test_whether_to_overwrite_is_asked_by_what_a_test_puts_there(tmp_path):
    path = str(tmp_path / "m.h5")
    model = dense(kernel_initializer="ones")
    save_model(model, path)
    model.set_weights([[[5.0]], [0.0]])
    with patch("compat.keras.engine.saving.ask_to_proceed_with_overwrite") as ask:
        ask.return_value = False
        save_model(model, path, overwrite=False)
        assert ask.call_count == 1 and load_model(path).get_weights()[0] == 1.0
        ask.return_value = True
        save_model(model, path, overwrite=False)
        assert ask.call_count == 2 and load_model(path).get_weights()[0] == 5.0


@pytest.mark.parametrize("make", [lambda: LSTM(2), lambda: RNN(layers.LSTMCell(2)), lambda: Bidirectional(LSTM(2)),
                                  lambda: ConvLSTM2D(2, 2)])
def test_the_call_of_a_recurrent_layer_takes_the_mask_first(make):
    layer = make()
    x = K.constant(np.random.RandomState(0).rand(2, 3, *((4, 4, 1) if isinstance(layer, ConvLSTM2D) else (2,))))
    # JAX of Keras 3 takes no mask of images.
    mask = None if isinstance(layer, ConvLSTM2D) else K.constant(np.array([[1, 1, 0], [1, 0, 0]]), dtype="bool")
    expected = K.eval(layer(x, mask=mask))
    np.testing.assert_allclose(K.eval(layer.call(x, mask, False)), expected, rtol=1e-5)


def test_a_lambda_is_given_what_it_is_called_with():
    seen = []
    layer = Lambda(lambda x: seen.append(K.dtype(x)) or x)
    layer(Input(shape=(3,), dtype="float16"))
    assert set(seen) == {"float16"} and layer._input_dtypes == "float16"


def test_the_prediction_of_no_samples_has_no_rows():
    assert dense().predict(np.zeros((0, 1))).shape == (0, 1)


@pytest.mark.skipif("__import__('keras').backend.backend() == 'jax'", reason="JAX gives gradients of zeros")
def test_a_loss_without_gradient_is_a_value_error():
    x = Input(shape=(3,))
    model = Model(x, Lambda(lambda y: K.reshape(K.cast(K.argmax(y), "float32"), [-1, 1]))(Dense(2)(x)))
    model.compile("sgd", "mse")
    with pytest.raises(ValueError, match="gradient"):
        model.fit(np.zeros((2, 3)), np.zeros((2, 1)), verbose=0)


def test_metrics_are_stateful_and_the_curve_of_an_auc_is_that_of_keras():
    assert metrics.Mean().stateful and metrics.AUC(curve="PR").curve == AUCCurve.PR


def test_an_h5dict_of_a_path_keeps_bytes(tmp_path):
    items = H5Dict(tmp_path / "items.h5", mode="w")
    items["names"] = (b"a", b"bc")
    items.close()
    items = H5Dict(tmp_path / "items.h5", mode="r")
    assert list(items["names"]) == [b"a", b"bc"]
    items.close()


def test_clipping_follows_its_bounds():
    x, lower, upper = K.variable([0.0, 2.0, 5.0]), K.variable([1.0, 1.0, 1.0]), K.variable(3.0)
    found = K.clip(x, lower, upper)
    assert K.eval(found).tolist() == [1.0, 2.0, 3.0]
    K.set_value(upper, 1.5)
    assert K.eval(found).tolist() == [1.0, 1.5, 1.5]


def test_no_more_batches_are_kept_before_an_epoch_than_keras_looks_at():
    class Ones(Batches):
        def __len__(self):
            return 12

        def __getitem__(self, number):
            return np.ones((2, 3)), np.ones((2, 1))

    batches = Epochs(Ones())
    assert [len(batches[number]) for number in range(12)] == [2] * 12  # as a Keras 3 that tells of no epoch's beginning
    assert len(batches._peeked) == PEEKED
