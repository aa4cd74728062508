"""The optimizer of a live model as a file holds it: its arguments, and its arrays in the order of the file's weights."""
from typing import Any, List, Optional, Set, Tuple

import keras
import numpy as np

from compat.api.optimizers import NEWER_SLOTS
from compat.errors import UnsupportedError
from compat.flavors.shared.optimizers import slot_lists
from compat.hub.records import Config
from compat.writing import Dialect, State, optimizer_arrays, optimizer_config
from compat.writing.training import counts_steps, newer_arrays, newer_config, numbered

from .. import optimizers
from ..optimizer_base import Optimizer
from ..tf_names.new_optimizers import file_name
from ..variables import array_of
from .weights import positions, trained_in_file_order, unused


def newer_name(optimizer: Any) -> Optional[str]:
    """How tf.keras 2.11 to 2.15 stated the class of an optimizer in a file; None for one that these did not have."""
    name = type(optimizer).__name__
    # On torch an optimizer of Keras is one of a class of the same name for torch.
    is_native = type(optimizer).__module__.startswith("keras.") and isinstance(optimizer, getattr(keras.optimizers, name, ()))
    return "Custom>" + name if is_native and name in NEWER_SLOTS else file_name(optimizer)


def config_of(optimizer: Any, dialect: Dialect) -> Config:
    """``{"class_name": …, "config": …}`` in the words of the Keras that is written for.

    Raises:
        UnsupportedError: it has no such optimizer.
    """
    name, newer = type(optimizer).__name__, newer_name(optimizer)
    if newer is not None and dialect.newer_optimizers:
        return newer_config(newer, optimizer.get_config())
    if not isinstance(optimizer, Optimizer):
        raise UnsupportedError("the model is compiled with {0}, an optimizer for Keras 3, which Keras {1} does not have; "
                               "compile it with one of compat.keras.optimizers, or save it with include_optimizer=False".format(
                                   name, dialect.version))
    return optimizer_config(name, optimizer.get_config(), dialect, _steps(optimizer, dialect))


def state_of(model: Any, dialect: Dialect) -> List[Tuple[str, Any]]:
    """The optimizer's arrays; none before it has made them, or where its weights are no longer those that are trained."""
    optimizer = model.optimizer
    if not optimizer.built:
        return []
    order = _order(model)
    if order is None:
        return []
    if newer_name(optimizer) is not None:
        return _newer_state(optimizer, order)
    if type(optimizer) not in optimizers.BY_NAME.values():  # one of the user's, of which only its list of weights is known
        known = order == sorted(order)
        return numbered("training/{}/Variable".format(type(optimizer).__name__), optimizer.get_weights()) if known else []
    slots = {name: [array_of(optimizer._slots[name][place]) for place in order]
             for name in optimizer.slot_names}
    schedule = getattr(optimizer, "m_schedule", None)
    state = State(array_of(optimizer.iterations).astype("int64"), slots,
                  None if schedule is None else array_of(schedule))
    return optimizer_arrays(type(optimizer).__name__, state, dialect)


def _newer_state(optimizer: Any, order: List[int]) -> List[Tuple[str, Any]]:
    """The arrays of an optimizer of tf.keras 2.11 to 2.15.

    Raises:
        UnsupportedError: one whose arrays are not kept by weight.
    """
    name = next((each.__name__ for each in type(optimizer).__mro__ if each.__name__ in NEWER_SLOTS), "")
    if not name:
        raise UnsupportedError("the state of {} is not written to HDF5; save the model with include_optimizer=False, or as "
                               ".keras".format(type(optimizer).__name__))
    weights = [optimizer._trainable_variables[place] for place in order]
    slots = {slot: [None if variables[place] is None else array_of(variables[place]) for place in order]
             for slot, variables in slot_lists(optimizer).items()}
    if name == "SGD":  # the momenta are in the file in any case
        slots.setdefault("momentum", [np.zeros(weight.shape, weight.dtype) for weight in weights])
    state = State(array_of(optimizer.iterations).astype("int64"), slots)
    used: Set[str] = set()
    return newer_arrays(name, [unused(weight.path, used) for weight in weights], state)


def _order(model: Any) -> Optional[List[int]]:
    """For each trained weight in the order of a file, its place in the optimizer's own order."""
    trained = trained_in_file_order(model)
    try:
        order = positions(model.optimizer._trainable_variables, trained)
    except KeyError:
        return None
    return order if len(order) == len(model.optimizer._trainable_variables) else None


def _steps(optimizer: Any, dialect: Dialect) -> Optional[int]:
    """The count of steps, where the Keras of the file kept no array for it."""
    kept = counts_steps(type(optimizer).__name__, dialect) or type(optimizer) not in optimizers.BY_NAME.values()
    return None if kept or not optimizer.built else int(array_of(optimizer.iterations))
