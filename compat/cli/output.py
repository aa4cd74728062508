"""What the commands print: JSON, plain text, or tables and progress on a terminal where rich is installed."""
import json
import sys
from contextlib import contextmanager
from typing import Any, Callable, Dict, Iterator, List, Sequence

CLEAN, FINDINGS, MISUSE = 0, 1, 2


class Output:
    """Where a command's result goes.

    Args:
        as_json: one JSON document on standard output; text is not printed.
    """

    def __init__(self, as_json: bool = False) -> None:
        self.as_json = as_json
        self._rich = None if as_json or not sys.stdout.isatty() else _console()

    def document(self, value: Dict[str, Any]) -> None:
        """The JSON document of a command; nothing without ``--json``."""
        if self.as_json:
            print(json.dumps(value, indent=1, sort_keys=True, default=str))

    def line(self, text: str = "") -> None:
        """A line of text."""
        if self.as_json:
            return
        if self._rich is not None:
            self._rich.print(text, markup=False, highlight=False)
        else:
            print(text)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str = "") -> None:
        """A table; columns are padded with blanks where rich is missing."""
        if self.as_json or not rows:
            return
        cells = [[str(cell) for cell in row] for row in rows]
        if self._rich is not None:
            self._rich.print(_rich_table(columns, cells, title))
            return
        if title:
            print(title)
        for line in _plain_table(columns, cells):
            print(line)

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
            yield lambda text: bar.update(task, description=escape(text), advance=1)

    def error(self, error: BaseException) -> None:
        """One message on standard error; with ``--json`` the document says so too."""
        self.document({"error": {"kind": type(error).__name__, "message": str(error)}})
        print("compat: {}".format(error), file=sys.stderr)


def _console() -> Any:
    try:
        from rich.console import Console
    except ImportError:  # the extra "cli" brings it
        return None
    return Console()


def _rich_table(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> Any:
    from rich.table import Table
    from rich.text import Text
    table = Table(title=title or None, title_justify="left")
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*[Text(cell) for cell in row])
    return table


def _plain_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> List[str]:
    widths = [max(len(row[i]) for row in [list(columns)] + [list(row) for row in rows]) for i in range(len(columns))]
    lines = [columns, ["-" * width for width in widths]] + list(rows)
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines]
