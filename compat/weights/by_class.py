"""Which objects of ``.weights.h5`` belong to which layer: by class and number, each object where it was met first.

The savers of tf.keras 2.12 to 2.15 and of Keras 3 go through the layers of a model in order and write each once. A layer that
two models hold is in the file for the first of them; what that does to the numbers of the others differs by version
(:data:`_NUMBERINGS`). A configuration tells such a layer by its name and arguments, which are the same in both models.
"""

from __future__ import annotations

import re
from typing import Callable, Dict, List, NamedTuple, Optional, Sequence, Set, Tuple

from compat.errors import WeightsError
from compat.hub.records import Path, Spec, class_in_file, name_of
from compat.hub.walk import is_model, is_spec, wraps_model
from compat.saved.records import Node
from compat.weights.attributes import by_classes
from compat.weights.pairing import count

#: The list of layers in tf.keras 2.12, which has a layer with weights twice: as ``layer-1`` and ``layer_with_weights-0``.
_LISTED_TWICE = "_layer_checkpoint_dependencies"
_LAST_NUMBER = re.compile(r"_\d+$")
#: What a layer holds under the same name as an attribute and as an argument.
_HELD = ("layer", "cell")


class Found(NamedTuple):
    """One layer of a model, or a model in it, and its object in the container."""

    path: Path
    spec: Spec
    node: Node


class _Met(NamedTuple):
    """A layer that was met, and the layers in it, or itself, with their objects."""

    layer: Found
    leaves: List[Found]


def holder(root: Node) -> Optional[Node]:
    """What holds the layers of a model in ``.weights.h5``, where they are named by their classes."""
    for attribute in ("layers", _LISTED_TWICE):
        found = root.children.get(attribute)
        if found is not None and root.at("vars") is not None:
            return found
    return None


def by_class(model: Spec, root: Node, path: Path = (), is_known: Optional[Callable[[Path], bool]] = None) -> List[Found]:
    """The layers of a model that are no models, each with its object; one that two models share in both.

    Args:
        model: in the hub dialect.
        root: its object.
        path: of the model.
        is_known: whether the layer of a path has its arrays from elsewhere in the file; then it may be left out here.

    Raises:
        WeightsError: the layers are not those of the file.
    """
    for numbers, skips in _NUMBERINGS:
        try:
            return _Walk(numbers, skips, is_known).layer(model, root, path)
        except _Mismatch:
            continue
    return _by_counts(model, root, path)


class _Mismatch(Exception):
    """The file does not number its layers like this."""


class _Walk:
    """Goes through the layers of a model as a saver does, and notes which it has met."""

    def __init__(self, numbers: Callable[[Spec], int], skips: bool, is_known: Optional[Callable[[Path], bool]]) -> None:
        self._numbers, self._skips, self._is_known = numbers, skips, is_known
        self._met: Dict[str, List[_Met]] = {}

    def layer(self, spec: Spec, node: Node, path: Path) -> List[Found]:
        """The leaves of a layer or a model that the file holds here."""
        if is_model(spec):
            found = self._model(spec, node, path)
        else:
            inner, node = self._with_held(spec, node, path)
            found = inner if wraps_model(spec) else [Found(path, spec, node)]
        self._met.setdefault(name_of(spec), []).append(_Met(Found(path, spec, node), found))
        return found

    def _with_held(self, spec: Spec, node: Node, path: Path) -> Tuple[List[Found], Node]:
        """What a wrapper or an RNN holds, and its object with the object of what another layer holds as well."""
        found: List[Found] = []
        config = spec.get("config")
        for key in _HELD:
            inner = config.get(key) if isinstance(config, dict) else None
            if not (isinstance(inner, dict) and is_spec(inner)) or is_model(inner) and not wraps_model(spec):
                continue
            there, met = node.at(key), self._earlier(inner, path)
            if there is not None:
                found += self.layer(inner, there, path)
            elif met is not None:
                node = Node(node.dataset, dict(node.children, **{key: met.layer.node}))
                found += _under(path, met)
        return found, node

    def _model(self, model: Spec, root: Node, path: Path) -> List[Found]:
        held = holder(root) or Node()
        counts: Dict[str, int] = {}
        used: Set[str] = set()
        found: List[Found] = []
        for spec in model["config"]["layers"]:
            name, where = by_classes([class_in_file(spec)])[0], path + (name_of(spec),)
            met = self._earlier(spec, where)
            if self._skips and met is not None:
                found += _under(where, met)
                continue
            number = counts.get(name, 0)
            counts[name] = number + self._numbers(spec)
            key = "{}_{}".format(name, number) if number else name
            used.add(key)
            if key in held.children:
                found += self.layer(spec, held.children[key], where)
            elif met is not None:
                found += _under(where, met)
            elif count(spec) != 0:
                raise _Mismatch
        if any(node.variables() for key, node in held.children.items() if key not in used):
            raise _Mismatch
        return found

    def _earlier(self, spec: Spec, path: Path) -> Optional[_Met]:
        """The one layer of the same name and arguments that was met; nothing of it is sought where it has its arrays."""
        if self._is_known is not None and count(spec) != 0 and self._is_known(path):
            return _Met(Found(path, spec, Node()), [])
        same = [each for each in self._met.get(name_of(spec), ()) if each.layer.spec["config"] == spec["config"]]
        return same[0] if len(same) == 1 and name_of(spec) else None


def _under(path: Path, met: _Met) -> List[Found]:
    return [each._replace(path=path + each.path[len(met.layer.path):]) for each in met.leaves]


def _once(spec: Spec) -> int:
    return 1


def _once_or_twice(spec: Spec) -> int:
    return 1 if count(spec) == 0 else 2


#: How many numbers each layer takes, and whether one that was met takes none: Keras 3, tf.keras 2.12 and tf.keras 2.13 to 2.15.
_NUMBERINGS = ((_once, False), (_once_or_twice, False), (_once, True))


def _by_counts(model: Spec, root: Node, path: Path) -> List[Found]:
    """The same where the model lacks layers without weights that the file has, or the reverse."""
    return [leaf for each in _of_class(model, holder(root) or Node(), path) for leaf in _inside(each)]


def _inside(found: Found) -> List[Found]:
    if is_model(found.spec):
        return _by_counts(found.spec, found.node, found.path)
    if wraps_model(found.spec):
        return _by_counts(found.spec["config"]["layer"], found.node.at("layer") or Node(), found.path)
    return [found]


def _of_class(model: Spec, named: Node, path: Path) -> List[Found]:
    """Each layer with weights and its object: those of one class in the order of both."""
    specs: Dict[str, List[Spec]] = {}
    for spec in model["config"]["layers"]:
        specs.setdefault(by_classes([class_in_file(spec)])[0], []).append(spec)
    found = []
    other = _under_another_name([name for name, layers in specs.items() if any(count(each) != 0 for each in layers)], named)
    for name, layers in specs.items():
        nodes = list(numbers_of(other.get(name, name), named).values())
        if len(nodes) != len(layers):  # only those with weights
            nodes = [node for node in nodes if node.variables()]
            layers = [layer for layer in layers if count(layer) != 0]
        if len(nodes) != len(layers):
            raise WeightsError("the file has {} layers {!r} with weights, the model has {} ({})".format(
                len(nodes), name, len(layers), ", ".join(name_of(layer) for layer in layers) or "none"))
        found += [Found(path + (name_of(layer),), layer, node) for layer, node in zip(layers, nodes)]
    return found


def _under_another_name(names: Sequence[str], named: Node) -> Dict[str, str]:
    """The one class that the file calls by its name, where the model states the name that it was registered by."""
    missing = [name for name in names if not numbers_of(name, named)]
    claimed = {id(node) for name in names for node in numbers_of(name, named).values()}
    left = {_LAST_NUMBER.sub("", key) for key, node in named.children.items() if id(node) not in claimed and node.variables()}
    return {missing[0]: left.pop()} if len(missing) == 1 and len(left) == 1 else {}


def numbers_of(name: str, named: Node) -> Dict[int, Node]:
    """The objects called ``name``, ``name_1`` …, by their numbers, in order.

    Example:
        >>> list(numbers_of("dense", Node(children={"dense_2": Node(), "dense": Node(), "dense_norm": Node()})))
        [0, 2]
    """
    numbers = {key: key[len(name) + 1:] for key in named.children if key == name or key.startswith(name + "_")}
    kept = [(int(number or 0), key) for key, number in numbers.items() if not number or number.isdigit()]
    return {number: named.children[key] for number, key in sorted(kept)}
