"""TensorFlow 1's comparisons and logic over ``keras.ops``: element by element, inputs broadcast, outputs boolean."""
from typing import Any, Callable

from keras import ops

from compat.flavors.keras3.backend.tensors import Tensor, as_tensor
from compat.flavors.keras3.tf.elementwise import Name


def _compared(operation: Callable[[Any, Any], Any], x: Any, y: Any) -> Tensor:
    if isinstance(x, (int, float)):
        return operation(x, as_tensor(y))
    return operation(as_tensor(x), y if isinstance(y, (int, float)) else as_tensor(y))


def equal(x: Any, y: Any, name: Name = None) -> Tensor:
    """Boolean: ``x == y``."""
    return _compared(ops.equal, x, y)


def not_equal(x: Any, y: Any, name: Name = None) -> Tensor:
    """Boolean: ``x != y``."""
    return _compared(ops.not_equal, x, y)


def greater(x: Any, y: Any, name: Name = None) -> Tensor:
    """Boolean: ``x > y``."""
    return _compared(ops.greater, x, y)


def greater_equal(x: Any, y: Any, name: Name = None) -> Tensor:
    """Boolean: ``x >= y``."""
    return _compared(ops.greater_equal, x, y)


def less(x: Any, y: Any, name: Name = None) -> Tensor:
    """Boolean: ``x < y``."""
    return _compared(ops.less, x, y)


def less_equal(x: Any, y: Any, name: Name = None) -> Tensor:
    """Boolean: ``x <= y``."""
    return _compared(ops.less_equal, x, y)


def logical_and(x: Any, y: Any, name: Name = None) -> Tensor:
    """Boolean: both."""
    return ops.logical_and(as_tensor(x), as_tensor(y))


def logical_or(x: Any, y: Any, name: Name = None) -> Tensor:
    """Boolean: one or both."""
    return ops.logical_or(as_tensor(x), as_tensor(y))


def logical_xor(x: Any, y: Any, name: Name = None) -> Tensor:
    """Boolean: one and not both."""
    return ops.logical_xor(as_tensor(x), as_tensor(y))


def logical_not(x: Any, name: Name = None) -> Tensor:
    """Boolean: the opposite."""
    return ops.logical_not(as_tensor(x))
