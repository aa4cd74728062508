"""``keras.preprocessing.image``: images as arrays, and ``ImageDataGenerator`` with the geometry of Keras 2.2.4.

Keras 3's generator turns, shears and zooms about another centre than Keras 2's, by one pixel in each direction, and
exchanges the axes of the shift; the same seed gave other images. Geometry needs SciPy, files need Pillow, as ever.
"""
import importlib
from typing import Any, Dict

import keras
import numpy as np
from keras.src.legacy.preprocessing import image as native  # not public since Keras 3
from keras.utils import array_to_img, img_to_array, save_img

__all__ = ["DirectoryIterator", "ImageDataGenerator", "Iterator", "NumpyArrayIterator", "apply_affine_transform",
           "apply_channel_shift", "array_to_img", "img_to_array", "load_img", "random_channel_shift", "save_img"]

Iterator = native.Iterator
DirectoryIterator = native.DirectoryIterator
NumpyArrayIterator = native.NumpyArrayIterator
apply_channel_shift = native.apply_channel_shift
random_channel_shift = native.random_channel_shift


def load_img(path: Any, grayscale: bool = False, color_mode: str = "rgb", target_size: Any = None,
             interpolation: str = "nearest") -> Any:
    """A PIL image from a file; ``grayscale`` is the older way to say ``color_mode="grayscale"``."""
    return keras.utils.load_img(path, color_mode="grayscale" if grayscale else color_mode, target_size=target_size,
                                interpolation=interpolation)


_GEOMETRY = {"theta": 0.0, "tx": 0.0, "ty": 0.0, "shear": 0.0, "zx": 1.0, "zy": 1.0}


def apply_affine_transform(x: Any, theta: float = 0, tx: float = 0, ty: float = 0, shear: float = 0, zx: float = 1,
                           zy: float = 1, row_axis: int = 0, col_axis: int = 1, channel_axis: int = 2,
                           fill_mode: str = "nearest", cval: float = 0.0, order: int = 1) -> Any:
    """An image turned, moved, sheared and zoomed, each channel by itself.

    Args:
        x: an image, three axes.
        theta: degrees to turn by.
        tx: rows to move by.
        ty: columns to move by.
        shear: degrees.
        zx: factor of the rows, below 1 for a larger image.
        zy: factor of the columns.
        fill_mode: what lies outside: ``'nearest'``, ``'constant'`` (``cval``), ``'reflect'`` or ``'wrap'``.
        order: of the interpolation.

    Raises:
        ImportError: there is something to do and SciPy is not installed.
    """
    steps = (_rotation(theta), _shift(tx, ty), _shear(shear), np.diag([zx, zy, 1.0]))
    matrix = np.linalg.multi_dot(steps)
    if np.array_equal(matrix, np.eye(3)):
        return x
    planes = np.moveaxis(x, (channel_axis, row_axis, col_axis), (0, 1, 2))
    matrix = _about_centre(matrix, planes.shape[1], planes.shape[2])
    transform = importlib.import_module("scipy.ndimage").affine_transform
    moved = [transform(plane, matrix[:2, :2], matrix[:2, 2], order=order, mode=fill_mode, cval=cval) for plane in planes]
    return np.moveaxis(np.stack(moved), (0, 1, 2), (channel_axis, row_axis, col_axis))


def _rotation(degrees: float) -> Any:
    angle = np.deg2rad(degrees)
    return np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])


def _shift(rows: float, columns: float) -> Any:
    return np.array([[1, 0, rows], [0, 1, columns], [0, 0, 1]])


def _shear(degrees: float) -> Any:
    angle = np.deg2rad(degrees)
    return np.array([[1, -np.sin(angle), 0], [0, np.cos(angle), 0], [0, 0, 1]])


def _about_centre(matrix: Any, rows: int, columns: int) -> Any:
    """``matrix`` applied about the point that Keras 2 took for the center, half a pixel beyond the true one."""
    centre = (rows / 2 + 0.5, columns / 2 + 0.5)
    return _shift(*centre) @ matrix @ _shift(-centre[0], -centre[1])


class ImageDataGenerator(native.ImageDataGenerator):
    """Batches of images, changed at random; see Keras 2.2.4 for the many arguments."""

    def apply_transform(self, x: Any, transform_parameters: Dict[str, Any]) -> Any:
        """An image changed as ``get_random_transform`` says: geometry first, then channels, flips and brightness."""
        geometry = {name: transform_parameters.get(name, neutral) for name, neutral in _GEOMETRY.items()}
        moved = apply_affine_transform(
            x, row_axis=self.row_axis - 1, col_axis=self.col_axis - 1, channel_axis=self.channel_axis - 1,
            fill_mode=self.fill_mode, cval=self.cval, order=self.interpolation_order, **geometry)
        others = {name: value for name, value in transform_parameters.items() if name not in geometry}
        return super().apply_transform(moved, others)
