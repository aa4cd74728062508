"""``K.batch_dot`` of Keras up to 2.2.4, which was TensorFlow's product of matrices: later it contracts one axis of each."""
from typing import Any, Callable


def matched_batch_dot(x: Any, y: Any, axes: Any, rank: Callable[[Any], int], ops: Any, swapped: Callable[[Any], Any]) -> Any:
    """The products of the matrices in the last two axes; all axes before them belong together, as the batch's does.

    ``(batch, heads, n, d)`` and ``(batch, heads, m, d)`` over axes ``[3, 3]`` give ``(batch, heads, n, m)``, where Keras 2.2.5
    gives ``(batch, heads, n, heads, m)``. The tensor of lower rank gets axes of size 1 at its end, which are taken away again.
    An axis counts as the last one only if it is not negative.

    Args:
        axes: as ``K.batch_dot`` takes them.
        rank: of a tensor.
        ops: what has ``expand_dims``, ``matmul`` and ``squeeze``.
        swapped: a tensor with its last two axes exchanged.
    """
    of_x, of_y = rank(x), rank(y)
    if axes is None:
        axes = (of_x - 1, of_y - 2)
    elif isinstance(axes, int):
        axes = (axes, axes)
    for _ in range(of_y - of_x):
        x = ops.expand_dims(x, -1)
    for _ in range(of_x - of_y):
        y = ops.expand_dims(y, -1)
    last = max(of_x, of_y) - 1
    found = ops.matmul(x if axes[0] == last else swapped(x), swapped(y) if axes[1] == last else y)
    first = of_x + of_y - 3 if of_x > of_y else of_x - 1
    for _ in range(abs(of_x - of_y)):
        found = ops.squeeze(found, first)
    return found
