"""The arrays of a record for the layers of a model, whichever way its container keeps them."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, List, Optional, Sequence, Tuple

from compat.errors import OptionError
from compat.hub.records import Origin, Spec
from compat.saved.records import Dataset, LayerWeights, Node, SavedModel, Slot
from compat.weights.pairing import Pair, pair

#: How the names of arrays begin in a file that numbers an optimizer's arrays, also where it is in one that scales losses.
NUMBERED = "optimizer/vars/"

#: Under which attributes an optimizer that scales losses keeps the one that it scales for.
_SCALED = ("inner_optimizer", "base_optimizer", "_optimizer")


def pairs_of(model: Spec, saved: SavedModel, origin: Origin, by: Optional[str] = None) -> Tuple[Pair, ...]:
    """Assign the arrays of a record to the layers of a model.

    Args:
        model: the outermost model in the hub dialect.
        saved: with weights.
        origin: which Keras wrote them.
        by: as for :func:`compat.weights.pair`.

    Raises:
        WeightsError: layers do not fit; the message lists what was expected and what was found.
        ConfigError: parts of a layer do not have the form of any Keras.
        OptionError: by name, from a container that has no names of layers.
    """
    if saved.objects is None or by == "name" and saved.layers:
        return pair(model, saved.layers, origin, by)
    if by == "name":
        raise OptionError("{!r} is a TensorFlow checkpoint, which names no layers: its weights are loaded by the structure of "
                          "the model, so leave by_name out".format(saved.path))
    from compat.weights.structure import pair_objects  # here, since most files list weights by layer

    return pair_objects(model, saved.objects, origin, saved.has_scopes)


def layers_of(saved: SavedModel) -> Tuple[LayerWeights, ...]:
    """The weights by layer, in a container without layers by the object that they belong to."""
    if saved.layers or saved.objects is None:
        return saved.layers
    from compat.weights.structure import weights_by_path

    return tuple(LayerWeights(path, datasets) for path, datasets in weights_by_path(saved.objects))


def optimizer_datasets(saved: SavedModel, pairs: Sequence[Pair]) -> Tuple[Dataset, ...]:
    """The optimizer's arrays in the order in which an HDF5 file lists them.

    Args:
        saved: the record.
        pairs: its weights by layer, in the order of the model.
    """
    if saved.optimizer_weights or saved.objects is None:
        return saved.optimizer_weights
    from compat.weights.structure import OPTIMIZER, is_optimizer, numbered

    others = [each for each in saved.objects.children.values() if is_optimizer(each)]  # by a name of the program's
    outer = optimizer = saved.objects.at(OPTIMIZER) or (others[0] if len(others) == 1 else Node())
    for attribute in _SCALED:
        optimizer = optimizer.at(attribute) or optimizer
    listed = optimizer.at("_variables")
    if listed is not None:  # tf.keras 2.11 to 2.15
        return tuple(dict.fromkeys(node.dataset for node in [optimizer.at("_iterations")] + numbered(listed)
                                   if node is not None and node.dataset is not None))
    listed = optimizer.at("vars")
    if listed is not None:  # .weights.h5
        arrays = [replace(node.dataset, name="{}{}".format(NUMBERED, number) if number else "iteration")
                  for number, node in enumerate(numbered(listed)) if node.dataset is not None]
        return tuple(arrays)
    steps = optimizer.at("iter") or outer.at("iter")  # which what scales losses counts as its own
    return ((steps.dataset,) if steps is not None and steps.dataset is not None else ()) + _in_order(saved.slots, pairs)


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
