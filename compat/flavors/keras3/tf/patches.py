"""Windows of images and volumes: ``tf.extract_image_patches`` and its like, dilation and erosion, over ``keras.ops``."""
from typing import Any, List, Sequence, Tuple

import numpy as np
from keras import ops

from compat.errors import UnsupportedError
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype, rank, static_shape
from compat.flavors.keras3.tf.convolution import _spatial


def extract_image_patches(images: Any, ksizes: Any = None, strides: Any = None, rates: Any = None, padding: Any = None,
                          sizes: Any = None) -> Tensor:
    """Each window of images as one vector: (batch, h, w, c) → (batch, new h, new w, rows * columns * c).

    Args:
        ksizes: ``[1, rows, columns, 1]``; ``sizes`` is TensorFlow 2's name of it.
        strides: ``[1, down, right, 1]``, from one window to the next.
        rates: ``[1, down, right, 1]``, from one value of a window to the next.
        padding: ``"VALID"``, or ``"SAME"`` with zeros around the images.

    Raises:
        UnsupportedError: the height or width is not known.

    Example:
        >>> image = np.arange(9, dtype="float32").reshape(1, 3, 3, 1)
        >>> [int(x) for x in extract_image_patches(image, [1, 2, 2, 1], [1, 1, 1, 1], [1, 1, 1, 1], "VALID")[0, 0, 1]]
        [1, 2, 4, 5]
    """
    return _flat(images, sizes if ksizes is None else ksizes, strides, rates, padding, 2)


def extract_volume_patches(input: Any, ksizes: Any, strides: Any, padding: str) -> Tensor:
    """As :func:`extract_image_patches` of volumes: (batch, s1, s2, s3, c) → (batch, new s1, new s2, new s3, n * c)."""
    return _flat(input, ksizes, strides, 1, padding, 3)


def dilation2d(input: Any, filters: Any, strides: Any, padding: str, dilations: Any = None, rates: Any = None,
               data_format: str = "NHWC") -> Tensor:
    """The maximum of each window with ``filters`` (rows, columns, c) added: (batch, h, w, c) → (batch, new h, new w, c).

    Raises:
        UnsupportedError: a data format other than NHWC.
    """
    if data_format != "NHWC":
        raise UnsupportedError("tf.nn.dilation2d is served for the data format NHWC, not {}".format(data_format))
    x, added = as_tensor(input), as_tensor(filters)
    sizes = [int(size or 0) for size in (static_shape(added) or ())[:2]]
    rate = rates if dilations is None else dilations
    found = _windows(x, sizes, _spatial(strides, "NHWC", 2), _spatial(1 if rate is None else rate, "NHWC", 2), padding,
                     _lowest(dtype(x)))
    return ops.max(found + cast(added, dtype(x)), axis=(3, 4))


def erosion2d(value: Any, kernel: Any, strides: Any, padding: str, dilations: Any = None, rates: Any = None,
              data_format: str = "NHWC") -> Tensor:
    """The minimum of each window with the flipped ``kernel`` subtracted: the :func:`dilation2d` of the negative."""
    turned = ops.flip(as_tensor(kernel), axis=(0, 1))
    return -dilation2d(-as_tensor(value), turned, strides, padding, dilations, rates, data_format)


def _lowest(name: str) -> Any:
    return float(np.finfo(name).min) if "float" in name and name != "bfloat16" else \
        -3.38e38 if name == "bfloat16" else int(np.iinfo(name).min)


def _flat(images: Any, ksizes: Any, strides: Any, rates: Any, padding: str, n: int) -> Tensor:
    x = as_tensor(images)
    sizes, steps = _spatial(ksizes, None, n), _spatial(strides, None, n)
    found = _windows(x, sizes, steps, _spatial(rates, None, n), padding, 0)
    length = int(np.prod(sizes)) * int((static_shape(x) or (None,))[-1] or 0)
    return ops.reshape(found, tuple(ops.shape(found))[:n + 1] + (length,))


def _windows(x: Tensor, sizes: Sequence[int], steps: Sequence[int], rates: Sequence[int], padding: str, fill: Any) -> Tensor:
    """(batch, s1, …, sn, c) → (batch, places1, …, placesn, size1, …, sizen, c)."""
    n = len(sizes)
    lengths = _known(x, n)
    pads, places = zip(*[_axis(*each, padding) for each in zip(lengths, sizes, steps, rates)])
    if any(before or after for before, after in pads):
        x = ops.pad(x, [(0, 0), *pads, (0, 0)], constant_values=fill or None)
    for axis in range(n, 0, -1):  # from the last, so that the axes in front keep their numbers
        x = ops.take(x, places[axis - 1], axis=axis)
    order = [0, *range(1, 2 * n, 2), *range(2, 2 * n + 1, 2), 2 * n + 1]
    assert rank(x) == 2 * n + 2
    return ops.transpose(x, order)


def _known(x: Tensor, n: int) -> List[int]:
    sizes = list(static_shape(x) or ())[1:-1]
    if len(sizes) != n or None in sizes:
        raise UnsupportedError("windows are served of tensors (batch, {}, channels) whose sizes are known, not {}".format(
            ", ".join("s{}".format(axis + 1) for axis in range(n)), static_shape(x)))
    return [int(size or 0) for size in sizes]


def _axis(length: int, size: int, step: int, rate: int, padding: str) -> Tuple[Tuple[int, int], np.ndarray]:
    """What is padded before and after an axis, and the places (windows, size) of each window in it."""
    width = (size - 1) * rate + 1
    if str(padding).upper() == "SAME":
        count = -(-length // step)
        missing = max((count - 1) * step + width - length, 0)
    else:
        count, missing = max((length - width) // step + 1, 0), 0
    places = np.arange(count)[:, None] * step + np.arange(size)[None, :] * rate
    return (missing // 2, missing - missing // 2), places.astype("int32")
