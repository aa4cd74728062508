"""TensorFlow's operators between layers are saved as the layers that tf.keras 2.4 to 2.15 had for them."""
import json

import h5py
import keras as native
import numpy as np
import pytest

from compat import keras as old_keras
from compat import tf
from compat.errors import UnsupportedError
from compat.flavors.keras3.operations import apply

X = np.random.RandomState(0).rand(3, 6).astype("float32")
Y = np.random.RandomState(1).rand(3, 6).astype("float32")
#: What real tf.keras 2.15 calls the layers of the model below.
NAMES = ["x", "tf.math.multiply", "tf.math.exp", "y", "tf.math.multiply_1", "tf.math.subtract", "tf.concat",
         "tf.__operators__.getitem", "tf.__operators__.getitem_1", "tf.__operators__.add", "tf.math.reduce_sum",
         "tf.math.negative", "tf.math.truediv", "tf.nn.relu", "tf.math.pow", "tf.stack", "tf.math.top_k"]


def model_of_operators():
    x, y = tf.keras.Input((6,), name="x"), tf.keras.Input((6,), name="y")
    z = 2.0 - tf.exp(0.5 * x) * y
    w = tf.reduce_sum(z[:, 1:3] + tf.concat([x, y], axis=-1)[:, ::6], axis=-1, keepdims=True)
    v = tf.nn.relu(-w / 3.0) ** 2
    return tf.keras.Model([x, y], [tf.stack([v, w], axis=1), tf.math.top_k(x, 2).values])


def test_operators_are_saved_under_the_names_of_tf_keras_and_open_again(tmp_path):
    path = str(tmp_path / "operators.h5")
    model = model_of_operators()
    model.save(path)
    with h5py.File(path, "r") as file:
        layers = {layer["name"]: layer for layer in json.loads(file.attrs["model_config"])["config"]["layers"]}
    assert list(layers) == NAMES
    assert layers["tf.math.subtract"]["inbound_nodes"] == [["_CONSTANT_VALUE", -1, 2.0, {"y": ["tf.math.multiply_1", 0, 0]}]]
    assert layers["tf.concat"]["inbound_nodes"] == [[["x", 0, 0, {"axis": -1}], ["y", 0, 0, {"axis": -1}]]]
    assert layers["tf.__operators__.getitem"]["class_name"] == "SlicingOpLambda"
    opened = tf.keras.models.load_model(path, compile=False)
    opened.save(path)  # what were operations are layers now
    again = tf.keras.models.load_model(path, compile=False)
    expected = model.predict([X, Y], verbose=0)
    for found in (opened.predict([X, Y], verbose=0), again.predict([X, Y], verbose=0)):
        for one, other in zip(expected, found):
            np.testing.assert_allclose(other, one, rtol=1e-6)


@pytest.mark.parametrize("computed", [
    lambda x: tf.reshape(tf.transpose(tf.expand_dims(x, 1), [0, 2, 1]), [-1, 6]), lambda x: tf.cast(x > 0.5, "float32"),
    lambda x: tf.clip_by_value(tf.nn.softmax(x), 0.1, 0.2), lambda x: tf.nn.leaky_relu(x - 0.5, alpha=0.3),
    lambda x: tf.linalg.matmul(tf.stack([x, x], axis=1), tf.stack([x, x], axis=2)), lambda x: x[:, tf.newaxis, ..., -2],
    lambda x: tf.maximum(tf.math.cumsum(x, axis=1), tf.reduce_mean(x, axis=[0, 1])), lambda x: tf.nn.elu(1 / x - 3),
])
def test_what_an_operation_computes_is_saved(computed, tmp_path):
    x = tf.keras.Input((6,))
    model = tf.keras.Model(x, computed(x))
    model.save(str(tmp_path / "one.h5"))
    found = tf.keras.models.load_model(str(tmp_path / "one.h5"), compile=False)
    np.testing.assert_allclose(found.predict(X, verbose=0), model.predict(X, verbose=0), rtol=1e-6)


def test_sizes_that_are_not_known_are_layers_of_their_own(tmp_path):
    path = str(tmp_path / "sizes.h5")
    x = tf.keras.Input((None, 3), name="x")
    sizes = apply("shape", [x], {}, {"name": "sizes"})
    first, second = (apply("__operators__.getitem", [sizes], {"slice_spec": axis}, {}) for axis in (0, 1))
    width = apply("math.multiply", [second], {"y": 3}, {"name": "width"})
    rows = apply("reshape", [x], {"shape": [first, width]}, {"name": "rows"})
    total = apply("math.reduce_sum", [rows], {"axis": 1, "keepdims": True}, {"name": "total"})
    model = tf.keras.Model(x, apply("math.multiply", [total], {"y": apply("ones", [[first, 1]], {}, {"name": "ones"})}, {}))
    model.save(path)
    with h5py.File(path, "r") as file:
        layers = {layer["name"]: layer for layer in json.loads(file.attrs["model_config"])["config"]["layers"]}
    assert list(layers) == ["x", "tf.shape", "tf.__operators__.getitem", "tf.__operators__.getitem_1", "tf.math.multiply",
                            "tf.reshape", "tf.math.reduce_sum", "tf.ones", "tf.math.multiply_1"]
    assert layers["tf.reshape"]["inbound_nodes"] == [["x", 0, 0, {
        "shape": [["tf.__operators__.getitem", 0, 0], ["tf.math.multiply", 0, 0]]}]]
    assert layers["tf.ones"]["inbound_nodes"] == [[["tf.__operators__.getitem", 0, 0, {}], ["_CONSTANT_VALUE", -1, 1, {}]]]
    data = np.random.RandomState(2).rand(4, 5, 3).astype("float32")
    found = tf.keras.models.load_model(path, compile=False).predict(data, verbose=0)
    np.testing.assert_allclose(found, data.sum(axis=(1, 2))[:, None], rtol=1e-5)


def test_what_has_no_function_of_tensorflow_is_refused(tmp_path):
    x = tf.keras.Input((6,))
    with pytest.raises(UnsupportedError, match="outside of any layer"):
        tf.keras.Model(x, native.ops.roll(x, 1, axis=1)).save(str(tmp_path / "roll.h5"))
    x = old_keras.layers.Input((6,))
    with pytest.raises(UnsupportedError, match="outside of any layer"):  # Keras 2.2.4 had no such layers
        old_keras.models.Model(x, x * 2).save(str(tmp_path / "old.h5"))
