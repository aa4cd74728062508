"""Clipping of gradients as tf.keras did it: that of an Embedding by what each read of a row adds, before these are summed.

On TensorFlow such a gradient holds its parts; on JAX and torch it comes as one matrix, whose rows are sums already.
"""
from typing import Any, List

from compat.flavor import keras3_backend


class ClipsParts:
    """Mix-in of an optimizer."""

    def _clip_gradients(self: Any, grads: Any) -> Any:
        """The gradients within the bounds of the optimizer."""
        given = list(grads)
        if keras3_backend() != "tensorflow" or not any(map(_has_parts, given)):
            return super()._clip_gradients(given)  # type: ignore[misc]
        parts = [each.values if _has_parts(each) else each for each in given]
        clipped: List[Any] = super()._clip_gradients(parts)  # type: ignore[misc]
        return [_with_parts(each, new) if _has_parts(each) else new for each, new in zip(given, clipped)]


def _has_parts(gradient: Any) -> bool:
    return hasattr(gradient, "indices") and hasattr(gradient, "values")


def _with_parts(gradient: Any, values: Any) -> Any:
    return type(gradient)(values, gradient.indices, gradient.dense_shape)
