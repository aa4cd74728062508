"""Convolutions and pooling of ``tf.nn`` over ``keras.ops``: strides and window sizes with four (or five) numbers.

Data formats are TensorFlow's ("NHWC" by default, "NCHW" …); ``name`` arguments are accepted and not used.
"""
from typing import Any, Optional, Tuple

from compat.flavors.keras3.backend import conv
from compat.flavors.keras3.backend.tensors import Tensor

Name = Optional[str]


def keras_data_format(data_format: Optional[str]) -> str:
    return "channels_first" if (data_format or "N..C").startswith("NC") else "channels_last"


def _spatial(numbers: Any, data_format: Optional[str], n: int) -> Tuple[int, ...]:
    """``[1, h, w, 1]`` (or ``[1, 1, h, w]`` for NCHW, or an int) → ``(h, w)``."""
    if isinstance(numbers, int):
        return (numbers,) * n
    given: Tuple[int, ...] = tuple(int(v) for v in numbers)
    if len(given) == n:
        return given
    if len(given) == 1:
        return given * n
    return given[2:] if keras_data_format(data_format) == "channels_first" else given[1:-1]


def conv1d(value: Tensor, filters: Tensor, stride: Any, padding: str, use_cudnn_on_gpu: Any = None,
           data_format: Optional[str] = None, name: Name = None) -> Tensor:
    """(batch, width, in), (k, in, out) → (batch, new width, out)."""
    return conv.conv1d(value, filters, _spatial(stride, data_format, 1), padding.lower(), keras_data_format(data_format))


def conv2d(input: Tensor, filter: Tensor = None, strides: Any = None, padding: str = "VALID",
           use_cudnn_on_gpu: bool = True, data_format: str = "NHWC", dilations: Any = (1, 1, 1, 1), name: Name = None,
           filters: Tensor = None) -> Tensor:
    """(batch, rows, columns, in), (h, w, in, out) → (batch, new rows, new columns, out)."""
    return conv.conv2d(input, filters if filter is None else filter, _spatial(strides, data_format, 2),
                       padding.lower(), keras_data_format(data_format), _spatial(dilations, data_format, 2))


def conv3d(input: Tensor, filter: Tensor = None, strides: Any = None, padding: str = "VALID",
           data_format: str = "NDHWC", dilations: Any = (1, 1, 1, 1, 1), name: Name = None,
           filters: Tensor = None) -> Tensor:
    """(batch, s1, s2, s3, in), (k1, k2, k3, in, out) → (batch, new s1, new s2, new s3, out)."""
    return conv.conv3d(input, filters if filter is None else filter, _spatial(strides, data_format, 3),
                       padding.lower(), keras_data_format(data_format), _spatial(dilations, data_format, 3))


def atrous_conv2d(value: Tensor, filters: Tensor, rate: int, padding: str, name: Name = None) -> Tensor:
    """A convolution whose kernel is spread out by ``rate``."""
    return conv.conv2d(value, filters, (1, 1), padding.lower(), "channels_last", (rate, rate))


def conv2d_transpose(value: Tensor, filter: Tensor = None, output_shape: Any = None, strides: Any = None,
                     padding: str = "SAME", data_format: str = "NHWC", name: Name = None) -> Tensor:
    """(batch, rows, columns, in), (h, w, out, in) → ``output_shape``: the gradient of a convolution."""
    return conv.conv2d_transpose(value, filter, output_shape, _spatial(strides, data_format, 2), padding.lower(),
                                 keras_data_format(data_format))


def depthwise_conv2d(input: Tensor, filter: Tensor, strides: Any, padding: str, rate: Any = None, name: Name = None,
                     data_format: Optional[str] = None) -> Tensor:
    """(batch, rows, columns, in), (h, w, in, m) → (batch, new rows, new columns, in m)."""
    return conv.depthwise_conv2d(input, filter, _spatial(strides, data_format, 2), padding.lower(),
                                 keras_data_format(data_format), _spatial(rate or 1, data_format, 2))


depthwise_conv2d_native = depthwise_conv2d


def separable_conv2d(input: Tensor, depthwise_filter: Tensor, pointwise_filter: Tensor, strides: Any, padding: str,
                     rate: Any = None, name: Name = None, data_format: Optional[str] = None) -> Tensor:
    """A depthwise convolution, then one of kernel size 1."""
    return conv.separable_conv2d(input, depthwise_filter, pointwise_filter, _spatial(strides, data_format, 2),
                                 padding.lower(), keras_data_format(data_format), _spatial(rate or 1, data_format, 2))


def max_pool(value: Tensor, ksize: Any, strides: Any, padding: str, data_format: str = "NHWC",
             name: Name = None) -> Tensor:
    """The maximum of each window: (batch, rows, columns, channels) → (batch, new rows, new columns, channels)."""
    return conv.pool2d(value, _spatial(ksize, data_format, 2), _spatial(strides, data_format, 2), padding.lower(),
                       keras_data_format(data_format), "max")


def avg_pool(value: Tensor, ksize: Any, strides: Any, padding: str, data_format: str = "NHWC",
             name: Name = None) -> Tensor:
    """The mean of each window, without the padding."""
    return conv.pool2d(value, _spatial(ksize, data_format, 2), _spatial(strides, data_format, 2), padding.lower(),
                       keras_data_format(data_format), "avg")
