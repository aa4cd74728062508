"""TensorFlow 1's variables and assignments: ``keras.Variable``, and updates that wait to be run.

A variable holds its value at once; ``tf.global_variables_initializer()`` is something to run that does nothing.
"""
import importlib
import sys
import weakref
from typing import Any, Optional

import keras
from keras import ops

import compat.flavors.keras3.tf.scatter as scatter
from compat.era import current
from compat.flavors.keras3 import context, operands
from compat.flavors.keras3.backend import creation
from compat.flavors.keras3.backend.state import update, update_add, update_sub
from compat.flavors.keras3.backend.tensors import dtype as dtype_of
from compat.flavors.keras3.backend.tensors import is_float, is_tensor
from compat.flavors.keras3.graph.assigned import assigning
from compat.flavors.keras3.graph.variable import OldNames, ReadInSteps
from compat.flavors.keras3.tf.arrays import convert_to_tensor
from compat.flavors.keras3.updates import Group
from compat.flavors.keras3.variables import is_variable

_COMPREHENSIONS = ("<listcomp>", "<dictcomp>", "<setcomp>", "<genexpr>")  # frames of their own up to CPython 3.11


class _VariableType(type):
    def __instancecheck__(cls, instance: Any) -> bool:
        return is_variable(instance) or _is_tensorflow_s(instance)

    def __call__(cls, initial_value: Any = None, trainable: Any = None, *places: Any, name: Optional[str] = None,
                 dtype: Any = None, **options: Any) -> Any:
        eager = current(context.current_layer()).of_tf_keras
        if eager and keras.backend.backend() == "tensorflow" and not isinstance(_owner(), keras.layers.Layer):
            return _tensorflow().Variable(initial_value, trainable=trainable, name=name, dtype=dtype, **options)
        value = convert_to_tensor(initial_value() if callable(initial_value) else initial_value, dtype=dtype)
        return new_variable(value, name, trainable is not False)


def _owner() -> Any:
    """The ``self`` of the method that makes a variable, in a list comprehension of it, too."""
    frame = sys._getframe(2)
    while frame.f_code.co_name in _COMPREHENSIONS and frame.f_back is not None:
        frame = frame.f_back
    return frame.f_locals.get("self")


def new_variable(value: Any, name: Optional[str], trainable: bool) -> Any:
    """A variable of that value: in code of TensorFlow 1 as ``K.variable`` makes it, of TensorFlow 2 a weight of its layer."""
    if not current(context.current_layer()).of_tf_keras or context.in_call():
        return creation.variable(value, dtype=value.dtype, name=name)
    value = ops.copy(value)  # torch would change the tensor that the variable was made of, too
    made = EagerVariable(value, dtype=dtype_of(value), name=name and name.replace("/", "_").replace(":", "_"),
                         trainable=is_float(value) and trainable)
    made.stated_name = (name or "Variable") + ":0"
    return made


def _is_tensorflow_s(instance: Any) -> bool:
    """Whether it is a variable of TensorFlow itself."""
    return "tensorflow" in sys.modules and isinstance(instance, getattr(_tensorflow(), "Variable", ()))


def _tensorflow() -> Any:
    return importlib.import_module("tensorflow")


class EagerVariable(ReadInSteps, OldNames, keras.Variable):  # type: ignore[misc]
    """A variable of code of TensorFlow 2: a weight of the layer that it is an attribute of, trained unless told otherwise."""

    belongs_by_attribute = True
    __array_priority__ = operands.ABOVE_ARRAYS

    def assign(self, value: Any) -> Any:
        """Set the value."""
        return super().assign(assigning(self, value))

    def read_value(self) -> Any:
        """The value as a tensor."""
        return ops.convert_to_tensor(self)

    initialized_value = read_value

    def get_shape(self) -> Any:
        """The sizes of the axes."""
        return tuple(self.shape)

    def set_shape(self, shape: Any) -> None:
        """Accepted; the shape is that of the value."""

    def scatter_nd_update(self, indices: Any, updates: Any) -> Any:
        """Write elements or slices at index vectors."""
        return self.assign(scatter.tensor_scatter_nd_update(self, indices, updates))

    def scatter_nd_add(self, indices: Any, updates: Any) -> Any:
        """Add to elements or slices at index vectors."""
        return self.assign(scatter.tensor_scatter_nd_add(self, indices, updates))

    def scatter_update(self, sparse_delta: Any) -> Any:
        """Write rows."""
        return self.scatter_nd_update(ops.expand_dims(sparse_delta.indices, -1), sparse_delta.values)


for _method in operands.methods():
    if hasattr(keras.Variable, _method.name):
        setattr(EagerVariable, _method.name, operands.of_its_dtype(getattr(keras.Variable, _method.name)))


class Variable(metaclass=_VariableType):
    """``tf.Variable(value)`` makes a ``keras.Variable`` of the value's dtype; ``isinstance`` knows every variable.

    As in Keras 2, a layer trains it only if it is listed among the layer's trainable weights. In code of TensorFlow 2 what a
    method of a layer makes is a weight of the layer, as in tf.keras; elsewhere ``tf.Variable`` is TensorFlow's own where that
    is the backend.
    """


class _TensorType(type):
    def __instancecheck__(cls, instance: Any) -> bool:
        return is_tensor(instance) and not is_variable(instance)


class Tensor(metaclass=_TensorType):
    """For ``isinstance(x, tf.Tensor)``: every tensor of the backend, and the nodes of functional models."""


def assign(ref: Any, value: Any, validate_shape: Any = None, use_locking: Any = None, name: Any = None) -> Any:
    """Deferred: ``ref`` becomes ``value``, once it is run."""
    return update(ref, value)


def assign_add(ref: Any, value: Any, use_locking: Any = None, name: Any = None) -> Any:
    """Deferred: ``ref`` grows by ``value``, once it is run."""
    return update_add(ref, value)


def assign_sub(ref: Any, value: Any, use_locking: Any = None, name: Any = None) -> Any:
    """Deferred: ``ref`` shrinks by ``value``, once it is run."""
    return update_sub(ref, value)


def global_variables_initializer() -> Group:
    """Something to run: variables have their values already, and keep them."""
    return Group()


#: The variables of streaming metrics of TensorFlow 1, which alone are local ones.
local: "weakref.WeakValueDictionary[int, Any]" = weakref.WeakValueDictionary()


def local_variables_initializer() -> Group:
    """Something to run: streaming metrics begin anew."""
    return Group([update(variable, ops.zeros(variable.shape, variable.dtype)) for variable in list(local.values())])


tables_initializer = global_variables_initializer
initialize_all_variables = global_variables_initializer


def variables_initializer(var_list: Any, name: str = "init") -> Group:
    """Something to run: variables have their values already, and keep them."""
    return Group()
