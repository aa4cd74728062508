"""Dtypes as old code knows them, from TensorFlow: ``variable.dtype.name``, ``tf.float32.as_numpy_dtype``."""
from typing import Any

import keras
import numpy as np


class DType(str):
    """A dtype's name with the attributes of TensorFlow's; equal to the same dtype of NumPy, JAX, torch or TensorFlow.

    Example:
        >>> float32 = DType("float32")
        >>> float32 == "float32", float32.name, float32.is_floating, float32 == np.dtype("float32")
        (True, 'float32', True, True)
    """

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: Any) -> bool:
        if isinstance(other, str):
            return str.__eq__(self, other)
        try:
            return str.__eq__(self, str(keras.backend.standardize_dtype(other)))
        except (ValueError, TypeError):
            return False

    def __ne__(self, other: Any) -> bool:
        return not self == other

    def __repr__(self) -> str:
        return "tf." + str(self)

    @property
    def name(self) -> str:
        """E.g. ``"float32"``."""
        return str(self)

    @property
    def base_dtype(self) -> "DType":
        """Itself: there are no reference dtypes."""
        return self

    @property
    def as_numpy_dtype(self) -> Any:
        """The NumPy scalar type."""
        return np.dtype("bool" if self == "bool" else str(self)).type

    @property
    def is_floating(self) -> bool:
        """Whether it is a float type."""
        return "float" in self

    @property
    def is_integer(self) -> bool:
        """Whether it is a signed or unsigned integer type."""
        return "int" in self

    @property
    def is_bool(self) -> bool:
        """Whether it is boolean."""
        return self == "bool"

    @property
    def real_dtype(self) -> "DType":
        """Itself, or for complex numbers the dtype of their parts."""
        return DType({"complex64": "float32", "complex128": "float64"}.get(str(self), self))

    @property
    def is_complex(self) -> bool:
        """Whether it is a type of complex numbers."""
        return "complex" in self

    @property
    def is_unsigned(self) -> bool:
        """Whether it is an unsigned integer type."""
        return self.startswith("uint")

    @property
    def size(self) -> int:
        """Bytes of one value."""
        return int(np.dtype(str(self)).itemsize)

    @property
    def limits(self) -> Any:
        """The smallest and the largest number."""
        return self.min, self.max

    def is_compatible_with(self, other: Any) -> bool:
        """Whether it is the same dtype."""
        return bool(self == other)

    @property
    def min(self) -> Any:
        """The smallest number."""
        return _limits(self).min

    @property
    def max(self) -> Any:
        """The largest number."""
        return _limits(self).max


def _limits(dtype: DType) -> Any:
    numpy_dtype = np.dtype(str(dtype))
    return np.finfo(numpy_dtype) if dtype.is_floating else np.iinfo(numpy_dtype)
