"""What the parts of this room tell each other."""
from typing import Any, Dict

import keras


class Inexpressible(Exception):
    """A layer has no counterpart in Keras; its text is the reason, and begins with the layer's path."""


class Weights:
    """By the identity of a weight of the old model, the weight that holds its values in the new one."""

    def __init__(self) -> None:
        self._new: Dict[int, Any] = {}
        self.layers: Dict[int, Any] = {}

    def replace(self, old: Any, new: Any) -> None:
        """A weight that replaces another, of the same size; it takes over the values."""
        new.assign(keras.ops.reshape(old.value, new.shape))
        self._new[id(old)] = new

    def of(self, old: Any) -> Any:
        """What holds the values of a weight."""
        while id(old) in self._new:
            old = self._new[id(old)]
        return old
