"""Arguments that name objects (initializers, regularizers, constraints, activations), kept and serialized in one way."""
from compat import keras
from compat.flavors.shared.object_arguments import Described, kinds_of
from compat.keras import activations
from compat.keras.layers import Layer


class DescribedLayer(Described, Layer):
    """A layer whose ``get_config`` returns its constructor's arguments."""

    kinds = kinds_of(keras, activations.get)
