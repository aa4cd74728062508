"""Base classes of convolutions and poolings, which custom layers of Keras 2 derived from (``_Conv``, ``_Pooling2D`` …).

``isinstance`` also holds for the layers that Keras has.
"""
from typing import Any

import keras
from keras.src.layers.convolutional.base_conv import BaseConv as _NativeConv  # none of the three is public
from keras.src.layers.pooling.base_global_pooling import BaseGlobalPooling as _NativeGlobalPooling
from keras.src.layers.pooling.base_pooling import BasePooling as _NativePooling

from compat.flavors.shared.instances import StandIn

from ..engine.layer import Layer


class _Conv(_NativeConv, Layer, metaclass=StandIn):  # type: ignore[misc,valid-type]
    """A convolution over ``rank`` axes: ``_Conv(rank, filters, kernel_size, strides=1, padding='valid', …)``."""

    stands_for = _NativeConv


class _Pooling(_NativePooling, Layer, metaclass=StandIn):  # type: ignore[misc,valid-type]
    """A pooling that defines ``_pooling_function(inputs, pool_size, strides, padding, data_format)``."""

    _axes = 2

    def __init__(self, pool_size: Any = None, strides: Any = None, padding: str = "valid", data_format: Any = None,
                 **kwargs: Any) -> None:
        super().__init__((2,) * self._axes if pool_size is None else pool_size, strides, self._axes, padding=padding,
                         data_format=data_format, **kwargs)

    def call(self, inputs: Any) -> Any:
        """What the subclass computes."""
        return self._pooling_function(inputs=inputs, pool_size=self.pool_size, strides=self.strides, padding=self.padding,
                                      data_format=self.data_format)


class _Pooling1D(_Pooling):
    """Pooling over steps; its function gets them as an image of width 1."""

    stands_for = (keras.layers.MaxPooling1D, keras.layers.AveragePooling1D)
    _axes = 1

    def __init__(self, pool_size: Any = 2, strides: Any = None, padding: str = "valid",
                 data_format: Any = "channels_last", **kwargs: Any) -> None:
        super().__init__(pool_size, strides, padding, data_format, **kwargs)

    def call(self, inputs: Any) -> Any:
        """What the subclass computes, without the axis of width 1."""
        axis = 2 if self.data_format == "channels_last" else 3
        found = self._pooling_function(
            inputs=keras.ops.expand_dims(inputs, axis), pool_size=self.pool_size + (1,), strides=self.strides + (1,),
            padding=self.padding, data_format=self.data_format)
        return keras.ops.squeeze(found, axis)


class _Pooling2D(_Pooling):
    """Pooling over images."""

    stands_for = (keras.layers.MaxPooling2D, keras.layers.AveragePooling2D)


class _Pooling3D(_Pooling):
    """Pooling over volumes."""

    stands_for = (keras.layers.MaxPooling3D, keras.layers.AveragePooling3D)
    _axes = 3


class _GlobalPooling(_NativeGlobalPooling, Layer, metaclass=StandIn):  # type: ignore[misc,valid-type]
    """A pooling over all positions, in the ``call`` of a subclass."""

    _axes = 2

    def __init__(self, data_format: Any = None, **kwargs: Any) -> None:
        super().__init__(self._axes, data_format=data_format, **kwargs)


class _GlobalPooling1D(_GlobalPooling):
    """Over all steps."""

    stands_for = (keras.layers.GlobalMaxPooling1D, keras.layers.GlobalAveragePooling1D)
    _axes = 1

    def __init__(self, data_format: Any = "channels_last", **kwargs: Any) -> None:
        super().__init__(data_format, **kwargs)


class _GlobalPooling2D(_GlobalPooling):
    """Over an image."""

    stands_for = (keras.layers.GlobalMaxPooling2D, keras.layers.GlobalAveragePooling2D)


class _GlobalPooling3D(_GlobalPooling):
    """Over a volume."""

    stands_for = (keras.layers.GlobalMaxPooling3D, keras.layers.GlobalAveragePooling3D)
    _axes = 3
