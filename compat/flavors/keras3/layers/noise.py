"""Noise that regularises (``keras.layers.noise`` of Keras 1 and 2)."""
import keras

from ..engine.layer import Layer
from .base import legacy


@legacy
class GaussianNoise(keras.layers.GaussianNoise, Layer):
    """Adds normal noise in training."""


@legacy
class GaussianDropout(keras.layers.GaussianDropout, Layer):
    """Multiplies by normal noise around 1 in training."""


@legacy
class AlphaDropout(keras.layers.AlphaDropout, Layer):
    """Dropout that keeps mean and variance, for ``selu``."""
