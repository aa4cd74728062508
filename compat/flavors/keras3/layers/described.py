"""Arguments that name objects, for layers that Keras 3 does not have; see :mod:`compat.flavors.shared.object_arguments`."""
import keras

from compat.flavors.shared.object_arguments import Described, kinds_of

from .. import activations, backend
from ..engine.layer import Layer


class DescribedLayer(Described, Layer):
    """A layer whose ``get_config`` gives back what :meth:`_keep` was given."""

    K = backend
    kinds = kinds_of(keras, activations.get)
