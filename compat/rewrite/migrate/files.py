"""Which files below some paths are migrated, and how a file is replaced: whole or not at all, with what it had.

No symbolic link is followed and no read-only file or folder is touched, so that nothing outside the paths changes.
"""
import os
import stat
import tempfile
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

PYTHON, NOTEBOOK, DOCUMENT = "python", "notebook", "document"
_KINDS = {".py": PYTHON, ".pyw": PYTHON, ".pyi": PYTHON, ".ipynb": NOTEBOOK, ".rst": DOCUMENT, ".md": DOCUMENT,
          ".txt": DOCUMENT}
#: Folders that hold no source of the user's own.
_NOT_OWN = frozenset(("__pycache__", "__pypackages__", "node_modules", "site-packages", "dist-packages", "build", "dist"))


class Source(NamedTuple):
    """A file to migrate."""

    path: str
    kind: str


class Left(NamedTuple):
    """A file that is left alone, and why."""

    path: str
    reason: str


def sources(paths: Sequence[str]) -> Tuple[List[Source], List[Left]]:
    """The files at and below some paths, in order; those that are left alone only where they were named.

    A file or folder that is named is taken whatever the ``.gitignore`` above it says.
    """
    found: Dict[str, Source] = {}
    left: List[Left] = []
    for path in paths:
        if os.path.islink(path):
            left.append(Left(path, "it is a symbolic link; name what it points at"))
        elif os.path.isfile(path):
            kind = kind_of(path)
            if kind is None:
                left.append(Left(path, "it is no .py, .ipynb, .rst, .md or .txt file"))
            else:
                found.setdefault(os.path.realpath(path), Source(path, kind))
        else:
            for each in _below(path):
                found.setdefault(os.path.realpath(each.path), each)
    return list(found.values()), left


def kind_of(path: str) -> Optional[str]:
    """What a file of that name holds, None for what is not migrated."""
    return _KINDS.get(os.path.splitext(path)[1].lower())


def _below(root: str) -> Iterator[Source]:
    for path in files_below(root):
        kind = kind_of(path)
        if kind is not None:
            yield Source(path, kind)


def files_below(root: str, failed: Optional[Callable[[OSError], None]] = None) -> Iterator[str]:
    """Every file of the user's own at or below a folder, in order: none that ``.gitignore`` names, no symbolic link.

    Args:
        failed: called with the error of each folder that cannot be read.
    """
    ignored = _Ignored(root)
    for folder, folders, names in os.walk(root, onerror=failed):
        ignored.enter(folder)
        folders[:] = sorted(name for name in folders if not _is_left(os.path.join(folder, name), name)
                            and not ignored.matches(os.path.join(folder, name) + "/"))
        for name in sorted(names):
            path = os.path.join(folder, name)
            if not os.path.islink(path) and os.path.isfile(path) and not ignored.matches(path):
                yield path


def _is_left(path: str, name: str) -> bool:
    return name.startswith(".") or name in _NOT_OWN or os.path.islink(path) or os.path.exists(os.path.join(path, "pyvenv.cfg"))


class _Ignored:
    """The ``.gitignore`` files from the root of the repository down, as git reads them: the last line that fits decides."""

    def __init__(self, root: str) -> None:
        self.specs: List[Tuple[str, Any]] = []
        above = os.path.abspath(root)
        chain = []
        while not os.path.exists(os.path.join(above, ".git")) and os.path.dirname(above) != above:
            above = os.path.dirname(above)
            chain.append(above)
        if os.path.exists(os.path.join(above, ".git")):
            for folder in reversed(chain):
                self.enter(folder)
            named = os.path.abspath(root) + "/"  # what ignores the folder that was named says nothing of the files in it
            self.specs = [(folder, spec) for folder, spec in self.specs if not _ignores(spec, named[len(folder):])]

    def enter(self, folder: str) -> None:
        path = os.path.join(folder, ".gitignore")
        if os.path.isfile(path) and not os.path.islink(path):
            from pathspec import GitIgnoreSpec

            with open(path, encoding="utf8", errors="replace") as file:
                self.specs.append((os.path.abspath(folder) + os.sep, GitIgnoreSpec.from_lines(file)))

    def matches(self, path: str) -> bool:
        whole = os.path.abspath(path) + ("/" if path.endswith("/") else "")
        for folder, spec in reversed(self.specs):
            if whole.startswith(folder):
                found = _ignores(spec, whole[len(folder):])
                if found is not None:
                    return found
        return False


def _ignores(spec: Any, relative: str) -> Optional[bool]:
    include = spec.check_file(relative.replace(os.sep, "/")).include
    return None if include is None else bool(include)


def why_not_writable(path: str) -> str:
    """Why a file must not be replaced, "" where it may be: what is read-only is so on purpose, also for root."""
    folder = os.path.dirname(os.path.abspath(path))
    if os.path.islink(path):
        return "it is a symbolic link"
    if not os.lstat(path).st_mode & 0o222 or not os.access(path, os.W_OK):
        return "it is read-only"
    if not os.stat(folder).st_mode & 0o222 or not os.access(folder, os.W_OK):
        return "its folder is read-only"
    return ""


def replace(path: str, old: bytes, new: bytes) -> str:
    """Put new bytes in place of a file's, with its permissions and owner; why not, where it cannot be done.

    The new file is complete on the disk before it gets the name. A file that changed since it was read is left alone.
    """
    reason = why_not_writable(path)
    if reason:
        return reason
    status = os.lstat(path)
    handle, temporary = tempfile.mkstemp(prefix=".compat-", suffix=".part", dir=os.path.dirname(os.path.abspath(path)))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, stat.S_IMODE(status.st_mode))
        if hasattr(os, "chown") and (os.stat(temporary).st_uid, os.stat(temporary).st_gid) != (status.st_uid, status.st_gid):
            os.chown(temporary, status.st_uid, status.st_gid)
        with open(path, "rb") as file:
            if file.read() != old:
                return "it changed while it was migrated"
        os.replace(temporary, path)
    finally:
        if os.path.exists(temporary):
            os.remove(temporary)
    return ""
