"""The one walker over a configuration in the hub dialect: its layers, nested models, cells and wrapped layers."""
from typing import Any, Callable, Iterator, List, NamedTuple

from compat.api.classes import WRAPPERS
from compat.hub.records import Path, Spec, name_of

#: Classes of models in the hub dialect.
MODELS = ("Functional", "Sequential")
#: Arguments that hold one layer, cell or model; ``cells`` holds several.
HELD = ("layer", "forward_layer", "backward_layer", "cell")


class Place(NamedTuple):
    """A specification and where it stands.

    Attributes:
        path: names of the models around it and its own; what a wrapper or an RNN holds has the path of that layer.
        spec: of a layer, a cell or a model.
        held: whether its weights count as those of a wrapper or an RNN around it. A model in a wrapper of Keras's own
            is not held in this sense, since files list its layers.
    """

    path: Path
    spec: Spec
    held: bool


def walk(model: Spec, path: Path = ()) -> Iterator[Place]:
    """Everything below a model, outermost first: layers, nested models with their layers, wrapped layers and cells.

    Args:
        model: in the hub dialect.
        path: of the model itself.

    Example:
        >>> cells = [{"class_name": "LSTMCell", "config": {"units": 2}}, {"class_name": "Mine", "config": {}}]
        >>> stacked = {"class_name": "StackedRNNCells", "config": {"cells": cells}}
        >>> rnn = {"class_name": "RNN", "config": {"name": "r", "cell": stacked}}
        >>> [place.spec["class_name"] for place in walk({"class_name": "Sequential", "config": {"layers": [rnn]}})]
        ['RNN', 'StackedRNNCells', 'LSTMCell', 'Mine']
    """
    return _below(model, path, False)


def walk_from(spec: Spec, path: Path = (), held: bool = False) -> Iterator[Place]:
    """One specification, then everything below it."""
    yield Place(path, spec, held)
    if is_model(spec):
        yield from _below(spec, path, held)
        return
    for each in held_by(spec):
        yield from walk_from(each, path, not wraps_model(spec))


def _below(model: Spec, path: Path, held: bool) -> Iterator[Place]:
    for spec in model["config"]["layers"]:
        yield from walk_from(spec, path + (name_of(spec),), held)


def leaves(model: Spec, path: Path = ()) -> Iterator[Place]:
    """The layers that have weights of their own in a file: no models, and in place of a wrapped model its layers.

    A wrapper around a single layer, or an RNN with its cells, is one leaf.
    """
    return (place for place in walk(model, path)
            if not (place.held or is_model(place.spec) or wraps_model(place.spec)))


def layers_and_cells(model: Spec, path: Path = ()) -> Iterator[Place]:
    """Every layer and cell that is not a model, also inside wrappers and RNNs."""
    return (place for place in walk(model, path) if not is_model(place.spec))


def is_model(spec: Spec) -> bool:
    """Whether a specification is of a model with layers of its own."""
    config = spec.get("config")
    return spec.get("class_name") in MODELS and isinstance(config, dict) and "layers" in config


def wraps_model(spec: Spec) -> bool:
    """Whether it is a wrapper of Keras's own around a model: ``TimeDistributed(model)`` and the like."""
    return spec.get("class_name") in WRAPPERS and any(is_model(each) for each in held_by(spec))


def is_spec(value: Any) -> bool:
    """Whether a value is meant as a layer. One without a configuration or a usable class name is refused elsewhere."""
    return isinstance(value, dict) and "class_name" in value


def held_by(spec: Spec) -> List[Spec]:
    """The layers, cells or models that a wrapper or an RNN holds in its configuration."""
    config = spec.get("config")
    if not isinstance(config, dict):
        return []
    cells = config.get("cells")
    held = [config.get(key) for key in HELD] + (list(cells) if isinstance(cells, (list, tuple)) else [])
    return [each for each in held if isinstance(each, dict) and is_spec(each)]


def with_held(spec: Spec, change: Callable[[Spec], Any], change_cell: Callable[[Spec], Any]) -> Spec:
    """A copy of a specification with everything that it holds passed through a function.

    Args:
        change: for a wrapped layer or model, or the cell of an RNN.
        change_cell: for each of ``cells``; they stay as they are where one of them is not a specification.
    """
    config = dict(spec["config"])
    for key in HELD:
        if is_spec(config.get(key)):
            config[key] = change(config[key])
    cells = config.get("cells")
    if isinstance(cells, list) and all(is_spec(cell) for cell in cells):
        config["cells"] = [change_cell(cell) for cell in cells]
    return dict(spec, config=config)


def output_names(model: Spec) -> List[str]:
    """Names of the outputs of a hub configuration in order: the keys of a dictionary of outputs, else the output layers."""
    config = model["config"]
    if model["class_name"] == "Sequential":
        return [str(config["layers"][-1]["config"]["name"])] if config["layers"] else []
    ends = config["output_layers"]
    return sorted(ends) if isinstance(ends, dict) else [str(end[0]) for end in ends]
