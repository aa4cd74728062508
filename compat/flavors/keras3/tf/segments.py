"""TensorFlow's reductions of the rows that share a number: ``segment_sum`` and its like, over ``keras.ops``.

The rows of ``data`` are those along its first axis; ``segment_ids`` numbers each. How many results there are follows from
the largest number, which JAX must know when it compiles: there ``unsorted_segment_sum`` and its like, which are told, compile;
a model with one of the others runs one operation at a time.
"""
from typing import Any, Callable, Optional

import keras
import numpy as np
from keras import ops

from compat.flavors.keras3.backend.symbolic import call_when_run
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, dtype_name

Name = Optional[str]


def segment_sum(data: Tensor, segment_ids: Tensor, name: Name = None) -> Tensor:
    """The sum of the rows of each number; 0 for a number without rows.

    Example:
        >>> [float(x) for x in segment_sum([1.0, 2.0, 4.0], [0, 0, 2])]
        [3.0, 0.0, 4.0]
    """
    return call_when_run(_counted(_sum), data, segment_ids)


def segment_mean(data: Tensor, segment_ids: Tensor, name: Name = None) -> Tensor:
    """The mean of the rows of each number; 0 for a number without rows."""
    return call_when_run(_counted(_mean), data, segment_ids)


def segment_max(data: Tensor, segment_ids: Tensor, name: Name = None) -> Tensor:
    """The largest of the rows of each number; 0 for a number without rows."""
    return call_when_run(_counted(_or_zero(_max)), data, segment_ids)


def segment_min(data: Tensor, segment_ids: Tensor, name: Name = None) -> Tensor:
    """The smallest of the rows of each number; 0 for a number without rows."""
    return call_when_run(_counted(_or_zero(_min)), data, segment_ids)


def unsorted_segment_sum(data: Tensor, segment_ids: Tensor, num_segments: Any, name: Name = None) -> Tensor:
    """As :func:`segment_sum`, for numbers in any order below ``num_segments``."""
    return call_when_run(_sum, data, segment_ids, num_segments)


def unsorted_segment_mean(data: Tensor, segment_ids: Tensor, num_segments: Any, name: Name = None) -> Tensor:
    """As :func:`segment_mean`, for numbers in any order below ``num_segments``."""
    return call_when_run(_mean, data, segment_ids, num_segments)


def unsorted_segment_max(data: Tensor, segment_ids: Tensor, num_segments: Any, name: Name = None) -> Tensor:
    """The largest of the rows of each number; the lowest number of the dtype for a number without rows."""
    return call_when_run(_max, data, segment_ids, num_segments)


def _counted(function: Callable[[Any, Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """The function with as many segments as the largest number says."""
    def reduced(data: Any, segment_ids: Any) -> Any:
        return function(as_tensor(data), as_tensor(segment_ids), _number(segment_ids))

    return reduced


def _number(segment_ids: Any) -> int:
    """One more than the largest number."""
    largest = ops.max(as_tensor(segment_ids)) + 1
    return largest if keras.backend.backend() == "tensorflow" else int(largest)


def _sum(data: Any, segment_ids: Any, num_segments: Any) -> Any:
    return ops.segment_sum(as_tensor(data), as_tensor(segment_ids), num_segments)


def _mean(data: Any, segment_ids: Any, num_segments: Any) -> Any:
    total = _sum(data, segment_ids, num_segments)
    return total / ops.maximum(_rows(total, segment_ids, num_segments), 1)


def _min(data: Any, segment_ids: Any, num_segments: Any) -> Any:
    return -_max(-data, segment_ids, num_segments)


def _max(data: Any, segment_ids: Any, num_segments: Any) -> Any:
    found = ops.segment_max(as_tensor(data), as_tensor(segment_ids), num_segments)
    kind = dtype_name(found.dtype)
    return ops.maximum(found, float(np.finfo(kind).min)) if kind in ("float16", "float32", "float64") else found


def _or_zero(function: Callable[[Any, Any, Any], Any]) -> Callable[[Any, Any, Any], Any]:
    def found(data: Any, segment_ids: Any, num_segments: Any) -> Any:
        result = function(data, segment_ids, num_segments)
        return ops.where(_rows(result, segment_ids, num_segments) > 0, result, ops.zeros_like(result))

    return found


def _rows(like: Any, segment_ids: Any, num_segments: Any) -> Any:
    """How many rows each number has, to be computed with ``like``."""
    ones = ops.ones_like(as_tensor(segment_ids), dtype=dtype_name(like.dtype))
    counted = ops.segment_sum(ones, as_tensor(segment_ids), num_segments)
    return ops.reshape(counted, (-1,) + (1,) * (len(like.shape) - 1))
