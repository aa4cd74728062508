"""What ``tf`` says about tensors, shapes and nests of tensors, over ``keras.ops``."""
from typing import Any, Callable, List, Optional

import keras
import numpy as np
from keras import ops

from compat.flavors.keras3.backend import dims
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, static_shape
from compat.flavors.keras3.backend.tensors import is_tensor as _is_tensor
from compat.flavors.keras3.tf.traced import known


def is_tensor(x: Any) -> bool:
    """Whether ``x`` is a tensor, a variable, or a node of a model."""
    return _is_tensor(x)


def get_static_value(tensor: Any, partial: bool = False) -> Optional[np.ndarray]:
    """The value as an array, None where it has none yet."""
    if not _is_tensor(tensor):
        return np.asarray(tensor)
    return np.array(ops.convert_to_numpy(as_tensor(tensor))) if known(tensor) else None


def broadcast_dynamic_shape(shape_x: Any, shape_y: Any) -> dims.Shape:
    """The shape that two shapes are broadcast to.

    Example:
        >>> broadcast_dynamic_shape((2, 1), (3,))
        Shape(2, 3)
    """
    first, second = list(dims.as_shape(shape_x)), list(dims.as_shape(shape_y))
    longer = max(len(first), len(second))
    first, second = [1] * (longer - len(first)) + first, [1] * (longer - len(second)) + second
    return dims.Shape(_wider(a, b) for a, b in zip(first, second))


def _wider(a: Any, b: Any) -> Any:
    if isinstance(a, int) and a == 1:
        return b
    if isinstance(b, int) and b == 1 or a is b:
        return a
    if isinstance(a, int) and isinstance(b, int) and a != b:
        raise ValueError("shapes with the sizes {} and {} cannot be broadcast to one".format(a, b))
    return a if isinstance(a, int) else b


def identity_n(input: Any) -> List[Tensor]:
    """The same tensors."""
    return [ops.copy(as_tensor(each)) for each in input]


def shape_n(input: Any) -> List[dims.Shape]:
    """The shape of each tensor."""
    return [dims.shape(each) for each in input]


def ensure_shape(x: Any, shape: Any) -> Tensor:
    """``x``, whose shape is that one, None for any size.

    Raises:
        ValueError: it is another.
    """
    wanted, found = tuple(shape), static_shape(x)
    if found is not None and (len(found) != len(wanted) or any(
            a is not None and b is not None and a != b for a, b in zip(found, wanted))):
        raise ValueError("tf.ensure_shape: the tensor has the shape {}, not {}".format(found, wanted))
    return as_tensor(x)


def parallel_stack(values: Any) -> Tensor:
    """The tensors along a new first axis."""
    return ops.stack([as_tensor(each) for each in values])


def repeat(input: Any, repeats: Any, axis: Optional[int] = None) -> Tensor:
    """Each element, or slice along ``axis``, so many times; without an axis of the flattened tensor."""
    x = as_tensor(input)
    if axis is None:
        x, axis = ops.reshape(x, (-1,)), 0
    if not _is_tensor(repeats):
        repeats = np.asarray(repeats)
        repeats = int(repeats.reshape(-1)[0]) if repeats.size == 1 else ops.convert_to_tensor(repeats.astype("int32"))
    return ops.repeat(x, repeats, axis=axis)


def roll(input: Any, shift: Any, axis: Any) -> Tensor:
    """The values moved along axes, those that leave at the end entering at the beginning."""
    x = as_tensor(input)
    if isinstance(axis, (list, tuple)):
        for each, place in zip(shift, axis):
            x = ops.roll(x, int(each), axis=int(place))
        return x
    return ops.roll(x, shift if _is_tensor(shift) else int(np.asarray(shift).reshape(-1)[0]), axis=int(axis))


def argsort(values: Any, axis: int = -1, direction: str = "ASCENDING", stable: bool = False) -> Tensor:
    """The indices that sort along ``axis``, int32; equal values keep their order."""
    x = as_tensor(values)
    if direction != "DESCENDING":
        return ops.cast(ops.argsort(x, axis=axis), "int32")
    # Of the values in reverse order, so that equal ones keep theirs when the result is turned round.
    turned = ops.argsort(ops.flip(x, axis=axis), axis=axis)
    last = ops.shape(x)[axis] - 1
    return ops.cast(ops.flip(last - ops.cast(turned, "int32"), axis=axis), "int32")


def sort(values: Any, axis: int = -1, direction: str = "ASCENDING") -> Tensor:
    """The values in order along ``axis``."""
    found = ops.sort(as_tensor(values), axis=axis)
    return ops.flip(found, axis=axis) if direction == "DESCENDING" else found


def tuple_of(tensors: Any, control_inputs: Any = None) -> List[Any]:
    """The tensors as a list."""
    return list(tensors)


def is_nested(structure: Any) -> bool:
    """Whether it is a list, tuple or dictionary."""
    return bool(keras.tree.is_nested(structure))


def flatten(structure: Any, expand_composites: bool = False) -> List[Any]:
    """The leaves of nested lists, tuples and dictionaries, these in the order of their keys."""
    return list(keras.tree.flatten(structure))


def map_structure(func: Callable[..., Any], *structure: Any, **kwargs: Any) -> Any:
    """``func`` of each leaf, in the same nesting."""
    return keras.tree.map_structure(func, *structure)


def pack_sequence_as(structure: Any, flat_sequence: Any, expand_composites: bool = False) -> Any:
    """The leaves in the nesting of ``structure``."""
    return keras.tree.pack_sequence_as(structure, list(flat_sequence))


def assert_same_structure(nest1: Any, nest2: Any, check_types: bool = True, expand_composites: bool = False) -> None:
    """Raise an error unless both are nested alike."""
    keras.tree.assert_same_structure(nest1, nest2)
