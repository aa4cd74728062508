"""How tf.keras stated losses, metrics, regularizers and the like: ``serialize``, ``deserialize``, ``use_legacy_format``.

Up to 2.12, and with ``use_legacy_format=True`` after it, that is a name or ``{"class_name": …, "config": …}``. tf.keras 2.13
to 2.15 added where the class is: ``"module"``, such as ``"keras.losses"``, and ``"registered_name"``. Each form is read in any
era.
"""
from typing import Any, Callable, Dict, Mapping, Optional

import keras

from compat.era import era_of_tf_keras
from compat.flavors import Names
from compat.flavors.shared.keras_objects import deserialize_keras_object

#: The first TensorFlow whose configurations say in which module a class is.
_WITH_MODULES = "2.13"
_OF_KERAS = ("keras.", "tf_keras.", "compat.")
_Plain = Callable[[Any], Any]


def states_modules() -> bool:
    """Whether the tf.keras of the era says in which module a class is."""
    return not era_of_tf_keras().is_before(_WITH_MODULES)


def with_module(value: Any, stated: Any, module: str) -> Any:
    """What tf.keras 2.13 to 2.15 made of a name, or of a class and its configuration.

    Args:
        value: the object.
        stated: its form without a module.
        module: where tf.keras has the classes of Keras.

    Example:
        >>> with_module(len, "len", "keras.losses")
        {'module': 'builtins', 'class_name': 'function', 'config': 'len', 'registered_name': 'function'}
    """
    if isinstance(stated, str):
        return {"module": "builtins", "class_name": "function", "config": stated, "registered_name": "function"}
    if not isinstance(stated, dict) or "class_name" not in stated:
        return stated
    cls = type(value)
    is_of_keras = cls.__module__.startswith(_OF_KERAS)
    return {"module": module if is_of_keras else cls.__module__, **stated,
            "registered_name": None if is_of_keras else keras.saving.get_registered_name(cls)}


def serializer(module: str, plain: _Plain) -> Callable[..., Any]:
    """``serialize`` of a module of tf.keras.

    Args:
        module: such as ``"keras.losses"``.
        plain: gives the form without a module.
    """
    def serialize(value: Any, use_legacy_format: bool = False) -> Any:
        """A name, or a class and its configuration; with its module in tf.keras 2.13 to 2.15."""
        with era_of_tf_keras():
            stated = plain(value)
        return stated if use_legacy_format or not states_modules() else with_module(value, stated, module)

    return serialize


def deserializer(module: str, plain: Callable[..., Any]) -> Callable[..., Any]:
    """``deserialize`` of a module of tf.keras.

    Args:
        module: such as ``"tf.keras.losses"``.
        plain: takes a name and ``custom_objects``.
    """
    def deserialize(config: Any, custom_objects: Optional[Mapping[str, Any]] = None, use_legacy_format: bool = False) -> Any:
        """The object of a name, or of a class and its configuration.

        Raises:
            ValueError: there is none of that name.
        """
        custom = dict(custom_objects or {})
        if isinstance(config, dict):
            config = without_module(config)
        if isinstance(config, dict):
            return of_class(config, module, custom)
        return plain(config, custom)

    return deserialize


def without_module(config: Dict[str, Any]) -> Any:
    """A class of Keras and its configuration alone, the name of a function; an object of the program's own unchanged.

    Example:
        >>> without_module({"module": "keras.losses", "class_name": "Huber", "config": {}, "registered_name": None})
        {'class_name': 'Huber', 'config': {}}
    """
    if config.get("class_name") == "function" and isinstance(config.get("config"), str):
        return config["config"]
    if str(config.get("module")).startswith(_OF_KERAS):
        return {"class_name": config["class_name"], "config": config["config"]}
    return config


def of_class(config: Dict[str, Any], module: str, custom_objects: Dict[str, Any]) -> Any:
    """The object of ``{"class_name": …, "config": …}``: of the program's own class, else of the module's.

    Raises:
        ValueError: neither has it.
    """
    names = [str(config.get(key)) for key in ("registered_name", "class_name") if config.get(key)]
    known = {**Names("tf.keras.utils").get_custom_objects(), **custom_objects}
    name = next((each for each in names if each in known or keras.saving.get_registered_object(each)), names[-1])
    own = known.get(name) or keras.saving.get_registered_object(name)
    if own is None and "module" in config:
        return keras.saving.deserialize_keras_object(config, custom_objects=custom_objects)
    served = {name: own or getattr(Names(module), name, None)}
    return deserialize_keras_object({"class_name": name, "config": config["config"]}, served, custom_objects,
                                    module.rpartition(".")[2])


__all__ = ["deserializer", "of_class", "serializer", "states_modules", "with_module", "without_module"]
