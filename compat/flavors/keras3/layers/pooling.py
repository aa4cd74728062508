"""Pooling layers (``keras.layers.pooling`` of Keras 1 and 2).

A class of the program that derives from one may have a ``_pooling_function`` of its own, which Keras 2 called.
"""
from typing import Any

import keras
from keras import ops

from ..backend import conv
from ..engine.layer import Layer
from ..operations.average_pool import average_pool
from .base import legacy
from .base_classes import _Pooling, _Pooling1D


class _Windows:
    """Mix-in before a layer of Keras 3: ``_pooling_function`` as in Keras 2, which counts where the program has its own."""

    _pool_mode = "max"

    def _pooling_function(self, inputs: Any, pool_size: Any, strides: Any, padding: str, data_format: str) -> Any:
        pool = conv.pool3d if len(pool_size) == 3 else conv.pool2d
        return pool(inputs, pool_size, strides, padding, data_format, pool_mode=self._pool_mode)

    def call(self: Any, inputs: Any) -> Any:
        """What the windows of ``inputs`` give."""
        if type(self)._pooling_function is _Windows._pooling_function:
            return self._pooled(inputs)
        return (_Pooling1D if len(self.pool_size) == 1 else _Pooling).call(self, inputs)

    call.computes_as_inherited = True  # type: ignore[attr-defined]

    def _pooled(self: Any, inputs: Any) -> Any:
        return super().call(inputs)  # type: ignore[misc]


class _Largest:
    """Mix-in before a layer of Keras 3: the largest values of integers on torch, which pools none."""

    def call(self: Any, inputs: Any) -> Any:
        """The largest value of each window."""
        dtype = keras.backend.standardize_dtype(inputs.dtype)
        if "int" not in dtype or keras.backend.backend() != "torch":
            return super().call(inputs)  # type: ignore[misc]
        return ops.cast(super().call(ops.cast(inputs, "float64")), dtype)  # type: ignore[misc]

    call.computes_as_inherited = True  # type: ignore[attr-defined]


@legacy
class MaxPooling1D(_Windows, _Largest, keras.layers.MaxPooling1D, Layer):
    """Largest value of each window of steps."""

    def __init__(self, pool_size: Any = 2, strides: Any = None, padding: str = "valid",
                 data_format: Any = "channels_last", **kwargs: Any) -> None:
        super().__init__(pool_size=pool_size, strides=strides, padding=padding, data_format=data_format, **kwargs)


@legacy
class MaxPooling2D(_Windows, _Largest, keras.layers.MaxPooling2D, Layer):
    """Largest value of each window of an image."""


@legacy
class MaxPooling3D(_Windows, _Largest, keras.layers.MaxPooling3D, Layer):
    """Largest value of each window of a volume."""


class _Means(_Windows):
    """Mix-in before a layer of Keras 3: means of windows that are right on torch, too."""

    _pool_mode = "avg"

    def call(self: Any, inputs: Any) -> Any:
        """The mean of each window."""
        return super().call(inputs)

    def _pooled(self: Any, inputs: Any) -> Any:
        return average_pool(inputs, self.pool_size, self.strides, self.padding, self.data_format)


@legacy
class AveragePooling1D(_Means, keras.layers.AveragePooling1D, Layer):
    """Mean of each window of steps."""

    def __init__(self, pool_size: Any = 2, strides: Any = None, padding: str = "valid",
                 data_format: Any = "channels_last", **kwargs: Any) -> None:
        super().__init__(pool_size, strides=strides, padding=padding, data_format=data_format, **kwargs)


@legacy
class AveragePooling2D(_Means, keras.layers.AveragePooling2D, Layer):
    """Mean of each window of an image."""

    def __init__(self, pool_size: Any = (2, 2), strides: Any = None, padding: str = "valid", data_format: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(pool_size, strides=strides, padding=padding, data_format=data_format, **kwargs)


@legacy
class AveragePooling3D(_Means, keras.layers.AveragePooling3D, Layer):
    """Mean of each window of a volume."""

    def __init__(self, pool_size: Any = (2, 2, 2), strides: Any = None, padding: str = "valid", data_format: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(pool_size, strides=strides, padding=padding, data_format=data_format, **kwargs)


@legacy
class GlobalAveragePooling1D(keras.layers.GlobalAveragePooling1D, Layer):
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


@legacy
class GlobalAveragePooling2D(keras.layers.GlobalAveragePooling2D, Layer):
    """Mean over rows and columns."""


@legacy
class GlobalAveragePooling3D(keras.layers.GlobalAveragePooling3D, Layer):
    """Mean over the three axes of a volume."""


@legacy
class GlobalMaxPooling1D(keras.layers.GlobalMaxPooling1D, Layer):
    """Largest value over time."""

    def __init__(self, data_format: Any = "channels_last", **kwargs: Any) -> None:
        super().__init__(data_format=data_format, **kwargs)


@legacy
class GlobalMaxPooling2D(keras.layers.GlobalMaxPooling2D, Layer):
    """Largest value over rows and columns."""


@legacy
class GlobalMaxPooling3D(keras.layers.GlobalMaxPooling3D, Layer):
    """Largest value over the three axes of a volume."""


MaxPool1D, MaxPool2D, MaxPool3D = MaxPooling1D, MaxPooling2D, MaxPooling3D
AvgPool1D, AvgPool2D, AvgPool3D = AveragePooling1D, AveragePooling2D, AveragePooling3D
GlobalAvgPool1D, GlobalAvgPool2D, GlobalAvgPool3D = (
    GlobalAveragePooling1D, GlobalAveragePooling2D, GlobalAveragePooling3D)
GlobalMaxPool1D, GlobalMaxPool2D, GlobalMaxPool3D = GlobalMaxPooling1D, GlobalMaxPooling2D, GlobalMaxPooling3D
