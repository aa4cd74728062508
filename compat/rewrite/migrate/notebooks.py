"""Notebooks: the code cells are migrated, as one program; every other byte of the JSON stays.

Magics of IPython (``%matplotlib inline``, ``!pip install``, ``x = %time …``, ``layer?``) are kept: while a cell is parsed
they are other text of the same length.
"""
import json
import re
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple

from compat.errors import LegacySyntaxError, NotebookError
from compat.rewrite.migrate.context import Note, Options
from compat.rewrite.migrate.python2 import lifted
from compat.rewrite.migrate.source import Migrated, concerns, migrate_parts, parsed, stated_era

_BLANK = re.compile(r"[ \t\r\n]*")
_MAGIC = re.compile(r"^(?P<indent>[ \t]*)(?P<magic>[%!?].*|[\w.]+\?{1,2}[ \t]*)$", re.M)
_ASSIGNED = re.compile(r"^(?P<before>[ \t]*[\w., ]+=[ \t]*)(?P<magic>[%!][^=\n].*)$", re.M)
#: Cell magics whose cells are Python.
_PYTHON_CELLS = ("%%time", "%%timeit", "%%capture", "%%prun", "%%snakeviz", "%%memit", "%%heat")


class Cell(NamedTuple):
    """A code cell: where its source stands in the file, as written there, and its text."""

    start: int
    end: int
    line: int
    text: str


def migrate_notebook(text: str, options: Options) -> Migrated:
    """Migrate the code cells of a notebook.

    Raises:
        NotebookError: it is not a notebook.
    """
    if not concerns(text):
        return Migrated(text, ())
    try:
        json.loads(text)
    except ValueError as error:
        raise NotebookError("it is not JSON, as notebooks are: {}".format(error)) from error
    options = options._replace(era=options.era or stated_era("\n".join(cell.text for cell in cells_of(text))))
    cells = list(cells_of(text))
    parts, lines, kept, notes = [], [], [], []
    is_python_2 = any(_needs_lifting(cell) for cell in cells)
    for cell in cells:
        code, note = _readable(cell, options, is_python_2)
        if note is not None:
            notes.append(note)
        if code is not None:
            kept.append((cell, code))
            parts.append(hidden(code))
            lines.extend([cell.line + number for number in range(code.count("\n") + 1)])
    made, found = migrate_parts(parts, options, lines)
    new: Dict[int, str] = {}
    for (cell, code), part, done in zip(kept, parts, made):
        shown_again = _shown(code, part, done)
        if shown_again != cell.text:
            new[cell.start] = shown_again
    return Migrated(_replaced(text, cells, new), tuple(sorted(notes + found)))


def _is_python(cell: Cell) -> bool:
    first = cell.text.lstrip().split("\n")[0].strip()
    return not first.startswith("%%") or first.startswith(_PYTHON_CELLS)


def _needs_lifting(cell: Cell) -> bool:
    """Whether a cell is Python 2 and no Python 3; then all cells of the notebook are."""
    if not _is_python(cell):
        return False
    try:
        parsed(hidden(cell.text), "<cell>")
        return False
    except LegacySyntaxError:
        return True
    except (SyntaxError, ValueError):
        return False


def _readable(cell: Cell, options: Options, is_python_2: bool) -> Tuple[Optional[str], Optional[Note]]:
    """The code of a cell that can be parsed, or None, and a note where that took something or failed."""
    if not _is_python(cell):
        return None, None
    try:
        parsed(hidden(cell.text), "<cell>")
        if not is_python_2 or not cell.text.strip():
            return cell.text, None
        failed = SyntaxError("Python 2")
    except (SyntaxError, ValueError) as error:
        failed = error if isinstance(error, SyntaxError) else SyntaxError(str(error))
    try:
        masked = hidden(cell.text)
        code = lifted(masked, failed, "<cell>")
        code = code if cell.text.endswith("\n") else code.rstrip("\n")
        parsed(code, "<cell>")
    except SyntaxError as error:
        said = "a cell that cannot be parsed ({}) was left alone".format(error.msg)
        return None, Note(cell.line, "K000", said, "finding", True)
    if not options.wants("K008"):
        return None, Note(cell.line, "K000", "a cell of Python 2 was left alone: rule K008 is not used", "finding", True)
    if code == masked:
        return cell.text, None
    return _shown(cell.text, masked, code), Note(cell.line, "K008", "Python 2 → Python 3, by the fixers of 2to3", "change")


def hidden(code: str) -> str:
    """The code with Python of the same length, in bytes, in place of each magic.

    Example:
        >>> hidden("%matplotlib inline\\nx = !ls\\n")
        'pass##############\\nx = 0##\\n'
    """
    code = _ASSIGNED.sub(lambda found: found.group("before") + _filled("0", found.group("magic")), code)
    return _MAGIC.sub(lambda found: found.group("indent") + _filled("pass", found.group("magic")), code)


def _filled(start: str, magic: str) -> str:
    length = len(magic.encode("utf8"))
    return (start if length >= len(start) else "0").ljust(length, "#")


def _shown(code: str, part: str, done: str) -> str:
    """The magics back in their places: lines that were hidden are found again, in order."""
    hid = [(old, new) for old, new in zip(code.split("\n"), part.split("\n")) if old != new]
    lines = done.split("\n")
    place = 0
    for old, new in hid:
        while place < len(lines) and lines[place] != new:
            place += 1
        if place < len(lines):
            lines[place] = old
    return "\n".join(lines)


def cells_of(text: str) -> Iterator[Cell]:
    """The code cells of a notebook of any format, with their places in its text.

    Raises:
        ValueError: it is not JSON.
        NotebookError: it has no cells.
    """
    values: List[Tuple[Tuple[Any, ...], int, int]] = []
    end = _scan(text, _BLANK.match(text, 0).end(), (), values)  # type: ignore[union-attr]
    if text[end:].strip():
        raise ValueError("text after the end of the notebook")
    kinds = {path[:-1]: json.loads(text[start:stop]) for path, start, stop in values if path and path[-1] == "cell_type"}
    if not kinds and not any(path[-1:] == ("cells",) for path, _, _ in values):
        raise NotebookError("it has no cells, as notebooks have")
    for path, start, stop in values:
        if path and path[-1] in ("source", "input") and kinds.get(path[:-1]) == "code":
            source = json.loads(text[start:stop])
            yield Cell(start, stop, text.count("\n", 0, start) + 1, "".join(source) if isinstance(source, list) else source)


def _scan(text: str, at: int, path: Tuple[Any, ...], values: List[Tuple[Tuple[Any, ...], int, int]]) -> int:
    """Note where each value stands; the end of the value that begins at ``at``."""
    start = at
    if text[at:at + 1] in ("{", "["):
        closing = "}" if text[at] == "{" else "]"
        at = _skip(text, at + 1)
        count = 0
        while text[at:at + 1] != closing:
            key: Any = count
            if closing == "}":
                key, at = json.decoder.scanstring(text, at + 1)  # type: ignore[attr-defined]
                at = _skip(text, _skip(text, at) + 1)
            at = _skip(text, _scan(text, at, path + (key,), values))
            count += 1
            if text[at:at + 1] == ",":
                at = _skip(text, at + 1)
            elif text[at:at + 1] != closing:
                raise ValueError("no JSON at character {}".format(at))
        at += 1
    else:
        _, at = json.JSONDecoder().raw_decode(text, at)
    values.append((path, start, at))
    return at


def _skip(text: str, at: int) -> int:
    return _BLANK.match(text, at).end()  # type: ignore[union-attr]


def _replaced(text: str, cells: List[Cell], new: Dict[int, str]) -> str:
    made, place = [], 0
    for cell in sorted(cells):
        if cell.start in new:
            made += [text[place:cell.start], _written(text[cell.start:cell.end], new[cell.start])]
            place = cell.end
    return "".join([*made, text[place:]])


def _written(old: str, code: str) -> str:
    """The source of a cell as JSON, laid out as the old one: a list of lines with its indents, or one string."""
    ascii_only = "\\u" in old or old.isascii()
    if not old.startswith("["):
        return json.dumps(code, ensure_ascii=ascii_only)
    lines = [json.dumps(line, ensure_ascii=ascii_only) for line in re.findall(r"[^\n]*\n|[^\n]+", code)]
    if not lines:
        return "[]"
    opening = old[1:_skip(old, 1)]
    closing = old[len(old[:-1].rstrip()):-1]
    _, end = json.JSONDecoder().raw_decode(old, 1 + len(opening))
    between = old[end:_skip(old, _skip(old, end) + 1)] if old[end:].lstrip().startswith(",") else "," + (opening or " ")
    return "[" + opening + between.join(lines) + closing + "]"
