"""One way to open a file or folder of any Keras: by what it holds, not by its name."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import Iterator

from compat.saved.checkpoint_paths import checkpoint_prefix, is_saved_model
from compat.saved.limits import DEFAULT_LIMITS, Limits
from compat.saved.reader import open_keras_hdf5
from compat.saved.records import SavedModel
from compat.saved.source import PathLike, is_hdf5, is_tfjs, is_zip


def read(path: PathLike, limits: Limits = DEFAULT_LIMITS) -> SavedModel:
    """Read a model file or folder; its arrays stay on disk until asked for.

    Args:
        path: an ``.h5``, a ``.keras`` archive, a SavedModel folder, the ``model.json`` of TensorFlow.js, a TensorFlow
            checkpoint (its prefix, one of its files, or the folder that it is the newest of).
        limits: upper bounds, checked before anything large is read.

    Returns:
        A record whose datasets reopen the file to be read. Use :func:`open_model` to keep it open.

    Raises:
        ModelFileNotFoundError: no such file.
        NotAModelFileError: no container of a Keras, damaged, or with neither configuration nor weights.
        UnsafeFileError: a link, external data, or a limit exceeded; the message names the place.

    Example:
        >>> saved = read("old.h5")
        >>> saved.keras_version, [layer.name for layer in saved.layers]
        ('2.2.4', ['hidden', 'out'])
    """
    with open_model(path, limits) as saved:
        return saved


@contextmanager
def open_model(path: PathLike, limits: Limits = DEFAULT_LIMITS) -> Iterator[SavedModel]:
    """Like :func:`read`, but the file stays open in the ``with`` block, so reads are fast.

    Example:
        >>> with open_model("old.h5") as saved:
        ...     saved.layers[0].datasets[0].read().shape
        (5, 8)
    """
    if is_zip(os.fspath(path)):
        from compat.saved.keras_archive import open_archive  # here, since most files are HDF5

        with open_archive(os.fspath(path), limits) as saved:
            yield saved
        return
    if is_saved_model(os.fspath(path)):
        from compat.saved.saved_model import read_saved_model

        yield read_saved_model(os.fspath(path), limits)
        return
    if is_tfjs(os.fspath(path)):
        from compat.saved.tfjs import read_tfjs

        yield read_tfjs(os.fspath(path), limits)
        return
    prefix = None if is_hdf5(os.fspath(path)) else checkpoint_prefix(path)
    if prefix is not None:
        from compat.saved.checkpoint import read_checkpoint  # here, since most files are HDF5

        yield read_checkpoint(prefix, limits)
        return
    with open_keras_hdf5(path, limits) as saved:
        yield saved
