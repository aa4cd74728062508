"""``tf.keras.metrics``: functions that Keras 2.3 had among the losses alone, and how tf.keras stated and read metrics."""
from typing import Any, Dict

import keras
from keras import ops

from compat.flavors import Names

from .. import metrics as of_keras_2
from ..objects import registered_object
from . import stated
from .losses import KLD, kl_divergence, kld, log_cosh

__all__ = ["KLD", "deserialize", "get", "kl_divergence", "kld", "log_cosh", "serialize"]


def _of_name(name: Any, custom_objects: Dict[str, Any]) -> Any:
    own = isinstance(name, str) and registered_object(name, custom_objects) is None
    if own and name in ("accuracy", "acc"):
        return accuracy
    found = getattr(Names("tf.keras.metrics"), name, None) if own else None
    if found is None or not callable(found):
        return of_keras_2.deserialize(name, custom_objects)
    return found() if isinstance(found, type) else found


def accuracy(y_true: Any, y_pred: Any) -> Any:
    """1 where an output is its label, else 0.

    Example:
        >>> keras.ops.convert_to_numpy(accuracy([1.0, 2.0], [1.0, 3.0])).tolist()
        [1.0, 0.0]
    """
    y_pred = ops.convert_to_tensor(y_pred)
    return ops.cast(ops.equal(ops.cast(y_true, y_pred.dtype), y_pred), keras.config.floatx())


serialize = stated.serializer("keras.metrics", of_keras_2.serialize)
deserialize = stated.deserializer("tf.keras.metrics", _of_name)


def get(identifier: Any) -> Any:
    """The metric of a name, an object for that of a class; what is a function or an object already is returned unchanged.

    Example:
        >>> get("kld").__name__, get("AUC").name
        ('kl_divergence', 'auc')
    """
    return identifier if callable(identifier) or identifier is None else deserialize(identifier)
