"""Functions of ``tf.image`` that change colors, over ``keras.ops``: images are (…, channels), red, green and blue of three."""
from typing import Any

import numpy as np
from keras import ops

from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype, dtype_name, is_float
from compat.flavors.keras3.tf.special import saturate_cast

_YIQ = np.array([[0.299, 0.59590059, 0.2115], [0.587, -0.27455667, -0.52273617], [0.114, -0.32134392, 0.31119955]], "float32")
_OF_YIQ = np.array([[1, 1, 1], [0.95598634, -0.27201283, -1.10674021], [0.6208248, -0.64720424, 1.70423049]], "float32")
_YUV = np.array([[0.299, -0.14714119, 0.61497538], [0.587, -0.28886916, -0.51496512], [0.114, 0.43601035, -0.10001026]],
                "float32")
_OF_YUV = np.array([[1, 1, 1], [0, -0.394642334, 2.03206185], [1.13988303, -0.58062185, 0]], "float32")


def convert_image_dtype(image: Any, dtype: Any, saturate: bool = False) -> Tensor:
    """Images of another dtype: integers become floats between 0 and 1, and the other way round."""
    x, wanted = as_tensor(image), dtype_name(dtype)
    here = dtype_name(x.dtype)
    if here == wanted or "float" in here and "float" in wanted:
        return cast(x, wanted)
    if "float" in wanted:
        return cast(x, wanted) * (1.0 / np.iinfo(here).max)
    convert = saturate_cast if saturate else cast
    largest = int(np.iinfo(wanted).max)
    if "float" in here:
        return convert(x * (largest + 0.5), wanted)
    step = (int(np.iinfo(here).max) + 1) // (largest + 1)
    if step:
        return convert(ops.floor_divide(x, step), wanted)
    return cast(convert(x, wanted) * ((largest + 1) // (int(np.iinfo(here).max) + 1)), wanted)


def _in_floats(image: Any, change: Any) -> Tensor:
    """The image changed as numbers between 0 and 1, then in its own dtype."""
    x = as_tensor(image)
    if is_float(x):
        return change(x)
    return convert_image_dtype(change(convert_image_dtype(x, "float32")), dtype(x), saturate=True)


def adjust_brightness(image: Any, delta: Any) -> Tensor:
    """``delta`` added to every value; for integers between 0 and their largest number it is a share of that."""
    return _in_floats(image, lambda x: x + ops.cast(delta, x.dtype))


def adjust_contrast(images: Any, contrast_factor: Any) -> Tensor:
    """The distance of every value from its channel's mean over the image, multiplied."""
    def change(x: Tensor) -> Tensor:
        mean = ops.mean(x, axis=(-3, -2), keepdims=True)
        return (x - mean) * ops.cast(contrast_factor, x.dtype) + mean

    return _in_floats(images, change)


def adjust_gamma(image: Any, gamma: Any = 1, gain: Any = 1) -> Tensor:
    """``gain * x ** gamma``."""
    return _in_floats(image, lambda x: ops.power(x, ops.cast(gamma, x.dtype)) * ops.cast(gain, x.dtype))


def adjust_hue(image: Any, delta: Any) -> Tensor:
    """The hue, a share of the circle, moved by ``delta``."""
    def change(x: Tensor) -> Tensor:
        hsv = rgb_to_hsv(x)
        hue = ops.mod(hsv[..., :1] + ops.cast(delta, x.dtype), 1.0)
        return hsv_to_rgb(ops.concatenate([hue, hsv[..., 1:]], axis=-1))

    return _in_floats(image, change)


def adjust_saturation(image: Any, saturation_factor: Any) -> Tensor:
    """The saturation multiplied, at most 1."""
    def change(x: Tensor) -> Tensor:
        hsv = rgb_to_hsv(x)
        strong = ops.clip(hsv[..., 1:2] * ops.cast(saturation_factor, x.dtype), 0.0, 1.0)
        return hsv_to_rgb(ops.concatenate([hsv[..., :1], strong, hsv[..., 2:]], axis=-1))

    return _in_floats(image, change)


def rgb_to_hsv(images: Any) -> Tensor:
    """Hue, saturation and value, each between 0 and 1."""
    x = as_tensor(images)
    red, green, blue = x[..., 0], x[..., 1], x[..., 2]
    value, lowest = ops.max(x, axis=-1), ops.min(x, axis=-1)
    spread = value - lowest
    some = ops.where(spread > 0, spread, ops.ones_like(spread))
    hue = ops.where(value == red, (green - blue) / some,
                    ops.where(value == green, (blue - red) / some + 2.0, (red - green) / some + 4.0)) / 6.0
    hue = ops.where(spread > 0, ops.where(hue < 0, hue + 1.0, hue), ops.zeros_like(hue))
    saturation = ops.where(value > 0, spread / ops.where(value > 0, value, ops.ones_like(value)), ops.zeros_like(value))
    return ops.stack([hue, saturation, value], axis=-1)


def hsv_to_rgb(images: Any) -> Tensor:
    """Red, green and blue of hue, saturation and value."""
    x = as_tensor(images)
    hue, saturation, value = x[..., 0] * 6.0, x[..., 1], x[..., 2]
    shares = [ops.clip(ops.abs(hue - 3.0) - 1.0, 0.0, 1.0), ops.clip(2.0 - ops.abs(hue - 2.0), 0.0, 1.0),
              ops.clip(2.0 - ops.abs(hue - 4.0), 0.0, 1.0)]
    return ops.stack([value * (1.0 - saturation + saturation * share) for share in shares], axis=-1)


def _transformed(images: Any, matrix: np.ndarray) -> Tensor:
    x = as_tensor(images)
    return ops.matmul(x, cast(ops.convert_to_tensor(matrix), dtype(x)))


def rgb_to_yiq(images: Any) -> Tensor:
    """Brightness and the two color differences of NTSC."""
    return _transformed(images, _YIQ)


def yiq_to_rgb(images: Any) -> Tensor:
    """The reverse of :func:`rgb_to_yiq`."""
    return _transformed(images, _OF_YIQ)


def rgb_to_yuv(images: Any) -> Tensor:
    """Brightness and the two color differences of PAL."""
    return _transformed(images, _YUV)


def yuv_to_rgb(images: Any) -> Tensor:
    """The reverse of :func:`rgb_to_yuv`."""
    return _transformed(images, _OF_YUV)


def grayscale_to_rgb(images: Any) -> Tensor:
    """One channel repeated three times."""
    return ops.concatenate([as_tensor(images)] * 3, axis=-1)
