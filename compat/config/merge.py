"""Keras 1's ``Merge``: one layer with a mode; a Sequential that began with one had several inputs.

Hub: ``Add``, ``Multiply``, ``Average``, ``Maximum``, ``Concatenate`` or ``Dot``; a Merge by a function becomes a
Lambda on a list.
Keras 1.0 to 1.2.2; Keras 2.0 could still read it, Keras 2.1 not.
"""

from __future__ import annotations

from typing import Any, Dict, List

from compat.api.classes import MERGE_MODES, merge_layer
from compat.config.chains import COSINE
from compat.config.records import Context
from compat.errors import ConfigError
from compat.hub.records import Config, Spec, name_of

LAMBDA_PARTS = ("arguments", "output_shape", "output_shape_type")


def merge_to_class(layer: Spec, context: Context) -> Spec:
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
    class_name, arguments = merge_layer(mode, config.get("concat_axis", -1), config.get("dot_axes", -1))
    if mode == "cos":
        kept[COSINE] = True
    context.upgraded(layer, "Merge(mode={!r}) is {} now".format(mode, class_name))
    return dict(layer, class_name=class_name, config=dict(arguments, **kept))


def branches_to_functional(name: str, layers: List[Any], context: Context) -> Spec:
    """A Sequential that begins with a Merge of other models, as one functional model with their inputs in order.

    The layers of each branch become layers of the model, once each: where two branches held the same layers (the question of
    a memory network, say), Keras 1 stored them twice, under the same names.

    Raises:
        ConfigError: a branch states no input shape.
    """
    graph = _Graph()
    end = graph.sequence(name, layers)
    context.upgraded(layers[0], "a Sequential that begins with Merge is functional, with {} inputs".format(
        len(graph.inputs)))
    config: Config = {
        "name": name,
        "layers": list(graph.layers.values()),
        "input_layers": [[each, 0, 0] for each in graph.inputs],
        "output_layers": [[end, 0, 0]],
    }
    return {"class_name": "Functional", "config": config}


class _Graph:
    """Layers of a functional model in the making, by name; each is called once."""

    def __init__(self) -> None:
        self.layers: Dict[str, Spec] = {}
        self.inputs: List[str] = []

    def sequence(self, name: str, layers: List[Any]) -> str:
        """Add the layers of a Sequential, and say which is the last."""
        first, rest = layers[0], layers[1:]
        if first["class_name"] == "Merge":
            branches = first["config"].get("layers") or []
            ends = [self.branch(_branch_name(each, name, number), each) for number, each in enumerate(branches)]
            end = self.add(dict(first, config={k: v for k, v in first["config"].items() if k != "layers"}), ends)
        else:
            end = self.add(first, [self.input(name, first)])
        for layer in rest:
            end = self.add(layer, [end])
        return end

    def branch(self, name: str, branch: Spec) -> str:
        """Add a branch of a Merge, and say which layer is its last."""
        layers = _layers(branch)
        if branch.get("class_name") == "Sequential" and layers:
            return self.sequence(name, layers)
        start = self.input(name, branch)
        return start if branch["class_name"] == "InputLayer" else self.add(dict(branch, name=name), [start])

    def input(self, name: str, layer: Spec) -> str:
        """Add the input that a first layer states for itself."""
        first = _first_layer(layer)
        shape = first.get("batch_input_shape")
        if shape is None:
            raise ConfigError("branch {!r} of a Merge layer states no input shape".format(name))
        dtype = first.get("input_dtype") or first.get("dtype") or "float32"
        stated = {"batch_input_shape": shape, "dtype": dtype, "name": "{}_input".format(first.get("name") or name)}
        start = self.add({"class_name": "InputLayer", "config": stated}, [])
        if start not in self.inputs:
            self.inputs.append(start)
        return start

    def add(self, layer: Spec, ends: List[str]) -> str:
        """Add a layer that is called on others, unless it is there already, and say its name."""
        name = str(layer.get("name") or name_of(layer) or "{}_{}".format(layer["class_name"].lower(), len(self.layers)))
        nodes = [[[end, 0, 0] for end in ends]] if ends else []
        self.layers.setdefault(name, dict(layer, name=name, inbound_nodes=nodes))
        return name


def _layers(layer: Spec) -> List[Any]:
    """The layers of a model; an empty list for a layer."""
    config: Any = layer.get("config")
    layers = config if isinstance(config, list) else config.get("layers") if isinstance(config, dict) else None
    return layers or []


def _first_layer(branch: Spec) -> Dict[str, Any]:
    while _layers(branch):
        branch = _layers(branch)[0]
    config = branch.get("config")
    return config if isinstance(config, dict) else {}


def _branch_name(branch: Spec, name: str, number: int) -> str:
    return name_of(branch) or "{}_branch_{}".format(name, number + 1)


def _as_lambda(config: Config, kept: Config) -> Config:
    parts = {key: config[key] for key in LAMBDA_PARTS if key in config}
    return dict(kept, function=config["mode"], function_type=config["mode_type"], **parts)
