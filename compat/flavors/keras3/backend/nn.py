"""Activations and normalizations of ``K`` (Keras 2.2.4): same shape out as in, unless it says otherwise."""
from typing import Any, List, Optional, Sequence, Tuple

from keras import ops

from compat.era import current
from compat.flavors.keras3 import context
from compat.flavors.keras3.backend.tensors import (
    Axis,
    RankError,
    Tensor,
    as_tensor,
    axes_of,
    cast,
    number,
    operand,
    positive_axis,
    rank,
    static_shape,
)
from compat.flavors.keras3.overrides import with_gradient
from compat.flavors.shared.dim_ordering import normalize_data_format


def relu(x: Tensor, alpha: Any = 0.0, max_value: Any = None, threshold: float = 0.0) -> Tensor:
    """``x`` above ``threshold`` (at most ``max_value``), ``alpha * (x - threshold)`` below it.

    Example:
        >>> [float(each) for each in relu(ops.convert_to_tensor([-2.0, 1.0, 9.0]), alpha=0.5, max_value=6.0)]
        [-1.0, 1.0, 6.0]
    """
    x = number(x, "K.relu")
    passed = with_gradient("Relu", ops.relu, x) if threshold == 0 else ops.where(x > threshold, x, ops.zeros_like(x))
    if max_value is not None:
        passed = ops.minimum(ops.relu(passed), ops.cast(max_value, x.dtype))
    if isinstance(alpha, (int, float)) and alpha == 0:
        return passed
    return passed - ops.relu(threshold - x) * ops.cast(alpha, x.dtype)


def elu(x: Tensor, alpha: float = 1.0) -> Tensor:
    """``x`` above 0, ``alpha * (exp(x) - 1)`` below."""
    return ops.elu(number(x, "K.elu"), alpha=alpha)


def softmax(x: Tensor, axis: int = -1) -> Tensor:
    """Positive numbers that sum to 1 along ``axis``."""
    return ops.softmax(number(x, "K.softmax"), axis=axis)


def softplus(x: Tensor) -> Tensor:
    """``log(exp(x) + 1)``."""
    return ops.softplus(number(x, "K.softplus"))


def softsign(x: Tensor) -> Tensor:
    """``x / (abs(x) + 1)``."""
    return ops.softsign(number(x, "K.softsign"))


def sigmoid(x: Tensor) -> Tensor:
    """``1 / (1 + exp(-x))``."""
    return ops.sigmoid(number(x, "K.sigmoid"))


def hard_sigmoid(x: Tensor) -> Tensor:
    """``0.2 x + 0.5`` held between 0 and 1; ``relu6(x + 3) / 6`` in the era of Keras 3.

    Example:
        >>> float(hard_sigmoid(1.0))  # doctest: +ELLIPSIS
        0.69999...
    """
    x = number(x, "K.hard_sigmoid")
    if current(context.current_layer()).behaviour("hard_sigmoid") != "linear":
        return ops.hard_sigmoid(x)
    return ops.clip(x * 0.2 + 0.5, 0.0, 1.0)


def tanh(x: Tensor) -> Tensor:
    """The hyperbolic tangent."""
    return ops.tanh(number(x, "K.tanh"))


def l2_normalize(x: Tensor, axis: Axis = None) -> Tensor:
    """``x`` divided by its Euclidean norm along ``axis`` (None: all axes); a norm below 1e-6 counts as 1e-6."""
    x = number(x, "K.l2_normalize")
    squared = ops.sum(ops.square(x), axis=axes_of(axis), keepdims=True)
    return x * ops.rsqrt(ops.maximum(squared, ops.cast(1e-12, x.dtype)))


def in_top_k(predictions: Tensor, targets: Tensor, k: int) -> Tensor:
    """Whether the target class is among the ``k`` most probable: (batch, classes), (batch,) → (batch,) booleans.

    A class that ties with the k-th counts as within; a row with a prediction that is not finite never does.
    """
    predictions, targets = as_tensor(predictions), cast(targets, "int32")
    of_target = ops.take_along_axis(predictions, ops.expand_dims(targets, 1), axis=1)
    higher = ops.sum(cast(predictions > of_target, "int32"), axis=1)
    return ops.logical_and(higher < k, ops.all(ops.isfinite(predictions), axis=1))


def bias_add(x: Tensor, bias: Tensor, data_format: Optional[str] = None) -> Tensor:
    """``x`` plus a bias per channel, (channels,), or per position and channel, (…, channels).

    Raises:
        RankError: the bias has neither one axis nor one fewer than ``x``.
    """
    x, bias = as_tensor(x), operand(bias, x)
    data_format = normalize_data_format(data_format)
    if rank(bias) not in (1, rank(x) - 1):
        raise RankError("K.bias_add: a bias of {} axes for a tensor of {}; it must have 1 or {}".format(
            rank(bias), rank(x), rank(x) - 1))
    return x + ops.reshape(bias, _bias_shape(static_shape(bias) or (), rank(x), data_format))


def _bias_shape(sizes: Tuple[Any, ...], ndim: int, data_format: str) -> Tuple[Any, ...]:
    if data_format == "channels_last" or ndim < 3:
        return sizes if len(sizes) == 1 else (1,) + sizes
    if len(sizes) == 1:
        return (1, sizes[0]) + (1,) * (ndim - 2)
    return (1, sizes[-1]) + sizes[:-1]


def batch_normalization(x: Tensor, mean: Tensor, var: Tensor, beta: Optional[Tensor], gamma: Optional[Tensor],
                        axis: int = -1, epsilon: float = 1e-3) -> Tensor:
    """``gamma * (x - mean) / sqrt(var + epsilon) + beta``.

    Args:
        mean, var, beta, gamma: of shape (channels,), or one that broadcasts against ``x``; None for beta 0, gamma 1.
        axis: the axis of ``x`` that holds the channels.
    """
    x = as_tensor(x)
    axis = positive_axis(axis, rank(x))
    mean, var = _per_channel(mean, x, axis), _per_channel(var, x, axis)
    scale = ops.rsqrt(var + epsilon)
    if gamma is not None:
        scale = scale * _per_channel(gamma, x, axis)
    shift = -mean * scale
    return x * scale + (shift if beta is None else shift + _per_channel(beta, x, axis))


def _per_channel(parameter: Tensor, x: Tensor, axis: int) -> Tensor:
    parameter = as_tensor(parameter)
    if rank(parameter) != 1 or axis == rank(x) - 1:
        return parameter
    return ops.reshape(parameter, (1,) * axis + (-1,) + (1,) * (rank(x) - axis - 1))


def normalize_batch_in_training(x: Tensor, gamma: Optional[Tensor], beta: Optional[Tensor],
                                reduction_axes: Sequence[int], epsilon: float = 1e-3) -> Tuple[Tensor, Tensor, Tensor]:
    """``x`` normalized by its own mean and variance over ``reduction_axes``.

    Returns:
        (normalized, mean, variance): the last two with the axes that remain, the variance without Bessel's correction;
        that of images over ``[0, 1, 2]`` with it, as TensorFlow's fused operation gave it.
    """
    x = as_tensor(x)
    axes = [positive_axis(axis, rank(x)) for axis in reduction_axes]
    kept = ops.mean(x, axis=tuple(axes), keepdims=True)
    spread = ops.mean(ops.square(x - kept), axis=tuple(axes), keepdims=True)
    normed = (x - kept) * ops.rsqrt(spread + epsilon)
    if gamma is not None:
        normed = normed * _between(gamma, x, axes)
    if beta is not None:
        normed = normed + _between(beta, x, axes)
    variance = ops.squeeze(spread, tuple(axes))
    if rank(x) == 4 and axes == [0, 1, 2]:
        count = ops.cast(ops.prod(ops.shape(x)[:3]), variance.dtype)
        variance = variance * count / ops.maximum(count - 1, 1)
    return normed, ops.squeeze(kept, tuple(axes)), variance


def _between(parameter: Tensor, x: Tensor, reduced: List[int]) -> Tensor:
    """The parameter with axes of size 1 where ``x`` was reduced."""
    parameter = as_tensor(parameter)
    if rank(parameter) == rank(x):
        return parameter
    sizes = [1 if axis in reduced else size for axis, size in enumerate(static_shape(x) or ())]
    return ops.reshape(parameter, tuple(-1 if size is None else size for size in sizes))
