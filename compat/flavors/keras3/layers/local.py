"""``LocallyConnected1D`` and ``LocallyConnected2D``: convolutions whose kernel differs from place to place.

Keras 1.0 to tf.keras 2.15 (``keras.layers.local``); Keras 3 has none. tf.keras 2.x stores the kernel in one of three
layouts, chosen by ``implementation``, and all three are kept, so that a file's weights and optimizer slots fit:

1. ``(places, kernel size × channels, filters)``, also that of Keras 1 and of multi-backend Keras 2;
2. one weight for each pair of an input and an output value, of which most are not used;
3. only the used ones of these, in a row, ordered by output and then by input.
"""
import itertools
from typing import Any, List, Tuple

import numpy as np
from keras import ops

from .base import legacy
from .convolutional import _sequence_shape
from .restored import RestoredLayer

Sizes = Tuple[int, ...]


class _LocallyConnected(RestoredLayer):
    """What both have in common; ``rank`` is the number of spatial axes."""

    rank = 0

    def __init__(self, filters: int, kernel_size: Any, strides: Any = 1, padding: str = "valid",
                 data_format: Any = None, activation: Any = None, use_bias: bool = True,
                 kernel_initializer: Any = "glorot_uniform", bias_initializer: Any = "zeros",
                 kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
                 kernel_constraint: Any = None, bias_constraint: Any = None, implementation: int = 1,
                 **kwargs: Any) -> None:
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        if padding not in ("valid", "same") or (padding == "same" and implementation == 1):
            raise ValueError("{} takes padding='valid', and 'same' with implementation 2 or 3; it was given {!r} with "
                             "implementation {!r}".format(type(self).__name__, padding, implementation))
        self._keep(
            filters=int(filters), kernel_size=_sizes(kernel_size, self.rank), strides=_sizes(strides, self.rank),
            padding=padding, data_format=data_format or "channels_last", activation=activation, use_bias=use_bias,
            kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint, bias_constraint=bias_constraint, implementation=int(implementation))

    def build(self, input_shape: Any) -> None:
        """Make kernel and bias; every spatial size has to be known.

        Raises:
            ValueError: one is not.
        """
        sizes, channels = self._taken_apart(input_shape)
        if None in sizes or channels is None:
            raise ValueError("{} {!r} has weights for each place of its input and needs its whole shape; it is called "
                             "on one of shape {}".format(type(self).__name__, self.name, tuple(input_shape)))
        places = self._output_sizes(sizes)
        self.__dict__["_connections"] = _connections(sizes, places, channels, self)
        self.kernel_shape = self._kernel_shape(sizes, places, channels)
        self.kernel = self._weight("kernel", self.kernel_shape)
        self.bias = self._weight("bias", places + (self.filters,)) if self.use_bias else None
        self.built = True

    def call(self, inputs: Any) -> Any:
        """A batch of sequences or images to one of places × filters."""
        places = self._output_sizes(self._taken_apart(inputs.shape)[0])
        arranged = places + (self.filters,) if self._channels_last else (self.filters,) + places
        if self.implementation == 1:
            outputs = self._by_patches(inputs, places, arranged)
        else:
            outputs = self._by_connections(inputs, arranged)
        if self.bias is not None:
            # Channels first, the old Keras *reshaped* the (places, filters) bias instead of transposing it.
            outputs = outputs + ops.reshape(ops.cast(self.bias, outputs.dtype), (1,) + arranged)
        return self.activation(outputs)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape of the output for an input of this shape, batch axis included."""
        sizes, _ = self._taken_apart(input_shape)
        places: Any = tuple(None if size is None else self._output_sizes((size,), axis)[0]
                            for axis, size in enumerate(sizes))
        last = places + (self.filters,) if self._channels_last else (self.filters,) + places
        return (input_shape[0],) + last

    @property
    def _channels_last(self) -> bool:
        return bool(self.data_format == "channels_last")

    def _taken_apart(self, shape: Any) -> Tuple[Any, Any]:
        """Spatial sizes and number of channels."""
        shape = tuple(shape)
        return (shape[1:-1], shape[-1]) if self._channels_last else (shape[2:], shape[1])

    def _output_sizes(self, sizes: Sizes, first: int = 0) -> Sizes:
        kernels, strides = self.kernel_size[first:], self.strides[first:]
        if self.padding == "same":
            return tuple(-(-size // stride) for size, stride in zip(sizes, strides))
        return tuple((size - kernel) // stride + 1 for size, kernel, stride in zip(sizes, kernels, strides))

    def _kernel_shape(self, sizes: Sizes, places: Sizes, channels: int) -> Sizes:
        if self.implementation == 1:
            return (int(np.prod(places)), int(np.prod(self.kernel_size)) * channels, self.filters)
        if self.implementation == 2:
            last = self._channels_last
            return ((sizes + (channels,) + places + (self.filters,)) if last
                    else (channels,) + sizes + (self.filters,) + places)
        return (int(self._connections.sum()),)

    def _by_patches(self, inputs: Any, places: Sizes, arranged: Sizes) -> Any:
        count = int(np.prod(places))
        patches = self._patches(inputs, places, count)
        outputs = ops.einsum("bpi,pio->bpo", patches, ops.cast(self.kernel, inputs.dtype))
        if not self._channels_last:
            outputs = ops.swapaxes(outputs, 1, 2)
        return ops.reshape(outputs, (-1,) + arranged)

    def _patches(self, inputs: Any, places: Sizes, count: int) -> Any:
        """What each place sees, ``(batch, places, kernel size × channels)``, channels in the input's own order."""
        parts: List[Any] = []
        for offset in itertools.product(*(range(size) for size in self.kernel_size)):
            spatial = tuple(slice(start, start + stride * (size - 1) + 1, stride)
                            for start, stride, size in zip(offset, self.strides, places))
            every = (slice(None),)
            parts.append(inputs[every + (spatial + every if self._channels_last else every + spatial)])
        if self._channels_last:
            return ops.reshape(ops.stack(parts, axis=-2), (-1, count, len(parts) * inputs.shape[-1]))
        joined = ops.reshape(ops.stack(parts, axis=2), (-1, inputs.shape[1] * len(parts), count))
        return ops.swapaxes(joined, 1, 2)

    def _by_connections(self, inputs: Any, arranged: Sizes) -> Any:
        kernel = ops.cast(self.kernel, inputs.dtype)
        total_in, total_out = self._connections.shape[1], self._connections.shape[0]
        if self.implementation == 2:
            used = ops.convert_to_tensor(self._connections.T.astype("float32"))
            matrix = ops.reshape(kernel, (total_in, total_out)) * ops.cast(used, inputs.dtype)
        else:
            where = np.argwhere(self._connections).astype("int32")
            matrix = ops.transpose(ops.scatter(ops.convert_to_tensor(where), kernel, (total_out, total_in)))
        flat = ops.matmul(ops.reshape(inputs, (-1, total_in)), matrix)
        return ops.reshape(flat, (-1,) + arranged)


@legacy
class LocallyConnected1D(_LocallyConnected):
    """A convolution over time with a kernel of its own for each step.

    Args:
        filters: number of outputs at each step.
        kernel_size, strides: whole numbers.
        padding: ``'valid'``; ``'same'`` with implementation 2 and 3.
        data_format: ``'channels_last'`` (batch, steps, channels) or ``'channels_first'``.
        implementation: how tf.keras laid out the kernel, see the module.

    Example:
        >>> import numpy as np
        >>> layer = LocallyConnected1D(2, 3)
        >>> tuple(layer(np.zeros((1, 5, 4), "float32")).shape), tuple(layer.kernel.shape)
        ((1, 3, 2), (3, 12, 2))
    """

    rank = 1

    def __init__(self, filters: int, kernel_size: Any, strides: Any = 1, padding: str = "valid", *args: Any,
                 **kwargs: Any) -> None:
        super().__init__(filters, kernel_size, strides, padding, *args, **_sequence_shape(kwargs))


@legacy
class LocallyConnected2D(_LocallyConnected):
    """A convolution over images with a kernel of its own for each place.

    Args:
        filters: number of outputs at each place.
        kernel_size, strides: whole numbers or pairs of them.
        padding: ``'valid'``; ``'same'`` with implementation 2 and 3.
        data_format: ``'channels_last'`` or ``'channels_first'``.
        implementation: how tf.keras laid out the kernel, see the module.

    Example:
        >>> import numpy as np
        >>> layer = LocallyConnected2D(2, (2, 2))
        >>> tuple(layer(np.zeros((1, 4, 3, 1), "float32")).shape), tuple(layer.kernel.shape)
        ((1, 3, 2, 2), (6, 4, 2))
    """

    rank = 2

    def __init__(self, filters: int, kernel_size: Any, strides: Any = (1, 1), padding: str = "valid", *args: Any,
                 **kwargs: Any) -> None:
        super().__init__(filters, kernel_size, strides, padding, *args, **kwargs)

    def build(self, input_shape: Any) -> None:
        super().build(input_shape)
        self.output_row, self.output_col = self._output_sizes(self._taken_apart(input_shape)[0])


def _sizes(value: Any, rank: int) -> Sizes:
    return tuple(int(size) for size in value) if isinstance(value, (list, tuple)) else (int(value),) * rank


def _connections(sizes: Sizes, places: Sizes, channels: int, layer: _LocallyConnected) -> Any:
    """Which input value each output value depends on: booleans, (output values, input values), both flattened."""
    spatial = np.ones((1, 1), dtype=bool)
    for size, count, kernel, stride in zip(sizes, places, layer.kernel_size, layer.strides):
        spatial = np.kron(spatial, _along_axis(size, count, kernel, stride, layer.padding))
    every = np.ones((layer.filters, channels), dtype=bool)
    return np.kron(spatial, every) if layer._channels_last else np.kron(every, spatial)


def _along_axis(size: int, count: int, kernel: int, stride: int, padding: str) -> Any:
    """The same for one axis: (places, inputs)."""
    first = np.arange(count)[:, None] * stride - (kernel // 2 if padding == "same" else 0)
    inputs = np.arange(size)[None, :]
    return (inputs >= first) & (inputs < first + kernel)
