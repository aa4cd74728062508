"""What the optimizers of Keras 2.2.4 share on Keras 3: arguments, decay, slots, clipping and configuration."""
from typing import Any, Dict, List, Optional, Tuple

import keras
import numpy as np
from keras import ops

from compat.callers import is_called_from

from .context import stepping
from .joint_steps import JointSteps
from .optimizer_numbers import RATE, Hyperparameter, Numbers, now, stated, waits
from .optimizer_updates import Updates
from .variables import array_of, is_variable
from .written.forms import dialect_for, is_native


class Optimizer(JointSteps, Updates, Numbers, keras.optimizers.Optimizer):
    """Base class with the arguments all optimizers of Keras 2 take.

    Args:
        lr: learning rate; ``learning_rate`` is taken too.
        decay: decay of the rate: the rate in use is ``lr / (1 + decay * iterations)``.
        **kwargs: ``clipnorm`` (of all gradients together), ``clipvalue``, ``name``.
    """

    slot_names: Tuple[str, ...] = ()
    #: Whether a step of Keras 2 on TensorFlow 1 added one to ``iterations`` before it read it, see :mod:`.step_counts`.
    adds_before_reading = True
    #: Decay of the learning rate.
    decay = Hyperparameter()
    #: What a step adds to ``iterations`` before it reads it; what the optimizer is compiled with says.
    advance = 0

    def __init__(self, lr: float = 0.01, decay: float = 0.0, **kwargs: Any) -> None:
        rate = kwargs.pop("learning_rate", lr)
        rate = float(rate) if isinstance(rate, (int, np.number)) else rate
        kwargs = {key: value for key, value in kwargs.items() if value is not None}
        if kwargs.get("clipnorm") is not None:
            kwargs["global_clipnorm"] = kwargs.pop("clipnorm")
        largest = kwargs.pop("clipvalue", None)  # Keras 3 takes one kind of clipping
        super().__init__(learning_rate=rate, **kwargs)
        self.clipvalue = largest
        self._exchange("_iterations")
        self._exchange("_learning_rate")
        self.initial_decay = float(decay)
        self.decay = float(decay)
        self._slots: Dict[str, List[Any]] = {}
        self._described: Any = None
        self.__dict__["updates"] = []  # those of the last get_updates; programs append to it

    @property
    def lr(self) -> Any:
        """The variable that holds the learning rate before decay, or the tensor that a program assigned; may be assigned."""
        return vars(self).get(RATE, self._learning_rate)

    @lr.setter
    def lr(self, value: Any) -> None:
        if isinstance(value, keras.KerasTensor):
            self.__dict__[RATE] = value
        elif is_variable(value):
            self._exchange("_learning_rate", value)
        elif not waits(self, "lr", value):
            self.learning_rate = value

    @property
    def learning_rate(self) -> Any:
        """The variable that holds the learning rate before decay; may be assigned."""
        return super().learning_rate

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        is_of_a_program = not is_called_from("keras", "compat")
        if not (is_of_a_program and waits(self, "learning_rate", value)):
            keras.optimizers.Optimizer.learning_rate.fset(self, value)

    def _get_current_learning_rate(self) -> Any:
        rate = vars(self)[RATE] if RATE in vars(self) else super()._get_current_learning_rate()
        if not self.initial_decay:
            return rate
        return rate / (1.0 + now(self, "decay") * (ops.cast(self.iterations, rate.dtype) + self.advance))

    def _clip_gradients(self, grads: Any) -> Any:
        found = super()._clip_gradients(grads)
        if self.global_clipnorm and self.clipvalue:
            return [gradient if gradient is None else ops.clip(gradient, -self.clipvalue, self.clipvalue) for gradient in found]
        return found

    def build(self, variables: Any) -> None:
        """Create the slots of these variables; an optimizer built for none may be built once more."""
        if self.built and (self._trainable_variables or not variables):
            return  # the second build is for Keras 3's reader of .h5, which first passes an empty list
        if self._describes_updates:
            self._build_described(variables)
        else:
            self._build_slots(variables)

    def _build_slots(self, variables: Any) -> None:
        if not self.built:
            super().build(variables)
            for name in self.slot_names:
                self._slots[name] = [self._new_slot(name, variable) for variable in variables]

    @property
    def slots_in_use(self) -> Tuple[str, ...]:
        """The kinds of slots that a step reads."""
        return self.slot_names

    def _new_slot(self, name: str, variable: Any) -> Any:
        """A slot of this kind for a parameter: zeros of its shape."""
        return self.add_variable_from_reference(variable, name=name)

    @property
    def variables(self) -> List[Any]:
        """The state of the optimizer."""
        return self._described_state() if self._described else super().variables  # type: ignore[no-any-return]

    def _kept_state(self) -> List[Any]:
        """What Keras 2 kept in a file: the count of steps, and the slots, kind by kind."""
        return [self.iterations, *(slot for name in self.slot_names for slot in self._slots.get(name, ()))]

    def apply(self, grads: Any, trainable_variables: Any = None) -> Any:
        """Change the parameters by these gradients."""
        if not self.built and trainable_variables is not None:
            self.build(list(trainable_variables))
        with stepping():
            if self._described:
                variables = trainable_variables or self._trainable_variables
                if not self.derives:
                    return self._apply_described([ops.zeros(each.shape, each.dtype) for each in variables])
                return self._apply_described([dense(gradient, variable) for gradient, variable in zip(grads, variables)])
            return super().apply(grads, trainable_variables)

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Apply one gradient to one variable."""
        dtype = keras.backend.standardize_dtype(variable.dtype)
        gradient = ops.cast(dense(gradient, variable), dtype)
        index = self._get_variable_index(variable)
        slots = [self._slots[name][index] for name in self.slot_names]
        new_value, new_slots = self._stepped(variable, gradient, ops.cast(learning_rate, dtype),
                                             [ops.convert_to_tensor(slot) for slot in slots])
        for slot, value in zip(slots, new_slots):
            self.assign(slot, value)
        self.assign(variable, new_value)

    def _stepped(self, variable: Any, gradient: Any, rate: Any, slots: List[Any]) -> Tuple[Any, List[Any]]:
        """What :meth:`step` gives for this variable."""
        return self.step(ops.convert_to_tensor(variable), gradient, rate, slots)

    def step(self, value: Any, gradient: Any, rate: Any, slots: List[Any]) -> Tuple[Any, List[Any]]:
        """New values of a variable and of its slots: tensors of the variable's shape."""
        raise NotImplementedError("{} has no step()".format(type(self).__name__))

    def _number_of_step(self, like: Any) -> Any:
        return ops.cast(self.iterations, like.dtype) + (1.0 + self.advance)

    def get_config(self) -> Dict[str, Any]:
        """The keys of Keras 2: ``lr``, ``decay`` and, if given, the clipping, which is all that its base class had."""
        rate = "learning_rate" if is_native() else dialect_for().rate
        given = self._learning_rate
        is_schedule = isinstance(given, keras.optimizers.schedules.LearningRateSchedule)
        config: Dict[str, Any] = {rate: keras.optimizers.schedules.serialize(given) if is_schedule else float(array_of(given)),
                                  "decay": stated(self, "decay")}
        if self._describes_updates and not self.slot_names:
            config = {}
        if self.global_clipnorm is not None:
            config["clipnorm"] = self.global_clipnorm
        if self.clipvalue is not None:
            config["clipvalue"] = self.clipvalue
        return config

    @classmethod
    def from_config(cls, config: Dict[str, Any], custom_objects: Any = None) -> "Optimizer":
        """An optimizer from what ``get_config`` gave."""
        del custom_objects
        return cls(**config)


class WithBetas(Optimizer):
    """Base class of those with two moving means of gradients."""

    beta_1, beta_2 = Hyperparameter(), Hyperparameter()

    def _set_betas(self, beta_1: float, beta_2: float, epsilon: Optional[float]) -> None:
        self.beta_1, self.beta_2 = float(beta_1), float(beta_2)
        self.epsilon = epsilon_or_default(epsilon)

    def _betas(self) -> Dict[str, float]:
        return {"beta_1": stated(self, "beta_1"), "beta_2": stated(self, "beta_2"), "epsilon": self.epsilon}


def dense(gradient: Any, variable: Any) -> Any:
    """A gradient as a dense tensor: TensorFlow gives that of an Embedding as IndexedSlices."""
    return ops.add(ops.zeros_like(ops.convert_to_tensor(variable)), gradient)


def epsilon_or_default(value: Optional[float]) -> float:
    return keras.config.epsilon() if value is None else float(value)
