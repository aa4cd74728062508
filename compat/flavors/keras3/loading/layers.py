"""One layer specification of the hub → one layer of Keras 3, not yet built.

A native class is used where it does what the file's Keras did; :data:`ADAPTED` lists where it does not, and why. Class
names are looked up in :data:`NATIVE` alone, so that no file can name a class that reads files or holds code.
"""
import functools
import inspect
from typing import Any, Callable, Dict, FrozenSet, List, Mapping, Optional, Set, Tuple

import keras

from compat.api.tf_operations import OPERATION_LAYERS
from compat.era import Era
from compat.errors import ConfigError, LambdaError
from compat.flavors.shared.given import Given, lambda_parts
from compat.flavors.shared.graph import OBJECTIVES, Situation, Spec, inner, is_model, name_of, walk
from compat.flavors.shared.regularizers import as_activation

from .. import layers as own
from ..engine import Layer as LegacyLayer
from ..layers.attention import takes_the_mask_of_values_for_queries
from ..operations import OperationCall
from .lambdas import lambda_layer
from .names import native_name
from .objects import activation, described
from .regularizers import is_other, over_the_batch

#: Layers of the hub that Keras 3 has under the same name, with the same weights.
NATIVE: FrozenSet[str] = frozenset((
    "Activation", "ActivityRegularization", "Add", "AdditiveAttention", "AlphaDropout", "Attention", "Average",
    "AveragePooling1D", "AveragePooling2D", "AveragePooling3D", "BatchNormalization", "Bidirectional",
    "CategoryEncoding", "CenterCrop", "Concatenate", "Conv1D", "Conv1DTranspose", "Conv2D", "Conv2DTranspose",
    "Conv3D", "Conv3DTranspose", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "Cropping1D", "Cropping2D", "Cropping3D",
    "Dense", "DepthwiseConv1D", "DepthwiseConv2D", "Discretization", "Dot", "Dropout", "ELU", "EinsumDense",
    "Embedding", "Flatten", "GRU", "GRUCell", "GaussianDropout", "GaussianNoise", "GlobalAveragePooling1D",
    "GlobalAveragePooling2D", "GlobalAveragePooling3D", "GlobalMaxPooling1D", "GlobalMaxPooling2D",
    "GlobalMaxPooling3D", "GroupNormalization", "Identity", "LSTM", "LSTMCell", "LayerNormalization", "LeakyReLU",
    "Masking", "MaxPooling1D", "MaxPooling2D", "MaxPooling3D", "Maximum", "Minimum", "MultiHeadAttention",
    "Multiply", "Normalization", "PReLU", "Permute", "RNN", "RandomBrightness", "RandomContrast",
    "RandomFlip", "RandomRotation", "RandomTranslation", "RandomZoom", "ReLU", "RepeatVector", "Rescaling",
    "Reshape", "Resizing", "SeparableConv1D", "SeparableConv2D", "SimpleRNN", "SimpleRNNCell", "Softmax",
    "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "SpectralNormalization", "StackedRNNCells",
    "Subtract", "TimeDistributed", "UnitNormalization", "UpSampling1D", "UpSampling2D", "UpSampling3D",
    "ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D",
))

#: Layers of Keras 3 that look up and hash with TensorFlow, and that no compiled model of another backend can hold.
WITH_TENSORFLOW: FrozenSet[str] = frozenset(("HashedCrossing", "Hashing", "IntegerLookup", "StringLookup"))
_MERGES = ("Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract")
_RECURRENT = ("GRU", "LSTM", "RNN", "SimpleRNN")
#: Layers that do something else under a mask of two axes or more.
_TAKE_MASKS = ("Bidirectional", "ConvLSTM2D", "Masking") + _RECURRENT
Condition = Callable[[Spec, Situation, Era], bool]


def _masked_merge(config: Spec, situation: Situation, era: Era) -> bool:
    return situation.masked and era.behaviour("merge_masks") == "and"


def _begins_otherwise(config: Spec, situation: Situation, era: Era) -> bool:
    # Keras 3 puts zeros on masked steps at the beginning, on JAX now zeros, now the states.
    native = None if keras.backend.backend() == "jax" else "zero"
    is_other = era.behaviour("rnn_output_before_valid_steps") != native and not config.get("unroll")
    return bool(situation.masked and is_other and (config.get("stateful") or situation.several))


def _carries_masked_steps(config: Spec, situation: Situation, era: Era) -> bool:
    inner = config.get("layer", {}).get("config", {})
    carried = era.behaviour("bidirectional_output_on_masked_steps") == "carried"
    return bool(situation.masked and carried and inner.get("return_sequences"))


def _sees_all_steps_at_once(config: Spec, situation: Situation, era: Era) -> bool:
    held = _held(config["layer"])
    return any(spec["class_name"] == "BatchNormalization" or spec["config"].get("mask_zero")
               or situation.masked and spec["class_name"] in _TAKE_MASKS for spec in held)


def _held(spec: Spec) -> List[Spec]:
    """A layer and all layers in it."""
    below = [layer for _, layer in walk(spec)] if is_model(spec) else inner(spec)
    return [spec] + [each for layer in below for each in ([layer] if is_model(layer) else _held(layer))]


def _aligns_corners(config: Spec, situation: Situation, era: Era) -> bool:
    return bool(config.get("interpolation") == "bilinear" and era.behaviour("bilinear_upsampling") == "aligned_corners")


def _frozen_with_batch_statistics(config: Spec, situation: Situation, era: Era) -> bool:
    return config.get("trainable") is False and era.behaviour("frozen_batch_normalization") == "batch_statistics"


def _values_of_another_size(config: Spec, situation: Situation, era: Era) -> bool:
    return config.get("value_dim") not in (None, config.get("key_dim"))


def _leaves_masks_aside(config: Spec, situation: Situation, era: Era) -> bool:
    return situation.masked and era.behaviour("multi_head_attention_masks") == "ignored"


def _hides_values_from_wrong_queries(config: Spec, situation: Situation, era: Era) -> bool:
    return situation.masked and takes_the_mask_of_values_for_queries()


def _forgets_output_padding(config: Spec, situation: Situation, era: Era) -> bool:
    native = inspect.signature(keras.layers.Conv2DTranspose.__init__).parameters
    return config.get("output_padding") is not None and "output_padding" not in native


def _several_axes(config: Spec, situation: Situation, era: Era) -> bool:
    return isinstance(config.get("axis"), list) and len(config["axis"]) > 1


def _not_the_last_axis(config: Spec, situation: Situation, era: Era) -> bool:
    # Of sequences and images; for a vector axis 1 is the last, and both classes do the same.
    return _several_axes(config, situation, era) or config.get("axis") in (1, [1])


#: Class → another class of compat's, and when it has to stand in for it.
REPLACED: Mapping[str, Tuple[str, Condition]] = {
    "AdditiveAttention": ("MaskedAdditiveAttention", _hides_values_from_wrong_queries),  # Keras 3.3
    "Attention": ("MaskedAttention", _hides_values_from_wrong_queries),
    "BatchNormalization": ("MultiAxisBatchNormalization", _several_axes),  # Keras 3 takes one axis
    "LayerNormalization": ("MultiAxisLayerNormalization", _not_the_last_axis),  # Keras 3 fails on torch
    "MultiHeadAttention": ("UnmaskedMultiHeadAttention", _leaves_masks_aside),  # Keras 3 uses every mask
}
#: Class → when compat's own class of that name has to stand in for the native one.
ADAPTED: Mapping[str, Condition] = dict(
    dict.fromkeys(_MERGES, _masked_merge),  # Keras 3 joins the masks by OR
    BatchNormalization=_frozen_with_batch_statistics,  # Keras 3 then uses the moving averages in training
    MultiHeadAttention=_values_of_another_size,  # Keras 3 fails on JAX
    Conv2DTranspose=_forgets_output_padding,  # Keras 3.3 takes it, but does not save it
    Conv3DTranspose=_forgets_output_padding,
    TimeDistributed=_sees_all_steps_at_once,  # Keras 3 calls the layer step by step, and makes no masks with it
    Bidirectional=_carries_masked_steps,  # Keras 3 puts zeros where the old one repeated the last output
    **dict.fromkeys(_RECURRENT, _begins_otherwise),
    UpSampling2D=_aligns_corners,  # Keras 3 samples between pixel centres
)

#: Hub argument → the name Keras 3 has for it.
RENAMED: Mapping[str, Mapping[str, str]] = {"LeakyReLU": {"alpha": "negative_slope"}}
#: (class, argument) → values that the layer itself understands, though they look like names of objects.
OWN_WORDS: Mapping[Tuple[str, str], Tuple[str, ...]] = {
    ("RandomFourierFeatures", "kernel_initializer"): ("gaussian", "laplacian"),
}
#: Arguments of the hub that no constructor of Keras 3 takes and that say nothing about numbers.
DROPPED: FrozenSet[str] = frozenset(["batch_input_shape", "name", "trainable", "dtype", "vocabulary_size"])


def _of_fractions(cls: Any, arguments: Spec, era: Era) -> Spec:
    return dict({"dtype": "float32"}, **arguments)  # or Keras 3.3 makes integers of what comes in


def _of_integers(cls: Any, arguments: Spec, era: Era) -> Spec:
    if arguments.get("output_mode", "int") != "int":
        return arguments
    return {key: value for key, value in arguments.items() if key != "dtype"}  # before 2.6 float32, and put out int64


def _beginning_as_in_the_file(cls: Any, arguments: Spec, era: Era) -> Spec:
    if not issubclass(cls, LegacyLayer):
        return arguments
    return dict(arguments, before_valid_steps=era.behaviour("rnn_output_before_valid_steps"))


#: Class → what its arguments are in the end.
FINISHED: Mapping[str, Callable[[Any, Spec, Era], Spec]] = dict(
    dict.fromkeys(WITH_TENSORFLOW, _of_integers), Discretization=_of_fractions,
    **dict.fromkeys(_RECURRENT, _beginning_as_in_the_file))


class Layers:
    """Makes the layers of one file.

    Attributes:
        given: the user's objects.
        era: the Keras that wrote the file.
        lambdas_without_mask: names of Lambda layers that a mask reaches and that no mask function was given for.
    """

    def __init__(self, given: Given, era: Era) -> None:
        self.given = given
        self.era = era
        self.lambdas_without_mask: List[str] = []

    def make(self, spec: Spec, situation: Situation) -> Any:
        """The layer of a specification.

        Raises:
            ConfigError: it has an argument that Keras 3 cannot express.
            LambdaError: a Lambda for which nothing was given.
        """
        name = spec["class_name"]
        if name == "Lambda":
            return self._lambda(spec, situation)
        if name in OPERATION_LAYERS and not self.given.has(name):
            return OperationCall(spec["config"], self.base(spec["config"]))
        if self.given.has(name):
            return self._custom(self.given.find(name), spec)
        if is_other(self.era.behaviour("activity_regularizer")):
            spec = as_activation(spec)
            name = spec["class_name"]
        spec = _with_both_halves(spec)
        return self._known(class_of(name, spec["config"], situation, self.era), spec, situation)

    def _known(self, cls: Any, spec: Spec, situation: Situation) -> Any:
        name = spec["class_name"]
        if name in WITH_TENSORFLOW:
            _check_lookup(spec)
        renames = RENAMED.get(name, {})
        config = {renames.get(key, key): value for key, value in spec["config"].items() if key not in DROPPED}
        _refuse_unknown(cls, config, spec)
        arguments = {key: self._value(key, value, spec, situation) for key, value in config.items()}
        if arguments.get("activity_regularizer"):
            wanted = self.era.behaviour("activity_regularizer")
            arguments["activity_regularizer"] = over_the_batch(arguments["activity_regularizer"], wanted)
        arguments.update(self.base(spec["config"]))
        finish = FINISHED.get(name)
        return _made(cls, finish(cls, arguments, self.era) if finish else arguments)

    def base(self, config: Spec) -> Dict[str, Any]:
        """The arguments that every layer has: name, trainable, dtype policy."""
        arguments: Dict[str, Any] = {"name": native_name(config.get("name")), "trainable": bool(config.get("trainable", True))}
        dtype = config.get("dtype")
        # In Keras 2 the dtype of a first layer was that of its input; only a float can be one of weights.
        if isinstance(dtype, str) and "float" in dtype:
            arguments["dtype"] = dtype
        return arguments

    def _value(self, key: str, value: Any, spec: Spec, situation: Situation) -> Any:
        """One argument, with everything that it names made."""
        where = "layer {!r} ({})".format(name_of(spec), spec["class_name"])
        if value in OWN_WORDS.get((spec["class_name"], key), ()):
            return value
        for kind in ("initializer", "regularizer", "constraint"):
            if key == kind or key.endswith("_" + kind):
                return described(kind, value, self.given, where)
        if key in ("layer", "backward_layer", "cell") and isinstance(value, dict):
            return self.inside(value, situation)
        if key in ("cell", "cells") and isinstance(value, list):
            return [self.inside(each, situation) for each in value]
        if key in ("activation", "recurrent_activation"):
            is_layer = isinstance(value, dict) and value.get("class_name") in NATIVE
            return self.inside(value, situation) if is_layer else activation(value, self.given, where, self.era)
        return tuple(value) if isinstance(value, list) and key != "axis" else value

    def inside(self, spec: Spec, situation: Situation) -> Any:
        """A layer that is held by another: the one inside a wrapper, a cell."""
        if is_model(spec):
            return situation.model(spec, situation.path)
        return self.make(spec, situation)

    def _custom(self, thing: Any, spec: Spec) -> Any:
        config = dict(spec["config"])
        if not isinstance(thing, type):
            raise ConfigError("custom_objects[{!r}] is {!r}; layer {!r} needs a class".format(
                spec["class_name"], thing, name_of(spec)))
        if issubclass(thing, keras.layers.Layer) and not issubclass(thing, LegacyLayer):
            config.pop("batch_input_shape", None)
            config = dict(config, **self.base(config))
        if config.get("name"):
            config["name"] = native_name(config["name"])
        cls: Any = thing
        return cls.from_config(config)

    def _lambda(self, spec: Spec, situation: Situation) -> Any:
        name = name_of(spec)
        if name not in self.given.lambdas:
            raise LambdaError("Lambda {!r} needs its function: pass lambdas={{{!r}: fn}}".format(name, name))
        value = self.given.lambdas[name]
        parts = lambda_parts(value, isinstance(value, keras.layers.Layer))
        if parts.layer is not None:
            return parts.layer
        if situation.masked and parts.mask is None:
            self.lambdas_without_mask.append(name)
        return lambda_layer(spec["config"], parts, self.base(spec["config"]))


def class_of(name: str, config: Spec, situation: Situation, era: Era) -> Any:
    """The class for a hub class name in this place.

    Raises:
        ConfigError: there is none.
    """
    if name in REPLACED and REPLACED[name][1](config, situation, era):
        return own_class(REPLACED[name][0])
    condition = ADAPTED.get(name)
    adapted = condition is not None and condition(config, situation, era)
    if (name in NATIVE or name in WITH_TENSORFLOW) and not adapted:
        return getattr(keras.layers, name)
    found = own_class(name)
    if found is None:
        raise ConfigError("layer {!r} is a {}, which Keras 3 cannot express the way the file means it".format(
            config.get("name"), name))
    return found


def own_class(name: str) -> Optional[Any]:
    """Compat's class of that name for this flavour, or None."""
    found = getattr(own, name, None)
    return found if isinstance(found, type) and issubclass(found, keras.layers.Layer) else None


def knows(class_name: str) -> bool:
    """Whether a hub class name can be made without the user's help.

    Example:
        >>> knows("Dense"), knows("TFSMLayer")
        (True, False)
    """
    known = class_name in NATIVE | WITH_TENSORFLOW | OPERATION_LAYERS or class_name in ("InputLayer",) + OBJECTIVES
    return known or own_class(class_name) is not None


def _with_both_halves(spec: Spec) -> Spec:
    """A Bidirectional of a layer that itself goes backwards, with the half that goes forwards, which Keras 3 does not add."""
    held = spec["config"].get("layer")
    if spec["class_name"] != "Bidirectional" or spec["config"].get("backward_layer") or not held["config"].get("go_backwards"):
        return spec
    other = dict(held, config=dict(held["config"], go_backwards=False))
    return dict(spec, config=dict(spec["config"], backward_layer=other))


def _check_lookup(spec: Spec) -> None:
    """Refuse a layer that needs another backend, or a file: a vocabulary that is a text is a path."""
    where = "layer {!r} ({})".format(name_of(spec), spec["class_name"])
    if keras.backend.backend() != "tensorflow":
        raise ConfigError("{} computes with TensorFlow; set KERAS_BACKEND=tensorflow, or take it out of the model and do "
                          "its work before".format(where))
    if isinstance(spec["config"].get("vocabulary"), str):
        raise ConfigError("{} reads its vocabulary from the file {!r}, which is not opened; pass custom_objects={{{!r}: cls}} "
                          "with a class that has the vocabulary".format(
                              where, spec["config"]["vocabulary"], spec["class_name"]))


def _made(cls: Any, arguments: Dict[str, Any]) -> Any:
    """The layer; where its constructor does not take ``trainable``, as Keras 3's SpatialDropout, it is told afterwards."""
    if "trainable" in _arguments_of(cls):
        return cls(**arguments)
    layer = cls(**{key: value for key, value in arguments.items() if key != "trainable"})
    layer.trainable = arguments["trainable"]
    return layer


def _refuse_unknown(cls: Any, config: Spec, spec: Spec) -> None:
    names = _arguments_of(cls) | {"activity_regularizer"}
    if any(key not in names for key in config) and not issubclass(cls, LegacyLayer):
        extra = {key: value for key, value in config.items() if key not in names}
        raise ConfigError("layer {0!r} ({1}) has arguments that Keras 3 does not know: {2}; pass "
                          "custom_objects={{{1!r}: cls}} with a class that does".format(
                              name_of(spec), spec["class_name"], extra))


@functools.lru_cache(maxsize=None)
def _arguments_of(cls: Any) -> FrozenSet[str]:
    """What a class's constructor names, and those of its bases that the rest of the arguments go on to."""
    names: Set[str] = set()
    for base in cls.__mro__[:cls.__mro__.index(keras.layers.Layer) + 1]:
        parameters = inspect.signature(base.__init__).parameters
        names |= set(parameters)
        if not any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
            break
    return frozenset(names)
