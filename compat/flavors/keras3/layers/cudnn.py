"""``CuDNNLSTM`` and ``CuDNNGRU`` (``keras.layers.cudnn_recurrent`` of Keras 2, tf.keras 1.x), on any device.

Their weights keep the layout of the cuDNN library, so that ``get_weights`` and ``set_weights`` mean what they did: the
kernel of each gate is transposed and flattened in place, and there are two biases, one of the input and one of the
state. Activations are fixed, tanh and sigmoid. In a *file* these layers are read as :class:`LSTM` and :class:`GRU`.
"""
from typing import Any, List, Sequence, Tuple

import keras
from keras import ops

from compat.errors import MaskingError

from ..backend.recurrent import backend_rnn
from ..engine.masks import has_mask
from .base import legacy
from .recurrent import RNN
from .restored import RestoredLayer


class _CuDNNCell(RestoredLayer):
    """One step of a CuDNN layer, for states ``(batch, units)``; ``gates`` is how many blocks its kernels have."""

    gates = 0
    state_size: Any = None

    def __init__(self, units: int, kernel_initializer: Any = "glorot_uniform",
                 recurrent_initializer: Any = "orthogonal", bias_initializer: Any = "zeros",
                 kernel_regularizer: Any = None, recurrent_regularizer: Any = None, bias_regularizer: Any = None,
                 kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None,
                 unit_forget_bias: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keep(
            units=int(units), kernel_initializer=kernel_initializer, recurrent_initializer=recurrent_initializer,
            bias_initializer=bias_initializer, kernel_regularizer=kernel_regularizer,
            recurrent_regularizer=recurrent_regularizer, bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint, recurrent_constraint=recurrent_constraint,
            bias_constraint=bias_constraint, unit_forget_bias=unit_forget_bias)
        self.output_size = self.units

    def build(self, input_shape: Any) -> None:
        """Make kernel (features, gates · units), recurrent kernel (units, gates · units), bias (2 · gates · units)."""
        columns = self.gates * self.units
        self.kernel = self._weight("kernel", (input_shape[-1], columns))
        self.recurrent_kernel = self._weight("recurrent_kernel", (self.units, columns), "recurrent")
        self.bias = self.add_weight(name="bias", shape=(2 * columns,), initializer=self._bias_initializer(),
                                    regularizer=self.bias_regularizer, constraint=self.bias_constraint)
        self.built = True

    def _bias_initializer(self) -> Any:
        return self.bias_initializer

    def columns(self) -> Tuple[Any, Any, Any, Any]:
        """Kernel and recurrent kernel for ``x · kernel``, input and state bias: what the cuDNN layout stands for."""
        kernels = [ops.transpose(ops.reshape(gate, (self.units, -1))) for gate in self._by_gate(self.kernel)]
        recurrent = [ops.transpose(gate) for gate in self._by_gate(self.recurrent_kernel)]
        half = self.gates * self.units
        bias = ops.convert_to_tensor(self.bias)
        return ops.concatenate(kernels, axis=1), ops.concatenate(recurrent, axis=1), bias[:half], bias[half:]

    def _by_gate(self, tensor: Any) -> List[Any]:
        tensor = ops.convert_to_tensor(tensor)
        return [tensor[:, gate * self.units:(gate + 1) * self.units] for gate in range(self.gates)]

    def split(self, tensor: Any) -> List[Any]:
        """(batch, gates · units) as one tensor for each gate."""
        return [tensor[..., gate * self.units:(gate + 1) * self.units] for gate in range(self.gates)]

    def advance(self, projected: Any, recurrent: Any, states: Sequence[Any]) -> Tuple[Any, List[Any]]:
        """Output and new states from the projections of the input and of the output before."""
        raise NotImplementedError

    def call(self, inputs: Any, states: Sequence[Any]) -> Tuple[Any, List[Any]]:
        """One step by itself: ``(batch, features)`` to ``(batch, units)`` and the new states."""
        kernel, recurrent_kernel, bias, recurrent_bias = self.columns()
        return self.advance(ops.matmul(inputs, kernel) + bias,
                            ops.matmul(states[0], recurrent_kernel) + recurrent_bias, states)


@legacy
class _CuDNNLSTMCell(_CuDNNCell):
    gates = 4

    def __init__(self, units: int, **kwargs: Any) -> None:
        super().__init__(units, **kwargs)
        self.state_size = [self.units, self.units]

    def _bias_initializer(self) -> Any:
        if not self.unit_forget_bias:
            return self.bias_initializer

        def with_forget_bias(shape: Any, dtype: Any = None) -> Any:
            # Only the forget gate of the state's bias begins at one.
            parts = [self.bias_initializer((5 * self.units,), dtype=dtype), ops.ones((self.units,), dtype=dtype),
                     self.bias_initializer((2 * self.units,), dtype=dtype)]
            return ops.concatenate(parts)

        return with_forget_bias

    def advance(self, projected: Any, recurrent: Any, states: Sequence[Any]) -> Tuple[Any, List[Any]]:
        """Gates in the order input, forget, candidate, output."""
        entering, kept, candidate, leaving = self.split(projected + recurrent)
        carry = ops.sigmoid(kept) * states[1] + ops.sigmoid(entering) * ops.tanh(candidate)
        output = ops.sigmoid(leaving) * ops.tanh(carry)
        return output, [output, carry]


@legacy
class _CuDNNGRUCell(_CuDNNCell):
    gates = 3

    def __init__(self, units: int, **kwargs: Any) -> None:
        super().__init__(units, **kwargs)
        self.state_size = self.units

    def advance(self, projected: Any, recurrent: Any, states: Sequence[Any]) -> Tuple[Any, List[Any]]:
        """Gates in the order update, reset, candidate; the reset gate acts after the product."""
        (update, reset, new), (update_state, reset_state, new_state) = self.split(projected), self.split(recurrent)
        update = ops.sigmoid(update + update_state)
        candidate = ops.tanh(new + ops.sigmoid(reset + reset_state) * new_state)
        output = update * states[0] + (1.0 - update) * candidate
        return output, [output]


class _CuDNNRNN(RNN):
    """Runs a CuDNN cell: the input is projected for all steps at once, as cuDNN did."""

    cell_class: Any = None

    def __init__(self, units: int, *args: Any, return_sequences: bool = False, return_state: bool = False,
                 stateful: bool = False, go_backwards: bool = False, activity_regularizer: Any = None,
                 **kwargs: Any) -> None:
        kernel_arguments = {key: kwargs.pop(key) for key in list(kwargs) if key in _CELL_ARGUMENTS}
        named = dict(zip(_CELL_ARGUMENTS, args), **kernel_arguments)
        cell = self.cell_class(units, **named)
        super().__init__(cell, return_sequences=return_sequences, return_state=return_state,
                         go_backwards=go_backwards, stateful=stateful, activity_regularizer=activity_regularizer,
                         **kwargs)
        self.units = cell.units

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """None for each output.

        Raises:
            MaskingError: there is a mask; cuDNN knew none.
        """
        if has_mask(mask):
            raise MaskingError("Masking is not supported for CuDNN RNNs; use {} instead of {!r}".format(
                type(self).__name__[len("CuDNN"):], self.name))
        return [None] * (1 + len(self.state_size)) if self.return_state else None

    def inner_loop(self, sequences: Any, initial_state: Any, mask: Any, training: Any = False) -> Any:
        """The recurrence over projected steps."""
        kernel, recurrent_kernel, bias, recurrent_bias = self.cell.columns()

        def step(projected: Any, states: Sequence[Any]) -> Tuple[Any, List[Any]]:
            advanced: Tuple[Any, List[Any]] = self.cell.advance(
                projected, ops.matmul(states[0], recurrent_kernel) + recurrent_bias, states)
            return advanced

        return backend_rnn(step, ops.matmul(sequences, kernel) + bias, list(initial_state), go_backwards=self.go_backwards,
                           input_length=sequences.shape[1], return_all_outputs=self.return_sequences)

    def get_config(self) -> Any:
        """The constructor's arguments."""
        arguments = self.cell.get_config()
        config = {key: arguments[key] for key in ("units",) + _CELL_ARGUMENTS}
        if self.cell_class is _CuDNNGRUCell:
            del config["unit_forget_bias"]
        for key in ("name", "trainable", "return_sequences", "return_state", "stateful", "go_backwards"):
            config[key] = getattr(self, key)
        if self.activity_regularizer is not None:
            config["activity_regularizer"] = keras.regularizers.serialize(self.activity_regularizer)
        return dict(config, dtype=self._config_dtype())

    @classmethod
    def from_config(cls, config: Any, custom_objects: Any = None) -> Any:
        """A layer from what ``get_config`` gave."""
        return cls(**config)


_CELL_ARGUMENTS = ("kernel_initializer", "recurrent_initializer", "bias_initializer", "unit_forget_bias",
                   "kernel_regularizer", "recurrent_regularizer", "bias_regularizer", "kernel_constraint",
                   "recurrent_constraint", "bias_constraint")


@legacy
class CuDNNLSTM(_CuDNNRNN):
    """LSTM with weights in cuDNN's layout.

    Args:
        units: number of outputs.
        unit_forget_bias: begin with a forget bias of one.
        return_sequences, return_state, stateful: as in :class:`RNN`.

    Example:
        >>> import numpy as np
        >>> layer = CuDNNLSTM(3)
        >>> tuple(layer(np.zeros((2, 5, 4), "float32")).shape), [tuple(w.shape) for w in layer.weights]
        ((2, 3), [(4, 12), (3, 12), (24,)])
    """

    cell_class = _CuDNNLSTMCell

    def __init__(self, units: int, *args: Any, unit_forget_bias: bool = True, **kwargs: Any) -> None:
        super().__init__(units, *args, unit_forget_bias=unit_forget_bias, **kwargs)


@legacy
class CuDNNGRU(_CuDNNRNN):
    """GRU with weights in cuDNN's layout: the reset gate acts after the matrix product, and there are two biases.

    Args:
        units: number of outputs.
        return_sequences, return_state, stateful: as in :class:`RNN`.
    """

    cell_class = _CuDNNGRUCell
