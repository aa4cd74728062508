"""Convolutions, padding, cropping and upsampling (``keras.layers.convolutional`` of Keras 1 and 2)."""
from typing import Any, Dict, Tuple

import keras

from compat.era import current

from ..backend.layout import from_channels_last, to_channels_last
from ..engine.layer import Layer
from ..operations.resizing import resize
from .base import legacy

_OF_A_SINGLE_KERNEL = ("kernel_initializer", "kernel_regularizer", "kernel_constraint")


def _sequence_shape(kwargs: Dict[str, Any]) -> Dict[str, Any]:
    """``input_dim`` and ``input_length`` of a layer over sequences, as ``input_shape``."""
    if "input_dim" in kwargs or "input_length" in kwargs:
        steps, features = kwargs.pop("input_length", None), kwargs.pop("input_dim", None)
        kwargs.setdefault("input_shape", (steps, features))
    return kwargs


class _OverChannels:
    """Mix-in of a layer whose weights are sized by the channels of its inputs."""

    def build(self: Any, input_shape: Any) -> None:
        """Make the weights.

        Raises:
            ValueError: the number of channels is unknown.
        """
        if input_shape[1 if self.data_format == "channels_first" else -1] is None:
            raise ValueError("{}: the number of channels must be known before the weights are made; the input shape is {}"
                             .format(self.name, tuple(input_shape)))
        super().build(input_shape)  # type: ignore[misc]


class _Dilated(_OverChannels):
    """Mix-in of a convolution: Keras 2 refused strides together with a dilation where weights are made, not where it is
    described."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        both = _exceeds_one(kwargs.get("strides", 1)) and _exceeds_one(kwargs.get("dilation_rate", 1))
        later = {name: kwargs.pop(name) for name in ("dilation_rate",) if both}
        super().__init__(*args, **kwargs)
        for name, value in later.items():
            setattr(self, name, (value,) * len(self.strides) if isinstance(value, int) else tuple(value))

    def build(self: Any, input_shape: Any) -> None:
        """Make the weights.

        Raises:
            ValueError: the number of channels is unknown, or the layer has strides and a dilation.
        """
        if _exceeds_one(self.strides) and _exceeds_one(self.dilation_rate):
            raise ValueError("{}: strides > 1 not supported in conjunction with dilation_rate > 1; strides are {}, "
                             "dilation_rate is {}".format(self.name, self.strides, self.dilation_rate))
        super().build(input_shape)


def _exceeds_one(sizes: Any) -> bool:
    return any(size > 1 for size in (sizes if isinstance(sizes, (list, tuple)) else [sizes]))


@legacy
class Conv1D(_Dilated, keras.layers.Conv1D, Layer):
    """Convolution over time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **_sequence_shape(kwargs))


@legacy
class Conv2D(_Dilated, keras.layers.Conv2D, Layer):
    """Convolution over images."""


@legacy
class Conv3D(_Dilated, keras.layers.Conv3D, Layer):
    """Convolution over volumes."""


@legacy
class Conv2DTranspose(_OverChannels, keras.layers.Conv2DTranspose, Layer):
    """Transposed convolution over images."""

    def get_config(self) -> Dict[str, Any]:
        """What the constructor takes; Keras 3.3 leaves ``output_padding`` out."""
        return dict(super().get_config(), output_padding=self.output_padding)


@legacy
class Conv3DTranspose(_OverChannels, keras.layers.Conv3DTranspose, Layer):
    """Transposed convolution over volumes."""

    def get_config(self) -> Dict[str, Any]:
        """What the constructor takes; Keras 3.3 leaves ``output_padding`` out."""
        return dict(super().get_config(), output_padding=self.output_padding)


def _without_kernel(kwargs: Dict[str, Any]) -> Dict[str, Any]:
    """Without what describes a single kernel: Keras 2 took it for these layers too and did not use it (NASNet gives it)."""
    return {name: value for name, value in kwargs.items() if name not in _OF_A_SINGLE_KERNEL}


@legacy
class SeparableConv1D(_OverChannels, keras.layers.SeparableConv1D, Layer):
    """Convolution over time of each channel, then across channels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **_without_kernel(_sequence_shape(kwargs)))


@legacy
class SeparableConv2D(_OverChannels, keras.layers.SeparableConv2D, Layer):
    """Convolution over images of each channel, then across channels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **_without_kernel(kwargs))


@legacy
class DepthwiseConv2D(_OverChannels, keras.layers.DepthwiseConv2D, Layer):
    """Convolution over images of each channel."""

    filters: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **_without_kernel(kwargs))

    @property
    def depthwise_kernel(self) -> Any:
        """The kernel, ``(rows, columns, channels, depth_multiplier)``, by its name in Keras 2."""
        return self.kernel


@legacy
class UpSampling1D(keras.layers.UpSampling1D, Layer):
    """Repeats each step."""

    rank = 1


@legacy
class UpSampling2D(keras.layers.UpSampling2D, Layer):
    """Repeats rows and columns; ``'bilinear'`` interpolates as TensorFlow 1 did, 0 and 1 giving 0, .5, 1, 1."""

    rank = 2

    def call(self, inputs: Any) -> Any:
        """A batch of images, larger by ``size``."""
        # On torch Keras 3 has another polynomial, and no windows of Lanczos; nowhere the last three of tf.keras.
        differs = ("bicubic", "lanczos3", "lanczos5") if keras.backend.backend() == "torch" else ()
        if self.interpolation in (*differs, "area", "gaussian", "mitchellcubic"):
            images = to_channels_last(inputs, self.data_format)
            lengths = images.shape[1:3]
            if None not in lengths:
                size = [length * factor for length, factor in zip(lengths, self.size)]
                return from_channels_last(resize(images, size, self.interpolation), self.data_format)
        if self.interpolation != "bilinear" or current(self).behaviour("bilinear_upsampling") != "aligned_corners":
            return super().call(inputs)
        from ..backend.images import resize_images

        return resize_images(inputs, self.size[0], self.size[1], self.data_format, "bilinear")


@legacy
class UpSampling3D(keras.layers.UpSampling3D, Layer):
    """Repeats along three axes."""

    rank = 3


@legacy
class ZeroPadding1D(keras.layers.ZeroPadding1D, Layer):
    """Zeros before and after the steps."""

    rank = 1


@legacy
class ZeroPadding2D(keras.layers.ZeroPadding2D, Layer):
    """Zeros around images."""

    rank = 2


@legacy
class ZeroPadding3D(keras.layers.ZeroPadding3D, Layer):
    """Zeros around volumes."""

    rank = 3


class _Cropping:
    """Mix-in: a layer that cuts off both ends of its axes, of which nothing may be left (Keras 3 refuses that)."""

    def _cuts(self: Any) -> Dict[int, Tuple[int, int]]:
        """How much to cut off the beginning and the end of each axis."""
        pairs = self.cropping if isinstance(self.cropping[0], (tuple, list)) else (self.cropping,)
        first = 2 if getattr(self, "data_format", None) == "channels_first" else 1
        return {first + place: tuple(pair) for place, pair in enumerate(pairs)}

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape without what is cut off; 0 where nothing is left."""
        sizes = list(input_shape)
        for axis, cut in self._cuts().items():
            sizes[axis] = None if sizes[axis] is None else max(0, sizes[axis] - sum(cut))
        return tuple(sizes)

    def call(self, inputs: Any) -> Any:
        """The inputs without what is cut off."""
        kept = [slice(None)] * len(inputs.shape)
        for axis, (before, after) in self._cuts().items():
            size = inputs.shape[axis]
            kept[axis] = slice(before, -after or None) if size is None else slice(before, max(before, size - after))
        return inputs[tuple(kept)]


@legacy
class Cropping1D(_Cropping, keras.layers.Cropping1D, Layer):
    """Cuts steps off both ends."""

    rank = 1


@legacy
class Cropping2D(_Cropping, keras.layers.Cropping2D, Layer):
    """Cuts rows and columns off images."""

    rank = 2


@legacy
class Cropping3D(_Cropping, keras.layers.Cropping3D, Layer):
    """Cuts slices off volumes."""

    rank = 3


Convolution1D, Convolution2D, Convolution3D = Conv1D, Conv2D, Conv3D
SeparableConvolution1D, SeparableConvolution2D = SeparableConv1D, SeparableConv2D
Convolution2DTranspose = Deconvolution2D = Deconv2D = Conv2DTranspose
Deconvolution3D = Deconv3D = Conv3DTranspose
