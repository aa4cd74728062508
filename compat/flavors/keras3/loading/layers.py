"""One layer specification of the hub → one layer of Keras 3, not yet built."""
import functools
import inspect
from typing import Any, Callable, Dict, FrozenSet, List, Mapping, Set, Tuple

import keras
import numpy as np

from compat.api.tf_operations import OPERATION_LAYERS
from compat.era import Era
from compat.errors import ConfigError, LambdaError
from compat.flavors.shared.bidirectional import with_counted_regularizers, with_own_backward_layer
from compat.flavors.shared.regularizers import as_activation
from compat.hub.custom_objects import CustomObjects, lambda_parts
from compat.hub.graph import BuildContext
from compat.hub.records import Spec, name_of
from compat.hub.walk import is_model

from ..names import native_name
from ..operations.layer import OperationCall
from ..serializing import without_tensorflow
from .classes import WITH_TENSORFLOW, class_of, native_class
from .objects import activation, made_object
from .regularizers import is_other, over_the_batch

#: Hub argument → the name Keras 3 has for it.
RENAMED: Mapping[str, Mapping[str, str]] = {"LeakyReLU": {"alpha": "negative_slope"}}
#: (class, argument) → values that the layer itself understands, though they look like names of objects.
OWN_WORDS: Mapping[Tuple[str, str], Tuple[str, ...]] = {
    ("RandomFourierFeatures", "kernel_initializer"): ("gaussian", "laplacian"),
}
#: Arguments of the hub that no constructor of Keras 3 takes and that do not change results.
DROPPED: FrozenSet[str] = frozenset(["batch_input_shape", "name", "trainable", "dtype", "vocabulary_size",
                                     "has_input_vocabulary", "has_static_table"])


def _of_fractions(arguments: Spec) -> Spec:
    return dict({"dtype": "float32"}, **arguments)  # Keras 3.3 would cast the input to integers


def _as_looked_up(arguments: Spec) -> Spec:
    return _of_integers(_with_weights_of_words(arguments))


def _with_weights_of_words(arguments: Spec) -> Spec:
    """The weights for ``tf_idf`` as Keras's own layer takes them: of words alone; others weigh their average."""
    words, weights = arguments.get("vocabulary"), arguments.get("idf_weights")
    if keras.backend.backend() != "tensorflow" or weights is None or words is None or len(words) == len(weights):
        return arguments
    outside = arguments.get("num_oov_indices", 1)
    of_words = np.asarray(weights[outside:outside + len(words)], "float32")
    if outside and not np.isclose(weights[0], of_words.mean(), rtol=1e-5):
        raise ConfigError("layer {!r} weighs words out of its vocabulary by {:.6g}, as tf.keras did up to 2.5; the installed "
                          "Keras takes the mean of the others, on JAX and torch compat's layer weighs as the file says".format(
                              arguments.get("name"), weights[0]))
    return dict(arguments, idf_weights=of_words.tolist())


def _of_integers(arguments: Spec) -> Spec:
    if arguments.get("output_mode", "int") != "int":
        return arguments
    return {key: value for key, value in arguments.items() if key != "dtype"}  # before 2.6 float32 was written, int64 returned


def _of_one_shape(arguments: Spec) -> Spec:
    # Keras 3 refuses a mean for each feature beside one variance for all.
    stated = [arguments.get("mean"), arguments.get("variance")]
    if any(each is None for each in stated):
        return arguments
    mean, variance = np.broadcast_arrays(*[np.asarray(each, "float32") for each in stated])
    return dict(arguments, mean=mean.tolist(), variance=variance.tolist())


def _with_copied_states(arguments: Spec) -> Spec:
    # On torch the fast loops of Keras 3.15 change the states in place that gradients are computed from.
    is_changed = keras.backend.backend() == "torch" and arguments.get("stateful") and "era" not in arguments
    return dict(arguments, use_cudnn=False) if is_changed else arguments


#: Class → what its arguments are in the end.
FINISHED: Mapping[str, Callable[[Spec], Spec]] = dict(
    dict.fromkeys(WITH_TENSORFLOW, _as_looked_up), Discretization=_of_fractions, GRU=_with_copied_states,
    LSTM=_with_copied_states, Normalization=_of_one_shape)


class Layers:
    """Makes the layers of one file.

    Attributes:
        custom: the user's objects.
        era: the Keras that wrote the file.
        is_for_old_code: old code opens it, and gets layers with the attributes and methods that it knows.
        lambdas_without_mask: names of Lambda layers that a mask reaches and that no mask function was given for.
    """

    def __init__(self, custom: CustomObjects, era: Era, is_for_old_code: bool = False) -> None:
        self.custom = custom
        self.era = era
        self.is_for_old_code = is_for_old_code
        self.lambdas_without_mask: List[str] = []

    def make(self, spec: Spec, context: BuildContext) -> Any:
        """The layer of a specification.

        Raises:
            ConfigError: it has an argument that Keras 3 cannot express.
            LambdaError: a Lambda for which nothing was given.
        """
        name = spec["class_name"]
        if name == "Lambda":
            return self._lambda(spec, context)
        if name in OPERATION_LAYERS and not self.custom.has(name):
            return OperationCall(spec["config"], self.base(spec["config"]))
        if self.custom.has(name):
            return self._custom(self.custom.find(name), spec)
        if self.is_for_old_code:
            spec = with_counted_regularizers(spec, self.era)
        elif name == "ActivityRegularization" and is_other(self.era.behaviour("activity_regularizer")):
            spec = as_activation(spec)
        elif name == "Bidirectional":
            spec = _with_both_layers(spec, self.era)
        cls = class_of(spec["class_name"], spec["config"], context, self.era, self.is_for_old_code)
        return self._known(cls, spec, context)

    def _known(self, cls: Any, spec: Spec, context: BuildContext) -> Any:
        name = spec["class_name"]
        if name in WITH_TENSORFLOW:
            _check_lookup(spec)
        renames = {} if _is_legacy(cls) else RENAMED.get(name, {})
        config = {renames.get(key, key): value for key, value in spec["config"].items() if key not in DROPPED}
        _refuse_unknown(cls, config, spec)
        arguments = {key: self._value(key, value, spec, context) for key, value in config.items()}
        if _is_legacy(cls):
            arguments.update(_of_first_layer(spec["config"]), era=self.era.version)
        elif arguments.get("activity_regularizer"):
            wanted = self.era.behaviour("activity_regularizer")
            arguments["activity_regularizer"] = over_the_batch(arguments["activity_regularizer"], wanted)
        arguments.update(self.base(spec["config"]))
        finish = FINISHED.get(name)
        return _made(cls, finish(arguments) if finish else arguments)

    def base(self, config: Spec) -> Dict[str, Any]:
        """The arguments that every layer has: name, trainable, dtype policy."""
        arguments: Dict[str, Any] = {"name": native_name(config.get("name")), "trainable": bool(config.get("trainable", True))}
        dtype = config.get("dtype")
        # In Keras 2 the dtype of a first layer was that of its input; only a float can be one of weights.
        if isinstance(dtype, str) and "float" in dtype:
            arguments["dtype"] = dtype
        return arguments

    def _value(self, key: str, value: Any, spec: Spec, context: BuildContext) -> Any:
        """One argument, with the objects that it names."""
        where = "layer {!r} ({})".format(name_of(spec), spec["class_name"])
        if value in OWN_WORDS.get((spec["class_name"], key), ()):
            return value
        for kind in ("initializer", "regularizer", "constraint"):
            if key == kind or key.endswith("_" + kind):
                return made_object(kind, value, self.custom, where)
        if key in ("layer", "backward_layer", "cell") and isinstance(value, dict):
            return self.inside(value, context)
        if key in ("cell", "cells") and isinstance(value, list):
            return [self.inside(each, context) for each in value]
        if key in ("activation", "recurrent_activation"):
            is_layer = isinstance(value, dict) and native_class(str(value.get("class_name"))) is not None
            return self.inside(value, context) if is_layer else activation(value, self.custom, where, self.era)
        return tuple(value) if isinstance(value, list) and key != "axis" else value

    def inside(self, spec: Spec, context: BuildContext) -> Any:
        """A layer inside another: a wrapped layer, a cell."""
        if is_model(spec):
            return context.model(spec, context.path)
        return self.make(spec, context)

    def _custom(self, thing: Any, spec: Spec) -> Any:
        config = dict(spec["config"])
        if not isinstance(thing, type):
            raise ConfigError("custom_objects[{!r}] is {!r}; layer {!r} needs a class".format(
                spec["class_name"], thing, name_of(spec)))
        if issubclass(thing, keras.layers.Layer) and not _is_legacy(thing):
            config.pop("batch_input_shape", None)
            config = dict(config, **self.base(config))
        if config.get("name"):
            config["name"] = native_name(config["name"])
        cls: Any = thing
        return cls.from_config(config)

    def _lambda(self, spec: Spec, context: BuildContext) -> Any:
        name = name_of(spec)
        if name not in self.custom.lambdas:
            raise LambdaError("Lambda {!r} needs its function: pass lambdas={{{!r}: fn}}".format(name, name))
        value = self.custom.lambdas[name]
        parts = lambda_parts(value, isinstance(value, keras.layers.Layer))
        if parts.layer is not None:
            return parts.layer
        if context.masked and parts.mask is None:
            self.lambdas_without_mask.append(name)
        from .lambdas import lambda_layer  # imports what reads expressions

        return lambda_layer(spec["config"], parts, dict(self.base(spec["config"]), era=self.era.version))


def _is_legacy(cls: Any) -> bool:
    """Whether a class derives from :class:`..engine.layer.Layer`, which need not be imported to tell."""
    return bool(getattr(cls, "_is_legacy", False))


def _of_first_layer(config: Spec) -> Dict[str, Any]:
    """The shape of the input, which the configuration of a layer of Keras 2 repeats."""
    shape = config.get("batch_input_shape")
    return {} if shape is None else {"batch_input_shape": tuple(shape)}


def _with_both_layers(spec: Spec, era: Era) -> Spec:
    """A Bidirectional. Keras 3 adds no forward layer where the layer that it is given goes backwards, so both are stated."""
    spec = with_counted_regularizers(spec, era)
    return with_own_backward_layer(spec) if spec["config"]["layer"]["config"].get("go_backwards") else spec


def _check_lookup(spec: Spec) -> None:
    """Refuse a layer that needs a file: a vocabulary that is a string is a path."""
    where = "layer {!r} ({})".format(name_of(spec), spec["class_name"])
    if isinstance(spec["config"].get("vocabulary"), str):
        raise ConfigError("{} reads its vocabulary from the file {!r}, which is not opened; pass custom_objects={{{!r}: cls}} "
                          "with a class that has the vocabulary".format(
                              where, spec["config"]["vocabulary"], spec["class_name"]))


def _made(cls: Any, arguments: Dict[str, Any]) -> Any:
    """The layer; ``trainable`` is set afterwards where the constructor does not take it (SpatialDropout of Keras 3)."""
    if issubclass(cls, keras.layers.Bidirectional):
        with without_tensorflow():
            return cls(**arguments)
    if "trainable" in _arguments_of(cls):
        return cls(**arguments)
    layer = cls(**{key: value for key, value in arguments.items() if key != "trainable"})
    layer.trainable = arguments["trainable"]
    return layer


def _refuse_unknown(cls: Any, config: Spec, spec: Spec) -> None:
    names = _arguments_of(cls) | {"activity_regularizer"}
    if any(key not in names for key in config) and not _is_legacy(cls):
        extra = {key: value for key, value in config.items() if key not in names}
        raise ConfigError("layer {0!r} ({1}) has arguments that Keras 3 does not know: {2}; pass "
                          "custom_objects={{{1!r}: cls}} with a class that does".format(
                              name_of(spec), spec["class_name"], extra))


@functools.lru_cache(maxsize=None)
def _arguments_of(cls: Any) -> FrozenSet[str]:
    """Names of the arguments of a constructor, and of those of its bases that receive ``**kwargs``."""
    names: Set[str] = set()
    for base in cls.__mro__[:cls.__mro__.index(keras.layers.Layer) + 1]:
        parameters = inspect.signature(base.__init__).parameters
        names |= set(parameters)
        if not any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
            break
    return frozenset(names)
