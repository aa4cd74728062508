"""``tf.placeholder``, ``tf.ConfigProto``, the default graph and ``tensor.eval()`` of TensorFlow 1.

Options that placed or grew a graph are accepted; the session itself is :mod:`compat.flavors.keras3.backend.session`.
"""
from typing import Any, Optional

from compat.errors import UnsupportedError
from compat.flavors.keras3.backend.config import clear_session
from compat.flavors.keras3.backend.dims import Shape
from compat.flavors.keras3.backend.graph import placeholder as backend_placeholder
from compat.flavors.keras3.backend.session import Graph, Session, get_session
from compat.flavors.keras3.backend.tensors import is_tensor
from compat.flavors.keras3.tf.stand_ins.scopes import forget_variables
from compat.flavors.keras3.updates import Update


class Options:
    """``tf.ConfigProto``, ``tf.GPUOptions``: holds whatever is set on it; the backend is configured elsewhere.

    Example:
        >>> config = Options(log_device_placement=True)
        >>> config.gpu_options.allow_growth = True
    """

    def __init__(self, **options: Any) -> None:
        self.__dict__.update(options)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self.__dict__[name] = Options()
        return self.__dict__[name]


def eval_tensor(x: Any, session: Any = None, feed_dict: Any = None) -> Any:
    """``x.eval(session=…, feed_dict=…)`` for a tensor, variable or update; anything else has its own ``eval`` called.

    Example:
        >>> from keras import ops
        >>> eval_tensor(ops.ones((2,)))
        array([1., 1.], dtype=float32)
    """
    if not (is_tensor(x) or isinstance(x, (Update, Shape))):
        given = {name: value for name, value in (("session", session), ("feed_dict", feed_dict)) if value is not None}
        return x.eval(**given)
    runner = session if isinstance(session, Session) else get_session()
    return runner.run(x, feed_dict=feed_dict)


def placeholder(dtype: Any, shape: Any = None, name: Optional[str] = None) -> Any:
    """An input of a functional model, of that whole shape; None for unknown sizes.

    Raises:
        UnsupportedError: no shape, not even the number of axes.
    """
    if shape is None:
        raise UnsupportedError("tf.placeholder needs a shape here, at least the number of axes: shape=(None, None)")
    return backend_placeholder(shape=tuple(shape), dtype=dtype, name=name)


def placeholder_with_default(input: Any, shape: Any = None, name: Optional[str] = None) -> Any:
    """The default: what is never fed elsewhere than in a session has no other value here."""
    return input


def get_default_graph() -> Graph:
    """An object with ``as_default()``."""
    return Graph()


def reset_default_graph() -> None:
    """Forget names and counters, as ``K.clear_session``."""
    clear_session()
    forget_variables()
