"""Layers of Keras 1 that tf.keras never had: :mod:`compat.flavors.shared.removed_layers` on tf.keras and tf_keras."""
from compat.flavors.shared import removed_layers
from compat.flavors.shared.object_arguments import kinds_of

from ..engine import Layer
from ..installed import keras
from ..utils import register

REMOVED_LAYERS = removed_layers.made(Layer, keras.backend, kinds_of(keras, keras.activations.get), register, __name__,
                                     keras.layers)
globals().update(REMOVED_LAYERS)
