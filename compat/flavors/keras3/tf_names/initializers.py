"""``tf.keras.initializers``: how tf.keras stated and read them."""
from typing import Any, Dict

from .. import initializers as of_keras_2
from . import stated

__all__ = ["GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "LecunNormal", "LecunUniform", "deserialize", "get",
           "serialize"]

GlorotNormal, GlorotUniform = of_keras_2.glorot_normal, of_keras_2.glorot_uniform
HeNormal, HeUniform = of_keras_2.he_normal, of_keras_2.he_uniform
LecunNormal, LecunUniform = of_keras_2.lecun_normal, of_keras_2.lecun_uniform

serialize = stated.serializer("keras.initializers", of_keras_2.serialize)


def _of_name(name: Any, custom_objects: Dict[str, Any]) -> Any:
    return of_keras_2.get(name) if name not in custom_objects else custom_objects[name]


deserialize = stated.deserializer("tf.keras.initializers", _of_name)


def get(identifier: Any) -> Any:
    """The initializer of a name or configuration; one that is given stays as it is.

    Example:
        >>> type(get("he_normal")).__name__
        'HeNormal'
    """
    return deserialize(identifier) if isinstance(identifier, dict) else of_keras_2.get(identifier)
