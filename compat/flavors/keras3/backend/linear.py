"""Products of ``K`` (Keras 2.2.4): ``dot``, ``batch_dot``."""
from typing import Any, Tuple

from keras import ops

from compat.era import current
from compat.flavors.keras3 import context
from compat.flavors.keras3.backend.tensors import RankError, Tensor, number, operand, rank
from compat.flavors.shared.products import matched_batch_dot


def dot(x: Tensor, y: Tensor) -> Tensor:
    """The product over the last axis of ``x`` and the last but one of ``y``: (…, n) · (…', n, m) → (…, …', m).

    Raises:
        DtypeError: one of them is boolean.

    Example:
        >>> dot([[1.0, 2.0]], [[3.0], [4.0]]).shape == (1, 1)
        True
    """
    x, y = operand(x, y), operand(y, x)
    number(x, "K.dot")
    number(y, "K.dot")
    if rank(y) == 2 and rank(x) >= 2:
        return ops.matmul(x, y)
    if rank(y) < 2:
        return ops.dot(x, y)
    return ops.tensordot(x, y, axes=[[rank(x) - 1], [rank(y) - 2]])


def batch_dot(x: Tensor, y: Tensor, axes: Any = None) -> Tensor:
    """The product of each sample of ``x`` with the same sample of ``y``, over one axis of each.

    Args:
        axes: the axis of ``x`` and that of ``y``; one int means it for both; None takes the last of ``x`` and the
            last but one of ``y`` (its last if it has two axes).

    Returns:
        (batch, rest of x, rest of y); (batch, 1) when nothing rests. In eras up to 2.2.4 only the last two axes are those of
        a product, and the ones before are matched, as TensorFlow's ``matmul`` did it there.

    Example:
        >>> batch_dot([[1.0, 2.0]], [[3.0, 4.0]], axes=1).shape == (1, 1)
        True
    """
    x, y = number(x, "K.batch_dot"), number(y, "K.batch_dot")
    axis_x, axis_y = _contracted(axes, rank(x), rank(y))
    if rank(x) == 2 and rank(y) == 2:
        return _dot_of_vectors(x, y, axis_x, axis_y)
    if current(context.current_layer()).behaviour("batch_dot") == "matched":
        return matched_batch_dot(x, y, axes, rank, ops, lambda tensor: ops.swapaxes(tensor, -1, -2))
    if (rank(x), rank(y), axis_x, axis_y) == (3, 3, 2, 1):
        return ops.matmul(x, y)  # the same product; the gradient of einsum takes twice as long on TensorFlow
    result = ops.einsum(_equation(rank(x), rank(y), axis_x, axis_y), x, y)
    return ops.expand_dims(result, 1) if rank(result) == 1 else result


def _contracted(axes: Any, ndim_x: int, ndim_y: int) -> Tuple[int, int]:
    if axes is None:
        axes = (ndim_x - 1, max(ndim_y - 2, 1))
    elif isinstance(axes, int):
        axes = (axes, axes)
    return axes[0] % ndim_x, axes[1] % ndim_y


def _dot_of_vectors(x: Tensor, y: Tensor, axis_x: int, axis_y: int) -> Tensor:
    product = x * y if axis_x == axis_y else ops.transpose(x) * y
    return ops.expand_dims(ops.sum(product, axis=axis_x if axis_x == axis_y else axis_y), 1)


def _equation(ndim_x: int, ndim_y: int, axis_x: int, axis_y: int) -> str:
    """E.g. ``"abc,acd->abd"`` for two of three axes, over axis 2 of ``x`` and axis 1 of ``y``."""
    if 0 in (axis_x, axis_y):
        raise RankError("K.batch_dot cannot sum over the batch axis")
    of_x = "abcdefgh"[:ndim_x]
    of_y = "a" + "ijklmnop"[:ndim_y - 1]
    of_y = of_y[:axis_y] + of_x[axis_x] + of_y[axis_y + 1:]
    rest = [letter for letter in of_x[1:] + of_y[1:] if letter != of_x[axis_x]]
    return "{},{}->a{}".format(of_x, of_y, "".join(rest))
