"""Initializers, regularizers, constraints and functions of Keras 3 as Keras 2 named them.

Keras 3 writes ``{"module", "class_name", "config", "registered_name"}``; Keras 2 wrote ``{"class_name", "config"}``, and a
function by its name.
"""
from typing import Any, Dict, Mapping, Tuple

import numpy as np

from compat.errors import UnsupportedError
from compat.hub.custom_objects import plain_name

#: What Keras 3 has a class for and Keras 2 called a VarianceScaling: scale, mode, distribution.
_SCALINGS: Mapping[str, Tuple[float, str, str]] = {
    "GlorotUniform": (1.0, "fan_avg", "uniform"), "GlorotNormal": (1.0, "fan_avg", "normal"),
    "HeUniform": (2.0, "fan_in", "uniform"), "HeNormal": (2.0, "fan_in", "normal"),
    "LecunUniform": (1.0, "fan_in", "uniform"), "LecunNormal": (1.0, "fan_in", "normal"),
}
_NAMES: Mapping[str, str] = {
    "OrthogonalInitializer": "Orthogonal", "IdentityInitializer": "Identity", "L1": "L1L2", "L2": "L1L2"}
#: What Keras 3 states of an object beside its class and its configuration.
_OF_KERAS_3 = ("module", "registered_name", "build_config", "compile_config")
_FUNCTIONS = ("function", "builtin_function_or_method")
_ARRAYS = ("__numpy__", "__tensor__")
#: Arguments that Keras 3 added to objects of these classes, none of which they mean when they are None.
_ADDED = ("input_axes", "output_axes")


def plain_object(value: Any, where: str, of_tf_keras: bool = False) -> Any:
    """A value of a configuration without what Keras 3 says of its Python module.

    Args:
        value: as Keras 3 or Keras 2 writes it.
        where: the layer and argument, for errors.
        of_tf_keras: name objects as tf.keras does, which has ``HeNormal`` and ``L2``.

    Raises:
        UnsupportedError: an argument of an initializer that Keras 2 does not have.

    Example:
        >>> plain_object({"module": "keras.initializers", "class_name": "HeNormal", "config": {"seed": 3},
        ...               "registered_name": None}, "a layer")
        {'class_name': 'VarianceScaling', 'config': {'scale': 2.0, 'mode': 'fan_in', 'distribution': 'normal', 'seed': 3}}
    """
    if isinstance(value, (list, tuple)):
        return type(value)(plain_object(each, where, of_tf_keras) for each in value)
    if not isinstance(value, dict):
        return value
    if "class_name" not in value or "config" not in value:
        return {key: plain_object(each, where, of_tf_keras) for key, each in value.items()}
    name, config = plain_name(str(value["class_name"])), value["config"]
    if name in _FUNCTIONS and isinstance(config, str):
        return plain_name(config)
    if name == "__tuple__" or not isinstance(config, dict):
        return value
    if name in _ARRAYS:
        return np.asarray(config["value"], config["dtype"])
    beside = {key: each for key, each in value.items() if key not in _OF_KERAS_3}
    registered = str(value.get("registered_name") or value["class_name"])
    if of_tf_keras and ">" in registered and not registered.startswith("compat"):
        name = registered  # by which tf.keras found the class of a program again
    arguments = {key: plain_object(each, where, of_tf_keras) for key, each in config.items()}
    return {**beside, **_described(name, arguments, where, of_tf_keras)}


def _described(name: str, config: Dict[str, Any], where: str, of_tf_keras: bool) -> Dict[str, Any]:
    for key in _ADDED:
        if key in config and config.pop(key) is not None:
            raise UnsupportedError("{} has an initializer with {}=…, which Keras 2 does not have".format(where, key))
    if of_tf_keras and (name in _SCALINGS or name in ("L1", "L2")):
        return {"class_name": name, "config": config}
    if name in _SCALINGS:
        scale, mode, distribution = _SCALINGS[name]
        config = {"scale": scale, "mode": mode, "distribution": distribution, "seed": config.get("seed")}
        return {"class_name": "VarianceScaling", "config": config}
    if name == "VarianceScaling":
        config = dict(config, distribution=_distribution(config.get("distribution"), where))
    if name in ("L1", "L2"):
        config = {"l1": config.get("l1", 0.0), "l2": config.get("l2", 0.0)}
    if name in ("Identity", "IdentityInitializer"):
        config.setdefault("gain", 1.0)
    return {"class_name": _NAMES.get(name, name), "config": config}


def _distribution(value: Any, where: str) -> Any:
    if value == "untruncated_normal":
        raise UnsupportedError("{} has an initializer with distribution='untruncated_normal', which Keras 2 does not "
                               "have; use RandomNormal".format(where))
    return "normal" if value == "truncated_normal" else value
