"""A variable as the start of a description: its value at the time when what is described runs."""
from typing import Any, List

import keras
from keras.src.ops.node import Node  # not public: a call of an operation

from ..variables import is_variable


class VariableValue(keras.Operation):
    """The operation that reads a variable.

    Attributes:
        variables: the variable, in a list, as a layer has its own.
    """

    #: What is computed from its result depends on more than the arguments of a function.
    starts_with_variables = True

    def __init__(self, variable: Any) -> None:
        super().__init__()
        self.variables: List[Any] = [variable]

    def call(self) -> Any:
        """The value that the variable has now, as a tensor."""
        return keras.ops.convert_to_tensor(self.variables[0])

    def compute_output_spec(self) -> Any:
        """A KerasTensor of the variable's shape and dtype."""
        variable = self.variables[0]
        return keras.KerasTensor(shape=variable.shape, dtype=keras.backend.standardize_dtype(variable.dtype))


def read(variable: Any) -> Any:
    """A KerasTensor for the value of a variable, whatever that is when it is computed."""
    return started(VariableValue(variable))


class ConstantValue(keras.Operation):
    """The operation that gives a known tensor: operators of JAX arrays refuse KerasTensors, or read variables at once."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self._value = [value]

    def call(self) -> Any:
        """The tensor."""
        return self._value[0]

    def compute_output_spec(self) -> Any:
        """A KerasTensor of its shape and dtype."""
        value = self._value[0]
        return keras.KerasTensor(shape=value.shape, dtype=keras.backend.standardize_dtype(value.dtype))


def as_described(value: Any) -> Any:
    """A variable or tensor of the backend as a KerasTensor; anything else is left unchanged."""
    if is_variable(value):
        return read(value)
    return started(ConstantValue(value)) if keras.ops.is_tensor(value) else value


def started(operation: Any, *args: Any) -> Any:
    """The outputs of an operation without tensors among its arguments, as KerasTensors that it computes.

    Keras takes a node without tensors for an input, whose value must be given; this one is not.
    """
    outputs = operation.compute_output_spec(*args)
    node = Node(operation=operation, call_args=args, call_kwargs={}, outputs=outputs)
    node.is_input = False
    return outputs


def variable_behind(tensor: Any) -> Any:
    """The variable that a KerasTensor reads, or the variable itself, or None."""
    if is_variable(tensor):
        return tensor
    operation = getattr(getattr(tensor, "_keras_history", None), "operation", None)
    return operation.variables[0] if isinstance(operation, VariableValue) else None
