"""Arguments that name objects, for layers that Keras 3 does not have; see :mod:`compat.flavors.shared.object_arguments`."""
import keras

from compat.flavors.shared.object_arguments import Described, kinds_of

from .. import activations, backend
from ..engine.layer import Layer


class DescribedLayer(Described, Layer):
    """A layer whose ``get_config`` returns the arguments given to :meth:`_keep`."""

    K = backend
    kinds = kinds_of(keras, activations.of_layer)
