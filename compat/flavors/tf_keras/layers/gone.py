"""Layers of Keras 1 that tf.keras never had: :mod:`compat.flavors.shared.gone_layers` on tf.keras and tf_keras."""
from ...shared import gone_layers
from ...shared.described import Described, kinds_of
from ..engine import Layer
from ..installed import keras
from ..utils import register


class DescribedLayer(Described, Layer):
    """A layer whose ``get_config`` gives back what it was made with."""

    K = keras.backend
    kinds = kinds_of(keras, keras.activations.get)


Highway, MaxoutDense, SReLU, ParametricSoftplus = gone_layers.made(
    (gone_layers.Highway, gone_layers.MaxoutDense, gone_layers.SReLU, gone_layers.ParametricSoftplus), DescribedLayer,
    register, __name__)
