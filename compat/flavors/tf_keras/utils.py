"""Utilities on tf.keras and tf_keras: downloads, and under which names classes are known to files."""
import os
from typing import Any, Mapping, Optional

from compat.flavors.shared import keras_objects
from compat.flavors.shared.keras_objects import CustomObjectScope, custom_object_scope, serialize_keras_object

from ..shared.downloads import legacy_get_file
from .installed import keras

__all__ = ["CustomObjectScope", "custom_object_scope", "deserialize_keras_object", "get_file", "serialize_keras_object"]


def deserialize_keras_object(identifier: Any, module_objects: Optional[Mapping[str, Any]] = None,
                             custom_objects: Optional[Mapping[str, Any]] = None,
                             printable_module_name: str = "object") -> Any:
    """The object of a name or configuration, as Keras 2.2 looked it up; what Keras 2.13 and later wrote, as they do.

    Raises:
        ValueError: an unknown name, or neither form.
    """
    if isinstance(identifier, dict) and "module" in identifier:
        return keras.saving.deserialize_keras_object(identifier, custom_objects)
    return keras_objects.deserialize_keras_object(identifier, module_objects, custom_objects, printable_module_name)


def _extract_archive(archive: str, folder: str, archive_format: Any) -> None:
    keras.utils.get_file(os.path.basename(archive), "", extract=True, archive_format=archive_format, cache_subdir=folder)


get_file = legacy_get_file(keras.utils.get_file, _extract_archive)


def register(cls: Any) -> Any:
    """Let ``keras.models.load_model`` find a class by its name in the package ``compat``; returns the class."""
    return keras.utils.register_keras_serializable(package="compat")(cls)


def native_name(cls: Any) -> Any:
    """Let files name the class that this one derives from, so that they open where compat is not installed."""
    natives = (base for base in cls.__mro__ if base.__name__ == cls.__name__ and base is not cls)
    cls.__module__ = next(natives).__module__
    return cls
