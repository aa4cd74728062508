"""Crops of images as tf.keras and Keras up to 3.7 made them."""
from typing import Any

import keras


@keras.saving.register_keras_serializable(package="tf.keras")
class RandomCrop(keras.layers.RandomCrop):  # type: ignore[misc]
    """Crops a random part in training, else the middle, scaled to the size; Keras 3.15 leaves the images as they are."""

    def transform_images(self, images: Any, transformation: Any, training: bool = True) -> Any:
        """``(batch, height, width, channels)`` or one image of it, in the size of the layer."""
        if training:
            return super().transform_images(images, transformation, training=training)
        return keras.preprocessing.image.smart_resize(
            images, (self.height, self.width), data_format=self.data_format, backend_module=self.backend)
