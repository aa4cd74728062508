"""Which TensorFlow checkpoint a path names: a prefix, one of its files, or a folder that says which is its newest."""

from __future__ import annotations

import os
from typing import Optional

from compat.errors import ModelFileNotFoundError, NotAModelFileError, UnsafeFileError
from compat.saved.places import check_inside, check_is_file
from compat.saved.source import PathLike

#: What names the newest checkpoint of a folder.
STATE = "checkpoint"
LONGEST_STATE = 1 << 20
SUFFIX = ".index"
_SHARD = ".data-"


def checkpoint_prefix(source: PathLike) -> Optional[str]:
    """The prefix of the checkpoint that a path names, or None if it names none.

    Args:
        source: the prefix itself, one of its files, or a folder with a file ``checkpoint``, which names the newest.

    Raises:
        NotAModelFileError: a folder's ``checkpoint`` names none.

    Example:
        >>> checkpoint_prefix("no_such_file") is None
        True
    """
    path = os.fspath(source)
    if os.path.isdir(path):
        return _newest(path) if os.path.isfile(os.path.join(path, STATE)) else None
    if os.path.exists(path + SUFFIX):
        return path
    if path.endswith(SUFFIX) and os.path.exists(path):
        return path[:-len(SUFFIX)]
    stem, found, numbers = path.rpartition(_SHARD)
    if found and "-of-" in numbers and os.path.exists(stem + SUFFIX):
        return stem
    if os.path.basename(path) == STATE and os.path.isfile(path) and _is_state(path):
        return _newest(os.path.dirname(path) or ".")
    return None


def _is_state(path: str) -> bool:
    with open(path, "rb") as file:
        return file.read(64).lstrip().startswith(b"model_checkpoint_path:")


def _newest(folder: str) -> str:
    """The prefix that a folder's ``checkpoint`` names; one of another machine or folder is looked for beside it."""
    path = os.path.join(folder, STATE)
    check_is_file(path)
    check_inside(folder, path)
    with open(path, "rb") as file:
        text = file.read(LONGEST_STATE).decode("utf-8", "replace")
    for line in text.splitlines():
        key, _, value = line.partition(":")
        if key.strip() == "model_checkpoint_path":
            return _beside(folder, value.strip().strip("\"'"), path)
    raise NotAModelFileError("{!r} names no newest checkpoint: there is no 'model_checkpoint_path' in it.".format(path))


def _beside(folder: str, stated: str, path: str) -> str:
    stated = stated.replace("\\\\", "\\")
    relative = stated.replace("\\", "/")
    if "\0" in relative:
        raise UnsafeFileError("{!r} names a checkpoint with a NUL in its path.".format(path))
    inside = not os.path.isabs(relative) and ".." not in relative.split("/")
    for each in ([relative] if inside else []) + [relative.rsplit("/", 1)[-1]]:
        prefix = os.path.join(folder, each)
        if os.path.exists(prefix + SUFFIX):
            return prefix
    raise ModelFileNotFoundError("{!r} names {!r} as the newest checkpoint, and there is no {!r} beside it; copy it there, or "
                                 "name another one.".format(path, stated, os.path.basename(relative) + SUFFIX))


def is_saved_model(folder: str) -> bool:
    """Whether a folder holds a SavedModel.

    Example:
        >>> is_saved_model(".")
        False
    """
    return os.path.isdir(folder) and any(
        os.path.isfile(os.path.join(folder, name)) for name in ("saved_model.pb", "keras_metadata.pb"))
