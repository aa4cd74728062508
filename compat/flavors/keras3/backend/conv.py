"""Convolutions and pooling of ``K`` (Keras 2.2.4).

Inputs are (batch, …space, channels), or (batch, channels, …space) for ``data_format="channels_first"``; kernels are
(…space, input channels, output channels) in either case.
"""
from typing import Any, Optional, Sequence, Tuple

import numpy as np
from keras import ops

import compat.flavors.keras3.backend.dims as dims
from compat.errors import CompatError
from compat.flavors.keras3.backend.layout import from_channels_last, per_axis, to_channels_last
from compat.flavors.keras3.backend.shapes import reverse
from compat.flavors.keras3.backend.symbolic import where_sizes_are_known
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, rank, static_shape
from compat.flavors.keras3.operations.average_pool import average_pool
from compat.flavors.shared.dim_ordering import normalize_data_format


class PaddingError(CompatError, ValueError):
    """A padding or pooling mode that Keras does not know."""


def conv1d(x: Tensor, kernel: Tensor, strides: Any = 1, padding: str = "valid", data_format: Optional[str] = None,
           dilation_rate: Any = 1) -> Tensor:
    """(batch, steps, in), (width, in, out) → (batch, new steps, out); padding may be "causal"."""
    return _conv(x, kernel, 1, strides, padding, data_format, dilation_rate)


def conv2d(x: Tensor, kernel: Tensor, strides: Any = (1, 1), padding: str = "valid",
           data_format: Optional[str] = None, dilation_rate: Any = (1, 1)) -> Tensor:
    """(batch, rows, columns, in), (height, width, in, out) → (batch, new rows, new columns, out)."""
    return _conv(x, kernel, 2, strides, padding, data_format, dilation_rate)


def conv3d(x: Tensor, kernel: Tensor, strides: Any = (1, 1, 1), padding: str = "valid",
           data_format: Optional[str] = None, dilation_rate: Any = (1, 1, 1)) -> Tensor:
    """(batch, s1, s2, s3, in), (k1, k2, k3, in, out) → (batch, new s1, new s2, new s3, out)."""
    return _conv(x, kernel, 3, strides, padding, data_format, dilation_rate)


def _conv(x: Tensor, kernel: Tensor, n: int, strides: Any, padding: str, data_format: Optional[str],
          dilation_rate: Any) -> Tensor:
    data_format = normalize_data_format(data_format)
    x, padding = _padded(to_channels_last(as_tensor(x), data_format), kernel, padding, dilation_rate)
    result = ops.conv(x, as_tensor(kernel), strides=per_axis(strides, n), padding=padding,
                      data_format="channels_last", dilation_rate=per_axis(dilation_rate, n))
    return from_channels_last(result, data_format)


def _padded(x: Tensor, kernel: Tensor, padding: str, dilation_rate: Any) -> Tuple[Tensor, str]:
    """``x`` and a padding that a backend knows: a causal one becomes zeros in front and "valid"."""
    if padding == "causal":
        width = (static_shape(kernel) or (1,))[0] or 1
        before = per_axis(dilation_rate, 1)[0] * (width - 1)
        return ops.pad(x, ((0, 0), (before, 0), (0, 0))), "valid"
    return x, _known_padding(padding)


def _known_padding(padding: str) -> str:
    if padding not in ("same", "valid"):
        raise PaddingError("unknown padding {!r}; choose same or valid (or causal, for conv1d)".format(padding))
    return padding


def separable_conv1d(x: Tensor, depthwise_kernel: Tensor, pointwise_kernel: Tensor, strides: Any = 1,
                     padding: str = "valid", data_format: Optional[str] = None, dilation_rate: Any = 1) -> Tensor:
    """(batch, steps, in), (width, in, m), (1, in m, out) → (batch, new steps, out)."""
    x = _depthwise(x, depthwise_kernel, 1, strides, padding, data_format, dilation_rate)
    return conv1d(x, pointwise_kernel, data_format=data_format)


def separable_conv2d(x: Tensor, depthwise_kernel: Tensor, pointwise_kernel: Tensor, strides: Any = (1, 1),
                     padding: str = "valid", data_format: Optional[str] = None,
                     dilation_rate: Any = (1, 1)) -> Tensor:
    """(batch, rows, columns, in), (height, width, in, m), (1, 1, in m, out) → (batch, new rows, new columns, out)."""
    x = _depthwise(x, depthwise_kernel, 2, strides, padding, data_format, dilation_rate)
    return conv2d(x, pointwise_kernel, data_format=data_format)


def depthwise_conv2d(x: Tensor, depthwise_kernel: Tensor, strides: Any = (1, 1), padding: str = "valid",
                     data_format: Optional[str] = None, dilation_rate: Any = (1, 1)) -> Tensor:
    """(batch, rows, columns, in), (height, width, in, m) → (batch, new rows, new columns, in m)."""
    return _depthwise(x, depthwise_kernel, 2, strides, padding, data_format, dilation_rate)


def _depthwise(x: Tensor, kernel: Tensor, n: int, strides: Any, padding: str, data_format: Optional[str],
               dilation_rate: Any) -> Tensor:
    data_format = normalize_data_format(data_format)
    x, padding = _padded(to_channels_last(as_tensor(x), data_format), kernel, padding, dilation_rate)
    result = ops.depthwise_conv(x, as_tensor(kernel), strides=per_axis(strides, n), padding=padding,
                                data_format="channels_last", dilation_rate=per_axis(dilation_rate, n))
    return from_channels_last(result, data_format)


def conv2d_transpose(x: Tensor, kernel: Tensor, output_shape: Any, strides: Any = (1, 1), padding: str = "valid",
                     data_format: Optional[str] = None, dilation_rate: Any = (1, 1)) -> Tensor:
    """(batch, rows, columns, in), (height, width, out, in) → ``output_shape``: the gradient of a convolution."""
    return _conv_transpose(x, kernel, output_shape, 2, strides, padding, data_format, dilation_rate)


def conv3d_transpose(x: Tensor, kernel: Tensor, output_shape: Any, strides: Any = (1, 1, 1),
                     padding: str = "valid", data_format: Optional[str] = None) -> Tensor:
    """(batch, s1, s2, s3, in), (k1, k2, k3, out, in) → ``output_shape``: the gradient of a convolution."""
    return _conv_transpose(x, kernel, output_shape, 3, strides, padding, data_format, 1)


def _conv_transpose(x: Tensor, kernel: Tensor, output_shape: Any, n: int, strides: Any, padding: str,
                    data_format: Optional[str], dilation_rate: Any) -> Tensor:
    """A convolution of the dilated input with the flipped kernel.

    ``keras.ops.conv_transpose`` takes no output shape, and its alignment differs between backends.
    """
    return _transposed(as_tensor(x), as_tensor(kernel), dims.deferred(output_shape), n, strides, padding,
                       normalize_data_format(data_format), dilation_rate)


def _stated_shape(x: Any, kernel: Any, output_shape: Any, *args: Any) -> Any:
    return [size if isinstance(size, int) else None for size in output_shape]


@where_sizes_are_known(_stated_shape)
def _transposed(x: Tensor, kernel: Tensor, output_shape: Any, n: int, strides: Any, padding: str, data_format: str,
                dilation_rate: Any) -> Tensor:
    x = to_channels_last(x, data_format)
    strides, rates = per_axis(strides, n), per_axis(dilation_rate, n)
    sizes = [dims.known(size) for size in dims.resolved(output_shape)]
    space = sizes[2:] if data_format == "channels_first" else sizes[1:-1]
    pads = [
        _transposed_padding(size, target, (int(width) - 1) * rate + 1, stride, _known_padding(padding))
        for size, target, width, stride, rate in zip(x.shape[1:-1], space, kernel.shape, strides, rates)]
    x = _padded_or_cropped(_spread(x, strides), pads)
    turned = reverse(ops.swapaxes(kernel, -1, -2), list(range(n)))
    result = ops.conv(x, turned, padding="valid", data_format="channels_last", dilation_rate=rates)
    return from_channels_last(result, data_format)


def _transposed_padding(size: int, target: int, width: int, stride: int, padding: str) -> Tuple[int, int]:
    """Zeros before and after a spread-out axis of ``size * stride``, so that ``target`` positions come out."""
    total = max((size - 1) * stride + width - target, 0) if padding == "same" else 0
    before = width - 1 - total // 2
    return before, target + width - 1 - size * stride - before


def _spread(x: Tensor, strides: Sequence[int]) -> Tensor:
    """Inserts zeros after each element of the spatial axes: a, b with stride 3 → a, 0, 0, b, 0, 0."""
    for axis, stride in enumerate(strides, start=1):
        sizes = [-1] + [int(size) for size in x.shape[1:]]
        sizes[axis] *= stride
        pads = [(0, 0)] * (axis + 1) + [(0, stride - 1)] + [(0, 0)] * (rank(x) - axis - 1)
        x = ops.reshape(ops.pad(ops.expand_dims(x, axis + 1), pads), sizes)
    return x


def _padded_or_cropped(x: Tensor, pads: Sequence[Tuple[int, int]]) -> Tensor:
    """Zeros around the spatial axes; a negative number cuts off as many."""
    x = ops.pad(x, [(0, 0)] + [(max(before, 0), max(after, 0)) for before, after in pads] + [(0, 0)])
    kept = [slice(max(-before, 0), min(after, 0) or None) for before, after in pads]
    return x[(slice(None),) + tuple(kept)]


def pool2d(x: Tensor, pool_size: Any, strides: Any = (1, 1), padding: str = "valid",
           data_format: Optional[str] = None, pool_mode: str = "max") -> Tensor:
    """The maximum or mean of each window: (batch, rows, columns, channels) → (batch, new rows, new columns, channels).

    A mean ignores the padding. ``pool_mode`` is "max" or "avg".
    """
    return _pool(x, pool_size, 2, strides, padding, data_format, pool_mode)


def pool3d(x: Tensor, pool_size: Any, strides: Any = (1, 1, 1), padding: str = "valid",
           data_format: Optional[str] = None, pool_mode: str = "max") -> Tensor:
    """As :func:`pool2d` over three spatial axes."""
    return _pool(x, pool_size, 3, strides, padding, data_format, pool_mode)


def _pool(x: Tensor, pool_size: Any, n: int, strides: Any, padding: str, data_format: Optional[str],
          pool_mode: str) -> Tensor:
    data_format = normalize_data_format(data_format)
    if pool_mode not in ("max", "avg"):
        raise PaddingError("unknown pool_mode {!r}; choose max or avg".format(pool_mode))
    pool = ops.max_pool if pool_mode == "max" else average_pool
    result = pool(to_channels_last(as_tensor(x), data_format), per_axis(pool_size, n), strides=per_axis(strides, n),
                  padding=_known_padding(padding), data_format="channels_last")
    return from_channels_last(result, data_format)


def local_conv1d(inputs: Tensor, kernel: Tensor, kernel_size: Any, strides: Any,
                 data_format: Optional[str] = None) -> Tensor:
    """A locally connected convolution: another kernel at each position.

    (batch, steps, in), (places, width × in, out) → (batch, places, out).
    """
    inputs, kernel = as_tensor(inputs), as_tensor(kernel)
    places, length, _ = static_shape(kernel) or (0, 0, 0)
    windows = _windows(places or 0, per_axis(kernel_size, 1)[0], per_axis(strides, 1)[0])
    patches = ops.reshape(ops.take(inputs, windows, axis=1), (-1, places, length))
    return ops.einsum("bpi,pio->bpo", patches, kernel)


def local_conv2d(inputs: Tensor, kernel: Tensor, kernel_size: Tuple[int, int], strides: Tuple[int, int],
                 output_shape: Tuple[int, int], data_format: Optional[str] = None) -> Tensor:
    """As :func:`local_conv1d` in two dimensions.

    Args:
        kernel: (rows × columns of the output, values in a window, out); a window is flattened in the data format's
            own order.
        output_shape: rows and columns of the output.

    Returns:
        (batch, rows, columns, out), or (batch, out, rows, columns) for channels_first.
    """
    data_format = normalize_data_format(data_format)
    x, kernel = to_channels_last(as_tensor(inputs), data_format), as_tensor(kernel)
    rows, columns = (_windows(*sizes) for sizes in zip(output_shape, kernel_size, strides))
    patches = ops.take(ops.take(x, rows, axis=1), columns, axis=3)  # (batch, rows, height, columns, width, in)
    order = (0, 1, 3, 5, 2, 4) if data_format == "channels_first" else (0, 1, 3, 2, 4, 5)
    _, length, filters = static_shape(kernel) or (0, 0, 0)
    patches = ops.reshape(ops.transpose(patches, order), (-1, output_shape[0] * output_shape[1], length))
    result = ops.reshape(ops.einsum("bpi,pio->bpo", patches, kernel), (-1,) + tuple(output_shape) + (filters,))
    return from_channels_last(result, data_format)


def _windows(places: int, width: int, stride: int) -> np.ndarray:
    """Indices (positions, width) of the elements of each window."""
    return (np.arange(places)[:, None] * stride + np.arange(width)).astype("int32")
