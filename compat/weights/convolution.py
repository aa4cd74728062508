"""Convolution kernels: Keras 1's layouts, and Theano's rotation.

The hub: ``(*kernel_size, input channels, filters)``, transposed convolutions ``(*kernel_size, filters, input
channels)``. Keras 1 kept a channels-first kernel as ``(filters, input channels, *kernel_size)``, Conv1D with an axis
of size 1. Theano convolves where the others correlate, so that its kernels are rotated by 180 degrees in every
version of Keras.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Tuple

import numpy as np

from compat.hub.records import Origin

Arrays = List[np.ndarray]


def squeeze_keras1_conv1d(arrays: Arrays, config: Dict[str, Any], origin: Origin) -> Arrays:
    """Step: the Conv1D kernel of Keras 1, ``(length, 1, in, out)`` or before 1.2 ``(out, in, length, 1)``."""
    if not arrays or arrays[0].ndim != 4:
        return arrays
    kernel, length = arrays[0], _sizes(config)
    if kernel.shape[:2] != length + (1,) and kernel.shape[2:] == length + (1,):
        kernel = kernel.transpose(2, 3, 1, 0)
    return [kernel[:, 0]] + arrays[1:]


def kernel_last_from_keras1(arrays: Arrays, config: Dict[str, Any], origin: Origin) -> Arrays:
    """Step: channels-first kernels of Keras 1, ``(out, in, *kernel_size)``, to the hub's layout: all that have it."""
    if origin.major != 1 or config.get("data_format") != "channels_first":
        return arrays
    size = _sizes(config) if "kernel_size" in config else ()
    return [array if array.ndim < 4 or _is_kernel_last(array, size) else _kernel_last(array) for array in arrays]


def transposed_kernel_from_keras1(arrays: Arrays, config: Dict[str, Any], origin: Origin) -> Arrays:
    """Step: the kernel of Keras 1's Deconvolution2D to ``(rows, columns, out, in)``."""
    if origin.major != 1 or not arrays:
        return arrays
    kernel = arrays[0]
    if config.get("data_format") == "channels_first":
        kernel = np.moveaxis(kernel, (0, 1), (-2, -1))  # stored (out, in, rows, columns)
    else:
        kernel = np.swapaxes(kernel, -1, -2)
    return [kernel] + arrays[1:]


def rotate_theano_kernel(arrays: Arrays, config: Dict[str, Any], origin: Origin) -> Arrays:
    """Step: undo Theano's rotation, for every kernel of the layer (a recurrent convolution has two)."""
    if not origin.flips_kernels:
        return arrays
    return [rotated(array) if array.ndim >= 3 else array for array in arrays]


def rotated(kernel: np.ndarray) -> np.ndarray:
    """A kernel ``(*kernel_size, channels, filters)`` turned by 180 degrees in all its spatial axes.

    Example:
        >>> rotated(np.arange(3).reshape(3, 1, 1)).ravel().tolist()
        [2, 1, 0]
    """
    spatial = tuple(slice(None, None, -1) for _ in range(kernel.ndim - 2))
    return kernel[spatial]


def _kernel_last(kernel: np.ndarray) -> np.ndarray:
    return np.moveaxis(kernel, (0, 1), (-1, -2))


def _is_kernel_last(kernel: np.ndarray, size: Tuple[int, ...]) -> bool:
    """Whether a kernel has the hub's layout already, as far as its shape tells."""
    rank = len(size)
    return rank > 0 and kernel.shape[:rank] == size and kernel.shape[2:] not in (size, (1,) * rank)


def _sizes(config: Dict[str, Any]) -> Tuple[int, ...]:
    size: Any = config["kernel_size"]
    return tuple(size) if isinstance(size, (list, tuple)) else (size,)


Step = Callable[[Arrays, Dict[str, Any], Origin], Arrays]
