"""Saving, loading and copying of models with the functions and methods of Keras 1 and 2.

Files written here are Keras 3's own, ``.keras`` or HDF5. A file that an old Keras wrote goes to ``compat.load_model``, which
upgrades its configuration and weights first: Keras 3 alone opens some of them with wrong numbers.
"""
import importlib
from typing import Any, Dict, Optional

import h5py
import keras
from keras.src.legacy.saving import legacy_h5_format  # not public: HDF5 files of any name

from compat.callers import warn_caller
from compat.errors import ConfigError

from .hdf5 import ModelFile


class LegacySaving:
    """Mix-in of a model: ``save``, ``save_weights`` and ``load_weights`` for files of any name."""

    def save(self: Any, filepath: Any, overwrite: bool = True, include_optimizer: bool = True, **kwargs: Any) -> None:
        """Write architecture, weights and training state: ``.keras`` as Keras 3 does, any other name as HDF5."""
        if str(filepath).endswith(".keras"):
            super().save(filepath, overwrite=overwrite, **kwargs)  # type: ignore[misc]
        else:
            legacy_h5_format.save_model_to_hdf5(self, str(filepath), overwrite, include_optimizer)

    def save_weights(self: Any, filepath: Any, overwrite: bool = True, **kwargs: Any) -> None:
        """Write the weights: ``.weights.h5`` as Keras 3 does, any other name in the HDF5 layout of Keras 2."""
        if str(filepath).endswith(".weights.h5"):
            super().save_weights(filepath, overwrite=overwrite, **kwargs)  # type: ignore[misc]
            return
        with h5py.File(str(filepath), "w" if overwrite else "x") as file:
            legacy_h5_format.save_weights_to_hdf5_group(file, self)

    def load_weights(self: Any, filepath: Any, by_name: bool = False, skip_mismatch: bool = False,
                     **kwargs: Any) -> None:
        """Read weights, by the order of layers or by their names: ``.keras`` and ``.weights.h5`` of Keras 3 as it does, any
        other file, also one in the HDF5 layout that :meth:`save_weights` writes, as ``compat.load_weights`` does.

        Raises:
            CompatError: a file that does not open or fit; see ``compat.load_weights``.
        """
        kwargs.pop("reshape", None)
        path = str(filepath)
        if path.endswith(".keras") or path.endswith(".weights.h5") and not _has_layers_of_keras_2(path):
            super().load_weights(filepath, skip_mismatch=skip_mismatch, **kwargs)  # type: ignore[misc]
        else:
            _above("loading.transfer").load_weights(self, filepath, by_name, skip_mismatch)


def save_model(model: Any, filepath: Any, overwrite: bool = True, include_optimizer: bool = True) -> None:
    """Write a model, see :meth:`LegacySaving.save`."""
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
        return keras.saving.load_model(filepath, custom_objects=custom_objects, compile=compile)
    objects = {**_own_classes(), **(custom_objects or {})}
    try:
        with ModelFile(str(filepath), "r") as file:
            return legacy_h5_format.load_model_from_hdf5(file, custom_objects=objects, compile=compile)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise ConfigError("{}: Keras 3 cannot read this configuration ({})".format(filepath, error)) from error


def _opened(source: Any, custom_objects: Optional[Dict[str, Any]], compile: bool) -> Any:
    """What an old Keras wrote, as a model of this package; warnings point at the line of the user."""
    loaded = _above("loading.load").load(source, custom_objects, compile, models=importlib.import_module(__package__))
    for text in loaded.warnings:
        warn_caller(text)
    return loaded.model


def _above(room: str) -> Any:
    """A room above this one: it reads the files of an old Keras, and old code calls it by methods and names of here."""
    return importlib.import_module("compat." + room)


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


def _has_layers_of_keras_2(path: str) -> bool:
    """Whether a file lists layers as Keras 2 did; also where there is none, which the rooms above explain."""
    try:
        with h5py.File(path, "r") as file:
            return "layer_names" in file.attrs or "layer_names0" in file.attrs  # the latter where the list is long
    except OSError:
        return True


def model_from_config(config: Dict[str, Any], custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """A model from ``{"class_name": …, "config": …}``."""
    from ..layers.serialization import deserialize

    return deserialize(config, custom_objects)


def model_from_json(json_string: str, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """A model from what ``to_json`` gave, on any Keras from 1.0 on; those before 3 as ``compat.load_model`` reads them.

    Raises:
        CompatError: an older configuration that cannot be built; see ``compat.load_model``.
    """
    if '"registered_name"' not in json_string or '"keras_version"' in json_string:  # Keras 3 states no version in it
        return _opened(json_string, custom_objects, False)
    return keras.models.model_from_json(json_string, custom_objects={**_own_classes(), **(custom_objects or {})})


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


def _own_classes() -> Dict[str, Any]:
    """The classes of this package by the plain names that Keras 2 wrote."""
    from .. import layers, models

    found = {name: getattr(layers, name) for name in dir(layers) if isinstance(getattr(layers, name), type)}
    return {**found, "Sequential": models.Sequential, "Functional": models.Functional, "Model": models.Functional}
