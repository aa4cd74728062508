"""Sequential and functional models, nested to any depth, to the hub's two forms.

Keras 1 and 2 up to 2.2.2 stored a Sequential as a bare list of layers; the shape of its input stood in the first layer
(``batch_input_shape``), or in its nested model, or (tf.keras) in ``build_input_shape``.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional, Tuple

from compat.api.classes import MODELS
from compat.config.attention import causal_calls
from compat.config.chains import chain, link
from compat.config.merge import branches_to_functional
from compat.config.nodes import count_calls_from_zero, normal_ends, normal_nodes
from compat.config.records import Context
from compat.errors import ConfigError
from compat.hub.records import Config, Spec, class_in_file, name_of, without
from compat.hub.walk import is_spec, with_held

Step = Callable[[Spec, Context], Spec]

def states_model(spec: Spec) -> bool:
    """True when any Keras wrote this for a model: by its class name, or because its configuration has the parts of one.

    In the hub dialect, :func:`compat.hub.walk.is_model` tells.
    """
    config = spec.get("config")
    looks_functional = isinstance(config, dict) and {"layers", "input_layers", "output_layers"} <= set(config)
    return spec.get("class_name") in MODELS or looks_functional


def upgrade_any(layer: Any, context: Context, steps: Tuple[Step, ...]) -> Spec:
    """A layer or model in the hub dialect.

    Raises:
        ConfigError: it has no class name, or no part of it can be understood.
    """
    if not isinstance(layer, dict) or not isinstance(layer.get("class_name"), str):
        raise ConfigError("a layer of the file has no class name: {!r:.120}".format(layer))
    if states_model(layer):
        return upgrade_model(layer, context, steps)
    if not isinstance(layer.get("config"), dict):
        raise ConfigError("layer {!r} ({}) has no configuration, or one that is not an object".format(
            name_of(layer), layer["class_name"]))
    for step in steps:
        layer = step(layer, context)
    return upgrade_inner(layer, context, steps)


def upgrade_inner(layer: Spec, context: Context, steps: Tuple[Step, ...]) -> Spec:
    """The layer with the layers and cells inside it upgraded: wrappers, RNN cells, stacked cells."""
    def upgraded(spec: Spec) -> Spec:
        return upgrade_any(spec, context, steps)

    return with_held(layer, lambda spec: _drop_input(upgraded(spec)), upgraded)


def upgrade_model(model: Spec, context: Context, steps: Tuple[Step, ...]) -> Spec:
    """A Sequential or functional model in the hub dialect, with everything in it.

    Raises:
        ConfigError: the configuration is of neither form.
    """
    config = model.get("config")
    if isinstance(config, list):
        return _sequential(model, {"layers": config}, context, steps)
    if not isinstance(config, dict) or not isinstance(config.get("layers"), list):
        raise ConfigError(
            "model {!r} has no list of layers; a subclassed model stores its weights alone, and needs "
            "its own code".format(name_of(model) or model["class_name"])
        )
    if "output_layers" in config:
        return _functional(model, config, context, steps)
    return _sequential(model, config, context, steps)


def _functional(model: Spec, config: Config, context: Context, steps: Tuple[Step, ...]) -> Spec:
    layers = []
    for layer in config["layers"]:
        upgraded = upgrade_any(layer, context, steps)
        name = str(layer.get("name") or name_of(upgraded))
        kept = dict(upgraded["config"], name=name)
        if upgraded["class_name"] != "InputLayer":
            kept.pop("batch_input_shape", None)
        upgraded = dict(upgraded, config=_public(kept))
        upgraded, nodes = causal_calls(upgraded, normal_nodes(dict(layer, name=name)), context)
        layers.extend(link(_chain(upgraded, context), nodes))
    body = {
        "name": name_of(model) or "model",
        "layers": layers,
        "input_layers": normal_ends(config.get("input_layers")),
        "output_layers": normal_ends(config.get("output_layers")),
    }
    if config.get("trainable") is not None:
        body["trainable"] = config["trainable"]
    return dict(_shell(model), class_name="Functional", config=count_calls_from_zero(body))


def _sequential(model: Spec, config: Config, context: Context, steps: Tuple[Step, ...]) -> Spec:
    name = name_of(model) or str(config.get("name") or "sequential")
    if config["layers"] and is_spec(config["layers"][0]) and config["layers"][0]["class_name"] == "Merge":
        functional = branches_to_functional(name, config["layers"], context)
        return upgrade_model(dict(_shell(model), **functional), context, steps)
    layers = [upgrade_any(layer, context, steps) for layer in config["layers"]]
    layers = _named(layers)
    first = _input_layer(layers, config.get("build_input_shape"))
    layers = ([first] if first else []) + [part for layer in layers for part in _chain(_drop_input(layer), context)]
    body: Dict[str, Any] = {"name": name, "layers": layers}
    if config.get("trainable") is not None:
        body["trainable"] = config["trainable"]
    return dict(_shell(model), class_name="Sequential", config=body)


def _chain(layer: Spec, context: Context) -> List[Spec]:
    return [layer] if states_model(layer) else chain(layer, context)


def input_shape(layer: Spec) -> Optional[Tuple[List[Any], str]]:
    """The batch input shape and dtype that a layer or model states for itself, or None."""
    config = layer["config"]
    if layer["class_name"] == "Functional":
        names = [end[0] for end in config["input_layers"]] if isinstance(config["input_layers"], list) else []
        found = [inner for inner in config["layers"] if names == [inner["name"]]]
        return input_shape(found[0]) if found else None
    if layer["class_name"] == "Sequential":
        return input_shape(config["layers"][0]) if config["layers"] else None
    shape = config.get("batch_input_shape", config.get("batch_shape"))
    if not isinstance(shape, list):
        return None
    return shape, _input_dtype(config)


def _input_layer(layers: List[Spec], build_input_shape: Any) -> Optional[Spec]:
    """The InputLayer to put in front, or None when there is one already or the shape is not known."""
    if not layers or layers[0]["class_name"] == "InputLayer":
        return None
    stated = input_shape(layers[0])
    if stated is None and isinstance(build_input_shape, list) and build_input_shape:
        if not all(size is None or isinstance(size, int) for size in build_input_shape):
            return None
        stated = build_input_shape, _input_dtype(layers[0]["config"])
    if stated is None:
        return None
    name = "{}_input".format(name_of(layers[0]))
    return {
        "class_name": "InputLayer",
        "config": {"batch_input_shape": list(stated[0]), "dtype": stated[1], "name": name},
    }


def _input_dtype(config: Config) -> str:
    dtype = config.get("_input_dtype") or config.get("dtype") or "float32"
    # A mixed-precision layer is fed float32 and casts for itself.
    return "float32" if not isinstance(dtype, str) or dtype.startswith("mixed_") else dtype


def _drop_input(layer: Spec) -> Spec:
    if layer["class_name"] in ("InputLayer", "Functional", "Sequential"):
        return layer
    return without(layer, "batch_input_shape", "_input_dtype")


def _public(config: Config) -> Config:
    return {key: value for key, value in config.items() if key != "_input_dtype"}


def _named(layers: List[Spec]) -> List[Spec]:
    """The layers with a name in each configuration; nested Sequentials of Keras 1 had none."""
    seen: Dict[str, int] = {}
    named = []
    for layer in layers:
        name = name_of(layer)
        if states_model(layer) and name in ("", "sequential", "model") or not name:
            base = name or layer["class_name"].lower()
            seen[base] = seen.get(base, 0) + 1
            name = "{}_{}".format(base, seen[base])
        named.append(dict(layer, config=dict(layer["config"], name=name)))
    return named


def _shell(model: Spec) -> Spec:
    kept: Spec = {key: model[key] for key in ("name", "inbound_nodes") if key in model}
    return kept if class_in_file(model) in MODELS else dict(kept, class_in_file=class_in_file(model))
