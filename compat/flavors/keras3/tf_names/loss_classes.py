"""Losses that tf.keras computed otherwise than Keras 2.3.1, as Keras 3 does."""
import keras

__all__ = ["Huber"]

Huber = keras.losses.Huber
