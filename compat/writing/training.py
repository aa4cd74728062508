"""The compiled state as an old Keras wrote it: the optimizer's arguments, and its arrays by name and order."""
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from compat.api.optimizers import NEWER_SLOTS
from compat.errors import UnsupportedError
from compat.hub.records import Config
from compat.writing.dialects import Dialect

#: Optimizers whose weights did not begin with the count of steps before Keras 2.3.
_WITHOUT_COUNT = ("RMSprop", "Adagrad", "Adadelta")
#: Arguments of all optimizers that Keras 3 added.
_ADDED = ("loss_scale_factor", "gradient_accumulation_steps")
Named = List[Tuple[str, Any]]


class State(NamedTuple):
    """What an optimizer remembers between steps.

    Attributes:
        iterations: steps done, an array without axes.
        slots: name of each kind in Keras 2.3 → one array for each trained weight, in the order of the model's weights; None
            for a weight that the optimizer keeps no such slot for.
        schedule: Nadam's product of momenta, or None.
    """

    iterations: Any
    slots: Mapping[str, Sequence[Any]]
    schedule: Optional[Any] = None


def counts_steps(class_name: str, dialect: Dialect) -> bool:
    """Whether the weights of an optimizer begin with ``iterations``.

    Example:
        >>> from compat.era import Era
        >>> from compat.writing import dialect_of
        >>> [counts_steps("RMSprop", dialect_of(Era(version))) for version in ("2.2.4", "2.3.1")]
        [False, True]
    """
    return dialect.counts_steps or class_name not in _WITHOUT_COUNT


def optimizer_config(class_name: str, config: Config, dialect: Dialect, iterations: Optional[int] = None) -> Config:
    """``{"class_name": …, "config": …}`` with the learning rate under its name in this Keras.

    Args:
        class_name: of the optimizer.
        config: its arguments.
        dialect: whose names to use.
        iterations: steps that it has taken, where this Keras has no array for them. No Keras reads them, this package does.

    Example:
        >>> from compat.era import Era
        >>> from compat.writing import dialect_of
        >>> optimizer_config("SGD", {"lr": 0.5}, dialect_of(Era("2.3.1")))
        {'class_name': 'SGD', 'config': {'learning_rate': 0.5}}
    """
    renamed: Dict[str, Any] = {dialect.rate if key in ("lr", "learning_rate") else key: value
                               for key, value in config.items()}
    found: Config = {"class_name": class_name, "config": renamed}
    return found if iterations is None else dict(found, iterations=iterations)


def optimizer_arrays(class_name: str, state: State, dialect: Dialect) -> Named:
    """The arrays of an optimizer of Keras, by name and in the order in which this Keras lists them."""
    found: Named = []
    if counts_steps(class_name, dialect):
        found.append(("{}/iterations:0".format(class_name), state.iterations))
    if dialect.counts_steps and state.schedule is not None:
        found.append(("{}/m_schedule:0".format(class_name), state.schedule))
    listed = [(slot, place, array) for slot, arrays in state.slots.items() for place, array in enumerate(arrays)]
    if dialect.counts_steps:
        return found + [("{}_{}:0".format(slot, place), array) for slot, place, array in listed]
    return found + numbered("training/{}/Variable".format(class_name), [array for _, _, array in listed])


def numbered(name: str, arrays: Sequence[Any]) -> Named:
    """Arrays under one name, as TensorFlow 1 told them apart.

    Example:
        >>> [name for name, _ in numbered("training/SGD/Variable", [1, 2])]
        ['training/SGD/Variable:0', 'training/SGD/Variable_1:0']
    """
    return [("{}{}:0".format(name, "_{}".format(place) if place else ""), array) for place, array in enumerate(arrays)]


def newer_config(class_name: str, config: Config) -> Config:
    """The configuration of an optimizer of Keras 3 in the words of tf.keras 2.11 to 2.15, which had the same one.

    Args:
        class_name: as the file states it, ``Custom>Adam``.
        config: its arguments in Keras 3.

    Raises:
        UnsupportedError: an argument that these did not have.

    Example:
        >>> newer_config("Custom>Lion", {"name": "lion", "learning_rate": 0.5, "gradient_accumulation_steps": None})["config"]
        {'name': 'Lion', 'learning_rate': 0.5, 'jit_compile': False, 'is_legacy_optimizer': False}
    """
    for key in _ADDED:
        if config.get(key) is not None:
            raise UnsupportedError("the optimizer has {}=…, which tf.keras 2.15 does not have".format(key))
    name = class_name.rsplit(">", 1)[-1]
    found = {key: value for key, value in config.items() if key not in _ADDED}
    found.update(name=name if found.get("name") == name.lower() else found.get("name"))
    return {"class_name": class_name, "config": dict(found, jit_compile=False, is_legacy_optimizer=False)}


def newer_arrays(class_name: str, weights: Sequence[str], state: State) -> Named:
    """The arrays of an optimizer of tf.keras 2.11 to 2.15, by name and in its order.

    Args:
        class_name: of the optimizer.
        weights: the names of the trained weights.
        state: its slots, one array for each of them.

    Example:
        >>> state = State(3, {"m": [1, 2], "v": [3, 4]})
        >>> [name for name, _ in newer_arrays("Adam", ["a", "b"], state)]
        ['iteration:0', 'Adam/m/a:0', 'Adam/v/a:0', 'Adam/m/b:0', 'Adam/v/b:0']
    """
    found: Named = [("iteration:0", state.iterations)]
    for group in NEWER_SLOTS[class_name]:
        kept = [(name, state.slots[slot]) for slot, name in group.items() if slot in state.slots]
        found += [("{}/{}/{}:0".format(class_name, name, weight), arrays[place])
                  for place, weight in enumerate(weights) for name, arrays in kept if arrays[place] is not None]
    return found
