"""TensorFlow 1's variables and assignments: ``keras.Variable``, and updates that wait to be run.

A variable holds its value at once; ``tf.global_variables_initializer()`` is something to run that does nothing.
"""
from typing import Any, Optional

from compat.flavors.keras3.backend import creation
from compat.flavors.keras3.backend.state import update, update_add, update_sub
from compat.flavors.keras3.backend.tensors import is_tensor
from compat.flavors.keras3.tf.arrays import convert_to_tensor
from compat.flavors.keras3.updates import Group, Update
from compat.flavors.keras3.variables import is_variable


class _VariableType(type):
    def __instancecheck__(cls, instance: Any) -> bool:
        return is_variable(instance)

    def __call__(cls, initial_value: Any = None, trainable: bool = True, collections: Any = None,
                 validate_shape: bool = True, caching_device: Any = None, name: Optional[str] = None,
                 variable_def: Any = None, dtype: Any = None, **options: Any) -> Any:
        value = convert_to_tensor(initial_value() if callable(initial_value) else initial_value, dtype=dtype)
        return creation.variable(value, dtype=value.dtype, name=name)


class Variable(metaclass=_VariableType):
    """``tf.Variable(value)`` makes a ``keras.Variable`` of the value's dtype; ``isinstance`` knows every variable.

    As in Keras 2, a layer trains it only if it is listed among the layer's trainable weights.
    """


class _TensorType(type):
    def __instancecheck__(cls, instance: Any) -> bool:
        return is_tensor(instance) and not is_variable(instance)


class Tensor(metaclass=_TensorType):
    """For ``isinstance(x, tf.Tensor)``: every tensor of the backend, and the nodes of functional models."""


def assign(ref: Any, value: Any, validate_shape: Any = None, use_locking: Any = None, name: Any = None) -> Update:
    """Deferred: ``ref`` becomes ``value``, once it is run."""
    return update(ref, value)


def assign_add(ref: Any, value: Any, use_locking: Any = None, name: Any = None) -> Update:
    """Deferred: ``ref`` grows by ``value``, once it is run."""
    return update_add(ref, value)


def assign_sub(ref: Any, value: Any, use_locking: Any = None, name: Any = None) -> Update:
    """Deferred: ``ref`` shrinks by ``value``, once it is run."""
    return update_sub(ref, value)


def global_variables_initializer() -> Group:
    """Something to run: variables have their values already, and keep them."""
    return Group()


local_variables_initializer = tables_initializer = global_variables_initializer
initialize_all_variables = global_variables_initializer


def variables_initializer(var_list: Any, name: str = "init") -> Group:
    """Something to run: variables have their values already, and keep them."""
    return Group()
