"""The states of a stateful recurrent layer: kept from batch to batch, listed and set as Keras 2 did."""
from typing import Any, List

import keras
import numpy as np
from keras import ops, tree

from compat.era import current


class BeginsWithZeros:
    """Mix-in of a cell, before that of Keras 3."""

    def get_initial_state(self, inputs: Any = None, batch_size: Any = None, dtype: Any = None) -> Any:
        """Zeros of ``(batch, size)`` for each state, a list; the tensor alone where a cell of tf.keras has one state.

        Args:
            inputs: a step, ``(batch, …)``, whose size and dtype count; or a number of sequences, as Keras 3 takes it.
            batch_size: number of sequences.
            dtype: of the states; that of the layer by default.
        """
        if inputs is not None:
            step = len(getattr(inputs, "shape", ())) > 0
            batch_size, dtype = (ops.shape(inputs)[0], inputs.dtype) if step else (inputs, dtype)
        states = super().get_initial_state(batch_size)  # type: ignore[misc]
        if dtype is not None:
            states = tree.map_structure(lambda state: ops.cast(state, keras.backend.standardize_dtype(dtype)), states)
        alone = isinstance(states, list) and len(states) == 1 and current(self).of_tf_keras
        return states[0] if alone else states


class KeepsStates:
    """Mix-in of a recurrent layer."""

    cell: Any
    stateful: bool
    built: bool
    name: str

    @property
    def states(self) -> Any:
        """The variables that hold the states of a stateful layer; of another one None for each state."""
        kept = vars(self).get("_kept_states")
        return [None] * self._number_of_states() if kept is None and not self.stateful and self.built else kept

    @states.setter
    def states(self, states: Any) -> None:
        self.__dict__["_kept_states"] = states

    def _number_of_states(self) -> int:
        return len(tree.flatten(self.cell.state_size))

    def reset_states(self, states: Any = None) -> None:
        """Forget the states of a stateful layer, or set them to arrays of ``(batch, units)``.

        Raises:
            AttributeError: the layer is not stateful.
            ValueError: another number of states than the layer has, or one of another shape.
        """
        if not self.stateful:
            raise AttributeError("Layer must be stateful: {} keeps no states".format(self.name))
        variables = self._flat(self.states) if self.built else []
        values = [np.zeros(tuple(each.shape)) for each in variables] if states is None else states
        if not isinstance(values, (list, tuple)):
            values = [values]
        if len(values) != len(variables):
            raise ValueError("Layer {} expects {} states, but it received {} state values. Input received: {}".format(
                self.name, len(variables), len(values), states))
        for index, (variable, value) in enumerate(zip(variables, values)):
            if tuple(np.shape(value)) != tuple(variable.shape):
                raise ValueError("State {} is incompatible with layer {}: expected shape={}, found shape={}".format(
                    index, self.name, tuple(variable.shape), np.shape(value)))
        for variable, value in zip(variables, values):
            variable.assign(value)

    def reset_state(self) -> None:
        """Forget the states, as Keras 3 calls it."""
        if self.stateful:
            self.reset_states()

    def _states_before(self) -> Any:
        """Copies of the states: they change in place, and torch computes gradients from what the steps began with."""
        states = [ops.copy(state) for state in tree.flatten(self.states)]
        return tree.pack_sequence_as(self._sizes(), states) if isinstance(self.cell, keras.layers.StackedRNNCells) else states

    def _of_cells(self, states: Any) -> Any:
        """States in one list, as each cell of several has its own; the last cell's come first if the order is reversed."""
        if not isinstance(self.cell, keras.layers.StackedRNNCells):
            return states
        sizes = self._sizes()
        reverse = getattr(self.cell, "reverse_state_order", False)
        packed = tree.pack_sequence_as(sizes[::-1] if reverse else sizes, states)
        return packed[::-1] if reverse else packed

    def _sizes(self) -> Any:
        """The sizes of the states; of several cells a list with those of each."""
        if not isinstance(self.cell, keras.layers.StackedRNNCells):
            return self.cell.state_size
        return [list(each.state_size) if isinstance(each.state_size, (list, tuple)) else each.state_size
                for each in self.cell.cells]

    def _flat(self, states: Any) -> List[Any]:
        """All states in one list."""
        reverse = getattr(self.cell, "reverse_state_order", False)
        return tree.flatten(states[::-1] if reverse else states)  # type: ignore[no-any-return]
