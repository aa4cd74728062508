"""What the optimizer of a model keeps, in a container of objects: which optimizer that is, and its arrays weight by weight.

A program may save several models and optimizers together (``tf.train.Checkpoint``). Up to tf.keras 2.10 a slot refers to its
weight; from 2.11 on an optimizer lists its variables, whose names end with those of their weights. ``.weights.h5`` numbers
them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, List, Optional, Sequence, Tuple

from compat.saved.records import Dataset, Node, SavedModel, Slot
from compat.weights.pairing import Pair
from compat.weights.slots import NUMBERED
from compat.weights.structure import OPTIMIZER, is_optimizer, numbered

#: Under which attributes an optimizer that scales losses keeps the one that it scales for.
_SCALED = ("inner_optimizer", "base_optimizer", "_optimizer")


def optimizers(root: Node) -> List[Node]:
    """The optimizers of a graph of objects, that under a model's own attribute first.

    Example:
        >>> of_program = Node(children={"_iterations": Node()})
        >>> optimizers(Node(children={"net": Node(), "opt": of_program})) == [of_program]
        True
    """
    own = root.at(OPTIMIZER)
    others = [each for each in root.children.values() if is_optimizer(each)]  # by names of the program's
    return list({id(each): each for each in ([own] if own is not None else []) + others}.values())


def kept(saved: SavedModel, pairs: Sequence[Pair]) -> Tuple[Dataset, ...]:
    """The arrays of a model's optimizer in the order in which an HDF5 file lists them; none where no optimizer is the model's.

    Args:
        saved: with objects.
        pairs: the weights by layer, in the order of the model.
    """
    root = saved.objects or Node()
    outer = _of_model(root, saved.slots, pairs)
    if outer is None:
        return ()
    optimizer = _chain(outer)[-1]
    listed = optimizer.at("_variables")
    if listed is not None:  # tf.keras 2.11 to 2.15
        found = dict.fromkeys(node.dataset for node in [optimizer.at("_iterations")] + numbered(listed)
                              if node is not None and node.dataset is not None)
        return by_weight(tuple(found), pairs) or tuple(found)
    listed = optimizer.at("vars")
    if listed is not None:  # .weights.h5
        return tuple(replace(node.dataset, name="{}{}".format(NUMBERED, number) if number else "iteration")
                     for number, node in enumerate(numbered(listed)) if node.dataset is not None)
    steps = optimizer.at("iter") or outer.at("iter")  # which what scales losses counts as its own
    slots = saved.slots if len(optimizers(root)) == 1 else _owned(outer, saved.slots)
    return ((steps.dataset,) if steps is not None and steps.dataset is not None else ()) + _in_order(slots, pairs)


def _of_model(root: Node, slots: Sequence[Slot], pairs: Sequence[Pair]) -> Optional[Node]:
    """The one that trained the weights of the pairs; where none or several did, the one under a model's own attribute."""
    found = optimizers(root)
    if len(found) > 1:
        found = [each for each in found if _trained(each, slots, pairs)] or found
    own = root.at(OPTIMIZER)
    return found[0] if len(found) == 1 else own if any(each is own for each in found) else None


def _chain(outer: Node) -> List[Node]:
    """An optimizer, and those that it scales losses for."""
    found = [outer]
    for attribute in _SCALED:
        inner = found[-1].at(attribute)
        found.extend([inner] if inner is not None else [])
    return found


def _owned(outer: Node, slots: Sequence[Slot]) -> List[Slot]:
    chain = [id(each) for each in _chain(outer)]
    return [each for each in slots if id(each.owner) in chain]


def _trained(optimizer: Node, slots: Sequence[Slot], pairs: Sequence[Pair]) -> bool:
    """Whether an optimizer has a slot of one of the weights."""
    places = {weight.place for each in pairs for weight in each.datasets}
    if any(slot.weight in places for slot in _owned(optimizer, slots)):
        return True
    listed = numbered(_chain(optimizer)[-1].at("_variables") or Node())
    return by_weight([node.dataset for node in listed if node.dataset is not None], pairs) is not None


def by_weight(datasets: Sequence[Dataset], pairs: Sequence[Pair]) -> Optional[Tuple[Dataset, ...]]:
    """The arrays of an optimizer in the order of the weights that their names end with, those of other weights left out.

    Args:
        datasets: as tf.keras 2.11 to 2.15 list them: in the order in which the optimizer first met the weights.
        pairs: the weights by layer.

    Returns:
        The arrays, what belongs to no weight first; None where the names do not tell.
    """
    names = [weight.name.split(":")[0] for each in pairs for weight in each.datasets]
    places = {name: number for number, name in enumerate(names)}
    if len(places) < len(names):
        return None
    found = [(_place(each.name.split(":")[0], places), each) for each in datasets]
    if all(place is None for place, _ in found):
        return None
    scalars = [each for place, each in found if place is None and each.shape == ()]
    of_weights = sorted(((place, number) for number, (place, _) in enumerate(found) if place is not None))
    return tuple(scalars + [datasets[number] for _, number in of_weights])


def _place(name: str, places: Dict[str, int]) -> Optional[int]:
    """The number of the weight that the name of a slot ends with."""
    parts = name.split("/")
    return next(filter(lambda place: place is not None,
                       (places.get("/".join(parts[start:])) for start in range(1, len(parts)))), None)


def _in_order(slots: Sequence[Slot], pairs: Sequence[Pair]) -> Tuple[Dataset, ...]:
    """Each slot of all weights, then the next slot, each named as tf.keras up to 2.10 named it in HDF5."""
    by_name: Dict[str, Dict[str, Dataset]] = {}
    for slot in slots:
        by_name.setdefault(slot.name, {})[slot.weight] = slot.dataset
    found: List[Dataset] = []
    for name, datasets in by_name.items():
        found += [replace(datasets[weight.place], name="{}/{}".format(weight.name, name))
                  for each in pairs for weight in each.datasets if weight.place in datasets]
    return tuple(found)
