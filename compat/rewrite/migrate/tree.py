"""Whole code bases: each file is read, migrated and, if asked, replaced, by several processes."""
import codecs
import concurrent.futures
import io
import os
import tokenize
from typing import Callable, List, NamedTuple, Sequence, Tuple

from compat.errors import CompatError, NotebookError
from compat.rewrite.migrate.context import Note, Options
from compat.rewrite.migrate.files import DOCUMENT, NOTEBOOK, Source, replace, why_not_writable
from compat.rewrite.migrate.notebooks import migrate_notebook
from compat.rewrite.migrate.source import Migrated, migrate_document, migrate_source

#: Larger files are data, whatever their name says.
LARGEST = 20_000_000
_AT_ONCE = 8
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
    if jobs < 2 or len(files) <= 2 * _AT_ONCE:
        results = []
        for each in files:
            results.append(migrate_file(each, task))
            done(each.path)
        return results
    shares = [files[place:place + _AT_ONCE] for place in range(0, len(files), _AT_ONCE)]
    found: List[List[Result]] = []
    with concurrent.futures.ProcessPoolExecutor(min(jobs, len(shares))) as pool:
        asked = [pool.submit(_migrate_share, share, task) for share in shares]
        for share, future in zip(shares, asked):
            try:
                found.append(future.result())
            except concurrent.futures.process.BrokenProcessPool:
                found.append([_alone(each, task) for each in share])
            for each in share:
                done(each.path)
    return [result for share_of in found for result in share_of]


def _migrate_share(share: Sequence[Source], task: Task) -> List[Result]:
    return [migrate_file(each, task) for each in share]


def _alone(source: Source, task: Task) -> Result:
    """One file in a process of its own, after a process that had others as well was killed."""
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        try:
            return pool.submit(migrate_file, source, task).result()
        except concurrent.futures.process.BrokenProcessPool:
            return Result(source.path, failed="the process that read it was killed")


def migrate_file(source: Source, task: Task) -> Result:
    """Migrate one file; what goes wrong is in the result."""
    path = source.path
    try:
        if os.path.getsize(path) > LARGEST:
            return Result(path, failed="it has more than {:,} bytes".format(LARGEST))
        with open(path, "rb") as file:
            old = file.read()
        return _migrated(source, old, task)
    except SyntaxError as error:
        return Result(path, failed=_reason(error), line=error.lineno or 0)
    except RecursionError:
        return Result(path, failed="its expressions are nested too deeply")
    except (OSError, UnicodeError, NotebookError, CompatError) as error:
        return Result(path, failed=getattr(error, "strerror", None) or str(error))
    except ValueError as error:  # of JSON, of null bytes in a program
        return Result(path, failed=str(error))
    except Exception as error:  # one file's fault is not that of the others
        return Result(path, failed="compat migrate has a fault: {}: {}".format(type(error).__name__, error))


def _reason(error: SyntaxError) -> str:
    return "cannot be parsed: {}".format(error.msg)


def _migrated(source: Source, old: bytes, task: Task) -> Result:
    if not any(word in old for word in _WORDS):
        return Result(source.path, lines=old.count(b"\n"))
    text, encoding = decoded(old, source.kind)
    migrated = _of_kind(source, text, task.options)
    changes = migrated.text != text
    failed = ""
    if changes:
        failed = replace(source.path, old, encoded(migrated.text, encoding)) if task.write else why_not_writable(source.path)
    return Result(source.path, migrated.notes, failed, 0, changes, text if task.diff and changes else "",
                  migrated.text if task.diff and changes else "", old.count(b"\n"))


def _of_kind(source: Source, text: str, options: Options) -> Migrated:
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
