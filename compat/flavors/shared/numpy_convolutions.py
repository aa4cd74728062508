"""Convolution and pooling of ``keras.backend.numpy_backend`` (Keras 2.3.1), on NumPy arrays.

They are what Keras 2.3 compared its backends with, and pad in their own way: ``"same"`` puts the extra zero of an even kernel
before the first value, pools leave out what is padded at either end, and a transposed convolution with ``"valid"`` is the
smaller one.
"""
import itertools
from typing import Any, Callable, Dict, List, Sequence, Tuple, Union

import numpy as np

_Sizes = Union[int, Sequence[int]]


def normalize_conv(func: Callable[..., Any]) -> Callable[..., Any]:
    """A convolution of arrays with the channels first, as one that takes arrays of either data format.

    Args:
        func: called with ``x`` of shape ``(batch, inputs, …)`` and ``w`` of shape ``(inputs, outputs, …)``, mirrored along its
            spatial axes and spread by the dilation, and with ``padding`` and ``data_format``.

    Returns:
        A function of ``x`` and of a kernel of shape ``(…, inputs, outputs)``, and by name of ``padding``, ``data_format`` and
        ``dilation_rate=1``.

    Example:
        >>> size_of_kernel = normalize_conv(lambda x, w, padding, data_format: x * w.size)
        >>> size_of_kernel(np.ones((1, 1, 1)), np.ones((2, 1, 1)), padding="same", data_format="channels_last", dilation_rate=2)
        array([[[3.]]])
    """
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        x, w = args
        last = kwargs["data_format"] == "channels_last"
        spread = _spread(w, kwargs.pop("dilation_rate", 1))
        mirrored = np.moveaxis(np.flip(spread, tuple(range(w.ndim - 2))), (-2, -1), (0, 1))
        y = func(np.moveaxis(x, -1, 1) if last else x, mirrored, **kwargs)
        return np.moveaxis(y, 1, -1) if last else y

    return wrapper


def _spread(w: Any, rate: _Sizes) -> Any:
    """A kernel with zeros between its values."""
    axes = w.ndim - 2
    rates = (rate,) * axes if isinstance(rate, int) else tuple(rate)
    sizes = tuple((size - 1) * step + 1 for size, step in zip(w.shape, rates))
    found = np.zeros(sizes + w.shape[axes:], w.dtype)
    found[tuple(slice(None, None, step) for step in rates)] = w
    return found


#: How far from its first value a convolution of each mode begins, and by how much it is shorter than the whole one.
_BEGINS: Dict[str, Callable[[int], int]] = {
    "full": lambda size: 0, "same": lambda size: (size - 1) // 2, "valid": lambda size: size - 1,
}
_SHORTER: Dict[str, Callable[[int], int]] = {
    "full": lambda size: 0, "same": lambda size: size - 1, "valid": lambda size: 2 * (size - 1),
}


def _parts(x: Any, w: Any, mode: str) -> List[Tuple[Any, Any]]:
    """For each place of a kernel ``(inputs, outputs, …)``: its values, and what of ``x`` they are multiplied with."""
    if mode not in _BEGINS:
        raise ValueError("padding is {}, not {!r}".format(", ".join(sorted(_BEGINS)), mode))
    sizes = w.shape[2:]
    lengths = [axis + size - 1 - _SHORTER[mode](size) for axis, size in zip(x.shape[2:], sizes)]
    padded = np.pad(x, [(0, 0), (0, 0)] + [(size - 1, size - 1) for size in sizes], "constant")
    found = []
    for place in itertools.product(*map(range, sizes)):
        begins = [_BEGINS[mode](size) + size - 1 - at for size, at in zip(sizes, place)]
        cut = tuple(slice(begin, begin + length) for begin, length in zip(begins, lengths))
        found.append((w[(slice(None), slice(None)) + place], padded[(slice(None), slice(None)) + cut]))
    return found


def _convolved(x: Any, w: Any, mode: str) -> Any:
    return sum(np.moveaxis(np.tensordot(part, values, (1, 0)), -1, 1) for values, part in _parts(x, w, mode))


@normalize_conv
def conv(x: Any, w: Any, padding: str, data_format: str) -> Any:
    """Convolution: ``x`` of ``(batch, …, inputs)``, a kernel of ``(…, inputs, outputs)``."""
    return _convolved(x, w, padding)


@normalize_conv
def depthwise_conv(x: Any, w: Any, padding: str, data_format: str) -> Any:
    """Convolution of each channel by itself: a kernel of ``(…, inputs, multiplier)``."""
    parts = _parts(x, w, padding)
    y = sum(part[:, :, None] * values.reshape(values.shape + (1,) * (x.ndim - 2)) for values, part in parts)
    return np.reshape(y, (y.shape[0], -1) + y.shape[3:])  # type: ignore[union-attr]


def separable_conv(x: Any, w1: Any, w2: Any, padding: str, data_format: str) -> Any:
    """Depthwise convolution with ``w1``, then a convolution with ``w2`` over the channels alone."""
    y = depthwise_conv(x, w1, padding=padding, data_format=data_format)
    return conv(y, w2, padding=padding, data_format=data_format)


def conv_transpose(x: Any, w: Any, output_shape: Any, padding: str, data_format: str, dilation_rate: _Sizes = 1) -> Any:
    """Transposed convolution without strides: a kernel of ``(…, outputs, inputs)``; ``output_shape`` follows from the rest."""
    last = data_format == "channels_last"
    y = _convolved(np.moveaxis(x, -1, 1) if last else x, np.moveaxis(_spread(w, dilation_rate), (-1, -2), (0, 1)), padding)
    return np.moveaxis(y, 1, -1) if last else y


def pool(x: Any, pool_size: Sequence[int], strides: Sequence[int], padding: str, data_format: str, pool_mode: str) -> Any:
    """The largest value (``pool_mode="max"``) or the mean (``"avg"``) of windows; padding is left out of either.

    Raises:
        ValueError: another mode.
    """
    if pool_mode not in ("max", "avg"):
        raise ValueError("pool_mode is max or avg, not {!r}".format(pool_mode))
    last = data_format == "channels_last"
    x = np.moveaxis(x, -1, 1) if last else x
    if padding == "same":
        x = np.pad(x, [(0, 0), (0, 0)] + [(size // 2, size // 2) for size in pool_size], "constant",
                   constant_values=np.nan)
    lengths = [axis - size + 1 for axis, size in zip(x.shape[2:], pool_size)]
    windows = [x[(slice(None), slice(None)) + tuple(
        slice(at, at + length, step) for at, length, step in zip(place, lengths, strides))]
        for place in itertools.product(*map(range, pool_size))]
    y = np.nanmax(windows, axis=0) if pool_mode == "max" else np.nanmean(windows, axis=0, dtype="float64")
    return np.moveaxis(y, 1, -1) if last else y

