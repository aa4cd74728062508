"""Layers of tf.keras and tf_keras with the arguments, masks, names and defaults of Keras 2.2."""
from ..installed import keras
from .builtin import CLASSES, FUNCTIONS
from .lambdas import Lambda
from .normalization import BatchNormalization
from .removed import REMOVED_LAYERS
from .wrappers import Bidirectional

Wrapper = keras.layers.Wrapper
globals().update(CLASSES, **FUNCTIONS, **REMOVED_LAYERS)

__all__ = sorted({"Wrapper", *CLASSES, *FUNCTIONS, *REMOVED_LAYERS,
                  *(one.__name__ for one in (BatchNormalization, Bidirectional, Lambda))})
