"""Constants of recurrent layers: tensors that each step is given beside its input and states, ``RNN(cell)(x, constants=c)``.

Keras 2.1 to 2.3 had them, for cells that attend to something.
"""
from typing import Any, Dict, List, Optional, Tuple

import keras
from keras import ops, tree
from keras.src.layers.rnn.conv_lstm import ConvLSTMCell  # not public: the step of keras.layers.ConvLSTM2D

from compat.flavors.shared.generic import has_arg

from ..backend.recurrent import rnn
from ..engine.calls import is_own_call
from ..seeds_of_calls import loops_without_variables

_CELLS_OF_KERAS = (keras.layers.SimpleRNNCell, keras.layers.GRUCell, keras.layers.LSTMCell, ConvLSTMCell)


class TakesConstants:
    """Mix-in of a layer around cells: the constants of a call, and how many there are."""

    def _sorted(self: Any, inputs: Any, initial_state: Any, constants: Any) -> Tuple[Any, Dict[str, Any]]:
        """The sequences, and as keyword arguments lists of initial states and of constants, which may follow them in one
        list."""
        if isinstance(inputs, (list, tuple)):
            inputs, following = inputs[0], list(inputs[1:])
            count = vars(self).get("_num_constants")
            if constants is None and count:
                following, constants = following[:-count], following[-count:]
            initial_state = following or None if initial_state is None else initial_state
        constants = vars(self).get("_standing_constants") if constants is None else constants
        found = {"initial_state": _listed(initial_state), "constants": _listed(constants)}
        if found["constants"] is not None:
            self.__dict__["_num_constants"] = len(found["constants"])
            self.__dict__["_constants_shapes"] = [tuple(constant.shape) for constant in found["constants"]]
        return inputs, {name: value for name, value in found.items() if value is not None}

    def get_config(self: Any) -> Any:
        """What the constructor takes; the number of constants where there are any."""
        config = super().get_config()  # type: ignore[misc]
        count = vars(self).get("_num_constants")
        return dict(config, num_constants=count) if count else config


class StepsWithConstants(TakesConstants):
    """Mix-in of a recurrent layer: the loop over its cell where there are constants.

    Attributes:
        cell: takes ``constants=`` in its ``call``; its ``build`` gets a list of the shape of a step and those of the constants.
    """

    def _build_cell(self: Any, sequences_shape: Any) -> None:
        shapes = vars(self).get("_constants_shapes")
        if shapes and not self.cell.built:
            self.cell.build([(sequences_shape[0], *sequences_shape[2:]), *shapes])
            self.cell.built = True

    def inner_loop(self: Any, sequences: Any, initial_state: Any, mask: Any, training: Any = False) -> Any:
        """The last output, all outputs and the last states.

        On JAX Keras 3 repeats the first state over masked steps, in place of the output, which a cell of the program may have
        another of; and in its loop such a cell can draw no random numbers, and keep no tensor of its first step. So it is in a
        ``K.function`` on TensorFlow.
        """
        constants = vars(self).get("_constants")
        alike = mask is None and not loops_without_variables()
        as_keras_does = alike or self.zero_output_for_mask or gives_its_state(self.cell)
        if not constants and as_keras_does:
            return super().inner_loop(sequences, initial_state, mask, training=training)  # type: ignore[misc]
        given = {"constants": constants} if constants else {}
        if getattr(self.cell, "_call_has_training_arg", False):
            given["training"] = training

        def step(inputs: Any, states: Any) -> Any:
            output, following = self.cell(inputs, tree.pack_sequence_as(initial_state, states), **given)
            return output, tree.flatten(following)

        last, outputs, states = rnn(step, sequences, tree.flatten(initial_state), self.go_backwards, mask, unroll=self.unroll)
        return last, outputs, tree.pack_sequence_as(initial_state, states)

    def _maybe_config_dropout_masks(self: Any, cell: Any, input_sequence: Any, input_state: Any) -> None:
        if not vars(self).get("_constants") or not isinstance(cell, keras.layers.StackedRNNCells):
            super()._maybe_config_dropout_masks(cell, input_sequence, input_state)  # type: ignore[misc]
            return
        for each, states in zip(cell.cells, input_state):
            super()._maybe_config_dropout_masks(each, input_sequence, states)  # type: ignore[misc]
            input_sequence = ops.zeros((ops.shape(input_sequence)[0], output_size(each)))


class StepsOfCells:
    """Mix-in of several cells as one: those that take constants get them."""

    def build(self: Any, input_shape: Any) -> None:
        """Make the weights for the shape of a step, or a list of it and those of the constants."""
        several = isinstance(input_shape, list) and isinstance(input_shape[0], (list, tuple))
        shape, constants = (input_shape[0], input_shape[1:]) if several else (input_shape, [])
        for cell in self.cells:
            if not cell.built:
                cell.build([tuple(shape), *constants] if constants and has_arg(cell.call, "constants") else tuple(shape))
                cell.built = True
            shape = (shape[0], output_size(cell))

    def call(self: Any, inputs: Any, states: Any, constants: Any = None, training: Any = False) -> Any:
        """The output of the last cell for one step, and the new states of each."""
        found: List[Any] = []
        for cell, own in zip(self.cells, states):
            given = {"constants": constants} if constants is not None and has_arg(cell.call, "constants") else {}
            if getattr(cell, "_call_has_training_arg", False):
                given["training"] = training
            nested = tree.is_nested(own)
            inputs, following = cell(inputs, list(own) if nested else [own], **given)
            found.append(list(following) if nested else tree.flatten(following)[0])
        return inputs, found


def gives_its_state(cell: Any) -> bool:
    """Whether the output of a cell is its first state, as that of each cell of Keras is; of several cells, of each."""
    inner = getattr(cell, "cells", None)
    if inner is not None:
        return all(map(gives_its_state, inner))
    return isinstance(cell, _CELLS_OF_KERAS) and not is_own_call(type(cell))


def output_size(cell: Any) -> Any:
    """How many features a cell gives."""
    size = getattr(cell, "output_size", None)
    size = cell.state_size if size is None else size
    return size[0] if isinstance(size, (list, tuple)) else size


def _listed(values: Any) -> Optional[List[Any]]:
    if values is None:
        return None
    return list(values) if isinstance(values, (list, tuple)) else [values]
