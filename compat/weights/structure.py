"""Which objects of a checkpoint belong to which layer of the hub configuration: by the structure of both.

``save_weights`` of tf.keras keeps a functional or Sequential model's layers as ``layer-0``, ``layer-1`` … in the order of
``model.layers``, whatever their names, and a layer's weights by attribute. So layers are matched by their order, as tf.keras
matches them; names decide only where the same names stand in another order. A ``Saver`` of TensorFlow 1 kept names alone.
"""

from __future__ import annotations

from collections import deque
from typing import Callable, Dict, Iterator, List, Optional, Sequence, Set, Tuple

from compat.errors import ConfigError, WeightsError, typed
from compat.hub.records import Origin, Path, Spec, name_of
from compat.hub.walk import is_model, leaves, wraps_model
from compat.saved.records import Dataset, LayerWeights, Node
from compat.weights.attributes import attributes
from compat.weights.by_class import Found, by_class, holder
from compat.weights.pairing import Pair, by_order, check_complete, count, mismatch

_LAYER, _WEIGHTED = "layer-", "layer_with_weights-"
OPTIMIZER = "optimizer"
#: What these were adapted to is in their configurations.
_LOOKUPS = ("IntegerLookup", "StringLookup", "TextVectorization")
#: What a saved object has besides what its class sets.
NOT_WEIGHTS = (OPTIMIZER, "keras_api", "save_counter", "signatures", "variables", "trainable_variables",
               "non_trainable_variables", "regularization_losses", "metrics")


def has_layers(root: Node) -> bool:
    """Whether an object is a functional or Sequential model, whose layers are numbered.

    Example:
        >>> has_layers(Node(children={"layer-0": Node()})), has_layers(Node(children={"dense": Node()}))
        (True, False)
    """
    return bool(_layer_nodes(root)) or holder(root) is not None


def unwrapped(root: Node) -> Node:
    """The functional or Sequential model that a program saved beside others: ``tf.train.Checkpoint(net=model, step=step)``.

    Example:
        >>> net = Node(children={"layer-0": Node()})
        >>> unwrapped(Node(children={"net": net, "step": Node()})) is net
        True
    """
    models = {id(each): each for each in root.children.values() if has_layers(each)}
    return root if has_layers(root) or len(models) != 1 else next(iter(models.values()))


def parts_with_weights(root: Node) -> List[Node]:
    """The objects that a program saved together which may be a model: what has objects in it, and is no optimizer."""
    return [each for each in {id(each): each for each in root.children.values()}.values()
            if each.dataset is None and each.children and not is_optimizer(each)]


def is_optimizer(node: Node) -> bool:
    """Whether an object counts the steps of training."""
    return any(name in node.children for name in ("iter", "_iterations"))


def pair_objects(model: Spec, root: Node, origin: Origin, has_scopes: bool = False,
                 is_known: Optional[Callable[[Path], bool]] = None) -> Tuple[Pair, ...]:
    """Assign the arrays of a graph of objects to the layers of a model.

    Args:
        model: the outermost model in the hub dialect.
        root: its object.
        origin: which Keras wrote them.
        has_scopes: the objects are no more than the parts of variables' names.
        is_known: whether the layer of a path has its arrays from elsewhere in the container, where it may be left out here.

    Returns:
        One pair for each layer that has arrays, as :func:`compat.weights.pair`.

    Raises:
        WeightsError: layers do not fit; the message lists what was expected and what was found.
        ConfigError: parts of a layer do not have the form of any Keras.
    """
    with typed(ConfigError, "the layers of the configuration do not have the form of any Keras"):
        root = root if has_scopes else unwrapped(root)
        found = (_by_names(model, root) if has_scopes else by_class(model, root, (), is_known) if holder(root) is not None
                 else _by_structure(model, root, ()))
        pairs = [pair for each in found for pair in _pairs(each, origin)]
        if is_known is None:
            check_complete(model, pairs)
    return tuple(pairs)


def ordered(layer: Spec, node: Node) -> Tuple[Dataset, ...]:
    """The arrays of one layer's object in the order of the layer's weights, as far as its class says which these are.

    Raises:
        WeightsError: a weight that the layer has is missing.
    """
    if layer["class_name"] in _LOOKUPS:
        return ()
    listed = listed_variables(node)
    if listed is not None:
        return listed
    paths = attributes(layer)
    if paths is None:
        return node.variables()
    found = [_at(node, path) for path in paths]
    if any(each is None for each in found):
        found = _at_variables(node, attributes(layer, by_class=True) or [])
        if layer["class_name"] == "SpectralNormalization" and node.at("vars", "1") is not None:
            found[-1] = numbered(node.children["vars"])[1].dataset  # its vector, after the kernel of the layer in it
    if any(each is None for each in found):
        return _by_last_part(layer, node, paths)
    return tuple(each for each in found if each is not None)


def listed_variables(node: Node) -> Optional[Tuple[Dataset, ...]]:
    """The variables of a layer in the order of ``layer.weights``, where the container lists them, as a SavedModel does."""
    listed = node.at("variables")
    if listed is None or node.at("keras_api") is None:
        return None
    return tuple(each.dataset for each in numbered(listed) if each.dataset is not None)


def weights_by_path(root: Node) -> List[Tuple[str, Tuple[Dataset, ...]]]:
    """The variables of a model by the path of the object that has them: its shortest, in the order of the file."""
    found: List[Tuple[str, Tuple[Dataset, ...]]] = []
    seen, waiting = {id(root)}, [("", root)]
    while waiting:
        path, node = waiting.pop()
        inner = [(key, each) for key, each in node.children.items() if key not in NOT_WEIGHTS and id(each) not in seen]
        seen.update(id(each) for _, each in inner)
        own = tuple(dict.fromkeys(each.dataset for _, each in inner if each.dataset is not None))
        if own:
            found.append((path, own))
        unnamed = {id(each): (key, each) for key, each in reversed(inner) if each.dataset is None}  # once, by its first name
        waiting.extend(("{}/{}".format(path, key) if path else key, each) for key, each in unnamed.values())
    return found


def numbered(listed: Node) -> List[Node]:
    """The objects of a list in order."""
    return [listed.children[key] for key in sorted((key for key in listed.children if key.isdigit()), key=int)]


def _at_variables(node: Node, paths: Sequence[Tuple[str, ...]]) -> List[Optional[Dataset]]:
    """The arrays of ``.weights.h5``, which numbers the variables of each object; Keras 3 drops a first underscore of names."""
    found: List[Optional[Dataset]] = []
    counts: Dict[Tuple[str, ...], int] = {}
    for path in paths:
        number = counts[path[:-1]] = counts.get(path[:-1], -1) + 1
        plain = tuple(part.lstrip("_") for part in path[:-1])
        there = [node.at(*names + ("vars", str(number))) for names in (path[:-1], plain)]
        found.append(next((each.dataset for each in there if each is not None), None))
    return found


def _at(node: Node, path: Tuple[str, ...]) -> Optional[Dataset]:
    """The array at a path of attributes; an RNN of TensorFlow 1 kept its cell's weights itself."""
    for each in (path, path[1:] if path[0] == "cell" else path):
        found = node.at(*each)
        if found is not None and found.dataset is not None:
            return found.dataset
    return None


def _by_last_part(layer: Spec, node: Node, paths: Sequence[Tuple[str, ...]]) -> Tuple[Dataset, ...]:
    """The arrays by the last part of their names, which a ``Saver`` scopes as it likes, where that says which is which."""
    there = node.variables()
    if not there:
        return ()
    by_part: Dict[str, List[Dataset]] = {}
    for dataset in there:
        by_part.setdefault(dataset.name.split(":")[0].rsplit("/", 1)[-1], []).append(dataset)
    found = [by_part.get(path[-1], []) for path in paths]
    if any(len(each) != 1 for each in found):
        raise WeightsError("Layer {!r} ({}) expects {}, and the file has {} for it.".format(
            name_of(layer), layer["class_name"], ", ".join("/".join(path) for path in paths),
            ", ".join("{} {}".format(dataset.name, dataset.shape) for dataset in there)))
    return tuple(each[0] for each in found)


def _pairs(found: Found, origin: Origin) -> List[Pair]:
    datasets = ordered(found.spec, found.node)
    return [Pair(found.path, found.spec, datasets, origin, found.node)] if datasets else []


def _by_structure(model: Spec, root: Node, path: Path) -> List[Found]:
    """The leaves of a model with their objects: layers by order, models in it likewise."""
    nodes = _layer_nodes(root)
    specs = model["config"]["layers"]
    metrics = {number for number, spec in enumerate(specs) if len(specs) == len(nodes) and spec["class_name"] == "AddMetric"}
    keyed = [LayerWeights(str(number), () if number in metrics else node.variables())  # which hold what they count
             for number, node in enumerate(nodes)]
    matched = by_order(model, keyed)
    if matched is None:
        raise WeightsError(mismatch(model, [
            LayerWeights(_names_in(each.datasets), each.datasets) for each in keyed if each.datasets]))
    found = [Found(path + where, spec, nodes[int(weights.name)]) for where, spec, weights in matched]
    return [leaf for each in _as_named(found) for leaf in _inside(each)]


def _inside(found: Found) -> List[Found]:
    if is_model(found.spec):
        return _by_structure(found.spec, found.node, found.path)
    if wraps_model(found.spec):
        inner = found.node.at("layer")
        return _by_structure(found.spec["config"]["layer"], inner or Node(), found.path)
    return [found]


def _layer_nodes(root: Node) -> List[Node]:
    """The layers of a model in the order of ``model.layers``."""
    for prefix in (_LAYER, _WEIGHTED):
        keys = [key for key in root.children if key.startswith(prefix) and key[len(prefix):].isdigit()]
        if keys:
            return [root.children[key] for key in sorted(keys, key=lambda key: int(key[len(prefix):]))]
    return []


def _as_named(found: Sequence[Found]) -> List[Found]:
    """The same, by name where layers and objects have the same names in another order: Keras 3 may sort layers otherwise."""
    single = [each for each in found if not is_model(each.spec) and not wraps_model(each.spec)]
    wanted = [name_of(each.spec) for each in single]
    there = [_scope(each.node.variables()) for each in single]
    if wanted == there or len(set(there)) < len(there) or sorted(wanted) != sorted(there):
        return list(found)
    nodes = dict(zip(there, (each.node for each in single)))
    return [each._replace(node=nodes[name_of(each.spec)]) if each in single else each for each in found]


def _scope(datasets: Sequence[Dataset]) -> str:
    """The name of the layer, by the names of its variables; "" where they do not agree."""
    scopes: Set[str] = {dataset.name.split("/")[0] for dataset in datasets}
    return scopes.pop() if len(scopes) == 1 else ""


def _names_in(datasets: Sequence[Dataset]) -> str:
    return _scope(datasets) or "a model"


def _scopes(root: Node) -> Iterator[Node]:
    """A scope, then those in it, the outermost first."""
    waiting = deque([root])
    while waiting:
        node = waiting.popleft()
        yield node
        waiting.extend(node.children.values())


def _by_names(model: Spec, root: Node) -> List[Found]:
    """The leaves of a model whose names are those of scopes of variables, which may all be in another scope."""
    places = list(leaves(model))
    names = {leaf.path[-1] for leaf in places if count(leaf.spec) != 0}
    root = next((each for each in _scopes(root) if names <= set(each.children)), root)
    found = [Found(leaf.path, leaf.spec, root.children[leaf.path[-1]]) for leaf in places if leaf.path[-1] in root.children]
    if not found:
        raise WeightsError(mismatch(model, [LayerWeights(name, node.variables()) for name, node in root.children.items()]))
    return found
