"""Utilities on multi-backend Keras: which classes its files may name without ``custom_objects``."""
from typing import Any, Dict, List

__all__: List[str] = []

_registered: Dict[str, Any] = {}


def register(cls: Any) -> Any:
    """Let ``compat.keras.models.load_model`` find a class by its name; returns the class, so that it can decorate.

    Keras 2 has no register of its own but a table for the whole process, which is left as it is.
    """
    _registered[cls.__name__] = cls
    return cls


def registered() -> Dict[str, Any]:
    """Class name → class."""
    return dict(_registered)
