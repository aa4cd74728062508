"""``BatchNormalization`` (``keras.layers.normalization`` of Keras 1 and 2)."""
from typing import Any, List, Tuple

import keras
from keras import ops

from compat.era import current
from compat.flavor import keras3_backend

from ..backend.averages import average_with, keep_averages, moving_average_update, seen_by
from ..backend.symbolic import call_when_run
from ..context import path_of_call, runs_updates
from ..engine.layer import Layer
from ..engine.layer_names import numbered_name
from .base import legacy
from .several_axes import MultiAxisBatchNormalization

_OF_16_BITS = ("float16", "bfloat16")


@legacy
class BatchNormalization(keras.layers.BatchNormalization, Layer):
    """Zero mean and unit variance over the batch.

    As in Keras 2.2, unless the era is a later one: a frozen layer (``trainable = False``) still uses the batch's
    statistics in training, masked steps count, the moving variance is the unbiased one, and the moving statistics are
    those of the batches seen in training alone: their initial values, even loaded ones, are forgotten at the first
    step. With ``renorm=True``, which tf.keras alone had, Keras 3 computes as tf.keras did.

    In tf.keras several axes may keep statistics of their own, and the statistics of 16-bit layers are of float32.
    """

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        axis = kwargs.get("axis", args[0] if args else -1)
        if cls is BatchNormalization and isinstance(axis, (list, tuple)) and len(axis) > 1:
            return MultiAxisBatchNormalization(*args, **{"name": numbered_name(cls), **kwargs})
        return super().__new__(cls, *args, **kwargs)

    def __init__(self, axis: Any = -1, **kwargs: Any) -> None:
        if isinstance(axis, (list, tuple)) and len(axis) == 1:
            axis = axis[0]
        if keras3_backend() != "tensorflow":  # which has no replicas to average over
            kwargs.pop("synchronized", None)
        super().__init__(axis=axis, **kwargs)

    def add_weight(self, *args: Any, **kwargs: Any) -> Any:
        """A weight of the layer, in tf.keras never of 16 bits."""
        if self.variable_dtype in _OF_16_BITS and current(self).of_tf_keras:
            kwargs["dtype"] = "float32"
        return super().add_weight(*args, **kwargs)

    def build(self, input_shape: Any) -> None:
        """Make the weights, and the sums that the moving statistics are computed from."""
        super().build(input_shape)
        for average in (self.moving_mean, self.moving_variance):
            keep_averages(self, average)

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        """A tensor of the shape of ``inputs``."""
        if getattr(self, "renorm", False):
            return super().call(inputs, training=training, mask=mask)
        x = self._with_room(inputs)
        if not training or not (self.trainable or current(self).behaviour("frozen_batch_normalization") == "batch_statistics"):
            return self._returned(self._normalized(x, self.moving_mean, self.moving_variance), x, inputs)
        mean, variance = self._moments(x, mask)
        if runs_updates(self):
            self._move(mean, variance * self._unbiased(x))
        return self._returned(self._normalized(x, mean, variance), x, inputs)

    def _with_room(self, inputs: Any) -> Any:
        """The inputs as numbers that can be averaged: in tf.keras 16-bit ones, and integers, as float32."""
        dtype = keras.backend.standardize_dtype(inputs.dtype)
        narrow = dtype in _OF_16_BITS or "float" not in dtype
        return ops.cast(inputs, "float32") if narrow and current(self).of_tf_keras else inputs

    def _returned(self, outputs: Any, computed: Any, inputs: Any) -> Any:
        return outputs if computed is inputs else ops.cast(outputs, self.compute_dtype)

    def _moments(self, x: Any, mask: Any) -> Tuple[Any, Any]:
        """Mean and variance of the batch, of its unmasked steps in tf.keras 2.12 and later."""
        axes = self._axes(x)
        ignored = mask is None or self._fused(len(x.shape)) or not current(self).behaviour("batch_normalization_masks")
        if ignored:
            return ops.moments(x, axes=axes)  # type: ignore[no-any-return]
        weights = ops.broadcast_to(ops.expand_dims(ops.cast(mask, x.dtype), -1), ops.shape(x))
        count = ops.sum(weights, axis=axes, keepdims=True)
        mean = ops.sum(x * weights, axis=axes, keepdims=True) / count
        variance = ops.sum(ops.square(x - mean) * weights, axis=axes, keepdims=True) / count
        return ops.squeeze(mean, axes), ops.squeeze(variance, axes)

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
