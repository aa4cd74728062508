"""The base class of layers that compat brings, which are written once, on ``compat.keras``."""
from compat import keras
from compat.flavors.shared.object_arguments import KeepsArguments, kinds_of
from compat.keras import activations
from compat.keras.layers import Layer


class PortableLayer(KeepsArguments, Layer):
    """A layer for every flavor; its ``get_config`` returns the arguments given to :meth:`_keep`."""

    kinds = kinds_of(keras, activations.get)
