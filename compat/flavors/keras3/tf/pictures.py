"""Functions of ``tf.image`` that compare, measure or randomly change images (…, height, width, channels)."""
from typing import Any, Optional, Tuple

import keras
import numpy as np
from keras import ops

import compat.flavors.keras3.operations.resizing as resizing
from compat.errors import UnsupportedError
from compat.flavors.keras3.backend.random import generator_or
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, rank
from compat.flavors.keras3.tf.colors import (
    adjust_brightness,
    adjust_contrast,
    adjust_hue,
    adjust_saturation,
    convert_image_dtype,
)


def image_gradients(image: Any) -> Tuple[Tensor, Tensor]:
    """The difference to the next row and to the next column, 0 in the last ones: two of (batch, height, width, channels)."""
    x = as_tensor(image)
    down = ops.concatenate([x[:, 1:] - x[:, :-1], ops.zeros_like(x[:, :1])], axis=1)
    right = ops.concatenate([x[:, :, 1:] - x[:, :, :-1], ops.zeros_like(x[:, :, :1])], axis=2)
    return down, right


def total_variation(images: Any) -> Tensor:
    """The sum of the differences between neighbors, for one image a scalar, for a batch (batch,)."""
    x = as_tensor(images)
    down, right = x[..., 1:, :, :] - x[..., :-1, :, :], x[..., 1:, :] - x[..., :-1, :]
    axes = None if rank(x) == 3 else (1, 2, 3)
    return ops.sum(ops.abs(down), axis=axes) + ops.sum(ops.abs(right), axis=axes)


def psnr(a: Any, b: Any, max_val: Any) -> Tensor:
    """The ratio of signal to noise in decibels: (…)."""
    largest = convert_image_dtype(cast(max_val, as_tensor(a).dtype), "float32")
    x, y = convert_image_dtype(a, "float32"), convert_image_dtype(b, "float32")
    error = ops.mean(ops.square(x - y), axis=(-3, -2, -1))
    return (20.0 * ops.log(largest) - 10.0 * ops.log(error)) / float(np.log(10.0))


def resize_area(images: Any, size: Any, align_corners: bool = False) -> Tensor:
    """Images of another size, each new pixel the mean of what it covers: (batch, h, w, c), float32.

    Raises:
        UnsupportedError: ``align_corners``, or a height or width that is not known.
    """
    if align_corners:
        raise UnsupportedError("tf.image.resize_area is served without align_corners")
    return resizing.resize(cast(images, "float32"), [int(each) for each in size], "area")


def sobel_edges(image: Any) -> Tensor:
    """How fast the values change, down and to the right: (batch, h, w, c) → (batch, h, w, c, 2)."""
    x = as_tensor(image)
    x = ops.concatenate([x[:, 1:2], x, x[:, -2:-1]], axis=1)
    x = ops.concatenate([x[:, :, 1:2], x, x[:, :, -2:-1]], axis=2)
    smooth = x[:, :, :-2] + 2 * x[:, :, 1:-1] + x[:, :, 2:]
    down = smooth[:, 2:] - smooth[:, :-2]
    smooth = x[:, :-2] + 2 * x[:, 1:-1] + x[:, 2:]
    return ops.stack([down, smooth[:, :, 2:] - smooth[:, :, :-2]], axis=-1)


def ssim(img1: Any, img2: Any, max_val: Any, filter_size: int = 11, filter_sigma: float = 1.5, k1: float = 0.01,
         k2: float = 0.03) -> Tensor:
    """The structural similarity of two images, 1 for equal ones: (…)."""
    largest = convert_image_dtype(cast(max_val, as_tensor(img1).dtype), "float32")
    x, y = convert_image_dtype(img1, "float32"), convert_image_dtype(img2, "float32")
    return ops.mean(_similarity(x, y, largest, filter_size, filter_sigma, k1, k2)[0], axis=-1)


_MULTISCALE = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)


def ssim_multiscale(img1: Any, img2: Any, max_val: Any, power_factors: Any = _MULTISCALE, filter_size: int = 11,
                    filter_sigma: float = 1.5, k1: float = 0.01, k2: float = 0.03) -> Tensor:
    """The similarity of two images at several scales, each half as large as the one before: (…)."""
    largest = convert_image_dtype(cast(max_val, as_tensor(img1).dtype), "float32")
    x, y = convert_image_dtype(img1, "float32"), convert_image_dtype(img2, "float32")
    found = []
    for scale in range(len(power_factors)):
        x, y = (x, y) if scale == 0 else (_halved(x), _halved(y))
        both, structure = _similarity(x, y, largest, filter_size, filter_sigma, k1, k2)
        found.append(ops.relu(both if scale == len(power_factors) - 1 else structure))
    powers = ops.convert_to_tensor(np.asarray(power_factors, "float32"))
    return ops.mean(ops.prod(ops.power(ops.stack(found, axis=-1), powers), axis=-1), axis=-1)


def _halved(x: Tensor) -> Tensor:
    """The mean of each two rows and columns; the last ones of an odd number are mirrored first."""
    odd = [(0, 0)] * (rank(x) - 3) + [(0, int(x.shape[-3]) % 2), (0, int(x.shape[-2]) % 2), (0, 0)]
    x = ops.pad(x, odd, mode="symmetric") if any(after for _, after in odd) else x
    sizes = tuple(ops.shape(x))
    height, width = int(sizes[-3]), int(sizes[-2])
    return ops.mean(ops.reshape(x, sizes[:-3] + (height // 2, 2, width // 2, 2, sizes[-1])), axis=(-4, -2))


def _similarity(x: Tensor, y: Tensor, largest: Any, size: int, sigma: float, k1: float, k2: float) -> Tuple[Tensor, Tensor]:
    """The means over the image, one for each channel, of the similarity and of its part for contrast and structure."""
    offsets = np.arange(size, dtype="float64") - (size - 1) / 2.0
    weights = np.exp(-0.5 * np.square(offsets / sigma))
    weights = weights / weights.sum()
    c1, c2 = (k1 * largest) ** 2, (k2 * largest) ** 2
    mean_x, mean_y = _blurred(x, weights), _blurred(y, weights)
    luminance = (2.0 * mean_x * mean_y + c1) / (mean_x ** 2 + mean_y ** 2 + c1)
    both = _blurred(x * y, weights) * 2.0 - 2.0 * mean_x * mean_y
    each = _blurred(x ** 2 + y ** 2, weights) - (mean_x ** 2 + mean_y ** 2)
    structure = (both + c2) / (each + c2)
    return ops.mean(luminance * structure, axis=(-3, -2)), ops.mean(structure, axis=(-3, -2))


def _blurred(x: Tensor, weights: np.ndarray) -> Tensor:
    """The weighted mean of each window along both axes, without padding."""
    for axis in (-3, -2):
        length = int(x.shape[axis])
        matrix = np.stack([np.pad(weights, (first, length - len(weights) - first))
                           for first in range(length - len(weights) + 1)])
        matrix = ops.cast(ops.convert_to_tensor(matrix.astype("float32")), x.dtype)
        x = ops.moveaxis(ops.tensordot(x, matrix, axes=[[rank(x) + axis], [1]]), -1, axis)
    return x


def _draw(seed: Optional[int], low: float = 0.0, high: float = 1.0, shape: Any = ()) -> Tensor:
    return keras.random.uniform(shape, low, high, seed=generator_or(seed))


def _flipped(image: Any, axis: int, seed: Optional[int]) -> Tensor:
    x = as_tensor(image)
    shape = (ops.shape(x)[0], 1, 1, 1) if rank(x) == 4 else ()
    return ops.where(_draw(seed, shape=shape) < 0.5, ops.flip(x, axis=axis), x)


def random_flip_left_right(image: Any, seed: Optional[int] = None) -> Tensor:
    """Mirrored, or as it is; each image of a batch for itself."""
    return _flipped(image, -2, seed)


def random_flip_up_down(image: Any, seed: Optional[int] = None) -> Tensor:
    """Upside down, or as it is; each image of a batch for itself."""
    return _flipped(image, -3, seed)


def random_brightness(image: Any, max_delta: float, seed: Optional[int] = None) -> Tensor:
    """:func:`adjust_brightness` by a number between ``-max_delta`` and ``max_delta``."""
    return adjust_brightness(image, _draw(seed, -max_delta, max_delta))


def random_contrast(image: Any, lower: float, upper: float, seed: Optional[int] = None) -> Tensor:
    """:func:`adjust_contrast` by a number between the two."""
    return adjust_contrast(image, _draw(seed, lower, upper))


def random_hue(image: Any, max_delta: float, seed: Optional[int] = None) -> Tensor:
    """:func:`adjust_hue` by a number between ``-max_delta`` and ``max_delta``."""
    return adjust_hue(image, _draw(seed, -max_delta, max_delta))


def random_saturation(image: Any, lower: float, upper: float, seed: Optional[int] = None) -> Tensor:
    """:func:`adjust_saturation` by a number between the two."""
    return adjust_saturation(image, _draw(seed, lower, upper))


def random_crop(value: Any, size: Any, seed: Optional[int] = None) -> Tensor:
    """A part of that size, at a random place."""
    x = as_tensor(value)
    wanted = [int(each) for each in size]
    room = [ops.shape(x)[axis] - each + 1 for axis, each in enumerate(wanted)]
    starts = [ops.cast(ops.floor(_draw(seed) * ops.cast(each, "float32")), "int32") for each in room]
    return ops.slice(x, starts, wanted)
