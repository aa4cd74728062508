"""An archive of Keras 3 written anew with another configuration, for the installed Keras to open."""
import json
import os
import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from typing import Any, Dict, Iterator, List, Optional

import h5py

import compat.saved.hdf5 as hdf5
from compat.errors import UnsafeFileError
from compat.saved.archive import Archive
from compat.saved.keras_archive import CONFIG, WEIGHTS

#: Where an archive keeps the variables of the optimizer, by number.
_VARIABLES = ("optimizer", "vars")


@contextmanager
def rewritten(archive: Archive, config: Dict[str, Any], slots: Optional[List[int]] = None,
              relays: bool = False) -> Iterator[str]:
    """The path of a copy of an archive, which is removed afterwards.

    Args:
        archive: whose other members are copied as they are.
        config: the new ``config.json``.
        slots: for each variable of the optimizer, the index of the one in the archive that it gets; None to leave them.
        relays: bring weights in int8 of Keras 3.1 and 3.2 to the layout of later ones.

    Raises:
        UnsafeFileError, NotAModelFileError: a member expands beyond the limits, leads elsewhere, or is damaged.
    """
    folder = tempfile.mkdtemp(prefix="compat-")
    try:
        path = os.path.join(folder, "model.keras")
        left = max(archive.limits.expansion_floor, archive.limits.expansion * os.path.getsize(archive.path))
        with zipfile.ZipFile(path, "w", allowZip64=True) as written:
            for name in archive.names:
                if name == CONFIG:
                    written.writestr(name, json.dumps(config))
                elif not name.endswith("/"):
                    left -= _copy(archive, name, written, folder, *(slots, relays) if name == WEIGHTS else (None, False))
                if left < 0:
                    raise UnsafeFileError("the members of {!r} are together far larger than the file.".format(archive.path))
        yield path
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(archive: Archive, name: str, written: zipfile.ZipFile, folder: str, slots: Optional[List[int]],
          relays: bool) -> int:
    """Copy one member, and say how long it is."""
    place = os.path.join(folder, "member")
    with archive.open(name) as source, open(place, "wb") as target:
        shutil.copyfileobj(source, target)
    if slots is not None:
        _reorder(place, slots)
    if relays:
        from compat.writing.quantized3 import relaid  # here, since few archives are in int8

        with hdf5.typed(WEIGHTS), h5py.File(place, "r+") as file:
            relaid(file)
    written.write(place, name)
    return os.path.getsize(place)


def _reorder(path: str, slots: List[int]) -> None:
    """Rename the variables of the optimizer in a file of weights; no values are copied."""
    with hdf5.typed(WEIGHTS), h5py.File(path, "r+") as file:
        group = hdf5.subgroup(file, "/".join(_VARIABLES), "")
        for index in range(len(slots)):
            group.move(str(index), "old {}".format(index))
        for index, old in enumerate(slots):
            group.move("old {}".format(old), str(index))
