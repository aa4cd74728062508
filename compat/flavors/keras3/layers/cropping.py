"""Crops of images as tf.keras and Keras up to 3.7 made them, and their sizes as tf.keras changed them."""
from typing import Any

import keras
from keras import ops

from ..operations.resizing import resize


@keras.saving.register_keras_serializable(package="tf.keras")
class RandomCrop(keras.layers.RandomCrop):  # type: ignore[misc]
    """Crops a random part in training, else the middle, scaled to the size; Keras 3.15 leaves the images as they are."""

    def transform_images(self, images: Any, transformation: Any, training: bool = True) -> Any:
        """``(batch, height, width, channels)`` or one image of it, in the size of the layer."""
        if training:
            return super().transform_images(images, transformation, training=training)
        return keras.preprocessing.image.smart_resize(
            images, (self.height, self.width), data_format=self.data_format, backend_module=self.backend)


@keras.saving.register_keras_serializable(package="tf.keras")
class Resizing(keras.layers.Resizing):  # type: ignore[misc]
    """Images of another size, with every ``interpolation`` of tf.keras and its numbers, as floats of whole numbers too.

    Keras 3 samples bicubic images otherwise on torch and JAX, lacks methods there, and gives whole numbers for whole numbers.
    """

    def transform_images(self, images: Any, transformation: Any = None, training: bool = True) -> Any:
        """``(batch, height, width, channels)`` or one image of it, in the size of the layer."""
        in_pipeline = keras.backend.backend() != "tensorflow" and type(images).__module__.startswith("tensorflow")  # of tf.data
        images = self.backend.cast(images, self.compute_dtype if self.interpolation == "nearest" else "float32")
        unknown = None in (images.shape[self.height_axis], images.shape[self.width_axis])
        if in_pipeline or unknown or getattr(self, "pad_to_aspect_ratio", False):
            return super().transform_images(images, transformation, training=training)
        first = self.data_format == "channels_first"
        images = self._cropped(ops.moveaxis(images, -3, -1) if first else images)
        resized = resize(images, (self.height, self.width), self.interpolation, getattr(self, "antialias", False))
        return ops.cast(ops.moveaxis(resized, -1, -3) if first else resized, self.compute_dtype)

    def _cropped(self, images: Any) -> Any:
        """The middle part that has the ratio of the new size, if that is wanted: ``(…, height, width, channels)``."""
        if not self.crop_to_aspect_ratio:
            return images
        height, width = (int(each) for each in images.shape[-3:-1])
        rows = min(height, int(width * self.height / self.width))
        columns = min(width, int(height * self.width / self.height))
        top, left = int((height - rows) / 2), int((width - columns) / 2)
        return images[..., top:top + rows, left:left + columns, :]
