"""``tf.keras.regularizers``: ``L1`` and ``L2`` are classes of their own, which ``l1`` and ``l2`` are other names of."""
from typing import Any, Dict, Optional

import keras

from compat.callers import is_called_from

from .. import regularizers as of_keras_2
from ..backend.tensors import as_tensor
from ..objects import registered_object
from ..regularizers import penalty
from . import stated

__all__ = ["L1", "L2", "deserialize", "get", "l1", "l2", "serialize"]


class _Penalty:
    """Mix-in before a regularizer of Keras 3 with one rate, which older code calls ``l``."""

    l1 = l2 = 0.0

    def __call__(self, x: Any) -> Any:
        """The penalty, a scalar tensor."""
        return penalty(x if is_called_from("keras") else as_tensor(x), self.l1, self.l2)


class _L1(_Penalty, keras.regularizers.L1):  # type: ignore[misc]
    def __init__(self, l1: Any = 0.01, l: Any = None) -> None:  # noqa: E741
        super().__init__(l1=float((l1 if l is None else l) or 0.0))


class _L2(_Penalty, keras.regularizers.L2):  # type: ignore[misc]
    def __init__(self, l2: Any = 0.01, l: Any = None) -> None:  # noqa: E741
        super().__init__(l2=float((l2 if l is None else l) or 0.0))


def _named(name: str, cls: Any) -> Any:
    """A class like the one of Keras 3, whose name and module a file states, so that Keras 3 alone opens it."""
    return type(name, (cls,), {"__module__": "keras.regularizers", "__doc__": getattr(keras.regularizers, name).__doc__})


L1 = l1 = _named("L1", _L1)
L2 = l2 = _named("L2", _L2)
_CLASSES: Dict[str, Any] = {"L1": L1, "l1": L1, "L2": L2, "l2": L2}


def _of_name(name: Any, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    if isinstance(name, str) and name in _CLASSES and registered_object(name, custom_objects) is None:
        return _CLASSES[name]()
    found = registered_object(name, custom_objects) if isinstance(name, str) else None
    return of_keras_2.get(name) if found is None else found() if isinstance(found, type) else found


serialize = stated.serializer("keras.regularizers", of_keras_2.serialize)
deserialize = stated.deserializer("tf.keras.regularizers", _of_name)


def get(identifier: Any) -> Any:
    """The regularizer of a name or configuration; one that is given stays as it is; None is none.

    Example:
        >>> get("l2").get_config()
        {'l2': 0.01}
    """
    return deserialize(identifier) if isinstance(identifier, (str, dict)) else of_keras_2.get(identifier)
