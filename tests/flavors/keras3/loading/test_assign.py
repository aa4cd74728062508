"""Weights of old files become those of a model of Keras 3: taken over, copied, in its order."""
import h5py
import keras
import numpy as np
import pytest
from flavors.keras3.loading.parts import Built, Pair, sequential
from goldens.catalog import golden

from compat.errors import WeightsError
from compat.flavors.keras3.loading import assign, variables
from compat.flavors.keras3.loading.resuming import trainable
from compat.loading.load import load
from compat.loading.options import LoadOptions

SOURCE = golden("keras-2.2.4-py37", "conv_bn")


def stored(path):
    arrays = []
    with h5py.File(str(path), "r") as file:
        file["model_weights"].visititems(
            lambda name, item: arrays.append(item[()]) if isinstance(item, h5py.Dataset) else None)
    return arrays


def built_layer(units=300):
    layer = keras.layers.Dense(units, kernel_initializer="zeros")
    layer.build((None, units))
    return layer


def test_no_weight_is_drawn_at_random(monkeypatch):
    def drawn(*args, **kwargs):
        raise AssertionError("an initializer ran")

    for name in ("normal", "truncated_normal", "uniform"):
        monkeypatch.setattr(keras.random, name, drawn)
        monkeypatch.setattr(keras.src.initializers.random_initializers.random, name, drawn)
    assert load(str(SOURCE.path), LoadOptions(compile=False)).verification.level == "shaped"


@pytest.mark.skipif(keras.backend.backend() != "torch", reason="parameters of a torch.nn.Module")
def test_the_parameters_that_torch_sees_are_the_weights_of_the_file():
    model = load(str(SOURCE.path), LoadOptions(compile=False)).model
    assert {id(each) for each in model.parameters()} == {id(each.value) for each in model.weights}
    found = sorted(float(each.detach().sum()) for each in model.state_dict().values() if each.ndim > 1)
    np.testing.assert_allclose(found, sorted(float(each.sum()) for each in stored(SOURCE.path) if each.ndim > 1), rtol=1e-5)


@pytest.mark.parametrize("offset", [0, 16], ids=["aligned", "not aligned"])
def test_a_large_array_becomes_the_weight_and_can_be_trained(offset):
    layer, raw = built_layer(), np.zeros(4 * 300 * 300 + 128, "uint8")
    begin = -raw.ctypes.data % 64 + offset
    kernel = raw[begin:begin + 4 * 300 * 300].view("float32").reshape(300, 300)
    kernel[:] = np.arange(300.0)
    expected = kernel.copy()
    variables.assign(Built(layer), [Pair(("layer",), kernel, np.zeros(300, "float32"))])
    del raw, kernel
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(layer.kernel), expected)
    layer.kernel.assign_add(keras.ops.ones((300, 300)))
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(layer.kernel), expected + 1)


@pytest.mark.parametrize("change", [
    lambda x: x.astype("float64"), lambda x: np.asfortranarray(x), lambda x: np.broadcast_to(x[:1], x.shape),
], ids=["float64", "columns first", "read-only"])
def test_an_array_that_cannot_be_taken_over_is_copied(change):
    layer = built_layer()
    kernel = change(np.tile(np.arange(300, dtype="float32"), (300, 1)))
    variables.assign(Built(layer), [Pair(("layer",), kernel, np.zeros(300, "float32"))])
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(layer.kernel), kernel)


def test_two_weights_given_one_array_do_not_share_it():
    layer = keras.layers.LSTM(64, unit_forget_bias=False)
    layer.build((None, None, 64))
    kernel = np.ones((64, 256), "float32")
    variables.assign(Built(layer), [Pair(("layer",), kernel, kernel, np.zeros(256, "float32"))])
    layer.weights[0].assign_add(keras.ops.ones((64, 256)))
    assert float(keras.ops.max(layer.weights[1])) == 1.0


def test_a_normalization_computes_with_the_mean_and_the_variance_of_the_file():
    built = sequential(("Normalization", {"name": "n", "axis": [-1]}))
    mean, variance = np.array([1, 2, 3], "float32"), np.array([4, 1, 0.25], "float32")
    assign(built, [Pair(("n",), mean, variance, np.array(7, "int64"))])
    x = np.arange(6, dtype="float32").reshape(2, 3)
    np.testing.assert_allclose(built.model.predict(x, verbose=0), (x - mean) / np.sqrt(variance), rtol=1e-6)


def test_the_vector_of_a_spectral_normalization_comes_after_the_bias_in_a_file():
    inner = {"class_name": "Dense", "config": {"name": "d", "units": 3}}
    built = sequential(("SpectralNormalization", {"name": "s", "layer": inner, "power_iterations": 1}))
    kernel, bias, vector = np.eye(3, dtype="float32"), np.array([1, 2, 3], "float32"), np.ones((1, 3), "float32")
    assign(built, [Pair(("s",), kernel, bias, vector)])
    x = np.arange(6, dtype="float32").reshape(2, 3)
    np.testing.assert_allclose(built.model.predict(x, verbose=0), x + bias, rtol=1e-6)
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(built.model.get_layer("s").vector_u), vector)
    assert trainable(built) == [(("s",), [True, True, False])]


def test_an_adapted_discretization_takes_its_boundaries_from_the_summary_in_the_file():
    built = sequential(("Discretization", {"name": "d", "bin_boundaries": None, "num_bins": 3}), shape=(None, 1))
    summary = np.stack([np.arange(30), np.ones(30)]).astype("float32")
    assert assign(built, [Pair(("d",), summary)]) == (1, 60)
    found = built.model.predict(np.array([[8.9], [9.1], [18.9], [19.1]], "float32"), verbose=0)
    assert found.ravel().tolist() == [0, 1, 1, 2]  # tf.keras 2.15 finds 9 and 19


def test_a_summary_that_is_none_is_weights_that_do_not_fit():
    built = sequential(("Discretization", {"name": "d", "bin_boundaries": None, "num_bins": 3}), shape=(None, 1))
    with pytest.raises(WeightsError, match="d: expected nothing"):
        assign(built, [Pair(("d",), np.zeros((3, 4), "float32"))])
