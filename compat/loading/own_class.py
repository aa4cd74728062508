"""Models of a program's own class, with a configuration: ``from_config`` makes them, as in tf.keras.

Concerns SavedModels of tf.keras 2.0 to 2.15, their ``.keras`` archives and JSON. Such a model has weights once it was
called: on zeros of the shapes that it was saved with.
"""
from typing import Any, List, NamedTuple, Optional, Tuple

import numpy as np

from compat.config import upgrade_training
from compat.config.values import plain
from compat.errors import CompatError, ConfigError, typed
from compat.flavors import loading
from compat.flavors.protocol import KerasModel, PathLike
from compat.hub.custom_objects import CustomObjects
from compat.hub.records import Origin
from compat.loading.options import LoadOptions
from compat.loading.recognized import era_of
from compat.loading.transfer import load_weights
from compat.saved.records import ProgramModel, SavedModel, element_count

#: Sizes that open axes get, one after the other: images and sequences may need room for what a model does.
_SIZES = (2, 16, 64)
_MOST_ELEMENTS = 1 << 24


class OfProgram(NamedTuple):
    """A model of a program's own class, and what is known about it."""

    model: KerasModel
    warnings: Tuple[str, ...]
    custom: CustomObjects
    compiled: bool


def opened_by_class(path: PathLike, saved: SavedModel, origin: Origin, options: LoadOptions) -> Optional[OfProgram]:
    """The model, if its class was given or registered.

    Args:
        path: of the container.
        saved: what was read, with ``program``.
        origin: which Keras wrote it.
        options: of the user.

    Raises:
        ConfigError: the class does not take the configuration, or the model cannot be called on its inputs.
        WeightsError: weights do not fit.
    """
    custom = CustomObjects(dict(options.custom_objects or {}), dict(options.lambdas or {}), loading().registered)
    found = [custom.find(name) for name in saved.program.names] if saved.program is not None else []
    cls = next((each for each in found if isinstance(each, type)), None)
    if cls is None:
        return None
    weights = options.weights if options.weights is not None else path if saved.has_weights else None
    options.progress("build")
    model, done, warnings = _made(cls, saved, custom, weights is not None), False, list(saved.warnings)
    if options.compile and model.weights:
        done = _compiled(model, saved, origin, custom, warnings)
    options.progress("assign")
    if weights is not None:
        load_weights(model, weights, **options.of_weights)
    options.progress("verify")
    return OfProgram(model, tuple(warnings), custom, done)


def _made(cls: Any, saved: SavedModel, custom: CustomObjects, needs_weights: bool) -> KerasModel:
    """The model, with its initial weights.

    Args:
        cls: the program's class.
        saved: what the container states.
        custom: the user's objects.
        needs_weights: whether weights are to be loaded, so that it must have some.

    Raises:
        ConfigError: the class does not take the configuration, or the model cannot be called on such inputs.
    """
    program = saved.program or ProgramModel((), {})
    name = cls.__name__
    with typed(ConfigError, "{}: {}.from_config does not take the configuration in the file".format(saved.path, name)):
        model = loading().from_config(cls, plain(program.config), custom)
    if needs_weights and not model.weights:
        _call(model, program.inputs, saved.path)
    return model


def _call(model: Any, inputs: Any, path: str) -> None:
    if inputs is None:
        raise ConfigError("{0}: the file does not say what {1!r} was called on, so it has no weights yet; make the model, call "
                          "it once, then compat.load_weights(model, {0!r})".format(path, type(model).__name__))
    errors: List[Exception] = []
    for size in _SIZES:
        try:
            model(_zeros(inputs, size))
            return
        except Exception as error:  # of the program: the last size that is tried says why
            errors.append(error)
    with typed(ConfigError, "{0}: {1!r} cannot be called on what the file says; call it once yourself, then "
                            "compat.load_weights(model, {0!r})".format(path, type(model).__name__)):
        raise errors[0]


def _zeros(inputs: Any, size: int) -> Any:
    if isinstance(inputs, dict):
        return {key: _zeros(each, size) for key, each in inputs.items()}
    if isinstance(inputs, list):
        return [_zeros(each, size) for each in inputs]
    if inputs is None:
        return None
    shape = tuple(size if each is None else each for each in inputs.shape)
    if element_count(shape) > _MOST_ELEMENTS:
        raise ValueError("an input of shape {} is too large to be made up".format(shape))
    return np.zeros(shape, inputs.dtype)


def _compiled(model: KerasModel, saved: SavedModel, origin: Origin, custom: CustomObjects, warnings: List[str]) -> bool:
    """Compile the model as the file says; what may matter is added to the warnings."""
    if saved.training_config is None:
        return False
    try:
        with typed(ConfigError, "the installed Keras cannot compile it as its file says"):
            training = upgrade_training(saved.training_config, origin)
            _, built = loading().live(model)
            done = loading().compile_model(built, training, [], custom, era_of(origin), None)
    except CompatError as error:
        warnings.append("the model was loaded uncompiled: {}".format(error))
        return False
    warnings.extend([done.lack] if done.missing else [])
    return done.compiled
