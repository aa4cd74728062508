"""HDF5 files that Keras 3 wrote: built from their configuration, weights by Keras's own reader, compiled as they say.

Keras 3.15 refuses those that were compiled with a loss or metric by name (``"mse"``), and those with operations between layers.
"""
import importlib
import inspect
import io
from contextlib import contextmanager
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

import h5py
import keras
import numpy as np
from keras.src.legacy.saving import legacy_h5_format, saving_utils  # not public: the form of HDF5 files

from compat.errors import ConfigError, typed
from compat.flavor import active
from compat.flavors.protocol import Compiled

from .hdf5_arguments import guarded
from .objects import instance

_NO_STATE = "the state of the optimizer does not fit the weights of the model; it starts anew ({})"
#: How the class of an operation is named beside that of a layer of the same name: ``Add``, ``Reshape`` …
_APART = "operation>"
#: Metrics whose function follows from the output.
_BY_OUTPUT = ("accuracy", "acc", "crossentropy", "ce")
_LEFT_OUT = object()
_OPERATIONS = ("core", "image", "linalg", "math", "nn", "numpy")


def open_own_hdf5(path: str, config: Mapping[str, Any], objects: Mapping[str, Any], training: Optional[Mapping[str, Any]],
                  state: Sequence[np.ndarray], relays: bool = False) -> Tuple[Any, Tuple[str, ...]]:
    """The model of a file, and what could not be restored.

    Args:
        path: of the file, in which every name was found to lead to this file.
        config: of the model, perhaps upgraded.
        objects: the user's classes and functions.
        training: ``optimizer_config``, ``loss``, ``metrics`` … to compile with; None to leave the model uncompiled.
        state: the variables of the optimizer, in the order of the installed Keras.
        relays: bring weights in int8 of Keras 3.1 and 3.2 to the layout of later ones.

    Raises:
        ConfigError: Keras refuses the configuration, or the weights.
    """
    from .. import registered  # noqa: F401  (whatever a file that was written here may hold)
    from ..tf_names import layers  # noqa: F401  (what upgrades put into one)

    with typed(ConfigError, "{!r} was written by Keras 3, and the installed Keras {} cannot open it".format(
            path, active().version)), keras.saving.custom_object_scope(dict(objects)):
        operations = _operations()
        renamed = {_APART + name: operation for name, operation in operations.items()}
        stated, kept = guarded(_apart(config, operations), objects)
        model = saving_utils.model_from_config(stated, custom_objects={**renamed, **kept, **objects})
        with _weights(path, model, relays) as file:
            legacy_h5_format.load_weights_from_hdf5_group(file["model_weights"], model)
    if training is None:
        return model, ()
    try:
        done, wrong = _compile(model, training, state, objects)
    except ConfigError as error:
        return model, ("the model was loaded uncompiled: {}".format(error),)
    return model, ((done.lack,) if done.missing else ()) + ((_NO_STATE.format(wrong),) if wrong else ())


@contextmanager
def _weights(path: str, model: Any, relays: bool) -> Iterator[Any]:
    """The file; where its weights are laid out anew, a copy in memory."""
    if not relays:
        with h5py.File(path, "r") as file:
            yield file
        return
    from compat.writing.quantized3 import relaid_by_name  # here, since few files are in int8

    with open(path, "rb") as source, h5py.File(io.BytesIO(source.read()), "r+") as file:
        relaid_by_name(file, [each.name for each in model._flatten_layers() if isinstance(each, keras.layers.EinsumDense)])
        yield file


def _compile(model: Any, training: Mapping[str, Any], state: Sequence[np.ndarray],
             objects: Mapping[str, Any]) -> Tuple[Compiled, Optional[str]]:
    """Compile a model as its file says; what is missing, and why the optimizer did not get its state, if it did not."""
    missing: List[str] = []
    with typed(ConfigError, "the installed Keras cannot compile it as its file says"), keras.saving.custom_object_scope(
            dict(objects)):
        optimizer = keras.optimizers.deserialize(training["optimizer_config"])
        given: Dict[str, Any] = {
            key: _made(training.get(key), module, missing)
            for key, module in (("loss", keras.losses), ("metrics", keras.metrics), ("weighted_metrics", keras.metrics))}
        if any(each.startswith("loss") for each in missing):
            return Compiled(False, missing), None
        model.compile(optimizer=optimizer, loss_weights=training.get("loss_weights"), **given)
        optimizer.build(model.trainable_variables)
        variables = optimizer.variables
        wrong = _misfit(variables, state)
        if wrong is None:
            for variable, value in zip(variables, state):
                variable.assign(value)
    return Compiled(True, missing, wrong is None), wrong


def _misfit(variables: Sequence[Any], state: Sequence[np.ndarray]) -> Optional[str]:
    if _has_no_steps(state):
        return None
    if len(variables) != len(state):
        return "the file holds {} of its variables, and it has {}".format(len(state), len(variables))
    for variable, value in zip(variables, state):
        if tuple(variable.shape) != value.shape:
            return "{!r} has the shape {} in the file, and should have {}".format(
                variable.path, value.shape, tuple(variable.shape))
    return None


def _has_no_steps(state: Sequence[np.ndarray]) -> bool:
    """Whether the model was saved before its first step: then there are no slots, but the count of steps and the rate."""
    return len(state) <= 2 and all(value.shape == () for value in state) and not any(state[:1])


def _made(stated: Any, module: Any, missing: List[str]) -> Any:
    """Losses or metrics by name or configuration as objects or functions, in lists and dictionaries of them.

    Keras 3 asks for the function of a name when data is there. What it would not find then is left out, and noted.
    """
    if isinstance(stated, dict) and "class_name" not in stated:
        made = {key: _made(each, module, missing) for key, each in stated.items()}
        return {key: each for key, each in made.items() if each is not _LEFT_OUT}
    if isinstance(stated, list):
        listed = [_made(each, module, missing) for each in stated]
        return [each for each in listed if each is not _LEFT_OUT]
    if stated is None or module is keras.metrics and stated in _BY_OUTPUT:
        return stated
    name = stated["class_name"] if isinstance(stated, dict) else stated
    own = keras.saving.get_registered_object(name) if isinstance(name, str) else None
    try:
        if own is not None:
            found = instance(own, stated.get("config") if isinstance(stated, dict) else None)
        else:
            found = module.deserialize(stated) if isinstance(stated, dict) else module.get(stated)
    except ValueError:
        found = None
    if callable(found):
        return found
    missing.append("{} {!r}".format("loss" if module is keras.losses else "metric", name))
    return _LEFT_OUT


def _apart(value: Any, operations: Mapping[str, Any]) -> Any:
    """A configuration in which operations have names of their own.

    HDF5 files do not say from which module a class is. A layer has a ``trainable``, an operation does not.
    """
    if isinstance(value, list):
        return [_apart(each, operations) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: _apart(each, operations) for key, each in value.items()}
    name, config = found.get("class_name"), found.get("config")
    if "inbound_nodes" in found and isinstance(name, str) and name in operations and isinstance(
            config, dict) and "trainable" not in config:
        found["class_name"] = _APART + name
    return found


def _operations() -> Dict[str, Any]:
    """Operations of Keras that stand between layers, by the names of their classes."""
    modules: List[Optional[Any]] = [importlib.import_module("keras.src.ops." + name) for name in _OPERATIONS]
    return {name: found for module in modules for name, found in vars(module).items()
            if inspect.isclass(found) and issubclass(found, keras.Operation)}
