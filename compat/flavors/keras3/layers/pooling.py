"""Pooling layers (``keras.layers.pooling`` of Keras 1 and 2)."""
from typing import Any

import keras
from keras import ops

from ..engine.layer import Layer
from .base import legacy


@legacy
class GlobalAveragePooling1D(keras.layers.GlobalAveragePooling1D, Layer):  # type: ignore[misc]
    """Mean over time, counting only unmasked steps; a row without any gives nan, as in Keras 2."""

    def __init__(self, data_format: Any = "channels_last", **kwargs: Any) -> None:
        super().__init__(data_format=data_format, **kwargs)

    def call(self, inputs: Any, mask: Any = None) -> Any:
        """``(batch, time, features)`` to ``(batch, features)``."""
        axis = 1 if self.data_format == "channels_last" else 2
        if mask is None:
            return ops.mean(inputs, axis=axis, keepdims=self.keepdims)
        counted = ops.expand_dims(ops.cast(mask, inputs.dtype), 3 - axis)
        return ops.sum(inputs * counted, axis=axis, keepdims=self.keepdims) / ops.sum(
            counted, axis=axis, keepdims=self.keepdims)
