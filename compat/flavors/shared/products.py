"""``K.batch_dot`` of Keras up to 2.2.4, which was TensorFlow's product of matrices: later it contracts one axis of each."""
from typing import Any, Callable, ClassVar, List

from compat.era import current
from compat.errors import UnsupportedError


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


def batch_dot_on(keras: Any, tensorflow: Any) -> Callable[..., Any]:
    """``K.batch_dot`` for a Keras 2, by the era in force when it is called."""
    K = keras.backend

    def batch_dot(x: Any, y: Any, axes: Any = None) -> Any:
        """The product of each sample of ``x`` with the same sample of ``y``; in eras up to 2.2.4 as ``matmul`` has it.

        Raises:
            UnsupportedError: a later era wants what this Keras does not compute.
        """
        if K.ndim(x) == K.ndim(y) == 2:
            return K.batch_dot(x, y, axes)
        if current().behaviour("batch_dot") == "matched":
            return matched_batch_dot(x, y, axes, K.ndim, tensorflow, tensorflow.linalg.matrix_transpose)
        found = K.batch_dot(x, y, axes)
        if K.ndim(found) < K.ndim(x) + K.ndim(y) - 3:
            raise UnsupportedError("this Keras cannot compute K.batch_dot of tensors of {} and {} axes as Keras 2.2.5 "
                                   "did; use tf.einsum".format(K.ndim(x), K.ndim(y)))
        return found

    return batch_dot


def axes_of_each(axes: Any, ranks: List[int]) -> List[int]:
    """The axes of a ``Dot`` layer, one for each input, counted from the first.

    Example:
        >>> axes_of_each(-1, [3, 4]), axes_of_each((1, -2), [3, 4])
        ([2, 3], [1, 2])
    """
    stated = (axes,) * len(ranks) if isinstance(axes, int) else axes
    return [axis % rank for axis, rank in zip(stated, ranks)]


class DotOfItsEra:
    """Mix-in before ``keras.layers.Dot`` of a Keras 2: inputs of four axes or more are multiplied as in the layer's era."""

    #: The installed Keras, and the flavor's own ``K.batch_dot``.
    keras: ClassVar[Any]
    batch_dot: ClassVar[Callable[..., Any]]
    axes: Any
    normalize: bool

    def _merge_function(self, inputs: Any) -> Any:
        K = self.keras.backend
        ranks = [K.ndim(tensor) for tensor in inputs]
        if len(inputs) != 2 or max(ranks) < 4:
            return super()._merge_function(inputs)  # type: ignore[misc]
        axes = axes_of_each(self.axes, ranks)
        if self.normalize:
            inputs = [K.l2_normalize(tensor, axis=axis) for tensor, axis in zip(inputs, axes)]
        with current(self):
            return self.batch_dot(inputs[0], inputs[1], axes)
