"""``tf.keras.experimental``: what moved to ``optimizers.schedules``, and two models."""
import keras

from .cosine_decays import LinearCosineDecay, NoisyLinearCosineDecay
from .feature_columns import SequenceFeatures
from .peephole import PeepholeLSTMCell
from .wide_deep import LinearModel, WideDeepModel

__all__ = ["CosineDecay", "CosineDecayRestarts", "LinearCosineDecay", "LinearModel", "NoisyLinearCosineDecay",
           "PeepholeLSTMCell", "SequenceFeatures", "WideDeepModel"]

CosineDecay = keras.optimizers.schedules.CosineDecay
CosineDecayRestarts = keras.optimizers.schedules.CosineDecayRestarts
