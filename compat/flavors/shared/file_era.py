"""Layers that came from a file behave as the Keras that wrote it; those of the running code as its era says."""
from typing import Any

from compat.era import Era, current

_ERA = "_compat_era"


def made_in(layer: Any, era: Era) -> Any:
    """The layer, which from now on behaves as in that era; returned for use in an expression."""
    setattr(layer, _ERA, era)
    return layer


def era_of(layer: Any) -> Era:
    """The era of the layer's file, or else that of the running code."""
    return getattr(layer, _ERA, None) or current()
