"""Configurations of Keras 3 as those that are drawn: references to tensors in the hub's form, nothing else changed.

Keras 3 opens its own files, so nothing else in this package reads them. It writes each tensor of a call as a record of its
origin; masks are arguments, computed by operations that stand in the model as layers do.
"""
from typing import Any, Dict, List

from compat.hub.records import Spec

_TENSOR = "__keras_tensor__"
_MOST_DEEP = 50


def as_drawn(spec: Spec, depth: int = 0) -> Spec:
    """A model or layer of Keras 3, its nested models too.

    Example:
        >>> tensor = {"class_name": "__keras_tensor__", "config": {"keras_history": ["x", 0, 0]}}
        >>> layer = {"class_name": "Dense", "config": {"name": "d"}, "inbound_nodes": [{"args": [tensor], "kwargs": {}}]}
        >>> as_drawn(layer)["inbound_nodes"]
        [[['x', 0, 0]]]
    """
    config = spec.get("config")
    if not isinstance(config, dict) or depth > _MOST_DEEP:
        return spec
    inner: Dict[str, Any] = {}
    if isinstance(config.get("layers"), list):
        inner["layers"] = [as_drawn(each, depth + 1) for each in config["layers"] if isinstance(each, dict)]
    for key in ("layer", "forward_layer", "backward_layer", "cell"):
        if isinstance(config.get(key), dict):
            inner[key] = as_drawn(config[key], depth + 1)
    found = dict(spec, config=dict(config, **inner))
    found["config"].setdefault("name", spec.get("name"))
    if isinstance(spec.get("inbound_nodes"), list):
        found["inbound_nodes"] = [_tensors(node) for node in spec["inbound_nodes"]]
    return found


def _tensors(value: Any) -> List[Any]:
    """The references in a node, in order; what is no tensor is not drawn."""
    if isinstance(value, dict):
        if value.get("class_name") == _TENSOR:
            history = value.get("config", {}).get("keras_history")
            return [list(history)] if isinstance(history, list) and len(history) == 3 else []
        return [each for part in value.values() for each in _tensors(part)]
    return [each for part in value for each in _tensors(part)] if isinstance(value, list) else []
