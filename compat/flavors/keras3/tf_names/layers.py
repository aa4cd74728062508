"""Layers of tf.keras that Keras 3 dropped, renamed or made an argument of."""
from typing import Any

import keras
from keras import ops

from compat.flavor import keras3_backend

from ..engine.layer import Layer
from ..layers import BatchNormalization
from ..layers.cropping import RandomCrop, Resizing
from .adjusted_layers import (
    AdditiveAttention,
    Attention,
    LayerNormalization,
    MultiHeadAttention,
    SpectralNormalization,
)
from .feature_columns import DenseFeatures
from .random_size import RandomHeight, RandomWidth
from .text_layers import HashedCrossing, Hashing, IntegerLookup, StringLookup, TextVectorization

__all__ = ["AbstractRNNCell", "AdditiveAttention", "Attention", "DenseFeatures", "HashedCrossing", "Hashing", "IntegerLookup",
           "LayerNormalization", "MultiHeadAttention", "PreprocessingLayer", "RandomCrop", "RandomHeight", "RandomWidth",
           "Resizing", "SpectralNormalization", "StringLookup", "SyncBatchNormalization", "TextVectorization"]

PreprocessingLayer = Layer


class AbstractRNNCell(Layer):  # type: ignore[misc]
    """Base class of a cell: a subclass defines ``call(inputs, states)``, ``state_size`` and ``output_size``."""

    def call(self, inputs: Any, states: Any) -> Any:
        """One step.

        Raises:
            NotImplementedError: the subclass does not define it.
        """
        raise NotImplementedError("Abstract method")

    @property
    def state_size(self) -> Any:
        """The size of each state.

        Raises:
            NotImplementedError: the subclass does not define it.
        """
        raise NotImplementedError("Abstract method")

    @property
    def output_size(self) -> Any:
        """The size of the output.

        Raises:
            NotImplementedError: the subclass does not define it.
        """
        raise NotImplementedError("Abstract method")

    def get_initial_state(self, inputs: Any = None, batch_size: Any = None, dtype: Any = None) -> Any:
        """Zeros of ``(batch, size)`` for each state."""
        if inputs is not None:
            batch_size, dtype = ops.shape(inputs)[0], inputs.dtype
        return keras.tree.map_structure(
            lambda size: ops.zeros((batch_size, size), dtype or keras.config.floatx()), self.state_size)


class SyncBatchNormalization(BatchNormalization):  # type: ignore[misc]
    """``BatchNormalization`` whose statistics are those of the batches of all replicas: on JAX and torch, of the one batch."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **dict(kwargs, synchronized=keras3_backend() == "tensorflow"))
