"""What a file of Keras 3 says about itself: its configuration is read as it stands, since Keras 3 opens it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Dict, Iterator, Optional, Tuple

from compat.config.keras3 import upgrade_keras3
from compat.config.keras3_calls import layers_with_lost_calls
from compat.hub.records import Origin, Spec, name_of
from compat.hub.walk import is_model
from compat.loading.records import Inspection, LayerInfo, WeightInfo
from compat.saved import Dataset, SavedModel
from compat.saved.records import Node, element_count


def described(found: Inspection, saved: SavedModel, origin: Origin) -> Inspection:
    """An inspection, completed by what the configuration of Keras 3 says.

    Args:
        found: what is known of the file without its configuration.
        saved: the file.
        origin: which Keras 3 wrote it.
    """
    model = saved.model_config
    if model is None or not isinstance(model.get("config"), dict):
        return found
    layers = tuple(_layers(model, saved.objects, saved)) if is_model(model) else found.layers
    compiled = saved.training_config or {}
    optimizer = compiled.get("optimizer_config")
    return replace(
        found, model_class=str(model.get("class_name")), model_name=name_of(model) or None, layers=layers,
        parameters=sum(layer.parameters for layer in layers),
        optimizer=str(optimizer.get("class_name")) if isinstance(optimizer, dict) else None,
        loss=compiled.get("loss"), metrics=compiled.get("metrics"),
        upgrades=upgrade_keras3(model, origin.keras_version).notes,
        warnings=found.warnings + tuple(
            "{}: the file does not say which of its calls gave a tensor; no Keras opens the model that was saved".format(each)
            for each in layers_with_lost_calls(model, origin.keras_version)))


def _layers(model: Spec, node: Optional[Node], saved: SavedModel, above: str = "") -> Iterator[LayerInfo]:
    """Every layer with its weights; those of a nested model stand in its place."""
    by_name = {layer.name: layer.datasets for layer in saved.layers}
    used: Dict[str, int] = {}
    stated = model["config"]["layers"]
    for spec in stated if isinstance(stated, list) else ():
        if not isinstance(spec, dict) or not isinstance(spec.get("config"), dict):
            continue
        name, child = name_of(spec), _child(node, str(spec.get("class_name")), used)
        path = "{}/{}".format(above, name) if above else name
        if is_model(spec) and not saved.layers:
            yield from _layers(spec, child, saved, path)
            continue
        datasets = by_name.get(name, ()) if saved.layers else child.variables() if child is not None else ()
        weights = _weights(datasets)
        yield LayerInfo(path, str(spec.get("class_name")), weights, sum(element_count(each.shape) for each in weights),
                        spec["config"].get("trainable") is not False)


def _child(node: Optional[Node], class_name: str, used: Dict[str, int]) -> Optional[Node]:
    """Where an archive keeps a layer: under the name of its class, counted."""
    key = snake_case(class_name.rpartition(">")[2])
    count = used.get(key, 0)
    used[key] = count + 1
    return node.at("layers", "{}_{}".format(key, count) if count else key) if node is not None else None


def snake_case(name: str) -> str:
    """The name of a class as archives have it.

    Example:
        >>> snake_case("Conv2DTranspose"), snake_case("GRU"), snake_case("MultiHeadAttention")
        ('conv2d_transpose', 'gru', 'multi_head_attention')
    """
    return re.sub("([a-z])([A-Z])", r"\1_\2", re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)).lower()


def _weights(datasets: Tuple[Dataset, ...]) -> Tuple[WeightInfo, ...]:
    return tuple(WeightInfo(each.name, each.shape, str(each.dtype)) for each in datasets)
