"""Memory for the values of a file."""

from __future__ import annotations

from typing import Tuple

import numpy as np

from compat.saved.records import element_count

ALIGNMENT = 64  # bytes, as TensorFlow, JAX and torch align their own tensors


def aligned(shape: Tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """An uninitialized array whose memory a backend can use for a tensor without copying."""
    size = element_count(shape) * dtype.itemsize
    memory = np.empty(size + ALIGNMENT, dtype=np.uint8)
    begin = -memory.ctypes.data % ALIGNMENT
    return memory[begin:begin + size].view(dtype).reshape(shape)
