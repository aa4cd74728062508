"""The hub dialect the way tf.keras 2.x and tf_keras read it: calls of nested models are counted from 1.

In those versions a functional model's own input is its call number 0 (``Functional``, and a ``Sequential`` that
begins with an InputLayer).
"""

from __future__ import annotations

from compat.config.models import INNER, is_model
from compat.config.nodes import map_references
from compat.config.records import Config, Layer


def tf_keras_form(model: Config) -> Config:
    """The same model for ``tf.keras.models.model_from_json`` and its kin.

    Args:
        model: ``{"class_name", "config"}`` in the hub dialect.

    Example:
        >>> tf_keras_form({"class_name": "Sequential", "config": {"name": "s", "layers": []}})
        {'class_name': 'Sequential', 'config': {'name': 's', 'layers': []}}
    """
    config = dict(model["config"])
    if not is_model(model):
        for key in INNER:
            if isinstance(config.get(key), dict) and "class_name" in config[key]:
                config[key] = tf_keras_form(config[key])
        return dict(model, config=config)
    config["layers"] = [tf_keras_form(layer) for layer in config["layers"]]
    if model["class_name"] == "Functional":
        counted = {layer["name"] for layer in config["layers"] if _has_own_call(layer)}
        config = map_references(config, counted, lambda reference: [reference[0], reference[1] + 1] + reference[2:])
    return dict(model, config=config)


def _has_own_call(layer: Layer) -> bool:
    if layer["class_name"] == "Sequential":
        layers = layer["config"]["layers"]
        return bool(layers) and layers[0]["class_name"] == "InputLayer"
    return bool(layer["class_name"] == "Functional")
