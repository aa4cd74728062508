"""``tf.keras.constraints``: how tf.keras stated and read them."""
from typing import Any

from .. import constraints as of_keras_2
from . import stated

__all__ = ["deserialize", "get", "serialize"]

serialize = stated.serializer("keras.constraints", of_keras_2.serialize)
deserialize = stated.deserializer("tf.keras.constraints", lambda name, custom: custom.get(name) or of_keras_2.get(name))


def get(identifier: Any) -> Any:
    """The constraint of a name or configuration; one that is given stays as it is; None is none.

    Example:
        >>> get("max_norm").get_config()
        {'max_value': 2, 'axis': 0}
    """
    return deserialize(identifier) if isinstance(identifier, dict) else of_keras_2.get(identifier)
