"""Activations with parameters (``keras.layers.advanced_activations`` of Keras 1 and 2)."""
from typing import Any, List

import keras
from keras import ops

from compat.era import current

from .. import activations
from ..engine.layer import Layer
from .base import legacy


@legacy
class LeakyReLU(keras.layers.LeakyReLU, Layer):
    """``x`` where positive, ``alpha * x`` elsewhere."""

    def __init__(self, alpha: float = 0.3, **kwargs: Any) -> None:
        slope = float(kwargs.pop("negative_slope", alpha))
        super().__init__(negative_slope=abs(slope), **kwargs)
        self.alpha = self.negative_slope = slope  # Keras 3 refuses one below zero


@legacy
class PReLU(keras.layers.PReLU, Layer):
    """``x`` where positive, a learned multiple elsewhere."""

    def __init__(self, alpha_initializer: Any = "zeros", alpha_regularizer: Any = None, alpha_constraint: Any = None,
                 shared_axes: Any = None, **kwargs: Any) -> None:
        super().__init__(alpha_initializer=alpha_initializer, alpha_regularizer=alpha_regularizer,
                         alpha_constraint=alpha_constraint, shared_axes=shared_axes, **kwargs)

    @property
    def param_broadcast(self) -> List[bool]:
        """For each axis but that of samples, whether its places share a slope."""
        return [axis + 1 in (self.shared_axes or ()) for axis in range(len(self.alpha.shape))]


@legacy
class ELU(keras.layers.ELU, Layer):
    """``x`` where positive, ``alpha * (exp(x) - 1)`` elsewhere."""


@legacy
class ReLU(keras.layers.ReLU, Layer):
    """``x`` above ``threshold``, at most ``max_value``."""


@legacy
class Softmax(keras.layers.Softmax, Layer):
    """Exponentials that sum to 1 over ``axis``; masked places are left out in tf.keras alone."""

    def call(self, inputs: Any, mask: Any = None) -> Any:
        """A tensor of the shape of ``inputs``."""
        if mask is not None and current(self).behaviour("softmax_masks"):
            dtype = keras.backend.standardize_dtype(inputs.dtype)
            lowest = -65504.0 if dtype == "float16" else -1e9
            inputs = inputs + (1 - ops.cast(mask, dtype)) * ops.cast(lowest, dtype)
        axes = list(self.axis) if isinstance(self.axis, (list, tuple)) else [self.axis]
        if len(axes) > 1:
            return ops.exp(inputs - ops.logsumexp(inputs, axis=axes, keepdims=True))
        return activations.softmax(inputs, axis=axes[0])
