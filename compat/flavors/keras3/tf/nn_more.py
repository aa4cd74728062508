"""Functions of ``tf.nn`` that TensorFlow 1 lacked or that are rare, over ``keras.ops``."""
from typing import Any, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np
from keras import ops

import compat.flavors.keras3.tf.nn as nn
from compat.errors import UnsupportedError
from compat.flavors.keras3.backend import conv
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype, number, rank, static_shape
from compat.flavors.keras3.operations.average_pool import average_pool
from compat.flavors.keras3.tf.convolution import _spatial, keras_data_format
from compat.flavors.keras3.tf.traced import values_of


class WithArgmax(NamedTuple):
    """The largest value of each window, and its place in the flattened image."""

    output: Any
    argmax: Any


def gelu(features: Any, approximate: bool = False) -> Tensor:
    """``x`` times the share of the normal distribution below it."""
    return ops.gelu(number(features, "tf.nn.gelu"), approximate=bool(approximate))


def silu(features: Any, beta: Any = 1.0) -> Tensor:
    """``x * sigmoid(beta * x)``."""
    x = number(features, "tf.nn.silu")
    return x * ops.sigmoid(ops.cast(beta, x.dtype) * x)


def crelu(features: Any, axis: int = -1) -> Tensor:
    """``relu(x)`` and ``relu(-x)`` side by side."""
    x = number(features, "tf.nn.crelu")
    return ops.concatenate([ops.relu(x), ops.relu(-x)], axis=axis)


def relu_layer(x: Any, weights: Any, biases: Any) -> Tensor:
    """``relu(x · weights + biases)``."""
    return ops.relu(nn.xw_plus_b(x, weights, biases))


def log_poisson_loss(targets: Any, log_input: Any, compute_full_loss: bool = False) -> Tensor:
    """``exp(x) - x * targets``, and Stirling's approximation of ``log(targets!)`` where all of the loss is asked for."""
    targets, x = as_tensor(targets), as_tensor(log_input)
    loss = ops.exp(x) - x * targets
    if not compute_full_loss:
        return loss
    large = targets > 1
    safe = ops.where(large, targets, ops.ones_like(targets) * 2)
    stirling = safe * ops.log(safe) - safe + 0.5 * ops.log(2.0 * np.pi * safe)
    return loss + ops.where(large, stirling, ops.zeros_like(targets))


def weighted_moments(x: Any, axes: Sequence[int], frequency_weights: Any, keep_dims: Any = None,
                     keepdims: Any = None) -> Tuple[Tensor, Tensor]:
    """The weighted mean and variance over these axes."""
    x, axes = as_tensor(x), tuple(axes)
    weights = ops.broadcast_to(cast(frequency_weights, dtype(x)), ops.shape(x))
    total = ops.sum(weights, axis=axes, keepdims=True)
    mean = ops.sum(weights * x, axis=axes, keepdims=True) / total
    variance = ops.sum(weights * ops.square(x - mean), axis=axes, keepdims=True) / total
    return (mean, variance) if keep_dims or keepdims else (ops.squeeze(mean, axes), ops.squeeze(variance, axes))


def fused_batch_norm(x: Any, scale: Any, offset: Any, mean: Any = None, variance: Any = None, epsilon: float = 0.001,
                     data_format: str = "NHWC", is_training: bool = True) -> Tuple[Tensor, Tensor, Tensor]:
    """Batch normalization of images; in training with their own mean and variance, which are also returned."""
    x = as_tensor(x)
    axis = 1 if keras_data_format(data_format) == "channels_first" else rank(x) - 1
    axes = [each for each in range(rank(x)) if each != axis]
    if is_training:
        mean, variance = ops.mean(x, axis=axes), ops.var(x, axis=axes)
    shape = [-1 if each == axis else 1 for each in range(rank(x))]
    given = [ops.reshape(as_tensor(each), shape) for each in (mean, variance, offset, scale)]
    out = nn.batch_normalization(x, given[0], given[1], given[2], given[3], epsilon)
    if not is_training:
        return out, as_tensor(mean), as_tensor(variance)
    count = ops.cast(ops.size(x), x.dtype) / x.shape[axis]
    return out, mean, variance * count / ops.maximum(count - 1, 1.0)


def pool(input: Any, window_shape: Any, pooling_type: str, strides: Any = None, padding: str = "VALID",
         data_format: Optional[str] = None) -> Tensor:
    """The maximum ("MAX") or mean ("AVG") of each window, in one, two or three dimensions."""
    x = as_tensor(input)
    n = rank(x) - 2
    sizes, steps = _spatial(window_shape, data_format, n), _spatial(1 if strides is None else strides, data_format, n)
    kind = {"MAX": ops.max_pool, "AVG": average_pool}[pooling_type.upper()]
    return kind(x, sizes, strides=steps, padding=padding.lower(), data_format=keras_data_format(data_format))


def max_pool1d(input: Any, ksize: Any, strides: Any, padding: str, data_format: str = "NWC") -> Tensor:
    """The maximum of each window: (batch, width, channels)."""
    return pool(input, _spatial(ksize, data_format, 1), "MAX", _spatial(strides, data_format, 1), padding, data_format)


def avg_pool1d(input: Any, ksize: Any, strides: Any, padding: str, data_format: str = "NWC") -> Tensor:
    """The mean of each window: (batch, width, channels)."""
    return pool(input, _spatial(ksize, data_format, 1), "AVG", _spatial(strides, data_format, 1), padding, data_format)


def max_pool3d(input: Any, ksize: Any, strides: Any, padding: str, data_format: str = "NDHWC") -> Tensor:
    """The maximum of each window: (batch, s1, s2, s3, channels)."""
    return pool(input, _spatial(ksize, data_format, 3), "MAX", _spatial(strides, data_format, 3), padding, data_format)


def avg_pool3d(input: Any, ksize: Any, strides: Any, padding: str, data_format: str = "NDHWC") -> Tensor:
    """The mean of each window: (batch, s1, s2, s3, channels)."""
    return pool(input, _spatial(ksize, data_format, 3), "AVG", _spatial(strides, data_format, 3), padding, data_format)


def convolution(input: Any, filters: Any, strides: Any = None, padding: str = "VALID", data_format: Optional[str] = None,
                dilations: Any = None, filter: Any = None, dilation_rate: Any = None) -> Tensor:
    """A convolution in as many dimensions as the tensor has beside batch and channels."""
    x, kernel = as_tensor(input), as_tensor(filters if filter is None else filter)
    n = rank(x) - 2
    rate = dilations if dilation_rate is None else dilation_rate
    return ops.conv(x, kernel, strides=_spatial(1 if strides is None else strides, data_format, n), padding=padding.lower(),
                    data_format=keras_data_format(data_format),
                    dilation_rate=_spatial(1 if rate is None else rate, data_format, n))


def conv1d_transpose(input: Any, filters: Any, output_shape: Any, strides: Any, padding: str = "SAME",
                     data_format: str = "NWC") -> Tensor:
    """(batch, width, in), (k, out, in) → ``output_shape``: the gradient of a convolution."""
    if keras_data_format(data_format) != "channels_last":
        raise UnsupportedError("tf.nn.conv1d_transpose is served for the data format NWC")
    sizes = list(output_shape)
    wide = conv.conv2d_transpose(as_tensor(input)[:, None], as_tensor(filters)[None], [sizes[0], 1, *sizes[1:]],
                                 (1, _spatial(strides, data_format, 1)[0]), padding.lower(), "channels_last")
    return wide[:, 0]


def max_pool_with_argmax(input: Any, ksize: Any, strides: Any, padding: str, data_format: str = "NHWC",
                         output_dtype: Any = "int64", Targmax: Any = None, include_batch_in_index: bool = False) -> WithArgmax:
    """The largest value of each window of images (batch, h, w, c), and its place ``(row * w + column) * c + channel``."""
    x = as_tensor(input)
    (rows, columns), (down, right) = _spatial(ksize, data_format, 2), _spatial(strides, data_format, 2)
    height, width, channels = (int(size or 0) for size in (static_shape(x) or ())[1:])
    top, bottom = _edges(height, rows, down, padding)
    left, wide = _edges(width, columns, right, padding)
    lowest = float(np.finfo(dtype(x)).min)
    padded = ops.pad(x, [(0, 0), (top, bottom), (left, wide), (0, 0)], constant_values=lowest)
    tall, broad = (height + top + bottom - rows) // down + 1, (width + left + wide - columns) // right + 1
    values, places = [], []
    for row in range(rows):
        for column in range(columns):
            values.append(padded[:, row:row + down * (tall - 1) + 1:down, column:column + right * (broad - 1) + 1:right])
            at = ((np.arange(tall) * down + row - top)[:, None] * width + np.arange(broad) * right + column - left)
            places.append(at[..., None] * channels + np.arange(channels))
    stacked, where = ops.stack(values, axis=-1), np.stack(places, axis=-1)
    best = ops.argmax(stacked, axis=-1)
    found = ops.take_along_axis(ops.broadcast_to(ops.convert_to_tensor(where.astype("int32")), ops.shape(stacked)),
                                ops.cast(best, "int32")[..., None], axis=-1)[..., 0]
    if include_batch_in_index:
        found = found + ops.reshape(ops.arange(ops.shape(x)[0], dtype="int32") * height * width * channels, (-1, 1, 1, 1))
    return WithArgmax(ops.max(stacked, axis=-1), cast(found, Targmax or output_dtype or "int64"))


def _edges(size: int, window: int, step: int, padding: str) -> Tuple[int, int]:
    if padding.upper() == "VALID":
        return 0, 0
    missing = max((-(-size // step) - 1) * step + window - size, 0)
    return missing // 2, missing - missing // 2


def embedding_lookup(params: Any, ids: Any, partition_strategy: str = "div", validate_indices: bool = True,
                     max_norm: Any = None) -> Tensor:
    """Rows of ``params`` (n, …), or of several tables that share the rows, at integer ``ids`` (…)."""
    tables: List[Any] = list(params) if isinstance(params, (list, tuple)) else [params]
    table = _joined([as_tensor(each) for each in tables], partition_strategy)
    found = ops.take(table, as_tensor(ids), axis=0)
    if max_norm is None:
        return found
    axes = tuple(range(rank(found) - rank(table) + 1, rank(found)))
    size = ops.sqrt(ops.sum(ops.square(found), axis=axes, keepdims=True))
    return found * ops.cast(max_norm, found.dtype) / ops.maximum(size, ops.cast(max_norm, found.dtype))


def _joined(tables: List[Any], strategy: str) -> Tensor:
    """One table: with ``"mod"`` row i is in table i modulo their number, with ``"div"`` they follow each other."""
    joined = ops.concatenate(tables, axis=0) if len(tables) > 1 else tables[0]
    if strategy == "div" or len(tables) == 1:
        return joined
    lengths = [int(each.shape[0]) for each in tables]
    starts = np.cumsum([0, *lengths[:-1]])
    order = [starts[i % len(tables)] + i // len(tables) for i in range(sum(lengths))]
    return ops.take(joined, np.array(order, "int32"), axis=0)


def in_top_k(targets: Any, predictions: Any, k: Any) -> Tensor:
    """Whether the target class is among the ``k`` largest predictions, (batch,)."""
    return nn.in_top_k(predictions, targets, int(values_of(k, "nn.in_top_k")))


def compute_average_loss(per_example_loss: Any, sample_weight: Any = None, global_batch_size: Any = None) -> Tensor:
    """The sum of the weighted losses divided by the size of the batch."""
    loss = as_tensor(per_example_loss)
    if sample_weight is not None:
        loss = loss * cast(sample_weight, dtype(loss))
    return ops.sum(loss) / ops.cast(ops.size(loss) if global_batch_size is None else global_batch_size, loss.dtype)


def scale_regularization_loss(regularization_loss: Any) -> Tensor:
    """The sum of the losses: there is one device."""
    return ops.sum(as_tensor(regularization_loss))
