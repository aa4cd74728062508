"""Which weights a layer with layers in it trains: a frozen layer freezes those in it, whatever they say themselves.

``trainable = False`` of Keras 3 sets the flag of all that is inside; one that is set to True afterwards would train again. In
Keras 2 and tf.keras the outer layer decides.
"""
from typing import Any, List, Set

import keras

from compat.era import current


def of_layers_that_train(layer: Any, weights: List[Any]) -> List[Any]:
    """Those of a layer's weights that training changes.

    Args:
        layer: one that trains itself.
        weights: all of its weights.
    """
    trained = [v for v in weights if v.trainable]
    if not any(map(_is_frozen, layer._flatten_layers(include_self=False))):
        return trained
    free = _free_weights(layer)
    return [v for v in trained if id(v) in free]


def _free_weights(layer: Any) -> Set[int]:
    """The weights of a layer, and of the layers in it, but for those of frozen layers: each by its ``id``."""
    found = {id(v) for v in (*layer._trainable_variables, *layer._non_trainable_variables)}
    return found.union(*(_free_weights(inner) for inner in layer._layers if not _is_frozen(inner)))


def _is_frozen(layer: Any) -> bool:
    """Whether a layer freezes those in it; in Keras 2 ``TimeDistributed`` trained if the layer in it did."""
    return not (layer.trainable or isinstance(layer, keras.layers.TimeDistributed) and not current(layer).of_tf_keras)
