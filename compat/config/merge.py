"""Keras 1's ``Merge``: one layer with a mode, and a Sequential that began with one and so had several inputs.

Hub: ``Add``, ``Multiply``, ``Average``, ``Maximum``, ``Concatenate`` or ``Dot``; a Merge by a function becomes a
Lambda on a list.
Keras 1.0 to 1.2.2; Keras 2.0 could still read it, Keras 2.1 not.
"""

from __future__ import annotations

from typing import Any, Dict, List

from compat.api.classes import MERGE_MODES
from compat.config.chains import COSINE
from compat.config.records import Config, Context, Layer, name_of
from compat.errors import ConfigError

LAMBDA_PARTS = ("arguments", "output_shape", "output_shape_type")


def merge_to_class(layer: Layer, context: Context) -> Layer:
    """Step: ``Merge(mode=…)`` as the class of that mode.

    Raises:
        ConfigError: a mode that Keras 1 did not have.
    """
    if layer["class_name"] != "Merge":
        return layer
    config = layer["config"]
    kept = {key: config[key] for key in ("name", "trainable") if key in config}
    mode = config.get("mode", "sum")
    if config.get("mode_type", "raw") != "raw":
        return dict(layer, class_name="Lambda", config=_as_lambda(config, kept))
    if mode not in MERGE_MODES:
        raise ConfigError("Merge layer {!r} has mode {!r}, which no Keras 1 had".format(name_of(layer), mode))
    class_name, fixed = MERGE_MODES[mode]
    if mode == "concat":
        kept["axis"] = config.get("concat_axis", -1)
    if class_name == "Dot":
        kept["axes"] = _dot_axes(config.get("dot_axes", -1))
    if mode == "cos":
        kept[COSINE] = True
    context.upgraded(layer, "Merge(mode={!r}) is {} now".format(mode, class_name))
    return dict(layer, class_name=class_name, config=dict(fixed, **kept))


def branches_to_functional(name: str, layers: List[Any], context: Context) -> Layer:
    """A Sequential that begins with a Merge of other models, as a functional model with their inputs in order.

    Raises:
        ConfigError: a branch states no input shape.
    """
    merge, rest = layers[0], layers[1:]
    built: List[Layer] = []
    inputs: List[List[Any]] = []
    ends: List[List[Any]] = []
    for number, branch in enumerate(merge["config"].get("layers") or []):
        branch_name = _branch_name(branch, name, number)
        first = _first_layer(branch)
        shape = first.get("batch_input_shape")
        if shape is None:
            raise ConfigError("branch {} of Merge layer {!r} states no input shape".format(number, name_of(merge)))
        input_name = "{}_input".format(first.get("name") or branch_name)
        dtype = first.get("input_dtype") or first.get("dtype") or "float32"
        built.append(_layer("InputLayer", {"batch_input_shape": shape, "dtype": dtype, "name": input_name}, []))
        inputs.append([input_name, 0, 0])
        if branch["class_name"] == "InputLayer":
            ends.append([input_name, 0, 0])
            continue
        built.append(dict(branch, name=branch_name, inbound_nodes=[[[input_name, 0, 0]]]))
        ends.append([branch_name, 0, 0])
    merge_config = {key: value for key, value in merge["config"].items() if key != "layers"}
    built.append(_layer("Merge", merge_config, [ends]))
    for layer in rest:
        last = built[-1]["name"]
        named = name_of(layer) or "{}_{}".format(layer["class_name"].lower(), len(built))
        built.append(dict(layer, name=named, inbound_nodes=[[[last, 0, 0]]]))
    context.upgraded(merge, "a Sequential that begins with Merge is functional, with {} inputs".format(len(inputs)))
    config: Config = {
        "name": name,
        "layers": built,
        "input_layers": inputs,
        "output_layers": [[built[-1]["name"], 0, 0]],
    }
    return {"class_name": "Functional", "config": config}


def _layer(class_name: str, config: Config, nodes: List[Any]) -> Layer:
    return {"class_name": class_name, "config": config, "name": config["name"], "inbound_nodes": nodes}


def _first_layer(branch: Layer) -> Dict[str, Any]:
    config: Any = branch.get("config")
    while True:
        layers = config if isinstance(config, list) else config.get("layers") if isinstance(config, dict) else None
        if not layers:
            return config if isinstance(config, dict) else {}
        config = layers[0].get("config")


def _branch_name(branch: Layer, name: str, number: int) -> str:
    return name_of(branch) or "{}_branch_{}".format(name, number + 1)


def _dot_axes(axes: Any) -> Any:
    if isinstance(axes, list) and len(axes) == 2 and all(isinstance(axis, list) and len(axis) == 1 for axis in axes):
        return [axis[0] for axis in axes]
    return axes


def _as_lambda(config: Config, kept: Config) -> Config:
    parts = {key: config[key] for key in LAMBDA_PARTS if key in config}
    return dict(kept, function=config["mode"], function_type=config["mode_type"], **parts)
