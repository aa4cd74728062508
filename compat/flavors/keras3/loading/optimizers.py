"""Optimizers of a file's compiled state as optimizers of Keras 3, and their slots.

A native optimizer is used where its step is the file's: the same rate, the same formula. What differs is bridged by
arguments (``decay`` becomes InverseTimeDecay; the ``epsilon`` that Keras 2 added outside the root becomes its square
inside, the same to within rounding as soon as gradients are a few times larger than it), and where that is not
possible compat's optimizer of the same name stands in.
"""
import inspect
from typing import Any, Dict, List, Mapping, Sequence, Tuple

import keras

from compat.era import Era
from compat.flavors.shared.given import Given, plain_name

from .. import optimizers as own
from .variables import give

Config = Dict[str, Any]

#: Slot (as :mod:`compat.weights.slots` names it) → attribute of Keras 3's optimizer that lists it, one variable for
#: each trainable weight.
SLOTS: Mapping[str, Mapping[str, str]] = {
    "SGD": {"momentum": "momentums"},
    "RMSprop": {"rms": "_velocities", "momentum": "_momentums", "mg": "_average_gradients"},
    "Adagrad": {"accumulator": "_accumulators"},
    "Adadelta": {"accum_grad": "_accumulated_grads", "accum_var": "_accumulated_delta_vars"},
    "Adam": {"m": "_momentums", "v": "_velocities", "vhat": "_velocity_hats"},
    "AdamW": {"m": "_momentums", "v": "_velocities", "vhat": "_velocity_hats"},
    "Adamax": {"m": "_m", "v": "_u"},
    "Nadam": {"m": "_momentums", "v": "_velocities"},
    "Ftrl": {"accumulator": "_accumulators", "linear": "_linears"},
    "Lion": {"m": "_momentums"},
}
#: The same for compat's own optimizers, by their ``slot_names``.
OWN_SLOTS: Mapping[str, Mapping[str, str]] = {
    "SGD": {"momentum": "moment"},
    "RMSprop": {"rms": "accumulator"},
    "Adagrad": {"accumulator": "accumulator"},
    "Adadelta": {"accum_grad": "accumulator", "accum_var": "delta_accumulator"},
    "Adam": {"m": "m", "v": "v", "vhat": "vhat"},
    "Adamax": {"m": "m", "v": "u"},
    "Nadam": {"m": "m", "v": "v"},
}


def optimizer(stated: Config, given: Given, era: Era, has_embedding: bool = False) -> Any:
    """The optimizer of a hub ``optimizer_config``, or None when neither Keras nor the user has one of that name.

    Args:
        stated: ``{"class_name", "config"}`` with the arguments of tf.keras 2.10, complete.
        given: the user's objects.
        era: the Keras that wrote the file; until 2.3 ``clipnorm`` was of all gradients together.
        has_embedding: the model trains an Embedding.
    """
    name, config = stated["class_name"], dict(stated["config"])
    if given.has(name):
        return given.find(name).from_config(config)
    name = plain_name(name)
    if _needs_own(name, config, has_embedding):
        return _own(name, config)
    cls = getattr(keras.optimizers, name, None) if name in SLOTS else None
    if cls is None:
        return None
    return cls(**_native_arguments(cls, name, config, era))


def _needs_own(name: str, config: Config, has_embedding: bool) -> bool:
    if name == "Nadam":
        return config.get("schedule_decay") is not None  # which Keras 3's does not have
    # With TensorFlow, Keras 3 squares the parts of an Embedding's gradient before it adds up those of one row.
    return has_embedding and keras.backend.backend() == "tensorflow" and own.BY_NAME.get(name.lower()) is not None


def _own(name: str, config: Config) -> Any:
    """Compat's optimizer of that name."""
    cls = getattr(own, name)
    names = [key for each in cls.__mro__[:2] for key in inspect.signature(each.__init__).parameters]
    config = dict(config, lr=config["learning_rate"])
    return cls(**{key: value for key, value in config.items() if key in names + ["clipnorm", "clipvalue", "name"]})


def _native_arguments(cls: Any, name: str, config: Config, era: Era) -> Config:
    config["learning_rate"] = _rate(config)
    outside_root = name in ("RMSprop", "Adagrad") and era.behaviour("epsilon_outside_root")
    if outside_root and config.get("epsilon") is not None:
        config["epsilon"] = float(config["epsilon"]) ** 2
    if name == "Adagrad":
        config.setdefault("initial_accumulator_value", 0.0)
    if config.get("clipnorm") is not None and era.behaviour("clipnorm") == "global":
        config["global_clipnorm"] = config.pop("clipnorm")
    config["name"] = name.lower()
    parameters = inspect.signature(cls.__init__).parameters
    allowed = set(parameters) | {"clipnorm", "clipvalue", "global_clipnorm", "use_ema", "ema_momentum", "weight_decay",
                                 "ema_overwrite_frequency"}
    return {key: value for key, value in config.items() if key in allowed and value is not None}


def _rate(config: Config) -> Any:
    rate, decay = config["learning_rate"], config.get("decay") or 0.0
    if isinstance(rate, dict):
        return _schedule(rate)
    if decay:
        return keras.optimizers.schedules.InverseTimeDecay(float(rate), decay_steps=1, decay_rate=float(decay))
    return float(rate)


def _schedule(stated: Config) -> Any:
    """A learning rate schedule of tf.keras, by its public name."""
    found = getattr(keras.optimizers.schedules, plain_name(str(stated["class_name"])), None)
    if not (isinstance(found, type) and issubclass(found, keras.optimizers.schedules.LearningRateSchedule)):
        return 0.001
    schedule: Any = found
    return schedule.from_config(stated["config"])


def restore(found: Any, weights: Sequence[Any], state: Any) -> bool:
    """Put the file's slots into a new optimizer.

    Args:
        found: the optimizer, compiled but not built.
        weights: the trainable variables in the order of the file's slots.
        state: what the file holds: ``iterations``, ``arrays`` by slot name, ``schedule``.

    Returns:
        Whether every slot that the optimizer has was found and fitted; if not, it starts anew.
    """
    found.build(list(weights))
    targets = _slot_variables(found)
    pairs: List[Tuple[Any, Any]] = []
    for name, variables in targets.items():
        arrays = state.arrays.get(name)
        if arrays is None or [tuple(a.shape) for a in arrays] != [tuple(v.shape) for v in variables]:
            return False
        pairs.extend(zip(variables, arrays))
    for variable, array in pairs:
        give(variable, array)
    if state.iterations is not None:
        found.iterations.assign(state.iterations)
    if state.schedule is not None and hasattr(found, "m_schedule"):
        found.m_schedule.assign(state.schedule)
    return True


def _slot_variables(found: Any) -> Dict[str, Sequence[Any]]:
    name = type(found).__name__
    if isinstance(found, own.Optimizer):
        slots = OWN_SLOTS.get(name, {})
        return {slot: found._slots[key] for slot, key in slots.items() if slot != "vhat" or found.amsgrad}
    lists = {slot: getattr(found, attribute, None) for slot, attribute in SLOTS.get(name, {}).items()}
    return {slot: variables for slot, variables in lists.items() if variables}
