"""Built-in layers of tf.keras and tf_keras as subclasses that know what Keras 2.2 did with masks and names.

``BuiltIn`` holds all of it; the classes only say which layer each is.
"""
from typing import Any

from compat.flavors.shared.merge_functions import merge_function
from compat.flavors.shared.products import DotOfItsEra

from ..backend import batch_dot
from ..engine import LegacyLayer
from ..installed import keras
from ..utils import native_name

_native = keras.layers


class BuiltIn(LegacyLayer):
    """What every built-in layer has in common: it is called as a layer of Keras 2.2 is."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__module__.startswith(__package__):  # not what a user derives from these
            native_name(cls)


class Activation(BuiltIn, _native.Activation):
    """``keras.layers.Activation``."""


class ActivityRegularization(BuiltIn, _native.ActivityRegularization):
    """``keras.layers.ActivityRegularization``."""


class Add(BuiltIn, _native.Add):
    """``keras.layers.Add``."""


class AlphaDropout(BuiltIn, _native.AlphaDropout):
    """``keras.layers.AlphaDropout``."""


class Average(BuiltIn, _native.Average):
    """``keras.layers.Average``."""


class AveragePooling1D(BuiltIn, _native.AveragePooling1D):
    """``keras.layers.AveragePooling1D``."""


class AveragePooling2D(BuiltIn, _native.AveragePooling2D):
    """``keras.layers.AveragePooling2D``."""


class AveragePooling3D(BuiltIn, _native.AveragePooling3D):
    """``keras.layers.AveragePooling3D``."""


class Concatenate(BuiltIn, _native.Concatenate):
    """``keras.layers.Concatenate``."""


class Conv1D(BuiltIn, _native.Conv1D):
    """``keras.layers.Conv1D``."""


class Conv2D(BuiltIn, _native.Conv2D):
    """``keras.layers.Conv2D``."""


class Conv2DTranspose(BuiltIn, _native.Conv2DTranspose):
    """``keras.layers.Conv2DTranspose``."""


class Conv3D(BuiltIn, _native.Conv3D):
    """``keras.layers.Conv3D``."""


class Conv3DTranspose(BuiltIn, _native.Conv3DTranspose):
    """``keras.layers.Conv3DTranspose``."""


class Cropping1D(BuiltIn, _native.Cropping1D):
    """``keras.layers.Cropping1D``."""


class Cropping2D(BuiltIn, _native.Cropping2D):
    """``keras.layers.Cropping2D``."""


class Cropping3D(BuiltIn, _native.Cropping3D):
    """``keras.layers.Cropping3D``."""


class Dense(BuiltIn, _native.Dense):
    """``keras.layers.Dense``."""


class DepthwiseConv2D(BuiltIn, _native.DepthwiseConv2D):
    """``keras.layers.DepthwiseConv2D``."""


class Dot(DotOfItsEra, BuiltIn, _native.Dot):
    """``keras.layers.Dot``."""

    keras = keras
    batch_dot = staticmethod(batch_dot)


class Dropout(BuiltIn, _native.Dropout):
    """``keras.layers.Dropout``."""


class ELU(BuiltIn, _native.ELU):
    """``keras.layers.ELU``."""


class Embedding(BuiltIn, _native.Embedding):
    """``keras.layers.Embedding``."""


class Flatten(BuiltIn, _native.Flatten):
    """``keras.layers.Flatten``."""


class GaussianDropout(BuiltIn, _native.GaussianDropout):
    """``keras.layers.GaussianDropout``."""


class GaussianNoise(BuiltIn, _native.GaussianNoise):
    """``keras.layers.GaussianNoise``."""


class GlobalAveragePooling1D(BuiltIn, _native.GlobalAveragePooling1D):
    """``keras.layers.GlobalAveragePooling1D``."""


class GlobalAveragePooling2D(BuiltIn, _native.GlobalAveragePooling2D):
    """``keras.layers.GlobalAveragePooling2D``."""


class GlobalAveragePooling3D(BuiltIn, _native.GlobalAveragePooling3D):
    """``keras.layers.GlobalAveragePooling3D``."""


class GlobalMaxPooling1D(BuiltIn, _native.GlobalMaxPooling1D):
    """``keras.layers.GlobalMaxPooling1D``."""


class GlobalMaxPooling2D(BuiltIn, _native.GlobalMaxPooling2D):
    """``keras.layers.GlobalMaxPooling2D``."""


class GlobalMaxPooling3D(BuiltIn, _native.GlobalMaxPooling3D):
    """``keras.layers.GlobalMaxPooling3D``."""


class LeakyReLU(BuiltIn, _native.LeakyReLU):
    """``keras.layers.LeakyReLU``."""


class LocallyConnected1D(BuiltIn, _native.LocallyConnected1D):
    """``keras.layers.LocallyConnected1D``."""


class LocallyConnected2D(BuiltIn, _native.LocallyConnected2D):
    """``keras.layers.LocallyConnected2D``."""


class Masking(BuiltIn, _native.Masking):
    """``keras.layers.Masking``."""


class MaxPooling1D(BuiltIn, _native.MaxPooling1D):
    """``keras.layers.MaxPooling1D``."""


class MaxPooling2D(BuiltIn, _native.MaxPooling2D):
    """``keras.layers.MaxPooling2D``."""


class MaxPooling3D(BuiltIn, _native.MaxPooling3D):
    """``keras.layers.MaxPooling3D``."""


class Maximum(BuiltIn, _native.Maximum):
    """``keras.layers.Maximum``."""


class Minimum(BuiltIn, _native.Minimum):
    """``keras.layers.Minimum``."""


class Multiply(BuiltIn, _native.Multiply):
    """``keras.layers.Multiply``."""


class PReLU(BuiltIn, _native.PReLU):
    """``keras.layers.PReLU``."""


class Permute(BuiltIn, _native.Permute):
    """``keras.layers.Permute``."""


class RNN(BuiltIn, _native.RNN):
    """``keras.layers.RNN``."""


class ReLU(BuiltIn, _native.ReLU):
    """``keras.layers.ReLU``."""


class RepeatVector(BuiltIn, _native.RepeatVector):
    """``keras.layers.RepeatVector``."""


class Reshape(BuiltIn, _native.Reshape):
    """``keras.layers.Reshape``."""


class SeparableConv1D(BuiltIn, _native.SeparableConv1D):
    """``keras.layers.SeparableConv1D``."""


class SeparableConv2D(BuiltIn, _native.SeparableConv2D):
    """``keras.layers.SeparableConv2D``."""


class SimpleRNN(BuiltIn, _native.SimpleRNN):
    """``keras.layers.SimpleRNN``."""


class SimpleRNNCell(BuiltIn, _native.SimpleRNNCell):
    """``keras.layers.SimpleRNNCell``."""


class Softmax(BuiltIn, _native.Softmax):
    """``keras.layers.Softmax``."""


class SpatialDropout1D(BuiltIn, _native.SpatialDropout1D):
    """``keras.layers.SpatialDropout1D``."""


class SpatialDropout2D(BuiltIn, _native.SpatialDropout2D):
    """``keras.layers.SpatialDropout2D``."""


class SpatialDropout3D(BuiltIn, _native.SpatialDropout3D):
    """``keras.layers.SpatialDropout3D``."""


class StackedRNNCells(BuiltIn, _native.StackedRNNCells):
    """``keras.layers.StackedRNNCells``."""


class Subtract(BuiltIn, _native.Subtract):
    """``keras.layers.Subtract``."""


class ThresholdedReLU(BuiltIn, _native.ThresholdedReLU):
    """``keras.layers.ThresholdedReLU``."""


class TimeDistributed(BuiltIn, _native.TimeDistributed):
    """``keras.layers.TimeDistributed``."""


class UpSampling1D(BuiltIn, _native.UpSampling1D):
    """``keras.layers.UpSampling1D``."""


class UpSampling2D(BuiltIn, _native.UpSampling2D):
    """``keras.layers.UpSampling2D``."""


class UpSampling3D(BuiltIn, _native.UpSampling3D):
    """``keras.layers.UpSampling3D``."""


class ZeroPadding1D(BuiltIn, _native.ZeroPadding1D):
    """``keras.layers.ZeroPadding1D``."""


class ZeroPadding2D(BuiltIn, _native.ZeroPadding2D):
    """``keras.layers.ZeroPadding2D``."""


class ZeroPadding3D(BuiltIn, _native.ZeroPadding3D):
    """``keras.layers.ZeroPadding3D``."""


add = merge_function(Add)
average = merge_function(Average)
concatenate = merge_function(Concatenate, "axis")
dot = merge_function(Dot, "axes", "normalize")
maximum = merge_function(Maximum)
minimum = merge_function(Minimum)
multiply = merge_function(Multiply)
subtract = merge_function(Subtract)
