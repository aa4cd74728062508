"""Noise that regularises (``keras.layers.noise`` of Keras 1 and 2)."""
import keras

from ..engine.layer import Layer
from .base import legacy


@legacy
class GaussianNoise(keras.layers.GaussianNoise, Layer):  # type: ignore[misc]
    """Adds normal noise in training."""


@legacy
class GaussianDropout(keras.layers.GaussianDropout, Layer):  # type: ignore[misc]
    """Multiplies by normal noise around 1 in training."""


@legacy
class AlphaDropout(keras.layers.AlphaDropout, Layer):  # type: ignore[misc]
    """Dropout that keeps mean and variance, for ``selu``."""
