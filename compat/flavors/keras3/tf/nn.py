"""``tf.nn`` of TensorFlow 1 over ``keras.ops``; convolutions and pooling are in convolution.py.

Data formats are TensorFlow's ("NHWC" by default, "NCHW" …); ``name`` arguments are accepted and not used.
"""
import sys
from typing import Any, List, NamedTuple, Optional, Sequence, Tuple

import keras
from keras import ops

import compat.flavors.keras3.tf.convolution as convolution
from compat.errors import CompatError
from compat.flavors.keras3.backend import dims, layout, losses, random, shapes
from compat.flavors.keras3.backend import nn as activations
from compat.flavors.keras3.backend.tensors import Axis, Tensor, as_tensor, axes_of, cast, number, rank
from compat.flavors.keras3.lazily import defined_in
from compat.flavors.keras3.logits import with_operation
from compat.flavors.keras3.tf.convolution import keras_data_format
from compat.flavors.keras3.tf.elementwise import sigmoid, tanh
from compat.flavors.keras3.tf.served import refuse

__getattr__ = refuse("tf.nn")
Name = Optional[str]


class CallError(CompatError, TypeError):
    """A call that TensorFlow 1 refused too, such as a loss without its labels."""


def relu(features: Tensor, name: Name = None) -> Tensor:
    """``max(x, 0)``."""
    return ops.relu(number(features, "tf.nn.relu"))


def relu6(features: Tensor, name: Name = None) -> Tensor:
    """``x`` held between 0 and 6."""
    return ops.relu6(number(features, "tf.nn.relu6"))


def leaky_relu(features: Tensor, alpha: float = 0.2, name: Name = None) -> Tensor:
    """``x``, or ``alpha * x`` below 0."""
    return ops.leaky_relu(number(features, "tf.nn.leaky_relu"), negative_slope=alpha)


def elu(features: Tensor, name: Name = None) -> Tensor:
    """``x``, or ``exp(x) - 1`` below 0."""
    return ops.elu(number(features, "tf.nn.elu"))


def selu(features: Tensor, name: Name = None) -> Tensor:
    """The scaled exponential linear unit."""
    return ops.selu(number(features, "tf.nn.selu"))


def swish(features: Tensor) -> Tensor:
    """``x * sigmoid(x)``."""
    return ops.silu(number(features, "tf.nn.swish"))


def softplus(features: Tensor, name: Name = None) -> Tensor:
    """``log(exp(x) + 1)``."""
    return ops.softplus(number(features, "tf.nn.softplus"))


def softsign(features: Tensor, name: Name = None) -> Tensor:
    """``x / (abs(x) + 1)``."""
    return ops.softsign(number(features, "tf.nn.softsign"))


def softmax(logits: Tensor, axis: Optional[int] = None, name: Name = None, dim: Optional[int] = None) -> Tensor:
    """Positive numbers that sum to 1 along ``axis``, the last one unless given."""
    logits = number(logits, "tf.nn.softmax")
    return with_operation(ops.softmax(logits, axis=_axis(axis, dim)), "softmax", logits)


def log_softmax(logits: Tensor, axis: Optional[int] = None, name: Name = None, dim: Optional[int] = None) -> Tensor:
    """``log(softmax(x))``."""
    return ops.log_softmax(number(logits, "tf.nn.log_softmax"), axis=_axis(axis, dim))


def _axis(axis: Optional[int], dim: Optional[int]) -> int:
    chosen = dim if axis is None else axis
    return -1 if chosen is None else int(chosen)


def l2_normalize(x: Tensor, axis: Axis = None, epsilon: float = 1e-12, name: Name = None, dim: Axis = None) -> Tensor:
    """``x`` divided by its Euclidean norm along ``axis``; a squared norm below ``epsilon`` counts as that."""
    x = number(x, "tf.nn.l2_normalize")
    squared = ops.sum(ops.square(x), axis=axes_of(dim if axis is None else axis), keepdims=True)
    return x * ops.rsqrt(ops.maximum(squared, ops.cast(epsilon, x.dtype)))


def l2_loss(t: Tensor, name: Name = None) -> Tensor:
    """Half the sum of squares, a scalar."""
    return ops.sum(ops.square(number(t, "tf.nn.l2_loss"))) / 2


def xw_plus_b(x: Tensor, weights: Tensor, biases: Tensor, name: Name = None) -> Tensor:
    """``x · weights + biases``."""
    return ops.matmul(as_tensor(x), as_tensor(weights)) + as_tensor(biases)


def dropout(x: Tensor, keep_prob: Any = None, noise_shape: Any = None, seed: Optional[int] = None, name: Name = None,
            rate: Any = None) -> Tensor:
    """A share ``keep_prob`` of the values divided by it, the rest 0, in every phase; ``rate`` is ``1 - keep_prob``."""
    if (keep_prob is None) == (rate is None):
        raise CallError("tf.nn.dropout takes keep_prob, or rate, and not both")
    return random.drop(x, 1 - keep_prob if rate is None else rate, noise_shape, seed)


def bias_add(value: Tensor, bias: Tensor, data_format: Optional[str] = None, name: Name = None) -> Tensor:
    """``value`` plus one number per channel."""
    return activations.bias_add(value, bias, keras_data_format(data_format))


def moments(x: Tensor, axes: Sequence[int], shift: Any = None, name: Name = None, keep_dims: Any = None,
            keepdims: Any = None) -> Tuple[Tensor, Tensor]:
    """The mean and the variance (without Bessel's correction) over these axes."""
    x, axes = number(x, "tf.nn.moments"), tuple(axes)
    mean = ops.mean(x, axis=axes, keepdims=True)
    variance = ops.mean(ops.square(x - mean), axis=axes, keepdims=True)
    if keep_dims or keepdims:
        return mean, variance
    return ops.squeeze(mean, axes), ops.squeeze(variance, axes)


def batch_normalization(x: Tensor, mean: Tensor, variance: Tensor, offset: Optional[Tensor], scale: Optional[Tensor],
                        variance_epsilon: float, name: Name = None) -> Tensor:
    """``scale * (x - mean) / sqrt(variance + epsilon) + offset``, all of shapes that broadcast against ``x``."""
    return activations.batch_normalization(x, mean, variance, offset, scale, epsilon=variance_epsilon)


def local_response_normalization(input: Tensor, depth_radius: int = 5, bias: float = 1, alpha: float = 1,
                                 beta: float = 0.5, name: Name = None) -> Tensor:
    """Each value divided by ``(bias + alpha * sum of squares of the 2 r + 1 channels around it) ** beta``."""
    x = number(input, "tf.nn.lrn")
    edges = [(0, 0)] * (rank(x) - 1) + [(depth_radius, depth_radius)]
    running = ops.cumsum(ops.pad(ops.square(x), edges[:-1] + [(depth_radius + 1, depth_radius)]), axis=-1)
    width = 2 * depth_radius + 1
    around = running[..., width:] - running[..., :-width]
    return x / ops.power(around * alpha + bias, beta)


lrn = local_response_normalization


def _labels_and_logits(labels: Any, logits: Any, where: str) -> None:
    if labels is None or logits is None:
        raise CallError("tf.nn.{} takes labels= and logits= by name".format(where))


def softmax_cross_entropy_with_logits(_sentinel: Any = None, labels: Tensor = None, logits: Tensor = None,
                                      dim: int = -1, name: Name = None, axis: Optional[int] = None) -> Tensor:
    """Labels and logits (…, classes) → (…)."""
    _labels_and_logits(labels, logits, "softmax_cross_entropy_with_logits")
    return losses.categorical_crossentropy(labels, logits, from_logits=True, axis=dim if axis is None else axis)


softmax_cross_entropy_with_logits_v2 = softmax_cross_entropy_with_logits


def sparse_softmax_cross_entropy_with_logits(_sentinel: Any = None, labels: Tensor = None, logits: Tensor = None,
                                             name: Name = None) -> Tensor:
    """Class numbers (…) and logits (…, classes) → (…)."""
    _labels_and_logits(labels, logits, "sparse_softmax_cross_entropy_with_logits")
    return losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)


def sigmoid_cross_entropy_with_logits(_sentinel: Any = None, labels: Tensor = None, logits: Tensor = None,
                                      name: Name = None) -> Tensor:
    """Labels in [0, 1] and logits of one shape → the same shape."""
    _labels_and_logits(labels, logits, "sigmoid_cross_entropy_with_logits")
    return losses.binary_crossentropy(labels, logits, from_logits=True)


def weighted_cross_entropy_with_logits(targets: Tensor = None, logits: Tensor = None, pos_weight: Any = None,
                                       name: Name = None, labels: Tensor = None) -> Tensor:
    """As the sigmoid cross-entropy, positive targets counted ``pos_weight`` times."""
    z, x = as_tensor(targets if labels is None else labels), as_tensor(logits)
    weight = ops.multiply(z, pos_weight - 1.0) + 1.0
    return ops.multiply(1.0 - z, x) + weight * (ops.log1p(ops.exp(-ops.abs(x))) + ops.relu(-x))


class TopK(NamedTuple):
    """The ``k`` largest values along the last axis and their indices (int32)."""

    values: Any
    indices: Any


def top_k(input: Tensor, k: int = 1, sorted: bool = True, name: Name = None) -> TopK:
    """(…, n) → values and indices (…, k), the largest first."""
    k = k if keras.backend.backend() == "tensorflow" else int(k)  # a graph takes a computed one
    values, indices = ops.top_k(as_tensor(input), k, sorted=sorted)
    return TopK(values, cast(indices, "int32"))


def in_top_k(predictions: Tensor, targets: Tensor, k: int, name: Name = None) -> Tensor:
    """Whether the target class is among the ``k`` largest predictions, (batch,)."""
    return activations.in_top_k(predictions, targets, k)


def embedding_lookup(params: Any, ids: Tensor, partition_strategy: str = "mod", name: Name = None,
                     validate_indices: bool = True, max_norm: Any = None) -> Tensor:
    """Rows of ``params`` (n, …) at integer ``ids`` (…)."""
    tables: List[Any] = list(params) if isinstance(params, (list, tuple)) else [params]
    if len(tables) > 1:
        raise CallError("tf.nn.embedding_lookup over several tables is not served; concatenate them first")
    return ops.take(as_tensor(tables[0]), as_tensor(ids), axis=0)


def depth_to_space(input: Tensor, block_size: int, name: Name = None, data_format: str = "NHWC") -> Tensor:
    """(batch, h, w, c b²) → (batch, h b, w b, c)."""
    x = layout.to_channels_last(as_tensor(input), keras_data_format(data_format))
    h, w, c = dims.shape(x)[1:]
    b = int(block_size)
    blocks = ops.transpose(shapes.reshape(x, (-1, h, w, b, b, c // (b * b))), (0, 1, 3, 2, 4, 5))
    return layout.from_channels_last(shapes.reshape(blocks, (-1, h * b, w * b, c // (b * b))), keras_data_format(data_format))


def space_to_depth(input: Tensor, block_size: int, name: Name = None, data_format: str = "NHWC") -> Tensor:
    """(batch, h b, w b, c) → (batch, h, w, c b²)."""
    x = layout.to_channels_last(as_tensor(input), keras_data_format(data_format))
    h, w, c = dims.shape(x)[1:]
    b = int(block_size)
    blocks = ops.transpose(shapes.reshape(x, (-1, h // b, b, w // b, b, c)), (0, 1, 3, 2, 4, 5))
    return layout.from_channels_last(shapes.reshape(blocks, (-1, h // b, w // b, c * b * b)), keras_data_format(data_format))


_windows = {name: getattr(convolution, name) for name in defined_in(convolution) if name != "keras_data_format"}
globals().update(_windows, sigmoid=sigmoid, tanh=tanh)
__all__ = sorted({"sigmoid", "tanh", *_windows, *defined_in(sys.modules[__name__])} - {"CallError", "TopK"})
