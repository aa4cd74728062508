"""``tf.keras.experimental``: what moved to ``optimizers.schedules``, and two models."""
import keras

from .feature_columns import SequenceFeatures
from .wide_deep import LinearModel, WideDeepModel

__all__ = ["CosineDecay", "CosineDecayRestarts", "LinearModel", "SequenceFeatures", "WideDeepModel"]

CosineDecay = keras.optimizers.schedules.CosineDecay
CosineDecayRestarts = keras.optimizers.schedules.CosineDecayRestarts
