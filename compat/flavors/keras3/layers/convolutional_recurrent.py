"""Recurrent convolutions (``keras.layers.convolutional_recurrent`` of Keras 2)."""
from typing import Any, List

import keras
from keras import ops, tree
from keras.src.layers.rnn.conv_lstm import ConvLSTMCell  # not public: the step of keras.layers.ConvLSTM2D

from compat.flavors.shared.conv_arithmetic import conv_output_length

from ..engine.inputs import InputSpec
from ..engine.layer import Layer, adopted
from .base import legacy
from .recurrent import RNN, InOldOrder


@legacy
class ConvRNN2D(RNN):
    """Runs a cell whose states are images over time: ``(batch, time, rows, columns, channels)``.

    Args:
        cell: a layer with ``call(inputs, states)``, ``state_size`` (channels of each state), ``kernel_size``, ``strides``,
            ``padding``, ``data_format`` and ``dilation_rate``.
        return_sequences: all outputs instead of the last one.
        return_state: the last states too, in a list after the output.
        go_backwards: from the last step to the first.
        stateful: keep the states from batch to batch.
        unroll: refused, as in Keras 2.

    Raises:
        TypeError: several cells, or ``unroll=True``.
    """

    def __init__(self, cell: Any, return_sequences: bool = False, return_state: bool = False, go_backwards: bool = False,
                 stateful: bool = False, unroll: bool = False, **kwargs: Any) -> None:
        if unroll or isinstance(cell, (list, tuple)):
            raise TypeError("ConvRNN2D takes one cell, and is not unrolled")
        super().__init__(cell, return_sequences=return_sequences, return_state=return_state, go_backwards=go_backwards,
                         stateful=stateful, **kwargs)
        self.input_spec = [InputSpec(ndim=5)]

    def build(self, input_shape: Any) -> None:
        """Make the weights, and note the size of the images."""
        self.__dict__["_images"] = self._images_of_states(input_shape)
        super().build(input_shape)

    def compute_output_shape(self, sequences_shape: Any, initial_state_shape: Any = None) -> Any:
        """The shape of the output, or with ``return_state`` a list of it and the shapes of all states."""
        sequences_shape = tuple(sequences_shape[0]) if isinstance(sequences_shape, list) else tuple(sequences_shape)
        images = self._images_of_states(sequences_shape)
        output = sequences_shape[:2 if self.return_sequences else 1] + images[0]
        return [output, *(sequences_shape[:1] + image for image in images)] if self.return_state else output

    def _zero_states(self, batch_size: Any) -> List[Any]:
        return [ops.zeros((batch_size, *image), dtype=self.compute_dtype) for image in vars(self)["_images"]]

    def _images_of_states(self, sequences_shape: Any) -> List[Any]:
        cell, last = self.cell, self.cell.data_format != "channels_first"
        sizes = sequences_shape[2:4] if last else sequences_shape[3:5]
        sizes = [conv_output_length(size, cell.kernel_size[axis], cell.padding, cell.strides[axis], cell.dilation_rate[axis])
                 for axis, size in enumerate(sizes)]
        return [(*sizes, channels) if last else (channels, *sizes) for channels in self._channels_of_states()]

    def _channels_of_states(self) -> List[int]:
        return tree.flatten(self.cell.state_size)  # type: ignore[no-any-return]


@legacy
class ConvLSTM2DCell(ConvLSTMCell, Layer):  # type: ignore[misc]
    """One step of :class:`ConvLSTM2D`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(2, *args, **kwargs)
        self.state_size = (self.filters, self.filters)

    def get_config(self) -> Any:
        """What the constructor takes."""
        config = super().get_config()
        config.pop("rank", None)
        return config


@legacy
class ConvLSTM2D(InOldOrder, keras.layers.ConvLSTM2D, ConvRNN2D):
    """LSTM whose products are convolutions over images; hard_sigmoid gates in the default era."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        adopted(self.cell, ConvLSTM2DCell)

    def compute_output_shape(self, sequences_shape: Any, initial_state_shape: Any = None) -> Any:
        """The shape of the output, or with ``return_state`` a list of it and the shapes of both states."""
        return ConvRNN2D.compute_output_shape(self, sequences_shape, initial_state_shape)

    def _channels_of_states(self) -> List[int]:
        return [self.filters, self.filters]

    def _number_of_states(self) -> int:
        return 2
