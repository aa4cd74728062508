"""What all layer modules here share: how a layer of Keras 3 becomes one of Keras 2.

Each is a small class of two parents, ``class Dense(keras.layers.Dense, Layer)``: the computation is Keras 3's,
arguments, masks and the node API are the old ones, and ``isinstance(layer, Layer)`` holds. Constructors are written
out where the order, a name or a default has changed since.
"""
from typing import Any, Type, TypeVar

import keras

from compat.era import current

from .. import keras1

Class = TypeVar("Class", bound=Type[Any])


def legacy(layer: Class) -> Class:
    """Register an adapter class for saving under the one package name ``compat``, and let it take Keras 1's arguments."""
    layer.__init__ = keras1.layer_constructor(layer.__name__, layer.__init__)
    keras.saving.register_keras_serializable(package="compat")(layer)
    return layer


class ByEra:
    """A default that depends on the era: the value of a row of :mod:`compat.api.semantics`."""

    def __init__(self, behaviour: str) -> None:
        self.behaviour = behaviour

    def __repr__(self) -> str:
        return "<by era>"


def by_era(value: Any) -> Any:
    """``value``, or what the era says if it is a :class:`ByEra`."""
    return current().behaviour(value.behaviour) if isinstance(value, ByEra) else value
