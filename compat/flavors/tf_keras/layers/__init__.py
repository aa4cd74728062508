"""Layers of tf.keras and tf_keras with the arguments, masks, names and defaults of Keras 2.2."""
from ..installed import keras
from .builtin import CLASSES, FUNCTIONS
from .gone import Highway, MaxoutDense, ParametricSoftplus, SReLU  # noqa: F401
from .lambdas import Lambda
from .normalization import BatchNormalization
from .wrappers import Bidirectional

Wrapper = keras.layers.Wrapper
globals().update(CLASSES, **FUNCTIONS)

__all__ = sorted({"Wrapper", *CLASSES, *FUNCTIONS, *(one.__name__ for one in (BatchNormalization, Bidirectional, Lambda))})
