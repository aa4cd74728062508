"""Capsule networks (Sabour et al. 2017) in the form of the implementation for Keras that most files come from."""
from typing import Any, Optional, Tuple

from compat.keras import backend as K
from compat.keras.layers import Layer
from compat.layers.portable import PortableLayer


def squash(vectors: Any, axis: int = -1) -> Any:
    """Scale the length of each vector below 1 and keep its direction: short ones to 0, long ones to 1."""
    squared = K.sum(K.square(vectors), axis=axis, keepdims=True)
    return vectors * (squared / (1.0 + squared) / K.sqrt(squared + K.epsilon()))


class Length(Layer):
    """The length of each vector: ``(…, dimensions)`` to ``(…)``."""

    def call(self, inputs: Any) -> Any:
        return K.sqrt(K.sum(K.square(inputs), axis=-1))

    def compute_output_shape(self, input_shape: Any) -> Tuple[Optional[int], ...]:
        return tuple(input_shape)[:-1]


class Mask(Layer):
    """All capsules but one set to zero, in one row: ``(batch, capsules, dimensions)`` to ``(batch, capsules · dimensions)``.

    Called on the capsules alone it keeps the longest; on ``[capsules, one-hot labels]`` those of the labels.
    """

    def call(self, inputs: Any) -> Any:
        if isinstance(inputs, (list, tuple)):
            vectors, chosen = inputs
        else:
            vectors = inputs
            lengths = K.sqrt(K.sum(K.square(vectors), axis=-1))
            chosen = K.one_hot(K.argmax(lengths, 1), K.int_shape(vectors)[1])
        _, capsules, dimensions = K.int_shape(vectors)
        kept = vectors * K.expand_dims(K.cast(chosen, K.dtype(vectors)), -1)
        return K.reshape(kept, (-1, capsules * dimensions))  # K.batch_flatten loses the size on tf.keras

    def compute_output_shape(self, input_shape: Any) -> Tuple[Optional[int], ...]:
        shape = input_shape[0] if isinstance(input_shape[0], (list, tuple)) else input_shape
        return (shape[0], shape[1] * shape[2])


class CapsuleLayer(PortableLayer):
    """Capsules that agree with the predictions of the capsules below, by dynamic routing.

    Args:
        num_capsule: how many.
        dim_capsule: dimensions of each.
        routings: rounds of routing, at least 1.
        kernel_initializer: of the weights.

    Input: ``(batch, capsules below, dimensions below)``. Output: ``(batch, num_capsule, dim_capsule)``.
    Weights: ``W`` (num_capsule, capsules below, dim_capsule, dimensions below).
    """

    def __init__(self, num_capsule: int, dim_capsule: int, routings: int = 3,
                 kernel_initializer: Any = "glorot_uniform", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keep(num_capsule=num_capsule, dim_capsule=dim_capsule, routings=routings,
                   kernel_initializer=kernel_initializer)

    def build(self, input_shape: Any) -> None:
        shape = (self.num_capsule, input_shape[1], self.dim_capsule, input_shape[2])
        self.W = self._weight("W", shape, "kernel")
        super().build(input_shape)

    def call(self, inputs: Any) -> Any:
        below, size = K.int_shape(self.W)[1], K.int_shape(self.W)[3]
        # (batch, 1, below, 1, size) · (capsules, below, dimensions, size), summed over the last: the predictions.
        spread = K.reshape(inputs, (-1, 1, below, 1, size))
        predictions = K.sum(spread * K.expand_dims(self.W, 0), axis=-1)
        logits = K.zeros_like(predictions[:, :, :, 0])
        for round_number in range(self.routings):
            shares = K.expand_dims(K.softmax(logits, axis=1), -1)
            outputs = squash(K.sum(shares * predictions, axis=2))
            if round_number < self.routings - 1:
                logits = logits + K.sum(predictions * K.expand_dims(outputs, 2), axis=-1)
        return outputs

    def compute_output_shape(self, input_shape: Any) -> Tuple[Optional[int], ...]:
        return (input_shape[0], self.num_capsule, self.dim_capsule)
