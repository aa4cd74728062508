"""Hub configuration → what a Keras 2 constructor takes: multi-backend Keras 2.1 to 2.3, tf.keras, tf_keras.

The hub is tf.keras 2.15's dialect, so little is left to do there; multi-backend Keras lacks some arguments, the
initializer classes that tf.keras has beside ``VarianceScaling``, and the regularizers beside ``L1L2``.
"""
from typing import Any, Callable, Dict, FrozenSet, Mapping, Sequence, Tuple

from compat.errors import ConfigError
from compat.hub.records import name_of

Config = Dict[str, Any]

#: Initializer class of tf.keras → the same by scale, mode and distribution.
VARIANCE_SCALING: Mapping[str, Sequence[Any]] = {
    "GlorotUniform": (1.0, "fan_avg", "uniform"),
    "GlorotNormal": (1.0, "fan_avg", "normal"),
    "HeUniform": (2.0, "fan_in", "uniform"),
    "HeNormal": (2.0, "fan_in", "normal"),
    "LecunUniform": (1.0, "fan_in", "uniform"),
    "LecunNormal": (1.0, "fan_in", "normal"),
}
#: Values with which leaving out an argument changes nothing, in a Keras that does not know it.
_NEUTRAL: Tuple[Any, ...] = (None, False, 1, [1], [1, 1], [1, 1, 1], "nearest", {})
#: What every layer of Keras 2 takes through ``**kwargs``.
BASE: FrozenSet[str] = frozenset(["name", "trainable", "dtype", "activity_regularizer"])


def layer_config(spec: Config, takes: Sequence[str], has_initializer: Callable[..., bool]) -> Config:
    """The configuration of one layer, no model, for a constructor that takes these arguments.

    Args:
        spec: in the hub dialect.
        takes: names of the constructor's own arguments.
        has_initializer: whether this Keras has an initializer class of a name that takes the given arguments.

    Raises:
        ConfigError: it has an argument that this Keras does not know and that means something.
    """
    known = set(takes) | BASE
    config = {key: value for key, value in spec["config"].items() if key in known or value not in _NEUTRAL}
    unknown = sorted(set(config) - known)
    if unknown:
        raise ConfigError("layer {!r} ({}) has arguments that the installed Keras does not know: {}".format(
            name_of(spec), spec["class_name"], {key: config[key] for key in unknown}))
    if not isinstance(config.get("dtype"), str) or "float" not in config["dtype"]:
        config.pop("dtype", None)  # of a first layer's input, which has an InputLayer of its own here
    return {key: _lowered(key, value, has_initializer) for key, value in config.items()}


def _lowered(key: str, value: Any, has_initializer: Callable[..., bool]) -> Any:
    if key.endswith("_initializer"):
        return initializer(value, has_initializer)
    return regularizer(value) if key.endswith("_regularizer") else _tuple(key, value)


def regularizer(value: Any) -> Any:
    """A regularizer's description in words that every Keras knows: ``L1`` and ``L2`` came with TensorFlow 2.4.

    Example:
        >>> regularizer({"class_name": "L2", "config": {"l2": 0.5}})
        {'class_name': 'L1L2', 'config': {'l2': 0.5}}
    """
    return dict(value, class_name="L1L2") if isinstance(value, dict) and value.get("class_name") in ("L1", "L2") else value


def initializer(value: Any, has_initializer: Callable[..., bool]) -> Any:
    """An initializer's description in words that this Keras knows.

    Example:
        >>> initializer({"class_name": "HeNormal", "config": {"seed": 1}}, lambda name: False)["config"]["scale"]
        2.0
    """
    if not isinstance(value, dict):
        return value
    name, config = value["class_name"], value.get("config") or {}
    if name == "VarianceScaling":
        return {"class_name": name, "config": _older_distribution(config, has_initializer)}
    if name not in VARIANCE_SCALING or has_initializer(name):
        return value
    scale, mode, distribution = VARIANCE_SCALING[name]
    return {"class_name": "VarianceScaling",
            "config": {"scale": scale, "mode": mode, "distribution": distribution, "seed": config.get("seed")}}


def _older_distribution(config: Config, has_initializer: Callable[..., bool]) -> Config:
    """The arguments of VarianceScaling for a Keras to which ``"normal"`` alone means the truncated normal."""
    if config.get("distribution") != "truncated_normal" or has_initializer(
            "VarianceScaling", distribution="truncated_normal"):
        return config
    return dict(config, distribution="normal")


def _tuple(key: str, value: Any) -> Any:
    is_sizes = isinstance(value, list) and all(isinstance(size, (int, type(None))) for size in value)
    return tuple(value) if is_sizes and key not in ("axis", "axes") else value
