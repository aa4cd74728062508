"""From hub configuration and arrays to a live model of tf.keras 2.x or tf_keras: what :mod:`compat.load` asks for."""
from ..shared.loading import Stage
from . import layers, models, optimizers
from .installed import keras

_stage = Stage(keras, layers, models, optimizers)
assign, build, compile_model, knows = _stage.assign, _stage.build, _stage.compile_model, _stage.knows
predict, reopen, save = _stage.predict, _stage.reopen, _stage.save
trainable, weights_of = _stage.trainable, _stage.weights_of

__all__ = ["assign", "build", "compile_model", "knows", "predict", "reopen", "save", "trainable", "weights_of"]
