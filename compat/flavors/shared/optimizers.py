"""Optimizers of a file on a Keras 2, and their slots. No Keras is imported here."""
import inspect
from typing import Any, Dict, List, Mapping, Sequence, Tuple

import numpy as np

from compat.api.optimizers import AVERAGED_AXES, slot_shape
from compat.hub.custom_objects import CustomObjects, plain_name

Shape = Tuple[int, ...]

#: Slot (as :mod:`compat.weights.slots` names it) → attribute that lists it, one variable for each trainable weight, in
#: the optimizers that tf.keras has since 2.11 and Keras 3 has from there. Older ones keep slots in this order.
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
    "Adafactor": {"r": "_r", "c": "_c", "v": "_v"},
}
_ARGUMENTS = ("momentum", "nesterov", "rho", "centered", "beta_1", "beta_2", "amsgrad", "weight_decay", "use_ema",
              "global_clipnorm")
#: Arguments that may have no name of their own but are taken all the same.
_BY_KEYWORD = ("epsilon", "decay", "schedule_decay", "clipnorm", "clipvalue")


def optimizer(module: Any, written: Dict[str, Any], custom: CustomObjects) -> Any:
    """The optimizer of a hub ``optimizer_config`` from a module of optimizers, or None where it has none that does this."""
    name, config = written["class_name"], written["config"]
    if custom.has(name):
        return custom.find(name).from_config(dict(config))
    name = plain_name(name)
    cls = _class(module, name, config)
    rate = config.get("learning_rate")
    if not isinstance(cls, type) or not isinstance(rate, (int, float)):
        return None
    stated = {key: config[key] for key in _ARGUMENTS + _BY_KEYWORD if config.get(key) is not None}
    if name == "Nadam" or not stated.get("decay"):
        stated.pop("decay", None)
    taken = {key: value for key, value in stated.items() if key in _BY_KEYWORD or _names(cls, key)}
    if any(value for key, value in stated.items() if key not in taken):
        return None
    taken["learning_rate" if _names(cls, "learning_rate") else "lr"] = float(rate)
    constructor: Any = cls
    return constructor(**taken)


def _class(module: Any, name: str, config: Mapping[str, Any]) -> Any:
    """The class that computes as the file's did: with epsilon under the root, and no momentum, only newer ones do."""
    if config.get("epsilon_in_root") and not config.get("momentum"):
        return getattr(module, "NEWER", {}).get(name)
    return getattr(module, name, None)


def _names(cls: Any, argument: str) -> bool:
    constructors = [inspect.signature(each.__init__).parameters for each in cls.__mro__ if "__init__" in vars(each)]
    return any(argument in parameters for parameters in constructors)


def slot_lists(found: Any) -> Dict[str, Sequence[Any]]:
    """The slots of an optimizer of :data:`SLOTS` that is built: name → for each trainable weight a variable, or None."""
    name = _name(found)
    lists = {slot: getattr(found, attribute, None) for slot, attribute in SLOTS.get(name, {}).items()}
    return {slot: [_unless_placeholder(name, slot, each) for each in variables]
            for slot, variables in lists.items() if variables}


def _unless_placeholder(name: str, slot: str, variable: Any) -> Any:
    return None if (name, slot) in AVERAGED_AXES and not tuple(variable.shape) else variable


def restore(backend: Any, model: Any, weights: Sequence[Any], state: Any) -> bool:
    """Put a file's slots into the optimizer of a compiled model.

    Args:
        backend: ``keras.backend``.
        model: compiled.
        weights: its trainable weights in the order of the file's slots.
        state: ``iterations``, ``arrays`` by slot name, ``schedule``; or ``listed``, of which nothing is known here.

    Returns:
        Whether all slots were found and fitted.
    """
    if state.listed:
        return False
    found = model.optimizer
    position = {id(weight): index for index, weight in enumerate(weights)}
    order = [position.get(id(weight)) for weight in model.trainable_weights]
    schedule = _make_slots(model)
    if None in order:
        return False
    slots = _slots_of(found, schedule)
    shapes = [backend.int_shape(each) for each in weights]
    arrays = [array for name in _slots_in_use(found) if name in state.arrays
              for array in _in_order(_name(found), name, state.arrays[name], order, shapes)]
    if not _fit([tuple(backend.int_shape(slot)) for slot in slots], [array.shape for array in arrays]):
        return False
    backend.batch_set_value(list(zip(slots, arrays)))
    if state.iterations is not None:
        backend.set_value(found.iterations, state.iterations)
    if state.schedule is not None and schedule is not None:
        backend.set_value(schedule, state.schedule)
    return True


def _in_order(kind: str, slot: str, arrays: Sequence[Any], order: Sequence[Any], shapes: Sequence[Shape]) -> List[np.ndarray]:
    """The arrays of a slot in the order of the model's trainable weights."""
    places = [place for place, shape in enumerate(shapes) if slot_shape(kind, slot, shape) is not None]
    by_place = dict(zip(places, arrays))
    return [np.asarray(by_place[place]) for place in order if place in by_place]


def _slots_of(found: Any, schedule: Any) -> List[Any]:
    """The slots in use, slot by slot, each in the order of the model's trainable weights."""
    names = _slots_in_use(found)
    lists = slot_lists(found)
    if lists:
        return [variable for name in names for variable in lists.get(name, ()) if variable is not None]
    return [each for each in found.weights if names and each is not found.iterations and each is not schedule]


def _slots_in_use(found: Any) -> Sequence[str]:
    """The slots that the next step reads: without momentum, those of SGD that some versions keep mean nothing."""
    name = _name(found)
    return () if name == "SGD" and not found.get_config()["momentum"] else tuple(SLOTS.get(name, ()))


def _name(found: Any) -> str:
    return next((cls.__name__ for cls in type(found).__mro__ if cls.__name__ in SLOTS), "")


def _make_slots(model: Any) -> Any:
    """Have the optimizer make its slots; the variable that holds Nadam's product of momenta, if it has one."""
    found = model.optimizer
    if hasattr(found, "_create_all_weights"):
        found._create_all_weights(model.trainable_weights)
    elif hasattr(model, "_make_train_function"):
        getattr(model, "model", model)._make_train_function()  # up to 2.1 a Sequential holds the model that is trained
    elif hasattr(found, "build"):
        found.build(model.trainable_weights)
    schedule = getattr(found, "m_schedule", None)
    return schedule if schedule is not None else next(
        (each for each in getattr(found, "weights", ()) if "momentum_cache" in each.name), None)


def _fit(slots: Sequence[Shape], arrays: Sequence[Shape]) -> bool:
    """Whether there is an array for every slot; Keras 2.2 ends with one zero for each slot that only amsgrad fills."""
    count = len(arrays)
    return list(slots[:count]) == list(arrays) and all(shape == (1,) for shape in slots[count:])
