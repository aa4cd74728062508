"""``tf.io.gfile`` and ``tf.gfile``: files of this machine; those of a cloud need TensorFlow."""
import glob as python_glob
import os
import shutil
from typing import IO, Any, Iterator, List, NamedTuple, Tuple

from compat.errors import NotServedError


def _local(path: Any) -> str:
    name = str(os.fspath(path))
    if "://" in name and not name.startswith("file://"):
        raise NotServedError("{} is not on this machine; tf.io.gfile opens it where TensorFlow is installed".format(name))
    return name[len("file://"):] if name.startswith("file://") else name


class FileStatistics(NamedTuple):
    """The size of a file in bytes, and whether it is a folder."""

    length: int
    mtime_nsec: int
    is_directory: bool


def GFile(name: Any, mode: str = "r") -> IO[Any]:
    """An open file."""
    return open(_local(name), mode)


FastGFile = Open = GFile


def exists(path: Any) -> bool:
    """Whether there is a file or folder."""
    return os.path.exists(_local(path))


def isdir(path: Any) -> bool:
    """Whether it is a folder."""
    return os.path.isdir(_local(path))


def listdir(path: Any) -> List[str]:
    """The names in a folder."""
    return os.listdir(_local(path))


def glob(pattern: Any) -> List[str]:
    """The files that fit a pattern, or one of several, in order."""
    patterns = pattern if isinstance(pattern, (list, tuple)) else [pattern]
    return sorted(name for each in patterns for name in python_glob.glob(_local(each)))


def mkdir(path: Any) -> None:
    """Make a folder."""
    os.mkdir(_local(path))


def makedirs(path: Any) -> None:
    """Make a folder, and those above it, unless it is there."""
    os.makedirs(_local(path), exist_ok=True)


def remove(path: Any) -> None:
    """Delete a file."""
    os.remove(_local(path))


def rmtree(path: Any) -> None:
    """Delete a folder with all that is in it."""
    shutil.rmtree(_local(path))


def rename(src: Any, dst: Any, overwrite: bool = False) -> None:
    """Move a file."""
    _refuse_existing(dst, overwrite)
    os.replace(_local(src), _local(dst))


def copy(src: Any, dst: Any, overwrite: bool = False) -> None:
    """Copy a file."""
    _refuse_existing(dst, overwrite)
    shutil.copyfile(_local(src), _local(dst))


def _refuse_existing(path: Any, overwrite: bool) -> None:
    if exists(path) and not overwrite:
        raise FileExistsError("{} exists; pass overwrite=True".format(path))


def stat(path: Any) -> FileStatistics:
    """The size of a file."""
    found = os.stat(_local(path))
    return FileStatistics(found.st_size, found.st_mtime_ns, isdir(path))


def walk(top: Any, topdown: bool = True, onerror: Any = None) -> Iterator[Tuple[str, List[str], List[str]]]:
    """The folders below one, with the names of folders and files in each."""
    return os.walk(_local(top), topdown, onerror)


def join(path: Any, *paths: Any) -> str:
    """Parts of a path put together."""
    return str(os.path.join(path, *paths))


Exists, IsDirectory, ListDirectory, Glob, MkDir, MakeDirs = exists, isdir, listdir, glob, mkdir, makedirs
Remove, DeleteRecursively, Rename, Copy, Stat, Walk = remove, rmtree, rename, copy, stat, walk
