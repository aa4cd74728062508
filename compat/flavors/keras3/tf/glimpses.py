"""``tf.image.extract_glimpse``: a window of each image, at offsets that a model computes."""
from typing import Any, Sequence

import keras
from keras import ops

from compat.errors import UnsupportedError
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, static_shape


def extract_glimpse(input: Any, size: Sequence[int], offsets: Any, centered: bool = True, normalized: bool = True,
                    noise: str = "uniform", uniform_noise: bool = True) -> Tensor:
    """A window of each image: (batch, h, w, c) → (batch, rows, columns, c), noise where it lies outside.

    Args:
        size: rows and columns.
        offsets: (batch, 2), down and right; no gradient passes.
        centered: whether they count from the middle of the image, else from the upper left corner.
        normalized: whether they are in heights and widths of the image, of halves of them where ``centered``; else in pixels.
            Only offsets that are both say where the middle of the window is, others where it begins, as TensorFlow has it.
        noise: ``"uniform"`` or ``"gaussian"``, between the smallest and the largest value of the images, or ``"zero"``.
        uniform_noise: of TensorFlow 1, ``False`` for ``"gaussian"``.

    Raises:
        UnsupportedError: the height or width is not known, or another noise.

    Example:
        >>> images = ops.reshape(ops.arange(9.0), (1, 3, 3, 1))
        >>> window = extract_glimpse(images, (2, 2), [[1.0, 2.0]], centered=False, normalized=False, noise="zero")
        >>> ops.convert_to_numpy(window)[0, :, :, 0].tolist()
        [[5.0, 0.0], [8.0, 0.0]]
    """
    images = as_tensor(input)
    height, width = (static_shape(images) or (None,) * 4)[1:3]
    if height is None or width is None:
        raise UnsupportedError("tf.image.extract_glimpse needs images of a known height and width, not {}".format(
            (height, width)))
    known = height, width
    places = [_places(offset, extent, int(window), centered, normalized) for offset, extent, window in zip(
        ops.split(cast(offsets, "float32"), 2, axis=1), known, size)]
    inside = [ops.logical_and(place >= 0, place < extent) for place, extent in zip(places, known)]
    rows, columns = [ops.clip(place, 0, extent - 1) for place, extent in zip(places, known)]
    found = ops.take_along_axis(images, rows[:, :, None, None], axis=1)
    found = ops.take_along_axis(found, columns[:, None, :, None], axis=2)
    seen = ops.logical_and(inside[0][:, :, None], inside[1][:, None, :])[..., None]
    return ops.where(seen, found, _noise(images, found, noise if uniform_noise else "gaussian"))


def _places(offset: Any, extent: int, window: int, centered: bool, normalized: bool) -> Any:
    """The places along an axis, whole numbers (batch, window)."""
    begin = offset * extent if normalized else offset
    if centered:
        begin = begin / 2 + extent / 2 - window / 2 if normalized else begin + extent / 2
    return cast(ops.trunc(begin), "int32") + ops.arange(window, dtype="int32")[None]


def _noise(images: Any, found: Any, noise: str) -> Any:
    if noise == "zero":
        return ops.zeros_like(found)
    least, most = ops.min(images), ops.max(images)
    if noise == "uniform":
        return least + (most - least) * cast(keras.random.uniform(ops.shape(found)), found.dtype)
    if noise != "gaussian":
        raise UnsupportedError("tf.image.extract_glimpse takes noise='uniform', 'gaussian' or 'zero', not {!r}".format(noise))
    drawn = ops.mean(images) + ops.std(images) * cast(keras.random.normal(ops.shape(found)), found.dtype)
    return ops.clip(drawn, least, most)
