"""Weights of a graph of objects for live layers whose classes are the user's: by the attributes of both.

A checkpoint of tf.keras keeps the weights of such a layer, and of a subclassed model, by the attributes that its class sets.
The live layer was made by the same class, so its attributes say which weight is which.
"""
from dataclasses import replace
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from compat.errors import WeightsError
from compat.flavors.protocol import BuiltModel, KerasLayer, KerasModel
from compat.flavors.shared.live import OF_KERAS, by_keys, is_graph, weights_by_keys
from compat.hub.records import Origin, Path, Spec
from compat.saved import Dataset, Node
from compat.weights import Pair
from compat.weights.attributes import attributes, by_classes
from compat.weights.by_class import numbers_of
from compat.weights.structure import (
    NOT_WEIGHTS,
    has_layers,
    listed_variables,
    numbered,
    ordered,
    pair_objects,
    parts_with_weights,
    weights_by_path,
)

#: What gives a model's layers in the hub dialect, as ``live`` of a flavor does.
Outline = Callable[[KerasModel], Tuple[Spec, BuiltModel]]


def in_own_order(built: BuiltModel, pairs: Sequence[Pair], outline: Outline) -> Sequence[Pair]:
    """The same pairs; the arrays of each layer of the user's in the order of the live layer's weights.

    Args:
        built: the model, its layers built.
        pairs: of any container.
        outline: the flavor's ``live``.
    """
    layers = dict(built.layers)
    return [_in_order(each, layers[each.path], outline) if _is_unordered(each) and each.path in layers
            else _trained_first(each, layers[each.path]) if each.path in layers and attributes(each.layer) is None else each
            for each in pairs]


def _is_unordered(pair: Pair) -> bool:
    return pair.node is not None and attributes(pair.layer) is None and listed_variables(pair.node) is None


def _in_order(pair: Pair, layer: KerasLayer, outline: Outline) -> Pair:
    """A layer of another class may keep its weights elsewhere, or otherwise: then the order of the file is kept."""
    assert pair.node is not None
    found = _Walk(outline).of(layer, pair.node)
    datasets = [found.get(id(weight)) for weight in layer.weights]
    if None in datasets or not datasets:
        return pair
    return replace(pair, datasets=tuple(each for each in datasets if each is not None))


def _trained_first(pair: Pair, layer: KerasLayer) -> Pair:
    """A layer that holds layers, whose trained weights Keras 2 listed before the others, and those in a dictionary by its keys.

    Keras 3 lists them layer by layer, as they were set.
    """
    trained = {id(weight) for weight in layer.trainable_weights}
    listed = sorted(weights_by_keys(layer), key=lambda weight: id(weight) not in trained)
    shapes = [tuple(weight.shape) for weight in listed]
    if shapes != [dataset.shape for dataset in pair.datasets] or _are_named(layer.weights, pair):
        return pair
    found = {id(weight): dataset for weight, dataset in zip(listed, pair.datasets)}
    return replace(pair, datasets=tuple(found[id(weight)] for weight in layer.weights))


def _are_named(weights: Sequence[Any], pair: Pair) -> bool:
    """Whether the arrays have the names of the weights in their own order, as files that were written on Keras 3 may."""
    mine = [str(getattr(weight, "path", weight.name)).split(":")[0].split("/")[-2:] for weight in weights]
    return mine == [dataset.name.split(":")[0].split("/")[-2:] for dataset in pair.datasets]


def pair_whole(model: KerasModel, root: Node, origin: Origin, outline: Outline) -> Pair:
    """All weights of a subclassed model as one pair, whose path is that of the model itself.

    Raises:
        WeightsError: a weight of the model is not in the file; the message lists these, and what was left over.
    """
    found = _Walk(outline).of(model, root)
    if not _fills(found, model):
        parts = [_Walk(outline).of(model, each) for each in parts_with_weights(root)]  # of what a program saved together
        whole = [each for each in parts if _fills(each, model)]
        if len(whole) != 1:
            raise _missing(model, root, found)
        (found,) = whole
    spec = {"class_name": type(model).__name__, "config": {"name": model.name}}
    return Pair((), spec, tuple(found[id(weight)] for weight in model.weights), origin)


def _fills(found: Mapping[int, Dataset], model: KerasModel) -> bool:
    return all(id(weight) in found for weight in model.weights)


def _missing(model: KerasModel, root: Node, found: Mapping[int, Dataset]) -> WeightsError:
    missing = [weight for weight in model.weights if id(weight) not in found]
    used = {dataset.place for dataset in found.values()}
    left = [dataset for _, datasets in weights_by_path(root) for dataset in datasets if dataset.place not in used]
    return WeightsError("the checkpoint keeps weights by attribute, and model {!r} has weights under other attributes\n"
                        "missing in the file: {}\nleft over there: {}".format(
                            model.name, _listed((each.name, tuple(each.shape)) for each in missing),
                            _listed(("{} ({})".format(each.name, each.place.split("/.")[0]), each.shape) for each in left)))


def _listed(named: Any) -> str:
    lines = ["{} {}".format(name, shape) for name, shape in named]
    return ", ".join(lines[:20] + (["and {} more".format(len(lines) - 20)] if len(lines) > 20 else [])) or "nothing"


class _Walk:
    """Goes through a live object and its object in the file side by side.

    ``.weights.h5`` has each object once, so that some of a list can be elsewhere: which these are is known when all others
    have their arrays.
    """

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.found: Dict[int, Dataset] = {}
        self._seen: List[Tuple[int, int]] = []
        self._waiting: List[Tuple[Callable[[], None], Optional[WeightsError]]] = []

    def of(self, live: Any, node: Node) -> Dict[int, Dataset]:
        """The array of each weight, by the identity of the weight.

        Raises:
            WeightsError: layers of a functional or Sequential model in it do not fit.
        """
        self._object(live, node)
        before = -1
        while self._waiting and before < len(self.found):
            before, waiting, self._waiting = len(self.found), self._waiting, []
            for again, _ in waiting:
                again()
        for _, error in self._waiting:
            if error is not None:
                raise error
        return self.found

    def _is_filled(self, layer: Any) -> bool:
        return all(id(weight) in self.found for weight in layer.weights)

    def _object(self, live: Any, node: Node) -> None:
        if live is None or (id(live), id(node)) in self._seen:
            return
        self._seen.append((id(live), id(node)))
        if node.dataset is not None:
            self.found.setdefault(id(live), node.dataset)
        elif isinstance(live, dict):
            self._parts([str(key) for key in live], list(live.values()), node)
        elif isinstance(live, (list, tuple)):
            self._parts([str(index) for index in range(len(live))], list(live), node)
        elif hasattr(live, "weights"):
            self._layer(live, node)

    def _parts(self, keys: Sequence[str], values: Sequence[Any], node: Node) -> None:
        """The parts of a list or dictionary, by number or key; ``.weights.h5`` has them by class."""
        if not any("vars" in child.children for child in node.children.values()):
            parts = dict(zip(keys, values))
            for key, child in node.children.items():
                self._object(parts.get(key), child)
            return
        classes: Dict[str, List[Any]] = {}
        for value in values:
            classes.setdefault(by_classes([type(value).__name__])[0], []).append(value)
        for name, live in classes.items():
            self._of_class(live, numbers_of(name, node))

    def _of_class(self, live: Sequence[Any], nodes: Dict[int, Node]) -> None:
        """Layers of one class; where fewer are in the file and no number is left out, those that have no arrays yet."""
        if len(nodes) == len(live) or max(nodes, default=0) >= len(nodes):
            for number, node in nodes.items():
                self._object(live[number] if number < len(live) else None, node)
            return
        there = [node for node in nodes.values() if node.variables()]
        rest = [each for each in live if hasattr(each, "weights") and not self._is_filled(each)]
        if len(rest) == len(there):
            for each, node in zip(rest, there):
                self._object(each, node)
        else:
            self._waiting.append((lambda: self._of_class(live, nodes), None))

    def _layer(self, layer: Any, node: Node) -> None:
        if is_graph(layer) and has_layers(node):
            if any(each.weights for each in layer.layers):
                self._model(layer, node)
            self._own(layer, node)
            return
        spec = _spec(layer)
        if spec is not None:
            self._zip(layer, ordered(spec, node))
            return
        for key, child in node.children.items():
            if key == "layers" and hasattr(layer, "layers"):
                self._object(_in_order_of_file(layer, node), child)
            elif key not in NOT_WEIGHTS and key != "vars":
                self._object(_attribute(layer, key), child)
        self._own(layer, node)

    def _own(self, layer: Any, node: Node) -> None:
        """The variables that are the layer's own, which ``.weights.h5`` numbers."""
        numbers = numbered(node.at("vars") or Node())
        inner = layer._flatten_layers(include_self=False) if hasattr(layer, "_flatten_layers") else layer.layers
        of_others = {id(weight) for each in inner if numbers for weight in each.weights}
        own = [weight for weight in layer.weights if id(weight) not in of_others] if numbers else []
        if len(own) == len(numbers):
            self.found.update((id(weight), each.dataset) for weight, each in zip(own, numbers) if each.dataset is not None)

    def _model(self, model: Any, node: Node) -> None:
        spec, built = self.outline(model)
        layers = dict(built.layers)

        def is_filled(path: Path) -> bool:
            return all(self._is_filled(layer) for place, layer in layers.items() if place[:len(path)] == path)

        try:
            pairs = pair_objects(spec, node, Origin("2.4.0", "tensorflow", False), is_known=is_filled)
        except WeightsError as error:
            self._waiting.append((lambda: self._model(model, node), error))
            return
        for each in in_own_order(built, pairs, self.outline):
            self._zip(layers[each.path], each.datasets)

    def _zip(self, layer: Any, datasets: Sequence[Dataset]) -> None:
        if len(layer.weights) == len(datasets):
            self.found.update((id(weight), dataset) for weight, dataset in zip(layer.weights, datasets))


def _in_order_of_file(model: Any, node: Node) -> List[Any]:
    """The layers that a subclassed model lists, in the order of the Keras that wrote its ``.weights.h5``.

    tf.keras takes the layers in a dictionary by its sorted keys, Keras 3 as they were put in. tf.keras 2.13 to 2.15 go
    through the attributes of an object from the last to the first, tf.keras 2.12 and Keras 3 the other way: what comes
    before ``layers`` has its own place in the file.

    Raises:
        WeightsError: tf.keras 2.12 and Keras 3 would list them otherwise, and nothing tells which wrote the file.
    """
    as_put_in, sorted_ones = list(model.layers), by_keys(model, model.layers)
    if all(each is other for each, other in zip(as_put_in, sorted_ones)):
        return as_put_in
    own = dict(vars(model), **vars(model).get("_modules", {}))  # where torch keeps layers
    holding = [name for name, value in own.items() if not name.startswith("_") and _holds_layers(value)]
    if any(name in node.children for name in holding if name > "layers") or not any(
            name in node.children for name in holding if name < "layers") and any(name < "layers" for name in holding):
        return sorted_ones
    if list(map(_shapes, as_put_in)) == list(map(_shapes, sorted_ones)):
        raise WeightsError("model {!r} has layers in a dictionary, whose order in the file depends on whether tf.keras 2.12 or "
                           "Keras 3 wrote it, which it does not say".format(model.name))
    return as_put_in


def _holds_layers(value: Any) -> bool:
    if isinstance(value, (dict, list, tuple)):
        return any(map(_holds_layers, value.values() if isinstance(value, dict) else value))
    return hasattr(value, "trainable_weights")


def _shapes(layer: Any) -> List[Tuple[int, ...]]:
    return [tuple(weight.shape) for weight in layer.weights]


def weight_attributes(layer: KerasLayer) -> Optional[List[Tuple[str, ...]]]:
    """The attributes under which tf.keras keeps each weight of a layer of Keras's own, else None."""
    spec = _spec(layer)
    return None if spec is None else attributes(spec)


def _spec(layer: Any) -> Optional[Spec]:
    """A layer of Keras's own in the hub dialect, if the table of weights has its class."""
    if type(layer).__module__.split(".")[0] not in OF_KERAS:
        return None
    try:
        spec = {"class_name": type(layer).__name__, "config": dict(layer.get_config(), name=layer.name)}
    except NotImplementedError:
        return None
    return spec if attributes(spec) is not None else None


def _attribute(layer: Any, key: str) -> Any:
    """What a layer keeps under an attribute; some Kerases put an underscore before it."""
    for name in (key, "_" + key, key.lstrip("_")):
        found = vars(layer).get(name)
        if found is None:
            found = getattr(layer, name, None)
        if found is not None:
            return found
    return None
