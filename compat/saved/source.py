"""The file behind a SavedModel: opened, checked, and reopened for later reads."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import Iterator, Optional, Union

import h5py
import numpy as np

import compat.saved.hdf5 as hdf5
from compat.errors import NotAModelFileError, UnsafeFileError
from compat.saved.limits import DEFAULT_LIMITS
from compat.saved.memory import aligned
from compat.saved.places import check_is_file

PathLike = Union[str, "os.PathLike[str]"]
HEAD_BYTES = 64


class Source:
    """One HDF5 file: open inside a ``with`` block, reopened by later reads.

    Args:
        path: the file.
    """

    def __init__(self, path: PathLike) -> None:
        self.path = os.fspath(path)
        self._file: Optional[h5py.File] = None

    @contextmanager
    def opened(self) -> Iterator[h5py.File]:
        """The open file; the same one if it is open already."""
        if self._file is not None:
            yield self._file
            return
        self._file = self._open()
        try:
            yield self._file
        finally:
            file, self._file = self._file, None
            file.close()

    def _open(self) -> h5py.File:
        return open_hdf5(self.path)

    def read(self, group: str, name: str, declared: np.dtype) -> np.ndarray:
        """The values of one dataset in native byte order, checked again as if the file were new.

        Raises:
            UnsafeFileError: the dataset has changed since the file was first read.
        """
        with self.opened() as file:
            parent = hdf5.subgroup(file, group, "") if group else file
            found = hdf5.dataset(parent, name, group)
            where = "{}/{}".format(group, name)
            with hdf5.typed(where):
                if found.dtype != declared:
                    raise UnsafeFileError("{} changed its dtype while the file was being read.".format(where))
                values = aligned(found.shape, found.dtype.newbyteorder("="))
                if values.size:
                    found.read_direct(values)
                return values


def open_hdf5(path: str) -> h5py.File:
    """An HDF5 file open for reading.

    Raises:
        ModelFileNotFoundError: no such file.
        NotAModelFileError: a folder, an archive, or damaged; the message says what it seems to be.
    """
    check_is_file(path)
    with hdf5.typed(path):
        if not h5py.is_hdf5(path):
            raise NotAModelFileError("{!r} is not an HDF5 file: {}".format(path, what_it_is(path)))
        return h5py.File(path, "r")


def what_it_is(path: str) -> str:
    """What a file that is not HDF5 seems to be, and what to do with it."""
    with open(path, "rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        return "it is empty; copy or download it again."
    if head.lstrip()[:1] in (b"{", b"["):
        return "it looks like JSON; if it is an architecture, rename it to end in .json."
    if head.startswith(b"version https://git"):
        return "it is a Git LFS pointer; run 'git lfs pull' to get the file itself."
    if head.lstrip()[:1] == b"<":
        return "it looks like a web page, perhaps from a failed download; download the file itself."
    return "it begins with {!r}; it is another kind of file, or its beginning is lost.".format(head[:8])


def is_hdf5(path: str) -> bool:
    """Whether there is a file at a path, and it is HDF5; a pipe is not opened."""
    return os.path.isfile(path) and os.access(path, os.R_OK) and bool(h5py.is_hdf5(path))


def is_zip(path: str) -> bool:
    """Whether there is a file at a path that begins as a zip archive does."""
    if not os.path.isfile(path) or not os.access(path, os.R_OK):
        return False
    with open(path, "rb") as file:
        return file.read(4) == b"PK\3\4"


def is_tfjs(path: str) -> bool:
    """Whether a file is the ``model.json`` of TensorFlow.js, which holds a topology and where its weights are."""
    if not path.lower().endswith(".json") or not os.path.isfile(path) or not os.access(path, os.R_OK):
        return False
    with open(path, "rb") as file:
        return b'"modelTopology"' in file.read(DEFAULT_LIMITS.json_bytes)
