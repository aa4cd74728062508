"""``.weights.h5`` of tf.keras 2.12 to 2.15, the file of weights in their ``.keras`` archives, as a graph of objects.

Groups are objects by attribute; those in lists and dictionaries are named by their class, ``dense``, ``dense_1`` …; ``vars`` of
a group holds the variables that are its own, ``0``, ``1`` … in the order of the layer. Keras 3 writes the same layout.
"""

from __future__ import annotations

import os
from functools import partial
from typing import List, Tuple

import h5py

import compat.saved.hdf5 as hdf5
from compat.errors import NotAModelFileError, UnsafeFileError
from compat.saved.budget import Budget
from compat.saved.limits import Limits
from compat.saved.records import Dataset, Node
from compat.saved.source import Source

DEEPEST = 64
#: Groups for each array that a file may have.
_GROUPS = 20


def read_objects(source: Source, file: h5py.File, limits: Limits, size: int = 0) -> Node:
    """The objects of an open file; arrays stay on disk until asked for.

    Args:
        source: what reopens the file.
        file: open.
        limits: upper bounds, checked against what the file declares.
        size: of the file; that of the source's path if not given.

    Raises:
        UnsafeFileError: a link, external data, or a limit exceeded.
        NotAModelFileError: something is no group and no array of numbers.
    """
    budget = Budget(limits, size or os.stat(source.path).st_size)
    root = Node()
    waiting: List[Tuple[Node, h5py.Group, str, int]] = [(root, file, "", 0)]
    groups = 0
    while waiting:
        node, group, place, depth = waiting.pop()
        groups += 1
        if depth > DEEPEST or groups > _GROUPS * limits.weights:
            raise UnsafeFileError("{!r} has too many groups, or groups too deep, at {!r}.".format(source.path, place[:200]))
        for name in _names(group, place, limits):
            where = "{}/{}".format(place, name) if place else name
            found = hdf5.member(group, name, place)
            child = node.children[name] = Node()
            if isinstance(found, h5py.Group):
                waiting.append((child, found, where, depth + 1))
            else:
                child.dataset = _dataset(source, group, place, name)
                budget.spend(child.dataset)
    return root


def _names(group: h5py.Group, place: str, limits: Limits) -> List[str]:
    """The names in a group, those that are numbers in their order."""
    with hdf5.typed(place):
        count = group.id.get_num_objs()
        if count > limits.weights:
            raise UnsafeFileError("{!r} has more than Limits.weights = {:,} members.".format(place, limits.weights))
        names = list(group.keys())
        if not all(isinstance(name, str) for name in names):  # h5py gives bytes that are no UTF-8 as they are
            raise NotAModelFileError("{!r} is damaged: a name at {!r} is not UTF-8; copy or download it again.".format(
                group.file.filename, place[:200]))
        return sorted(names, key=lambda name: (int(name) if name.isdigit() and len(name) < 9 else -1, name))


def _dataset(source: Source, group: h5py.Group, place: str, name: str) -> Dataset:
    found = hdf5.dataset(group, name, place)
    where = "{}/{}".format(place, name)
    with hdf5.typed(where):
        shape, dtype = tuple(int(size) for size in found.shape), found.dtype
    return Dataset(where, shape, dtype, where, partial(source.read, place, name, dtype))
