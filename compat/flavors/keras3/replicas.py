"""Losses where several replicas share a batch, as ``tf.distribute`` has it: Keras 3 takes the mean of what the replicas give.

On JAX, ``keras.distribution`` needs none of this: one program sees the whole batch.
"""
from typing import Any

from keras.src.losses import loss as keras_loss  # not public: how a loss is shared among replicas


def share_of_mean(loss: Any) -> Any:
    """What a replica gives for a mean over its part of the batch, so that all together give the mean over the batch."""
    scaled = getattr(keras_loss, "scale_loss_for_distribution", None)  # Keras 3.3 has none
    return loss if scaled is None else scaled(loss)


def share_of_sum(loss: Any) -> Any:
    """What a layer adds for a sum over its replica's part of the batch: Keras 3 takes the mean over the replicas."""
    scaled = getattr(keras_loss, "unscale_loss_for_distribution", None)
    return loss if scaled is None else scaled(loss)
