"""Layers and models of a hub configuration on a Keras 2, each made from its specification."""
import inspect
from typing import Any, Dict, List, Optional, Sequence

from compat.era import Era, made_in
from compat.errors import ConfigError, LambdaError
from compat.flavors.keras2.lowering import layer_config
from compat.flavors.shared.bidirectional import with_counted_regularizers
from compat.flavors.shared.budget import Budget
from compat.flavors.shared.regularizers import as_activation
from compat.hub import graph
from compat.hub.custom_objects import CustomObjects, lambda_parts
from compat.hub.graph import BuildContext
from compat.hub.records import Spec, class_in_file, name_of
from compat.hub.walk import is_model
from compat.lambdas import Expression


class Maker(graph.Maker):
    """Makes the layers and models of one file on a Keras 2, for :func:`compat.hub.graph.build`."""

    def __init__(self, stage: Any, custom: CustomObjects, era: Era, budget: Budget, models: Any) -> None:
        self.stage = stage
        self.models = models
        self.custom = custom
        self.era = era
        self.budget = budget
        self.lambdas_without_mask: List[str] = []

    def layer(self, spec: Spec, context: BuildContext) -> Any:
        return self.budget.watch(made_in(self._layer(spec, context), self.era))

    def _layer(self, spec: Spec, context: BuildContext) -> Any:
        name = spec["class_name"]
        if name == "Lambda":
            return self._lambda(spec, context)
        if self.custom.has(name):
            return self.custom.find(name).from_config(dict(spec["config"]))
        operation = self.stage.operation(spec)
        if operation is not None:
            return operation
        wanted = self.era.behaviour("activity_regularizer")
        if name == "ActivityRegularization" and (wanted == "sum") is self.stage.divides_by_batch():
            spec = as_activation(spec)
            name = spec["class_name"]
        cls = self.stage.class_for(name, context, self.era)
        if cls is None:
            raise ConfigError("layer {!r} is a {}, which the installed Keras does not have".format(name_of(spec), name))
        if str(spec["config"].get("dtype")).startswith("mixed_") and not hasattr(self.stage.keras, "mixed_precision"):
            raise ConfigError("layer {!r} ({}) has the dtype policy {!r}; the installed Keras has no policies".format(
                name_of(spec), name, spec["config"]["dtype"]))
        if "backward_layer" in _arguments(cls):
            spec = with_counted_regularizers(spec, self.era)
        config = layer_config(spec, _arguments(cls), self.stage.has_initializer)
        for key in ("layer", "backward_layer", "cell"):
            if isinstance(config.get(key), dict):
                config[key] = self._inside(config[key], context)
        if "cells" in config:
            config["cells"] = [self._inside(each, context) for each in config["cells"]]
        if config.get("activity_regularizer") is not None:
            config["activity_regularizer"] = self.stage.over_the_batch(config["activity_regularizer"], wanted)
        return cls(**config)

    def _inside(self, spec: Spec, context: BuildContext) -> Any:
        return context.model(spec, context.path) if is_model(spec) else self.layer(spec, context)

    def _lambda(self, spec: Spec, context: BuildContext) -> Any:
        name, config = name_of(spec), spec["config"]
        if name not in self.custom.lambdas:
            raise LambdaError("Lambda {0!r} needs its function: pass lambdas={{{0!r}: fn}}".format(name))
        value = self.custom.lambdas[name]
        parts = lambda_parts(value, isinstance(value, self.stage.keras.layers.Layer))
        if parts.layer is not None:
            return parts.layer
        if context.masked and parts.mask is None:
            self.lambdas_without_mask.append(name)
        shape = config.get("output_shape")
        is_plain = isinstance(shape, list) and all(isinstance(size, (int, type(None))) for size in shape)
        return self.stage.own_layers.Lambda(
            _function(parts.function, name), mask=_function(parts.mask, name), name=name,
            output_shape=tuple(shape) if is_plain else None, arguments=config.get("arguments") or None)

    def input(self, config: Spec) -> Any:
        shape = tuple(config["batch_input_shape"])
        return self.stage.keras.layers.Input(batch_shape=shape, dtype=config.get("dtype"), name=config["name"])

    def call(self, layer: Any, spec: Spec, args: Any, kwargs: Dict[str, Any]) -> Any:
        return layer(args, **{key: value for key, value in kwargs.items() if value is not None})

    def functional(self, spec: Spec, inputs: Any, outputs: Any) -> Any:
        cls = self.custom.model_class(class_in_file(spec), self.stage.keras.models.Model) or self.models.Model
        return _frozen(cls(inputs, outputs, name=spec["config"]["name"]), spec["config"])

    def sequential(self, config: Spec, input_config: Optional[Spec], layers: Sequence[Any]) -> Any:
        model = self.models.Sequential(name=config["name"])
        if input_config is not None and not self.stage.give_input(model, input_config, layers):
            model.add(self.stage.keras.layers.InputLayer(
                batch_input_shape=tuple(input_config["batch_input_shape"]), dtype=input_config.get("dtype"),
                name=input_config.get("name")))
        for layer in layers:
            model.add(layer)
        return _frozen(model, config)

    def is_masked(self, tensors: Sequence[Any]) -> bool:
        return any(_mask_of(tensor) is not None for tensor in tensors)


def _mask_of(tensor: Any) -> Any:
    """The mask of a symbolic tensor: on it in tf.keras, in the node that made it in multi-backend Keras."""
    mask = getattr(tensor, "_keras_mask", None)
    if mask is not None or not hasattr(tensor, "_keras_history"):
        return mask
    layer, node, position = tensor._keras_history[:3]
    masks = getattr(layer._inbound_nodes[node], "output_masks", None)
    return masks[position] if masks else None


def _arguments(cls: Any) -> List[str]:
    """Names of the arguments that a class and its parents take."""
    names = [name for each in cls.__mro__ if "__init__" in vars(each)
             for name, parameter in inspect.signature(each.__init__).parameters.items()
             if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)]
    return [name for name in dict.fromkeys(names) if name != "self"]


def _function(value: Any, name: str) -> Any:
    return Expression.parse(value, name).check(name) if isinstance(value, str) else value


def _frozen(model: Any, config: Spec) -> Any:
    if config.get("trainable") is False:
        model.trainable = False
    return model
