"""Fourier transforms of ``tf.signal`` over several axes, the last two or three."""
from typing import Any, Callable, List, Optional, Tuple

import keras
import numpy as np
from keras import ops

from compat.flavors.keras3.backend.tensors import Tensor
from compat.flavors.keras3.tf.traced import native, of_backend, values_of


def _over(name: str, axes: int, text: str) -> Callable[[Any], Tensor]:
    def function(input: Any) -> Tensor:
        return _run(name, native(input), None, axes)

    function.__name__ = function.__qualname__ = "{}{}d".format(name.rstrip("n"), axes)
    function.__doc__ = text
    return function


def _real(name: str, axes: int, text: str) -> Callable[..., Tensor]:
    def function(input_tensor: Any, fft_length: Any = None) -> Tensor:
        x, back = native(input_tensor), name == "irfftn"
        sizes = _sizes(x, fft_length, axes, back)
        return _run(name, x if back else _fitted(x, sizes), sizes, axes)

    function.__name__ = function.__qualname__ = "{}{}d".format(name.rstrip("n"), axes)
    function.__doc__ = text
    return function


def _run(name: str, x: Tensor, sizes: Optional[List[int]], axes: int) -> Tensor:
    if keras.backend.backend() == "tensorflow":
        public = "{}{}d".format(name[:-1], axes)
        function = of_backend("", "", "tensorflow.signal." + public)
        return function(x) if sizes is None else function(x, sizes)
    function = of_backend("jax.numpy.fft." + name, "torch.fft." + name, "")
    which: Tuple[int, ...] = tuple(range(-axes, 0))
    return function(x, sizes, which)


def _sizes(x: Tensor, fft_length: Any, axes: int, back: bool) -> List[int]:
    if fft_length is not None:
        return [int(size) for size in np.asarray(values_of(fft_length, "signal.fft")).reshape(-1)]
    sizes = [int(size) for size in x.shape[-axes:]]
    return sizes[:-1] + [max(2 * (sizes[-1] - 1), 0)] if back else sizes


def _fitted(x: Tensor, sizes: List[int]) -> Tensor:
    """The last axes cut or filled with zeros to these sizes."""
    for axis, size in zip(range(-len(sizes), 0), sizes):
        have = int(x.shape[axis])
        if have > size:
            x = ops.take(x, np.arange(size, dtype="int32"), axis=axis)
        elif have < size:
            widths = [(0, 0)] * len(x.shape)
            widths[axis] = (0, size - have)
            x = ops.pad(x, widths)
    return x


fft3d = _over("fftn", 3, "The Fourier transform of complex numbers over the last three axes.")
ifft3d = _over("ifftn", 3, "The inverse of :func:`fft3d`.")
rfft2d = _real("rfftn", 2, "The Fourier transform of real numbers over two axes: (…, n, m) → (…, n, m // 2 + 1) complex.")
irfft2d = _real("irfftn", 2, "The inverse of :func:`rfft2d`.")
rfft3d = _real("rfftn", 3, "As :func:`rfft2d` over the last three axes.")
irfft3d = _real("irfftn", 3, "The inverse of :func:`rfft3d`.")
