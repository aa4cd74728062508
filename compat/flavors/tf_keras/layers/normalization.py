"""``BatchNormalization`` of tf.keras and tf_keras, which when frozen trains as the era's did."""
from typing import Any

from compat.era import current

from ..installed import keras
from .builtin import BuiltIn


class BatchNormalization(BuiltIn, keras.layers.BatchNormalization):
    """``keras.layers.BatchNormalization``; up to 2.3.1 one with ``trainable=False`` still uses the batch in training."""

    def _get_training_value(self, training: Any = None) -> Any:
        # Keras asks this before each call, and says no for a frozen layer.
        if self.trainable or current(self).behaviour("frozen_batch_normalization") != "batch_statistics":
            return super()._get_training_value(training)
        stated = keras.backend.learning_phase() if training is None else training
        return bool(stated) if isinstance(stated, int) else stated
