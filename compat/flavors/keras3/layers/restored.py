"""The base class of layers of Keras 1 and 2 that Keras 3 does not have."""
import keras

from compat.flavors.shared.object_arguments import KeepsArguments, kinds_of

from .. import activations
from ..engine.layer import Layer


class RestoredLayer(KeepsArguments, Layer):
    """A layer on Keras 3 alone; its ``get_config`` returns the arguments given to :meth:`_keep`."""

    kinds = kinds_of(keras, activations.of_layer)
