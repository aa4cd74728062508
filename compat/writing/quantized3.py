"""Weights in int8 of Keras 3.1 and 3.2 in the layout that 3.3 and later read.

3.1 wrote a bias before the kernel, and the scales of a ``Dense`` as one row; 3.2 left out the number of a bias that is not
there, and gave an ``Embedding`` one scale for each column, so that its values are written as floats. Measured with 3.1.1,
3.2.1 and 3.3.3.
"""
from typing import Any, List, Sequence

import h5py
import numpy as np

import compat.saved.hdf5 as hdf5

_VARS, _EINSUM = "vars", "einsum"
_EMBEDDINGS, _EMBEDDINGS_SCALE, _KERNEL, _SCALE = "embeddings", "embeddings_scale", "kernel", "kernel_scale"


def relaid(file: h5py.File) -> None:
    """Change each group of variables that holds an array in int8, in the weights of an archive, open for writing.

    Raises:
        NotAModelFileError, UnsafeFileError: the file is damaged, or a name leads elsewhere.
    """
    for place in _groups(file, _VARS):
        group = hdf5.subgroup(file, place, "")
        with hdf5.typed(place):
            names = sorted(group.keys())
        arrays = [hdf5.dataset(group, name, place)[()] for name in names]
        if any(array.dtype == np.int8 for array in arrays):
            owner = place.rpartition("/" + _VARS)[0].rpartition("/")[2]
            with hdf5.typed(place):
                _replace(group, names, {str(number): each for number, each in enumerate(_later(owner, arrays))})


def relaid_by_name(file: h5py.File, einsums: Sequence[str]) -> None:
    """The same for the weights of a whole model in HDF5, which have names.

    Args:
        file: open for writing.
        einsums: the names of its layers of the class ``EinsumDense``.
    """
    for place in _groups(file, ""):
        group = hdf5.subgroup(file, place, "")
        with hdf5.typed(place):
            if _SCALE in group and _KERNEL in group:
                scale = _flat(group[_KERNEL][()], group[_SCALE][()], place.rpartition("/")[2] in einsums)
                _replace(group, [_SCALE], {_SCALE: scale})
            elif _EMBEDDINGS in group and _EMBEDDINGS_SCALE in group:
                floats = _floats(group[_EMBEDDINGS][()], group[_EMBEDDINGS_SCALE][()])
                _replace(group, [_EMBEDDINGS, _EMBEDDINGS_SCALE], {_EMBEDDINGS: floats})
                group.attrs["weight_names"] = [_EMBEDDINGS.encode("utf8")]


def _groups(file: h5py.File, last: str) -> List[str]:
    """The places of the groups below which arrays are, those alone whose last name is given."""
    found: List[str] = []

    def visit(name: str, item: Any) -> None:
        if isinstance(item, h5py.Group) and name.split("/")[-1] == (last or name.split("/")[-1]):
            found.append(name)

    with hdf5.typed("the file"):
        file.visititems(visit)
    return found


def _replace(group: h5py.Group, names: Sequence[str], arrays: Any) -> None:
    for name in names:
        del group[name]
    for name, array in arrays.items():
        group[name] = array


def _later(owner: str, arrays: List[np.ndarray]) -> List[np.ndarray]:
    """The arrays of one layer, its kernel first and its scales last."""
    if len(arrays) == 2 and arrays[0].dtype == np.int8 and arrays[1].ndim == 1 and _EMBEDDINGS[:-1] in owner:
        return [_floats(*arrays)]
    ordered = sorted(arrays, key=lambda array: bool(array.dtype != np.int8))
    return ordered[:-1] + [_flat(ordered[0], ordered[-1], _EINSUM in owner)]


def _flat(kernel: np.ndarray, scale: np.ndarray, is_einsum: bool) -> np.ndarray:
    return scale if is_einsum or (kernel.ndim, scale.ndim) != (2, 2) else scale.reshape(-1)


def _floats(values: np.ndarray, scale: np.ndarray) -> np.ndarray:
    floats: np.ndarray = values.astype("float32") / scale
    return floats
