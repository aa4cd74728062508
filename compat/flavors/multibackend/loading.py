"""From hub configuration and arrays to a live model of multi-backend Keras 2: what :mod:`compat.load` asks for."""
import keras

from ..shared.loading import Stage
from . import layers, models

_stage = Stage(keras, layers, models, keras.optimizers)
assign, build, compile_model, knows = _stage.assign, _stage.build, _stage.compile_model, _stage.knows
predict, reopen, save = _stage.predict, _stage.reopen, _stage.save
trainable, weights_of = _stage.trainable, _stage.weights_of

__all__ = ["assign", "build", "compile_model", "knows", "predict", "reopen", "save", "trainable", "weights_of"]
