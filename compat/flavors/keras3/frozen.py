"""What a frozen layer holds and does not train (Keras 1 and 2)."""
from typing import Any

from compat.era import current


def freeze_inside(layer: Any) -> None:
    """Do not train what a frozen layer holds, weights that it made after it was frozen too.

    Keras 2 listed no trained weights of such a layer in a model. Keras 3 asks each weight, and freezes those that are there
    when ``trainable`` is set.
    """
    if not layer.trainable:
        inside = current(layer).behaviour("trainable_of_inner_layers") == "set"
        for weight in layer.weights if inside else layer._trainable_variables:
            if weight.trainable:
                weight.trainable = False
