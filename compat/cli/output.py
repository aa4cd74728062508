"""What the commands print: JSON, plain text, or tables and progress on a terminal where rich is installed.

Text may quote a file of a stranger: control characters, which a terminal would obey, are escaped.
"""
import json
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Callable, Iterator, List, Mapping, Optional, Sequence

from compat.errors import CompatError
from compat.pages.text import printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

CLEAN, FINDINGS, MISUSE, FAILED = 0, 1, 2, 3


class Output:
    """Where a command's result goes.

    Args:
        as_json: one JSON document on standard output; text is not printed.
    """

    def __init__(self, as_json: bool = False) -> None:
        self.as_json = as_json
        self._rich = None if as_json or not sys.stdout.isatty() else _console()

    def document(self, value: Mapping[str, object]) -> None:
        """The JSON document of a command; nothing without ``--json``."""
        if self.as_json:
            print(json.dumps(value, indent=1, sort_keys=True, default=str))

    def line(self, text: str) -> None:
        """One line of text, whatever is in it."""
        self.text(text.replace("\n", "\\n"))

    def text(self, text: str) -> None:
        """Text of several lines."""
        if self.as_json:
            return
        if self._rich is not None:
            self._rich.print(printable(text), markup=False, highlight=False)
        else:
            print(_shown(text, sys.stdout))

    def finding(self, text: str) -> None:
        """What needs a look, after an exclamation mark; its further lines are indented, so that none passes for a finding."""
        self.text("! " + text.replace("\n", "\n  "))

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """A table; columns are padded with blanks where rich is missing."""
        if self.as_json or not rows:
            return
        cells = [[printable(str(cell)).replace("\n", "\\n") for cell in row] for row in rows]
        if self._rich is not None:
            self._rich.print(_rich_table(columns, cells))
            return
        for line in _plain_table(columns, cells):
            self.text(line)

    def diff(self, lines: Sequence[str]) -> None:
        """A unified diff, in colours on a terminal."""
        for line in lines:
            if self._rich is not None:
                style = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1], "")
                self._rich.print(printable(line), style=style, markup=False, highlight=False, soft_wrap=True)
            else:
                self.text(line)

    @contextmanager
    def progress(self, stages: Sequence[str]) -> Iterator[Callable[[str], None]]:
        """A function to call with the name of each stage as it begins; a bar on a terminal, silent elsewhere."""
        if self._rich is None:
            yield lambda stage: None
            return
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._rich, transient=True) as bar:
            task = bar.add_task(stages[0], total=len(stages))
            yield lambda stage: bar.update(task, description=stage, completed=list(stages).index(stage))

    @contextmanager
    def counted(self, total: int) -> Iterator[Callable[[str], None]]:
        """A function to call with a text after each of ``total`` things; a bar on a terminal, silent elsewhere."""
        if self._rich is None:
            yield lambda text: None
            return
        from rich.markup import escape
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
        columns = (MofNCompleteColumn(), BarColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
        with Progress(*columns, console=self._rich, transient=True) as bar:
            task = bar.add_task("", total=total)
            yield lambda text: bar.update(task, description=escape(printable(text)), advance=1)

    def error(self, error: BaseException) -> None:
        """One message on standard error; with ``--json`` the document says so too."""
        message = _said_by_the_system(error) if isinstance(error, OSError) else str(error)
        self.document({"error": {"kind": type(error).__name__, "message": message}})
        print(_shown("compat: " + message, sys.stderr), file=sys.stderr)


def _said_by_the_system(error: OSError) -> str:
    """An error of the operating system, or one of ours that derives from it."""
    if isinstance(error, CompatError) or error.filename is None:
        return str(error)
    return "cannot use {!r}: {}; check the path, its permissions and the space on the disk".format(
        error.filename, error.strerror)


def _shown(text: str, stream: IO[str]) -> str:
    """Text as a stream can take it: without control characters, and what its encoding lacks is escaped."""
    encoding = getattr(stream, "encoding", None) or "utf8"
    return printable(text).encode(encoding, "backslashreplace").decode(encoding)


def _console() -> "Optional[Console]":
    try:
        from rich.console import Console
    except ImportError:  # the extra "cli" brings it
        return None
    return Console()


def _rich_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> "Table":
    from rich.table import Table
    from rich.text import Text
    table = Table()
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*[Text(cell) for cell in row])
    return table


def _plain_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> List[str]:
    widths = [max(len(row[i]) for row in [list(columns)] + [list(row) for row in rows]) for i in range(len(columns))]
    lines = [columns, ["-" * width for width in widths]] + list(rows)
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines]
