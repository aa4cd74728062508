"""Corners of ``tf.contrib`` of TensorFlow 1: initializers, regularizers and two layers of ``tf.contrib.layers``."""
from typing import Any

import keras
import numpy as np
from keras import ops

from compat.flavors.keras3.backend.shapes import reshape
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor
from compat.flavors.keras3.tf.sparse_tensor import SparseTensor
from compat.flavors.keras3.tf.stand_ins.initial import contrib_variance_scaling as variance_scaling_initializer
from compat.flavors.keras3.tf.stand_ins.initial import (
    l1_l2_regularizer,
    l1_regularizer,
    l2_regularizer,
    xavier_initializer,
    xavier_initializer_conv2d,
)
from compat.flavors.keras3.tf.stand_ins.layers import fully_connected
from compat.flavors.keras3.tf.stand_ins.scopes import get_variable
from compat.flavors.keras3.tf.stand_ins.train import get_or_create_global_step
from compat.flavors.keras3.tf.traced import values_of

__all__ = ["dense_to_sparse", "flatten", "fully_connected", "get_or_create_global_step", "get_variable",
           "l1_l2_regularizer", "l1_regularizer", "l2_regularizer", "linear", "maxout", "relu", "softmax",
           "variance_scaling_initializer", "variable", "xavier_initializer", "xavier_initializer_conv2d"]

variable = get_variable


def flatten(inputs: Any, outputs_collections: Any = None, scope: Any = None) -> Tensor:
    """(batch, …) → (batch, n)."""
    x = as_tensor(inputs)
    size = 1
    for each in x.shape[1:]:
        size *= -1 if each is None else int(each)
    return reshape(x, (-1, size) if size >= 0 else (ops.shape(x)[0], -1))


def maxout(inputs: Any, num_units: int, axis: int = -1, scope: Any = None) -> Tensor:
    """The maximum of each group of channels: ``axis`` of n * ``num_units`` → ``num_units``.

    Raises:
        ValueError: the channels cannot be divided so.
    """
    x = as_tensor(inputs)
    place = axis % len(x.shape)
    channels = int(x.shape[place])
    if channels % num_units:
        raise ValueError("number of features({}) is not a multiple of num_units({})".format(channels, num_units))
    sizes = list(ops.shape(x))
    sizes[place:place + 1] = [num_units, channels // num_units]
    return ops.max(ops.reshape(x, [-1 if size is None else size for size in sizes]), axis=place + 1)


def dense_to_sparse(tensor: Any, eos_token: Any = 0, outputs_collections: Any = None, scope: Any = None) -> Any:
    """The elements that are not ``eos_token``, as a sparse tensor."""
    if keras.backend.backend() == "tensorflow":
        return _sparse_of_tensorflow(as_tensor(tensor), eos_token)
    values = values_of(tensor, "contrib.layers.dense_to_sparse")
    kept = np.argwhere(values != eos_token)
    places = np.ravel_multi_index(tuple(kept.T), values.shape).astype("int32")
    return SparseTensor(kept, ops.take(ops.reshape(as_tensor(tensor), (-1,)), places), values.shape)


def _sparse_of_tensorflow(tensor: Any, eos_token: Any) -> Any:
    """The same where TensorFlow computes, which needs no values for it."""
    import tensorflow as tf  # only where it is the backend, and so already loaded

    kept = tf.where(tf.not_equal(tensor, tf.cast(eos_token, tensor.dtype)))
    return tf.SparseTensor(kept, tf.gather_nd(tensor, kept), tf.shape(tensor, out_type=tf.int64))


def linear(inputs: Any, num_outputs: int, **options: Any) -> Tensor:
    """A dense layer without activation."""
    return fully_connected(inputs, num_outputs, activation_fn=None, **options)


def relu(inputs: Any, num_outputs: int, **options: Any) -> Tensor:
    """A dense layer with ReLU."""
    return fully_connected(inputs, num_outputs, **options)


def softmax(logits: Any, scope: Any = None) -> Tensor:
    """Positive numbers that sum to 1 along the last axis."""
    return ops.softmax(as_tensor(logits))
