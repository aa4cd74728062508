"""HDF5 files that Keras 3 wrote: built from their configuration, weights by Keras's own reader, compiled as they say.

Keras 3.15 refuses those that were compiled with a loss or metric by name (``"mse"``), and those with operations between layers.
"""
import importlib
import inspect
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

import h5py
import keras
import numpy as np
from keras.src.legacy.saving import legacy_h5_format, saving_utils  # not public: the form of HDF5 files

from compat.errors import ConfigError, typed
from compat.flavor import active

_NO_STATE = "the state of the optimizer does not fit the weights of the model; it starts anew"
_OPERATIONS = ("core", "image", "linalg", "math", "nn", "numpy")


def open_own_hdf5(path: str, config: Mapping[str, Any], objects: Mapping[str, Any], training: Optional[Mapping[str, Any]],
                  state: Sequence[np.ndarray]) -> Tuple[Any, Tuple[str, ...]]:
    """The model of a file, and what could not be restored.

    Args:
        path: of the file, in which every name was found to lead to this file.
        config: of the model, perhaps upgraded.
        objects: the user's classes and functions.
        training: ``optimizer_config``, ``loss``, ``metrics`` … to compile with; None to leave the model uncompiled.
        state: the variables of the optimizer, in the order of the installed Keras.

    Raises:
        ConfigError: Keras refuses the configuration, or the weights.
    """
    from .. import registered  # noqa: F401  (whatever a file that was written here may hold)
    from ..tf_names import layers  # noqa: F401  (what upgrades put into one)

    with typed(ConfigError, "{!r} was written by Keras 3, and the installed Keras {} cannot open it".format(
            path, active().version)), keras.saving.custom_object_scope(dict(objects)):
        model = saving_utils.model_from_config(dict(config), custom_objects={**_operations(), **objects})
        with h5py.File(path, "r") as file:
            legacy_h5_format.load_weights_from_hdf5_group(file["model_weights"], model)
    if training is None:
        return model, ()
    try:
        fits = _compile(model, training, state, objects)
    except ConfigError as error:
        return model, ("the model was loaded uncompiled: {}".format(error),)
    return model, () if fits else (_NO_STATE,)


def _compile(model: Any, training: Mapping[str, Any], state: Sequence[np.ndarray], objects: Mapping[str, Any]) -> bool:
    """Compile a model as its file says; whether the optimizer got its state."""
    with typed(ConfigError, "the installed Keras cannot compile it as its file says"), keras.saving.custom_object_scope(
            dict(objects)):
        optimizer = keras.optimizers.deserialize(training["optimizer_config"])
        given: Dict[str, Any] = {
            key: _made(training.get(key), module)
            for key, module in (("loss", keras.losses), ("metrics", keras.metrics), ("weighted_metrics", keras.metrics))}
        model.compile(optimizer=optimizer, loss_weights=training.get("loss_weights"), **given)
        optimizer.build(model.trainable_variables)
    variables = optimizer.variables
    fits = [tuple(each.shape) for each in variables] == [each.shape for each in state]
    if fits:
        for variable, value in zip(variables, state):
            variable.assign(value)
    return fits


def _made(stated: Any, module: Any) -> Any:
    """Names as they are, which compile takes; objects made; lists and dictionaries of them likewise."""
    if isinstance(stated, dict) and "class_name" in stated:
        return module.deserialize(stated)
    if isinstance(stated, dict):
        return {key: _made(each, module) for key, each in stated.items()}
    return [_made(each, module) for each in stated] if isinstance(stated, list) else stated


def _operations() -> Dict[str, Any]:
    """Operations of Keras that stand between layers, by the names of their classes."""
    modules: List[Optional[Any]] = [importlib.import_module("keras.src.ops." + name) for name in _OPERATIONS]
    return {name: found for module in modules for name, found in vars(module).items()
            if inspect.isclass(found) and issubclass(found, keras.Operation)}
