"""Utilities on tf.keras and tf_keras: downloads, and under which names classes are known to files."""
import os
from typing import Any

from ..shared.downloads import legacy_get_file
from .installed import keras

__all__ = ["get_file"]


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
