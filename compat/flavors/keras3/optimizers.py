"""Optimizers of Keras 2.2.4: argument names, default rates, and the update formulas of that version.

What differs from Keras 3: ``lr`` and ``decay`` (rate / (1 + decay · iterations)); ``epsilon`` outside the root in
RMSprop and Adagrad; accumulators of Adagrad that start at 0; Nadam's ``schedule_decay``; and ``clipnorm``, which is
the norm of all gradients together, not of each. The formulas are from the papers, the places of ``epsilon`` measured.
"""
from typing import Any, Dict, List, Optional, Tuple

import keras
from keras import ops

from .many_tensors import absolute, maximum, minus, moved, over, plus, sqrt, square, times
from .objects import registered_object
from .optimizer_base import Optimizer, WithBetas, epsilon_or_default
from .optimizer_numbers import Hyperparameter, counts, stated
from .tf_optimizer import TFOptimizer as TFOptimizer
from .tf_optimizer import wrapped


def _registered(optimizer: Any) -> Any:
    return keras.saving.register_keras_serializable(package="compat")(optimizer)


@_registered
class SGD(Optimizer):
    """Gradient descent with momentum.

    Args:
        lr: learning rate.
        momentum: fraction of the last step that is kept.
        decay: see :class:`Optimizer`.
        nesterov: use Nesterov momentum.
    """

    slot_names = ("moment",)
    adds_before_reading = False
    momentum = Hyperparameter()

    def __init__(self, lr: float = 0.01, momentum: float = 0.0, decay: float = 0.0, nesterov: bool = False,
                 **kwargs: Any) -> None:
        super().__init__(lr, decay, **kwargs)
        self.momentum = float(momentum)
        self.nesterov = nesterov

    @property
    def slots_in_use(self) -> Tuple[str, ...]:
        """The kinds of slots that a step reads."""
        return self.slot_names if counts(self, "momentum") else ()

    def step(self, value: Any, gradient: Any, rate: Any, slots: List[Any]) -> Tuple[Any, List[Any]]:
        change = -rate * gradient
        velocity = plus(times(slots[0], self.momentum), change) if counts(self, "momentum") else change
        return plus(value, plus(self.momentum * velocity, change) if self.nesterov else velocity), [velocity]

    def get_config(self) -> Dict[str, Any]:
        return {**super().get_config(), "momentum": stated(self, "momentum"), "nesterov": self.nesterov}


@_registered
class RMSprop(Optimizer):
    """Divides gradients by the root of a moving mean of their squares.

    Args:
        lr: learning rate.
        rho: decay of the mean square.
        epsilon: added to the root; default ``K.epsilon()``.
        decay: see :class:`Optimizer`.
    """

    slot_names = ("accumulator",)
    rho = Hyperparameter()

    def __init__(self, lr: float = 0.001, rho: float = 0.9, epsilon: Optional[float] = None, decay: float = 0.0,
                 **kwargs: Any) -> None:
        super().__init__(lr, decay, **kwargs)
        self.rho = float(rho)
        self.epsilon = epsilon_or_default(epsilon)

    def step(self, value: Any, gradient: Any, rate: Any, slots: List[Any]) -> Tuple[Any, List[Any]]:
        mean = moved(slots[0], self.rho, square(gradient))
        return minus(value, over(rate * gradient, plus(sqrt(mean), self.epsilon))), [mean]

    def get_config(self) -> Dict[str, Any]:
        return {**super().get_config(), "rho": stated(self, "rho"), "epsilon": self.epsilon}


@_registered
class Adagrad(Optimizer):
    """Divides gradients by the root of the sum of their squares so far.

    Args:
        lr: learning rate.
        epsilon: added to the root; default ``K.epsilon()``.
        decay: see :class:`Optimizer`.
    """

    slot_names = ("accumulator",)
    adds_before_reading = False

    def __init__(self, lr: float = 0.01, epsilon: Optional[float] = None, decay: float = 0.0, **kwargs: Any) -> None:
        super().__init__(lr, decay, **kwargs)
        self.epsilon = epsilon_or_default(epsilon)

    def step(self, value: Any, gradient: Any, rate: Any, slots: List[Any]) -> Tuple[Any, List[Any]]:
        total = plus(slots[0], square(gradient))
        return minus(value, over(rate * gradient, plus(sqrt(total), self.epsilon))), [total]

    def get_config(self) -> Dict[str, Any]:
        return {**super().get_config(), "epsilon": self.epsilon}


@_registered
class Adadelta(Optimizer):
    """Adagrad over a moving window, with steps in the unit of the weights.

    Args:
        lr: learning rate; leave it at 1.
        rho: decay of the mean squares.
        epsilon: added inside the roots; default ``K.epsilon()``.
        decay: see :class:`Optimizer`.
    """

    slot_names = ("accumulator", "delta_accumulator")
    rho = Hyperparameter()

    def __init__(self, lr: float = 1.0, rho: float = 0.95, epsilon: Optional[float] = None, decay: float = 0.0,
                 **kwargs: Any) -> None:
        super().__init__(lr, decay, **kwargs)
        self.rho = float(rho)
        self.epsilon = epsilon_or_default(epsilon)

    def step(self, value: Any, gradient: Any, rate: Any, slots: List[Any]) -> Tuple[Any, List[Any]]:
        squares = moved(slots[0], self.rho, square(gradient))
        change = over(gradient * sqrt(slots[1] + self.epsilon), sqrt(squares + self.epsilon))
        changes = moved(slots[1], self.rho, square(change))
        return minus(value, rate * change), [squares, changes]

    def get_config(self) -> Dict[str, Any]:
        return {**super().get_config(), "rho": stated(self, "rho"), "epsilon": self.epsilon}


@_registered
class Adam(WithBetas):
    """Adaptive moments.

    Args:
        lr: learning rate.
        beta_1: decay of the first moment.
        beta_2: decay of the second moment.
        epsilon: added to the root; default ``K.epsilon()``.
        decay: see :class:`Optimizer`.
        amsgrad: divide by the largest mean square so far.
    """

    slot_names = ("m", "v", "vhat")

    @property
    def slots_in_use(self) -> Tuple[str, ...]:
        """The kinds of slots that a step reads."""
        return self.slot_names if self.amsgrad else self.slot_names[:2]

    def __init__(self, lr: float = 0.001, beta_1: float = 0.9, beta_2: float = 0.999, epsilon: Optional[float] = None,
                 decay: float = 0.0, amsgrad: bool = False, **kwargs: Any) -> None:
        super().__init__(lr, decay, **kwargs)
        self._set_betas(beta_1, beta_2, epsilon)
        self.amsgrad = amsgrad

    def _new_slot(self, name: str, variable: Any) -> Any:
        """Without ``amsgrad``, Keras 2 kept one zero for each parameter in the place of its largest mean square."""
        if name == "vhat" and not self.amsgrad:
            own_name = "{}_{}".format(getattr(variable, "path", variable.name).replace("/", "_"), name)
            return self.add_variable(shape=(1,), initializer="zeros", dtype=variable.dtype, name=own_name)
        return super()._new_slot(name, variable)

    def step(self, value: Any, gradient: Any, rate: Any, slots: List[Any]) -> Tuple[Any, List[Any]]:
        t = self._number_of_step(value)
        rate = rate * sqrt(1.0 - self.beta_2 ** t) / (1.0 - self.beta_1 ** t)
        mean = moved(slots[0], self.beta_1, gradient)
        squares = moved(slots[1], self.beta_2, square(gradient))
        largest = maximum(slots[2], squares) if self.amsgrad else slots[2]
        root = sqrt(largest if self.amsgrad else squares)
        return minus(value, over(rate * mean, plus(root, self.epsilon))), [mean, squares, largest]

    def get_config(self) -> Dict[str, Any]:
        return {**super().get_config(), **self._betas(),
                "amsgrad": self.amsgrad}


@_registered
class Adamax(WithBetas):
    """Adam with the largest instead of the mean gradient.

    Args:
        lr: learning rate.
        beta_1: decay of the first moment.
        beta_2: decay of the largest gradient.
        epsilon: added to the divisor; default ``K.epsilon()``.
        decay: see :class:`Optimizer`.
    """

    slot_names = ("m", "u")

    def __init__(self, lr: float = 0.002, beta_1: float = 0.9, beta_2: float = 0.999, epsilon: Optional[float] = None,
                 decay: float = 0.0, **kwargs: Any) -> None:
        super().__init__(lr, decay, **kwargs)
        self._set_betas(beta_1, beta_2, epsilon)

    def step(self, value: Any, gradient: Any, rate: Any, slots: List[Any]) -> Tuple[Any, List[Any]]:
        rate = rate / (1.0 - self.beta_1 ** self._number_of_step(value))
        mean = moved(slots[0], self.beta_1, gradient)
        largest = maximum(self.beta_2 * slots[1], absolute(gradient))
        return minus(value, over(rate * mean, largest + self.epsilon)), [mean, largest]

    def get_config(self) -> Dict[str, Any]:
        return {**super().get_config(), **self._betas()}


@_registered
class Nadam(WithBetas):
    """Adam with Nesterov's look ahead and a momentum schedule.

    Args:
        lr: learning rate.
        beta_1: decay of the first moment.
        beta_2: decay of the second moment.
        epsilon: added to the root; default ``K.epsilon()``.
        schedule_decay: decay of the momentum schedule.
    """

    slot_names = ("m", "v")

    def __init__(self, lr: float = 0.002, beta_1: float = 0.9, beta_2: float = 0.999, epsilon: Optional[float] = None,
                 schedule_decay: float = 0.004, **kwargs: Any) -> None:
        super().__init__(lr, kwargs.pop("decay", 0.0), **kwargs)
        self._set_betas(beta_1, beta_2, epsilon)
        self.schedule_decay = float(schedule_decay)
        self.m_schedule = self.add_variable(shape=(), initializer="ones", name="m_schedule")

    def _momentum(self, t: Any) -> Any:
        return self.beta_1 * (1.0 - 0.5 * 0.96 ** (t * self.schedule_decay))

    def _backend_update_step(self, grads: Any, trainable_variables: Any, learning_rate: Any) -> None:
        super()._backend_update_step(grads, trainable_variables, learning_rate)
        t = self._number_of_step(self.m_schedule)
        self.assign(self.m_schedule, self.m_schedule * self._momentum(t))

    def step(self, value: Any, gradient: Any, rate: Any, slots: List[Any]) -> Tuple[Any, List[Any]]:
        t = self._number_of_step(value)
        now, following = self._momentum(t), self._momentum(t + 1.0)
        product = ops.cast(self.m_schedule, value.dtype) * now
        mean = moved(slots[0], self.beta_1, gradient)
        squares = moved(slots[1], self.beta_2, square(gradient))
        ahead = (1.0 - now) * gradient / (1.0 - product) + following * mean / (1.0 - product * following)
        change = over(rate * ahead, plus(sqrt(squares / (1.0 - self.beta_2 ** t)), self.epsilon))
        return minus(value, change), [mean, squares]

    def get_config(self) -> Dict[str, Any]:
        shared = {name: value for name, value in super().get_config().items() if name != "decay"}
        return {**shared, **self._betas(),
                "schedule_decay": self.schedule_decay}


sgd, rmsprop, adagrad, adadelta, adam, adamax, nadam = SGD, RMSprop, Adagrad, Adadelta, Adam, Adamax, Nadam
BY_NAME = {cls.__name__.lower(): cls for cls in (SGD, RMSprop, Adagrad, Adadelta, Adam, Adamax, Nadam)}


def get(identifier: Any) -> Any:
    """The optimizer of a name or configuration; one of TensorFlow 1 in a ``TFOptimizer``, another unchanged.

    Raises:
        ValueError: no optimizer of that name.
    """
    if isinstance(identifier, str):
        return deserialize({"class_name": identifier, "config": {}})
    if isinstance(identifier, dict):
        return deserialize(identifier)
    return wrapped(identifier)


def serialize(optimizer: Any) -> Dict[str, Any]:
    """``{"class_name": …, "config": …}`` as Keras 2 wrote it."""
    return {"class_name": type(optimizer).__name__, "config": optimizer.get_config()}


def deserialize(config: Dict[str, Any], custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """An optimizer from :func:`serialize`, or from what Keras 3 wrote; in ``config`` its name is then in lower case."""
    if "module" in config:
        return keras.saving.deserialize_keras_object(config, custom_objects)
    name = config["class_name"]
    given = registered_object(name, custom_objects)
    found = given or BY_NAME.get(name.lower())
    if found is None:
        raise ValueError("Unknown optimizer: {0!r}; pass it in custom_objects={{{0!r}: cls}}".format(name))
    if given is None:
        config["class_name"] = name.lower()
    return found.from_config(dict(config["config"]))
