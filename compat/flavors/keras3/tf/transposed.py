"""Gradients of convolutions as ``tf.nn`` names them: ``conv3d_transpose``, ``conv_transpose``, ``atrous_conv2d_transpose``."""
from typing import Any, Optional

import compat.flavors.keras3.tf.nn_more as nn_more
from compat.errors import UnsupportedError
from compat.flavors.keras3.backend import conv
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, rank
from compat.flavors.keras3.tf.convolution import _spatial, keras_data_format


def conv3d_transpose(input: Any, filters: Any, output_shape: Any, strides: Any, padding: str = "SAME",
                     data_format: str = "NDHWC", dilations: Any = None) -> Tensor:
    """(batch, s1, s2, s3, in), (k1, k2, k3, out, in) → ``output_shape``: the gradient of a convolution.

    Raises:
        UnsupportedError: ``dilations`` other than 1.
    """
    if set(_spatial(1 if dilations is None else dilations, data_format, 3)) != {1}:
        raise UnsupportedError("tf.nn.conv3d_transpose is served without dilations")
    return conv.conv3d_transpose(as_tensor(input), as_tensor(filters), output_shape, _spatial(strides, data_format, 3),
                                 padding.lower(), keras_data_format(data_format))


def conv_transpose(input: Any, filters: Any, output_shape: Any, strides: Any, padding: str = "SAME",
                   data_format: Optional[str] = None, dilations: Any = None) -> Tensor:
    """The gradient of a convolution in as many dimensions as the tensor has beside batch and channels, 1 to 3.

    Raises:
        UnsupportedError: ``dilations`` other than 1 of volumes or sequences, or another number of dimensions.
    """
    n = rank(as_tensor(input)) - 2
    rates = _spatial(1 if dilations is None else dilations, data_format, n)
    if n == 2:
        return conv.conv2d_transpose(as_tensor(input), as_tensor(filters), output_shape, _spatial(strides, data_format, 2),
                                     padding.lower(), keras_data_format(data_format), rates)
    if n == 3:
        return conv3d_transpose(input, filters, output_shape, strides, padding, data_format or "NDHWC", rates)
    if n != 1 or rates != (1,):
        raise UnsupportedError("tf.nn.conv_transpose is served in 1 to 3 dimensions, dilated in 2")
    return nn_more.conv1d_transpose(input, filters, output_shape, strides, padding, data_format or "NWC")


def atrous_conv2d_transpose(value: Any, filters: Any, output_shape: Any, rate: int, padding: str) -> Tensor:
    """The gradient of a convolution whose kernel is spread out by ``rate``: (batch, h, w, in), (h, w, out, in)."""
    return conv.conv2d_transpose(as_tensor(value), as_tensor(filters), output_shape, (1, 1), padding.lower(), "channels_last",
                                 (int(rate), int(rate)))
