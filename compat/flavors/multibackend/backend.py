"""Backend functions that multi-backend Keras lacks or moved between 2.2 and 2.3; the rest is its own."""
from typing import Any

import keras
import tensorflow
from keras import backend as K

from compat.flavors.keras2.session import ValueSession
from compat.flavors.shared.dim_ordering import image_dim_ordering, set_image_dim_ordering
from compat.flavors.shared.products import batch_dot_on

from . import tf

__all__ = ["batch_dot", "get_variable_shape", "image_dim_ordering", "set_image_dim_ordering"]
if issubclass(tf.Session, ValueSession):  # TensorFlow 2: Keras 2.3 has no session to give
    __all__ += ["get_session", "set_session"]
if not hasattr(K, "is_tensor"):  # Keras 2.1
    __all__ += ["is_tensor"]


batch_dot = batch_dot_on(keras, tensorflow)


def get_variable_shape(x: Any) -> Any:
    """The shape of a variable as a tuple of integers (Keras 2.0 to 2.2)."""
    return K.int_shape(x)


def is_tensor(x: Any) -> bool:
    """Whether ``x`` is a tensor or a variable of TensorFlow (from Keras 2.2 on)."""
    return isinstance(x, (tf.Tensor, tf.Variable, tf.SparseTensor))


def get_session() -> Any:
    """A session that gives the values of the tensors of Keras (on TensorFlow 2, where Keras has none)."""
    return tf.Session()


def set_session(session: Any) -> None:
    """Accepted for old code: on TensorFlow 2 there is no session to configure."""
