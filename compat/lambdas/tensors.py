"""What TensorFlow's tensors did by themselves and those of other backends do not: lists as operands, negative steps.

``x[..., ::-1] - [103.9, 116.8, 123.7]`` is in half of all image models. JAX and torch refuse a list as an operand, and
torch a slice with a negative step; where that happens, the backend's own functions ``constant`` and ``reverse`` do it.
"""
from __future__ import annotations

from typing import Any, List, Tuple


def is_tensor(value: Any) -> bool:
    """Whether a value is a tensor of some backend, or its shape as a vector, which computes as one.

    NumPy arrays are not: they convert themselves.
    """
    return hasattr(value, "shape") and hasattr(value, "dtype") and not type(value).__module__.startswith("numpy")


def matched(left: Any, right: Any, backend: Any) -> Tuple[Any, Any]:
    """The operands, a list or tuple beside a tensor made a constant of the tensor's dtype."""
    if _is_list(right) and is_tensor(left):
        return left, backend.constant(right, dtype=backend.dtype(left))
    if _is_list(left) and is_tensor(right):
        return backend.constant(left, dtype=backend.dtype(right)), right
    return left, right


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and not is_tensor(value)


def subscript(value: Any, index: Any, backend: Any) -> Any:
    """``value[index]``; negative steps by reversing first where the tensor does not take them itself.

    Raises:
        Whatever ``value[index]`` raises, unless a negative step is the reason.
    """
    try:
        return value[index]
    except (ValueError, TypeError, NotImplementedError, IndexError):
        parts = list(index) if isinstance(index, tuple) else [index]
        if not is_tensor(value) or not any(_backwards(each) for each in parts):
            raise
        axes = _axes(parts, len(value.shape))
        reversed_axes = [axis for axis, part in zip(axes, parts) if _backwards(part)]
        forwards = [_forwards(part, value.shape[axis]) if _backwards(part) else part
                    for axis, part in zip(axes, parts)]
        return backend.reverse(value, reversed_axes)[tuple(forwards)]


def _backwards(part: Any) -> bool:
    return isinstance(part, slice) and isinstance(part.step, int) and part.step < 0


def _axes(parts: List[Any], rank: int) -> List[int]:
    """The axis of the tensor that each part of an index is for; None adds an axis, an ellipsis skips some."""
    taken = sum(part is not None and part is not Ellipsis for part in parts)
    axes, axis = [], 0
    for part in parts:
        axes.append(axis)
        if part is Ellipsis:
            axis += rank - taken
        elif part is not None:
            axis += 1
    return axes


def _forwards(part: slice, size: Any) -> slice:
    """The slice that takes from the reversed axis what ``part`` takes from the axis itself."""
    if part.start is None and part.stop is None:
        return slice(None, None, -part.step)
    if not isinstance(size, int):
        raise ValueError("a slice with a negative step and bounds needs an axis of known size")
    start, stop, step = part.indices(size)
    return slice(size - 1 - start, size - 1 - stop, -step)
