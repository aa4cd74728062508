"""The mean of a loss or metric under sample weights and a mask, as the era says (Keras 1.0 to 3), on every flavor.

Up to 2.2.4 the mean over a masked sequence was taken over its valid steps; 2.3.1 and tf.keras 1.15 to 2.10 divided by all
steps; later ones by the valid steps again. Where a mean has nothing to divide by, old Keras gave nan; here it gives 0.0
unless the era is exact.
"""
from typing import Any, Optional

from compat.era import Era, current

#: Attribute of an output under which a layer hands a loss what the output was made from.
MADE_FROM = "_compat_made_from"


def objective(K: Any, scores: Any, weights: Any = None, mask: Any = None, era: Optional[Era] = None) -> Any:
    """The mean of ``scores`` under weights and a mask.

    Args:
        K: the backend of the installed Keras 2, or the same functions on Keras 3.
        scores: what a loss function gives: one number per sample, or per sample and step, ``(batch, …)``; or a scalar.
        weights: of each sample, ``(batch,)`` or ``(batch, 1)``, or of each step as well; or None.
        mask: true where a score counts; its axes are the leading ones of ``scores``; or None.
        era: whose mean it is; by default that of the running code.

    Returns:
        A scalar tensor.
    """
    era = era or current()
    if mask is not None:
        mask = _ranked_like(K, K.cast(mask, K.dtype(scores)), scores)
        scores = scores * mask
        if era.behaviour("masked_loss") == "valid_steps":
            scores = scores / _divisor(K, K.mean(mask), era)
    if weights is not None:
        weights = K.cast(weights, K.dtype(scores))
        scores, weights = _per_weight(K, scores, weights)
        scores = scores * weights
        if era.behaviour("masked_loss_with_sample_weight") == "mean_of_nonzero_weights":
            scores = scores / _divisor(K, K.mean(K.cast(K.not_equal(weights, 0), K.dtype(scores))), era)
    return K.mean(scores)


def _divisor(K: Any, share: Any, era: Era) -> Any:
    """The share of what counts; 1 in place of 0, so that nothing gives 0.0 and has a gradient of 0."""
    if era.behaviour("wholly_masked_loss") == "nan":
        return share
    return share + K.cast(K.equal(share, 0), K.dtype(share))


def _ranked_like(K: Any, mask: Any, scores: Any) -> Any:
    if K.ndim(mask) == K.ndim(scores) + 1 and K.int_shape(mask)[-1] == 1:
        mask = K.squeeze(mask, -1)
    if K.ndim(mask) >= K.ndim(scores):
        return mask
    while K.ndim(mask) < K.ndim(scores):
        mask = K.expand_dims(mask, -1)
    return mask * K.ones_like(scores)


def _per_weight(K: Any, scores: Any, weights: Any) -> Any:
    """Scores and weights of the same rank: scores are averaged over the axes that the weights lack."""
    if K.ndim(weights) > 1 and K.int_shape(weights)[-1] == 1:
        weights = K.squeeze(weights, -1)
    if K.ndim(weights) < K.ndim(scores):
        scores = K.mean(scores, axis=list(range(K.ndim(weights), K.ndim(scores))))
    return scores, weights
