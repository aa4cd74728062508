"""``K.shape``: the shape as a small integer vector, as TensorFlow 1 gave it, which also works as a tuple.

A present backend mostly knows its shapes as Python integers (under ``jax.jit`` they must be), only TensorFlow's graphs
have sizes that are tensors. A :class:`Shape` holds either and behaves like the vector old code expects: it can be
indexed, sliced, computed with, concatenated and passed on as a shape.
"""
import operator
from typing import Any, Callable, Iterator, List, Optional, Sequence, Tuple

import keras
import numpy as np
from keras import ops

from compat.errors import UnsupportedError
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, is_symbolic, is_tensor, static_shape


@keras.saving.register_keras_serializable(package="keras_legacy_compat")
class SizeOf(keras.Operation):
    """A node of a functional model: the size of one axis as a scalar int32, known when the model runs."""

    def __init__(self, axis: int, name: Optional[str] = None) -> None:
        super().__init__(name=name)
        self.axis = axis

    def call(self, x: Tensor) -> Tensor:
        """() int32."""
        return ops.cast(ops.convert_to_tensor(ops.shape(x)[self.axis]), "int32")

    def compute_output_spec(self, x: Any) -> Any:
        """A scalar."""
        return keras.KerasTensor((), dtype="int32")

    def get_config(self) -> Any:
        """The axis."""
        return {"axis": self.axis, "name": self.name}


class Shape(Tuple[Any, ...]):
    """The sizes of a tensor's axes, as integers and, where the backend knows no more, scalar int32 tensors.

    Example:
        >>> s = Shape((2, 3, 4))
        >>> s[0], s[1:], s * 2, s.shape
        (2, Shape(3, 4), Shape(4, 6, 8), (3,))
    """

    dtype = "int32"

    @property
    def shape(self) -> Tuple[int]:
        """``(number of axes,)``: the shape of the vector."""
        return (len(self),)

    def __getitem__(self, key: Any) -> Any:
        found = tuple.__getitem__(self, key)
        return Shape(found) if isinstance(key, slice) else found

    def __iter__(self) -> Iterator[Any]:
        return tuple.__iter__(self)

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        return np.asarray([int(size) for size in self], dtype=dtype or "int32")

    def __add__(self, other: Any) -> "Shape":
        return self._with(other, operator.add)

    def __radd__(self, other: Any) -> "Shape":
        return self._with(other, operator.add)

    def __sub__(self, other: Any) -> "Shape":
        return self._with(other, operator.sub)

    def __mul__(self, other: Any) -> "Shape":
        return self._with(other, operator.mul)

    def __rmul__(self, other: Any) -> "Shape":
        return self._with(other, operator.mul)

    def __floordiv__(self, other: Any) -> "Shape":
        return self._with(other, operator.floordiv)

    def __repr__(self) -> str:
        return "Shape({})".format(", ".join(map(str, self)))

    def _with(self, other: Any, operation: Callable[[Any, Any], Any]) -> "Shape":
        """Element by element, as vectors compute; not the concatenation of tuples."""
        sizes = list(other) if isinstance(other, (list, tuple, np.ndarray)) else [other] * len(self)
        if len(sizes) != len(self):
            raise ValueError("shapes of {} and {} axes cannot be combined element by element; use K.concatenate to "
                             "join them".format(len(self), len(sizes)))
        return Shape(operation(a, b) for a, b in zip(self, sizes))


def shape(x: Tensor) -> Shape:
    """The shape of ``x`` when it runs: (…) → ``ndim`` sizes.

    On a KerasTensor a size that is not known yet is a scalar node of the model.
    """
    x = as_tensor(x)
    if not is_symbolic(x):
        return Shape(ops.shape(x))
    return Shape(_open_size(x, axis) if size is None else size for axis, size in enumerate(x.shape))


def _open_size(x: Any, axis: int) -> Any:
    """A node for the size that remembers its tensor and axis: JAX and torch need a shape, not a tensor."""
    size = SizeOf(axis)(x)
    size._is_size_of = (x, axis)
    return size


def deferred(sizes: Any) -> List[Any]:
    """Sizes for a node of a functional model: one that is open is replaced by its tensor and axis."""
    return [getattr(size, "_is_size_of", size) if is_symbolic(size) else size for size in as_shape(sizes)]


def resolved(sizes: Sequence[Any]) -> Tuple[Any, ...]:
    """What :func:`deferred` gave, inside the node, as a shape."""
    return tuple(ops.shape(size[0])[size[1]] if isinstance(size, (tuple, list)) else size for size in sizes)


def int_shape(x: Tensor) -> Optional[Tuple[Optional[int], ...]]:
    """The shape as far as it is known before the model runs: a tuple with None for the rest, e.g. ``(None, 20)``."""
    return static_shape(x)


def ndim(x: Tensor) -> int:
    """Number of axes.

    Example:
        >>> ndim([[1.0, 2.0]])
        2
    """
    sizes = static_shape(x)
    return 0 if sizes is None else len(sizes)


def count_params(x: Tensor) -> int:
    """Number of elements of a tensor of known shape."""
    return int(np.prod(np.asarray(static_shape(x) or (), dtype="int64")))


def is_shape_like(value: Any) -> bool:
    """Whether ``value`` is a vector of sizes that is not a tensor yet: a Shape, or a list of Python integers."""
    if isinstance(value, Shape):
        return True
    return isinstance(value, (list, tuple)) and bool(value) and all(is_size(size) for size in value)


def is_size(value: Any) -> bool:
    """Whether ``value`` may stand in a shape: an integer, a scalar tensor, or an unknown size of JAX."""
    if isinstance(value, (int, np.integer)):
        return not isinstance(value, bool)
    if is_tensor(value):
        return static_shape(value) == ()
    return is_unknown_size(value)


def is_unknown_size(value: Any) -> bool:
    """Whether ``value`` is the expression that stands for a size while JAX infers shapes."""
    return hasattr(value, "dimension_as_value") or type(value).__name__ == "_DimExpr"


def as_shape(value: Any) -> Tuple[Any, ...]:
    """A shape argument as ``keras.ops`` takes it: integers, -1, and scalar tensors where a size is not known.

    Args:
        value: a tuple, list, Shape, NumPy vector, or an integer tensor of rank 1.
    """
    if isinstance(value, (int, np.integer)):
        return (int(value),)
    if is_tensor(value):
        return _sizes_in_tensor(value)
    return tuple(_size(size) for size in value)


def target_shape(value: Any) -> Tuple[Any, ...]:
    """As :func:`as_shape` for a reshape, where one size that is None or symbolic is left to the backend as -1."""
    sizes = as_shape(value)
    is_open = [size is None or is_symbolic(size) for size in sizes]
    if sum(is_open) == 1 and not any(isinstance(size, int) and size == -1 for size in sizes):
        return tuple(-1 if unknown else size for size, unknown in zip(sizes, is_open))
    return sizes


def _size(size: Any) -> Any:
    if size is None or is_tensor(size) or is_unknown_size(size):
        return size
    return int(size)


def _sizes_in_tensor(value: Tensor) -> Tuple[Any, ...]:
    """A shape that was computed as a tensor: its elements, as integers where they have a value now."""
    count = (static_shape(value) or (None,))[0]
    if count is None:
        raise UnsupportedError("a shape given as a tensor of unknown length cannot be used")
    return tuple(known(value[i]) for i in range(count))


def known(size: Any) -> Any:
    """A size as an integer, where it has a value now."""
    try:
        return int(size)
    except Exception:  # a size inside a traced function: each backend raises an error class of its own
        return size


def joined(parts: Sequence[Any]) -> Shape:
    """Vectors of sizes, concatenated."""
    sizes: List[Any] = []
    for part in parts:
        sizes.extend(as_shape(part))
    return Shape(sizes)
