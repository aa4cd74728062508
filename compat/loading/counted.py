"""Arrays of layers that hold layers in dictionaries, in the order in which an optimizer of tf.keras counts them."""
from dataclasses import replace
from typing import Sequence

from compat.flavors.protocol import BuiltModel, KerasLayer
from compat.flavors.shared.live import counts_by_keys, weights_by_keys
from compat.weights import Pair


def as_counted(built: BuiltModel, pairs: Sequence[Pair]) -> Sequence[Pair]:
    """The same pairs; the arrays of each layer in the order in which tf.keras counts its weights for an optimizer.

    Args:
        built: the model.
        pairs: in the order of the live layers' weights.
    """
    layers = dict(built.layers)
    return [_by_keys(each, layers[each.path]) if each.path in layers and counts_by_keys(layers[each.path]) else each
            for each in pairs]


def _by_keys(pair: Pair, layer: KerasLayer) -> Pair:
    if len(layer.weights) != len(pair.datasets):
        return pair
    found = {id(weight): dataset for weight, dataset in zip(layer.weights, pair.datasets)}
    return replace(pair, datasets=tuple(found[id(weight)] for weight in weights_by_keys(layer)))
