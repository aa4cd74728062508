"""Models that hold the same layer again, after each was made with a layer of its own.

Keras 3 writes a layer of several models into each of their configurations, marks that it is the same object, and gives
its calls numbers that hold within one model. What it makes of that has other calls, or is refused. So each model is made by
itself, and then gets the layer of the first one.
"""
from typing import Any, Collection, Dict, Iterator

import keras
from keras import tree
from keras.src.ops.function import make_node_key  # not public: by which a model knows its calls
from keras.src.ops.node import KerasHistory  # not public: which call gave a tensor


def join(model: Any, names: Collection[str]) -> None:
    """Let the models within a model hold one layer of each of these names.

    Args:
        model: functional or Sequential, without a compiled state.
        names: of layers that a file says they share, with the same arguments wherever they are.
    """
    first: Dict[str, Any] = {}
    for owner in _models(model):
        for layer in list(owner.layers):
            if layer.name not in names or isinstance(layer, keras.layers.InputLayer):
                continue
            known = first.setdefault(layer.name, layer)
            if known is not layer:
                _replace(owner, layer, known)


def _models(model: Any) -> Iterator[Any]:
    """A model and those in it, each after what holds it, as it is by then."""
    yield model
    for layer in model.layers:
        if isinstance(layer, keras.Model) and hasattr(layer, "layers"):
            yield from _models(layer)


def _replace(owner: Any, old: Any, new: Any) -> None:
    """Let a model call another layer in place of one that it has."""
    graph = getattr(owner, "_functional", None) or owner
    for nodes in graph._nodes_by_depth.values():
        for node in nodes:
            if node.operation is old:
                _move(graph, node, old, new)
    listed = [owner._layers, graph._layers, graph._operations, *graph._operations_by_depth.values()]
    for places in {id(each): each for each in listed}.values():
        for place, each in enumerate(places):
            if each is old:
                places[place] = new


def _move(graph: Any, node: Any, old: Any, new: Any) -> None:
    """Make a call of one layer that of another."""
    before = next(place for place, each in enumerate(old._inbound_nodes) if each is node)
    graph._nodes.discard(make_node_key(old, before))
    node.operation, place = new, len(new._inbound_nodes)
    new._inbound_nodes.append(node)
    graph._nodes.add(make_node_key(new, place))
    for tensor in tree.flatten(node.outputs):
        tensor._keras_history = KerasHistory(new, place, tensor._keras_history.tensor_index)
