"""Functions of ``tf.image`` of TensorFlow 2 besides resizing, over ``keras.ops``. Arguments have TensorFlow's names.

Images are ``(batch, height, width, channels)``.
"""
from typing import Any

import keras
import numpy as np
from keras import ops

import compat.flavors.keras3.operations.resizing as resizing
from compat.errors import UnsupportedError


def extract_patches(images: Any, sizes: Any, strides: Any, rates: Any, padding: str) -> Any:
    """Patches of images, the values of each in one vector."""
    return ops.image.extract_patches(images, tuple(sizes[1:3]), strides=tuple(strides[1:3]), dilation_rate=int(rates[1]),
                                     padding=padding.lower(), data_format="channels_last")


def grayscale_to_rgb(images: Any) -> Any:
    """One channel repeated three times."""
    return ops.concatenate([images] * 3, axis=-1)


def transpose(image: Any) -> Any:
    """Height and width in each other's place."""
    return ops.swapaxes(image, -3, -2)


def rot90(image: Any, k: int = 1) -> Any:
    """Turned ``k`` quarters, counter-clockwise."""
    if k % 2:
        return ops.flip(transpose(image), axis=-3 if k % 4 == 1 else -2)
    return ops.flip(ops.flip(image, axis=-3), axis=-2) if k % 4 else image


def adjust_brightness(image: Any, delta: Any) -> Any:
    """``delta`` added to every value.

    Raises:
        UnsupportedError: the values are integers, which TensorFlow rescales.
    """
    _require_floats("adjust_brightness", image)
    return image + delta


def adjust_contrast(images: Any, contrast_factor: Any) -> Any:
    """The distance of every value from its channel's mean over the image, multiplied.

    Raises:
        UnsupportedError: the values are integers, which TensorFlow rescales.
    """
    _require_floats("adjust_contrast", images)
    mean = ops.mean(images, axis=(-3, -2), keepdims=True)
    return (images - mean) * contrast_factor + mean


def convert_image_dtype(image: Any, dtype: str, saturate: bool = False) -> Any:
    """Images of another dtype: integers become floats between 0 and 1.

    Raises:
        UnsupportedError: the result is to be integers of another range.
    """
    own = keras.backend.standardize_dtype(image.dtype)
    if own == dtype or "float" in own and "float" in dtype:
        return ops.cast(image, dtype)
    if "float" not in dtype:
        raise UnsupportedError("tf.image.convert_image_dtype to {} is not served on Keras 3".format(dtype))
    return ops.cast(image, dtype) * (1.0 / np.iinfo(own).max)


def resize_with_crop_or_pad(image: Any, target_height: int, target_width: int) -> Any:
    """The middle of the images, or the images in the middle of zeros, axis by axis."""
    for axis, target in ((-3, int(target_height)), (-2, int(target_width))):
        image = _in_the_middle(image, axis, target)
    return image


def _in_the_middle(image: Any, axis: int, target: int) -> Any:
    size = image.shape[axis]
    if size >= target:
        start = (size - target) // 2
        return image[(Ellipsis, slice(start, start + target)) + (slice(None),) * (-axis - 1)]
    before = (target - size) // 2
    widths = [(0, 0)] * len(image.shape)
    widths[axis] = (before, target - size - before)
    return ops.pad(image, widths)


def resize_with_pad(image: Any, target_height: int, target_width: int, method: Any = "bilinear",
                    antialias: bool = False) -> Any:
    """The whole images as large as fits, in the middle of zeros."""
    lengths, targets = np.asarray(image.shape[-3:-1], "float32"), np.asarray([target_height, target_width], "float32")
    fitting = lengths / np.max(lengths / targets)  # in 32 bits, as TensorFlow has them: what is cut to integers must agree
    size = [int(each) for each in np.floor(fitting)]
    before = [int(each) for each in np.floor(np.maximum(targets - fitting, 0) / np.float32(2))]  # by the size before it is cut
    widths = [(first, int(target) - first - length) for first, target, length in zip(before, targets, size)]
    resized = resizing.resize(image, size, str(method), antialias=antialias)
    return ops.pad(resized, [(0, 0)] * (len(image.shape) - 3) + [*widths, (0, 0)])


def _require_floats(name: str, image: Any) -> None:
    if "float" not in keras.backend.standardize_dtype(image.dtype):
        raise UnsupportedError("tf.image.{} of {} is not served on Keras 3".format(name, image.dtype))
