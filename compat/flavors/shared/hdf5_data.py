"""``HDF5Matrix`` and ``H5Dict`` (``keras.utils.io_utils`` of Keras 2): a dataset as an array, a group as a dictionary.

Unlike the old ones, they open files to read unless told otherwise, and never unpickle.
"""
import io
import os
import sys
from types import BuiltinFunctionType
from typing import Any, Callable, Dict, Iterator, List, Optional, Union

import h5py
import numpy as np

from compat.errors import UnsupportedError
from compat.writing.hdf5 import save_names

#: The key that marks a dictionary as a group.
GROUP = "_is_group"


class HDF5Matrix:
    """A range of rows of a dataset in an HDF5 file, read when they are indexed.

    Args:
        datapath: path of the file; all matrices of one path share the open file.
        dataset: name of the dataset, ``(rows, …)``.
        start: first row.
        end: row after the last one; all rows if None.
        normalizer: function of rows that have been read; its result is what indexing gives.

    Raises:
        IndexError: rows outside the range are asked for.
    """

    refs: Dict[str, Any] = {}

    def __init__(self, datapath: str, dataset: str, start: int = 0, end: Optional[int] = None,
                 normalizer: Optional[Callable[[Any], Any]] = None) -> None:
        if not self.refs.get(datapath):  # absent, or closed
            self.refs[datapath] = h5py.File(datapath, "r")
        self.data = self.refs[datapath][dataset]
        self.start = start
        self.end = self.data.shape[0] if end is None else end
        self.normalizer = normalizer
        first = self._read(slice(0, 1))
        self._base_shape, self._base_dtype = first.shape[1:], first.dtype

    def __len__(self) -> int:
        return self.end - self.start

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            first = 0 if key.start is None else key.start
            last = len(self) if key.stop is None else key.stop
            return self._read(slice(first + self.start, last + self.start), last + self.start)
        if isinstance(key, (int, np.integer)):
            return self._read(key + self.start, key + self.start + 1)
        rows = (np.asarray(key) + self.start).tolist()
        return self._read(rows, max(rows) + 1)

    def _read(self, rows: Any, stop: int = 0) -> Any:
        if stop > self.end:
            raise IndexError("row {} of a matrix of {} rows".format(stop - 1 - self.start, len(self)))
        found = self.data[rows]
        return found if self.normalizer is None else self.normalizer(found)

    def __array__(self, dtype: Any = None, copy: Optional[bool] = None) -> Any:
        """All rows, which is how Keras 3 takes them for training."""
        return np.asarray(self[:], dtype=dtype)

    @property
    def shape(self) -> Any:
        """``(rows, …)``."""
        return (len(self),) + tuple(self._base_shape)

    @property
    def dtype(self) -> Any:
        """Dtype of what indexing returns."""
        return self._base_dtype

    @property
    def ndim(self) -> int:
        """Number of axes of the dataset."""
        return int(self.data.ndim)

    @property
    def size(self) -> Any:
        """Number of values."""
        return np.prod(self.shape)


class H5Dict:
    """An HDF5 file or group, or a plain dictionary, with the same items: arrays, attributes, lists of names, groups.

    Args:
        path: path of a file, an open group, or a dictionary.
        mode: of the file; ``"r"`` refuses to set, ``"w"`` empties a dictionary.

    Raises:
        TypeError: ``path`` is none of these.
        ValueError: an item is set, or a group begun, in read only mode.
        KeyError: a name is set that is a dataset or group already.
        UnsupportedError: an item of a dictionary was pickled by the old Keras.

    Example:
        >>> items = H5Dict({})
        >>> items["layer"]["names"] = ["kernel", "bias"]
        >>> items["layer"]["names"]
        ['kernel', 'bias']
    """

    data: Any

    def __init__(self, path: Any, mode: str = "a") -> None:
        path = os.fspath(path) if isinstance(path, os.PathLike) else path
        self._is_file = isinstance(path, str)
        self.read_only = mode == "r"
        if not isinstance(path, (str, dict, h5py.Group)):
            raise TypeError("Required Group, str or dict. Received: {}.".format(type(path)))
        self.data = h5py.File(path, mode) if self._is_file else path
        if isinstance(path, dict):
            if mode == "w":
                path.clear()
            path[GROUP] = True

    def __setitem__(self, attr: Union[str, bytes], val: Any) -> None:
        if self.read_only:
            raise ValueError("Cannot set item in read only mode.")
        name = _text(attr)
        if isinstance(self.data, dict):
            self.data[name] = val
        elif name in self.data:
            raise KeyError('Cannot set attribute. Group with name "{}" exists.'.format(name))
        elif isinstance(val, (np.ndarray, np.generic)):
            self.data.create_dataset(name, data=val)
        elif isinstance(val, list) or isinstance(val, tuple) and all(isinstance(each, bytes) for each in val):
            save_names(self.data, name, list(val))
        else:
            self.data.attrs[name] = val

    def __getitem__(self, attr: Union[str, bytes]) -> Any:
        name = _text(attr)
        if isinstance(self.data, dict):
            return self._item(name)
        if name in self.data.attrs:
            value = self.data.attrs[name]
            return value.tolist() if isinstance(value, (np.ndarray, np.generic)) and value.dtype.kind in "SO" else value
        if name in self.data:
            found = self.data[name]
            return np.asarray(found) if isinstance(found, h5py.Dataset) else H5Dict(found)
        if name + "0" in self.data.attrs:
            return load_names(self.data, name)
        self._refuse_new_group()
        return H5Dict(self.data.create_group(name))

    def _item(self, name: str) -> Any:
        if name not in self.data:
            self._refuse_new_group()
            self.data[name] = {GROUP: True}
        if "_{}_pickled".format(name) in self.data:
            raise UnsupportedError("item {!r} was pickled by the old Keras, and pickles are never opened here; write the "
                                   "model with model.save() there".format(name))
        found = self.data[name]
        return H5Dict(found) if isinstance(found, dict) and found.get(GROUP) else found

    def _refuse_new_group(self) -> None:
        if self.read_only:
            raise ValueError("Cannot create group in read only mode.")

    def __len__(self) -> int:
        return len(self.data)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.data)

    def iter(self) -> Iterator[Any]:
        """The names of items."""
        return iter(self.data)

    def __getattr__(self, attr: str) -> Any:
        if attr == "data":
            raise AttributeError(attr)
        found = getattr(self.data, attr)
        if not callable(found):
            return found

        def call(*args: Any, **kwargs: Any) -> Any:
            result = found(*args, **kwargs)
            return H5Dict(result) if isinstance(result, (h5py.Group, dict)) else result

        return call

    def __contains__(self, key: Any) -> bool:
        return key in self.data or not isinstance(self.data, dict) and key in self.data.attrs

    def get(self, key: Any, default: Any = None) -> Any:
        """The item, or ``default`` if there is none."""
        if key not in self:
            return default
        return self[key]

    def close(self) -> None:
        """Write what is pending, and close a file that this object opened."""
        if isinstance(self.data, h5py.Group):
            self.data.file.flush()
            if self._is_file:
                self.data.close()


def _text(name: Union[str, bytes]) -> str:
    return name.decode("utf8") if isinstance(name, bytes) else name


def load_names(group: Any, name: str) -> List[str]:
    """What :func:`save_names` stored; an empty list where there is nothing."""
    if name in group.attrs:
        return [_text(each) for each in group.attrs[name]]
    found: List[str] = []
    number = 0
    while name + str(number) in group.attrs:
        found.extend(_text(each) for each in group.attrs[name + str(number)])
        number += 1
    return found


def _input() -> Callable[[str], str]:
    """What asks: ``six.moves.input``, as in Keras 2, where a test of a program has put a function of its own."""
    patched = vars(sys.modules["six.moves"]).get("input", input) if "six.moves" in sys.modules else input
    return input if isinstance(patched, BuiltinFunctionType) else patched  # type: ignore[no-any-return]


def ask_to_proceed_with_overwrite(filepath: str) -> bool:
    """Ask on the terminal whether a file may be overwritten."""
    answer = ""
    question = "[WARNING] {} already exists - overwrite? [y/n]".format(filepath)
    while answer not in ("y", "n"):
        answer = _input()(question).strip().lower()
        question = 'Enter "y" (overwrite) or "n" (cancel).'
    if answer == "y":
        print("[TIP] Next time specify overwrite=True!")
    return answer == "y"


def may_overwrite(filepath: str) -> bool:
    """Ask by what ``keras.engine.saving.ask_to_proceed_with_overwrite`` is now: tests of programs put a function there."""
    module = sys.modules.get("compat.keras.engine.saving")
    ask = vars(module).get("ask_to_proceed_with_overwrite", ask_to_proceed_with_overwrite) if module is not None else None
    return bool((ask or ask_to_proceed_with_overwrite)(filepath))


def save_to_binary_h5py(save_function: Callable[[Any], Any], stream: Any) -> None:
    """Write what ``save_function(file)`` puts into an HDF5 file as bytes into a binary stream."""
    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        save_function(file)
    stream.write(content.getvalue())


def load_from_binary_h5py(load_function: Callable[[Any], Any], stream: Any) -> Any:
    """What ``load_function(file)`` gives for the HDF5 file that a binary stream holds."""
    with h5py.File(io.BytesIO(stream.read()), "r") as file:
        return load_function(file)
