"""``tf.keras.experimental``: what moved to ``optimizers.schedules``."""
import keras

__all__ = ["CosineDecay", "CosineDecayRestarts"]

CosineDecay = keras.optimizers.schedules.CosineDecay
CosineDecayRestarts = keras.optimizers.schedules.CosineDecayRestarts
