"""The weights of layers under the names, and in the order, in which Keras 2 wrote them into a file."""
from typing import Any, Dict, Iterator, List, Sequence, Set, Tuple

import keras

from compat.flavors.shared.live import by_keys, weights_by_keys

from ..engine.frozen import of_layers_that_train
from ..engine.weight_names import RENAMED, own_name
from ..variables import array_of

Named = List[Tuple[str, Any]]


def in_file_order(layer: Any) -> List[Any]:
    """The weights of a layer or model: those that are trained, then the others, which Keras 3 may list in between."""
    listed = weights_by_keys(layer)
    trained = of_layers_that_train(layer, listed) if layer.trainable else []
    known = {id(weight) for weight in trained}
    return trained + [weight for weight in listed if id(weight) not in known]


def trained_in_file_order(model: Any) -> List[Any]:
    """The trained weights of a model, as the Keras that opens the file lists them."""
    if not model.trainable:
        return []
    return [weight for layer in by_keys(model, model.layers) if layer.trainable
            for weight in of_layers_that_train(layer, in_file_order(layer))]


def named_weights(layer: Any) -> Named:
    """The values of a layer's weights by name, ``dense_1/kernel:0``, in the order of a file."""
    names = {id(weight): name for weight, name in _named(layer, layer.name)}
    found, used = [], set()  # type: ignore[var-annotated]
    for weight in in_file_order(layer):
        name = unused(names.get(id(weight), "{}/{}".format(layer.name, own_name(weight))), used)
        found.append((name + ":0", array_of(weight)))
    return found


def own_weights(model: Any) -> Named:
    """The values of the weights that a model itself has, by name, ``scale:0``."""
    used: Set[str] = set()
    weights = [*model._own_weights(True), *model._own_weights(False)] if hasattr(model, "_own_weights") else []
    return [(unused(own_name(weight), used) + ":0", array_of(weight)) for weight in weights]


def _named(layer: Any, scope: str) -> Iterator[Tuple[Any, str]]:
    """Each weight and its name without a number that tells it from others of the same name."""
    held = getattr(layer, "layer", None)
    if isinstance(layer, keras.layers.Bidirectional):
        for half in (layer.forward_layer, layer.backward_layer):
            yield from _named(half, "{}/{}".format(scope, half.name))
    elif isinstance(held, keras.Model):
        yield from _named(held, scope)
    elif isinstance(layer, keras.Model):
        for each in layer.layers:
            yield from _named(each, each.name)
    else:
        renamed = RENAMED.get(type(layer if held is None else held).__name__, {})
        named = [(weight, own_name(weight)) for weight in layer.weights]
        yield from ((weight, "{}/{}".format(scope, renamed.get(name, name))) for weight, name in named)


def unused(name: str, used: Any) -> str:
    """A name that is not taken, as TensorFlow 1 made it: ``kernel``, ``kernel_1``."""
    number, found = 0, name
    while found in used:
        number += 1
        found = "{}_{}".format(name, number)
    used.add(found)
    return found


def positions(order: Sequence[Any], variables: Sequence[Any]) -> List[int]:
    """Where each of these variables stands in another order.

    Raises:
        KeyError: one is not in it.
    """
    places: Dict[int, int] = {id(variable): place for place, variable in enumerate(order)}
    return [places[id(variable)] for variable in variables]
