"""Models in open HDF5 groups, dictionaries and binary streams, where Keras 2.2 and 2.3 saved and opened them as in files.

What comes from there goes through a file of its own, so that it is read with all the limits of files.
"""
import os
import shutil
import tempfile
from contextlib import contextmanager
from typing import Any, Dict, Iterator, Optional, Union

import h5py
import numpy as np

from compat.flavors.shared.hdf5_data import GROUP, H5Dict
from compat.writing import replacing
from compat.writing.hdf5 import save_names

#: What a model is in a group or dictionary; what else is there stays.
_OF_A_MODEL = ("keras_version", "backend", "model_config", "training_config", "model_weights", "optimizer_weights")
Place = Union[h5py.Group, Dict[str, Any]]


def place_of(target: Any) -> Optional[Place]:
    """The group or dictionary that stands for a file; None for the path of a file.

    Example:
        >>> place_of({"model_config": b"{}"})
        {'model_config': b'{}'}
        >>> place_of("model.h5")
    """
    found = target.data if isinstance(target, H5Dict) else target
    return found if isinstance(found, (h5py.Group, dict)) else None


def is_stream(target: Any, method: str) -> bool:
    """Whether ``target`` is an open binary file or an ``io.BytesIO``, not a path; ``method`` is ``"read"`` or ``"write"``.

    Example:
        >>> import io
        >>> is_stream(io.BytesIO(), "read"), is_stream("model.h5", "read")
        (True, False)
    """
    return callable(getattr(target, method, None)) and place_of(target) is None and not hasattr(target, "__fspath__")


@contextmanager
def path_of(target: Any) -> Iterator[Any]:
    """The path of a file with what a group, dictionary or stream holds; any other ``target`` is a path itself."""
    place = place_of(target)
    if place is None and not is_stream(target, "read"):
        yield target
        return
    with _own_file() as path:
        if place is None:
            with open(path, "wb") as copy:
                shutil.copyfileobj(target, copy)
            yield path
            return
        with h5py.File(path, "w") as file:
            _copy(place, file)
        yield path


@contextmanager
def path_for(target: Any) -> Iterator[str]:
    """A path to write a model to, whole or not at all; for a group, dictionary or stream the content is put there."""
    place = place_of(target)
    if place is None and is_stream(target, "write"):
        with _own_file() as path:
            yield path
            with open(path, "rb") as content:
                shutil.copyfileobj(content, target)
        return
    if place is None:
        with replacing(str(target)) as temporary:
            yield temporary
        return
    with _own_file() as path:
        yield path
        _remove_model(place)
        with h5py.File(path, "r") as file:
            _copy(file, place)


@contextmanager
def _own_file() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield os.path.join(folder, "model.h5")


def _remove_model(place: Place) -> None:
    attributes = place.attrs if isinstance(place, h5py.Group) else place
    for name in _OF_A_MODEL:
        for holder in (place, attributes):
            if name in holder:
                del holder[name]


def _copy(source: Place, target: Place) -> None:
    if isinstance(target, dict):
        _into_dictionary(source, target)
    elif isinstance(source, dict):
        _into_group(source, target)
    else:
        for name in source:
            source.copy(name, target)
        for name, value in source.attrs.items():
            target.attrs[name] = value


def _into_dictionary(group: Any, found: Dict[str, Any]) -> None:
    found[GROUP] = True
    items = H5Dict(group, "r")
    lists = {name for name in group.attrs if name.startswith(("layer_names", "weight_names"))}
    for name in {each.rstrip("0123456789") for each in lists}:
        found[name] = [each.encode("utf8") if isinstance(each, str) else each for each in items[name]]
    found.update({name: value for name, value in group.attrs.items() if name not in lists})
    for name, member in group.items():
        found[name] = np.asarray(member) if isinstance(member, h5py.Dataset) else {}
        if isinstance(member, h5py.Group):
            _into_dictionary(member, found[name])


def _into_group(items: Dict[str, Any], group: Any) -> None:
    for name, value in items.items():
        if isinstance(value, dict):
            _into_group(value, group.create_group(name))
        elif isinstance(value, np.ndarray):
            group.create_dataset(name, data=value)
        elif isinstance(value, list):
            save_names(group, name, value)
        elif name != GROUP:
            group.attrs[name] = value
