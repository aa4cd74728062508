"""Which weights a layer with layers in it trains: a frozen layer freezes those in it, whatever they say themselves.

``trainable = False`` of Keras 3 sets the flag of all that is inside; one that is set to True afterwards would train again. In
Keras 2 and tf.keras the outer layer decides. Up to Keras 2.3 it also leaves the flags of those inside as they are, so that a
model that is frozen and thawed again, as in adversarial training, keeps the frozen layers that it had.
"""
from typing import Any, Dict, Iterator, List, Optional, Sequence, Set, Tuple

import keras

from compat.era import current

_NOTED = "_flags_of_call"


def of_layers_that_train(layer: Any, weights: List[Any]) -> List[Any]:
    """Those of a layer's weights that training changes.

    Args:
        layer: one that trains itself.
        weights: all of its weights.
    """
    trained = [v for v in weights if v.trainable]
    if all(inner.trainable or _is_empty(inner) for inner in layer._flatten_layers(include_self=False)):
        return trained
    free = _free_weights(layer)
    return [v for v in trained if id(v) in free]


def _free_weights(layer: Any) -> Set[int]:
    """The weights of a layer, and of the layers in it, but for those of frozen layers: each by its ``id``."""
    found = {id(v) for v in (*layer._trainable_variables, *layer._non_trainable_variables)}
    return found.union(*(_free_weights(inner) for inner in layer._layers if inner.trainable))


def _is_empty(layer: Any) -> bool:
    return not (layer._trainable_variables or layer._layers)


class OwnFlag:
    """Mix-in of a layer: its ``trainable``."""

    @property
    def trainable(self: Any) -> bool:
        """Whether training changes the weights of this layer, and of the layers in it that are trainable themselves."""
        found: bool = self._own_flag()
        return found

    @trainable.setter
    def trainable(self: Any, value: Any) -> None:
        if current(self).behaviour("trainable_of_inner_layers") == "set":
            keras.layers.Layer.trainable.fset(self, value)
            return
        self._trainable = bool(value)
        for variable in self._trainable_variables:
            variable.trainable = self._trainable
        for layer in self._layers_of_its_flag():
            layer.trainable = value

    def _own_flag(self: Any) -> bool:
        return bool(self._trainable)

    def _layers_of_its_flag(self) -> List[Any]:
        """The layers whose flag is set with this one's in every era."""
        return []


def note_flags(node: Any) -> None:
    """Note on the node of a call of a model which layers in it are trainable now."""
    layer = node.operation
    if isinstance(model_in(layer), keras.Model):
        setattr(node, _NOTED, {id(each): trained for each, trained in flags_inside(layer, True)})


def flags_of_call(node: Any) -> Optional[Dict[int, bool]]:
    """Whether the layers of a model were trainable when it was called, by the ``id`` of each; None for other layers."""
    return getattr(node, _NOTED, None)


def model_in(layer: Any) -> Any:
    """The model that a layer is, or that it runs at every step."""
    while isinstance(layer, keras.layers.TimeDistributed):
        layer = layer.layer
    return layer


def flags_inside(layer: Any, trained: bool) -> Iterator[Tuple[Any, bool]]:
    """The layers in a layer, and whether they and all around them but for itself are trainable."""
    held: Sequence[Any] = [each for each in getattr(layer, "_layers", ()) if isinstance(each, keras.layers.Layer)]
    for inner in held:
        both = trained and bool(inner.trainable or getattr(inner, "stateful", False))
        yield inner, both
        yield from flags_inside(inner, both)
