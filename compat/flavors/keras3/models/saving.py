"""Saving, loading and copying of models with the functions and methods of Keras 1 and 2.

Files written here are Keras 3's own, ``.keras`` or HDF5. A file that an old Keras wrote goes to ``compat.load_model``, which
upgrades its configuration and weights first: Keras 3 alone opens some of them with wrong numbers.
"""
import contextlib
import importlib
import json
from types import SimpleNamespace
from typing import Any, Dict, Iterator, List, Optional, Sequence

import h5py
import keras
import numpy as np
from keras.src.legacy.saving import legacy_h5_format  # not public: HDF5 files of any name

from compat.errors import ConfigError
from compat.flavors.protocol import old_files
from compat.flavors.shared.cloud_files import allow_read_from_gcs
from compat.flavors.shared.hdf5_places import path_of
from compat.hub.records import Origin

from ..engine.inputs import InputLayer
from ..engine.model import Functional
from ..engine.saving import LegacySaving
from ..engine.sequential import Sequential
from ..layers.serialization import deserialize, own_classes
from ..written.models import custom_scope
from .hdf5 import ModelFile


def save_model(model: Any, filepath: Any, overwrite: bool = True, include_optimizer: bool = True, **kwargs: Any) -> None:
    """Write a model, see :meth:`..engine.saving.LegacySaving.save`; ``kwargs`` are those of tf.keras."""
    model.save(filepath, overwrite=overwrite, include_optimizer=include_optimizer, **kwargs)


@allow_read_from_gcs
def load_model(filepath: Any, custom_objects: Optional[Dict[str, Any]] = None, compile: bool = True) -> Any:
    """Open a model with the methods of Keras 1 and 2: one that Keras 3 wrote, or an older one as ``compat.load_model`` does.

    Args:
        filepath: path of a file, an open HDF5 file or group, a dictionary that a model was saved to (Keras 2.2), or a binary
            stream (Keras 2.3).
        custom_objects: class or function by the name that the file has.
        compile: restore losses, metrics and the optimizer.

    Raises:
        ConfigError: an HDF5 file of Keras 3 that Keras 3 cannot read.
        CompatError: an older file that does not open; see ``compat.load_model``.
    """
    with path_of(filepath) as path:
        return _of_path(path, custom_objects, compile)


def _of_path(filepath: Any, custom_objects: Optional[Dict[str, Any]], compile: bool) -> Any:
    # An archive of an early Keras 3 may need an upgrade.
    if not _is_of_keras_3(str(filepath)) or old_files().keras3_version(filepath) is not None:
        return _opened(filepath, custom_objects, compile)
    objects = {**_classes_by_name(), **(custom_objects or {})}
    try:
        with ModelFile(str(filepath), "r") as file:
            return legacy_h5_format.load_model_from_hdf5(file, custom_objects=objects, compile=compile)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise ConfigError("{}: Keras 3 cannot read this configuration ({})".format(filepath, error)) from error


def _opened(source: Any, custom_objects: Optional[Dict[str, Any]], compile: bool) -> Any:
    """What an old Keras wrote, as a model of this package."""
    return old_files().open_model(source, custom_scope(custom_objects), compile, importlib.import_module(__package__))


def _is_of_keras_3(path: str) -> bool:
    """Whether Keras 3 wrote a model; what cannot be read is for the rooms above to explain."""
    if old_files().keras3_version(path) is not None:
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
    """A model from what ``to_yaml`` gave, here or on Keras 1 to tf.keras 2.4; read as plain values alone.

    Raises:
        UnsupportedError: PyYAML is not installed.
        CompatError: it cannot be read or built; see ``compat.load_model``.
    """
    if "registered_name:" not in yaml_string:
        return _opened(yaml_string, custom_objects, False)
    return model_from_json(json.dumps(old_files().values_of_yaml(yaml_string)), custom_objects)


def preprocess_weights_for_loading(layer: Any, weights: Sequence[Any], original_keras_version: Optional[str] = None,
                                   original_backend: Optional[str] = None, reshape: bool = False) -> List[Any]:
    """Weights of a layer as an old Keras had them, in the order and layout of the layer of today.

    Args:
        layer: of the installed Keras, or a model.
        weights: arrays in the order of the file.
        original_keras_version: of the Keras that wrote them; 1 if not given.
        original_backend: ``"tensorflow"``, ``"theano"`` or ``"cntk"``; TensorFlow if not given.
        reshape: give each array the shape of the layer's weight, where the number of values is the same.

    Raises:
        WeightsError: the arrays do not have the form of any Keras.
    """
    if hasattr(layer, "layers"):
        return _preprocessed_of_layers(layer.layers, weights, original_keras_version, original_backend, reshape)
    origin = Origin(original_keras_version or "1", original_backend or "tensorflow")
    found = old_files().upgrade_weights(type(layer).__name__, layer.get_config(), list(weights), origin)
    if reshape:
        found = [np.reshape(value, tuple(weight.shape)) if np.size(value) == np.prod(tuple(weight.shape)) else value
                 for value, weight in zip(found, layer.weights)]
    return list(found)


def _preprocessed_of_layers(layers: Sequence[Any], weights: Sequence[Any], *origin: Any) -> List[Any]:
    """The weights of a model: those that are trained of all layers, then the others."""
    left, found = list(weights), []
    for kind in ("trainable_weights", "non_trainable_weights"):
        for layer in layers:
            count = len(getattr(layer, kind))
            found += preprocess_weights_for_loading(layer, left[:count], *origin) if count else []
            del left[:count]
    return found


def load_weights_from_hdf5_group(f: Any, layers: Sequence[Any], reshape: bool = False) -> None:
    """Give layers the weights of an HDF5 group, both in their order, as ``load_weights`` does for a file.

    Args:
        f: group, or an ``H5Dict`` of one, in the layout of Keras 1 or 2.
        layers: of the installed Keras; built.
        reshape: give an array of another shape that of the weight, where both hold as many parameters.

    Raises:
        WeightsError: they do not fit.
    """
    _load_group(f, layers, reshape=reshape)


def load_weights_from_hdf5_group_by_name(f: Any, layers: Sequence[Any], skip_mismatch: bool = False,
                                         reshape: bool = False) -> None:
    """Give layers the weights that an HDF5 group has under their names, as ``load_weights(by_name=True)`` does for a file.

    Args:
        f: group, or an ``H5Dict`` of one, in the layout of Keras 1 or 2.
        layers: of the installed Keras; built.
        skip_mismatch: leave out weights of another shape, with a warning.
        reshape: give an array of another shape that of the weight, where both hold as many parameters.

    Raises:
        WeightsError: they do not fit, or no layer has the name of one in the group.
    """
    _load_group(f, layers, by_name=True, skip_mismatch=skip_mismatch, reshape=reshape)


def _load_group(f: Any, layers: Sequence[Any], **options: Any) -> None:
    """Load a copy of the group in a file of its own, which is read with all its limits."""
    listed = SimpleNamespace(
        name="layers", layers=list(layers), weights=[each for layer in layers for each in layer.weights],
        _flatten_layers=lambda: [each for layer in layers for each in layer._flatten_layers()])
    with path_of(f) as path:
        LegacySaving.load_weights(listed, path, **options)


def clone_model(model: Any, input_tensors: Any = None, clone_function: Any = None) -> Any:
    """A model of the same architecture with new weights.

    Args:
        model: with layers or with inputs and outputs.
        input_tensors: symbolic tensors to build it on, or variables that the inputs take their values from; new inputs when
            not given.
        clone_function: of tf.keras: gives the new layer for a layer, which is not an input; by default one of the same
            configuration.
    """
    if not isinstance(model, Sequential):
        listed = input_tensors if isinstance(input_tensors, (list, tuple)) or input_tensors is None else [input_tensors]
        entries = [each if isinstance(each, keras.KerasTensor) else InputLayer(input_tensor=each).output
                   for each in listed or ()]
        alike = entries[0] if len(entries) == 1 and not isinstance(model.input, (list, tuple)) else entries or None
        with _as_if_not_compiled(model):
            return keras.models.clone_model(model, input_tensors=alike, clone_function=clone_function)
    new = clone_function or _of_its_configuration
    layers = [clone_model(layer) if isinstance(layer, Sequential) and clone_function is None else new(layer)
              for layer in model.layers]
    tensors = input_tensors if isinstance(input_tensors, (list, tuple)) or input_tensors is None else [input_tensors]
    return Sequential([InputLayer(input_tensor=each) for each in tensors or _entry(model)] + layers, name=model.name)


@contextlib.contextmanager
def _as_if_not_compiled(model: Any) -> Iterator[None]:
    """Keras 3 compiles a clone by the configuration of the loss, which a program's own function does not have."""
    compiled, model.compiled = model.compiled, False
    try:
        yield
    finally:
        model.compiled = compiled


def _of_its_configuration(layer: Any) -> Any:
    return type(layer).from_config(layer.get_config())


def _entry(model: Any) -> List[Any]:
    """A new input like that of a model; none for a model that has no shape yet."""
    return [keras.Input(batch_shape=each.shape, dtype=each.dtype, name=each._keras_history[0].name)
            for each in (model.inputs if model.built else None) or ()]


def _classes_by_name() -> Dict[str, Any]:
    """The classes of this package by the plain names that Keras 2 wrote."""
    return {**own_classes(), "Sequential": Sequential, "Functional": Functional, "Model": Functional}
