"""Build, assign and compile on a Keras 2: what :mod:`compat.loading.load` asks of those flavours, given their own modules.

No Keras is imported here; :class:`Stage` is handed the installed one. The models it makes are those of
``compat.keras`` on that flavour, so that masks and losses are the old ones.
"""
import inspect
from typing import Any, Dict, FrozenSet, List, Mapping, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from compat.era import Era, made_in
from compat.errors import ConfigError, LambdaError, NotServedError, WeightsError
from compat.flavors.keras2.lowering import layer_config
from compat.flavors.shared.bidirectional import with_counted_penalties
from compat.flavors.shared.budget import Budget
from compat.flavors.shared.live import described
from compat.flavors.shared.optimizers import optimizer, restore
from compat.flavors.shared.regularizers import as_activation, scaled_regularizers
from compat.hub import graph
from compat.hub.custom_objects import CustomObjects, lambda_parts, plain_name
from compat.hub.graph import BuildContext
from compat.hub.records import Path, Spec, name_of
from compat.hub.walk import is_model
from compat.lambdas import Expression

#: Classes that no file may name, since they hold code or read other files.
FORBIDDEN: FrozenSet[str] = frozenset((
    "Lambda", "StringLookup", "IntegerLookup", "TextVectorization", "Wrapper", "Layer"))


#: Metrics that Keras knows by a name, and shows by another one alone.
_PUBLIC: Mapping[str, str] = {"cosine_similarity": "CosineSimilarity"}


class Compiled(NamedTuple):
    """What became of the compiled state: done, what was missing, whether the optimizer continues where it stopped."""

    compiled: bool
    missing: Sequence[str] = ()
    resumed: bool = False


class Model:
    """A built model with its layers by path."""

    def __init__(self, built: graph.Built, lambdas_without_mask: Sequence[str]) -> None:
        self.model = built.model
        self.layers = built.layers
        self.lambdas_without_mask = tuple(lambdas_without_mask)


class Stage:
    """The loading stages on one Keras 2.

    Args:
        keras: the installed Keras.
        layers: this flavour's own ``layers``, which come first.
        models: its ``models``, with ``Model``, ``Sequential`` and ``load_model``.
        optimizers: its ``optimizers``, or the installed ones.
    """

    def __init__(self, keras: Any, layers: Any, models: Any, optimizers: Any) -> None:
        self.keras = keras
        self.own_layers = layers
        self.models = models
        self.optimizers = optimizers
        self._scaled: Optional[Any] = None
        self._divides: Optional[bool] = None

    def layer_class(self, name: str) -> Optional[Any]:
        """The class for a hub class name: this flavour's own, else the installed one, else None."""
        if name in FORBIDDEN:
            return None
        for module in (self.own_layers, self.keras.layers):
            try:
                found = getattr(module, name, None)
            except NotServedError:
                found = None
            if isinstance(found, type) and issubclass(found, self.keras.layers.Layer):
                return found
        return None

    def class_for(self, name: str, context: BuildContext, era: Era) -> Optional[Any]:
        """The class for a hub class name in a place of the model, as the file's era has it."""
        return self.layer_class(name)

    def operation(self, spec: Spec) -> Optional[Any]:
        """What calls a function of TensorFlow that the file holds as a layer; None for a layer proper."""
        return None

    def knows(self, class_name: str) -> bool:
        """Whether a hub class name can be made without the user's help."""
        return class_name in ("InputLayer",) + graph.OBJECTIVES or self.layer_class(class_name) is not None

    def has_initializer(self, name: str, **arguments: Any) -> bool:
        """Whether this Keras has an initializer class of that name, which takes these arguments."""
        found = getattr(self.keras.initializers, name, None)
        if not isinstance(found, type):
            return False
        try:
            found(**arguments)
        except ValueError:
            return False
        return True

    def over_the_batch(self, regularizer: Any, wanted: Any) -> Any:
        """An activity regularizer that gives the sum over the batch, or its mean, whatever this Keras does.

        Args:
            regularizer: the file's.
            wanted: ``"sum"``, or ``"mean"``.
        """
        found = self.keras.regularizers.get(regularizer)
        if (wanted == "sum") is not self.divides_by_batch():
            return found
        summed, divided = self.scaled_regularizers
        return summed(found) if wanted == "sum" else divided(found)

    @property
    def scaled_regularizers(self) -> Any:
        """The classes of regularizers that multiply by the size of the batch, and divide by it."""
        if self._scaled is None:
            self._scaled = scaled_regularizers(self.keras)
        return self._scaled

    def divides_by_batch(self) -> bool:
        """Whether this Keras divides activity losses by the batch size, as tf.keras does; asked once, of a layer."""
        if self._divides is None:
            layer = self.keras.layers.Dense(1, use_bias=False, kernel_initializer="ones",
                                            activity_regularizer=self.keras.regularizers.l1(1.0))
            layer(self.keras.backend.constant(np.ones((2, 1), "float32")))
            self._divides = float(self.keras.backend.eval(layer.losses[0])) < 1.5
        return self._divides

    def build(self, spec: Spec, custom: CustomObjects, era: Era, most: int, models: Any = None) -> Model:
        """The model of a hub configuration, its weights as its initializers made them.

        Args:
            most: how many values its weights may have in sum.
            models: what has the classes ``Model`` and ``Sequential``; None for those of this flavour.

        Raises:
            WeightsError: it asks for more.
        """
        budget = Budget(most, self.keras.layers.Layer)
        maker = _Maker(self, custom, era, budget, models or self.models)
        try:
            with era, self.keras.utils.CustomObjectScope(dict(custom.objects)):
                return Model(graph.build(spec, maker), maker.lambdas_without_mask)
        finally:
            budget.release()

    def live(self, model: Any) -> Tuple[Spec, Model]:
        """What :meth:`assign` needs of a model that is already there: its layers in the hub dialect, and itself."""
        spec, built = described(model)
        return spec, Model(built, ())

    def assign(self, built: Model, pairs: Sequence[Any], whole: bool = True) -> Tuple[int, int]:
        """Give every weight its array; number of arrays and of values.

        Args:
            whole: whether every layer has to be among the pairs.

        Raises:
            WeightsError: number or shapes differ; the message lists expected and found, layer by layer.
        """
        layers = dict(built.layers)
        wrong: List[str] = []
        values: List[Tuple[Any, np.ndarray]] = []
        for pair in pairs:
            variables = list(layers[pair.path].weights) if pair.path in layers else []
            arrays = pair.read()
            expected = [self._shape(variable) for variable in variables]
            if expected != [tuple(array.shape) for array in arrays]:
                wrong.append("  {}: expected {}; found {}".format(
                    "/".join(pair.path), expected, [tuple(array.shape) for array in arrays]))
            values.extend(zip(variables, arrays))
        named = {pair.path for pair in pairs}
        missing = [path for path, layer in built.layers if pairs and whole and layer.weights and path not in named]
        wrong.extend("  {}: found nothing".format("/".join(path)) for path in missing)
        if wrong:
            raise WeightsError("the weights of the file do not fit the model:\n" + "\n".join(wrong))
        self.keras.backend.batch_set_value(values)
        self._normalize_by_weights(built)
        return len(values), sum(int(array.size) for _, array in values)

    def _normalize_by_weights(self, built: Model) -> None:
        """Let each Normalization take the mean and the variance that it computes with from its weights."""
        kind = getattr(self.keras.layers, "Normalization", None)
        for _, layer in built.layers:
            if kind is not None and isinstance(layer, kind):
                layer.finalize_state()

    def _shape(self, variable: Any) -> Tuple[Optional[int], ...]:
        return tuple(self.keras.backend.int_shape(variable))

    def trainable(self, built: Model) -> List[Tuple[Path, List[bool]]]:
        """For each layer its path, and for each of its weights whether it is trained."""
        found = []
        for path, layer in built.layers:
            trained = {id(variable) for variable in layer.trainable_weights}
            found.append((path, [id(variable) in trained for variable in layer.weights]))
        return found

    def compile_model(self, built: Model, training: Mapping[str, Any], outputs: Sequence[str], custom: CustomObjects, era: Era,
                      state: Any) -> Compiled:
        """Compile a model as its file says, and let its optimizer continue."""
        with era:
            return self._compile(built, training, custom, state)

    def _compile(self, built: Model, training: Mapping[str, Any], custom: CustomObjects, state: Any) -> Compiled:
        missing: List[str] = []
        loss = self._named(training["loss"], "loss", self.keras.losses, custom, missing)
        metrics = _per_output(self._named(training["metrics"] or [], "metric", self.keras.metrics, custom, missing),
                              built.model)
        chosen = optimizer(self.optimizers, training["optimizer_config"], custom)
        if chosen is None:
            missing.append("optimizer {!r}".format(training["optimizer_config"]["class_name"]))
        if any(not each.startswith("metric") for each in missing):
            return Compiled(False, missing)
        built.model.compile(optimizer=chosen, loss=loss, metrics=metrics, loss_weights=training["loss_weights"])
        weights = [weight for _, layer in built.layers for weight in layer.trainable_weights]
        return Compiled(True, missing, state is not None and restore(self.keras.backend, built.model, weights, state))

    def _named(self, stated: Any, kind: str, module: Any, custom: CustomObjects, missing: List[str]) -> Any:
        """Losses or metrics in any structure, each by a name this Keras knows or as the object the user gave."""
        if isinstance(stated, dict) and "class_name" in stated:
            return self._object(stated, kind, module, custom, missing)
        if isinstance(stated, dict):
            return {key: self._named(value, kind, module, custom, missing) for key, value in stated.items()}
        if isinstance(stated, list):
            found = [self._named(value, kind, module, custom, missing) for value in stated]
            return [each for each in found if each is not None] if kind == "metric" else found
        if stated is None or custom.has(stated):
            return None if stated is None else custom.find(stated)
        public = getattr(module, _PUBLIC.get(stated, stated) if kind == "metric" else stated, None)
        if callable(public) or stated in ("accuracy", "acc", "crossentropy", "ce"):
            return stated
        missing.append("{} {!r}".format(kind, stated))
        return None

    def _object(self, stated: Spec, kind: str, module: Any, custom: CustomObjects, missing: List[str]) -> Any:
        name = plain_name(str(stated["class_name"]))
        found = custom.find(name) or getattr(module, name, None)
        if isinstance(found, type):
            config = {key: value for key, value in (stated.get("config") or {}).items() if key not in ("fn", "dtype")}
            cls: Any = found
            return cls.from_config(config)
        missing.append("{} {!r}".format(kind, name))
        return None

    def give_input(self, model: Any, input_config: Spec, layers: Sequence[Any]) -> bool:
        """Tell the first layer of a Sequential its input, where this Keras keeps it there; whether it was told."""
        return False

    def save(self, model: Any, path: str) -> None:
        """Write a model as ``.h5``."""
        model.save(path)

    def reopen(self, path: str, objects: Mapping[str, Any]) -> Any:
        """Open a file that this Keras wrote, with the layers of this flavour and the user's objects."""
        own = {found.__name__: found for found in self.scaled_regularizers}
        return self.models.load_model(path, custom_objects=dict(own, **objects), compile=False)

    def predict(self, model: Any, inputs: Sequence[Any]) -> List[np.ndarray]:
        """The model's outputs for one batch of inputs, as a list."""
        found = model.predict(inputs[0] if len(inputs) == 1 else list(inputs), batch_size=len(inputs[0]))
        return [np.asarray(each) for each in (found if isinstance(found, (list, tuple)) else [found])]

    def weights_of(self, model: Any) -> List[np.ndarray]:
        """The values of all weights, in the model's order."""
        return [np.asarray(value) for value in self.keras.backend.batch_get_value(model.weights)]


class _Maker(graph.Maker):
    def __init__(self, stage: Stage, custom: CustomObjects, era: Era, budget: Budget, models: Any) -> None:
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
            spec = with_counted_penalties(spec, self.era)
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

    def functional(self, config: Spec, inputs: Any, outputs: Any) -> Any:
        return _frozen(self.models.Model(inputs, outputs, name=config["name"]), config)

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


def _per_output(metrics: Any, model: Any) -> Any:
    """Metrics that are listed output by output, as tf.keras lists them, in the form that every Keras 2 takes."""
    if not isinstance(metrics, list) or not any(isinstance(each, list) for each in metrics):
        return metrics
    return metrics[0] if len(model.outputs) == 1 else dict(zip(model.output_names, metrics))


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
