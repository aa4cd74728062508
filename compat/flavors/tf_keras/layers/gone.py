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


@register
class Highway(gone_layers.Highway, DescribedLayer):
    __doc__ = gone_layers.Highway.__doc__


@register
class MaxoutDense(gone_layers.MaxoutDense, DescribedLayer):
    __doc__ = gone_layers.MaxoutDense.__doc__


@register
class SReLU(gone_layers.SReLU, DescribedLayer):
    __doc__ = gone_layers.SReLU.__doc__


@register
class ParametricSoftplus(gone_layers.ParametricSoftplus, DescribedLayer):
    __doc__ = gone_layers.ParametricSoftplus.__doc__
