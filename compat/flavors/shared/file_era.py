"""Layers that came from a file behave as the Keras that wrote it; those of the running code as its era says."""
from contextlib import nullcontext
from typing import Any, ContextManager

from compat.era import Era, current, era

_ERA = "_compat_era"


def made_in(layer: Any, made: Era) -> Any:
    """The layer, which from now on behaves as in that era; returned for use in an expression."""
    setattr(layer, _ERA, made)
    return layer


def era_of(layer: Any) -> Era:
    """The era of the layer's file, or else that of the running code."""
    return getattr(layer, _ERA, None) or current()


def in_its_era(layer: Any) -> ContextManager[Any]:
    """The time in which the running code is that of the layer's file, if it came from one."""
    made = getattr(layer, _ERA, None)
    return nullcontext() if made is None else era(made.version, made.exact)
