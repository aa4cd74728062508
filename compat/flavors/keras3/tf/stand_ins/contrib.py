"""Corners of ``tf.contrib`` of TensorFlow 1: initializers, regularizers and two layers of ``tf.contrib.layers``."""
from typing import Any

from keras import ops

from compat.flavors.keras3.backend.shapes import reshape
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor
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

__all__ = ["flatten", "fully_connected", "get_or_create_global_step", "get_variable", "l1_l2_regularizer",
           "l1_regularizer", "l2_regularizer", "linear", "relu", "softmax", "variance_scaling_initializer", "variable",
           "xavier_initializer", "xavier_initializer_conv2d"]

variable = get_variable


def flatten(inputs: Any, outputs_collections: Any = None, scope: Any = None) -> Tensor:
    """(batch, …) → (batch, n)."""
    x = as_tensor(inputs)
    size = 1
    for each in x.shape[1:]:
        size *= -1 if each is None else int(each)
    return reshape(x, (-1, size) if size >= 0 else (ops.shape(x)[0], -1))


def linear(inputs: Any, num_outputs: int, **options: Any) -> Tensor:
    """A dense layer without activation."""
    return fully_connected(inputs, num_outputs, activation_fn=None, **options)


def relu(inputs: Any, num_outputs: int, **options: Any) -> Tensor:
    """A dense layer with ReLU."""
    return fully_connected(inputs, num_outputs, **options)


def softmax(logits: Any, scope: Any = None) -> Tensor:
    """Positive numbers that sum to 1 along the last axis."""
    return ops.softmax(as_tensor(logits))
