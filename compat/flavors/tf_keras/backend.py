"""Backend functions that tf.keras lacks, moved, or carries out at once where Keras 2.2 described an operation."""
from typing import Any, List, Optional, Sequence, Tuple

from compat.errors import UnsupportedError
from compat.flavors.shared.dim_ordering import image_dim_ordering, set_image_dim_ordering
from compat.flavors.shared.products import batch_dot_on

from . import tf
from .installed import keras, tensorflow
from .updates import Update, listed

K = keras.backend

__all__ = [
    "batch_dot", "eval", "function", "get_available_gpus", "get_session",
    "get_variable_shape", "identity", "image_dim_ordering", "is_placeholder",
    "is_tensor", "logsumexp", "moving_average_update", "set_image_dim_ordering", "set_session", "slice", "sum", "update",
    "update_add", "update_sub",
]


def eval(x: Any) -> Any:
    """The NumPy value of a tensor or variable; an update is carried out first."""
    return tf.Session().run(x)


batch_dot = batch_dot_on(keras, tensorflow)


def get_available_gpus() -> List[str]:
    """The GPUs as TensorFlow 1 calls them, ``["/device:GPU:0", …]``; an empty list without any."""
    devices = tensorflow.config.experimental.list_physical_devices("GPU")
    return ["/device:GPU:{}".format(number) for number in range(len(devices))]


def function(inputs: Sequence[Any], outputs: Any, updates: Any = None, name: Optional[str] = None, **kwargs: Any) -> Any:
    """A function from arrays to arrays; ``updates`` are carried out after each call."""
    compute = K.function(inputs, outputs, name=name, **kwargs)
    waiting = listed(updates or [])
    if not waiting:
        return compute

    def compute_and_update(*args: Any) -> Any:
        found = compute(*args)
        for each in waiting:
            each.apply()
        return found

    return compute_and_update


def update(x: Any, new_x: Any) -> Update:
    """Describe the assignment of ``new_x`` to ``x``."""
    return Update(x, lambda: new_x)


def update_add(x: Any, increment: Any) -> Update:
    """Describe the addition of ``increment`` to ``x``."""
    return Update(x, lambda: x + tensorflow.cast(increment, x.dtype))


def update_sub(x: Any, decrement: Any) -> Update:
    """Describe the subtraction of ``decrement`` from ``x``."""
    return Update(x, lambda: x - tensorflow.cast(decrement, x.dtype))


def moving_average_update(x: Any, value: Any, momentum: Any) -> Update:
    """Describe the step of ``x`` towards ``value``: ``x * momentum + value * (1 - momentum)``."""
    return Update(x, lambda: x * momentum + tensorflow.cast(value, x.dtype) * (1.0 - momentum))


def get_session() -> Any:
    """A session that gives the values of tensors."""
    return tf.Session()


def set_session(session: Any) -> None:
    """Accepted for old code: TensorFlow 2 has no session to configure."""


def get_variable_shape(x: Any) -> Tuple[Optional[int], ...]:
    """The shape of a variable as a tuple (Keras 2.0 to 2.2)."""
    return tuple(K.int_shape(x))


def identity(x: Any, name: Optional[str] = None) -> Any:
    """A tensor with the same content."""
    return tensorflow.identity(x, name=name)


def is_placeholder(x: Any) -> bool:
    """Whether ``x`` is a symbolic input."""
    return bool(K.is_keras_tensor(x) and isinstance(getattr(x, "_keras_history", [None])[0], keras.layers.InputLayer))


def is_tensor(x: Any) -> bool:
    """Whether ``x`` is a tensor, symbolic or not, or a variable."""
    return bool(tensorflow.is_tensor(x)) or isinstance(x, tensorflow.Variable) or hasattr(x, "_keras_history")


def logsumexp(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """``log(sum(exp(x)))`` along axes, without overflow."""
    return tensorflow.reduce_logsumexp(x, axis=axis, keepdims=keepdims)


def slice(x: Any, start: Any, size: Any) -> Any:
    """The part of ``x`` that begins at ``start`` and has ``size``.

    Raises:
        ValueError: one of the two is longer than the other.
    """
    if hasattr(start, "__len__") and hasattr(size, "__len__") and len(start) != len(size):
        raise ValueError("The start and the size should have the same length")
    return tensorflow.slice(x, start, size)


def sum(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The sum along axes.

    Raises:
        UnsupportedError: ``x`` is boolean, such as a mask that was not cast.
    """
    if K.dtype(x) == "bool":
        raise UnsupportedError("K.sum was given a bool tensor; count it with K.sum(K.cast(x, K.floatx()))")
    return K.sum(x, axis=axis, keepdims=keepdims)


