"""The activation with a parameter that Keras 3 removed (``keras.layers.advanced_activations`` of Keras 1 and 2)."""
from typing import Any

from keras import ops

from .base import legacy
from .restored import RestoredLayer


@legacy
class ThresholdedReLU(RestoredLayer):
    """``x`` where it is above ``theta``, 0 elsewhere.

    Example:
        >>> bool(ThresholdedReLU(theta=1.0)(ops.convert_to_tensor([[0.5, 1.0, 1.5]]))[0, 2] > 1)
        True
    """

    def __init__(self, theta: float = 1.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keep(theta=float(theta))
        self.supports_masking = True

    def call(self, inputs: Any) -> Any:
        """A tensor of the shape of ``inputs``."""
        return inputs * ops.cast(inputs > self.theta, inputs.dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape of the input."""
        return tuple(input_shape)
