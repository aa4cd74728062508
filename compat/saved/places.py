"""Paths of a model's files: what may be opened, and what may not."""

from __future__ import annotations

import os

from compat.errors import ModelFileNotFoundError, NotAModelFileError, UnsafeFileError


def check_is_file(path: str) -> None:
    """Refuse what is not a file that can be read, before anything opens it: a pipe would block.

    Raises:
        ModelFileNotFoundError: there is nothing.
        NotAModelFileError: a folder, a pipe or a device, or a file that may not be read.
    """
    if not os.path.exists(path):
        raise ModelFileNotFoundError("there is no file {!r}; check the path.".format(path))
    if os.path.isdir(path):
        raise NotAModelFileError(
            "{!r} is a folder without 'saved_model.pb' and without 'checkpoint', so it is no SavedModel and holds no newest "
            "checkpoint; name the file in it that you mean.".format(path)
        )
    if not os.path.isfile(path):
        raise NotAModelFileError("{!r} is a pipe or a device; copy what it yields to a file.".format(path))
    if not os.access(path, os.R_OK):
        raise NotAModelFileError("no permission to read {!r}; ask its owner, or copy it.".format(path))


def check_inside(folder: str, path: str) -> None:
    """Refuse a file of a folder that is a link to somewhere else: what it leads to is no part of the model.

    Raises:
        UnsafeFileError: it leads out of the folder.
    """
    home, real = os.path.realpath(folder or "."), os.path.realpath(path)
    if os.path.commonpath([home, real]) != home:
        raise UnsafeFileError("{!r} is a link that leads out of its folder, and is not followed; copy the folder with "
                              "'cp -rL', which puts the files themselves there.".format(path))
