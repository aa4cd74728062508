"""Optimizers of a file's compiled state as optimizers of Keras 3, and their slots.

A native optimizer is used where its step is the file's: the same rate, the same formula. What differs is bridged by
arguments (``decay`` becomes InverseTimeDecay; the ``epsilon`` that Keras 2 added outside the root becomes its square
inside, the same to within rounding as soon as gradients are a few times larger than it). Nadam's schedule is not one of
them: compat's Nadam stands in for that of multi-backend Keras.
"""
import functools
import inspect
from typing import Any, Callable, Dict, List, Mapping, Sequence, Tuple

import keras

from compat.era import Era
from compat.errors import ConfigError
from compat.flavors.shared.optimizers import SLOTS, slot_lists
from compat.hub.custom_objects import CustomObjects, plain_name

from .. import optimizers as own_optimizers
from ..optimizer_base import Optimizer, dense
from ..tf_names import new_optimizers
from .old_code import made
from .variables import give

Config = Dict[str, Any]

class DenseGradients:
    """Mix-in before an optimizer of Keras 3, for a model that trains an Embedding on TensorFlow.

    There Keras 3 squares the parts of an Embedding's gradient before it adds up those of one row.
    """

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Apply one gradient to one variable."""
        super().update_step(dense(gradient, variable), variable, learning_rate)  # type: ignore[misc]


def _dense_class(name: str) -> Any:
    cls = type("Dense" + name, (DenseGradients, getattr(keras.optimizers, name)), {"__module__": __name__})
    return keras.saving.register_keras_serializable(package="compat")(cls)


#: Name of an optimizer → the one of Keras 3 with :class:`DenseGradients`.
DENSE: Mapping[str, Any] = {name: _dense_class(name) for name in SLOTS if hasattr(keras.optimizers, name)}


def optimizer(stated: Config, custom: CustomObjects, era: Era, has_embedding: bool = False,
              for_old_code: bool = False) -> Any:
    """The optimizer of a hub ``optimizer_config``, or None when neither Keras nor the user has one of that name.

    Args:
        stated: ``{"class_name", "config"}`` with the arguments of tf.keras 2.10, complete.
        custom: the user's objects.
        era: the Keras that wrote the file; until 2.3 ``clipnorm`` was of all gradients together.
        has_embedding: the model trains an Embedding.
        for_old_code: give it what code of tf.keras asks an optimizer for.
    """
    found = _unscaled(stated, custom, era, functools.partial(_class, has_embedding, for_old_code))
    scale = stated.get("loss_scale")
    if found is None or not scale or not scale["dynamic"]:
        return found  # a constant scale changes no step
    growth = {key: scale[key] for key in ("initial_scale", "dynamic_growth_steps") if scale[key]}
    return keras.optimizers.LossScaleOptimizer(found, **growth)


def _class(has_embedding: bool, for_old_code: bool, name: str) -> Any:
    if for_old_code and name in new_optimizers.CLASSES:
        return new_optimizers.CLASSES[name]
    is_sparse = has_embedding and keras.backend.backend() == "tensorflow"
    return DENSE.get(name) if is_sparse else getattr(keras.optimizers, name, None)


def _unscaled(stated: Config, custom: CustomObjects, era: Era, class_of: Callable[[str], Any]) -> Any:
    name, config = stated["class_name"], dict(stated["config"])
    if custom.has(name):
        return custom.find(name).from_config(config)
    name = plain_name(name)
    if name == "Nadam" and config["schedule_decay"] != 1.0:  # the one that Keras 3's has built in
        return made(own_optimizers.Nadam, config)
    if name not in SLOTS:
        return None
    cls = class_of(name)
    return None if cls is None else cls(**_native_arguments(name, config, custom, era))


def _native_arguments(name: str, config: Config, custom: CustomObjects, era: Era) -> Config:
    config["learning_rate"] = _rate(config, custom)
    if config.get("epsilon_in_root") is False:
        config["epsilon"] = float(config["epsilon"]) ** 2
    if name == "Adagrad":
        config.setdefault("initial_accumulator_value", 0.0)
    if config.get("clipnorm") is not None and era.behaviour("clipnorm") == "global":
        config["global_clipnorm"] = config.pop("clipnorm")
    config["name"] = name.lower()
    parameters = inspect.signature(getattr(keras.optimizers, name).__init__).parameters
    allowed = set(parameters) | {"clipnorm", "clipvalue", "global_clipnorm", "use_ema", "ema_momentum", "weight_decay",
                                 "ema_overwrite_frequency"}
    return {key: value for key, value in config.items() if key in allowed and value is not None}


def _rate(config: Config, custom: CustomObjects) -> Any:
    rate, decay = config["learning_rate"], config.get("decay") or 0.0
    if isinstance(rate, dict):
        return _schedule(rate, custom)
    if decay:
        return keras.optimizers.schedules.InverseTimeDecay(float(rate), decay_steps=1, decay_rate=float(decay))
    return float(rate)


def _schedule(stated: Config, custom: CustomObjects) -> Any:
    """A learning rate schedule of tf.keras, by its public name.

    Raises:
        ConfigError: neither the user nor Keras 3 has it.
    """
    registered = stated.get("registered_name")
    full = registered if isinstance(registered, str) and ">" in registered else str(stated["class_name"])
    name = plain_name(full)
    own = custom.find(full) or custom.find(str(stated["class_name"]))
    found = own or getattr(keras.optimizers.schedules, name, None)
    if not (isinstance(found, type) and issubclass(found, keras.optimizers.schedules.LearningRateSchedule)):
        raise ConfigError("the optimizer's learning rate is a {0}, which Keras 3 does not have; pass "
                          "custom_objects={{{0!r}: cls}} with a LearningRateSchedule".format(name))
    schedule: Any = found if own is None else _computed_at_once(own)
    # Keras 3 uses the name in a scope, which takes no None.
    return schedule.from_config({key: value for key, value in stated["config"].items() if (key, value) != ("name", None)})


def _computed_at_once(cls: Any) -> Any:
    """A schedule of the program whose rate is always a value: Keras's own optimizers ask for it outside of any step of ours."""
    from ..context import stepping  # here, since few files hold such a schedule

    def call(self: Any, step: Any) -> Any:
        with stepping():
            return cls.__call__(self, step)

    kept = {"__module__": cls.__module__, "__qualname__": cls.__qualname__, "__doc__": cls.__doc__}
    return type(cls.__name__, (cls,), dict(kept, __call__=functools.wraps(cls.__call__)(call)))


def restore(found: Any, weights: Sequence[Any], state: Any) -> bool:
    """Put the file's slots into a new optimizer.

    Args:
        found: the optimizer, compiled but not built.
        weights: the trainable variables in the order of the file's slots.
        state: what the file holds: ``iterations``, ``arrays`` by slot name, ``schedule``; or ``listed``, the weights of an
            optimizer of the user's.

    Returns:
        Whether every slot that the optimizer has was found and fitted; if not, it starts anew.
    """
    found.build(list(weights))
    if state.listed or getattr(found, "_describes_updates", False):
        return _restore_listed(found, state.listed)
    found = getattr(found, "inner_optimizer", found)
    targets = _slot_variables(found)
    pairs: List[Tuple[Any, Any]] = []
    if getattr(found, "use_ema", False):
        targets = dict(targets, average=found._model_variables_moving_average)
    for name, variables in targets.items():
        arrays = state.arrays.get(name)
        if arrays is None or [tuple(a.shape) for a in arrays] != [tuple(v.shape) for v in variables]:
            return False
        pairs.extend(zip(variables, arrays))
    for variable, array in pairs:
        give(variable, array)
    if state.iterations is not None:
        found.iterations.assign(state.iterations)
    schedule = getattr(found, "m_schedule", getattr(found, "_u_product", None))
    if state.schedule is not None and schedule is not None:
        schedule.assign(state.schedule)
    return True


def _restore_listed(found: Any, arrays: Sequence[Any]) -> bool:
    """Give an optimizer that is written for Keras 2 its weights; whether they fit."""
    shapes = [tuple(variable.shape) for variable in found.weights] if isinstance(found, Optimizer) else []
    if shapes != [tuple(array.shape) for array in arrays]:
        return False
    found.set_weights(arrays)
    return True


def _slot_variables(found: Any) -> Dict[str, Sequence[Any]]:
    if isinstance(found, Optimizer):
        return {slot: found._slots[key] for slot, key in zip(SLOTS[type(found).__name__], found.slots_in_use)}
    return {slot: [each for each in variables if each is not None] for slot, variables in slot_lists(found).items()}
