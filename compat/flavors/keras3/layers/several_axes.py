"""Normalization over several axes at once (tf.keras 2.0 to 2.15), which Keras 3 refuses, or fails to do on torch."""
from typing import Any

from keras import ops

from .base import legacy
from .restored import RestoredLayer


@legacy
class MultiAxisBatchNormalization(RestoredLayer):
    """Batch normalization with a mean and variance for each place along each of ``axis``.

    Args:
        axis: list of axes that keep statistics of their own; the batch and all others are averaged over.
        others: as in ``keras.layers.BatchNormalization``.

    Weights ``gamma, beta, moving_mean, moving_variance`` of the rank of the input, with size 1 along the other axes. A
    frozen layer uses the moving averages in training, as in every tf.keras 2.
    """

    axis: Any

    def __init__(self, axis: Any, momentum: float = 0.99, epsilon: float = 1e-3, center: bool = True,
                 scale: bool = True, beta_initializer: Any = "zeros", gamma_initializer: Any = "ones",
                 moving_mean_initializer: Any = "zeros", moving_variance_initializer: Any = "ones",
                 beta_regularizer: Any = None, gamma_regularizer: Any = None, beta_constraint: Any = None,
                 gamma_constraint: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keep(axis=list(axis), momentum=momentum, epsilon=epsilon, center=center, scale=scale,
                   beta_initializer=beta_initializer, gamma_initializer=gamma_initializer,
                   moving_mean_initializer=moving_mean_initializer,
                   moving_variance_initializer=moving_variance_initializer, beta_regularizer=beta_regularizer,
                   gamma_regularizer=gamma_regularizer, beta_constraint=beta_constraint,
                   gamma_constraint=gamma_constraint)
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        """Make the weights."""
        rank = len(input_shape)
        kept = [axis % rank for axis in self.axis]
        shape = tuple(size if axis in kept else 1 for axis, size in enumerate(input_shape))
        self.__dict__["_averaged"] = tuple(axis for axis in range(rank) if axis not in kept)
        self.gamma = self._weight("gamma", shape) if self.scale else None
        self.beta = self._weight("beta", shape) if self.center else None
        self.moving_mean = self.add_weight(name="moving_mean", shape=shape, trainable=False,
                                           initializer=self.moving_mean_initializer)
        self.moving_variance = self.add_weight(name="moving_variance", shape=shape, trainable=False,
                                               initializer=self.moving_variance_initializer)
        self.built = True

    def call(self, inputs: Any, training: Any = None) -> Any:
        """A tensor of the shape of ``inputs``."""
        if not (training and self.trainable):
            return self._normalized(
                inputs, ops.convert_to_tensor(self.moving_mean), ops.convert_to_tensor(self.moving_variance))
        mean, variance = ops.moments(inputs, axes=self._averaged, keepdims=True)
        self._move(mean, variance)
        return self._normalized(inputs, mean, variance)

    def _move(self, mean: Any, variance: Any) -> None:
        for moving, value in ((self.moving_mean, mean), (self.moving_variance, variance)):
            moving.assign(moving * self.momentum + ops.cast(value, moving.dtype) * (1.0 - self.momentum))

    def _normalized(self, inputs: Any, mean: Any, variance: Any) -> Any:
        result = (inputs - ops.cast(mean, inputs.dtype)) * ops.rsqrt(ops.cast(variance, inputs.dtype) + self.epsilon)
        result = result if self.gamma is None else result * ops.cast(self.gamma, inputs.dtype)
        return result if self.beta is None else result + ops.cast(self.beta, inputs.dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape of the input."""
        return tuple(input_shape)


@legacy
class VirtualBatchNormalization(MultiAxisBatchNormalization):
    """Batch normalization in which, in training, parts of a batch are normalized apart (``virtual_batch_size`` of tf.keras).

    Args:
        axis: the axis, or a list of axes, that keep statistics of their own.
        virtual_batch_size: samples of one part, a divisor of the size of the batch in training.
        others: as in ``keras.layers.BatchNormalization``.

    Weights ``gamma, beta, moving_mean, moving_variance`` of one axis more than the input, with size 1 along all but ``axis``.
    """

    def __init__(self, axis: Any, virtual_batch_size: int = 1, **kwargs: Any) -> None:
        super().__init__(axis if isinstance(axis, (list, tuple)) else [axis], **kwargs)
        self.virtual_batch_size = int(virtual_batch_size)

    def build(self, input_shape: Any) -> None:
        """Make the weights."""
        stated, rank = self.axis, len(input_shape)
        self.axis = [axis % rank + 1 for axis in stated]  # after that of the parts
        super().build((None, None, *input_shape[1:]))
        self.axis = stated
        self.__dict__["_averaged"] = tuple(axis for axis in self._averaged if axis != 1)

    def call(self, inputs: Any, training: Any = None) -> Any:
        """A tensor of the shape of ``inputs``."""
        if not (training and self.trainable):
            return super().call(inputs[None])[0]
        sizes = ops.shape(inputs)[1:]
        parts = ops.reshape(inputs, (self.virtual_batch_size, -1, *sizes))
        mean, variance = ops.moments(parts, axes=self._averaged, keepdims=True)
        self._move(ops.mean(mean, axis=1, keepdims=True), ops.mean(variance, axis=1, keepdims=True))
        return ops.reshape(self._normalized(parts, mean, variance), (-1, *sizes))

    def get_config(self) -> Any:
        """The constructor's arguments."""
        return dict(super().get_config(), virtual_batch_size=self.virtual_batch_size)


@legacy
class MultiAxisLayerNormalization(RestoredLayer):
    """Zero mean and unit variance of each sample over ``axis``, any axes in any place.

    Args:
        axis: an axis or a list of axes.
        others: as in ``keras.layers.LayerNormalization``.

    Weights ``gamma`` and ``beta`` have the sizes of these axes, in order.
    """

    def __init__(self, axis: Any = -1, epsilon: float = 1e-3, center: bool = True, scale: bool = True,
                 beta_initializer: Any = "zeros", gamma_initializer: Any = "ones", beta_regularizer: Any = None,
                 gamma_regularizer: Any = None, beta_constraint: Any = None, gamma_constraint: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keep(axis=list(axis) if isinstance(axis, (list, tuple)) else [axis], epsilon=epsilon, center=center,
                   scale=scale, beta_initializer=beta_initializer, gamma_initializer=gamma_initializer,
                   beta_regularizer=beta_regularizer, gamma_regularizer=gamma_regularizer,
                   beta_constraint=beta_constraint, gamma_constraint=gamma_constraint)
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        """Make the weights."""
        rank = len(input_shape)
        axes = sorted(axis % rank for axis in self.axis)
        shape = tuple(input_shape[axis] for axis in axes)
        self.__dict__["_axes"] = tuple(axes)
        self.gamma = self._weight("gamma", shape) if self.scale else None
        self.beta = self._weight("beta", shape) if self.center else None
        self.built = True

    def call(self, inputs: Any) -> Any:
        """A tensor of the shape of ``inputs``."""
        shape = [size if axis in self._axes else 1 for axis, size in enumerate(inputs.shape)]
        mean, variance = ops.moments(inputs, axes=self._axes, keepdims=True)
        result = (inputs - mean) * ops.rsqrt(variance + self.epsilon)
        if self.gamma is not None:
            result = result * ops.reshape(ops.cast(self.gamma, inputs.dtype), shape)
        return result if self.beta is None else result + ops.reshape(ops.cast(self.beta, inputs.dtype), shape)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape of the input."""
        return tuple(input_shape)
