"""TensorFlow 1's names on tf.keras and tf_keras: those of ``tensorflow.compat.v1`` that compute at once, and a session."""
from typing import Any, Optional, Sequence

from compat.flavors.keras2.session import ValueSession, eval_in

from .engine import Input
from .installed import keras, tensorflow

_v1 = tensorflow.compat.v1


def __getattr__(name: str) -> Any:
    found = getattr(_v1, name, None)
    return getattr(tensorflow, name) if found is None else found


class Session(ValueSession):
    """``tf.Session`` for code of TensorFlow 1; ``target``, ``graph`` and ``config`` have nothing to act on."""

    def __init__(self, target: str = "", graph: Any = None, config: Any = None) -> None:
        super().__init__(_run_symbolic, _has_value)


InteractiveSession = Session


def get_default_session() -> Session:
    """A session: there is always one."""
    return Session()


def placeholder(dtype: Any, shape: Optional[Sequence[Optional[int]]] = None, name: Optional[str] = None) -> Any:
    """A symbolic input to be fed.

    Args:
        dtype: e.g. ``tf.float32``.
        shape: batch axis included.
        name: of the input.
    """
    return Input(batch_shape=None if shape is None else tuple(shape), name=name,
                 dtype=tensorflow.as_dtype(dtype).name)


def eval_tensor(x: Any, session: Any = None, feed_dict: Any = None) -> Any:
    """``x.eval(feed_dict, session)``: the NumPy value of a tensor or variable.

    Args:
        x: a tensor, or a variable.
        session: any; there is only one.
        feed_dict: symbolic input → array.
    """
    return eval_in(Session(), x, session, feed_dict)


def _run_symbolic(fetch: Any, placeholders: Any, values: Any) -> Any:
    return keras.backend.function(placeholders, [fetch])(values)[0]


def _has_value(x: Any) -> bool:
    return not hasattr(x, "_keras_history") or isinstance(x, tensorflow.Variable)
