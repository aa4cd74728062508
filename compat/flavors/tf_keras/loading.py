"""From hub configuration and arrays to a live model of tf.keras 2.x or tf_keras: what :mod:`compat.loading.load` asks for."""
from typing import Any, List, Optional, Sequence

from compat.api.tf_operations import OPERATION_LAYERS
from compat.era import Era
from compat.flavors.keras2.calls import computed_eagerly
from compat.flavors.keras2.stage import Stage
from compat.flavors.protocol import CallValues, LayerCall
from compat.hub.graph import BuildContext
from compat.hub.records import Spec

from . import layers, models, optimizers
from .installed import keras
from .layers.attention import UnmaskedMultiHeadAttention
from .operations import OperationCall


class TfKerasStage(Stage):
    """The same for a Keras whose MultiHeadAttention looks at masks, and that has the functions of TensorFlow as layers."""

    def layer_class(self, name: str) -> Optional[Any]:
        found = super().layer_class(name)
        if found is None and name == "RandomFourierFeatures":
            found = getattr(getattr(keras.layers, "experimental", None), name, None)
        return found

    def knows(self, class_name: str) -> bool:
        return class_name in OPERATION_LAYERS or super().knows(class_name)

    def operation(self, spec: Spec) -> Optional[OperationCall]:
        return OperationCall(spec["config"]) if spec["class_name"] in OPERATION_LAYERS else None

    def class_for(self, name: str, context: BuildContext, era: Era) -> Optional[Any]:
        ignored = name == "MultiHeadAttention" and era.behaviour("multi_head_attention_masks") == "ignored"
        return UnmaskedMultiHeadAttention if ignored and context.masked else super().class_for(name, context, era)

    def computed(self, model: Any, made: Sequence[LayerCall], inputs: Sequence[Any]) -> List[CallValues]:
        """What calls of a model put out for one batch of inputs; masks go with values here."""
        return computed_eagerly(self.keras, model, made, inputs)


_stage = TfKerasStage(keras, layers, models, optimizers)
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
