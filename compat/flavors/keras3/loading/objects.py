"""Initializers, regularizers, constraints and activations of a hub configuration, as objects of Keras 3.

Only the public classes and functions of ``keras.initializers``, ``keras.activations`` … and what the user gave can be
named; a module path in a file is never followed.
"""
import functools
import inspect
from contextlib import contextmanager
from typing import Any, Dict, Iterator, Mapping, Optional, Tuple

import keras
from keras.src.backend.common import global_state  # not public: where Keras keeps the scope of custom objects

from compat.api.classes import INITIALIZERS, OBJECTS
from compat.era import Era
from compat.hub.custom_objects import CustomObjects, accepted, unknown_object

from ..activations import hard_sigmoid

_SCOPE = "custom_objects_scope_dict"
#: Packages that no program registers its own classes in.
_OWN_PACKAGES = ("builtins", "compat", "keras", "tf.keras")
_NOT_FUNCTIONS = ("get", "serialize", "deserialize")


def _classes(module: Any, base: type) -> Dict[str, Any]:
    found = {name: thing for name, thing in vars(module).items() if isinstance(thing, type) and issubclass(thing, base)}
    return {spelling: thing for name, thing in found.items() for spelling in (name, _squeezed(name))}


def _squeezed(name: str) -> str:
    return name.replace("_", "").lower()


CLASSES: Mapping[str, Mapping[str, Any]] = {
    "initializer": _classes(keras.initializers, keras.initializers.Initializer),
    "regularizer": _classes(keras.regularizers, keras.regularizers.Regularizer),
    "constraint": _classes(keras.constraints, keras.constraints.Constraint),
}
ACTIVATIONS: Mapping[str, Any] = dict(
    {name: thing for name, thing in vars(keras.activations).items()
     if inspect.isfunction(thing) and name not in _NOT_FUNCTIONS},
    hard_sigmoid=hard_sigmoid,  # clip(0.2 x + 0.5, 0, 1), which is not what Keras 3 calls by that name
)

#: Activations that authors wrote in several ways (the exact gelu or that of tanh, slopes of 0.01 to 0.3), before Keras had one.
OF_AUTHORS = ("gelu", "leaky_relu")


def made_object(kind: str, value: Any, custom: CustomObjects, where: str) -> Any:
    """An initializer, regularizer or constraint.

    Args:
        kind: ``"initializer"``, ``"regularizer"`` or ``"constraint"``.
        value: None, a name, or ``{"class_name", "config"}``.
        custom: the user's objects.
        where: the layer, for errors.

    Raises:
        UnknownLayerError: nothing of that name is known.
    """
    if value is None or callable(value):
        return value
    name, config = _name_and_config(kind, value)
    own = custom.find(name)
    if own is not None:
        return instance(own, config)
    found = CLASSES[kind].get(name) or CLASSES[kind].get(_squeezed(OBJECTS.get(name, name)))
    if found is None:
        raise unknown_object(kind, name, where)
    # Arguments only chose random numbers or a dtype in an initializer; elsewhere each one counts.
    names = _arguments_of(found) if kind == "initializer" else None
    return found(**accepted(config, names))


@functools.lru_cache(maxsize=None)
def _arguments_of(cls: Any) -> Tuple[str, ...]:
    return tuple(inspect.signature(cls.__init__).parameters)


def _name_and_config(kind: str, value: Any) -> Any:
    if isinstance(value, str) and kind == "initializer":
        value = INITIALIZERS.get(value, value)
    if isinstance(value, str):
        return value, {}
    config = value.get("config")
    return (config, {}) if isinstance(config, str) else (value["class_name"], config or {})


def registered(name: str) -> Any:
    """What the program registered under a name, or put into a scope of custom objects; nothing that is Keras's or compat's own.

    Example:
        >>> registered("compat>Lambda") is None
        True
    """
    return None if name.split(">")[0] in _OWN_PACKAGES else keras.saving.get_registered_object(name)


@contextmanager
def scope(objects: Mapping[str, Any]) -> Iterator[None]:
    """Context manager: the user's objects over those of a scope that the program opened, which Keras would hide."""
    with keras.saving.custom_object_scope(dict(global_state.get_global_attribute(_SCOPE) or {}, **objects)):
        yield


def from_config(cls: Any, config: Mapping[str, Any], custom: CustomObjects) -> Any:
    """The model that a program's own class makes of a configuration, the user's objects in scope."""
    with scope(custom.objects):
        return cls.from_config(dict(config))


def activation(value: Any, custom: CustomObjects, where: str, era: Era) -> Any:
    """An activation function by name; a layer's specification is left to the caller.

    Raises:
        UnknownLayerError: nothing of that name is known to the Keras of the file.
    """
    if value is None or callable(value):
        return value
    name = value if isinstance(value, str) else str(value.get("config") or value.get("class_name"))
    if custom.has(name):
        return custom.find(name)
    is_the_authors = name in OF_AUTHORS and not era.behaviour("tf_keras_layers")
    if name not in ACTIVATIONS or is_the_authors:
        raise unknown_object("activation", name, where)
    return ACTIVATIONS[name]


def instance(own: Any, config: Optional[Dict[str, Any]]) -> Any:
    """The object that a class or function of the user makes of this configuration."""
    if not isinstance(own, type):
        return own
    from_config = getattr(own, "from_config", None)
    return own(**(config or {})) if from_config is None else from_config(dict(config or {}))
