"""Backend functions that multi-backend Keras lacks or moved between 2.2 and 2.3; the rest is its own."""
from typing import Any

from keras import backend as K

from ..shared.session import ValueSession
from . import tf

__all__ = ["get_variable_shape", "image_dim_ordering", "set_image_dim_ordering"]
if issubclass(tf.Session, ValueSession):  # TensorFlow 2: Keras 2.3 has no session to give
    __all__ += ["get_session", "set_session"]

_ORDERINGS = {"channels_first": "th", "channels_last": "tf"}


def get_variable_shape(x: Any) -> Any:
    """The shape of a variable as a tuple of integers (Keras 2.0 to 2.2)."""
    return K.int_shape(x)


def image_dim_ordering() -> str:
    """Keras 1's name of the data format: ``'tf'`` for channels last, ``'th'`` for channels first."""
    return _ORDERINGS[K.image_data_format()]


def set_image_dim_ordering(dim_ordering: str) -> None:
    """Set the data format by Keras 1's name.

    Raises:
        ValueError: neither ``'tf'`` nor ``'th'``.
    """
    formats = {old: new for new, old in _ORDERINGS.items()}
    if dim_ordering not in formats:
        raise ValueError("Unknown dim_ordering: {!r}; it is 'tf' or 'th'".format(dim_ordering))
    K.set_image_data_format(formats[dim_ordering])


def get_session() -> Any:
    """A session that gives the values of the tensors of Keras (on TensorFlow 2, where Keras has none)."""
    return tf.Session()


def set_session(session: Any) -> None:
    """Accepted for old code: on TensorFlow 2 there is no session to configure."""
