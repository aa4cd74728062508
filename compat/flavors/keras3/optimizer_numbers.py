"""``momentum``, ``beta_1`` and the other numbers of an optimizer, which programs read, assign, and set by ``K.set_value``.

In multi-backend Keras each is a variable, and a training step reads it: schedules of momentum set it after each batch. To
assign the attribute once a model has its training step changes nothing there. In tf.keras it sets the variable.

Here a number is a constant of the compiled step, which costs nothing, until a program sets it. Then it becomes a variable, and
the step of the model is compiled once more.
"""
from contextlib import contextmanager
from typing import Any, Dict, Iterator

import keras
from keras import ops

from compat.callers import warn_caller
from compat.era import current

from .context import in_a_step
from .graph.variable import GraphVariable
from .shared_optimizers import model_of
from .variables import array_of, is_variable

_WAITING = "_numbers_to_come"
#: Where an optimizer has a learning rate that is a tensor.
RATE = "_rate_of_a_program"


class Number(float):
    """A number of an optimizer as a program reads it: a variable for ``K.set_value`` and ``assign``."""

    shape = ()

    def __new__(cls, value: float, optimizer: Any, name: str) -> "Number":
        number = super().__new__(cls, value)
        number._optimizer = optimizer
        number._name = name
        return number

    _optimizer: Any
    _name: str

    @property
    def dtype(self) -> str:
        """That of a variable with this number."""
        return str(keras.config.floatx())

    def assign(self, value: Any) -> Any:
        """Set the number of the optimizer; returns the variable that holds it now."""
        return become_variable(self._optimizer, self._name, value)

    def __reduce__(self) -> Any:
        return float, (float(self),)


class Hyperparameter:
    """A number of an optimizer, as an attribute of its class.

    In a step it is a Python number, or the tensor that its variable has; elsewhere a :class:`Number` or the variable.
    """

    _name: str

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, optimizer: Any, owner: Any = None) -> Any:
        if optimizer is None:
            return self
        facts = vars(optimizer)
        if _key(self._name) not in facts:
            raise AttributeError("{!r} object has no attribute {!r}".format(type(optimizer).__name__, self._name))
        value = facts[_key(self._name)]
        if is_variable(value):
            return ops.convert_to_tensor(value) if in_a_step() else value
        return Number(value, optimizer, self._name) if type(value) is float and not in_a_step() else value

    def __set__(self, optimizer: Any, value: Any) -> None:
        facts = vars(optimizer)
        if not is_variable(value) and waits(optimizer, self._name, value):
            return
        if is_variable(value) or is_variable(facts.get(_key(self._name))) or in_training(optimizer):
            become_variable(optimizer, self._name, value)
        else:
            facts[_key(self._name)] = float(value) if isinstance(value, (int, float)) else value


def _key(name: str) -> str:
    return "_number_" + name


def now(optimizer: Any, name: str) -> Any:
    """A number for a formula: a Python number, or a tensor."""
    value = vars(optimizer)[_key(name)]
    return ops.convert_to_tensor(value) if is_variable(value) else value


def stated(optimizer: Any, name: str) -> Any:
    """The Python number that it is now, for a configuration."""
    value = vars(optimizer)[_key(name)]
    return float(array_of(value)) if is_variable(value) else value


def counts(optimizer: Any, name: str) -> bool:
    """Whether a step computes with it: a variable or a tensor may be another number than zero."""
    value = vars(optimizer)[_key(name)]
    return bool(value) if isinstance(value, (int, float)) else True


def symbolic_numbers(optimizer: Any) -> Dict[str, Any]:
    """The numbers that a program assigned as symbolic tensors, and the learning rate; for :func:`given_numbers`."""
    return {key: value for key, value in vars(optimizer).items()
            if (key == RATE or key.startswith(_key(""))) and isinstance(value, keras.KerasTensor)}


@contextmanager
def given_numbers(optimizer: Any, values: Dict[str, Any]) -> Iterator[None]:
    """Context manager: an optimizer whose symbolic numbers have these values."""
    before = {key: vars(optimizer)[key] for key in values}
    vars(optimizer).update(values)
    try:
        yield
    finally:
        vars(optimizer).update(before)


def in_training(optimizer: Any) -> bool:
    """Whether a model has its training step with this optimizer."""
    return getattr(model_of(optimizer), "train_function", None) is not None


def become_variable(optimizer: Any, name: str, value: Any) -> Any:
    """Keep a number as a variable, with this value or as this variable; the step of the model is compiled once more."""
    facts: Dict[str, Any] = vars(optimizer)
    known: Any = facts.get(_key(name))
    if is_variable(known) and not is_variable(value):
        known.assign(value)
        return known
    made = value if is_variable(value) else GraphVariable(value, dtype=keras.config.floatx(), trainable=False, name=name)
    if is_variable(known):
        optimizer._untrack_variable(known)
    if "_variables" in facts:  # else a class of the program sets it before it calls this one's constructor
        optimizer._track_variable(made)
    facts[_key(name)] = made
    if in_training(optimizer):
        model_of(optimizer).make_train_function(force=True)
    return made


def waits(optimizer: Any, name: str, value: Any) -> bool:
    """Whether a number that is assigned counts from the next ``compile`` on: a model has its training step. Warns of it."""
    if not in_training(optimizer) or current(optimizer).behaviour("numbers_of_optimizers") != "of_the_step":
        return False
    vars(optimizer).setdefault(_WAITING, {})[name] = value
    warn_caller("optimizer.{0} = {1!r} changes no training step that a model has already, as in Keras 2: it counts from the "
                "next compile() on. K.set_value(optimizer.{0}, {1!r}) changes the next step".format(name, value))
    return True


class Numbers:
    """Mix-in of an optimizer: what becomes of its numbers when it is compiled with a model."""

    def _take_up_numbers(self) -> None:
        """Set those that were assigned since the model got its training step; ``compile`` makes another."""
        for name, value in vars(self).pop(_WAITING, {}).items():
            setattr(self, name, value)

    def _share_numbers_of(self, optimizer: Any) -> None:
        """Have the variables that hold numbers of another one."""
        for key, value in vars(optimizer).items():
            if key.startswith(_key("")) and is_variable(value):
                become_variable(self, key[len(_key("")):], value)
