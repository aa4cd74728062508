"""``tf.keras.optimizers.Optimizer`` of 2.11 to 2.15, from which programs derive optimizers of their own.

Such a class sets its rate by ``_build_learning_rate``, makes its state in ``build`` and changes one variable in
``update_step(gradient, variable)``. Keras 3 asks for the rate in the constructor, and hands it to ``update_step``.
"""
import functools
import inspect
from typing import Any, Callable, Dict, Optional

import keras
from keras import ops

from compat.callers import is_called_from

from ..variables import is_variable

_Schedule = keras.optimizers.schedules.LearningRateSchedule


class OwnSteps(keras.optimizers.Optimizer):  # type: ignore[misc]
    """Base class of the optimizers.

    Args:
        name: of the optimizer.
        weight_decay: factor of a decoupled decay of the weights, or 0 for none.
        **kwargs: ``clipnorm``, ``clipvalue``, ``global_clipnorm``, ``use_ema``, ``ema_momentum``, ``ema_overwrite_frequency``,
            and ``learning_rate``.

    Example:
        >>> from compat.tf import keras
        >>> class Signs(keras.optimizers.Optimizer):
        ...     def __init__(self, rate=0.5, name="Signs", **kwargs):
        ...         super().__init__(name=name, **kwargs)
        ...         self._learning_rate = self._build_learning_rate(rate)
        ...     def update_step(self, gradient, variable):
        ...         variable.assign(variable - self.learning_rate * keras.backend.sign(gradient))
        >>> Signs().learning_rate.numpy().item()
        0.5
    """

    def __init__(self, name: Optional[str] = None, weight_decay: Any = None, clipnorm: Any = None, clipvalue: Any = None,
                 global_clipnorm: Any = None, use_ema: bool = False, ema_momentum: float = 0.99,
                 ema_overwrite_frequency: Any = None, learning_rate: Any = 0.0, **kwargs: Any) -> None:
        super().__init__(
            learning_rate, weight_decay or None, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum,
            ema_overwrite_frequency, name=name, **kwargs)

    def _build_learning_rate(self, learning_rate: Any) -> Any:
        """The variable of a rate; a schedule as it is."""
        if isinstance(learning_rate, _Schedule):
            self._untrack_variable(self._learning_rate)
            return learning_rate
        self._learning_rate.assign(learning_rate)
        return self._learning_rate

    def _serialize_hyperparameter(self, value: Any) -> Any:
        """A rate or another number, for a configuration."""
        if isinstance(value, _Schedule):
            return keras.optimizers.schedules.serialize(value)
        value = value() if callable(value) and not is_variable(value) else value
        return float(ops.convert_to_numpy(value)) if is_variable(value) or ops.is_tensor(value) else value

    @property
    def _index_dict(self) -> Dict[Any, int]:
        """The places of the variables in the list that ``build`` was given, by their keys."""
        places: Dict[Any, int] = self._trainable_variables_indices
        return places

    def add_variable(self, shape: Any, dtype: Any = None, initializer: Any = "zeros", name: Optional[str] = None,
                     **kwargs: Any) -> Any:
        """A variable of the optimizer's state."""
        return super().add_variable(tuple(shape), initializer=initializer, dtype=dtype, name=name, **kwargs)

    def add_variable_from_reference(self, model_variable: Any = None, variable_name: Optional[str] = None, shape: Any = None,
                                    initial_value: Any = None, **kwargs: Any) -> Any:
        """A variable of the state for one of the model's: of its shape or another, zeros or another value."""
        reference = kwargs.pop("reference_variable", model_variable)
        name = kwargs.pop("name", variable_name)
        if shape is None and initial_value is None:
            return super().add_variable_from_reference(reference, name=name, **kwargs)
        sizes = tuple(reference.shape if shape is None else shape) if initial_value is None else tuple(initial_value.shape)
        initializer = "zeros" if initial_value is None else functools.partial(_copied, initial_value)
        return self.add_variable(sizes, reference.dtype, initializer, name)

    def _backend_update_step(self: Any, grads: Any, trainable_variables: Any, learning_rate: Any) -> None:
        vars(self)["_rate_of_step"] = learning_rate
        try:
            super()._backend_update_step(grads, trainable_variables, learning_rate)
        finally:
            del vars(self)["_rate_of_step"]

    def get_config(self) -> Dict[str, Any]:
        """The arguments, without a rate, which is the subclass's own."""
        config = dict(super().get_config(), weight_decay=self.weight_decay or 0)
        del config["learning_rate"]
        return config


def _copied(value: Any, shape: Any, dtype: Any = None) -> Any:
    """The value as a tensor that no step changes: torch computes in place, JAX gives arrays away."""
    return ops.copy(ops.convert_to_tensor(value, dtype))


class StepsWithoutRate:
    """Mix-in of an optimizer: its subclasses may define ``update_step(gradient, variable)``."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        own = vars(cls).get("update_step")
        if own is not None and len(inspect.signature(own).parameters) == 3:
            cls.update_step = _without_rate(own)  # type: ignore[attr-defined]


def _without_rate(own: Callable[[Any, Any, Any], Any]) -> Callable[..., Any]:
    """An ``update_step`` of tf.keras, as Keras 3 calls it; in it, a schedule's ``learning_rate`` is that of the step."""
    @functools.wraps(own)
    def update_step(self: Any, gradient: Any, variable: Any, learning_rate: Any = None) -> Any:
        return own(self, gradient, variable)

    return update_step


def rate_of_step(optimizer: Any) -> Any:
    """The rate of the step that runs, which a program asks for in its ``update_step``; None outside of one."""
    return None if is_called_from("keras") else vars(optimizer).get("_rate_of_step")
