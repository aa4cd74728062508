"""Which arrays of the file belong to which layer of the hub configuration: by name, else by order, or as asked.

A file lists the layers of the outermost model. The weights of a nested model come as one flat list, all trained ones
first (Keras 2 and tf.keras), and is divided here; Keras 1 listed the layers of nested Sequentials themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np

from compat.errors import ConfigError, WeightsError, typed
from compat.hub.records import Origin, Path, Spec, name_of
from compat.hub.walk import is_model, leaves, wraps_model
from compat.saved.records import Dataset, LayerWeights, Node
from compat.weights.specs import expected
from compat.weights.steps import run

Matched = Tuple[Path, Spec, LayerWeights]


@dataclass(frozen=True)
class Pair:
    """One layer of the configuration with its arrays in the file.

    Attributes:
        path: names from the outermost model's layer down to this one; after the name of a wrapper (``TimeDistributed``
            around a model) follow those of the layers in the wrapped model.
        layer: the layer in the hub dialect.
        datasets: its arrays, in file order.
        origin: which Keras wrote them.
        node: the layer's object, in a container that keeps objects.
    """

    path: Path
    layer: Spec
    datasets: Tuple[Dataset, ...]
    origin: Origin
    node: Optional[Node] = None

    def read(self) -> List[np.ndarray]:
        """The arrays in the hub's order and layout, each read once.

        Raises:
            WeightsError: their number or form is not that of the layer's weights.
        """
        with typed(WeightsError, "Layer {!r}: its arrays {} do not have the form of any Keras".format(
                "/".join(self.path), _listed(self.datasets))):
            arrays = run(self.layer, [dataset.read() for dataset in self.datasets], self.origin)
        weights = expected(self.layer)
        if weights is not None and len(weights) != len(arrays):
            raise WeightsError(
                "Layer {!r} ({}) expects {} weights ({}), but the saved layer has {} arrays: {}.".format(
                    "/".join(self.path),
                    self.layer["class_name"],
                    len(weights),
                    ", ".join(weight.name for weight in weights) or "none",
                    len(self.datasets),
                    _listed(self.datasets),
                )
            )
        return arrays


def pair(
    model: Spec, layers: Sequence[LayerWeights], origin: Origin, by: Optional[str] = None
) -> Tuple[Pair, ...]:
    """Assign the arrays of a file to the layers of a model.

    Args:
        model: the outermost model in the hub dialect.
        layers: the weights of the file, in file order.
        origin: which Keras wrote them.
        by: ``"name"`` to take only the layers whose name both have, as ``load_weights(by_name=True)`` does; ``"order"`` to
            ask no names, as ``load_weights`` does otherwise; None to match by name where all names agree, else by order.

    Returns:
        One pair for each layer that has arrays; nested models are divided into their layers.

    Raises:
        WeightsError: layers do not fit; the message lists what was expected and what was found.
        ConfigError: parts of a layer do not have the form of any Keras.
    """
    with typed(ConfigError, "the layers of the configuration do not have the form of any Keras"):
        pairs = _pairs(model, layers, origin, by)
        if by != "name":
            check_complete(model, pairs)
    return tuple(pairs)


def _pairs(model: Spec, layers: Sequence[LayerWeights], origin: Origin, by: Optional[str]) -> List[Pair]:
    matched = by_order(model, layers) if by == "order" else _by_names(model, layers, by == "name")
    if matched is None:
        matched = by_order(model, layers)
    if matched is None:
        raise WeightsError(mismatch(model, layers))
    return [found for path, layer, weights in matched for found in _divided(path, layer, weights.datasets, origin)]


def _by_names(model: Spec, layers: Sequence[LayerWeights], some: bool) -> Optional[List[Matched]]:
    """Each layer of the file with that of the same name; None where one has none, unless ``some`` are enough."""
    top = {name_of(layer): layer for layer in model["config"]["layers"]}
    inside = {leaf.path[-1]: (leaf.path, leaf.spec) for leaf in leaves(model)}
    found = [layer for layer in layers if layer.datasets and (layer.name in top or not some)]
    if all(layer.name in top for layer in found):
        return [((layer.name,), top[layer.name], layer) for layer in found]
    if all(layer.name in inside for layer in found):
        return [inside[layer.name] + (layer,) for layer in found]
    return None


def by_order(model: Spec, layers: Sequence[LayerWeights]) -> Optional[List[Matched]]:
    """Each layer of the file with that of a model in the same place; None where their numbers do not fit."""
    every = [((name_of(layer),), layer) for layer in model["config"]["layers"]]
    called = [each for each in every if each[1]["class_name"] != "InputLayer"]  # those we put in front are not stored
    weighted = [each for each in every if count(each[1]) != 0]
    nested = [each for each in _leaves(model) if count(each[1]) != 0]  # Keras 1 stored those of nested Sequentials
    certain = [each for each in weighted if count(each[1]) is not None]  # where layers of the user's have none
    stored = [weights for weights in layers if weights.datasets]
    for there, found in ((every, list(layers)), (called, list(layers)), (weighted, stored), (nested, stored),
                         (certain, stored)):
        if len(there) == len(found) and all(_may_hold(layer, weights) for (_, layer), weights in zip(there, found)):
            return [each + (weights,) for each, weights in zip(there, found) if weights.datasets]
    return None


def _may_hold(layer: Spec, weights: LayerWeights) -> bool:
    number = count(layer)
    return number is None or bool(number) == bool(weights.datasets)


def _divided(path: Path, layer: Spec, datasets: Tuple[Dataset, ...], origin: Origin) -> List[Pair]:
    if is_model(layer):
        model = layer
    elif wraps_model(layer):
        model = layer["config"]["layer"]
    else:
        return [Pair(path, layer, datasets, origin)]
    inside = _leaves(model, path)
    shares = _shares_by_count(inside, datasets) or _shares_by_name(inside, datasets)
    if shares is None:
        raise WeightsError(_cannot_divide(path, inside, datasets))
    return [Pair(where, leaf, share, origin) for (where, leaf), share in zip(inside, shares) if share]


def _leaves(model: Spec, path: Path = ()) -> List[Tuple[Path, Spec]]:
    return [(leaf.path, leaf.spec) for leaf in leaves(model, path)]


def _shares_by_count(
    leaves: Sequence[Tuple[Path, Spec]], datasets: Tuple[Dataset, ...]
) -> Optional[List[Tuple[Dataset, ...]]]:
    """Each layer's part of a flat list in which all trained weights come before all others."""
    weights = [expected(leaf) for _, leaf in leaves]
    if any(part is None for part in weights) or sum(len(part or ()) for part in weights) != len(datasets):
        return None
    waiting = list(datasets)
    shares: List[List[Dataset]] = [[None] * len(part or ()) for part in weights]  # type: ignore[list-item]
    for trained in (True, False):
        for (_, leaf), part, share in zip(leaves, weights, shares):
            frozen = leaf["config"].get("trainable") is False
            for position, weight in enumerate(part or ()):
                if (weight.trainable and not frozen) == trained:
                    share[position] = waiting.pop(0)
    return [tuple(share) for share in shares]


def _shares_by_name(
    leaves: Sequence[Tuple[Path, Spec]], datasets: Tuple[Dataset, ...]
) -> Optional[List[Tuple[Dataset, ...]]]:
    """Each layer's part by the layer name in the weights' names, for layers whose weights we do not know."""
    names = [path[-1] for path, _ in leaves]
    shares: Dict[str, List[Dataset]] = {name: [] for name in names}
    for dataset in datasets:
        owner = _owner(dataset.name, names)
        if owner is None:
            return None
        shares[owner].append(dataset)
    return [tuple(shares[name]) for name in names]


def _owner(weight: str, names: Sequence[str]) -> Optional[str]:
    scopes = weight.split("/")[:-1]
    for scope in reversed(scopes):
        if scope in names:
            return scope
    flat = weight[len("forward_") :] if weight.startswith("forward_") else weight
    flat = flat[len("backward_") :] if flat.startswith("backward_") else flat
    fitting = [name for name in names if flat.startswith(name + "_")]
    return max(fitting, key=len) if fitting else None


def check_complete(model: Spec, pairs: Sequence[Pair]) -> None:
    """Refuse pairs that leave out a layer with weights.

    Raises:
        WeightsError: the message lists the layers.
    """
    given = {found.path for found in pairs}
    missing = [
        "{} ({}): {}".format("/".join(path), leaf["class_name"], ", ".join(weight.name for weight in weights))
        for path, leaf, weights in ((path, leaf, expected(leaf)) for path, leaf in _leaves(model))
        if weights and path not in given
    ]
    if missing:
        raise WeightsError("The file holds no weights for {}.".format("; ".join(missing[:20])))


def count(layer: Spec) -> Optional[int]:
    """How many weights a layer or model has, or None where a class of the user is in it."""
    if is_model(layer):
        counts = [count(inner) for inner in layer["config"]["layers"]]
        return None if any(each is None for each in counts) else sum(each or 0 for each in counts)
    if wraps_model(layer):
        return count(layer["config"]["layer"])
    weights = expected(layer)
    return None if weights is None else len(weights)


def mismatch(model: Spec, layers: Sequence[LayerWeights]) -> str:
    """The message about layers of a file that do not fit those of a model."""
    wanted = [
        "  {} ({}): {}".format(name_of(layer), layer["class_name"], "?" if count(layer) is None else count(layer))
        for layer in model["config"]["layers"]
        if count(layer) != 0
    ]
    there = ["  {}: {}".format(layer.name, _listed(layer.datasets)) for layer in layers if layer.datasets]
    return "\n".join(
        ["Cannot load the weights of {} layers into a model of {} layers.".format(len(there), len(wanted)),
         "expected, by layer and number of weights:"]
        + wanted
        + ["found:"]
        + there
    )


def _cannot_divide(
    path: Path, leaves: Sequence[Tuple[Path, Spec]], datasets: Sequence[Dataset]
) -> str:
    wanted = ["{}: {}".format("/".join(where), "?" if count(leaf) is None else count(leaf)) for where, leaf in leaves]
    return "The {} arrays of {!r} cannot be divided among its layers ({}): {}.".format(
        len(datasets), "/".join(path), ", ".join(wanted), _listed(datasets)
    )


def _listed(datasets: Sequence[Any]) -> str:
    return ", ".join("{} {}".format(dataset.name, dataset.shape) for dataset in datasets) or "nothing"
