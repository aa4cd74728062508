"""``tf.image`` of TensorFlow 1: resizing as it was before half-pixel centers, and a few simple changes.

Images are (batch, height, width, channels), or without the batch axis where it says so.
"""
from typing import Any, Optional, Tuple

import numpy as np
from keras import ops

from compat.errors import UnsupportedError
from compat.flavors.keras3.backend import dims
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype, is_float, rank, static_shape
from compat.flavors.keras3.tf.served import refuse

__all__ = [
    "ResizeMethod", "central_crop", "crop_to_bounding_box", "flip_left_right", "flip_up_down", "pad_to_bounding_box",
    "per_image_standardization", "resize", "resize_bilinear", "resize_images", "resize_nearest_neighbor",
    "rgb_to_grayscale", "transpose_image",
]

__getattr__ = refuse("tf.image")
Name = Optional[str]


class ResizeMethod:
    """The methods of :func:`resize_images`; bicubic and area are not served."""

    BILINEAR = 0
    NEAREST_NEIGHBOR = 1
    BICUBIC = 2
    AREA = 3


def resize_images(images: Tensor, size: Any, method: Any = ResizeMethod.BILINEAR, align_corners: bool = False,
                  preserve_aspect_ratio: bool = False, name: Name = None) -> Tensor:
    """Images of another size, ``(height, width)``: float32 for bilinear, the same dtype for nearest; 3 or 4 axes.

    Raises:
        UnsupportedError: another method, or the aspect ratio is to be kept.
    """
    methods = {ResizeMethod.BILINEAR: resize_bilinear, "bilinear": resize_bilinear,
               ResizeMethod.NEAREST_NEIGHBOR: resize_nearest_neighbor, "nearest": resize_nearest_neighbor}
    if method not in methods or preserve_aspect_ratio:
        raise UnsupportedError("tf.image.resize_images serves bilinear and nearest, without preserve_aspect_ratio")
    images = as_tensor(images)
    if rank(images) == 3:
        return methods[method](images[None], size, align_corners)[0]
    return methods[method](images, size, align_corners)


resize = resize_images


def resize_bilinear(images: Tensor, size: Any, align_corners: bool = False, name: Name = None) -> Tensor:
    """Linear interpolation of the pixels; the first one stays where it is, and with ``align_corners`` the last."""
    images = as_tensor(images)
    x = images if is_float(images) else cast(images, "float32")
    for axis, target in zip((1, 2), dims.as_shape(size)):
        x = _interpolated(x, axis, int(target), align_corners)
    return x


def resize_nearest_neighbor(images: Tensor, size: Any, align_corners: bool = False, name: Name = None) -> Tensor:
    """Each pixel the nearest one of the original, towards the first."""
    x = as_tensor(images)
    for axis, target in zip((1, 2), dims.as_shape(size)):
        places = _places(x, axis, int(target), align_corners)
        nearest = np.floor(places + 0.5) if align_corners else np.floor(places)
        x = ops.take(x, np.minimum(nearest, _length(x, axis) - 1).astype("int32"), axis=axis)
    return x


def _interpolated(x: Tensor, axis: int, target: int, align_corners: bool) -> Tensor:
    places = _places(x, axis, target, align_corners)
    last = _length(x, axis) - 1
    before = np.minimum(np.floor(places), last).astype("int32")
    after = np.minimum(before + 1, last).astype("int32")
    share = (places - before).astype("float32").reshape((-1,) + (1,) * (rank(x) - axis - 1))
    first, second = ops.take(x, before, axis=axis), ops.take(x, after, axis=axis)
    return first + (second - first) * ops.cast(ops.convert_to_tensor(share), dtype(x))


def _places(x: Tensor, axis: int, target: int, align_corners: bool) -> np.ndarray:
    """Where each of the new pixels lies among the old ones."""
    length = _length(x, axis)
    scale = (length - 1) / (target - 1) if align_corners and target > 1 else length / target
    return np.arange(target, dtype="float32") * np.float32(scale)


def _length(x: Tensor, axis: int) -> int:
    length = (static_shape(x) or (None,) * 4)[axis]
    if length is None:
        raise UnsupportedError("tf.image resizes images of known height and width only; fix the size of the input")
    return length


def flip_left_right(image: Tensor) -> Tensor:
    """Mirrored, (…, height, width, channels)."""
    return ops.flip(as_tensor(image), axis=-2)


def flip_up_down(image: Tensor) -> Tensor:
    """Upside down, (…, height, width, channels)."""
    return ops.flip(as_tensor(image), axis=-3)


def transpose_image(image: Tensor) -> Tensor:
    """Height and width swapped, (…, height, width, channels)."""
    return ops.swapaxes(as_tensor(image), -2, -3)


def rgb_to_grayscale(images: Tensor, name: Name = None) -> Tensor:
    """(…, 3) → (…, 1): 0.2989 red + 0.587 green + 0.114 blue, in the same dtype."""
    images = as_tensor(images)
    weights = ops.convert_to_tensor(np.array([0.2989, 0.5870, 0.1140], "float32"))
    return cast(ops.sum(cast(images, "float32") * weights, axis=-1, keepdims=True), dtype(images))


def crop_to_bounding_box(image: Tensor, offset_height: int, offset_width: int, target_height: int,
                         target_width: int) -> Tensor:
    """The part of that size whose upper left corner is at the offset, (…, height, width, channels)."""
    return as_tensor(image)[..., offset_height:offset_height + target_height,
                            offset_width:offset_width + target_width, :]


def pad_to_bounding_box(image: Tensor, offset_height: int, offset_width: int, target_height: int,
                        target_width: int) -> Tensor:
    """Zeros around, so that the image lies at the offset of one of the target size."""
    image = as_tensor(image)
    height, width = (_length(image, rank(image) - 3), _length(image, rank(image) - 2))
    around: Tuple[Tuple[int, int], ...] = (
        (offset_height, target_height - offset_height - height), (offset_width, target_width - offset_width - width))
    return ops.pad(image, ((0, 0),) * (rank(image) - 3) + around + ((0, 0),))


def central_crop(image: Tensor, central_fraction: float) -> Tensor:
    """The middle part, that fraction of the height and the width: (…, height, width, channels)."""
    image = as_tensor(image)
    height, width = _length(image, rank(image) - 3), _length(image, rank(image) - 2)
    top, left = (int((size - size * central_fraction) / 2) for size in (height, width))
    return image[..., top:height - top, left:width - left, :]


def per_image_standardization(image: Tensor) -> Tensor:
    """Mean 0 and variance 1 per image; the deviation counts as at least 1 / sqrt(number of values)."""
    image = cast(image, "float32")
    axes = (-1, -2, -3)
    values = float(np.prod([_length(image, rank(image) + axis) for axis in axes]))
    mean = ops.mean(image, axis=axes, keepdims=True)
    deviation = ops.sqrt(ops.mean(ops.square(image - mean), axis=axes, keepdims=True))
    return (image - mean) / ops.maximum(deviation, 1.0 / values ** 0.5)
