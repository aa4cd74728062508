"""``tf.TensorShape``, ``tf.TensorSpec`` and their kin: shapes that are tuples, None for an unknown size."""
from typing import Any, Iterable, List, Optional, Tuple

from compat.flavors.keras3.backend.tensors import dtype, static_shape
from compat.flavors.keras3.tf.dtypes import DType, as_dtype


def broadcast_static_shape(shape_x: Any, shape_y: Any) -> "TensorShape":
    """The shape that two shapes are broadcast to, None where that is not known.

    Raises:
        ValueError: they cannot be.

    Example:
        >>> broadcast_static_shape(TensorShape([None, 3]), TensorShape([2, 1, 1]))
        TensorShape([2, None, 3])
    """
    first, second = as_shape(shape_x), as_shape(shape_y)
    if first._unknown or second._unknown:
        return TensorShape(None)
    longer = max(len(first), len(second))
    pairs = zip((1,) * (longer - len(first)) + tuple(first), (1,) * (longer - len(second)) + tuple(second))
    return TensorShape([_wider(a, b) for a, b in pairs])


def _wider(a: Optional[int], b: Optional[int]) -> Optional[int]:
    if a == 1 or b == 1:
        return b if a == 1 else a
    if a is not None and b is not None and a != b:
        raise ValueError("Incompatible shapes for broadcasting: sizes {} and {}".format(a, b))
    return b if a is None else a


class TensorShape(Tuple[Optional[int], ...]):
    """A shape as a tuple, with the methods of TensorFlow's.

    Args:
        dims: the sizes, None for an unknown one; None for a shape of which not even the number of axes is known.

    Raises:
        ValueError: a method needs what is not known.

    Example:
        >>> shape = TensorShape([None, 3])
        >>> shape.as_list(), shape.rank, shape[1:], shape == (None, 3), shape.is_compatible_with((2, 3))
        ([None, 3], 2, TensorShape([3]), True, True)
    """

    _unknown = False

    def __new__(cls, dims: Any = None) -> "TensorShape":
        given: Iterable[Any] = () if dims is None else [dims] if isinstance(dims, int) else dims
        shape = super().__new__(cls, [_size(each) for each in given])  # type: ignore[type-var]
        shape._unknown = dims is None or getattr(dims, "_unknown", False)
        return shape

    @property
    def rank(self) -> Optional[int]:
        """Number of axes."""
        return None if self._unknown else len(self)

    @property
    def ndims(self) -> Optional[int]:
        """Number of axes."""
        return self.rank

    @property
    def dims(self) -> Optional[List["Dimension"]]:
        """The sizes as :class:`Dimension`."""
        return None if self._unknown else [Dimension(size) for size in self]

    def as_list(self) -> List[Optional[int]]:
        """The sizes as a list."""
        if self._unknown:
            raise ValueError("as_list() is not defined on an unknown TensorShape")
        return list(self)

    def num_elements(self) -> Optional[int]:
        """How many elements a tensor of this shape has."""
        total = 1
        for size in self:
            if size is None:
                return None
            total *= size
        return None if self._unknown else total

    def is_fully_defined(self) -> bool:
        """Whether every size is known."""
        return not self._unknown and None not in self

    def is_compatible_with(self, other: Any) -> bool:
        """Whether a tensor could have both shapes."""
        other = as_shape(other)
        return self._unknown or other._unknown or len(self) == len(other) and all(
            a is None or b is None or a == b for a, b in zip(self, other))

    def assert_is_compatible_with(self, other: Any) -> None:
        """Raise a ValueError unless a tensor could have both shapes."""
        if not self.is_compatible_with(other):
            raise ValueError("Shapes {} and {} are incompatible".format(self, other))

    def merge_with(self, other: Any) -> "TensorShape":
        """What is known from either."""
        other = as_shape(other)
        self.assert_is_compatible_with(other)
        if self._unknown or other._unknown:
            return TensorShape(other if self._unknown else self)
        return TensorShape([b if a is None else a for a, b in zip(self, other)])

    def concatenate(self, other: Any) -> "TensorShape":
        """The sizes of both, one after the other."""
        other = as_shape(other)
        return TensorShape(None) if self._unknown or other._unknown else TensorShape(list(self) + list(other))

    def with_rank(self, rank: int) -> "TensorShape":
        """The shape, if it has that many axes."""
        if self._unknown:
            return TensorShape([None] * rank)
        if len(self) != rank:
            raise ValueError("Shape {} must have rank {}".format(self, rank))
        return self

    def with_rank_at_least(self, rank: int) -> "TensorShape":
        """The shape, if it has that many axes or more."""
        if not self._unknown and len(self) < rank:
            raise ValueError("Shape {} must have rank at least {}".format(self, rank))
        return self

    def assert_has_rank(self, rank: int) -> None:
        """Raise a ValueError unless it has that many axes."""
        self.with_rank(rank)

    def assert_is_fully_defined(self) -> None:
        """Raise a ValueError unless every size is known."""
        if not self.is_fully_defined():
            raise ValueError("Shape {} is not fully defined".format(self))

    def __getitem__(self, key: Any) -> Any:
        found = tuple.__getitem__(self, key)
        return TensorShape(found) if isinstance(key, slice) else found

    def __add__(self, other: Any) -> "TensorShape":
        return self.concatenate(other)

    def __eq__(self, other: Any) -> bool:
        try:
            other = as_shape(other)
        except TypeError:
            return False
        return self._unknown == other._unknown and tuple.__eq__(self, other)

    def __ne__(self, other: Any) -> bool:
        return not self == other

    def __bool__(self) -> bool:
        return not self._unknown

    __hash__ = tuple.__hash__

    def __repr__(self) -> str:
        return "TensorShape({})".format(None if self._unknown else list(self))

    def __str__(self) -> str:
        return "<unknown>" if self._unknown else str(tuple(self))


def _size(size: Any) -> Optional[int]:
    size = getattr(size, "value", size)
    return None if size is None else int(size)


def as_shape(shape: Any) -> TensorShape:
    """A :class:`TensorShape` of a tuple, list, number or shape."""
    return shape if isinstance(shape, TensorShape) else TensorShape(shape)


class Dimension:
    """One size, as TensorFlow 1 had it.

    Attributes:
        value: a number, or None.
    """

    def __init__(self, value: Any) -> None:
        self.value = _size(value)

    def __int__(self) -> int:
        return int(self.value)  # type: ignore[arg-type]

    __index__ = __int__

    def __eq__(self, other: Any) -> bool:
        return bool(self.value == _size(other))

    def __hash__(self) -> int:
        return hash(self.value)

    def __repr__(self) -> str:
        return "Dimension({})".format(self.value)


def unknown_shape(rank: Optional[int] = None) -> TensorShape:
    """A shape of unknown sizes, of so many axes if that is known."""
    return TensorShape(None if rank is None else [None] * rank)


def dimension_value(dimension: Any) -> Any:
    """The number of a dimension, or the number itself."""
    return getattr(dimension, "value", dimension)


def dimension_at_index(shape: Any, index: int) -> Dimension:
    """One of the sizes of a shape."""
    return Dimension(as_shape(shape)[index])


class TensorSpec:
    """The shape and dtype of a tensor that is expected.

    Attributes:
        shape: :class:`TensorShape`.
        dtype: e.g. ``tf.float32``.
        name: or None.

    Example:
        >>> TensorSpec([None, 3], "float32").is_compatible_with(TensorSpec((2, 3)))
        True
    """

    def __init__(self, shape: Any, dtype: Any = "float32", name: Optional[str] = None) -> None:
        self.shape, self.dtype, self.name = as_shape(shape), as_dtype(dtype), name

    @classmethod
    def from_tensor(cls, tensor: Any, name: Optional[str] = None) -> "TensorSpec":
        """That of a tensor."""
        return cls(static_shape(tensor), dtype(tensor), name)

    from_spec = from_tensor

    def is_compatible_with(self, spec_or_tensor: Any) -> bool:
        """Whether a tensor, or one of that other spec, is of this one."""
        return self.shape.is_compatible_with(spec_or_tensor.shape) and self.dtype == str(DType(spec_or_tensor.dtype))

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, TensorSpec) and (self.shape, self.dtype) == (other.shape, other.dtype)

    def __hash__(self) -> int:
        return hash((self.shape, str(self.dtype)))

    def __repr__(self) -> str:
        return "TensorSpec(shape={}, dtype={!r}, name={!r})".format(tuple(self.shape), self.dtype, self.name)
