"""``serialize_keras_object`` and ``deserialize_keras_object`` of Keras 2: ``{"class_name": …, "config": …}`` or a name."""
from typing import Any, Dict, Mapping, Optional

from compat.flavors import Names
from compat.flavors.shared.generic import has_arg

_ABSENT = object()


class CustomObjectScope:
    """Names for functions and classes in a ``with`` block, also in ``get_custom_objects()``, where old code looks them up.

    Args:
        *args: dictionaries, name → object.

    Example:
        >>> with CustomObjectScope({"size": len}):
        ...     "size" in Names("keras.utils").get_custom_objects()
        True
        >>> "size" in Names("keras.utils").get_custom_objects()
        False
    """

    def __init__(self, *args: Mapping[str, Any]) -> None:
        self.custom_objects = args
        self._before: Dict[str, Any] = {}

    def __enter__(self) -> "CustomObjectScope":
        known = Names("keras.utils").get_custom_objects()
        given = {name: found for each in self.custom_objects for name, found in (each or {}).items()}
        self._before = {name: known.get(name, _ABSENT) for name in given}
        known.update(given)
        return self

    def __exit__(self, *args: Any) -> None:
        """Only these names change back: what was registered meanwhile stays."""
        known = Names("keras.utils").get_custom_objects()
        for name, found in self._before.items():
            if found is _ABSENT:
                known.pop(name, None)
            else:
                known[name] = found


custom_object_scope = CustomObjectScope


def serialize_keras_object(instance: Any) -> Any:
    """What a configuration holds for an object: its class and configuration, a function's name, or None for None.

    Raises:
        ValueError: it has neither.

    Example:
        >>> serialize_keras_object(len), serialize_keras_object(None)
        ('len', None)
    """
    if instance is None:
        return None
    if hasattr(instance, "get_config"):
        return {"class_name": type(instance).__name__, "config": instance.get_config()}
    if hasattr(instance, "__name__"):
        return instance.__name__
    raise ValueError("Cannot serialize", instance)


def deserialize_keras_object(identifier: Any, module_objects: Optional[Mapping[str, Any]] = None,
                             custom_objects: Optional[Mapping[str, Any]] = None,
                             printable_module_name: str = "object") -> Any:
    """The object that a name, or a class name with its configuration, stands for.

    Args:
        identifier: a name, or ``{"class_name": …, "config": …}``.
        module_objects: name → object, looked at last.
        custom_objects: name → object, looked at first; then those of ``get_custom_objects()``.
        printable_module_name: what it is, for the text of an error.

    Raises:
        ValueError: an unknown name, or neither form.

    Example:
        >>> deserialize_keras_object("size", {"size": len}) is len
        True
    """
    objects: Dict[str, Any] = {**(module_objects or {}), **Names("keras.utils").get_custom_objects(),
                               **(custom_objects or {})}
    if isinstance(identifier, str):
        return _named(identifier, objects, printable_module_name)
    if not isinstance(identifier, dict):
        raise ValueError("Could not interpret serialized {}: {!r}".format(printable_module_name, identifier))
    if "class_name" not in identifier or "config" not in identifier:
        raise ValueError("Improper config format: {}".format(identifier))
    found = _named(identifier["class_name"], objects, printable_module_name)
    return _made(found, identifier["config"], custom_objects or {})


def object_of(config: Dict[str, Any], module: str, custom_objects: Optional[Mapping[str, Any]] = None) -> Any:
    """The object for ``{"class_name": …, "config": …}``: of ``custom_objects``, else a class that the old module serves.
    """
    known = {**Names("keras.utils").get_custom_objects(), **(custom_objects or {})}
    name = str(config.get("class_name"))
    served = {} if name in known else {name: getattr(Names(module), name, None)}
    return deserialize_keras_object(config, served, custom_objects, module.rpartition(".")[2])


def _named(name: str, objects: Mapping[str, Any], kind: str) -> Any:
    if objects.get(name) is None:
        raise ValueError("Unknown {}: {}".format(kind, name))
    return objects[name]


def _made(found: Any, config: Any, custom_objects: Mapping[str, Any]) -> Any:
    utils = Names("keras.utils")
    if hasattr(found, "from_config") and has_arg(found.from_config, "custom_objects"):
        return found.from_config(config, custom_objects={**utils.get_custom_objects(), **custom_objects})
    with utils.CustomObjectScope(custom_objects):
        return found.from_config(config) if hasattr(found, "from_config") else found(**config)
