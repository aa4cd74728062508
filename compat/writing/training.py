"""The compiled state as an old Keras wrote it: the optimizer's arguments, and its arrays by name and order."""
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from compat.hub.records import Config
from compat.writing.dialects import Dialect

#: Optimizers whose weights did not begin with the count of steps before Keras 2.3.
_WITHOUT_COUNT = ("RMSprop", "Adagrad", "Adadelta")
Named = List[Tuple[str, Any]]


class State(NamedTuple):
    """What an optimizer remembers between steps.

    Attributes:
        iterations: steps done, an array without axes.
        slots: name of each kind in Keras 2.3 → one array for each trained weight, in the order of the model's weights.
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
