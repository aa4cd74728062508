"""Optimizers that programs derived from ``tf.keras.optimizers.Optimizer`` of 2.0 to 2.10, ``legacy.Optimizer`` since 2.11.

Such a class keeps numbers by ``_set_hyper``, makes slots in ``_create_slots`` by ``add_slot``, and changes one variable in
``_resource_apply_dense``, as RAdam, Yogi, Lookahead and moving averages of TensorFlow Addons do. A step of Keras 3 calls these.
"""
import inspect
from typing import Any, Dict, List, Optional, Sequence

import keras
from keras import ops
from keras.src import backend

from .. import initializers
from ..dtypes import DType
from ..variables import is_variable

_Schedule = keras.optimizers.schedules.LearningRateSchedule


class OwnUpdates:
    """Mix-in of an optimizer: what optimizers of a program define and call.

    Example:
        >>> from compat.tf import keras
        >>> class Signs(keras.optimizers.legacy.Optimizer):
        ...     def __init__(self, rate=0.5, name="Signs", **kwargs):
        ...         super().__init__(name, **kwargs)
        ...         self._set_hyper("rate", rate)
        ...     def _resource_apply_dense(self, grad, var, apply_state=None):
        ...         return var.assign_sub(self._get_hyper("rate", var.dtype) * ops.sign(grad))
        >>> variable = keras.backend.variable(2.0)
        >>> _ = Signs().apply_gradients([(ops.array(3.0), variable)])
        >>> float(keras.backend.get_value(variable))
        1.5
    """

    _use_locking = False

    # Numbers

    @property
    def _numbers(self) -> Dict[str, Any]:
        found: Dict[str, Any] = vars(self).setdefault("_hyper", {})
        return found

    def _set_hyper(self: Any, name: str, value: Any) -> None:
        """Keep a number, a function that gives it, or a schedule."""
        if name == "learning_rate":
            self.learning_rate = float(value) if isinstance(value, (int, float)) else value
        else:
            self._numbers[name] = value

    def _get_hyper(self: Any, name: str, dtype: Any = None) -> Any:
        """What was kept by that name: a schedule as it is, all else as a tensor where a dtype is asked for."""
        value = self._learning_rate if name == "learning_rate" else self._numbers[name]
        if isinstance(value, _Schedule):
            return value
        value = value() if callable(value) and not is_variable(value) else value
        return value if dtype is None else ops.cast(value, _name_of(dtype))

    def _serialize_hyperparameter(self, name: str) -> Any:
        """What was kept, for a configuration."""
        value = self._get_hyper(name)
        if isinstance(value, _Schedule):
            return keras.optimizers.schedules.serialize(value)
        return float(ops.convert_to_numpy(value)) if is_variable(value) or ops.is_tensor(value) else value

    def _decayed_lr(self: Any, var_dtype: Any) -> Any:
        """The learning rate of this step."""
        return ops.cast(self._get_current_learning_rate(), _name_of(var_dtype))

    @property
    def _initial_decay(self: Any) -> float:
        return float(self.initial_decay)

    def __getattr__(self, name: str) -> Any:
        if name in vars(self).get("_hyper", ()):
            return self._get_hyper(name)
        raise AttributeError("{!r} object has no attribute {!r}".format(type(self).__name__, name))

    def __setattr__(self, name: str, value: Any) -> None:
        if name in vars(self).get("_hyper", ()):
            self._set_hyper(name, value)
        else:
            super().__setattr__(name, value)

    # Slots

    def add_slot(self: Any, var: Any, slot_name: str, initializer: Any = "zeros", shape: Any = None) -> Any:
        """The slot of a variable by that name, made at the first call: from an initializer, or with a value."""
        slots = vars(self).setdefault("_own_slots", {}).setdefault(self._var_key(var), {})
        if slot_name not in slots:
            made = self.add_variable_from_reference(var, name=slot_name, initializer=_initializer(initializer))
            slots[slot_name] = widened(made)
        return _as_updated(slots[slot_name])

    def get_slot(self: Any, var: Any, slot_name: str) -> Any:
        """The slot of a variable by that name."""
        return _as_updated(vars(self).get("_own_slots", {})[self._var_key(var)][slot_name])

    def get_slot_names(self) -> List[str]:
        """The names of all slots."""
        return sorted({name for slots in vars(self).get("_own_slots", {}).values() for name in slots})

    def _create_hypers(self) -> None:
        """A program's own class may make the numbers of another optimizer here."""

    def _create_slots(self: Any, var_list: Sequence[Any]) -> None:
        """Make all slots of these variables."""
        if not self.built:
            self.build(list(var_list))

    def _create_all_weights(self: Any, var_list: Sequence[Any]) -> None:
        self.build(list(var_list))

    def build(self: Any, variables: Any) -> None:
        """Make the slots of these variables."""
        known = self.built and bool(self._trainable_variables)
        super().build(variables)  # type: ignore[misc]
        if known or not variables or not self._is_of_a_program():
            return
        for variable in variables:
            widened(variable)
        self._create_hypers()
        self._create_slots(list(variables))

    @property
    def variables(self: Any) -> List[Any]:
        """The state, with that of optimizers that are attributes of this one."""
        found = list(super().variables)  # type: ignore[misc]
        for inner in [each for each in vars(self).values() if isinstance(each, keras.optimizers.Optimizer)]:
            found += [each for each in inner.variables if all(each is not one for one in found)]
        return found

    def _kept_state(self: Any) -> List[Any]:
        """The count of steps and the slots."""
        by_variable = vars(self).get("_own_slots", {}).values()
        return [*super()._kept_state(), *(slot for slots in by_variable for slot in slots.values())]  # type: ignore[misc]

    # Steps

    def _is_of_a_program(self) -> bool:
        """Whether the class changes variables by itself."""
        return type(self)._resource_apply_dense is not OwnUpdates._resource_apply_dense

    def _prepare(self, var_list: Sequence[Any]) -> Dict[Any, Dict[str, Any]]:
        """What a step computes once for all variables of a dtype."""
        found: Dict[Any, Dict[str, Any]] = {}
        for device, dtype in {(each.device, each.dtype.base_dtype) for each in map(widened, var_list)}:
            found[device, dtype] = {}
            self._prepare_local(device, dtype, found)
        return found

    def _prepare_local(self, var_device: Any, var_dtype: Any, apply_state: Dict[Any, Dict[str, Any]]) -> None:
        apply_state[var_device, var_dtype]["lr_t"] = self._decayed_lr(var_dtype)

    def _fallback_apply_state(self, var_device: Any, var_dtype: Any) -> Dict[str, Any]:
        found: Dict[Any, Dict[str, Any]] = {(var_device, var_dtype): {}}
        self._prepare_local(var_device, var_dtype, found)
        return found[var_device, var_dtype]

    def _resource_apply_dense(self: Any, grad: Any, var: Any, apply_state: Any = None) -> Any:
        """Change one variable by its gradient."""
        self._native_update(grad, var, self._get_current_learning_rate())
        return ops.convert_to_tensor(var)

    def _may_step_jointly(self) -> bool:
        return not self._is_of_a_program() and bool(super()._may_step_jointly())  # type: ignore[misc]

    def _apply_own(self: Any, gradient: Any, variable: Any) -> None:
        takes_state = "apply_state" in inspect.signature(self._resource_apply_dense).parameters
        state = {"apply_state": self._prepare([variable])} if takes_state else {}
        self._resource_apply_dense(gradient, variable, **state)


def _as_updated(slot: Any) -> Any:
    """A slot as Keras gives variables to a step: on TensorFlow those of TensorFlow itself."""
    return slot.value if keras.backend.backend() == "tensorflow" else slot


def _name_of(dtype: Any) -> str:
    return str(getattr(dtype, "name", dtype))


def _initializer(given: Any) -> Any:
    """An initializer of a name, an initializer, or a value."""
    if isinstance(given, str):
        return initializers.get(given)
    if is_variable(given) or ops.is_tensor(given) or not callable(given):
        return lambda shape, dtype=None: ops.cast(ops.copy(ops.convert_to_tensor(given)), dtype)
    return given() if isinstance(given, type) else given


class _OfTensorFlow:
    """Mix-in of a variable: the arguments of TensorFlow's assignments, and its dtype as an object."""

    device = ""

    @property
    def dtype(self) -> Any:
        return DType(super().dtype)  # type: ignore[misc]

    def assign(self, value: Any, use_locking: Any = None, name: Optional[str] = None, read_value: bool = True) -> Any:
        """Set the value."""
        return super().assign(value)  # type: ignore[misc]

    def assign_add(self, delta: Any, use_locking: Any = None, name: Optional[str] = None, read_value: bool = True) -> Any:
        """Add to the value."""
        return self.assign(ops.convert_to_tensor(self) + ops.cast(delta, _name_of(self.dtype)))

    def assign_sub(self, delta: Any, use_locking: Any = None, name: Optional[str] = None, read_value: bool = True) -> Any:
        """Subtract from the value."""
        return self.assign(ops.convert_to_tensor(self) - ops.cast(delta, _name_of(self.dtype)))

    def read_value(self) -> Any:
        """The value as a tensor."""
        return ops.convert_to_tensor(self)


_WIDENED: Dict[type, type] = {}


def widened(variable: Any) -> Any:
    """A variable of Keras with what code for TensorFlow asks of it."""
    cls = type(variable)
    if isinstance(variable, backend.Variable) and not issubclass(cls, _OfTensorFlow):
        if cls not in _WIDENED:
            _WIDENED[cls] = type(cls.__name__, (_OfTensorFlow, cls), {"__module__": cls.__module__})
        variable.__class__ = _WIDENED[cls]
    return variable
