"""Functions of ``keras.optimizers`` of Keras 2 that no later Keras has kept."""
from typing import Any

from compat.flavors import Names

__all__ = ["clip_norm"]


def clip_norm(g: Any, c: float, n: Any) -> Any:
    """The gradient ``g``, whose norm is ``n``, scaled to a norm of at most ``c``; unchanged if ``c`` is 0 or below."""
    K = Names("keras.backend")
    return g if c <= 0 else K.switch(K.greater_equal(n, c), g * c / n, g)
