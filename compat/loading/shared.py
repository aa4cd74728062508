"""Layers that several models of a file hold, and that are one: the configuration alone does not say so.

A container of objects has the weights of such a layer once. An HDF5 file of tf.keras repeats them for each model, and has the
optimizer's state for them once; where two layers merely had one name, tf.keras refused to write it.
"""
import os
from typing import Any, Dict, List, Mapping, Sequence, Tuple

import numpy as np

from compat.hub.records import Path, name_of
from compat.saved import SavedModel
from compat.saved.records import Dataset
from compat.weights import Pair


def shared(saved: SavedModel, arrays: Sequence[Pair]) -> Dict[Path, Path]:
    """The paths of layers that are one, each with the path of the first of them.

    Args:
        saved: what the arrays are of.
        arrays: for the layers of a model, in its order.
    """
    groups: Dict[Any, List[Pair]] = {}
    for each in arrays:
        if each.path and each.datasets:
            groups.setdefault(_identity(saved, each), []).append(each)
    return {each.path: group[0].path for group in groups.values() if len(group) > 1 and _is_one(saved, group)
            for each in group}


def _identity(saved: SavedModel, pair: Pair) -> Tuple[Any, ...]:
    names = tuple(dataset.place if saved.objects is not None else dataset.name for dataset in pair.datasets)
    return (name_of(pair.layer), pair.layer["class_name"], names)


def _is_one(saved: SavedModel, group: Sequence[Pair]) -> bool:
    if any(each.layer["config"] != group[0].layer["config"] for each in group):
        return False
    return saved.objects is not None or _have_one_state(saved, group) and _are_equal(group)


def _have_one_state(saved: SavedModel, group: Sequence[Pair]) -> bool:
    """Whether the optimizer has each of its slots once for the weights of the layers; Keras before tf.keras had them twice."""
    slots = ["/" + each.name.split(":")[0] + "/" for each in saved.optimizer_weights]
    names = {"/{}/".format(dataset.name.split(":")[0]) for dataset in group[0].datasets}
    found = [slot for slot in slots if any(name in slot for name in names)]
    return bool(found) and len(set(found)) == len(found)


def _are_equal(group: Sequence[Pair]) -> bool:
    first = [dataset.read() for dataset in group[0].datasets]
    return all(_holds(dataset, array) for each in group[1:] for dataset, array in zip(each.datasets, first))


def _holds(dataset: Dataset, array: np.ndarray) -> bool:
    return dataset.shape == array.shape and dataset.read().tobytes() == array.tobytes()


def copied(saved: SavedModel, arrays: Sequence[Pair], same: Mapping[Path, Path]) -> List[str]:
    """The names of layers that models of a SavedModel share in tf.keras, and of which each gets a copy here."""
    first: Dict[str, Path] = {}
    return list(dict.fromkeys(pair.path[-1] for pair in arrays if pair.path and pair.path not in same
                              for dataset in pair.datasets
                              if first.setdefault(dataset.place, pair.path) != pair.path)) if os.path.isdir(saved.path) else []
