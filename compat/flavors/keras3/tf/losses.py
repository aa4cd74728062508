"""``tf.losses`` of TensorFlow 1: weighted losses, by default the mean over the weights that are not 0, a scalar."""
from typing import Any, Callable, List, Optional

from keras import ops

import compat.flavors.keras3.tf.nn as nn
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype, static_shape
from compat.flavors.keras3.tf.served import refuse

__getattr__ = refuse("tf.losses")


class Reduction:
    """How the losses of the elements become one."""

    NONE = "none"
    SUM = "weighted_sum"
    SUM_OVER_BATCH_SIZE = "weighted_sum_over_batch_size"
    MEAN = "weighted_mean"
    SUM_OVER_NONZERO_WEIGHTS = "weighted_sum_by_nonzero_weights"
    SUM_BY_NONZERO_WEIGHTS = "weighted_sum_by_nonzero_weights"


def compute_weighted_loss(losses: Any, weights: Any = 1.0, scope: Optional[str] = None, loss_collection: Any = None,
                          reduction: str = Reduction.SUM_BY_NONZERO_WEIGHTS) -> Tensor:
    """The losses of the elements, weighted and made one.

    Raises:
        ValueError: ``reduction`` is none of :class:`Reduction`.
    """
    if reduction not in vars(Reduction).values():
        raise ValueError("Invalid Reduction Key {}; tf.losses.Reduction has them".format(reduction))
    losses = cast(losses, "float32")
    spread = ops.ones_like(losses) * cast(weights, "float32")
    weighted = losses * spread
    if reduction == Reduction.NONE:
        return weighted
    total = ops.sum(weighted)
    if reduction == Reduction.SUM:
        return total
    if reduction == Reduction.MEAN:
        return ops.divide_no_nan(total, ops.sum(spread))
    if reduction == Reduction.SUM_OVER_BATCH_SIZE:
        return ops.divide_no_nan(total, ops.sum(ops.ones_like(losses)))
    return ops.divide_no_nan(total, ops.sum(ops.cast(ops.not_equal(spread, 0.0), "float32")))


def _weighted(name: str, text: str, loss: Callable[..., Tensor]) -> Callable[..., Tensor]:
    def function(labels: Any, predictions: Any, weights: Any = 1.0, *, scope: Optional[str] = None,
                 loss_collection: Any = None, reduction: str = Reduction.SUM_BY_NONZERO_WEIGHTS, **options: Any) -> Tensor:
        x, y = cast(predictions, "float32"), cast(labels, "float32")
        return compute_weighted_loss(loss(y, x, **options), weights, reduction=reduction)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = text
    return function


def _log(y: Tensor, x: Tensor, epsilon: float = 1e-7) -> Tensor:
    return -(y * ops.log(x + epsilon)) - (1.0 - y) * ops.log(1.0 - x + epsilon)


def _huber(y: Tensor, x: Tensor, delta: float = 1.0) -> Tensor:
    error = ops.abs(x - y)
    near = ops.minimum(error, delta)
    return 0.5 * near * near + delta * (error - near)


absolute_difference = _weighted("absolute_difference", "The absolute difference.", lambda y, x: ops.abs(x - y))
mean_squared_error = _weighted("mean_squared_error", "The squared difference.", lambda y, x: ops.square(x - y))
log_loss = _weighted("log_loss", "The cross-entropy of probabilities of two classes.", _log)
huber_loss = _weighted("huber_loss", "Half the square up to ``delta``, from there on linear.", _huber)


def hinge_loss(labels: Any, logits: Any, weights: Any = 1.0, scope: Optional[str] = None, loss_collection: Any = None,
               reduction: str = Reduction.SUM_BY_NONZERO_WEIGHTS) -> Tensor:
    """``max(0, 1 - label * logit)``, labels 0 and 1 counted as -1 and 1."""
    signs = 2.0 * cast(labels, "float32") - 1.0
    return compute_weighted_loss(ops.relu(1.0 - signs * cast(logits, "float32")), weights, reduction=reduction)


def cosine_distance(labels: Any, predictions: Any, axis: Optional[int] = None, weights: Any = 1.0, scope: Optional[str] = None,
                    loss_collection: Any = None, reduction: str = Reduction.SUM_BY_NONZERO_WEIGHTS,
                    dim: Optional[int] = None) -> Tensor:
    """1 less the sum of products along ``axis``; both are to have length 1 already."""
    product = cast(labels, "float32") * cast(predictions, "float32")
    losses = 1.0 - ops.sum(product, axis=dim if axis is None else axis, keepdims=True)
    return compute_weighted_loss(losses, weights, reduction=reduction)


def sigmoid_cross_entropy(multi_class_labels: Any, logits: Any, weights: Any = 1.0, label_smoothing: float = 0,
                          scope: Optional[str] = None, loss_collection: Any = None,
                          reduction: str = Reduction.SUM_BY_NONZERO_WEIGHTS) -> Tensor:
    """The cross-entropy of logits of classes that do not exclude each other."""
    logits = as_tensor(logits)
    labels = cast(multi_class_labels, dtype(logits))
    labels = labels * (1 - label_smoothing) + 0.5 * label_smoothing
    return compute_weighted_loss(nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits), weights,
                                 reduction=reduction)


def softmax_cross_entropy(onehot_labels: Any, logits: Any, weights: Any = 1.0, label_smoothing: float = 0,
                          scope: Optional[str] = None, loss_collection: Any = None,
                          reduction: str = Reduction.SUM_BY_NONZERO_WEIGHTS) -> Tensor:
    """The cross-entropy of logits of classes of which one holds."""
    logits = as_tensor(logits)
    labels = cast(onehot_labels, dtype(logits))
    labels = labels * (1 - label_smoothing) + label_smoothing / int((static_shape(labels) or (1,))[-1] or 1)
    return compute_weighted_loss(nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits), weights,
                                 reduction=reduction)


def sparse_softmax_cross_entropy(labels: Any, logits: Any, weights: Any = 1.0, scope: Optional[str] = None,
                                 loss_collection: Any = None, reduction: str = Reduction.SUM_BY_NONZERO_WEIGHTS) -> Tensor:
    """The cross-entropy of logits and class numbers."""
    return compute_weighted_loss(nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits), weights,
                                 reduction=reduction)


def mean_pairwise_squared_error(labels: Any, predictions: Any, weights: Any = 1.0, scope: Optional[str] = None,
                                loss_collection: Any = None) -> Tensor:
    """How far the differences between the values of a sample are from those between its labels, squared; the samples' sum.

    Args:
        weights: 1, (batch, 1 …), or the shape of the labels; where it is 0 a value does not count.
    """
    errors = cast(predictions, "float32") - cast(labels, "float32")
    spread = ops.ones_like(errors) * cast(weights, "float32")
    axes = tuple(range(1, len(errors.shape)))
    present = ops.sum(ops.cast(ops.not_equal(spread, 0.0), "float32"), axis=axes, keepdims=True)
    others = ops.maximum(present - 1.0, 0.0)
    squares = 2.0 * ops.divide_no_nan(ops.sum(ops.square(errors), axis=axes, keepdims=True), others)
    sums = 2.0 * ops.divide_no_nan(ops.square(ops.sum(errors, axis=axes, keepdims=True)), present * others)
    return ops.sum((squares - sums) * cast(weights, "float32"))


def get_regularization_losses(scope: Optional[str] = None) -> List[Any]:
    """None: they are those of the model, ``model.losses``."""
    return []
