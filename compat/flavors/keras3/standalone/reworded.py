"""A layer of Keras with an activation that only this package has, as the same layer with one made of Keras's own parts.

``hard_sigmoid`` of Keras 2 has the slope 0.2, that of Keras 3 has 1/6.
"""
from typing import Any

import keras

from .foreign import foreign_in
from .records import Weights

#: What the name of the old function is in a configuration.
_OLD = "compat>hard_sigmoid"


def is_rewordable(layer: Any) -> bool:
    """Whether a layer is one of Keras's own but for its activation."""
    return type(layer).__module__.startswith("keras.") and set(foreign_in(layer)) == {"hard_sigmoid"}


def reworded(layer: Any, weights: Weights) -> Any:
    """The layer anew, once for all its calls.

    Args:
        layer: one that :func:`is_rewordable`.
        weights: told of those that take over the values.
    """
    if id(layer) not in weights.layers:
        spec = keras.saving.serialize_keras_object(layer)
        made = keras.saving.deserialize_keras_object(_in_other_words(spec))
        for old, new in zip(layer.weights, made.weights):
            weights.replace(old, new)
        weights.layers[id(layer)] = made
    return weights.layers[id(layer)]


def _in_other_words(config: Any) -> Any:
    if isinstance(config, dict):
        if config.get("registered_name") == _OLD or config.get("config") == _OLD:
            return _hard_sigmoid()
        return {key: _in_other_words(value) for key, value in config.items()}
    if isinstance(config, (list, tuple)):
        return [_in_other_words(value) for value in config]
    return _hard_sigmoid() if config == _OLD else config


def _hard_sigmoid() -> Any:
    """``min(max(0.2 x + 0.5, 0), 1)`` as a configuration of layers without weights."""
    parts = [keras.layers.Rescaling(0.2, 0.5, name="slope"), keras.layers.ReLU(max_value=1.0, name="limits")]
    return keras.saving.serialize_keras_object(keras.layers.Pipeline(parts, name="hard_sigmoid"))
