"""From hub configuration and arrays to a live model of multi-backend Keras 2: what :mod:`compat.loading.load` asks for."""
from typing import Any, Dict, Sequence

import keras

from compat.flavors.keras2.stage import Stage

from . import layers, models


class MultibackendStage(Stage):
    """The same for a Keras that saves the input of a Sequential with its first layer, and forgets an InputLayer."""

    def give_input(self, model: Any, input_config: Dict[str, Any], layers: Sequence[Any]) -> bool:
        if not layers or isinstance(layers[0], keras.models.Model):
            return False
        layers[0].batch_input_shape = tuple(input_config["batch_input_shape"])
        # Its dtype is that of its weights too, so an integer input stays a float there, as Keras 2 itself feeds it to an
        # Embedding, which casts.
        stated = input_config.get("dtype") or keras.backend.floatx()
        layers[0].dtype = stated if stated.startswith("float") else keras.backend.floatx()
        return True


_stage = MultibackendStage(keras, layers, models, keras.optimizers)
assign, build, compile_model, knows = _stage.assign, _stage.build, _stage.compile_model, _stage.knows
live = _stage.live
standalone = _stage.standalone
example_inputs, export, runner, save_for = _stage.example_inputs, _stage.export, _stage.runner, _stage.save_for
open_own, open_own_hdf5, open_own_config = _stage.open_own, _stage.open_own_hdf5, _stage.open_own_config
predict, reopen, save = _stage.predict, _stage.reopen, _stage.save
resume, trainable, values_of, weights_of = _stage.resume, _stage.trainable, _stage.values_of, _stage.weights_of
calls, computed, taken = _stage.calls, _stage.computed, _stage.taken
compile_own, from_config, registered = _stage.compile_own, _stage.from_config, _stage.registered

__all__ = ["assign", "build", "calls", "compile_model", "compile_own", "computed", "example_inputs", "export",
           "from_config", "knows", "live", "open_own", "open_own_config", "open_own_hdf5", "predict", "registered",
           "reopen", "resume", "runner", "save", "save_for", "standalone", "taken", "trainable", "values_of",
           "weights_of"]
