"""Whole code bases: each file is read, migrated and, if asked, replaced, by several processes."""
import codecs
import functools
import io
import os
import tokenize
from typing import Callable, List, NamedTuple, Sequence, Tuple

from compat.errors import CompatError, NotebookError, UnsafeFileError
from compat.rewrite.migrate.context import Note, Options
from compat.rewrite.migrate.files import DOCUMENT, NOTEBOOK, PYTHON, Source, replace, why_not_writable
from compat.rewrite.migrate.modules import imports_what_concerns, is_old
from compat.rewrite.migrate.notebooks import migrate_notebook
from compat.rewrite.migrate.processes import in_processes
from compat.rewrite.migrate.source import Migrated, migrate_document, migrate_source

#: Larger files are data, whatever their name says.
LARGEST = 20_000_000
_WORDS = (b"keras", b"tensorflow", b"KERAS", b"Keras", b"TensorFlow", b"Tensorflow")


class Result(NamedTuple):
    """What became of one file.

    Attributes:
        path: of the file.
        notes: what rules did and found.
        failed: why the file was left alone, "" where it was not.
        line: where that is, 0 where it is the whole file.
        changes: whether its text changes.
        before: the old text, "" unless a diff is wanted.
        after: the new text.
        lines: of code that were read.
    """

    path: str
    notes: Tuple[Note, ...] = ()
    failed: str = ""
    line: int = 0
    changes: bool = False
    before: str = ""
    after: str = ""
    lines: int = 0


class Task(NamedTuple):
    """What every process does with its files."""

    options: Options
    write: bool
    diff: bool


def migrate_files(files: Sequence[Source], task: Task, jobs: int, done: Callable[[str], None]) -> List[Result]:
    """Migrate files, in so many processes; the results in the order of the files.

    Args:
        done: called with a path after each file.
    """
    return in_processes(files, functools.partial(migrate_file, task=task), killed, jobs, done)


def killed(source: Source) -> Result:
    """The result of a file that ends every process which reads it."""
    return Result(source.path, failed="the process that read it was killed")


def migrate_file(source: Source, task: Task) -> Result:
    """Migrate one file; what goes wrong is in the result."""
    try:
        return _migrated(source, content(source), task)
    except Exception as error:  # one file's fault is not that of the others
        reason, line = failure(error)
        return Result(source.path, failed=reason, line=line)


def content(source: Source) -> bytes:
    """The bytes of a file.

    Raises:
        UnsafeFileError: it is larger than a program is.
    """
    if os.path.getsize(source.path) > LARGEST:
        raise UnsafeFileError("it has more than {:,} bytes".format(LARGEST))
    with open(source.path, "rb") as file:
        return file.read()


def may_change(old: bytes, source: Source) -> bool:
    """Whether a file, or a module that it imports, has any of the words without which there is nothing to do."""
    return any(word in old for word in _WORDS) \
        or source.kind == PYTHON and (is_old(old) or imports_what_concerns(old.decode("latin-1"), source.path))


def failure(error: Exception) -> Tuple[str, int]:
    """Why a file cannot be read or migrated, for people, and at which line; 0 where it is the whole file."""
    if isinstance(error, SyntaxError):
        return "cannot be parsed: {}".format(error.msg), error.lineno or 0
    if isinstance(error, RecursionError):
        return "its expressions are nested too deeply", 0
    if isinstance(error, (OSError, UnicodeError, NotebookError, CompatError)):
        return getattr(error, "strerror", None) or str(error), 0
    if isinstance(error, ValueError):  # of JSON, of null bytes in a program
        return str(error), 0
    return "compat migrate has a fault: {}: {}".format(type(error).__name__, error), 0


def _migrated(source: Source, old: bytes, task: Task) -> Result:
    if not may_change(old, source):
        return Result(source.path, lines=old.count(b"\n"))
    text, encoding = decoded(old, source.kind)
    migrated = migrated_text(source, text, task.options)
    changes = migrated.text != text
    failed = ""
    if changes:
        failed = replace(source.path, old, encoded(migrated.text, encoding)) if task.write else why_not_writable(source.path)
    return Result(source.path, migrated.notes, failed, 0, changes, text if task.diff and changes else "",
                  migrated.text if task.diff and changes else "", old.count(b"\n"))


def migrated_text(source: Source, text: str, options: Options) -> Migrated:
    """The text of a file of any kind, migrated."""
    if source.kind == NOTEBOOK:
        return migrate_notebook(text, options)
    return migrate_document(text, options) if source.kind == DOCUMENT else migrate_source(text, options, source.path)


def decoded(old: bytes, kind: str) -> Tuple[str, str]:
    """The text of a file, without a byte-order mark, and the encoding to write it in."""
    if kind in (NOTEBOOK, DOCUMENT):
        encoding = "utf-8-sig" if old.startswith(codecs.BOM_UTF8) else "utf-8"
    else:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(old).readline)
    return old.decode(encoding), encoding


def encoded(text: str, encoding: str) -> bytes:
    """The bytes of a text, with the byte-order mark that the encoding has."""
    return text.encode(encoding)
