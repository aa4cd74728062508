"""Values inside a layer's configuration: tuples, dtypes, initializers, regularizers, constraints, activations.

Concerns every version: Keras 1 wrote ``"init": "glorot_uniform"`` and ``{"name": "WeightRegularizer", "l2": …}``;
Keras 2 ``{"class_name", "config"}``; tf.keras 2.13+ adds ``module`` and ``registered_name``; tf.keras encodes tuples
and shapes.
"""

from __future__ import annotations

from typing import Any, Dict

from compat.api.classes import ACTIVATIONS, INITIALIZERS, OBJECTS
from compat.config.records import Context
from compat.hub.records import Spec

ENCODED = ("__tuple__", "TensorShape")
KERAS1_CONSTRAINT_ARGUMENTS: Dict[str, Dict[str, str]] = {
    "MaxNorm": {"m": "max_value"},
    "MinMaxNorm": {"low": "min_value", "high": "max_value"},
}


def state_expressions(layer: Spec, context: Context) -> Spec:
    """Step: the functions of a Lambda that this package wrote, from beside its configuration, where no Keras looks."""
    found, kept = layer.get("expressions"), layer.get("kept")
    if layer["class_name"] != "Lambda" or not isinstance(found, dict) and not isinstance(kept, str):
        return layer
    functions = {key: found[key] for key in ("function", "mask", "output_shape") if key in found} if found else {}
    kinds = {key + "_type": "expression" for key in functions}
    word = {"function_kept": kept} if isinstance(kept, str) else {}
    return dict(layer, config=dict(layer["config"], **word, **dict(functions, **kinds)))


def plain(value: Any) -> Any:
    """The value with the JSON encodings of tf.keras undone: tuples and shapes become lists.

    Example:
        >>> plain({"shape": {"class_name": "TensorShape", "items": [None, 3]}})
        {'shape': [None, 3]}
    """
    if isinstance(value, dict):
        if value.get("class_name") in ENCODED and "items" in value:
            return [plain(item) for item in value["items"]]
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def dtype_name(value: Any) -> Any:
    """A dtype or policy as a string: ``{"class_name": "Policy", "config": {"name": "mixed_float16"}}`` and its kin.

    Example:
        >>> dtype_name({"class_name": "Policy", "config": {"name": "mixed_float16"}})
        'mixed_float16'
    """
    if isinstance(value, dict) and isinstance(value.get("config"), dict):
        name = value["config"].get("name", "float32")
        return "float32" if name == "_infer" else name
    return value


def object_spec(value: Any) -> Any:
    """One initializer, regularizer or constraint in the form ``{"class_name", "config"}``; a string stays one.

    Example:
        >>> object_spec({"name": "WeightRegularizer", "l1": 0.0, "l2": 0.1})
        {'class_name': 'L1L2', 'config': {'l1': 0.0, 'l2': 0.1}}
    """
    if not isinstance(value, dict):
        return value
    if "class_name" not in value and isinstance(value.get("name"), str):
        arguments = {key: part for key, part in value.items() if key != "name"}
        value = {"class_name": value["name"], "config": arguments}
    if not isinstance(value.get("class_name"), str):
        return value
    name = OBJECTS.get(value["class_name"], value["class_name"])
    arguments = dict(value["config"]) if isinstance(value.get("config"), dict) else value.get("config")
    if isinstance(arguments, dict):
        arguments = _object_arguments(name, arguments)
    return {"class_name": registered(value, name), "config": arguments}


def registered(value: Dict[str, Any], name: str) -> str:
    """The class name that finds a registered custom object: ``"Package>Name"`` where the file states one."""
    stated = value.get("registered_name")
    return stated if isinstance(stated, str) and ">" in stated else name


def keras1_initializer(value: Any) -> Any:
    """What a Keras 1 initializer string meant then; ``"orthogonal"`` for one had a gain of 1.1."""
    return INITIALIZERS.get(value, value) if isinstance(value, str) else value


#: What may stand beside the configuration of a layer.
_BESIDE = ("name", "inbound_nodes", "build_config", "class_in_file")


def plain_values(layer: Spec, context: Context) -> Spec:
    """Step: undo the encodings of tf.keras in the whole configuration, and write the dtype as a string."""
    config = plain(layer.get("config") or {})
    if "dtype" in config:
        config["dtype"] = dtype_name(config["dtype"])
    class_name = registered(layer, layer["class_name"])
    kept: Dict[str, Any] = {key: layer[key] for key in _BESIDE if key in layer}
    if class_name != layer["class_name"]:
        kept.setdefault("class_in_file", layer["class_name"])
    return dict(kept, class_name=class_name, config=config)


def object_specs(layer: Spec, context: Context) -> Spec:
    """Step: initializers, regularizers, constraints and activations in the one form the hub has."""
    config = dict(layer["config"])
    for key, value in config.items():
        if key.endswith(("_initializer", "_regularizer", "_constraint")):
            config[key] = object_spec(value)
        elif key in ("activation", "recurrent_activation") and isinstance(value, dict):
            config[key] = activation_name(value)
        elif key in ("activation", "recurrent_activation") and isinstance(value, str):
            config[key] = ACTIVATIONS.get(value, value)
    return dict(layer, config=config)


def activation_name(value: Dict[str, Any]) -> Any:
    """A built-in activation that tf.keras 2.13+ wrote as an object, as its name again; a layer stays an object."""
    if value.get("class_name") == "function" and isinstance(value.get("config"), str):
        return registered(value, value["config"])
    return value


def _object_arguments(name: str, arguments: Dict[str, Any]) -> Dict[str, Any]:
    renames = KERAS1_CONSTRAINT_ARGUMENTS.get(name, {})
    renamed = {renames.get(key, key): value for key, value in arguments.items()}
    if name not in ("Constant",) and "dtype" in renamed:  # TF 1.x initializers held their dtype
        del renamed["dtype"]
    if name == "VarianceScaling" and renamed.get("distribution") == "normal":
        renamed["distribution"] = "truncated_normal"
    return renamed
