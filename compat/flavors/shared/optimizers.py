"""Optimizers of a file on a Keras 2, and their slots. No Keras is imported here."""
import inspect
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from compat.flavors.shared.given import Given, plain_name

Shape = Tuple[int, ...]

#: Optimizer → its slots in the order of ``optimizer.weights``, by the names of :mod:`compat.weights.slots`.
ORDER: Mapping[str, Tuple[str, ...]] = {
    "SGD": ("momentum",), "RMSprop": ("rms", "momentum", "mg"), "Adagrad": ("accumulator",),
    "Adadelta": ("accum_grad", "accum_var"), "Adam": ("m", "v", "vhat"), "Adamax": ("m", "v"), "Nadam": ("m", "v"),
}
_ARGUMENTS = ("momentum", "nesterov", "rho", "epsilon", "decay", "beta_1", "beta_2", "amsgrad", "schedule_decay",
"clipnorm",
              "clipvalue")


def optimizer(module: Any, stated: Dict[str, Any], given: Given) -> Any:
    """The optimizer of a hub ``optimizer_config`` from a module of optimizers, or None where it has no such name."""
    name, config = stated["class_name"], stated["config"]
    if given.has(name):
        return given.find(name).from_config(dict(config))
    cls = getattr(module, plain_name(name), None)
    rate = config.get("learning_rate")
    if not isinstance(cls, type) or not isinstance(rate, (int, float)):
        return None
    arguments = {key: config[key] for key in _ARGUMENTS if config.get(key) is not None}
    if plain_name(name) == "Nadam":
        arguments.pop("decay", None)
    constructor: Any = cls
    return constructor(lr=float(rate), **{key: value for key, value in arguments.items() if _takes(cls, key)})


def _takes(cls: Any, argument: str) -> bool:
    parameters = inspect.signature(cls.__init__).parameters.values()
    return any(each.name == argument or each.kind is each.VAR_KEYWORD for each in parameters)


def restore(backend: Any, model: Any, weights: Sequence[Any], state: Any) -> bool:
    """Put a file's slots into the optimizer of a compiled model.

    Args:
        backend: ``keras.backend``.
        model: compiled.
        weights: its trainable weights in the order of the file's slots.
        state: ``iterations``, ``arrays`` by slot name, ``schedule``.

    Returns:
        Whether all slots were found and fitted.
    """
    found = model.optimizer
    _make_slots(model)
    position = {id(weight): index for index, weight in enumerate(weights)}
    order = [position.get(id(weight)) for weight in model.trainable_weights]
    arrays = _flat(ORDER.get(_name(found), ()), order, state)
    slots = [each for each in found.weights if len(backend.int_shape(each))]
    shapes = [tuple(backend.int_shape(slot)) for slot in slots]
    if arrays is None or not _fit(shapes, [array.shape for array in arrays]):
        return False
    backend.batch_set_value(list(zip(slots, arrays)))
    if state.iterations is not None:
        backend.set_value(found.iterations, state.iterations)
    schedule = getattr(found, "m_schedule", None)
    if schedule is None:
        schedule = next((each for each in found.weights if "momentum_cache" in each.name), None)
    if state.schedule is not None and schedule is not None:
        backend.set_value(schedule, state.schedule)
    return True


def _name(found: Any) -> str:
    return next((cls.__name__ for cls in type(found).__mro__ if cls.__name__ in ORDER), "")


def _make_slots(model: Any) -> None:
    if hasattr(model.optimizer, "_create_all_weights"):
        model.optimizer._create_all_weights(model.trainable_weights)
    elif hasattr(model, "_make_train_function"):
        model._make_train_function()


def _flat(names: Sequence[str], order: Sequence[Optional[int]], state: Any) -> Optional[List[np.ndarray]]:
    if None in order:
        return None
    return [np.asarray(state.arrays[name][index]) for name in names if name in state.arrays
            for index in order if index is not None]


def _fit(slots: Sequence[Shape], arrays: Sequence[Shape]) -> bool:
    """Whether there is an array for every slot; Keras 2.2 ends with one zero for each slot that only amsgrad fills."""
    count = len(arrays)
    return list(slots[:count]) == list(arrays) and all(shape == (1,) for shape in slots[count:])
