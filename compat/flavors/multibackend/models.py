"""``Model`` and ``Sequential`` on multi-backend Keras, and the functions that make them from files and configurations."""
from typing import Any, Dict, Optional

import keras

from compat.flavors.shared.instances import StandIn

from . import layers
from .training import LegacyTraining
from .utils import registered

__all__ = ["Model", "Sequential", "load_model", "model_from_config", "model_from_json", "model_from_yaml"]


class Model(LegacyTraining, keras.models.Model, metaclass=StandIn):
    """``keras.models.Model`` that trains as the era says; ``isinstance(x, Model)`` holds for every Keras model."""

    stands_for = keras.models.Model


class Sequential(LegacyTraining, keras.models.Sequential, metaclass=StandIn):
    """``keras.models.Sequential`` that trains as the era says."""

    stands_for = keras.models.Sequential


def load_model(filepath: Any, custom_objects: Optional[Dict[str, Any]] = None, compile: bool = True) -> Any:
    """``keras.models.load_model``, building the classes of this flavour and the layers of compat by name."""
    return keras.models.load_model(filepath, custom_objects=_with_ours(custom_objects), compile=compile)


def model_from_config(config: Any, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """``keras.models.model_from_config`` with the classes of this flavour."""
    return keras.models.model_from_config(config, custom_objects=_with_ours(custom_objects))


def model_from_json(json_string: str, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """``keras.models.model_from_json`` with the classes of this flavour."""
    return keras.models.model_from_json(json_string, custom_objects=_with_ours(custom_objects))


def model_from_yaml(yaml_string: str, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """``keras.models.model_from_yaml`` with the classes of this flavour."""
    return keras.models.model_from_yaml(yaml_string, custom_objects=_with_ours(custom_objects))


def _with_ours(custom_objects: Optional[Dict[str, Any]]) -> Dict[str, Any]:
    """The classes that files name as Keras does, ours in their place; the user's win."""
    objects: Dict[str, Any] = {name: getattr(layers, name) for name in layers.__all__}
    objects.update(registered(), Model=Model, Sequential=Sequential)
    objects.update(custom_objects or {})
    return objects
