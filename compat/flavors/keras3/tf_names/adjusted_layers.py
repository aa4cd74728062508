"""Layers of tf.keras that Keras 3 has, and that fail on JAX or torch in what tf.keras did with them."""
import importlib
from typing import Any

import keras
from keras import ops

__all__ = ["LayerNormalization", "StringLookup"]


@keras.saving.register_keras_serializable(package="tf.keras")
class LayerNormalization(keras.layers.LayerNormalization):  # type: ignore[misc]
    """Normalizes over ``axis``, which may be any; Keras 3.15 takes none but the last ones on torch."""

    def call(self, inputs: Any) -> Any:
        """A tensor of the shape of ``inputs``."""
        rank = len(inputs.shape)
        axes = sorted(axis % rank for axis in (self.axis if isinstance(self.axis, (list, tuple)) else [self.axis]))
        is_last = axes == list(range(rank - len(axes), rank))
        if is_last or keras.backend.backend() != "torch" or getattr(self, "rms_scaling", False):
            return super().call(inputs)
        shape = [inputs.shape[axis] if axis in axes else 1 for axis in range(rank)]
        x = ops.cast(inputs, "float32")
        mean, variance = ops.moments(x, axes=axes, keepdims=True)
        x = (x - mean) * ops.rsqrt(variance + self.epsilon)
        x = x if self.gamma is None else x * ops.reshape(ops.cast(self.gamma, "float32"), shape)
        x = x if self.beta is None else x + ops.reshape(ops.cast(self.beta, "float32"), shape)
        return ops.cast(x, self.compute_dtype)


@keras.saving.register_keras_serializable(package="tf.keras")
class StringLookup(keras.layers.StringLookup):  # type: ignore[misc]
    """Places of strings in a vocabulary; with ``invert=True`` the strings as a tensor of TensorFlow, on JAX and torch too."""

    def call(self, inputs: Any) -> Any:
        """The places, whole numbers or what ``output_mode`` says; or strings."""
        tensorflow = importlib.import_module("tensorflow")
        if not self.invert or tensorflow.is_tensor(inputs):
            return super().call(inputs)
        values = inputs if isinstance(inputs, (list, tuple)) else ops.convert_to_numpy(inputs)
        return super().call(tensorflow.convert_to_tensor(values))
