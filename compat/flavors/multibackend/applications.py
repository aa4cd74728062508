"""Parts of the image models that ``keras.applications`` of Keras 2.0 and 2.1 held, on Keras 2.2 and 2.3."""
from typing import Any

from ..shared import applications

__all__ = applications.NAMES_BEFORE_22


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError("module {!r} has no attribute {!r}".format(__name__, name))
    return applications.served(name)
