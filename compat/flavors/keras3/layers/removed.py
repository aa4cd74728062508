"""Layers of Keras 1 that Keras 3 does not have: :mod:`compat.flavors.shared.removed_layers` on Keras 3."""
import keras

from compat.flavors.shared import removed_layers

from .. import backend
from ..engine.layer import Layer
from .base import legacy
from .restored import RestoredLayer

_made = removed_layers.made(Layer, backend, RestoredLayer.kinds, legacy, __name__, keras.layers)
globals().update(_made)
__all__ = list(_made)
