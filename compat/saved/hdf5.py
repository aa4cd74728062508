"""HDF5 objects, opened so that no file can lead anywhere else.

h5py's ``group[path]`` follows soft and external links, opens virtual datasets and external storage, and reads an
attribute of any size. Here every component of a path must be a hard link, and what an object declares is checked before
it is read (CVE-2026-1669 and CVE-2026-12480 are about loaders that do not). Works with h5py 2.10 and 3.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import Any, Iterator, List, Optional, Tuple, Type

import h5py
import numpy as np

from compat.errors import CompatError, NotAModelFileError, UnsafeFileError
from compat.saved.documents import decode
from compat.saved.heap import strings_size

LONGEST_NAME = 65536  # of a link in HDF5
LONGEST_SHOWN = 300  # of a place in an error message
DEEPEST_PATH = 64
# gzip, shuffle, fletcher32 and h5py's own lzf; for any other filter HDF5 would load a plug-in library.
KNOWN_FILTERS = (1, 2, 3, 32000)
NUMERIC_KINDS = "fiub"
H5PY_ERRORS: Tuple[Type[Exception], ...] = (
    OSError,
    RuntimeError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OverflowError,
    SystemError,
    NotImplementedError,
)


@contextmanager
def typed(place: str) -> Iterator[None]:
    """Turn what h5py raises inside into NotAModelFileError with the place; our own errors pass through."""
    try:
        yield
    except CompatError:
        raise
    except MemoryError as error:
        raise UnsafeFileError("{} needs more memory than this machine has.".format(place)) from error
    except H5PY_ERRORS as error:
        raise NotAModelFileError(
            "{} cannot be read; the file is damaged, copy or download it again: {}".format(place, error)) from error


def components(path: str, place: str) -> List[str]:
    """The parts of a relative path, each of them an ordinary name.

    Raises:
        UnsafeFileError: the path is absolute, contains ``.``, ``..`` or NUL, or is far too long.

    Example:
        >>> components("block_1/conv/kernel:0", "example")
        ['block_1', 'conv', 'kernel:0']
    """
    if path.startswith("/") or "\0" in path or len(path) > LONGEST_NAME:
        raise UnsafeFileError(
            "{} refers to {!r}; a name must be relative, without NUL, and at most {} characters long.".format(
                place, path[:80], LONGEST_NAME
            )
        )
    parts = [part for part in path.split("/") if part]
    if not parts or "." in parts or ".." in parts or len(parts) > DEEPEST_PATH:
        raise UnsafeFileError("{} refers to {!r}, which is not an ordinary path inside the file.".format(place, path[:80]))
    return parts


def has_member(group: h5py.Group, name: str) -> bool:
    """Whether the group has a link of exactly this name, of any kind; follows nothing."""
    with typed(name):
        return bool(group.id.links.exists(name.encode("utf-8")))


def member(group: h5py.Group, path: str, place: str) -> Any:
    """The group or dataset at a path below ``group``, reached through hard links only.

    Raises:
        UnsafeFileError: a component is a soft or external link, or the path is not an ordinary one.
        NotAModelFileError: there is no such object.
    """
    current = group
    for part in components(path, place):
        current = _step(current, part, place)
    return current


def subgroup(group: h5py.Group, path: str, place: str) -> h5py.Group:
    """The group at a path; see :func:`member`."""
    found = member(group, path, place)
    if not isinstance(found, h5py.Group):
        raise NotAModelFileError("{} is not a group.".format(_join(place, path)))
    return found


def dataset(group: h5py.Group, path: str, place: str) -> h5py.Dataset:
    """The dataset at a path, checked to hold numbers that are stored in this file.

    Raises:
        UnsafeFileError: a link, external storage, a virtual dataset, or a filter that needs a plug-in.
        NotAModelFileError: missing, not a dataset, or not numeric.
    """
    found = member(group, path, place)
    where = _join(place, path)
    if not isinstance(found, h5py.Dataset):
        raise NotAModelFileError("{} is not a dataset.".format(where))
    with typed(where):
        _check_storage(found, where)
        _check_numeric(found, where)
    return found


def text_attribute(group: h5py.Group, name: str, place: str, limit: int) -> Optional[str]:
    """A string attribute in any form that h5py 2 or 3 writes, or None if there is none.

    Raises:
        UnsafeFileError: it declares more than ``limit`` bytes.
        NotAModelFileError: it is not a string, or not UTF-8.
    """
    values = _text_values(group, name, place, limit)
    if values is None:
        return None
    if len(values) != 1:
        raise NotAModelFileError("{} has {} values instead of one.".format(_attribute(place, name), len(values)))
    return values[0]


def text_list_attribute(
    group: h5py.Group, name: str, place: str, limit: int, count_limit: int
) -> Optional[Tuple[str, ...]]:
    """An attribute that lists names; a list over 64 kB is split into chunks ``name0, name1 …``.

    Returns:
        The names in order, or None if there is no such attribute.
    """
    whole = _text_values(group, name, place, limit, count_limit)
    if whole is not None:
        return tuple(whole)
    chunks: List[str] = []
    number = 0
    while True:
        chunk = _text_values(group, "{}{}".format(name, number), place, limit, count_limit - len(chunks))
        if chunk is None:
            return tuple(chunks) if number else None
        chunks.extend(chunk)
        number += 1


def _step(group: Any, part: str, place: str) -> Any:
    where = _join(place, part)
    if not isinstance(group, h5py.Group):
        raise NotAModelFileError("{} is missing: its parent is not a group.".format(where))
    if not has_member(group, part):
        raise NotAModelFileError("{} is missing from the file.".format(where))
    with typed(where):
        kind = group.id.links.get_info(part.encode("utf-8")).type
        if kind != h5py.h5l.TYPE_HARD:
            names = {h5py.h5l.TYPE_SOFT: "a soft link", h5py.h5l.TYPE_EXTERNAL: "an external link"}
            raise UnsafeFileError(
                "{} is {}; Keras never writes links, so it is not followed.".format(
                    where, names.get(kind, "a user-defined link")
                )
            )
        opened = h5py.h5o.open(group.id, part.encode("utf-8"))
        if isinstance(opened, h5py.h5g.GroupID):
            return h5py.Group(opened)
        if isinstance(opened, h5py.h5d.DatasetID):
            return h5py.Dataset(opened)
    raise NotAModelFileError("{} is neither a group nor a dataset.".format(where))


def _check_storage(found: h5py.Dataset, where: str) -> None:
    creation = found.id.get_create_plist()
    if creation.get_external_count():
        raise UnsafeFileError("{} stores its values in another file (external storage), which is not read.".format(where))
    allowed = (h5py.h5d.COMPACT, h5py.h5d.CONTIGUOUS, h5py.h5d.CHUNKED)
    if creation.get_layout() not in allowed:
        raise UnsafeFileError("{} is a virtual dataset, whose values are stored elsewhere; it is not read.".format(where))
    for position in range(creation.get_nfilters()):
        code = creation.get_filter(position)[0]
        if code not in KNOWN_FILTERS:
            raise UnsafeFileError("{} uses HDF5 filter {}, which needs a plug-in and is not read; if you trust the file, "
                                  "'h5repack -f NONE' removes it.".format(where, code))


def _check_numeric(found: h5py.Dataset, where: str) -> None:
    kind = found.id.get_type().get_class()
    is_number = kind in (h5py.h5t.INTEGER, h5py.h5t.FLOAT, h5py.h5t.ENUM) and found.dtype.kind in NUMERIC_KINDS
    if is_number and found.id.get_space().get_simple_extent_type() != h5py.h5s.NULL:
        return
    raise NotAModelFileError("{} does not hold numbers.".format(where))


def _text_values(
    group: h5py.Group, name: str, place: str, limit: int, count_limit: int = 1
) -> Optional[List[str]]:
    where = _attribute(place, name)
    with typed(where):
        encoded = name.encode("utf-8")
        if not h5py.h5a.exists(group.id, encoded):
            return None
        attribute = h5py.h5a.open(group.id, encoded)
        if attribute.get_space().get_simple_extent_npoints() == 0:
            return []  # NumPy gives an empty list the type float, so the type says nothing
        _check_attribute(attribute, group, name, where, limit, count_limit)
        values = np.empty(attribute.shape, dtype=attribute.dtype)
        attribute.read(values)
        return [decode(_plain(value), where) for value in values.reshape(-1).tolist()]


def _check_attribute(
    attribute: Any, group: h5py.Group, name: str, where: str, limit: int, count_limit: int
) -> None:
    kind = attribute.get_type()
    extent = attribute.get_space().get_simple_extent_npoints()
    if kind.get_class() != h5py.h5t.STRING:
        raise NotAModelFileError("{} is not a string.".format(where))
    if extent > count_limit:
        raise UnsafeFileError("{} has {:,} values, more than {:,}.".format(where, extent, max(count_limit, 0)))
    size = attribute.get_storage_size()
    if kind.is_variable_str():
        size = _strings_size(group, name, extent)
    if size > limit:
        raise UnsafeFileError("{} declares {:,} bytes, more than {:,}.".format(where, size, limit))


def _strings_size(group: h5py.Group, name: str, count: int) -> int:
    path = os.fsdecode(h5py.h5f.get_name(group.id))
    base = h5py.h5i.get_file_id(group.id).get_create_plist().get_userblock()
    size = strings_size(path, base, h5py.h5o.get_info(group.id).addr, name, count)
    # Stored in some newer way: each string may be as long as the file, and all may be the same one.
    return count * os.stat(path).st_size if size is None else size


def _plain(value: Any) -> Any:
    if isinstance(value, (bytes, str)):
        return value
    raise NotAModelFileError("an attribute holds {} instead of a string.".format(type(value).__name__))


def _join(place: str, path: str) -> str:
    """A place in the file, for error messages: of a very long one its beginning."""
    joined = "{}/{}".format(place.rstrip("/"), path)
    return joined if len(joined) <= LONGEST_SHOWN else joined[:LONGEST_SHOWN] + "..."


def _attribute(place: str, name: str) -> str:
    return "attribute {!r} of {}".format(name, place or "the file")
