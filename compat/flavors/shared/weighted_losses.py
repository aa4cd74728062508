"""``keras.utils.losses_utils`` of Keras 2.3: losses of samples, weighted and reduced to a number."""
from typing import Any, Tuple

from compat.flavors import Names

K = Names("keras.backend")


class Reduction:
    """How a loss or metric reduces the numbers of its samples (``keras.utils.losses_utils``, ``metrics_utils``).

    ``WEIGHTED_MEAN`` is one of metrics alone.
    """

    NONE = "none"
    SUM = "sum"
    SUM_OVER_BATCH_SIZE = "sum_over_batch_size"
    WEIGHTED_MEAN = "weighted_mean"

    @classmethod
    def all(cls) -> Tuple[str, ...]:
        """Those of losses.

        Example:
            >>> Reduction.all()
            ('none', 'sum', 'sum_over_batch_size')
        """
        return cls.NONE, cls.SUM, cls.SUM_OVER_BATCH_SIZE

    @classmethod
    def validate(cls, key: str) -> None:
        """Refuse what is not one of :meth:`all`.

        Raises:
            ValueError: another reduction.
        """
        if key not in cls.all():
            raise ValueError("Invalid Reduction Key {}.".format(key))


def squeeze_or_expand_dimensions(y_pred: Any, y_true: Any = None, sample_weight: Any = None) -> Tuple[Any, ...]:
    """Predictions, targets and weights, without a last axis of size one that the others do not have.

    Args:
        y_pred, y_true: tensors; of those whose rank differs by one, the larger loses a last axis of size one.
        sample_weight: tensor; it loses such an axis, or gains one where ``y_pred`` has one axis more. A scalar stays.

    Returns:
        ``(y_pred, y_true)``, and ``sample_weight`` where it was given.
    """
    if y_true is not None:
        y_pred, y_true = _squeezed(y_pred, y_true), _squeezed(y_true, y_pred)
    if sample_weight is None:
        return y_pred, y_true
    if K.ndim(sample_weight) and K.ndim(y_pred) - K.ndim(sample_weight) == 1:
        return y_pred, y_true, K.expand_dims(sample_weight, -1)
    return y_pred, y_true, _squeezed(sample_weight, y_pred)


def _squeezed(tensor: Any, other: Any) -> Any:
    longer = K.ndim(tensor) - K.ndim(other) == 1
    return K.squeeze(tensor, -1) if longer and K.int_shape(tensor)[-1] == 1 else tensor


def broadcast_weights(values: Any, sample_weight: Any) -> Any:
    """Weights with the rank of the values; of the same rank, also with their sizes.

    Raises:
        ValueError: an axis of the weights has neither the size of that of the values nor size one.
    """
    shape, given = K.int_shape(values), K.int_shape(sample_weight)
    if len(given) > len(shape) or any(
            None not in (one, other) and one not in (1, other) for one, other in zip(given, shape)):
        raise ValueError("Incompatible shapes: `values` {} vs `sample_weight` {}".format(shape, given))
    if len(given) == len(shape):
        return sample_weight * K.ones_like(values)
    for _ in range(len(shape) - len(given)):
        sample_weight = K.expand_dims(sample_weight, -1)
    return sample_weight


def reduce_weighted_loss(weighted_losses: Any, reduction: str = Reduction.SUM_OVER_BATCH_SIZE) -> Any:
    """The losses themselves for ``"none"``, else their sum, divided by their number for ``"sum_over_batch_size"``."""
    if reduction == Reduction.NONE:
        return weighted_losses
    return K.mean(weighted_losses) if reduction == Reduction.SUM_OVER_BATCH_SIZE else K.sum(weighted_losses)


def compute_weighted_loss(losses: Any, sample_weight: Any = None, reduction: str = Reduction.SUM_OVER_BATCH_SIZE,
                          name: Any = None) -> Any:
    """The losses of samples times their weights, reduced.

    Args:
        losses: tensor ``(batch, …)``.
        sample_weight: tensor or numbers that :func:`broadcast_weights` can bring to that rank; None for ones.
        reduction: see :func:`reduce_weighted_loss`.
        name: of the operation, for a graph of TensorFlow 1.

    Raises:
        ValueError: another reduction, or weights of another shape.

    Example:
        >>> from compat.keras import backend as K
        >>> float(K.eval(compute_weighted_loss(K.constant([[1.0, 2.0], [3.0, 4.0]]), [1.0, 0.0], "sum")))
        3.0
    """
    Reduction.validate(reduction)
    with K.name_scope(name or "weighted_loss"):
        weights = K.cast(1.0 if sample_weight is None else sample_weight, K.floatx())
        losses, _, weights = squeeze_or_expand_dimensions(losses, None, weights)
        weighted = K.cast(losses, K.floatx()) * broadcast_weights(losses, weights)
        return K.cast(reduce_weighted_loss(weighted, reduction), K.dtype(losses))
