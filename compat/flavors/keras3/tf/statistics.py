"""What ``tf.nn.sufficient_statistics`` takes from a tensor, and mean and variance of that."""
from typing import Any, Optional, Sequence, Tuple

from keras import ops

from compat.flavors.keras3.backend.symbolic import call_when_run
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype, rank


def sufficient_statistics(x: Any, axes: Sequence[int], shift: Any = None, keep_dims: Any = None,
                          keepdims: Any = None) -> Tuple[Tensor, Tensor, Tensor, Optional[Tensor]]:
    """How many values there are along the axes, their sum, the sum of their squares, and ``shift``.

    Args:
        shift: what is taken from each value first, near the mean for more exact sums; None for nothing.
    """
    count, total, squares = call_when_run(_statistics, x, [int(axis) for axis in axes], shift, bool(keep_dims or keepdims))
    return count, total, squares, None if shift is None else as_tensor(shift)


def _statistics(x: Any, axes: Sequence[int], shift: Any, keepdims: bool) -> Tuple[Tensor, Tensor, Tensor]:
    x = as_tensor(x)
    chosen = tuple(axis % rank(x) for axis in axes)
    count: Any = 1
    for axis in chosen:
        count = count * ops.shape(x)[axis]
    moved = x if shift is None else x - cast(shift, dtype(x))
    sums = [ops.sum(each, axis=chosen, keepdims=keepdims) for each in (moved, ops.square(moved))]
    return cast(count, dtype(x)), sums[0], sums[1]


def normalize_moments(counts: Any, mean_ss: Any, variance_ss: Any, shift: Any) -> Tuple[Tensor, Tensor]:
    """Mean and variance of what :func:`sufficient_statistics` gave."""
    sums = as_tensor(mean_ss)
    count = cast(counts, dtype(sums))
    shifted = sums / count
    variance = as_tensor(variance_ss) / count - ops.square(shifted)
    return (shifted if shift is None else shifted + cast(shift, dtype(sums))), variance
