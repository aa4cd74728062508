"""Activations with parameters (``keras.layers.advanced_activations`` of Keras 1 and 2)."""
from typing import Any

import keras

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


@legacy
class ELU(keras.layers.ELU, Layer):
    """``x`` where positive, ``alpha * (exp(x) - 1)`` elsewhere."""


@legacy
class ReLU(keras.layers.ReLU, Layer):
    """``x`` above ``threshold``, at most ``max_value``."""


@legacy
class Softmax(keras.layers.Softmax, Layer):
    """Exponentials that sum to 1 over ``axis``; masked steps are not left out, as Keras 3 would."""

    def call(self, inputs: Any, mask: Any = None) -> Any:
        """A tensor of the shape of ``inputs``."""
        return activations.softmax(inputs, axis=self.axis)
