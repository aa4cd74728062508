"""One number out of a loss or metric per sample, by the rules of the era: masks, sample weights, and what to divide by.

Keras 2.2.4 multiplies by the mask and divides by the mean of the mask, then multiplies by the sample weights and
divides by the share of weights that are not zero, then takes the mean. Keras 2.3 to tf.keras 2.10 divided by the
number of all steps. A wholly masked batch gives 0.0 here; nan, as in Keras 2.2.4, only in an era asked for as exact.
"""
from typing import Any, Optional

from keras import ops

from compat.era import Era, current


def weighted_mean(scores: Any, weights: Any = None, mask: Any = None, era: Optional[Era] = None) -> Any:
    """The mean of ``scores`` over valid steps.

    Args:
        scores: float tensor ``(batch, …)``, or a scalar.
        weights: ``(batch,)`` or ``(batch, time)``, or None.
        mask: boolean, leading axes of ``scores``, or None.
        era: whose rules; the one in force when not given.

    Returns:
        A scalar tensor.

    Example:
        >>> float(weighted_mean(ops.array([[1.0, 2.0, 9.0]]), mask=ops.array([[True, True, False]])))
        1.5
    """
    scores, era = ops.convert_to_tensor(scores), era or current()
    if era.behaviour("masked_loss_with_sample_weight") != "mean_of_nonzero_weights" and weights is not None:
        return _sum_over_all(scores, weights, mask, era)
    if mask is not None:
        scores = _masked(scores, mask, era)
    if weights is not None:
        scores = _weighted(scores, ops.cast(weights, scores.dtype), era)
    return ops.mean(scores)


def _masked(scores: Any, mask: Any, era: Era) -> Any:
    mask = ops.cast(mask, scores.dtype)
    scores = _scaled(scores, mask)
    if era.behaviour("masked_loss") == "all_steps":
        return scores
    return _divided(scores, ops.mean(mask), era)


def _divided(scores: Any, share: Any, era: Era) -> Any:
    if era.behaviour("wholly_masked_loss") == "nan":
        return ops.divide(scores, share)
    return ops.divide(scores, ops.where(ops.equal(share, 0), ops.ones_like(share), share))


def _weighted(scores: Any, weights: Any, era: Era) -> Any:
    axes = tuple(range(len(weights.shape), len(scores.shape)))
    scores = ops.mean(scores, axis=axes) if axes else scores
    counted = ops.mean(ops.cast(ops.not_equal(weights, 0), scores.dtype))
    return _divided(scores * weights, counted, era)


def _sum_over_all(scores: Any, weights: Any, mask: Any, era: Era) -> Any:
    """Since Keras 2.3: mask and weights multiply, and the sum is divided by the number of all scores or valid steps."""
    scores = _scaled(scores, ops.cast(weights, scores.dtype))
    return ops.mean(scores if mask is None else _masked(scores, mask, era))


def _scaled(scores: Any, factors: Any) -> Any:
    """``scores`` times a factor for each of their leading axes."""
    missing = len(scores.shape) - len(factors.shape)
    if missing > 0:
        factors = ops.reshape(factors, tuple(ops.shape(factors)) + (1,) * missing)
    return scores * factors
