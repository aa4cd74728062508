"""Image resizing as TensorFlow 2 does it: half-pixel centers, one weight matrix for each axis.

The weights are computed by NumPy from the sizes, so that all backends give the same numbers.
"""
import functools
from typing import Any, Callable, Dict, Tuple

import numpy as np
from keras import ops

from compat.errors import UnsupportedError


def resize(images: Any, size: Any, method: str, antialias: bool = False) -> Any:
    """``(…, height, width, channels)`` images of another size.

    Args:
        images: three or four axes.
        size: height and width.
        method: ``"bilinear"``, ``"nearest"``, ``"bicubic"``, ``"area"``, ``"lanczos3"``, ``"lanczos5"``, ``"gaussian"`` or
            ``"mitchellcubic"``.
        antialias: widen the kernel when the image shrinks; nothing for ``"nearest"`` and ``"area"``.

    Raises:
        UnsupportedError: another method, or a height or width that is not known.
    """
    if method not in _WEIGHTS:
        raise UnsupportedError("tf.image.resize serves {}; the code asks for method {!r}".format(", ".join(_WEIGHTS), method))
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
    if antialias:
        return _of_kernel("triangle", length, target, antialias)
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

    Unless it widens the kernel, TensorFlow takes it from a table of 1024 steps between two pixels, to which places are rounded.
    """
    if antialias:
        return _of_kernel("cubic", length, target, antialias)
    places = _centres(length, target)
    places = np.floor(places) + np.rint((places - np.floor(places)) * 1024) / 1024
    weights = _cubic(np.abs(places[:, None] - np.arange(length)))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _cubic(distance: np.ndarray) -> np.ndarray:
    near = 1.5 * distance ** 3 - 2.5 * distance ** 2 + 1.0
    far = -0.5 * distance ** 3 + 2.5 * distance ** 2 - 4.0 * distance + 2.0
    return np.where(distance < 1, near, np.where(distance < 2, far, 0.0))


def _mitchell(distance: np.ndarray) -> np.ndarray:
    """Mitchell and Netravali's kernel with B = C = 1/3."""
    near = 7.0 / 6.0 * distance ** 3 - 2.0 * distance ** 2 + 8.0 / 9.0
    far = -7.0 / 18.0 * distance ** 3 + 2.0 * distance ** 2 - 10.0 / 3.0 * distance + 16.0 / 9.0
    return np.where(distance < 1, near, np.where(distance < 2, far, 0.0))


def _lanczos(radius: int) -> Callable[[np.ndarray], np.ndarray]:
    """A sinc in the window of a wider sinc."""
    return lambda distance: np.where(distance > radius, 0.0, np.sinc(distance) * np.sinc(distance / radius))


#: How far a kernel reaches, in pixels, and its weight at a distance.
_KERNELS: Dict[str, Tuple[float, Callable[[np.ndarray], np.ndarray]]] = {
    "triangle": (1.0, lambda distance: np.maximum(0.0, 1.0 - distance)),
    "cubic": (2.0, _cubic),
    "lanczos3": (3.0, _lanczos(3)), "lanczos5": (5.0, _lanczos(5)),
    "gaussian": (1.5, lambda distance: np.where(distance >= 1.5, 0.0, np.exp(-2.0 * distance ** 2))),
    "mitchellcubic": (2.0, _mitchell),
}


def _of_kernel(name: str, length: int, target: int, antialias: bool) -> np.ndarray:
    """The weights of a kernel around each new center, scaled to sum to 1, and wider where the image shrinks.

    TensorFlow computes in float32 here, which decides whether a pixel at the end of the kernel is reached.
    """
    radius, kernel = _KERNELS[name]
    one, half = np.float32(1), np.float32(0.5)
    scale = one / (np.float32(target) / np.float32(length))
    width = max(scale, one) if antialias else one
    centres = ((np.arange(target, dtype="float32") + half) * scale)[:, None]
    places = np.arange(length, dtype="float32")
    reach = np.float32(radius) * width
    reached = (places >= np.ceil(centres - reach - half)) & (places <= np.floor(centres + reach - half))
    weights = np.where(reached, kernel(np.abs((places + half - centres) * (one / width))), 0.0)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


_WEIGHTS: Dict[str, Callable[[int, int, bool], np.ndarray]] = {
    "bilinear": _bilinear, "nearest": _nearest, "bicubic": _bicubic, "area": _area,
    **{name: functools.partial(_of_kernel, name) for name in ("lanczos3", "lanczos5", "gaussian", "mitchellcubic")},
}
