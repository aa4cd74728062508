"""``Recurrent`` and ``ConvRecurrent2D``: the abstract base classes of Keras 1 and early Keras 2.

Keras 2 moved them to ``keras.legacy.layers``; recurrent layers that people wrote before cells existed (attention
decoders above all) derive from them. A subclass has ``self.states`` (a list with None for each state),
``self.units`` and ``step(inputs, states)``; it may have ``get_initial_state``, ``get_constants`` and
``preprocess_input``.
"""
import inspect
from typing import Any, Dict, List, Optional, Tuple

import numpy as np
from keras import ops

from compat.api.arguments import IMPLEMENTATIONS

from ..backend.recurrent import rnn
from ..context import calling
from ..engine.inputs import InputSpec
from ..engine.layer import Layer
from .base import legacy
from .convolutional import _sequence_shape


@legacy
class Recurrent(Layer):
    """Calls :meth:`step` once for each step of ``(batch, time, features)``.

    Args:
        return_sequences: all outputs instead of the last one.
        return_state: the last states too.
        go_backwards: from the last step to the first.
        stateful: keep the states from batch to batch.
        unroll: as a Python loop.
        implementation: kept, not used; Keras 1's ``consume_less`` is accepted for it.
    """

    states: Any

    def __init__(self, return_sequences: bool = False, return_state: bool = False, go_backwards: bool = False,
                 stateful: bool = False, unroll: bool = False, implementation: int = 0, **kwargs: Any) -> None:
        consume_less = kwargs.pop("consume_less", None)
        super().__init__(**_sequence_shape(kwargs))
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.go_backwards = go_backwards
        self.stateful = stateful
        self.unroll = unroll
        self.implementation = IMPLEMENTATIONS.get(consume_less, implementation)
        self.supports_masking = True
        self.input_spec = [InputSpec(ndim=3)]
        self.state_spec: Any = None
        self.dropout = 0
        self.recurrent_dropout = 0

    def compute_output_shape(self, input_shape: Any) -> Any:
        """``(batch, units)``, or with the time axis; followed by the states' shapes with ``return_state``."""
        shape = _first(input_shape)
        batch, steps = shape[:2]
        output = (batch, steps, self.units) if self.return_sequences else (batch, self.units)
        return [output] + [(batch, self.units)] * len(self.states) if self.return_state else output

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """The mask of the input for sequences, else None; None for states."""
        mask = mask[0] if isinstance(mask, (list, tuple)) else mask
        found = mask if self.return_sequences else None
        return [found] + [None] * len(self.states) if self.return_state else found

    def step(self, inputs: Any, states: Any) -> Tuple[Any, List[Any]]:
        """One step: ``(batch, features)`` and the states and constants to the output and the new states."""
        raise NotImplementedError("{} derives from Recurrent and has to define step(inputs, states)".format(
            type(self).__name__))

    def get_constants(self, inputs: Any, training: Any = None) -> List[Any]:
        """Tensors that every step is given after the states."""
        return []

    def get_initial_state(self, inputs: Any) -> List[Any]:
        """Zeros ``(batch, units)`` for each state."""
        zero = ops.sum(ops.zeros_like(inputs), axis=tuple(range(1, len(inputs.shape))))
        return [ops.tile(ops.expand_dims(zero, -1), (1, self.units)) for _ in self.states]

    def preprocess_input(self, inputs: Any, training: Any = None) -> Any:
        """What the steps are taken from."""
        return inputs

    def __call__(self, inputs: Any, initial_state: Any = None, **kwargs: Any) -> Any:
        if initial_state is not None:
            given = list(initial_state) if isinstance(initial_state, (list, tuple)) else [initial_state]
            inputs = [_first_tensor(inputs)] + given
        if isinstance(self.input_spec, (list, tuple)):
            tensors = len(inputs) if isinstance(inputs, (list, tuple)) else 1
            self.input_spec = list(self.input_spec[:1]) + [None] * (tensors - 1)  # states are checked by their number
        return super().__call__(inputs, **kwargs)

    def call(self, inputs: Any, mask: Any = None, training: Any = None, initial_state: Any = None) -> Any:
        """The output, or a list of it and the states."""
        with calling(self, training):
            outputs = self._run(inputs, mask, initial_state)
            self._apply_updates()
        return outputs

    def _run(self, inputs: Any, mask: Any, initial_state: Any) -> Any:
        states, inputs = self._states_for(inputs, initial_state)
        mask = mask[0] if isinstance(mask, (list, tuple)) else mask
        constants = _called(self.get_constants, inputs)
        last, outputs, after = rnn(self.step, _called(self.preprocess_input, inputs), states, mask=mask,
                                   go_backwards=self.go_backwards, constants=list(constants), unroll=self.unroll)
        if self.stateful:
            self.add_update(list(zip(self.states, after)), inputs)
        output = outputs if self.return_sequences else last
        return [output] + list(after) if self.return_state else output

    def _states_for(self, inputs: Any, given: Any) -> Tuple[List[Any], Any]:
        """The initial states and the input without them."""
        if isinstance(inputs, (list, tuple)):
            states, inputs = list(inputs[1:]) or given, inputs[0]
        else:
            states = given
        if states is None:
            states = self.states if self.stateful else _called(self.get_initial_state, inputs)
        if len(states) != len(self.states):
            raise ValueError("Layer {!r} has {} states but was passed {} initial states".format(
                self.name, len(self.states), len(states)))
        return list(states), inputs

    def reset_states(self, states: Any = None) -> None:
        """Make the states of a stateful layer zeros, or set them to arrays of ``(batch, units)``.

        Raises:
            AttributeError: the layer is not stateful.
            ValueError: the batch size is not known, or an array does not fit.
        """
        if not self.stateful:
            raise AttributeError("Layer {!r} must be stateful to have states to reset".format(self.name))
        shape = self._state_shape()
        if self.states[0] is None:
            self.states = [self.add_weight(name="state_{}".format(number), shape=shape, initializer="zeros",
                                           trainable=False) for number in range(len(self.states))]
        listed = [np.zeros(shape, "float32")] * len(self.states) if states is None else states
        listed = list(listed) if isinstance(listed, (list, tuple)) else [listed]
        if len(listed) != len(self.states) or any(tuple(np.shape(one)) != shape for one in listed):
            raise ValueError("Layer {!r} has {} states of shape {}; it was given {}".format(
                self.name, len(self.states), shape, [tuple(np.shape(one)) for one in listed]))
        for variable, value in zip(self.states, listed):
            variable.assign(value)

    def _state_shape(self) -> Tuple[int, ...]:
        spec = self.input_spec[0] if isinstance(self.input_spec, (list, tuple)) else self.input_spec
        shape: Optional[Any] = getattr(spec, "shape", None) or getattr(self, "batch_input_shape", None)
        if not shape or not shape[0]:
            raise ValueError("a stateful layer needs to know its batch size: give the first layer batch_input_shape")
        return (int(shape[0]), int(self.units))

    def get_config(self) -> Dict[str, Any]:
        """The constructor's arguments."""
        names = ("return_sequences", "return_state", "go_backwards", "stateful", "unroll", "implementation")
        return dict(super().get_config(), **{name: getattr(self, name) for name in names})


@legacy
class ConvRecurrent2D(Recurrent):
    """The same for images, ``(batch, time, rows, columns, channels)``.

    Args:
        filters: number of channels of the states.
        kernel_size, strides, dilation_rate: whole numbers or pairs of them.
        padding: ``'valid'`` or ``'same'``.
        data_format: ``'channels_last'`` or ``'channels_first'``.
    """

    def __init__(self, filters: int, kernel_size: Any, strides: Any = (1, 1), padding: str = "valid",
                 data_format: Any = None, dilation_rate: Any = (1, 1), return_sequences: bool = False,
                 go_backwards: bool = False, stateful: bool = False, **kwargs: Any) -> None:
        super().__init__(return_sequences=return_sequences, go_backwards=go_backwards, stateful=stateful, **kwargs)
        self.filters = int(filters)
        self.kernel_size = _pair(kernel_size)
        self.strides = _pair(strides)
        self.padding = padding
        self.data_format = data_format or "channels_last"
        self.dilation_rate = _pair(dilation_rate)
        self.input_spec = [InputSpec(ndim=5)]

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape of the states' images, with a time axis for sequences."""
        shape = _first(input_shape)
        last = self.data_format == "channels_last"
        sizes = [_convolved(size, kernel, stride, dilation, self.padding) for size, kernel, stride, dilation in zip(
            shape[2:4] if last else shape[3:5], self.kernel_size, self.strides, self.dilation_rate)]
        image = (*sizes, self.filters) if last else (self.filters, *sizes)
        state = (shape[0],) + image
        output = shape[:2] + image if self.return_sequences else state
        return [output] + [state] * 2 if self.return_state else output

    def get_config(self) -> Dict[str, Any]:
        """The constructor's arguments."""
        names = ("filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate")
        return dict(super().get_config(), **{name: getattr(self, name) for name in names})


def _called(method: Any, inputs: Any) -> Any:
    """A method of a subclass, which may or may not take ``training``."""
    return method(inputs, training=None) if "training" in inspect.signature(method).parameters else method(inputs)


def _first(shape: Any) -> Tuple[Any, ...]:
    """The shape of the first input."""
    return tuple(shape[0]) if isinstance(shape, list) else tuple(shape)


def _first_tensor(inputs: Any) -> Any:
    return inputs[0] if isinstance(inputs, (list, tuple)) else inputs


def _pair(value: Any) -> Tuple[int, int]:
    return (int(value[0]), int(value[1])) if isinstance(value, (list, tuple)) else (int(value), int(value))


def _convolved(size: Any, kernel: int, stride: int, dilation: int, padding: str) -> Any:
    if size is None:
        return None
    return -(-size // stride) if padding == "same" else (size - (kernel - 1) * dilation - 1) // stride + 1
