"""``variable[index].assign(value)`` of TensorFlow, where a part of a variable of Keras is a tensor of its own."""
from typing import Any

import keras
from keras import ops

from compat.flavors.keras3.variables import is_variable


class Part:
    """Some elements of a variable.

    Args:
        variable: whose they are.
        index: what stood in brackets.
    """

    def __init__(self, variable: Any, index: Any) -> None:
        self._variable, self._index = variable, index

    def assign(self, value: Any, **kwargs: Any) -> Any:
        """Set them; returns the variable.

        Example:
            >>> v = keras.Variable([1.0, 2.0, 3.0])
            >>> v = Part(v, slice(1, None)).assign([5.0, 6.0])
            >>> ops.convert_to_numpy(v).tolist()
            [1.0, 5.0, 6.0]
        """
        if keras.backend.backend() == "tensorflow":
            self._variable.value[self._index].assign(value)
        else:
            self._variable.assign(_replaced(self._variable.value, self._index, value))
        return self._variable

    def assign_add(self, delta: Any, **kwargs: Any) -> Any:
        """Add to them; returns the variable."""
        return self.assign(self._variable.value[self._index] + self._converted(delta))

    def assign_sub(self, delta: Any, **kwargs: Any) -> Any:
        """Subtract from them; returns the variable."""
        return self.assign(self._variable.value[self._index] - self._converted(delta))

    def _converted(self, delta: Any) -> Any:
        return ops.convert_to_tensor(delta, dtype=self._variable.dtype)


class Parts:
    """A variable whose parts are assigned to.

    Args:
        variable: of Keras.
    """

    def __init__(self, variable: Any) -> None:
        self._variable = variable

    def __getitem__(self, index: Any) -> Part:
        return Part(self._variable, index)


def parts(value: Any) -> Any:
    """What ``value[index].assign(…)`` indexes."""
    return Parts(value) if is_variable(value) else value


def _replaced(tensor: Any, index: Any, value: Any) -> Any:
    value = ops.convert_to_tensor(value, dtype=keras.backend.standardize_dtype(tensor.dtype))
    if keras.backend.backend() == "jax":
        return tensor.at[index].set(value)
    changed = ops.copy(tensor.detach())  # torch's
    changed[index] = value.detach()
    return changed
