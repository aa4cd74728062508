"""``Embedding`` (``keras.layers.embeddings`` of Keras 1 and 2)."""
from typing import Any

import keras

from ..engine.layer import Layer
from ..engine.weights import checked_values
from .base import legacy


@legacy
class Embedding(keras.layers.Embedding, Layer):
    """A row of a matrix for each integer; with ``mask_zero`` the integer 0 is padding.

    Args:
        input_dim: number of rows.
        output_dim: size of a row.
        input_length: number of steps, when it is fixed.
        weights: a list with the matrix.
    """

    def __init__(self, input_dim: int, output_dim: int, embeddings_initializer: Any = "uniform",
                 embeddings_regularizer: Any = None, activity_regularizer: Any = None,
                 embeddings_constraint: Any = None, mask_zero: bool = False, input_length: Any = None,
                 weights: Any = None, **kwargs: Any) -> None:
        if "input_shape" not in kwargs and "batch_input_shape" not in kwargs:
            kwargs["input_shape"] = _steps(input_length)
        super().__init__(
            int(input_dim), int(output_dim), embeddings_initializer=embeddings_initializer,
            embeddings_regularizer=embeddings_regularizer, embeddings_constraint=embeddings_constraint,
            mask_zero=mask_zero, activity_regularizer=activity_regularizer, **kwargs)
        self.input_length = input_length
        self.__dict__["_input_layer_dtype"] = kwargs.get("dtype") or "int32"
        if weights is not None:
            listed = weights if isinstance(weights, (list, tuple)) else [weights]
            self.__dict__["_initial_weights"] = checked_values(self, listed)

    def build(self, input_shape: Any = None) -> None:
        """Make the matrix; some optimizers of tf.keras leave rows as they are that a batch does not read."""
        super().build(input_shape)
        self._embeddings.is_read_by_row = True

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape of the input, then the size of a row.

        Raises:
            ValueError: ``input_length`` says otherwise.
        """
        steps = _steps(self.input_length)
        fits = len(steps) == len(input_shape) - 1 and all(
            None in pair or pair[0] == pair[1] for pair in zip(steps, input_shape[1:]))
        if self.input_length is not None and not fits:
            raise ValueError("{}: input_length is {!r}, but the shape of the input is {}".format(
                self.name, self.input_length, tuple(input_shape)))
        return super().compute_output_shape(input_shape)

    def get_config(self) -> Any:
        """The configuration, with ``input_length``."""
        config = {**super().get_config(), "input_length": self.input_length}
        config.pop("weights", None)
        return config


def _steps(input_length: Any) -> Any:
    if input_length is None:
        return (None,)
    return tuple(input_length) if isinstance(input_length, (list, tuple)) else (input_length,)
