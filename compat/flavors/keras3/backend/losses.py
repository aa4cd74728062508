"""Cross-entropies of ``K`` (Keras 2.2.4), without any mean: one number per sample and step, or per element.

Probabilities are kept ``K.epsilon()`` away from 0 and 1: a certain and wrong prediction costs 16.118 by default, and 15.425
in the eras of Keras 2.3 to tf.keras 2.15.
"""
from typing import Tuple

import keras
from keras import ops

from compat.era import current
from compat.errors import CompatError
from compat.flavors.keras3.backend.symbolic import where_sizes_are_known
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, positive_axis, rank, static_shape
from compat.flavors.keras3.context import current_layer
from compat.flavors.keras3.logits import behind


class AxisError(CompatError, ValueError):
    """An axis that the tensor does not have."""


def categorical_crossentropy(target: Tensor, output: Tensor, from_logits: bool = False, axis: int = -1) -> Tensor:
    """One-hot (or soft) targets and predictions of one shape (…, classes) → (…).

    Args:
        output: probabilities, scaled to sum to 1; or logits if ``from_logits``.
        axis: where the classes are.
    """
    output, from_logits = behind(as_tensor(output), from_logits, "softmax")
    target = cast(target, output.dtype)
    axis = _axis_in(output, axis)
    if from_logits:
        return -ops.sum(ops.multiply(target, ops.log_softmax(output, axis=axis)), axis=axis)
    scaled = _clipped(output / ops.sum(output, axis=axis, keepdims=True))
    return -ops.sum(ops.multiply(target, ops.log(scaled)), axis=axis)


def sparse_categorical_crossentropy(target: Tensor, output: Tensor, from_logits: bool = False,
                                    axis: int = -1) -> Tensor:
    """Class numbers (…), (…, 1) or flat, of any dtype, and predictions (…, classes) → (…).

    Args:
        output: probabilities; or logits if ``from_logits``.
        axis: where the classes are.
    """
    output, from_logits = behind(as_tensor(output), from_logits, "softmax")
    return _of_classes(output, target, from_logits, _axis_in(output, axis))


@where_sizes_are_known(lambda output, target, from_logits, axis: output.shape[:axis] + output.shape[axis + 1:])
def _of_classes(output: Tensor, target: Tensor, from_logits: bool, axis: int) -> Tensor:
    if axis != rank(output) - 1:
        order = [other for other in range(rank(output)) if other != axis] + [axis]
        output = ops.transpose(output, order)
    logits = output if from_logits else ops.log(_clipped(output))
    classes = (static_shape(output) or (None,))[-1]
    if classes is None and rank(target) >= rank(output) - 1:  # as many as there are samples: similarities in a batch
        wanted = cast(target if rank(target) == rank(output) else ops.expand_dims(target, -1), "int32")
        return ops.squeeze(-ops.take_along_axis(ops.log_softmax(logits, axis=-1), wanted, axis=-1), axis=-1)
    flat = ops.log_softmax(ops.reshape(logits, (-1, classes)), axis=-1)
    wanted = ops.reshape(cast(target, "int32"), (-1, 1))
    losses = -ops.take_along_axis(flat, wanted, axis=1)
    return ops.reshape(losses, _shape_without_classes(output))


def binary_crossentropy(target: Tensor, output: Tensor, from_logits: bool = False) -> Tensor:
    """Targets and predictions of one shape → the same shape.

    Args:
        output: probabilities; or logits if ``from_logits``.

    Example:
        >>> round(float(binary_crossentropy(1.0, 0.0)), 3)
        16.118
    """
    logits, from_logits = behind(as_tensor(output), from_logits, "sigmoid")
    target = cast(target, logits.dtype)
    if not from_logits:
        clipped = _clipped(logits)
        if current(current_layer()).behaviour("binary_crossentropy") == "padded":
            return _padded(target, clipped)
        logits = ops.log(clipped / (1.0 - clipped))
    return ops.relu(logits) - ops.multiply(logits, target) + ops.log1p(ops.exp(-ops.abs(logits)))


def _padded(target: Tensor, probabilities: Tensor) -> Tensor:
    """The formula of Keras 2.3, which adds ``K.epsilon()`` inside the logarithms."""
    epsilon = keras.config.epsilon()
    return -(ops.multiply(target, ops.log(probabilities + epsilon))
             + ops.multiply(1.0 - target, ops.log(1.0 - probabilities + epsilon)))


def _clipped(probabilities: Tensor) -> Tensor:
    epsilon = keras.config.epsilon()
    return ops.clip(probabilities, epsilon, 1.0 - epsilon)


def _axis_in(output: Tensor, axis: int) -> int:
    if not -rank(output) <= axis < rank(output):
        raise AxisError("axis {} of a tensor of {} axes".format(axis, rank(output)))
    return positive_axis(axis, rank(output))


def _shape_without_classes(output: Tensor) -> Tuple[int, ...]:
    sizes = static_shape(output) or ()
    if sizes[:-1].count(None) <= 1:
        return tuple(-1 if size is None else size for size in sizes[:-1])
    return tuple(ops.shape(output))[:-1]
