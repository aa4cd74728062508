"""Attributes of tensors in an expression, also those that only TensorFlow 1 tensors, shapes and dtypes had.

``x.get_shape().as_list()[1]``, ``x.shape[1].value`` and ``x.dtype.base_dtype.name`` are in many old Lambdas; on JAX,
torch and Keras 3's symbolic tensors a shape is a tuple, a dimension a number, and a dtype often a string. Names are
checked against the tables before this module is asked.
"""
from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional, Tuple


class Shape(Tuple[Optional[int], ...]):
    """A shape with the attributes and methods of TensorFlow's ``TensorShape``.

    Example:
        >>> Shape((None, 3)).as_list(), Shape((2, 3)).num_elements(), Shape((2, 3)).ndims
        ([None, 3], 6, 2)
    """

    def as_list(self) -> List[Optional[int]]:
        """The dimensions as a list."""
        return list(self)

    @property
    def ndims(self) -> int:
        """Number of dimensions."""
        return len(self)

    rank = ndims

    @property
    def dims(self) -> List[Optional[int]]:
        """The dimensions as a list."""
        return list(self)

    def is_fully_defined(self) -> bool:
        """Whether every dimension is known."""
        return None not in self

    def num_elements(self) -> Optional[int]:
        """The product of the dimensions, None when one is unknown."""
        product = 1
        for each in self:
            if each is None:
                return None
            product *= each
        return product


def read(value: Any, name: str) -> Any:
    """``value.name``, or what TensorFlow 1 would have answered; AttributeError if neither exists."""
    try:
        return getattr(value, name)
    except AttributeError:
        if name in _LEGACY:
            answer = _LEGACY[name](value)
            if answer is not _NOTHING:
                return answer
        raise


_NOTHING = object()


def _get_shape(value: Any) -> Any:
    if not hasattr(value, "shape"):
        return _NOTHING
    return lambda: value.shape if hasattr(value.shape, "as_list") else Shape(value.shape)


def _of_shape(name: str) -> Callable[[Any], Any]:
    return lambda value: getattr(Shape(value), name) if isinstance(value, (tuple, list)) else _NOTHING


def _dimension(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else _NOTHING


def _dtype_text(value: Any) -> Any:
    return value if isinstance(value, str) else _NOTHING


_LEGACY: Dict[str, Callable[[Any], Any]] = {
    "get_shape": _get_shape, "value": _dimension, "name": _dtype_text, "base_dtype": _dtype_text,
    "as_numpy_dtype": _dtype_text,
}
_LEGACY.update({name: _of_shape(name) for name in ("as_list", "ndims", "dims", "rank", "num_elements",
                                                   "is_fully_defined")})
