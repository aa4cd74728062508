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
_FLOATS = ("float16", "float32", "float64")


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


def segment_prod(data: Tensor, segment_ids: Tensor, name: Name = None) -> Tensor:
    """The product of the rows of each number; 1 for a number without rows."""
    return call_when_run(_counted(_prod), data, segment_ids)


def unsorted_segment_sum(data: Tensor, segment_ids: Tensor, num_segments: Any, name: Name = None) -> Tensor:
    """As :func:`segment_sum`, for numbers in any order below ``num_segments``; rows with a negative one are left out."""
    return call_when_run(_unsorted(_sum), data, segment_ids, num_segments)


def unsorted_segment_mean(data: Tensor, segment_ids: Tensor, num_segments: Any, name: Name = None) -> Tensor:
    """As :func:`segment_mean`, for numbers in any order below ``num_segments``."""
    return call_when_run(_unsorted(_mean), data, segment_ids, num_segments)


def unsorted_segment_sqrt_n(data: Tensor, segment_ids: Tensor, num_segments: Any, name: Name = None) -> Tensor:
    """The sum of the rows of each number, divided by the square root of how many they are."""
    return call_when_run(_unsorted(_sqrt_n), data, segment_ids, num_segments)


def unsorted_segment_prod(data: Tensor, segment_ids: Tensor, num_segments: Any, name: Name = None) -> Tensor:
    """As :func:`segment_prod`, for numbers in any order below ``num_segments``."""
    return call_when_run(_unsorted(_prod), data, segment_ids, num_segments)


def unsorted_segment_max(data: Tensor, segment_ids: Tensor, num_segments: Any, name: Name = None) -> Tensor:
    """The largest of the rows of each number; the lowest number of the dtype for a number without rows."""
    return call_when_run(_unsorted(_max), data, segment_ids, num_segments)


def unsorted_segment_min(data: Tensor, segment_ids: Tensor, num_segments: Any, name: Name = None) -> Tensor:
    """The smallest of the rows of each number; the highest number of the dtype for a number without rows."""
    return call_when_run(_unsorted(_min), data, segment_ids, num_segments)


def _unsorted(function: Callable[[Any, Any, Any], Any]) -> Callable[[Any, Any, Any], Any]:
    """The function for numbers of several axes, those of the rows, and negative ones, which belong nowhere."""
    def reduced(data: Any, segment_ids: Any, num_segments: Any) -> Any:
        data, segment_ids = as_tensor(data), as_tensor(segment_ids)
        if len(segment_ids.shape) != 1:
            data = ops.reshape(data, (-1,) + tuple(ops.shape(data))[len(segment_ids.shape):])
            segment_ids = ops.reshape(segment_ids, (-1,))
        count = num_segments if isinstance(num_segments, int) or keras.backend.backend() == "tensorflow" else int(num_segments)
        places = ops.where(segment_ids < 0, ops.full_like(segment_ids, count), segment_ids)
        return function(data, places, count + 1)[:count]

    return reduced


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


def _sqrt_n(data: Any, segment_ids: Any, num_segments: Any) -> Any:
    total = _sum(data, segment_ids, num_segments)
    return total / ops.sqrt(ops.maximum(_rows(total, segment_ids, num_segments), 1))


def _prod(data: Any, segment_ids: Any, num_segments: Any) -> Any:
    """By the logarithms of the absolute values, with the zeros and signs counted apart: that has a gradient everywhere."""
    data = as_tensor(data)
    if dtype_name(data.dtype) not in _FLOATS:
        return _whole_prod(data, segment_ids, num_segments)
    zero = ops.equal(data, 0)
    size = ops.exp(_sum(ops.log(ops.where(zero, ops.ones_like(data), ops.abs(data))), segment_ids, num_segments))
    negative = _sum(ops.cast(data < 0, data.dtype), segment_ids, num_segments)
    sign = 1.0 - 2.0 * ops.mod(negative, 2.0)
    some_zero = _sum(ops.cast(zero, data.dtype), segment_ids, num_segments) > 0
    return ops.where(some_zero, ops.zeros_like(size), size * sign)


def _whole_prod(data: Any, segment_ids: Any, num_segments: Any) -> Any:
    """The product of integers, exact: all rows of a number multiplied, 1 in place of the others."""
    numbers = ops.arange(num_segments, dtype=dtype_name(as_tensor(segment_ids).dtype))
    own = ops.equal(numbers[:, None], as_tensor(segment_ids)[None, :])
    own = ops.reshape(own, tuple(ops.shape(own)) + (1,) * (len(data.shape) - 1))
    return ops.cast(ops.prod(ops.where(own, data[None], ops.ones_like(data)[None]), axis=1), data.dtype)


def _min(data: Any, segment_ids: Any, num_segments: Any) -> Any:
    data = as_tensor(data)
    if dtype_name(data.dtype) in _FLOATS:
        return -_max(-data, segment_ids, num_segments)
    limits = np.iinfo(dtype_name(data.dtype))
    found = -1 - _max(-1 - data, segment_ids, num_segments)  # the opposite of the lowest integer is none
    return ops.where(_rows(found, segment_ids, num_segments) > 0, found, ops.full_like(found, limits.max))


def _max(data: Any, segment_ids: Any, num_segments: Any) -> Any:
    data = as_tensor(data)
    kind = dtype_name(data.dtype)
    lowest = float(np.finfo(kind).min) if kind in _FLOATS else np.iinfo(kind).min
    found = ops.segment_max(data, as_tensor(segment_ids), num_segments)
    return ops.where(_rows(found, segment_ids, num_segments) > 0, found, ops.full_like(found, lowest))


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
