"""``keras.layers.serialize`` and ``deserialize`` in the form of Keras 2, ``{"class_name": …, "config": …}``."""
from typing import Any, Dict, Optional

import keras

import compat.flavors.keras3.layers as layers
from compat.errors import UnknownLayerError

from ..engine.model import Functional, Model
from ..engine.sequential import Sequential
from ..objects import registered_object
from ..written.configs import spec_of

_MODELS = {"Functional": Functional, "Model": Model, "Sequential": Sequential}


def own_classes() -> Dict[str, Any]:
    """The layers of this package by name; from here on Keras knows them all by their registered names."""
    found = {name: getattr(layers, name) for name in layers.__all__}
    return {name: value for name, value in found.items() if isinstance(value, type)}


def serialize(layer: Any) -> Dict[str, Any]:
    """Class name and configuration of a layer."""
    return spec_of(layer)


def deserialize(config: Dict[str, Any], custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """A layer from :func:`serialize`, or from what Keras 3 wrote.

    Raises:
        UnknownLayerError: no layer of that name, and none in ``custom_objects``.
    """
    if "module" in config or "registered_name" in config:
        own_classes()
        return keras.saving.deserialize_keras_object(config, custom_objects)
    name = config["class_name"]
    found = registered_object(name, custom_objects) or getattr(layers, name, None) or _MODELS.get(name)
    if found is None:
        raise UnknownLayerError("Unknown layer: {0!r}; pass it in custom_objects={{{0!r}: cls}}".format(name))
    with keras.saving.custom_object_scope(custom_objects or {}):
        return found.from_config(dict(config["config"]))
