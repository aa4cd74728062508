"""Sizes of images, by every method of tf.keras 2.15, whose numbers these are."""
import numpy as np
import pytest

import compat
from compat import tf
from compat.flavor import active
from compat.tf import keras

pytestmark = pytest.mark.skipif(active().name == "multibackend", reason="there is no tf.keras of TensorFlow 2")
IMAGES = np.random.RandomState(0).rand(2, 7, 9, 3).astype("float32")
#: Sums of the values, and of the values times the cosine of their places, for 4 × 5 and 13 × 20 pixels.
SUMS = {
    "bilinear": (59.1419, 0.7128, 772.7438, 0.9982), "nearest": (59.0105, 1.3544, 770.5227, -0.4564),
    "bicubic": (59.0542, 0.9206, 772.3867, 1.0639), "area": (59.4294, 0.6350, 772.5819, 0.9109),
    "lanczos3": (59.0519, 0.9273, 772.0595, 1.0280), "lanczos5": (59.0407, 1.1056, 771.8865, 0.9707),
    "gaussian": (59.1798, 0.8004, 772.7334, 1.0211), "mitchellcubic": (59.1066, 0.8359, 772.5060, 1.0463)}
ANTIALIASED = {
    "bilinear": (59.5059, 0.6367), "nearest": (59.0105, 1.3544), "bicubic": (59.5346, 0.6137), "area": (59.4294, 0.6350),
    "lanczos3": (59.5289, 0.5986), "lanczos5": (59.5076, 0.6612), "gaussian": (59.4321, 0.5726),
    "mitchellcubic": (59.5053, 0.5926)}
CROPPED = {"bilinear": (91.11, 2.05), "nearest": (91.43, 1.42), "bicubic": (90.95, 2.21), "area": (90.60, 1.67)}


@pytest.fixture(autouse=True)
def era():
    with compat.Era("2.15"):
        yield


def sums(images):
    values = np.asarray(keras.backend.get_value(images), "float64")
    return values.sum(), (values * np.cos(np.arange(values.size)).reshape(values.shape)).sum()


@pytest.mark.parametrize("method", sorted(SUMS))
def test_images_are_resized_with_the_numbers_of_tensorflow(method):
    for resize in (lambda size: tf.compat.v2.image.resize(IMAGES, size, method=method),
                   lambda size: keras.layers.Resizing(*size, interpolation=method)(IMAGES)):
        np.testing.assert_allclose((*sums(resize((4, 5))), *sums(resize((13, 20)))), SUMS[method], atol=2e-4)
    np.testing.assert_allclose(
        sums(tf.compat.v2.image.resize(IMAGES, (4, 5), method=method, antialias=True)), ANTIALIASED[method], atol=2e-4)


@pytest.mark.parametrize("method", sorted(CROPPED))
def test_an_image_is_cropped_to_the_ratio_of_the_new_size(method):
    layer = keras.layers.Resizing(5, 6, interpolation=method, crop_to_aspect_ratio=True)
    np.testing.assert_allclose(sums(layer(IMAGES)), CROPPED[method], atol=6e-3)


def test_the_ratio_of_an_image_is_kept():
    found = tf.compat.v2.image.resize(IMAGES, (14, 14), preserve_aspect_ratio=True)
    assert tuple(found.shape) == (2, 11, 14, 3)
    np.testing.assert_allclose(sums(found), (458.19, 0.76), atol=6e-3)


def test_whole_numbers_become_floats():
    found = keras.layers.Resizing(5, 6, interpolation="bicubic")((IMAGES * 255).astype("uint8"))
    assert "float32" in str(found.dtype)
    np.testing.assert_allclose(sums(found), (22513.74, 206.70), atol=2e-2)


def test_a_model_that_resizes_is_opened_again():
    model = keras.Sequential([keras.layers.Resizing(4, 4, interpolation="bicubic", input_shape=(7, 9, 3))])
    again = keras.models.model_from_json(model.to_json())
    np.testing.assert_allclose(model.predict(IMAGES, verbose=0), again.predict(IMAGES, verbose=0), rtol=1e-6)
