"""Padding and resizing of sequences, images and volumes in ``K`` (Keras 2.2.4)."""
from typing import Any, List, Optional, Sequence, Tuple

from keras import ops

from compat.era import current
from compat.errors import CompatError
from compat.flavors.keras3 import context
from compat.flavors.keras3.backend.layout import from_channels_last, to_channels_last
from compat.flavors.keras3.backend.symbolic import call_when_run
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, is_symbolic, rank, static_shape
from compat.flavors.shared.dim_ordering import normalize_data_format

Pads = Sequence[Tuple[int, int]]


class InterpolationError(CompatError, ValueError):
    """A kind of interpolation that Keras does not know."""


def temporal_padding(x: Tensor, padding: Tuple[int, int] = (1, 1)) -> Tensor:
    """Zeros before and after the steps: (batch, steps, channels) → (batch, steps + sum of padding, channels)."""
    return ops.pad(as_tensor(x), [(0, 0), tuple(padding), (0, 0)])


def spatial_2d_padding(x: Tensor, padding: Pads = ((1, 1), (1, 1)), data_format: Optional[str] = None) -> Tensor:
    """Zeros around the rows and columns of a batch of images: ((top, bottom), (left, right))."""
    return _spatial_padding(x, padding, data_format)


def spatial_3d_padding(x: Tensor, padding: Pads = ((1, 1), (1, 1), (1, 1)),
                       data_format: Optional[str] = None) -> Tensor:
    """Zeros around the three spatial axes of a batch of volumes."""
    return _spatial_padding(x, padding, data_format)


def _spatial_padding(x: Tensor, padding: Pads, data_format: Optional[str]) -> Tensor:
    pads: List[Tuple[int, int]] = [(int(before), int(after)) for before, after in padding]
    if normalize_data_format(data_format) == "channels_first":
        return ops.pad(as_tensor(x), [(0, 0), (0, 0)] + pads)
    return ops.pad(as_tensor(x), [(0, 0)] + pads + [(0, 0)])


def resize_images(x: Tensor, height_factor: int, width_factor: int, data_format: Optional[str],
                  interpolation: str = "nearest") -> Tensor:
    """Images enlarged by whole factors: (batch, rows, columns, channels) → (batch, rows × f, columns × g, channels).

    ``interpolation`` is "nearest", or "bilinear" as TensorFlow 1 did it: the first pixel stays where it is, and
    0, 1 becomes 0, .5, 1, 1 (0, .25, .75, 1 in the era from Keras 2.3 on).

    Raises:
        InterpolationError: it is neither.
    """
    data_format = normalize_data_format(data_format)
    if interpolation not in ("nearest", "bilinear"):
        raise InterpolationError("unknown interpolation {!r}; choose nearest or bilinear".format(interpolation))
    if is_symbolic(x) and None in (static_shape(x) or ())[1:]:
        return call_when_run(resize_images, x, height_factor, width_factor, data_format, interpolation)
    x = to_channels_last(as_tensor(x), data_format)
    sampling = current(context.current_layer()).behaviour("bilinear_upsampling")
    stretched = _stretched if sampling == "aligned_corners" else _stretched_half_pixel
    for axis, factor in ((1, int(height_factor)), (2, int(width_factor))):
        x = ops.repeat(x, factor, axis=axis) if interpolation == "nearest" else stretched(x, factor, axis)
    return from_channels_last(x, data_format)


def resize_volumes(x: Tensor, depth_factor: int, height_factor: int, width_factor: int,
                   data_format: Optional[str]) -> Tensor:
    """Volumes enlarged by repeating each voxel: the three spatial axes times the three factors."""
    first = 2 if normalize_data_format(data_format) == "channels_first" else 1
    x = as_tensor(x)
    for axis, factor in enumerate((depth_factor, height_factor, width_factor), start=first):
        x = ops.repeat(x, int(factor), axis=axis)
    return x


def _stretched(x: Tensor, factor: int, axis: int) -> Tensor:
    """Linear interpolation from each slice to the next; the last one has no next and is repeated."""
    if factor == 1:
        return x
    following = _neighbour(x, axis, 1)
    return _interleaved(x, [x + (following - x) * (step / factor) for step in range(factor)], axis)


def _stretched_half_pixel(x: Tensor, factor: int, axis: int) -> Tensor:
    """Linear interpolation between the centers of the slices, constant beyond the outermost ones."""
    before, after = _neighbour(x, axis, -1), _neighbour(x, axis, 1)
    offsets = [(step + 0.5) / factor - 0.5 for step in range(factor)]
    return _interleaved(x, [x + ((after if at > 0 else before) - x) * abs(at) for at in offsets], axis)


def _neighbour(x: Tensor, axis: int, step: int) -> Tensor:
    """Each slice replaced by the next (1) or the one before (-1); the outermost one stays."""
    every = (slice(None),) * axis
    if step > 0:
        return ops.concatenate([x[every + (slice(1, None),)], x[every + (slice(-1, None),)]], axis=axis)
    return ops.concatenate([x[every + (slice(None, 1),)], x[every + (slice(None, -1),)]], axis=axis)


def _interleaved(x: Tensor, parts: List[Tensor], axis: int) -> Tensor:
    """Interleaves the slices of several parts along the axis."""
    factor = len(parts)
    sizes = [-1 if size is None else int(size) for size in static_shape(x) or ()]
    if sizes[axis] != -1:
        sizes[axis] *= factor
    return ops.reshape(ops.stack(parts, axis=axis + 1), _with_one_unknown(x, sizes, axis, factor))


def _with_one_unknown(x: Tensor, sizes: List[int], axis: int, factor: int) -> Tuple[Any, ...]:
    if sizes.count(-1) <= 1:
        return tuple(sizes)
    now = list(ops.shape(x))
    now[axis] = now[axis] * factor
    return tuple(now[i] if i != 0 else -1 for i in range(rank(x)))
