"""Image resizing as TensorFlow 2 does it: half-pixel centers, one weight matrix for each axis.

The weights are computed by NumPy from the sizes, so that all backends give the same numbers.
"""
from typing import Any, Callable, Dict

import numpy as np
from keras import ops

from compat.errors import UnsupportedError


def resize(images: Any, size: Any, method: str, antialias: bool = False) -> Any:
    """``(…, height, width, channels)`` images of another size.

    Args:
        images: three or four axes.
        size: height and width.
        method: ``"bilinear"``, ``"nearest"``, ``"bicubic"`` or ``"area"``.
        antialias: widen the kernel when the image shrinks.

    Raises:
        UnsupportedError: another method, or a height or width that is not known.
    """
    if method not in _WEIGHTS or (antialias and method != "bilinear"):
        raise UnsupportedError("tf.image.resize serves bilinear, nearest, bicubic and area, antialias with bilinear alone; "
                               "the file asks for method {!r}, antialias={!r}".format(method, antialias))
    rank = len(images.shape)
    x = images if method == "nearest" or "float" in str(images.dtype) else ops.cast(images, "float32")
    for axis, target in zip((rank - 3, rank - 2), size):
        length = x.shape[axis]
        if length is None:
            raise UnsupportedError("tf.image.resize needs images of known height and width on Keras 3")
        x = _along(x, axis, _WEIGHTS[method](int(length), int(target), antialias), method)
    return x


def _along(x: Any, axis: int, weights: np.ndarray, method: str) -> Any:
    if method == "nearest":
        return ops.take(x, ops.convert_to_tensor(weights.argmax(axis=1).astype("int32")), axis=axis)
    if weights.shape[0] == weights.shape[1] and np.array_equal(weights, np.eye(len(weights))):
        return x
    matrix = ops.cast(ops.convert_to_tensor(weights.astype("float32")), x.dtype)
    return ops.moveaxis(ops.tensordot(matrix, x, axes=[[1], [axis]]), 0, axis)


def _centres(length: int, target: int) -> np.ndarray:
    """Positions of the new pixel centers in the old grid."""
    return (np.arange(target) + 0.5) * (length / target) - 0.5


def _nearest(length: int, target: int, antialias: bool) -> np.ndarray:
    chosen = np.minimum(np.floor((np.arange(target) + 0.5) * (length / target)), length - 1).astype(int)
    rows: np.ndarray = np.eye(length)[chosen]
    return rows


def _bilinear(length: int, target: int, antialias: bool) -> np.ndarray:
    if antialias and target < length:
        scale = length / target
        distance = np.abs(_centres(length, target)[:, None] - np.arange(length)) / scale
        weights = np.maximum(0.0, 1.0 - distance)
        return np.asarray(weights / weights.sum(axis=1, keepdims=True))
    places = np.clip(_centres(length, target), 0, length - 1)
    return np.asarray(np.maximum(0.0, 1.0 - np.abs(places[:, None] - np.arange(length))))


def _area(length: int, target: int, antialias: bool) -> np.ndarray:
    """How much of each new pixel each old one covers."""
    scale = length / target
    starts, places = np.arange(target)[:, None] * scale, np.arange(length)
    overlap = np.minimum(starts + scale, places + 1) - np.maximum(starts, places)
    return np.asarray(np.maximum(overlap, 0.0) / scale)


def _bicubic(length: int, target: int, antialias: bool) -> np.ndarray:
    """Keys' kernel with a = -0.5; weights beyond the border are left out and the rest scaled to sum to 1.

    TensorFlow looks the kernel up in a table of 1024 steps between two pixels, to which places are rounded.
    """
    places = _centres(length, target)
    places = np.floor(places) + np.rint((places - np.floor(places)) * 1024) / 1024
    distance = np.abs(places[:, None] - np.arange(length))
    near = 1.5 * distance ** 3 - 2.5 * distance ** 2 + 1.0
    far = -0.5 * distance ** 3 + 2.5 * distance ** 2 - 4.0 * distance + 2.0
    weights = np.where(distance < 1, near, np.where(distance < 2, far, 0.0))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


_WEIGHTS: Dict[str, Callable[[int, int, bool], np.ndarray]] = {
    "bilinear": _bilinear, "nearest": _nearest, "bicubic": _bicubic, "area": _area,
}
