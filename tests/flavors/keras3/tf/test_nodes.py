"""Functions of tf on nodes of a model of any batch size give what they give on tensors, also once the model is saved."""
import numpy as np
import pytest

from compat.flavor import active

if active().name != "keras3":
    pytest.skip("the tf of Keras 3", allow_module_level=True)

import keras

from compat import Era, tf
from compat.errors import UnsupportedError

_random = np.random.RandomState(3)
VALUES = [_random.normal(size=(2, 4, 3)).astype("float32"), _random.uniform(size=(2, 6, 5, 3)).astype("float32"),
          np.array([[0, 1], [2, 2]], "int32")]

#: Of steps (batch, 4, 3), images (batch, 6, 5, 3) and numbers (batch, 2).
CALLS = {
    "batch_gather": lambda x, image, i: tf.gather(x, i, batch_dims=1),
    "gather_nd": lambda x, image, i: tf.gather_nd(x, i[:, :, None], batch_dims=1),
    "reverse_sequence": lambda x, image, i: tf.reverse_sequence(x, i[:, 0], seq_axis=1, batch_axis=0),
    "scatter": lambda x, image, i: tf.tensor_scatter_nd_add(x, [[0, 0]], [[1.0, 2.0, 3.0]]),
    "diag": lambda x, image, i: tf.linalg.set_diag(x, x[:, 0]),
    "svd": lambda x, image, i: tf.linalg.svd(x, compute_uv=False),
    "colors": lambda x, image, i: tf.image.adjust_saturation(image, 0.5),
    "patches": lambda x, image, i: tf.image.extract_patches(image, [1, 2, 2, 1], [1, 2, 2, 1], [1, 1, 1, 1], "VALID"),
    "crop": lambda x, image, i: tf.image.crop_and_resize(image, [[0.0, 0.0, 1.0, 0.5]], [1], (3, 3)),
    "space": lambda x, image, i: tf.space_to_batch(image[:, :, :4], [2, 2], [[0, 0], [0, 0]]),
    "argmax_of_pool": lambda x, image, i: tf.nn.max_pool_with_argmax(image, 2, 2, "VALID")[1],
    "embedding": lambda x, image, i: tf.nn.embedding_lookup(np.eye(3, dtype="float32"), i),
    "spectrum": lambda x, image, i: tf.abs(tf.signal.stft(tf.transpose(x, [0, 2, 1]), 4, 2)),
    "segments": lambda x, image, i: tf.math.unsorted_segment_sum(x, i[:, 0], 3),
    "cumprod": lambda x, image, i: tf.math.cumprod(x, axis=1, exclusive=True, reverse=True),
    "mask": lambda x, image, i: tf.boolean_mask(x, [True, False, True, True], axis=1),
    "noise": lambda x, image, i: x + 0.0 * tf.random.normal(tf.shape(x)),
    "zeros": lambda x, image, i: x + tf.zeros((tf.shape(x)[0], 4, 3)),
    "confusion": lambda x, image, i: tf.math.confusion_matrix(i[:, 0], i[:, 1], 3),
    "where": lambda x, image, i: tf.where(x > 0, x, 0.0),
}


@pytest.mark.parametrize("name", sorted(CALLS))
def test_a_function_of_nodes(name):
    if name == "spectrum" and not hasattr(keras.ops, "view_as_real"):
        pytest.skip("nodes of this Keras are not of complex numbers")
    with Era("2.15"):
        inputs = [keras.Input(value.shape[1:], dtype=value.dtype.name) for value in VALUES]
        model = keras.Model(inputs, CALLS[name](*inputs))
        tensors = [keras.ops.convert_to_tensor(value) for value in VALUES]
        expected = keras.ops.convert_to_numpy(CALLS[name](*tensors))
        np.testing.assert_allclose(keras.ops.convert_to_numpy(model(tensors)), expected, rtol=1e-5, atol=1e-6)


def test_constant_arrays_are_saved(tmp_path):
    with Era("2.15"):
        x = tf.keras.Input((2,), dtype="int32")
        model = tf.keras.Model(x, tf.nn.embedding_lookup(np.eye(3, dtype="float32")[:, :2] * 0.5, x))
        model.save(str(tmp_path / "m.keras"))
        again = tf.keras.models.load_model(str(tmp_path / "m.keras"))
    found = keras.ops.convert_to_numpy(again(VALUES[2]))
    assert found.tolist() == [[[0.5, 0.0], [0.0, 0.5]], [[0.0, 0.0], [0.0, 0.0]]]


@pytest.mark.skipif(active().backend == "tensorflow", reason="there it is TensorFlow's own")
def test_what_needs_values_says_so_of_nodes():
    with Era("2.15"), pytest.raises(UnsupportedError, match="tf.numpy_function needs the values"):
        tf.numpy_function(lambda x: x, [keras.Input((3,))], tf.float32)
