"""Files on this machine, or wherever fsspec reaches (s3://, gs://, sftp:// …)."""
import glob
import os
import posixpath
import shutil
import tempfile
from contextlib import contextmanager
from typing import Any, Iterator, List, Set, Tuple

from compat.errors import ModelFileNotFoundError, OptionError, UnsafeFileError, UnsupportedError
from compat.fleet.models import parts_of
from compat.fleet.records import File, Source
from compat.writing.files import remove_partial

#: URLs of local files: they need no fsspec, and their links are checked as for any path.
_LOCAL = ("file://", "local://")
#: What a folder holds that is a SavedModel.
SAVED_MODEL = "saved_model.pb"


def is_url(path: str) -> bool:
    """Whether a path is an fsspec URL.

    Example:
        >>> is_url("s3://bucket/models"), is_url("models/a.h5")
        (True, False)
    """
    return "://" in path


def absolute(path: str) -> str:
    """The absolute path or URL, without a slash at its end.

    Example:
        >>> absolute("s3://bucket/models/"), absolute("file:///models")
        ('s3://bucket/models', '/models')
    """
    for protocol in _LOCAL:
        if path.startswith(protocol):
            path = path[len(protocol):]
    return path.rstrip("/") if is_url(path) else os.path.abspath(path)


def join(folder: str, relative: str) -> str:
    """A path below a folder, which may be a path or a URL.

    Example:
        >>> join("s3://bucket/new", "a.keras")
        's3://bucket/new/a.keras'
    """
    return folder + "/" + relative.replace(os.sep, "/") if is_url(folder) else os.path.join(folder, relative)


def find(source: str) -> Source:
    """The files of a folder, a file, or a pattern such as ``models/**/*.h5``. Links to folders are not followed.

    Raises:
        ModelFileNotFoundError: there are none.
        UnsupportedError: a URL, and fsspec or what it needs for the protocol is not installed.
    """
    path = absolute(source)
    found = _find_remote(path) if is_url(path) else _find_local(path)
    if not found.files:
        raise ModelFileNotFoundError("there is no file {!r}, or none in it".format(source))
    return found


def present(folder: str) -> Set[str]:
    """Every file and every SavedModel below a folder; none if it does not exist."""
    if is_url(folder):
        filesystem, root = _filesystem(folder)
        files = {_url(folder, root, path) for path in filesystem.find(root)} if filesystem.exists(root) else set()
    else:
        files = set(_walk(folder))
    ends = tuple(separator + SAVED_MODEL for separator in {"/", os.sep})
    return files | {path[:-len(SAVED_MODEL) - 1] for path in files if path.endswith(ends)}


def size_of(path: str) -> int:
    """The bytes of a local file, or of all files of a folder; 0 where there is none."""
    if not os.path.isdir(path):
        return os.path.getsize(path) if os.path.exists(path) else 0
    return sum(os.lstat(each).st_size for each in _walk(path))


def _find_local(source: str) -> Source:
    if os.path.isdir(source):
        return Source(source, [_local(path) for path in _walk(source)], True)
    if os.path.isfile(source):
        return Source(os.path.dirname(source), [_local(source)], False)
    matches = [path for path in glob.glob(source, recursive=True) if os.path.isfile(path)]
    return Source(_fixed_part(source), [_local(path) for path in matches], False)


def _walk(folder: str) -> Iterator[str]:
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            if os.path.isfile(path):  # neither a pipe nor a link to nothing
                yield path


def _local(path: str) -> File:
    status = os.stat(path)
    return File(path, "{}-{}".format(status.st_size, status.st_mtime_ns))


def _fixed_part(pattern: str) -> str:
    while glob.has_magic(pattern):
        pattern = os.path.dirname(pattern)
    return pattern


def _find_remote(source: str) -> Source:
    filesystem, root = _filesystem(source)
    if glob.has_magic(root) and not filesystem.exists(root):
        found = filesystem.glob(root, detail=True)
        fixed = _fixed_part(root)
        return Source(_url(source, root, fixed), _remote(source, root, found), False)
    if filesystem.isdir(root):
        return Source(source, _remote(source, root, filesystem.find(root, detail=True)), True)
    found = {root: filesystem.info(root)} if filesystem.exists(root) else {}
    return Source(source.rpartition("/")[0], _remote(source, root, found), False)


def _remote(source: str, root: str, found: Any) -> List[File]:
    return [File(_url(source, root, path), _stamp(details)) for path, details in sorted(found.items())
            if details["type"] == "file"]


def _stamp(details: Any) -> str:
    names = ("ETag", "mtime", "LastModified", "last_modified", "updated", "created")
    changed = next((details[name] for name in names if details.get(name)), "")
    return "{}-{}".format(details["size"], changed)


def _url(source: str, root: str, path: str) -> str:
    """The URL of a path of the file system; takes the host, which some file systems drop, from ``source``."""
    if not source.endswith(root):
        raise UnsupportedError("{!r}: cannot tell the URLs of the files in it; give a plain URL".format(source))
    return source[:len(source) - len(root)] + path


@contextmanager
def fetched(path: str) -> Iterator[str]:
    """A local path of the file; a download is removed afterwards."""
    if not is_url(path):
        yield path
        return
    filesystem, remote = _filesystem(path)
    with tempfile.TemporaryDirectory() as folder:
        if filesystem.isdir(remote):
            local = os.path.join(folder, "model")
            for each in filesystem.find(remote):
                place = os.path.join(local, posixpath.relpath(each, remote))
                if _is_inside(place, folder):
                    os.makedirs(os.path.dirname(place), exist_ok=True)
                    filesystem.get_file(each, place)
        else:
            above, own = posixpath.split(remote)
            for name in parts_of(own, [posixpath.basename(each) for each in filesystem.ls(above, detail=False)]):
                filesystem.get_file(posixpath.join(above, name), os.path.join(folder, name))
            local = os.path.join(folder, own)
        yield local


@contextmanager
def delivered(target: str, out: str) -> Iterator[str]:
    """A local path to write to; it becomes the target, completely, if the block ends without an error.

    Raises:
        UnsafeFileError: a link below ``out`` leads the target out of it.
    """
    if not is_url(target):
        folder = os.path.dirname(target)
        if not _is_inside(folder, out):
            raise UnsafeFileError("{!r} is not inside {!r}: a link leads out of it".format(folder, out))
        os.makedirs(folder, exist_ok=True)
        yield target
        return
    with tempfile.TemporaryDirectory() as folder:
        local = os.path.join(folder, "model" + posixpath.splitext(target)[1])
        yield local
        filesystem, remote = _filesystem(target)
        filesystem.makedirs(posixpath.dirname(remote), exist_ok=True)
        if os.path.isdir(local):
            _replace_folder(filesystem, local, remote)
        else:
            filesystem.put_file(local, _partial(remote))
            filesystem.mv(_partial(remote), remote)


def _replace_folder(filesystem: Any, local: str, remote: str) -> None:
    """Put a folder in the place of another, first under a temporary name: most file systems cannot move one onto another."""
    if filesystem.isdir(remote) and not filesystem.exists(posixpath.join(remote, SAVED_MODEL)):
        raise OptionError("{!r} is a folder and not a SavedModel; name another folder for the new files".format(remote))
    filesystem.put(local, _partial(remote), recursive=True)
    if filesystem.exists(remote):
        filesystem.rm(remote, recursive=True)
    filesystem.mv(_partial(remote), remote, recursive=True)


def discard(target: str) -> None:
    """Remove the partial file that a killed worker left beside a target."""
    if not is_url(target):
        remove_partial(target)
        return
    filesystem, remote = _filesystem(target)
    if filesystem.exists(_partial(remote)):
        filesystem.rm(_partial(remote), recursive=True)


def remove_folder(folder: str) -> None:
    """Remove a worker's temporary folder with its contents."""
    shutil.rmtree(folder, ignore_errors=True)  # what cannot be removed stays in the system's temporary folder


def _is_inside(path: str, folder: str) -> bool:
    real, top = os.path.realpath(path), os.path.realpath(folder)
    return os.path.commonpath([real, top]) == top


def _partial(remote: str) -> str:
    folder, name = posixpath.split(remote)
    return posixpath.join(folder, ".{}.part".format(name))


def _filesystem(path: str) -> Tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise UnsupportedError("{!r} is a URL, which fsspec reads: pip install 'keras-legacy-compat[cluster]'".format(
            path)) from None
    try:
        filesystem, remote = url_to_fs(path)
    except (ImportError, ValueError) as error:  # the package for a protocol is missing; no such protocol
        raise UnsupportedError("{!r}: {}".format(path, error)) from error
    return filesystem, str(remote).rstrip("/")
