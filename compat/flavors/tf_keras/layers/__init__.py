"""Layers of tf.keras and tf_keras with the arguments, masks, names and defaults of Keras 2.2."""
from ..installed import keras
from .builtin import CLASSES, FUNCTIONS
from .lambdas import Lambda
from .normalization import BatchNormalization
from .removed import REMOVED_LAYERS
from .wrappers import Bidirectional

Wrapper = keras.layers.Wrapper
globals().update(CLASSES, **FUNCTIONS, **REMOVED_LAYERS)
_Conv = CLASSES["Conv2D"].__mro__[[base.__name__ for base in CLASSES["Conv2D"].__mro__].index("Conv")]
_Merge = CLASSES["Add"].__mro__[[base.__name__ for base in CLASSES["Add"].__mro__].index("_Merge")]

__all__ = sorted({"Wrapper", "_Conv", "_Merge", *CLASSES, *FUNCTIONS, *REMOVED_LAYERS,
                  *(one.__name__ for one in (BatchNormalization, Bidirectional, Lambda))})
