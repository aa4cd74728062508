"""Convolution and pooling of ``tf.nn`` of TensorFlow 2, over ``keras.ops``. Arguments have TensorFlow's names."""
from typing import Any, Callable, List, Optional

from keras import ops

import compat.flavors.keras3.tf.version1 as tf
from compat.errors import UnsupportedError
from compat.flavors.keras3.operations.average_pool import average_pool


def pool(operation: str) -> Callable[..., Any]:
    """Pooling of images by a function of ``tf.nn`` of TensorFlow 1."""
    def pooled(input: Any, ksize: Any, strides: Any = None, padding: Any = "VALID", data_format: str = "NHWC") -> Any:
        return getattr(tf.nn, operation)(input, _four(ksize, data_format), _four(strides or ksize, data_format),
                                         str(padding).upper(), data_format)

    return pooled


def pool1d(operation: str) -> Callable[..., Any]:
    """Pooling of sequences: ``"max"`` or ``"average"``."""
    def pooled(input: Any, ksize: Any, strides: Any, padding: str, data_format: str = "NWC") -> Any:
        arguments = _one(ksize), _one(strides), padding.lower(), _order(data_format)
        return ops.max_pool(input, *arguments) if operation == "max" else average_pool(input, *arguments)

    return pooled


def _four(numbers: Any, data_format: str) -> List[int]:
    """A number, a pair, or one number for each axis, as the last."""
    listed = list(numbers) if isinstance(numbers, (list, tuple)) else [numbers]
    listed = listed * 2 if len(listed) == 1 else listed
    if len(listed) == 2:
        return [1] + listed + [1] if data_format == "NHWC" else [1, 1] + listed
    return listed


def conv2d(input: Any, filters: Any = None, strides: Any = 1, padding: Any = "VALID", data_format: str = "NHWC",
           dilations: Any = 1, filter: Any = None, use_cudnn_on_gpu: Any = None) -> Any:
    """Convolution of images."""
    kernel = ops.convert_to_tensor(filter if filters is None else filters, dtype=input.dtype)
    return ops.conv(input, kernel, strides=_two(strides, data_format), padding=_padding(padding),
                    data_format=_order(data_format), dilation_rate=_two(dilations or 1, data_format))


def conv1d(input: Any, filters: Any = None, stride: Any = 1, padding: Any = "VALID", data_format: str = "NWC",
           dilations: Any = 1) -> Any:
    """Convolution of sequences."""
    return ops.conv(input, ops.convert_to_tensor(filters, dtype=input.dtype), strides=_one(stride),
                    padding=_padding(padding), data_format=_order(data_format), dilation_rate=_one(dilations or 1))


def depthwise_conv2d(input: Any, filter: Any, strides: Any, padding: Any, data_format: str = "NHWC",
                     dilations: Any = 1) -> Any:
    """Convolution of each channel by itself."""
    return ops.depthwise_conv(input, ops.convert_to_tensor(filter, dtype=input.dtype),
                              strides=_two(strides, data_format), padding=_padding(padding),
                              data_format=_order(data_format), dilation_rate=_two(dilations or 1, data_format))


def _two(numbers: Any, data_format: str) -> Any:
    four = _four(numbers, data_format or "NHWC")
    return tuple(four[1:3] if (data_format or "NHWC") == "NHWC" else four[2:4])


def _one(numbers: Any) -> int:
    return int(max(numbers)) if isinstance(numbers, (list, tuple)) else int(numbers)


def _padding(padding: Any) -> str:
    if not isinstance(padding, str):
        raise UnsupportedError("a convolution with explicit paddings is not served on Keras 3")
    return padding.lower()


def _order(data_format: Optional[str]) -> str:
    return "channels_first" if data_format in ("NCHW", "NCW") else "channels_last"
