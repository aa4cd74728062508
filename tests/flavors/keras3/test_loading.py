"""What loading leaves behind in a model of Keras 3: weights that hold the values of the file, and nothing drawn in vain."""
import h5py
import keras
import numpy as np
import pytest
from goldens.catalog import golden

from compat.flavors.keras3.loading import variables
from compat.load import load

SOURCE = golden("keras-2.2.4-py37", "conv_bn")


def stored(path):
    arrays = []
    with h5py.File(str(path), "r") as file:
        file["model_weights"].visititems(
            lambda name, item: arrays.append(item[()]) if isinstance(item, h5py.Dataset) else None)
    return arrays


class Pair:
    """One layer's arrays, as ``compat.weights`` hands them over."""

    datasets = ()

    def __init__(self, path, *arrays):
        self.path = path
        self.arrays = arrays

    def read(self):
        return list(self.arrays)


class Built:
    postponed, most = (), 0

    def __init__(self, layer):
        self.layers = ((("layer",), layer),)
        self.model = keras.Sequential([layer])


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
    assert load(str(SOURCE.path), compile=False).verification.level == "shaped"


@pytest.mark.skipif(keras.backend.backend() != "torch", reason="parameters of a torch.nn.Module")
def test_the_parameters_that_torch_sees_are_the_weights_of_the_file():
    model = load(str(SOURCE.path), compile=False).model
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
