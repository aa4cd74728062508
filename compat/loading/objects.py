"""Weights of a graph of objects for live layers whose classes are the user's: by the attributes of both.

A checkpoint of tf.keras keeps the weights of such a layer, and of a subclassed model, by the attributes that its class sets.
The live layer was made by the same class, so its attributes say which weight is which.
"""
from dataclasses import replace
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

from compat.errors import WeightsError
from compat.flavors.protocol import BuiltModel, KerasLayer, KerasModel
from compat.hub.records import Origin, Spec
from compat.saved import Dataset, Node
from compat.weights import Pair
from compat.weights.attributes import attributes, by_classes
from compat.weights.structure import NOT_WEIGHTS, has_layers, listed_variables, numbered, ordered, pair_objects, weights_by_path

#: Packages whose layers the table of weights describes.
_OF_KERAS = ("keras", "tf_keras", "tensorflow", "compat")
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
    """A layer that holds layers, whose trained weights Keras 2 listed before the others; Keras 3 lists them layer by layer."""
    trained = {id(weight) for weight in layer.trainable_weights}
    listed = sorted(layer.weights, key=lambda weight: id(weight) not in trained)
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
    missing = [weight for weight in model.weights if id(weight) not in found]
    if missing:
        used = {dataset.place for dataset in found.values()}
        left = [dataset for _, datasets in weights_by_path(root) for dataset in datasets if dataset.place not in used]
        raise WeightsError("the checkpoint keeps weights by attribute, and model {!r} has weights under other attributes\n"
                           "missing in the file: {}\nleft over there: {}".format(
                               model.name, _listed((each.name, tuple(each.shape)) for each in missing),
                               _listed(("{} ({})".format(each.name, each.place.split("/.")[0]), each.shape) for each in left)))
    spec = {"class_name": type(model).__name__, "config": {"name": model.name}}
    return Pair((), spec, tuple(found[id(weight)] for weight in model.weights), origin)


def _listed(named: Any) -> str:
    lines = ["{} {}".format(name, shape) for name, shape in named]
    return ", ".join(lines[:20] + (["and {} more".format(len(lines) - 20)] if len(lines) > 20 else [])) or "nothing"


class _Walk:
    """Goes through a live object and its object in the file side by side."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.found: Dict[int, Dataset] = {}
        self._seen: List[Tuple[int, int]] = []

    def of(self, live: Any, node: Node) -> Dict[int, Dataset]:
        """The array of each weight, by the identity of the weight."""
        self._object(live, node)
        return self.found

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
        parts = dict(zip(by_classes(type(value).__name__ for value in values), values))
        parts.update(zip(keys, values))
        for key, child in node.children.items():
            self._object(parts.get(key), child)

    def _layer(self, layer: Any, node: Node) -> None:
        if hasattr(layer, "layers") and has_layers(node):
            if any(each.weights for each in layer.layers):
                self._model(layer, node)
            self._own(layer, node)
            return
        spec = _spec(layer)
        if spec is not None:
            self._zip(layer, ordered(spec, node))
            return
        for key, child in node.children.items():
            if key not in NOT_WEIGHTS and key != "vars":
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
        pairs = pair_objects(spec, node, Origin("2.4.0", "tensorflow", False))
        for each in in_own_order(built, pairs, self.outline):
            self._zip(layers[each.path], each.datasets)

    def _zip(self, layer: Any, datasets: Sequence[Dataset]) -> None:
        if len(layer.weights) == len(datasets):
            self.found.update((id(weight), dataset) for weight, dataset in zip(layer.weights, datasets))


def weight_attributes(layer: KerasLayer) -> Optional[List[Tuple[str, ...]]]:
    """The attributes under which tf.keras keeps each weight of a layer of Keras's own, else None."""
    spec = _spec(layer)
    return None if spec is None else attributes(spec)


def _spec(layer: Any) -> Optional[Spec]:
    """A layer of Keras's own in the hub dialect, if the table of weights has its class."""
    if type(layer).__module__.split(".")[0] not in _OF_KERAS:
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
