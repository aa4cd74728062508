"""Arguments that name objects, of layers that Keras 3 has not: :mod:`compat.flavors.shared.object_arguments` on Keras 3."""
import keras

from compat.flavors.shared.object_arguments import Described, kinds_of

from .. import activations, backend
from ..engine.layer import Layer


class DescribedLayer(Described, Layer):
    """A layer whose ``get_config`` gives back what :meth:`_keep` was given."""

    K = backend
    kinds = kinds_of(keras, activations.get)
