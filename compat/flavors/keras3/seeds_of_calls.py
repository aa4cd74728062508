"""Random operations in the ``call`` of a layer: whose generator they draw from, and how many there are."""
from typing import Any

import keras

from .context import current_layer, in_function_of_tensorflow, in_stateless_scope, layers_at_work

_NOTED = "_noted_seeds"


def seed_generator() -> Any:
    """The current layer's ``keras.random.SeedGenerator``, or None: whose state a random operation may advance.

    The engine makes one, as ``_legacy_seed_generator``, for each layer that defines its own ``call``.
    """
    for layer in layers_at_work():
        generator = getattr(layer, "_legacy_seed_generator", None)
        if generator is not None:
            return generator
    return None


def note_seed() -> None:
    """A random operation without a seed of its own runs: the layer whose call it is counts them (:func:`noted_seeds`)."""
    layer = current_layer()
    if layer is not None:
        facts = vars(layer)
        facts[_NOTED] = facts.get(_NOTED, 0) + 1


def begin_noting_seeds(layer: Any) -> None:
    """The layer's call begins, and has run no random operation yet."""
    vars(layer)[_NOTED] = 0


def noted_seeds(layer: Any) -> int:
    """How many random operations without a seed the last call of the layer ran, those of layers inside not counted."""
    return int(vars(layer).get(_NOTED, 0))


def new_seed_generator() -> Any:
    """A ``keras.random.SeedGenerator``; None in a compiled function of TensorFlow, which can make no variable.

    A layer that is made there, in the ``call`` of another, draws from the generator of the other.
    """
    return None if not in_stateless_scope() and in_function_of_tensorflow() else keras.random.SeedGenerator()
