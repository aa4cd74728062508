"""Saving, loading and copying of models with the functions and methods of Keras 1 and 2.

Files written here are Keras 3's own, ``.keras`` or HDF5. A file that an old Keras wrote goes to ``compat.load_model``, which
upgrades its configuration and weights first: Keras 3 alone opens some of them with wrong numbers.
"""
import importlib
from typing import Any, Dict, Optional

import h5py
import keras
from keras.src.legacy.saving import legacy_h5_format  # not public: HDF5 files of any name

from compat.errors import ConfigError
from compat.flavors.protocol import old_files

from ..engine.model import Functional
from ..engine.sequential import Sequential
from ..layers.serialization import deserialize, own_classes
from .hdf5 import ModelFile


def save_model(model: Any, filepath: Any, overwrite: bool = True, include_optimizer: bool = True) -> None:
    """Write a model, see :meth:`..engine.saving.LegacySaving.save`."""
    model.save(filepath, overwrite=overwrite, include_optimizer=include_optimizer)


def load_model(filepath: Any, custom_objects: Optional[Dict[str, Any]] = None, compile: bool = True) -> Any:
    """Open a model with the methods of Keras 1 and 2: one that Keras 3 wrote, or an older one as ``compat.load_model`` does.

    Raises:
        ConfigError: an HDF5 file of Keras 3 that Keras 3 cannot read.
        CompatError: an older file that does not open; see ``compat.load_model``.
    """
    if not _is_of_keras_3(str(filepath)):
        return _opened(filepath, custom_objects, compile)
    if str(filepath).endswith(".keras"):
        own_classes()
        return keras.saving.load_model(filepath, custom_objects=custom_objects, compile=compile)
    objects = {**_classes_by_name(), **(custom_objects or {})}
    try:
        with ModelFile(str(filepath), "r") as file:
            return legacy_h5_format.load_model_from_hdf5(file, custom_objects=objects, compile=compile)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise ConfigError("{}: Keras 3 cannot read this configuration ({})".format(filepath, error)) from error


def _opened(source: Any, custom_objects: Optional[Dict[str, Any]], compile: bool) -> Any:
    """What an old Keras wrote, as a model of this package."""
    return old_files().open_model(source, custom_objects, compile, importlib.import_module(__package__))


def _is_of_keras_3(path: str) -> bool:
    """Whether Keras 3 wrote a model; what cannot be read is for the rooms above to explain."""
    if path.endswith(".keras"):
        return True
    try:
        with h5py.File(path, "r") as file:
            version = file.attrs.get("keras_version", "")
    except OSError:
        return False
    return (version.decode("utf8", "replace") if isinstance(version, bytes) else str(version)).startswith("3.")


def model_from_config(config: Dict[str, Any], custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """A model from ``{"class_name": …, "config": …}``."""
    return deserialize(config, custom_objects)


def model_from_json(json_string: str, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """A model from what ``to_json`` gave, on any Keras from 1.0 on; those before 3 as ``compat.load_model`` reads them.

    Raises:
        CompatError: an older configuration that cannot be built; see ``compat.load_model``.
    """
    if '"registered_name"' not in json_string or '"keras_version"' in json_string:  # Keras 3 states no version in it
        return _opened(json_string, custom_objects, False)
    return keras.models.model_from_json(json_string, custom_objects={**_classes_by_name(), **(custom_objects or {})})


def model_from_yaml(yaml_string: str, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """A model from what ``to_yaml`` of Keras 1 to tf.keras 2.4 gave, read as plain values alone.

    Raises:
        UnsupportedError: PyYAML is not installed.
        CompatError: it cannot be read or built; see ``compat.load_model``.
    """
    return _opened(yaml_string, custom_objects, False)


def clone_model(model: Any, input_tensors: Any = None) -> Any:
    """A model of the same architecture with new weights."""
    return keras.models.clone_model(model, input_tensors=input_tensors)


def _classes_by_name() -> Dict[str, Any]:
    """The classes of this package by the plain names that Keras 2 wrote."""
    return {**own_classes(), "Sequential": Sequential, "Functional": Functional, "Model": Functional}
