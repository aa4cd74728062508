"""Recurrent layers and cells (``keras.layers.recurrent`` of Keras 1 and 2).

Initial states may follow the input in one list, ``LSTM(3)([x, h, c])``, and ``return_state`` gives a list.
"""
import inspect
from typing import Any, List, Optional

import keras
from keras import ops, tree

from compat.era import current
from compat.errors import UnsupportedError

from ..backend.symbolic import call_when_run
from ..engine.layer import Layer, adopted
from ..engine.masks import get_mask
from .base import legacy
from .constants import StepsOfCells, StepsWithConstants
from .gates import Gated, implementation_of, parts_of_gates
from .held import Holding
from .layers_of_cells import build_layers_of_cell
from .program_cells import PlainCell, sizes_to_come
from .states import BeginsWithZeros, KeepsStates


class _Implementation:
    """Mix-in: takes ``implementation``, by which Keras 2 chose how to compute, not what; 2 by default since Keras 2.3."""

    def __init__(self, *args: Any, implementation: Optional[int] = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.implementation = implementation_of(self, implementation)


class InOldOrder:
    """Mix-in before a layer of Keras 3: ``call`` takes its arguments in the order of Keras 2."""

    def call(self, sequences: Any, mask: Any = None, training: Any = False, initial_state: Any = None,
             constants: Any = None) -> Any:
        """``(batch, time, …)`` to outputs, then states; cells that take constants are for ``RNN``."""
        more = {} if constants is None else {"constants": constants}
        return super().call(  # type: ignore[misc]
            sequences, initial_state=initial_state, mask=mask, training=training, **more)


class _WithCell(InOldOrder, _Implementation):
    """Mix-in: a layer that makes its cell itself, which is a legacy one."""

    cell: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        adopted(self.cell, _CELLS[type(self.cell)]).implementation = self.implementation
        if self.cell.dropout and self.implementation == 1:
            self.use_cudnn = False  # it knows one mask for all gates


@legacy
class RNN(StepsWithConstants, KeepsStates, Holding, keras.layers.RNN, Layer):
    """Runs a cell over time.

    Args:
        cell: a layer or another object with ``call(inputs, states)`` and ``state_size``, or a list of them.
        return_sequences: all outputs instead of the last one.
        return_state: the last states too, in a list after the output.
        go_backwards: from the last step to the first.
        stateful: keep the states from batch to batch.
        unroll: as a Python loop.
        **kwargs: those of every layer; ``input_dim`` and ``input_length`` are features and steps.
    """

    #: Of the states, from ``build`` on, and of the constants, as code of Keras 2 that derives from this class reads them.
    state_spec: Any = None
    constants_spec: Any = None

    def __init__(self, cell: Any, return_sequences: bool = False, return_state: bool = False,
                 go_backwards: bool = False, stateful: bool = False, unroll: bool = False, **kwargs: Any) -> None:
        if "input_dim" in kwargs or "input_length" in kwargs:
            steps, features = kwargs.pop("input_length", None), kwargs.pop("input_dim", None)
            kwargs.setdefault("input_shape", (steps, features))
        if kwargs.pop("time_major", False):  # of tf.keras
            raise UnsupportedError("time_major=True is not served; give the layer (batch, time, features), which "
                                   "tf.transpose(x, [1, 0, 2]) makes before the layer, and undoes after it")
        constants = kwargs.pop("num_constants", None)
        cell = _as_layer(cell)
        with sizes_to_come(cell) as to_come:
            super().__init__(cell, return_sequences=return_sequences, return_state=return_state,
                             go_backwards=go_backwards, stateful=stateful, unroll=unroll, **kwargs)
        self.__dict__.update(_num_constants=constants, _size_to_come=to_come)

    def __call__(self, inputs: Any, initial_state: Any = None, constants: Any = None, **kwargs: Any) -> Any:
        if isinstance(inputs, (tuple, dict)) and len(inputs) > 1 and current(self).of_tf_keras:
            raise UnsupportedError("{!r} is called on several sequences at once, in a tuple or dictionary, which Keras 3 does "
                                   "not run; concatenate them along the features before the layer, and split them in the "
                                   "cell".format(self.name))
        inputs, found = self._sorted(inputs, initial_state, constants)
        outputs = super().__call__(inputs, **found, **kwargs)
        return list(outputs) if isinstance(outputs, tuple) else outputs

    def call(self, sequences: Any, mask: Any = None, training: Any = False, initial_state: Any = None,
             constants: Any = None) -> Any:
        """``(batch, time, features)`` to outputs, then states; the arguments are in the order of Keras 2.

        Called directly on symbolic tensors, it describes what it does with them.

        Before the first valid step Keras 3 gives zeros, on JAX sometimes the initial state, whatever the old Keras gave.
        """
        if isinstance(sequences, keras.KerasTensor):
            more = {} if constants is None else {"constants": constants}
            return call_when_run(
                self.call, sequences, mask=mask, training=training or None, initial_state=initial_state, **more)
        if mask is None:
            mask = get_mask(sequences)  # beside initial states Keras 3 hands none on
        if initial_state is not None:
            initial_state = self._of_cells(tree.flatten(initial_state))
        elif self.stateful:
            initial_state = self._states_before()
        elif self._begins_as_a_program_says():
            initial_state = self._of_cells(tree.flatten(self.get_initial_state(sequences)))
        first = self._before_valid_steps(initial_state) if mask is not None else None
        self.__dict__["_constants"] = constants
        found = super().call(sequences, initial_state=initial_state, mask=mask, training=training)
        outputs = found[0] if self.return_state else found
        if first is not None:
            outputs = self._with_first(outputs, ops.cast(first, outputs.dtype), mask)
        return (outputs, *self._flat(found[1:])) if self.return_state else outputs

    def compute_output_shape(self, sequences_shape: Any, initial_state_shape: Any = None) -> Any:
        """The shape of the output, or with ``return_state`` a list of it and the shapes of all states."""
        found = super().compute_output_shape(sequences_shape)
        if not self.return_state:
            return found
        return [found[0], *((sequences_shape[0], size) for size in tree.flatten(self.state_size))]

    def _before_valid_steps(self, initial_state: Any) -> Any:
        """``(batch, units)`` for masked steps that no valid one precedes; None where Keras 3 gives the right ones."""
        states = initial_state
        if states is None or self.unroll:
            return None
        if isinstance(self.cell, keras.layers.StackedRNNCells):  # the output is the state of the last cell
            states = states[-1]
        first = tree.flatten(states)[0]
        if current(self).behaviour("rnn_output_before_valid_steps") == "zero":
            return ops.zeros_like(first)
        return first

    def _with_first(self, outputs: Any, first: Any, mask: Any) -> Any:
        if first.shape[-1] != outputs.shape[-1]:  # a cell whose output is no state
            first = ops.zeros_like(outputs[:, 0] if self.return_sequences else outputs)
        valid = ops.cast(tree.flatten(mask)[0], "int32")
        before = ops.cumsum(ops.flip(valid, axis=1) if self.go_backwards else valid, axis=1) == 0
        axes = (1,) * (len(outputs.shape) - 1 - self.return_sequences)  # of images more than the last
        if self.return_sequences:
            return ops.where(ops.reshape(before, (*ops.shape(before), *axes)), first[:, None], outputs)
        return ops.where(ops.reshape(before[:, -1], (-1, *axes)), first, outputs)

    def build(self, input_shape: Any) -> None:
        """Make the weights for sequences of this shape, alone or first of several.

        Keras is told of the states: it tracks none, so that on JAX they would never change.
        """
        shape = tuple(input_shape[0] if isinstance(input_shape[0], (list, tuple)) else input_shape)
        self._build_cell(shape)
        if vars(self)["_size_to_come"]:
            self.single_state = isinstance(self.cell.state_size, int)
            self.state_size = tree.flatten(self.cell.state_size)
        super().build(shape)
        sizes = tree.flatten(self.state_size)
        if all(isinstance(size, int) and size > 0 for size in sizes):  # -1 stands for images
            self.__dict__["state_spec"] = [keras.layers.InputSpec(shape=(None, size)) for size in sizes]
        build_layers_of_cell(self.cell, shape)
        for state in tree.flatten(self.states) if self.stateful else []:
            if not self._knows(state):
                self._hide(state)
                self._track_variable(state)

    def get_initial_state(self, batch_size: Any) -> Any:
        """Zeros to begin with, one tensor for each state.

        Args:
            batch_size: number of sequences, or the sequences themselves, ``(batch, time, …)``, as Keras 2 took them.
        """
        if len(getattr(batch_size, "shape", ())) < 2:
            return self._zero_states(batch_size)
        of_samples = ops.sum(ops.zeros_like(batch_size), axis=tuple(range(1, len(batch_size.shape))))
        return [ops.reshape(of_samples, (-1,) + (1,) * (len(state.shape) - 1)) + state
                for state in tree.flatten(self._zero_states(1))]

    def _begins_as_a_program_says(self) -> bool:
        """Whether a class of the program has a ``get_initial_state`` that takes the sequences, as in Keras 2."""
        begin = type(self).get_initial_state
        own = not begin.__module__.startswith(("compat.", "keras."))
        return own and "batch_size" not in inspect.signature(begin).parameters

    def _zero_states(self, batch_size: Any) -> Any:
        """Those of Keras 3; a cell of a program of tf.keras may have to be told the dtype."""
        begin = getattr(self.cell, "get_initial_state", None)
        if begin is None or "dtype" not in inspect.signature(begin).parameters:
            return super().get_initial_state(batch_size)
        found = begin(batch_size=batch_size, dtype=self.compute_dtype)
        return list(found) if isinstance(found, (list, tuple)) else [found]

    def _wrapped_layers(self) -> List[Any]:
        return [self.cell] if isinstance(self.cell, Layer) else []


@legacy
class SimpleRNN(_WithCell, keras.layers.SimpleRNN, RNN):
    """``h = activation(x · kernel + h · recurrent_kernel + bias)``."""

    def __init__(self, *args: Any, activity_regularizer: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activity_regularizer = keras.regularizers.get(activity_regularizer)  # which Keras 3 takes and forgets


@legacy
class LSTM(_WithCell, keras.layers.LSTM, RNN):
    """Long short-term memory; gates by ``recurrent_activation``, hard_sigmoid in the default era."""


@legacy
class GRU(_WithCell, keras.layers.GRU, RNN):
    """Gated recurrent unit; in the default era hard_sigmoid gates, and the reset gate before the matrix product."""


@legacy
class SimpleRNNCell(BeginsWithZeros, _Implementation, keras.layers.SimpleRNNCell, Layer):
    """One step of :class:`SimpleRNN`."""


@legacy
@parts_of_gates("ifco", {"bias": None})
class LSTMCell(BeginsWithZeros, Gated, _Implementation, keras.layers.LSTMCell, Layer):
    """One step of :class:`LSTM`."""

    _gates = 4


@legacy
@parts_of_gates("zrh", {"input_bias": 0, "recurrent_bias": 1})
class GRUCell(BeginsWithZeros, Gated, _Implementation, keras.layers.GRUCell, Layer):
    """One step of :class:`GRU`."""

    _gates = 3


@legacy
class StackedRNNCells(BeginsWithZeros, StepsOfCells, Holding, keras.layers.StackedRNNCells, Layer):
    """Several cells as one.

    Args:
        cells: layers or other objects with ``call(inputs, states)`` and ``state_size``.
        reverse_state_order: whether the last cell's states come first among those of the layer around it.
    """

    def __init__(self, cells: Any, reverse_state_order: bool = False, **kwargs: Any) -> None:
        self.reverse_state_order = reverse_state_order
        super().__init__([_as_layer(cell) for cell in cells], **kwargs)

    def _wrapped_layers(self) -> List[Any]:
        return [cell for cell in self.cells if isinstance(cell, Layer)]

    @property
    def state_size(self) -> Any:
        """The sizes of the states of all cells, a tuple, in the order of the layer around them."""
        cells = self.cells[::-1] if self.reverse_state_order else self.cells
        return tuple(tree.flatten([cell.state_size for cell in cells]))

    def get_config(self) -> Any:
        """What the constructor takes; the order of states where it is reversed."""
        config = super().get_config()
        return dict(config, reverse_state_order=True) if self.reverse_state_order else config


#: The cells that Keras 3 makes → those that stand for them.
_CELLS = {keras.layers.SimpleRNNCell: SimpleRNNCell, keras.layers.LSTMCell: LSTMCell, keras.layers.GRUCell: GRUCell}


def _as_layer(cell: Any) -> Any:
    if isinstance(cell, (list, tuple)):
        return StackedRNNCells(cell)
    return cell if isinstance(cell, keras.layers.Layer) else PlainCell(cell)
