"""Channels first or last: ``K`` computes with channels last, for which every backend has kernels, and converts."""
from typing import Any, Sequence, Tuple

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


def transpose_shape(shape: Sequence[Any], target_format: str, spatial_axes: Sequence[int]) -> Tuple[Any, ...]:
    """A channels-last shape in the target format: (batch, …, channels) → (batch, channels, …) for channels_first.

    Args:
        spatial_axes: where the spatial axes of ``shape`` are, e.g. ``(0, 1)`` or ``(1, 2)``: axes before them stay.

    Example:
        >>> transpose_shape((16, 128, 128, 32), "channels_first", spatial_axes=(1, 2))
        (16, 32, 128, 128)
    """
    if target_format == "channels_first":
        before = tuple(shape[:spatial_axes[0]])
        return before + (shape[-1],) + tuple(shape[axis] for axis in spatial_axes)
    return tuple(shape)


def per_axis(value: Any, n: int) -> Tuple[int, ...]:
    """An int or a sequence of ``n`` → a tuple of ``n`` ints."""
    return (int(value),) * n if isinstance(value, int) else tuple(int(v) for v in value)
