"""Activations with parameters that Keras 3 has not (``keras.layers.advanced_activations`` of Keras 1 and 2).

``ThresholdedReLU`` went with Keras 3, ``SReLU`` and ``ParametricSoftplus`` with Keras 2.
"""
from typing import Any

from keras import ops

from .base import legacy
from .described import DescribedLayer


@legacy
class ThresholdedReLU(DescribedLayer):
    """``x`` where it is above ``theta``, 0 elsewhere.

    Example:
        >>> ThresholdedReLU(theta=1.0)(ops.convert_to_tensor([[0.5, 1.0, 1.5]]))[0, 2] > 1
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


class _PerFeature(DescribedLayer):
    """Weights of the shape of one sample, of size 1 along ``shared_axes`` (counted from 1)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True

    def _weight_shape(self, input_shape: Any, shared_axes: Any) -> Any:
        sizes = list(input_shape[1:])
        for axis in shared_axes or ():
            sizes[axis - 1] = 1
        return tuple(sizes)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape of the input."""
        return tuple(input_shape)


@legacy
class SReLU(_PerFeature):
    """The S-shaped rectified unit of Keras 1: the identity between two thresholds, a learned slope beyond each.

    The upper threshold is ``t_left + |t_right|``, so that it never falls below the lower one.

    Args:
        t_left_init, a_left_init, t_right_init, a_right_init: initializers of thresholds and slopes.
        shared_axes: axes along which they are shared, counted from 1.
    """

    def __init__(self, t_left_init: Any = "zeros", a_left_init: Any = "glorot_uniform",
                 t_right_init: Any = "glorot_uniform", a_right_init: Any = "ones", shared_axes: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keep(t_left_init=t_left_init, a_left_init=a_left_init, t_right_init=t_right_init,
                   a_right_init=a_right_init, shared_axes=shared_axes)

    def build(self, input_shape: Any) -> None:
        """Make the four weights."""
        shape = self._weight_shape(input_shape, self.shared_axes)
        self.t_left = self.add_weight(name="t_left", shape=shape, initializer=self.t_left_init)
        self.a_left = self.add_weight(name="a_left", shape=shape, initializer=self.a_left_init)
        self.t_right = self.add_weight(name="t_right", shape=shape, initializer=self.t_right_init)
        self.a_right = self.add_weight(name="a_right", shape=shape, initializer=self.a_right_init)
        self.built = True

    def call(self, inputs: Any) -> Any:
        """A tensor of the shape of ``inputs``."""
        lower = ops.cast(self.t_left, inputs.dtype)
        upper = lower + ops.abs(ops.cast(self.t_right, inputs.dtype))
        middle = ops.minimum(ops.maximum(inputs, lower), upper)
        below = ops.minimum(inputs - lower, 0.0) * ops.cast(self.a_left, inputs.dtype)
        return middle + below + ops.relu(inputs - upper) * ops.cast(self.a_right, inputs.dtype)


@legacy
class ParametricSoftplus(_PerFeature):
    """``alphas * softplus(betas * x)`` of Keras 1, both learned.

    Args:
        alpha_init, beta_init: what the weights begin with.
        shared_axes: axes along which they are shared, counted from 1.
    """

    def __init__(self, alpha_init: float = 0.2, beta_init: float = 5.0, shared_axes: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keep(alpha_init=alpha_init, beta_init=beta_init, shared_axes=shared_axes)

    def build(self, input_shape: Any) -> None:
        """Make both weights."""
        shape = self._weight_shape(input_shape, self.shared_axes)
        self.alphas = self.add_weight(name="alphas", shape=shape, initializer=_constant(self.alpha_init))
        self.betas = self.add_weight(name="betas", shape=shape, initializer=_constant(self.beta_init))
        self.built = True

    def call(self, inputs: Any) -> Any:
        """A tensor of the shape of ``inputs``."""
        return ops.softplus(ops.cast(self.betas, inputs.dtype) * inputs) * ops.cast(self.alphas, inputs.dtype)


def _constant(value: Any) -> Any:
    from keras import initializers

    return initializers.Constant(value) if isinstance(value, (int, float)) else initializers.get(value)
