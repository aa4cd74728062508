"""Layers of several inputs (``keras.layers.merge`` of Keras 2).

Their masks: Keras 3 takes the OR of the inputs' masks and drops them when one input has none; Keras 2 took the AND,
and an input without a mask left the others'.
"""
from typing import Any, List

import keras
from keras import ops
from keras.src.layers.merging.base_merge import Merge as _NativeMerge  # not public

from compat.era import current
from compat.flavors.shared.instances import StandIn
from compat.flavors.shared.merge_functions import merge_function
from compat.flavors.shared.products import axes_of_each, matched_batch_dot

from ..backend.nn import l2_normalize
from ..backend.tensors import rank as rank_of
from ..engine.layer import Layer
from ..engine.masks import has_mask
from .base import legacy


class SeveralInputs:
    """Mix-in: a call on too few or too many inputs is an error, as in every Keras 2 but the last of TensorFlow."""

    name: str
    _most_inputs = float("inf")

    def __call__(self, inputs: Any, **kwargs: Any) -> Any:
        count = len(inputs) if isinstance(inputs, (list, tuple)) else 2  # Keras 3 refuses what is not a list
        least = 2 if current(self).behaviour("plain_code") == "describes" else 1
        if not least <= count <= self._most_inputs:
            raise ValueError("Layer {!r} merges at least 2 inputs{}; it was given {}".format(
                self.name, "" if self._most_inputs > count else " and at most {}".format(self._most_inputs), count))
        return super().__call__(inputs, **kwargs)  # type: ignore[misc]


class MergedMasks(SeveralInputs):
    """Mix-in: a step is valid where it is valid in all inputs that have a mask."""

    _behaviour: Any

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """AND of the masks that are there, or None; OR in the era of Keras 3, and None if one is missing."""
        if mask is None:
            return None
        _check_one_each(self, inputs, mask)
        if not has_mask(mask):
            return None
        masks = [one for one in mask if one is not None]
        if current(self).behaviour("merge_masks") == "or":
            return _combined(masks, ops.logical_or) if len(masks) == len(mask) else None
        return _combined(masks, ops.logical_and)


def _check_one_each(layer: Any, inputs: Any, mask: Any) -> None:
    if not isinstance(mask, (list, tuple)) or not isinstance(inputs, (list, tuple)) or len(mask) != len(inputs):
        raise ValueError("Layer {!r} merges a list of inputs, and needs a list of as many masks, None where there is "
                         "none; it was given {!r}".format(layer.name, mask))


def _combined(masks: List[Any], function: Any) -> Any:
    combined = ops.cast(masks[0], "bool")
    for mask in masks[1:]:
        combined = function(combined, ops.cast(mask, "bool"))
    return combined


@legacy
class _Merge(MergedMasks, _NativeMerge, Layer, metaclass=StandIn):  # type: ignore[misc]
    """Base class of layers of several inputs, which define ``_merge_function(inputs)``."""

    stands_for = _NativeMerge


@legacy
class Add(MergedMasks, keras.layers.Add, Layer):
    """Sum of the inputs."""


@legacy
class Subtract(MergedMasks, keras.layers.Subtract, Layer):
    """Difference of two inputs."""

    _most_inputs = 2


@legacy
class Multiply(MergedMasks, keras.layers.Multiply, Layer):
    """Product of the inputs."""


@legacy
class Average(MergedMasks, keras.layers.Average, Layer):
    """Mean of the inputs."""


@legacy
class Maximum(MergedMasks, keras.layers.Maximum, Layer):
    """Largest of the inputs, element by element."""


@legacy
class Minimum(MergedMasks, keras.layers.Minimum, Layer):
    """Smallest of the inputs, element by element."""


@legacy
class Concatenate(SeveralInputs, keras.layers.Concatenate, Layer):
    """Inputs side by side along ``axis``."""

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """Masks joined along a time axis, AND over the other ones; an input without a mask counts as valid."""
        if mask is None:
            return None
        _check_one_each(self, inputs, mask)
        if not has_mask(mask):
            return None
        if current(self).behaviour("merge_masks") == "or":
            return super().compute_mask(inputs, mask)
        rank = len(inputs[0].shape)
        masks = [_of_rank(one, tensor, rank) for tensor, one in zip(inputs, mask)]
        if self.axis % rank == rank - 1:
            widths = {one.shape[-1] for one in masks}
            return _combined([ops.all(one, axis=-1) for one in masks], ops.logical_and) if widths else None
        return ops.all(ops.concatenate(_same_width(masks), axis=self.axis), axis=-1)


def _of_rank(mask: Any, tensor: Any, rank: int) -> Any:
    """A mask of the rank of its tensor, last axis of size 1 when it was missing."""
    if mask is None:
        return ops.ones_like(tensor[..., :1], dtype="bool")
    mask = ops.cast(mask, "bool")
    return mask if len(mask.shape) == rank else ops.expand_dims(mask, -1)


def _same_width(masks: List[Any]) -> List[Any]:
    """Masks of one width: some have one value per step, others one per feature, which must all be valid."""
    if len({mask.shape[-1] for mask in masks}) == 1:
        return masks
    return [ops.all(mask, axis=-1, keepdims=True) for mask in masks]


@legacy
class Dot(keras.layers.Dot, Layer):
    """Dot product of two inputs along ``axes``; the mask ends here.

    Of inputs with four axes or more it is, up to Keras 2.2.4, the product of their last two: see ``K.batch_dot``.
    """

    def compute_mask(self, inputs: Any, mask: Any = None) -> None:
        """None."""

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Shape of the product."""
        if not self._matches(input_shape):
            return super().compute_output_shape(input_shape)
        return tuple(self._merge_function([keras.KerasTensor(shape) for shape in input_shape]).shape)

    def _matches(self, shapes: Any) -> bool:
        return max(map(len, shapes)) > 3 and current(self).behaviour("batch_dot") == "matched"

    def _merge_function(self, inputs: Any) -> Any:
        shapes = [tuple(tensor.shape) for tensor in inputs]
        if len(inputs) != 2 or not self._matches(shapes):
            return super()._merge_function(inputs)
        axes = axes_of_each(self.axes, [len(shape) for shape in shapes])
        if self.normalize:
            inputs = [l2_normalize(tensor, axis) for tensor, axis in zip(inputs, axes)]
        return matched_batch_dot(inputs[0], inputs[1], axes, rank_of, ops, lambda tensor: ops.swapaxes(tensor, -1, -2))


add = merge_function(Add)
average = merge_function(Average)
concatenate = merge_function(Concatenate, "axis")
dot = merge_function(Dot, "axes", "normalize")
maximum = merge_function(Maximum)
minimum = merge_function(Minimum)
multiply = merge_function(Multiply)
subtract = merge_function(Subtract)
