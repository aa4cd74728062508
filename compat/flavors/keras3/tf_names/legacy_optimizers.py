"""``tf.keras.optimizers.legacy``: those of tf.keras 2.4 to 2.10, with ``lr`` and ``decay``, over those of Keras 2.2.4.

They differ from Keras 2.2.4 in default rates, in ``clipnorm``, which bounds each gradient, in ``momentum`` and ``centered``
of RMSprop, and in the start of Adagrad's sums.
"""
from typing import Any, Dict, List, Optional, Tuple

import keras
from keras import ops

from compat.callers import is_called_from
from compat.flavors.keras3 import optimizers

from ..many_tensors import moved, sqrt, square
from ..optimizer_base import Optimizer as _Base
from ..optimizer_base import dense
from ..optimizer_numbers import Hyperparameter, counts, stated
from ..written.forms import is_native
from .legacy_ftrl import Ftrl
from .minimizing import CallableList, Minimizing
from .own_updates import OwnUpdates
from .rows import rows_read


class _OfTensorFlow(OwnUpdates, Minimizing):
    """Mix-in: arguments that each of them takes."""

    adds_before_reading = False  # in any era
    #: What changes for the rows of an Embedding that a batch reads alone: "", "value" or "all", its slots too.
    by_row = ""

    def __init__(self, *args: Any, clipnorm: Optional[float] = None, **kwargs: Any) -> None:
        if "global_clipnorm" in kwargs:
            kwargs["clipnorm"] = kwargs.pop("global_clipnorm")  # which the base class bounds together
        kwargs.setdefault("name", type(self).__name__)
        super().__init__(*args, **kwargs)
        self.clipnorm = clipnorm

    @property
    def learning_rate(self) -> Any:
        """The variable that holds the rate, or the schedule that the program gave."""
        rate = self._learning_rate  # type: ignore[attr-defined]
        is_kept = _is_schedule(rate) and not is_called_from("keras")
        return rate if is_kept else super().learning_rate  # type: ignore[misc]

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        keras.optimizers.Optimizer.learning_rate.fset(self, value)

    @property
    def variables(self) -> List[Any]:
        """The state; for a program what ``weights`` lists, and called as well: it was a method."""
        found: List[Any] = super().variables  # type: ignore[misc]
        return found if is_called_from("keras", "compat") else CallableList(self.weights)  # type: ignore[attr-defined]

    def _steps_alone(self, variable: Any) -> bool:
        return bool(self.by_row and getattr(variable, "is_read_by_row", False))

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Apply one gradient to one variable: as a program's own class does, or as TensorFlow did."""
        if self._is_of_a_program():
            self._apply_own(dense(gradient, variable), variable)
        else:
            self._native_update(gradient, variable, learning_rate)

    def _native_update(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """A step of the class itself; of an Embedding in the rows that were read, where TensorFlow did so."""
        self._rows = rows_read(gradient, variable) if self.by_row else None
        super().update_step(gradient, variable, learning_rate)  # type: ignore[misc]

    def _stepped(self, variable: Any, gradient: Any, rate: Any, slots: List[Any]) -> Tuple[Any, List[Any]]:
        if self._rows is None:
            return super()._stepped(variable, gradient, rate, slots)  # type: ignore[misc,no-any-return]
        before = [ops.copy(slot) for slot in slots]  # which a step on torch changes in place
        value, found = super()._stepped(variable, gradient, rate, slots)  # type: ignore[misc]
        kept = [ops.where(self._rows, new, old) for new, old in zip(found, before)] if self.by_row == "all" else found
        return ops.where(self._rows, value, ops.convert_to_tensor(variable)), kept

    def get_config(self) -> Dict[str, Any]:
        """The keys of tf.keras: its name, and ``learning_rate`` in the place of ``lr``."""
        config: Dict[str, Any] = {"name": self.name, **super().get_config()}  # type: ignore[attr-defined,misc]
        rate, both = config.pop("lr", None), config.pop("clipnorm", None)
        config["learning_rate"] = config.get("learning_rate", rate)
        config.update({} if both is None else {"global_clipnorm": both})
        config.update({} if self.clipnorm is None else {"clipnorm": self.clipnorm})
        return config

    @classmethod
    def from_config(cls, config: Dict[str, Any], custom_objects: Any = None) -> Any:
        """An optimizer from what ``get_config`` gave, a schedule included."""
        rate = config.get("learning_rate")
        if isinstance(rate, dict):
            config = dict(config, learning_rate=keras.optimizers.schedules.deserialize(rate, custom_objects))
        return cls(**config)


def _is_schedule(rate: Any) -> bool:
    return isinstance(rate, keras.optimizers.schedules.LearningRateSchedule)


def _registered(optimizer: Any) -> Any:
    return keras.saving.register_keras_serializable(package="tf.keras.legacy")(optimizer)


class _BaseOfAll(type(_Base)):  # type: ignore[misc]
    """Metaclass of ``Optimizer``, of which all optimizers of this module are subclasses for the program that asks."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return cls.__subclasscheck__(type(instance))

    def __subclasscheck__(cls, subclass: type) -> bool:
        return bool(issubclass(subclass, _OfTensorFlow) if cls is Optimizer else type.__subclasscheck__(cls, subclass))


class Optimizer(_OfTensorFlow, _Base, metaclass=_BaseOfAll):
    """Base class of the optimizers; ``name`` comes first."""

    def __init__(self, name: str = "Optimizer", gradient_aggregator: Any = None, gradient_transformers: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)

    def get_config(self) -> Dict[str, Any]:
        """The name, and what bounds the gradients."""
        config = super().get_config()
        return {name: config[name] for name in ("name", "clipnorm", "clipvalue", "global_clipnorm") if name in config}


@_registered
class SGD(_OfTensorFlow, optimizers.SGD):
    """Gradient descent with momentum."""

    by_row = "all"


@_registered
class Adam(_OfTensorFlow, optimizers.Adam):
    """Adaptive moments."""

    def _kept_state(self) -> List[Any]:
        """Without the maxima that only ``amsgrad`` has, in whose place Keras 2.2.4 listed zeros."""
        kinds = self.slot_names if self.amsgrad else self.slot_names[:2]
        return [self.iterations, *(slot for kind in kinds for slot in self._slots.get(kind, ()))]


@_registered
class Adamax(_OfTensorFlow, optimizers.Adamax):
    """Adam with the largest instead of the mean gradient."""

    by_row = "all"

    def __init__(self, learning_rate: Any = 0.001, beta_1: float = 0.9, beta_2: float = 0.999, epsilon: float = 1e-7,
                 **kwargs: Any) -> None:
        super().__init__(learning_rate, beta_1, beta_2, epsilon, **kwargs)


@_registered
class Nadam(_OfTensorFlow, optimizers.Nadam):
    """Adam with Nesterov's look ahead and a momentum schedule. ``decay`` says nothing, as in tf.keras.

    Raises:
        ValueError: the rate is a schedule.
    """

    by_row = "value"

    def __init__(self, learning_rate: Any = 0.001, beta_1: float = 0.9, beta_2: float = 0.999, epsilon: float = 1e-7,
                 **kwargs: Any) -> None:
        if _is_schedule(kwargs.get("lr", learning_rate)):
            raise ValueError("The Nadam optimizer does not support tf.keras.optimizers.LearningRateSchedules as the "
                             "learning rate.")
        super().__init__(learning_rate, beta_1, beta_2, epsilon, **dict(kwargs, decay=0.0))

    def get_config(self) -> Dict[str, Any]:
        """The arguments; tf.keras stated ``schedule_decay`` as the decay of the rate."""
        config = super().get_config()
        return config if is_native() else {**config, "decay": config.pop("schedule_decay")}


@_registered
class Adadelta(_OfTensorFlow, optimizers.Adadelta):
    """Adagrad over a moving window, with steps in the unit of the weights."""

    by_row = "all"

    def __init__(self, learning_rate: Any = 0.001, rho: float = 0.95, epsilon: float = 1e-7, **kwargs: Any) -> None:
        super().__init__(learning_rate, rho, epsilon, **kwargs)


@_registered
class Adagrad(_OfTensorFlow, optimizers.Adagrad):
    """Divides gradients by the root of the sum of their squares so far, which begins at ``initial_accumulator_value``."""

    def __init__(self, learning_rate: Any = 0.001, initial_accumulator_value: float = 0.1, epsilon: float = 1e-7,
                 **kwargs: Any) -> None:
        super().__init__(learning_rate, epsilon, **kwargs)
        self.initial_accumulator_value = initial_accumulator_value

    def _new_slot(self, name: str, variable: Any) -> Any:
        return self.add_variable_from_reference(
            variable, name=name, initializer=keras.initializers.Constant(self.initial_accumulator_value))

    def get_config(self) -> Dict[str, Any]:
        return {**super().get_config(), "initial_accumulator_value": self.initial_accumulator_value}


@_registered
class RMSprop(_OfTensorFlow, optimizers.RMSprop):
    """Divides gradients by the root of a moving mean of their squares, or of their variance.

    Args:
        learning_rate: a number or a schedule.
        rho: decay of the means.
        momentum: fraction of the last step that is kept.
        epsilon: added to the root, or where there is momentum to what it is the root of.
        centered: subtract the square of the mean gradient.
    """

    momentum = Hyperparameter()

    def __init__(self, learning_rate: Any = 0.001, rho: float = 0.9, momentum: float = 0.0, epsilon: float = 1e-7,
                 centered: bool = False, **kwargs: Any) -> None:
        super().__init__(learning_rate, rho, epsilon, **kwargs)
        self.momentum = float(momentum)
        self.centered = centered
        slots = ["rms"] + ["mg"] * bool(centered) + ["momentum"] * bool(momentum)
        self.slot_names = tuple(slots)  # type: ignore[assignment]
        self.by_row = "all" if momentum else ""

    def _kept_state(self) -> List[Any]:
        """The velocities of tf.keras came before the mean gradients."""
        kinds = [kind for kind in ("rms", "momentum", "mg") if kind in self._slots]
        return [self.iterations, *(slot for kind in kinds for slot in self._slots[kind])]

    def step(self, value: Any, gradient: Any, rate: Any, slots: List[Any]) -> Tuple[Any, List[Any]]:
        squares = moved(slots[0], self.rho, square(gradient))
        divisor, found = squares, [squares]
        if self.centered:
            mean = moved(slots[1], self.rho, gradient)
            divisor, found = squares - square(mean), [squares, mean]
        if not counts(self, "momentum"):
            return value - rate * gradient / (sqrt(divisor) + self.epsilon), found
        velocity = self.momentum * slots[-1] + rate * gradient / sqrt(divisor + self.epsilon)
        return value - velocity, [*found, velocity]

    def get_config(self) -> Dict[str, Any]:
        return {**super().get_config(), "momentum": stated(self, "momentum"), "centered": self.centered}


_registered(Ftrl)
BY_NAME = {cls.__name__.lower(): cls for cls in (SGD, RMSprop, Adagrad, Adadelta, Adam, Adamax, Nadam, Ftrl)}
__all__ = ["Optimizer", "SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "Adamax", "Nadam", "Ftrl"]
