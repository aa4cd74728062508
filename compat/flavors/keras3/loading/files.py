"""Writing a model in the format of Keras 3, opening it again, and asking it for outputs."""
from typing import Any, List, Mapping, Sequence

import keras
import numpy as np

from compat.errors import ConfigError, typed
from compat.flavor import active

from ..serializing import name_optimizer_for_every_backend
from .variables import in_hub_order


def save(model: Any, path: str) -> None:
    """Write a model as ``.keras``."""
    name_optimizer_for_every_backend(model)
    model.save(path)


def open_own(path: str, objects: Mapping[str, Any], compile: bool, shown: str) -> Any:
    """Open a ``.keras`` archive that Keras 3 wrote, in its safe mode.

    Args:
        path: of the archive, or of an upgraded copy.
        objects: the user's classes and functions.
        compile: restore the compiled state.
        shown: the path that the user gave.

    Raises:
        ConfigError: it refuses the file.
    """
    from .. import registered  # noqa: F401  (whatever a file that was written here may hold)
    from ..tf_names import layers  # noqa: F401  (what upgrades put into one)

    with typed(ConfigError, "{!r} was written by Keras 3, and the installed Keras {} cannot open it".format(
            shown, active().version)):
        return keras.models.load_model(path, custom_objects=dict(objects), compile=compile, safe_mode=True)


def open_own_config(config: Mapping[str, Any], objects: Mapping[str, Any], shared: Sequence[str] = ()) -> Any:
    """Make the model of a configuration that Keras 3 wrote as JSON, in its safe mode; compiled where it says so.

    With shared layers it is not compiled: an optimizer counts the weights of a model.

    Args:
        config: of the model.
        objects: the user's classes and functions.
        shared: names of layers that several models in it hold.

    Raises:
        ConfigError: Keras refuses it.
    """
    from .. import registered  # noqa: F401  (whatever a file that was written here may hold)
    from ..tf_names import layers  # noqa: F401  (what upgrades put into one)

    with typed(ConfigError, "the configuration was written by Keras 3, and the installed Keras {} cannot take it".format(
            active().version)):
        stated = {key: value for key, value in config.items() if not (shared and key == "compile_config")}
        model = keras.saving.deserialize_keras_object(stated, custom_objects=dict(objects), safe_mode=True)
        if shared:
            from .joined import join  # here, since few files hold such layers

            join(model, shared)
    if not isinstance(model, keras.Model):
        raise ConfigError("the configuration is that of {!r}, which is no model".format(type(model).__name__))
    return model


def compile_own(model: Any, compiled: Mapping[str, Any], objects: Mapping[str, Any], state: Sequence[Any]) -> bool:
    """Compile a model as an archive of Keras 3 says.

    Args:
        model: with the weights of the archive.
        compiled: the archive's ``compile_config``.
        objects: the user's classes and functions.
        state: the variables of its optimizer, in order.

    Returns:
        Whether the optimizer goes on from that state, which has its shapes.

    Raises:
        ConfigError: Keras refuses it.
    """
    with typed(ConfigError, "the installed Keras cannot compile it as its file says"), \
            keras.saving.custom_object_scope(dict(objects)):
        model.compile_from_config(dict(compiled))
    variables = model.optimizer.variables if model.optimizer is not None else []
    fits = [tuple(each.shape) for each in variables] == [each.shape for each in state]
    for variable, values in zip(variables, state if fits else ()):
        variable.assign(values)
    return fits


def reopen(path: str, objects: Mapping[str, Any]) -> Any:
    """Open a written ``.keras`` file anew, with Keras itself and its safe mode.

    Args:
        path: the file.
        objects: the user's classes and functions; compat's own are registered.
    """
    from .. import registered  # noqa: F401  (whatever a file that was written here may hold)

    return keras.models.load_model(path, custom_objects=dict(objects), compile=False, safe_mode=True)


def predict(model: Any, inputs: Sequence[Any]) -> List[np.ndarray]:
    """The model's outputs for one batch of inputs, as a list."""
    found = model.predict(inputs[0] if len(inputs) == 1 else list(inputs), verbose=0, batch_size=len(inputs[0]))
    return [np.asarray(each) for each in keras.tree.flatten(found)]


def values_of(layer: Any) -> List[np.ndarray]:
    """The values of a layer's weights, in the order of the hub."""
    return [keras.ops.convert_to_numpy(weight.value) for weight in in_hub_order(layer)]


def weights_of(model: Any) -> List[np.ndarray]:
    """The values of all weights, in the model's order."""
    return [keras.ops.convert_to_numpy(weight.value) for weight in model.weights]
