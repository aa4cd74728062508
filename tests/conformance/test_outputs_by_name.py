"""Targets, losses, metrics and sample weights by the name of an output: the numbers are those of the real tf.keras 2.15."""
import numpy as np
import pytest

import compat
from compat.flavor import active
from compat.tf import keras

pytestmark = pytest.mark.skipif(active().name == "multibackend", reason="there is no tf.keras of TensorFlow 2")
X, ONES, ZEROS = np.ones((4, 3), "float32"), np.ones((4, 1), "float32"), np.zeros((4, 2), "float32")
BY_NAME, BY_KEY = {"a": ZEROS, "b": ONES}, {"y": ZEROS, "z": ONES}


@pytest.fixture(autouse=True)
def era():
    with compat.Era("2.15"):
        yield


def one(**arguments):
    inputs = keras.Input((3,), name="in")
    model = keras.Model(inputs, keras.layers.Dense(1, name="out", kernel_initializer="ones")(inputs))
    model.compile("sgd", **arguments)
    return model


def two(as_dictionary=False, **arguments):
    inputs = keras.Input((3,), name="in")
    first = keras.layers.Dense(1, name="b", kernel_initializer="ones")(inputs)
    second = keras.layers.Dense(2, name="a", kernel_initializer="ones")(inputs)
    model = keras.Model(inputs, {"z": first, "y": second} if as_dictionary else [first, second])
    model.compile("sgd", **arguments)
    return model


def batches(*batch):
    while True:
        yield batch


def logs(history):
    return {name: round(values[0], 4) for name, values in history.history.items()}


@pytest.mark.parametrize("stated", [
    lambda: {"loss": "mse", "metrics": ["mae"]}, lambda: {"loss": {"out": "mse"}, "metrics": {"out": ["mae"]}},
    lambda: {"loss": keras.losses.MeanSquaredError(), "metrics": [keras.metrics.MeanAbsoluteError(name="mae")]}],
    ids=["names", "by output", "objects"])
def test_the_target_of_the_only_output_may_be_given_by_its_name(stated):
    target, arguments = {"out": ONES}, stated()
    assert logs(one(**arguments).fit(X, target, verbose=0)) == {"loss": 4.0, "mae": 2.0}
    assert logs(one(**arguments).fit(batches({"in": X}, target), steps_per_epoch=1, verbose=0)) == {"loss": 4.0, "mae": 2.0}
    weights = {"out": np.array([1.0, 0.0, 0.0, 1.0])}
    assert logs(one(**arguments).fit(X, target, sample_weight=weights, verbose=0)) == {"loss": 2.0, "mae": 2.0}
    np.testing.assert_allclose(one(**arguments).evaluate(X, target, verbose=0), [4.0, 2.0])
    np.testing.assert_allclose(one(**arguments).train_on_batch({"in": X}, target), [4.0, 2.0])


def test_targets_and_weights_of_several_outputs_may_be_given_by_name():
    weights = {"a": np.array([1.0, 0.0, 0.0, 1.0]), "b": np.ones(4)}
    arguments = {"loss": "mse", "metrics": ["mae"]}
    assert logs(two(**arguments).fit(batches({"in": X}, BY_NAME, weights), steps_per_epoch=1, verbose=0)) == {
        "loss": 8.5, "b_loss": 4.0, "a_loss": 4.5, "b_mae": 2.0, "a_mae": 3.0}
    assert logs(two(loss={"a": "mse"}).fit(X, {"a": ZEROS}, verbose=0)) == {"loss": 9.0, "a_loss": 9.0}


def test_each_output_has_its_own_copy_of_a_metric():
    def error(target, output):
        return keras.backend.mean(keras.backend.abs(target - output), axis=-1)

    for metric in (keras.metrics.MeanAbsoluteError(name="mae"), keras.metrics.MeanMetricWrapper(error, name="mae"),
                   keras.metrics.MeanMetricWrapper(lambda target, output: error(target, output), name="mae")):
        assert logs(two(loss="mse", metrics=[metric]).fit(X, BY_NAME, verbose=0)) == {
            "loss": 13.0, "b_loss": 4.0, "a_loss": 9.0, "b_mae": 2.0, "a_mae": 3.0}


def test_a_dictionary_of_outputs_is_trained_by_key_and_logged_by_layer():
    found = two(True, loss={"y": "mse", "z": "mae"}, metrics={"y": "mae"}, loss_weights={"y": 0.5, "z": 1.0}).fit(
        X, BY_KEY, verbose=0)
    assert logs(found) == {"loss": 6.5, "a_loss": 9.0, "b_loss": 2.0, "a_mae": 3.0}
    model = two(True, loss="mse", metrics=["mae"])
    assert logs(model.fit(X, BY_KEY, verbose=0)) == {
        "loss": 13.0, "a_loss": 9.0, "b_loss": 4.0, "a_mae": 3.0, "b_mae": 2.0}
    assert {key: value.shape for key, value in model.predict(X, verbose=0).items()} == {"y": (4, 2), "z": (4, 1)}
    np.testing.assert_allclose(two(True, loss={"y": "mse", "z": "mae"}).evaluate(X, BY_KEY, verbose=0), [11.0, 9.0, 2.0])


def test_metrics_of_one_list_count_for_each_output_of_a_subclass():
    class Subclass(keras.Model):
        def __init__(self):
            super().__init__()
            self.first = keras.layers.Dense(2, kernel_initializer="ones")
            self.second = keras.layers.Dense(1, kernel_initializer="ones")

        def call(self, inputs):
            return {"y": self.first(inputs), "z": self.second(inputs)}

    model = Subclass()
    model.compile("sgd", "mse", metrics=["mae"])
    assert logs(model.fit(X, BY_KEY, verbose=0)) == {"loss": 13.0, "y_loss": 9.0, "z_loss": 4.0, "y_mae": 3.0, "z_mae": 2.0}
