"""Layers of Keras 1 that tf.keras never had: :mod:`compat.flavors.shared.removed_layers` on tf.keras and tf_keras."""
from compat.flavors.shared import removed_layers
from compat.flavors.shared.object_arguments import Described, kinds_of

from ..engine import Layer
from ..installed import keras
from ..utils import register


class DescribedLayer(Described, Layer):
    """A layer whose ``get_config`` gives back what it was made with."""

    K = keras.backend
    kinds = kinds_of(keras, keras.activations.get)


REMOVED_LAYERS = removed_layers.made(DescribedLayer, register, __name__, keras.layers)
globals().update(REMOVED_LAYERS)
