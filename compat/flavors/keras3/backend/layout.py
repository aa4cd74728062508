"""Channels first or last: ``K`` computes with channels last, for which every backend has kernels, and converts."""
from typing import Any, Tuple

from keras import ops

from compat.flavors.keras3.backend.tensors import Tensor, rank


def to_channels_last(x: Tensor, data_format: str) -> Tensor:
    """(batch, channels, …) → (batch, …, channels) if the format says so."""
    if data_format == "channels_last":
        return x
    return ops.transpose(x, (0,) + tuple(range(2, rank(x))) + (1,))


def from_channels_last(x: Tensor, data_format: str) -> Tensor:
    """(batch, …, channels) → (batch, channels, …) if the format says so."""
    if data_format == "channels_last":
        return x
    return ops.transpose(x, (0, rank(x) - 1) + tuple(range(1, rank(x) - 1)))


def per_axis(value: Any, n: int) -> Tuple[int, ...]:
    """An int or a sequence of ``n`` → a tuple of ``n`` ints."""
    return (int(value),) * n if isinstance(value, int) else tuple(int(v) for v in value)
