"""One layer's configuration in the words of an old Keras: the keys that ``get_config`` of that Keras gave."""
from typing import Any, Dict, FrozenSet, Mapping, Optional

from compat.api.names import lookup
from compat.api.rows import Name
from compat.api.signatures import parameters
from compat.errors import UnsupportedError
from compat.hub.records import Config
from compat.writing.dialects import Dialect
from compat.writing.objects import plain_object

_ANY = object()
#: Keys of every layer, which are no arguments of one class.
BASE = ("name", "trainable", "batch_input_shape", "dtype")
#: Class → what Keras 3 calls an argument → what Keras 2 called it.
_RENAMED: Mapping[str, Mapping[str, str]] = {
    "LeakyReLU": {"negative_slope": "alpha"}, "InputLayer": {"batch_shape": "batch_input_shape"}}
_DROPOUT = {"noise_shape": None, "seed": None}
#: Class → keys that its configuration has beside the arguments that its signature names, with what stands for no value.
_FURTHER: Mapping[str, Mapping[str, Any]] = {
    "SpatialDropout1D": _DROPOUT, "SpatialDropout2D": _DROPOUT, "SpatialDropout3D": _DROPOUT,
    "ActivityRegularization": {"l2": 0.0}, "DepthwiseConv2D": {"dilation_rate": _ANY},
    "ConvLSTM1D": {"unroll": False}, "ConvLSTM2D": {"return_state": False, "unroll": False}, "ConvLSTM3D": {"unroll": False},
    "CuDNNLSTM": {"go_backwards": False}, "CuDNNGRU": {"go_backwards": False},
    "RNN": {"num_constants": _ANY}, "Bidirectional": {"num_constants": _ANY},
    "Attention": {"dropout": 0.0}, "AdditiveAttention": {"dropout": 0.0},
    "MultiHeadAttention": {"query_shape": None, "key_shape": None, "value_shape": None},
    "TextVectorization": {"vocabulary_size": _ANY}, "StringLookup": {"vocabulary_size": _ANY},
    "IntegerLookup": {"vocabulary_size": _ANY},
}
#: The same for tf.keras alone, which took them by name in ``**kwargs``, with what need not be stated.
_OF_TF_KERAS: Mapping[str, Mapping[str, Any]] = {
    "BatchNormalization": {"renorm": False, "renorm_clipping": None, "renorm_momentum": 0.99, "synchronized": False}}
_RECURRENT, _GROUPED = {"time_major": False}, {"groups": 1}
#: Class → what tf.keras stated of each layer beside its arguments.
STATED_BY_TF_KERAS: Mapping[str, Mapping[str, Any]] = {
    **dict.fromkeys(("RNN", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"), _RECURRENT),
    **dict.fromkeys(("LSTM", "GRU"), {**_RECURRENT, "implementation": 2}),
    **dict.fromkeys(("LSTMCell", "GRUCell"), {"implementation": 2}),
    **dict.fromkeys(("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose", "DepthwiseConv1D", "DepthwiseConv2D",
                     "SeparableConv1D", "SeparableConv2D"), _GROUPED),
    "Discretization": {"trainable": True}}
#: What tf.keras calls an activation of another name.
_ACTIVATIONS_OF_TF_KERAS = {"silu": "swish"}
#: Class → argument → the argument that decides in its place where it is given; tf.keras refuses both.
_DECIDED_BY: Mapping[str, Mapping[str, str]] = {"Discretization": {"num_bins": "bin_boundaries"}}
#: Arguments that the signature of a class names and its configuration leaves out when they have this value.
_LEFT_OUT: Mapping[str, Mapping[str, Any]] = {
    "AlphaDropout": {"noise_shape": None, "seed": _ANY}, "Bidirectional": {"weights": _ANY, "num_constants": None},
    "RNN": {"num_constants": None},
    "LocallyConnected1D": {"data_format": "channels_last"},
    "SpatialDropout2D": {"data_format": "channels_last"}, "SpatialDropout3D": {"data_format": "channels_last"},
}
#: Layers that give places in a vocabulary: tf.keras takes no dtype but one for them.
_PLACES = ("IntegerLookup", "StringLookup")
#: Arguments that a later Keras added, with the value by which they change nothing; a seed of noise no file needs.
_NEUTRAL: Mapping[str, Any] = {
    "groups": 1, "quantization_config": None, "lora_rank": None, "lora_alpha": None, "keepdims": False, "renorm": False,
    "renorm_clipping": None, "renorm_momentum": _ANY, "synchronized": _ANY, "optional": False, "ragged": False,
    "seed": _ANY, "zero_output_for_mask": False, "data_format": "channels_last", "implementation": 1, "era": _ANY,
    "autocast": _ANY, "activity_regularizer": None, "backward_layer": None, "dilation_rate": 1, "build_config": _ANY,
    "num_constants": None, "use_gate": False, "flash_attention": None, "sliding_window": None, "rms_scaling": False,
    "pad_to_aspect_ratio": False, "antialias": False, "fill_mode": "constant", "fill_value": 0.0, "value_range": (0, 255),
    "oov_method": "floormod", "salt": None,
}


def arguments_of(class_name: str, dialect: Dialect) -> Optional[FrozenSet[str]]:
    """The keys of a class of Keras 2 beside those of every layer; None where that Keras has no such class.

    Example:
        >>> from compat.era import Era
        >>> from compat.writing import dialect_of
        >>> sorted(arguments_of("Dropout", dialect_of(Era("2.2.4"))))
        ['noise_shape', 'rate', 'seed']
    """
    text = _signature(class_name, dialect)
    if text is None or class_name == "Lambda":  # whose functions have keys of their own
        return None
    named = {each.name for each in parameters(text) if each.kind is each.POSITIONAL_OR_KEYWORD}
    tables = (_OF_TF_KERAS, STATED_BY_TF_KERAS) if dialect.of_tf_keras else ()
    return frozenset(named.union(_FURTHER.get(class_name, ()), *(table.get(class_name, ()) for table in tables)))


def _signature(class_name: str, dialect: Dialect) -> Optional[str]:
    """Of the class in the Keras of a dialect; None where it has none."""
    places = ("tf.keras.layers", "tf.keras.layers.experimental") if dialect.of_tf_keras else ("keras.layers",)
    row = next(filter(None, (lookup(place, class_name) for place in places)), None)
    if not isinstance(row, Name) or row.kind != "class":
        return None
    return row.v2_2_4 if dialect.of_tf_keras or dialect.signatures == "2.2.4" else row.v2_3_1


def layer_config(class_name: str, native: Config, dialect: Dialect, floatx: str = "float32") -> Config:
    """The configuration of one layer as the Keras of a dialect writes it.

    Args:
        class_name: as Keras 2 calls the class; of one that it does not have, only the form of values changes.
        native: what ``get_config`` of Keras 3 gave, perhaps with ``batch_input_shape``; layers in it are in Keras 2's words.
        dialect: whose words to use.
        floatx: the default dtype, which need not be stated.

    Raises:
        UnsupportedError: an argument that this Keras does not have, with a value that changes what the layer computes.

    Example:
        >>> from compat.era import Era
        >>> from compat.writing import dialect_of
        >>> layer_config("LeakyReLU", {"name": "l", "trainable": True, "dtype": "float32", "negative_slope": 0.5},
        ...              dialect_of(Era("2.2.4")))
        {'name': 'l', 'trainable': True, 'alpha': 0.5}
    """
    renamed = _RENAMED.get(class_name, {})
    given = {renamed.get(key, key): value for key, value in native.items()}
    where = "layer {!r} ({})".format(given.get("name"), class_name)
    config = _base(class_name, given, dialect, floatx, where)
    known = arguments_of(class_name, dialect)
    for key, value in given.items():
        if key in BASE or known is not None and _says_nothing(class_name, key, value, known):
            continue
        if known is not None and key not in known:
            raise UnsupportedError("{} has {}={!r}, which Keras {} does not have; leave it out, or save the model as "
                                   "'.keras'".format(where, key, value, dialect.version))
        is_decided = given.get(_DECIDED_BY.get(class_name, {}).get(key, "")) is not None
        config[key] = None if is_decided else plain_object(
            value, "the {} of {}".format(key, where), dialect.of_tf_keras)
    if dialect.of_tf_keras:
        config.update(_activations(config))
    for key, value in _beside(class_name, dialect, known or frozenset()).items():
        config.setdefault(key, value)
    return config


def _activations(config: Config) -> Config:
    """The activations by the names that tf.keras had for them."""
    named = {key: config[key] for key in ("activation", "recurrent_activation") if isinstance(config.get(key), str)}
    return {key: _ACTIVATIONS_OF_TF_KERAS.get(name, name) for key, name in named.items()}


def _beside(class_name: str, dialect: Dialect, known: FrozenSet[str]) -> Config:
    """What the Keras of a dialect stated of a layer whether it was given or not."""
    stated = {**(STATED_BY_TF_KERAS.get(class_name, {}) if dialect.of_tf_keras else {}), **_FURTHER.get(class_name, {})}
    if "activity_regularizer" in known:
        stated["activity_regularizer"] = None
    return {key: value for key, value in stated.items() if value is not _ANY}


def _says_nothing(class_name: str, key: str, value: Any, known: FrozenSet[str]) -> bool:
    """Whether an argument is one that this class leaves out, or one of a later Keras that changes nothing."""
    table = {**_LEFT_OUT.get(class_name, {}), **_OF_TF_KERAS.get(class_name, {})} if key in known else _NEUTRAL
    if key not in table:
        return False
    neutral = table[key]
    if isinstance(value, (list, tuple)) and neutral is not _ANY:
        return tuple(value) == neutral or set(value) == {neutral}
    return neutral is _ANY or bool(value == neutral)


def _base(class_name: str, given: Config, dialect: Dialect, floatx: str, where: str) -> Dict[str, Any]:
    config: Dict[str, Any] = {"name": given.get("name")}
    is_input = class_name == "InputLayer"
    if not is_input:
        config["trainable"] = given.get("trainable", True)
    shape = given.get("batch_input_shape")
    if shape is not None:
        config["batch_input_shape"] = tuple(shape)
    dtype = _dtype(given.get("dtype"), floatx)
    if dtype.startswith("mixed_"):
        return dict(config, dtype=_policy(dtype, dialect, where))
    if class_name == "Embedding" and "float" not in dtype:
        dtype = floatx  # Keras 2 took it for that of the weights, and fed integers as numbers of it
    if class_name in _PLACES and given.get("output_mode") == "int":
        dtype = "int64"
    if is_input or shape is not None or dialect.states_dtype or "float" in dtype and dtype != floatx:
        config["dtype"] = dtype
    return config


def _dtype(value: Any, floatx: str) -> str:
    """A dtype or a policy as a name."""
    if isinstance(value, dict):
        value = value.get("config", {}).get("name")
    return floatx if value is None else str(value)


def _policy(name: str, dialect: Dialect, where: str) -> Dict[str, Any]:
    """A policy under which weights and computation have different types.

    Raises:
        UnsupportedError: this Keras has none.
    """
    if dialect.of_tf_keras:
        return {"class_name": "Policy", "config": {"name": name}}
    raise UnsupportedError("{} has the dtype policy {!r}, which Keras {} does not have; save the model as "
                           "'.keras'".format(where, name, dialect.version))
