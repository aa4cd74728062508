"""``keras.preprocessing.image`` of Keras 2.2.4 and 2.3.1: images as arrays, changed at random, and batches of them.

The same seed of NumPy gives the same images. Geometry needs SciPy, files and brightness need Pillow, tables of files need
pandas, as ever; without anything to turn or move, SciPy is not needed.
"""
import os
import re
from typing import Any, Dict, List, Optional

import numpy as np
from keras_preprocessing import image
from keras_preprocessing.image import (
    apply_brightness_shift,
    apply_channel_shift,
    flip_axis,
    load_img,
    random_brightness,
    random_channel_shift,
    random_rotation,
    random_shear,
    random_shift,
    random_zoom,
    transform_matrix_offset_center,
)

from compat.flavors import Names

__all__ = ["DataFrameIterator", "DirectoryIterator", "ImageDataGenerator", "Iterator", "NumpyArrayIterator",
           "apply_affine_transform", "apply_brightness_shift", "apply_channel_shift", "apply_transform", "array_to_img",
           "flip_axis", "img_to_array", "list_pictures", "load_img", "random_brightness", "random_channel_shift",
           "random_rotation", "random_shear", "random_shift", "random_zoom", "save_img", "transform_matrix_offset_center"]

K = Names("keras.backend")
Sequence = Names("keras.utils").Sequence
_GEOMETRY = {"theta": 0, "tx": 0, "ty": 0, "shear": 0, "zx": 1, "zy": 1}


def array_to_img(x: Any, data_format: Optional[str] = None, scale: bool = True, dtype: Optional[str] = None) -> Any:
    """A Pillow image of an array.

    Args:
        x: three axes.
        data_format: ``K.image_data_format()`` when not given.
        scale: stretch the values to 0 … 255.
        dtype: to compute in; ``K.floatx()`` when not given.

    Raises:
        ImportError: Pillow is not installed.
    """
    return image.array_to_img(x, data_format=data_format or K.image_data_format(), scale=scale, dtype=dtype or K.floatx())


def img_to_array(img: Any, data_format: Optional[str] = None, dtype: Optional[str] = None) -> Any:
    """An array of three axes of a Pillow image; ``data_format`` and ``dtype`` as in :func:`array_to_img`."""
    return image.img_to_array(img, data_format=data_format or K.image_data_format(), dtype=dtype or K.floatx())


def save_img(path: Any, x: Any, data_format: Optional[str] = None, file_format: Optional[str] = None, scale: bool = True,
             **kwargs: Any) -> None:
    """Write an array as an image; other keywords go to Pillow. See :func:`array_to_img`."""
    image.save_img(path, x, data_format=data_format or K.image_data_format(), file_format=file_format, scale=scale, **kwargs)


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
        fill_mode: how points outside are filled: ``'nearest'``, ``'constant'`` (``cval``), ``'reflect'`` or ``'wrap'``.
        order: of the interpolation.

    Raises:
        ImportError: there is something to do and SciPy is not installed.
    """
    given = {"theta": theta, "tx": tx, "ty": ty, "shear": shear, "zx": zx, "zy": zy}
    if given == _GEOMETRY:
        return x
    return image.apply_affine_transform(x, row_axis=row_axis, col_axis=col_axis, channel_axis=channel_axis,
                                        fill_mode=fill_mode, cval=cval, order=order, **given)


def apply_transform(x: Any, transform_matrix: Any, channel_axis: int = 0, fill_mode: str = "nearest", cval: float = 0.0) -> Any:
    """An image moved by a matrix, each channel by itself, as Keras 2.1 had it: with linear interpolation (2.0: with none).

    Args:
        x: an image, three axes.
        transform_matrix: 3 x 3, from places of the result to places of ``x``; :func:`transform_matrix_offset_center` puts
            its origin into the middle of the image.
        channel_axis: the axis of the channels.
        fill_mode: how points outside are filled, see :func:`apply_affine_transform`.

    Raises:
        ImportError: SciPy is not installed.
    """
    from scipy import ndimage

    moved = [ndimage.affine_transform(channel, transform_matrix[:2, :2], transform_matrix[:2, 2], order=1, mode=fill_mode,
                                      cval=cval) for channel in np.moveaxis(x, channel_axis, 0)]
    return np.moveaxis(np.stack(moved), 0, channel_axis)


def list_pictures(directory: Any, ext: str = "jpg|jpeg|bmp|png|ppm") -> List[str]:
    """The paths of the images in a folder and the folders in it (Keras 1 to 2.1).

    Args:
        directory: the folder.
        ext: the ends of their names, with ``|`` between them.
    """
    named = re.compile(r"(\w+\.(?:{}))".format(ext))
    return [os.path.join(root, name) for root, _, names in os.walk(str(directory)) for name in names if named.match(name)]


class Iterator(image.Iterator, Sequence):
    """Base class of what goes over images in batches: a ``Sequence`` of the installed Keras, and without end for ``next``."""


class DirectoryIterator(image.DirectoryIterator, Iterator):
    """Batches of the images in a folder, one folder in it for each class; see Keras 2.2.4 for the arguments."""

    def __init__(self, directory: Any, image_data_generator: Any, target_size: Any = (256, 256), color_mode: str = "rgb",
                 classes: Any = None, class_mode: Optional[str] = "categorical", batch_size: int = 32, shuffle: bool = True,
                 seed: Optional[int] = None, data_format: Optional[str] = None, save_to_dir: Any = None, save_prefix: str = "",
                 save_format: str = "png", follow_links: bool = False, subset: Optional[str] = None,
                 interpolation: str = "nearest", dtype: Optional[str] = None) -> None:
        super().__init__(
            directory, image_data_generator, target_size=target_size, color_mode=color_mode, classes=classes,
            class_mode=class_mode, batch_size=batch_size, shuffle=shuffle, seed=seed,
            data_format=data_format or K.image_data_format(), save_to_dir=save_to_dir, save_prefix=save_prefix,
            save_format=save_format, follow_links=follow_links, subset=subset, interpolation=interpolation,
            dtype=dtype or K.floatx())


class NumpyArrayIterator(image.NumpyArrayIterator, Iterator):
    """Batches of the images in an array; see Keras 2.2.4 for the arguments."""

    def __init__(self, x: Any, y: Any, image_data_generator: Any, batch_size: int = 32, shuffle: bool = False,
                 sample_weight: Any = None, seed: Optional[int] = None, data_format: Optional[str] = None,
                 save_to_dir: Any = None, save_prefix: str = "", save_format: str = "png", subset: Optional[str] = None,
                 dtype: Optional[str] = None) -> None:
        super().__init__(
            x, y, image_data_generator, batch_size=batch_size, shuffle=shuffle, sample_weight=sample_weight, seed=seed,
            data_format=data_format or K.image_data_format(), save_to_dir=save_to_dir, save_prefix=save_prefix,
            save_format=save_format, subset=subset, dtype=dtype or K.floatx())


class DataFrameIterator(image.DataFrameIterator, Iterator):
    """Batches of the images that a table names; see Keras 2.3.1 for the arguments."""

    def __init__(self, dataframe: Any, directory: Any = None, image_data_generator: Any = None, x_col: str = "filename",
                 y_col: Any = "class", weight_col: Optional[str] = None, target_size: Any = (256, 256),
                 color_mode: str = "rgb", classes: Any = None, class_mode: Optional[str] = "categorical", batch_size: int = 32,
                 shuffle: bool = True, seed: Optional[int] = None, data_format: Optional[str] = "channels_last",
                 save_to_dir: Any = None, save_prefix: str = "", save_format: str = "png", subset: Optional[str] = None,
                 interpolation: str = "nearest", dtype: Optional[str] = "float32", validate_filenames: bool = True) -> None:
        super().__init__(
            dataframe, directory=directory, image_data_generator=image_data_generator, x_col=x_col, y_col=y_col,
            weight_col=weight_col, target_size=target_size, color_mode=color_mode, classes=classes, class_mode=class_mode,
            batch_size=batch_size, shuffle=shuffle, seed=seed, data_format=data_format or K.image_data_format(),
            save_to_dir=save_to_dir, save_prefix=save_prefix, save_format=save_format, subset=subset,
            interpolation=interpolation, dtype=dtype or K.floatx(), validate_filenames=validate_filenames)


class ImageDataGenerator(image.ImageDataGenerator):
    """Batches of images, changed at random; see Keras 2.2.4 for the many arguments."""

    def __init__(self, featurewise_center: bool = False, samplewise_center: bool = False,
                 featurewise_std_normalization: bool = False, samplewise_std_normalization: bool = False,
                 zca_whitening: bool = False, zca_epsilon: float = 1e-6, rotation_range: Any = 0, width_shift_range: Any = 0.0,
                 height_shift_range: Any = 0.0, brightness_range: Any = None, shear_range: Any = 0.0, zoom_range: Any = 0.0,
                 channel_shift_range: Any = 0.0, fill_mode: str = "nearest", cval: float = 0.0, horizontal_flip: bool = False,
                 vertical_flip: bool = False, rescale: Optional[float] = None, preprocessing_function: Any = None,
                 data_format: Optional[str] = None, validation_split: float = 0.0, dtype: Optional[str] = None,
                 interpolation_order: int = 1) -> None:
        super().__init__(
            featurewise_center, samplewise_center, featurewise_std_normalization, samplewise_std_normalization, zca_whitening,
            zca_epsilon, rotation_range, width_shift_range, height_shift_range, brightness_range, shear_range, zoom_range,
            channel_shift_range, fill_mode, cval, horizontal_flip, vertical_flip, rescale, preprocessing_function,
            data_format or K.image_data_format(), validation_split, interpolation_order, dtype or K.floatx())

    def flow(self, x: Any, y: Any = None, batch_size: int = 32, shuffle: bool = True, sample_weight: Any = None,
             seed: Optional[int] = None, save_to_dir: Any = None, save_prefix: str = "", save_format: str = "png",
             subset: Optional[str] = None) -> NumpyArrayIterator:
        """Batches of arrays; see :class:`NumpyArrayIterator`."""
        return NumpyArrayIterator(x, y, self, batch_size=batch_size, shuffle=shuffle, sample_weight=sample_weight, seed=seed,
                                  save_to_dir=save_to_dir, save_prefix=save_prefix, save_format=save_format, subset=subset,
                                  data_format=self.data_format, dtype=self.dtype)

    def flow_from_directory(self, directory: Any, target_size: Any = (256, 256), color_mode: str = "rgb", classes: Any = None,
                            class_mode: Optional[str] = "categorical", batch_size: int = 32, shuffle: bool = True,
                            seed: Optional[int] = None, save_to_dir: Any = None, save_prefix: str = "",
                            save_format: str = "png", follow_links: bool = False, subset: Optional[str] = None,
                            interpolation: str = "nearest") -> DirectoryIterator:
        """Batches of files; see :class:`DirectoryIterator`."""
        return DirectoryIterator(directory, self, target_size=target_size, color_mode=color_mode, classes=classes,
                                 class_mode=class_mode, batch_size=batch_size, shuffle=shuffle, seed=seed,
                                 save_to_dir=save_to_dir, save_prefix=save_prefix, save_format=save_format,
                                 follow_links=follow_links, subset=subset, interpolation=interpolation,
                                 data_format=self.data_format, dtype=self.dtype)

    def flow_from_dataframe(self, dataframe: Any, directory: Any = None, x_col: str = "filename", y_col: Any = "class",
                            weight_col: Optional[str] = None, target_size: Any = (256, 256), color_mode: str = "rgb",
                            classes: Any = None, class_mode: Optional[str] = "categorical", batch_size: int = 32,
                            shuffle: bool = True, seed: Optional[int] = None, save_to_dir: Any = None, save_prefix: str = "",
                            save_format: str = "png", subset: Optional[str] = None, interpolation: str = "nearest",
                            validate_filenames: bool = True) -> DataFrameIterator:
        """Batches of the files that a table names; see :class:`DataFrameIterator`."""
        return DataFrameIterator(dataframe, directory, self, x_col=x_col, y_col=y_col, weight_col=weight_col,
                                 target_size=target_size, color_mode=color_mode, classes=classes, class_mode=class_mode,
                                 batch_size=batch_size, shuffle=shuffle, seed=seed, save_to_dir=save_to_dir,
                                 save_prefix=save_prefix, save_format=save_format, subset=subset, interpolation=interpolation,
                                 validate_filenames=validate_filenames, data_format=self.data_format, dtype=self.dtype)

    def apply_transform(self, x: Any, transform_parameters: Dict[str, Any]) -> Any:
        """An image changed as ``get_random_transform`` says: geometry first, then channels, flips and brightness."""
        asked = transform_parameters.get
        row_axis, col_axis, channel_axis = self.row_axis - 1, self.col_axis - 1, self.channel_axis - 1
        x = apply_affine_transform(x, row_axis=row_axis, col_axis=col_axis, channel_axis=channel_axis,
                                   fill_mode=self.fill_mode, cval=self.cval, order=self.interpolation_order,
                                   **{name: asked(name, neutral) for name, neutral in _GEOMETRY.items()})
        if asked("channel_shift_intensity") is not None:
            x = apply_channel_shift(x, asked("channel_shift_intensity"), channel_axis)
        if asked("flip_horizontal", False):
            x = flip_axis(x, col_axis)
        if asked("flip_vertical", False):
            x = flip_axis(x, row_axis)
        return x if asked("brightness") is None else apply_brightness_shift(x, asked("brightness"))
