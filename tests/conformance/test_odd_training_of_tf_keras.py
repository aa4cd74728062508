"""Rare arguments of compile and fit in tf.keras; numbers are those of tf.keras 2.15."""
import numpy as np
import pytest

from compat.era import Era
from compat.flavor import active
from compat.tf import keras

pytestmark = pytest.mark.skipif(active().folder == "multibackend", reason="the old Keras has no tf.keras")

layers = keras.layers
X = np.linspace(-1, 1, 16).reshape(4, 4).astype("float32")


@pytest.fixture(autouse=True)
def era():
    with Era("2.15"):
        keras.backend.clear_session()
        yield


def two_outputs(**options):
    inputs = layers.Input((4,))
    first = layers.Dense(1, name="p", kernel_initializer="ones")(inputs)
    second = layers.Dense(1, name="q", kernel_initializer="zeros")(inputs)
    model = keras.Model(inputs, [first, second])
    model.compile("sgd", **{"loss": {"p": "mse", "q": "mae"}, **options})
    return model


@pytest.mark.parametrize("options, zero", [
    (dict, ["q_loss"]), (lambda: {"metrics": ["mae"]}, ["q_loss", "q_mae"]),
    (lambda: {"loss": {"p": keras.losses.MeanSquaredError(), "q": keras.losses.Huber()},
              "metrics": {"q": [keras.metrics.MeanSquaredError(name="m")]}}, ["q_loss", "q_m"])])
def test_an_output_of_which_a_dictionary_has_no_targets_counts_nothing(options, zero):
    logs = two_outputs(**options()).fit(X, {"p": np.zeros((4, 1))}, verbose=0).history
    expected = np.mean(np.square(X.sum(1)))
    np.testing.assert_allclose([logs["loss"][0], logs["p_loss"][0]], expected, rtol=1e-5)
    assert [logs[name][0] for name in zero] == [0.0] * len(zero)


def test_no_metric_in_a_list_of_metrics_is_left_out():
    found = two_outputs(metrics=[None, "mse"]).evaluate(X, [np.zeros((4, 1)), np.ones((4, 1))], verbose=0, return_dict=True)
    assert sorted(found) == ["loss", "p_loss", "p_mse", "q_loss", "q_mse"]
    np.testing.assert_allclose(found["q_mse"], 1.0)


def test_a_model_may_ask_for_xla():
    model = two_outputs(jit_compile=True)
    np.testing.assert_allclose(model.train_on_batch(X, [np.zeros((4, 1)), np.ones((4, 1))])[2], 1.0)


def test_early_stopping_says_which_epoch_was_the_best(capsys):
    stopping = keras.callbacks.EarlyStopping("loss", patience=1, min_delta=10.0, restore_best_weights=True, verbose=1)
    model = two_outputs()
    model.fit(X, [np.zeros((4, 1)), np.ones((4, 1))], epochs=5, verbose=0, callbacks=[stopping])
    said = capsys.readouterr().out.splitlines()
    assert sorted(said) == ["Epoch 2: early stopping", "Restoring model weights from the end of the best epoch: 1."]


@pytest.mark.parametrize("size", [2, 40])
def test_a_predict_step_is_given_an_array_itself(size):
    class Doubled(keras.Model):
        def call(self, x):
            return x

        def predict_step(self, data):
            self.is_tuple = isinstance(data, tuple)
            return self(data) * 2

    model = Doubled()
    model.compile(run_eagerly=True)
    np.testing.assert_array_equal(model.predict(np.ones((size, 3)), verbose=0), np.full((size, 3), 2.0))
    assert not model.is_tuple
