"""Layers inside a cell of a program: tf.keras ran the cell where its layer was called, Keras 3 only builds it."""
from typing import Any

import keras
from keras import tree
from keras.src.backend import compute_output_spec  # not public: how Keras calls a layer to see the shapes of its outputs

from ..uncompiled import ValuesNeededError


def build_layers_of_cell(cell: Any, shape: Any) -> None:
    """Make the weights of the layers that a cell calls, so that a model lists them before its first batch.

    Args:
        cell: built.
        shape: ``(batch, time, features)`` of the sequences.
    """
    if isinstance(cell, keras.layers.StackedRNNCells) or all(
            layer.built for layer in cell._flatten_layers(include_self=False)):
        return
    batch = shape[0]
    step = keras.KerasTensor((batch, *shape[2:]), cell.compute_dtype)
    states = [keras.KerasTensor((batch, *(size if isinstance(size, (list, tuple)) else (size,))), cell.compute_dtype)
              for size in (cell.state_size if isinstance(cell.state_size, (list, tuple)) else [cell.state_size])]
    if any(size is None for state in states for size in tree.flatten(state.shape[1:])):
        return
    try:
        compute_output_spec(cell.__call__, step, states)
    except (TypeError, ValueError, AttributeError, KeyError, IndexError, RuntimeError, ValuesNeededError):
        return  # the cell needs data: the first batch makes the weights
