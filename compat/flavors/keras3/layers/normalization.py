"""``BatchNormalization`` (``keras.layers.normalization`` of Keras 1 and 2)."""
from typing import Any, List

import keras
from keras import ops

from compat.era import current

from ..backend.averages import average_with, keep_averages, moving_average_update, seen_by
from ..backend.symbolic import call_when_run
from ..context import path_of_call, runs_updates
from ..engine.layer import Layer
from .base import legacy


@legacy
class BatchNormalization(keras.layers.BatchNormalization, Layer):
    """Zero mean and unit variance over the batch.

    As in Keras 2.2, unless the era is a later one: a frozen layer (``trainable = False``) still uses the batch's
    statistics in training, masked steps count, the moving variance is the unbiased one, and the moving statistics are
    those of the batches seen in training alone: their initial values, even loaded ones, are forgotten at the first
    step. With ``renorm=True``, which tf.keras alone had, Keras 3 computes as tf.keras did.
    """

    def build(self, input_shape: Any) -> None:
        """Make the weights, and the sums that the moving statistics are computed from."""
        super().build(input_shape)
        for average in (self.moving_mean, self.moving_variance):
            keep_averages(self, average)

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        """A tensor of the shape of ``inputs``."""
        if getattr(self, "renorm", False):
            return super().call(inputs, training=training, mask=mask)
        if not training or not (self.trainable or current(self).behaviour("frozen_batch_normalization") == "batch_statistics"):
            return self._normalized(inputs, self.moving_mean, self.moving_variance)
        mean, variance = ops.moments(inputs, axes=self._axes(inputs))
        if runs_updates(self):
            self._move(mean, variance * self._unbiased(inputs))
        return self._normalized(inputs, mean, variance)

    def _updates_on(self, inputs: Any) -> List[Any]:
        """What moves the statistics; nothing in a frozen layer, nor in one with ``renorm``, which moves its own in ``call``."""
        if not self.trainable or getattr(self, "renorm", False):
            return []
        known = self.__dict__.setdefault("_updates_by_input", {})
        if id(inputs) not in known:
            values = [call_when_run(self._statistic, inputs, place) for place in (0, 1)]
            known[id(inputs)] = [moving_average_update(average, value, self.momentum)
                                 for average, value in zip((self.moving_mean, self.moving_variance), values)]
        return list(known[id(inputs)])

    def _statistic(self, inputs: Any, place: int) -> Any:
        found = ops.moments(inputs, axes=self._axes(inputs))[place]
        return found * self._unbiased(inputs) if place else found

    def _axes(self, inputs: Any) -> List[int]:
        rank = len(inputs.shape)
        return [axis for axis in range(rank) if axis != self.axis % rank]

    def _unbiased(self, inputs: Any) -> Any:
        """Factor from the variance of the batch to the one that is moved to, as Keras 2 computes it."""
        count = ops.cast(1, inputs.dtype)
        for axis in self._axes(inputs):
            count = count * ops.cast(ops.shape(inputs)[axis], inputs.dtype)
        factor = count / ops.maximum(count - 1, 1) if self._fused(len(inputs.shape)) else 1.0
        if current(self).behaviour("unbiased_moving_variance"):
            factor = factor * count / (count - (1.0 + self.epsilon))  # of a fused variance as well: it is corrected twice
        return factor

    def _fused(self, rank: int) -> bool:
        """Whether TensorFlow's fused operation normalized this then; its variance of the batch is the unbiased one."""
        behavior, axis = current(self).behaviour("fused_batch_normalization"), self.axis % rank
        if behavior == "channels_last":
            return rank == 4 and axis == 3
        return behavior == "images" and rank in (4, 5) and axis in (1, rank - 1)

    def _move(self, mean: Any, variance: Any) -> None:
        """Weighted means over the batches seen, later ones weighing more; TensorFlow 1 called this zero debias."""
        if current(self).behaviour("moving_statistics_start") == "kept":
            self._decay(self.moving_mean, mean)
            self._decay(self.moving_variance, variance)
            return
        path = path_of_call(self)
        for average, value in ((self.moving_mean, mean), (self.moving_variance, variance)):
            average.assign(average_with(seen_by(average, path), value, self.momentum))

    def _decay(self, variable: Any, value: Any) -> None:
        variable.assign(variable * self.momentum + ops.cast(value, variable.dtype) * (1.0 - self.momentum))

    def _normalized(self, inputs: Any, mean: Any, variance: Any) -> Any:
        offset = ops.cast(self.beta, inputs.dtype) if self.center else None
        scale = ops.cast(self.gamma, inputs.dtype) if self.scale else None
        return ops.batch_normalization(inputs, ops.cast(mean, inputs.dtype), ops.cast(variance, inputs.dtype),
                                       axis=self.axis, offset=offset, scale=scale, epsilon=self.epsilon)
