"""A file that is there whole or not at all: it is written under a temporary name beside the target, then moved there."""
import os
import shutil
import tempfile
from contextlib import contextmanager
from typing import Iterator


@contextmanager
def replacing(target: str) -> Iterator[str]:
    """A file to write to, in the folder of ``target``; it becomes ``target`` if all goes well and is removed if not."""
    folder, name = os.path.split(os.path.abspath(target))
    handle, temporary = tempfile.mkstemp(prefix=_prefix(name), suffix=os.path.splitext(name)[1], dir=folder)
    os.close(handle)
    try:
        yield temporary
        os.chmod(temporary, 0o666 & ~_umask())
        with open(temporary, "r+b") as file:
            os.fsync(file.fileno())  # or a power cut may leave the new name on nothing
        os.replace(temporary, target)
    finally:
        if os.path.exists(temporary):
            os.remove(temporary)


@contextmanager
def replacing_folder(target: str) -> Iterator[str]:
    """The same for a folder: the name of one that does not exist yet, for what makes it."""
    folder, name = os.path.split(os.path.abspath(target))
    place = tempfile.mkdtemp(prefix=_prefix(name), dir=folder)
    new, old = os.path.join(place, "new"), os.path.join(place, "old")
    try:
        yield new
        if os.path.exists(target):
            os.rename(target, old)
        try:
            os.rename(new, target)
        except OSError:
            if os.path.exists(old):
                os.rename(old, target)
            raise
    finally:
        shutil.rmtree(place, ignore_errors=True)


def remove_partial(target: str) -> None:
    """Remove what a process that was killed inside :func:`replacing` or :func:`replacing_folder` left beside ``target``."""
    folder, name = os.path.split(os.path.abspath(target))
    if not os.path.isdir(folder):
        return
    for each in os.listdir(folder):
        path, is_ours = os.path.join(folder, each), each.startswith(_prefix(name))
        if is_ours and os.path.isdir(path) and not os.path.islink(path):
            if os.path.exists(os.path.join(path, "old")) and not os.path.exists(target):
                os.rename(os.path.join(path, "old"), target)
            shutil.rmtree(path)
        elif is_ours and each.endswith(os.path.splitext(name)[1]):
            os.remove(path)


def _prefix(name: str) -> str:
    return ".{}.part-".format(name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
