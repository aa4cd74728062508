"""Layers of Keras 1 that Keras 3 does not have: :mod:`compat.flavors.shared.removed_layers` on Keras 3."""
import keras

from compat.flavors.shared import removed_layers

from .base import legacy
from .described import DescribedLayer

_made = removed_layers.made(DescribedLayer, legacy, __name__, keras.layers)
globals().update(_made)
__all__ = list(_made)
