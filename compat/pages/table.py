"""A table that sorts by a click on a column's head and filters by a search field; without scripts it is a plain table."""
from typing import Iterable, List, NamedTuple, Sequence, Tuple, Union

from compat.pages.text import escaped


class Column(NamedTuple):
    """One column.

    Attributes:
        title: plain text.
        kind: ``"text"``, ``"code"`` for monospaced text, ``"path"`` for that of files, or ``"number"``.
    """

    title: str
    kind: str = "text"


#: A cell's text; or what is shown of a number, and the number that it sorts by.
Cell = Union[str, int, Tuple[str, float]]


def table(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], empty: str = "There are none.") -> str:
    """The HTML of a table.

    Args:
        columns: from left to right.
        rows: their cells, plain text: all of it is escaped here.
        empty: the sentence in place of a table without rows.

    Example:
        >>> html = table([Column("file", "code"), Column("size", "number")], [("<a>.h5", ("2 kB", 2048))])
        >>> "<code>&lt;a&gt;.h5</code>" in html, 'data-value="2048"' in html
        (True, True)
    """
    lines = ["<tr>{}</tr>".format("".join(map(_cell, columns, row))) for row in rows]
    if not lines:
        return "<p class=\"soft\">{}</p>".format(escaped(empty))
    head = "".join("<th{}><button>{}</button></th>".format(_class(column), escaped(column.title)) for column in columns)
    return ("<div class=\"table\"><input type=\"search\" placeholder=\"Filter\" aria-label=\"Filter the rows\"> "
            "<span class=\"count soft\">{0} of {0}</span><div class=\"scroll\"><table><thead><tr>{1}</tr></thead>\n"
            "<tbody>{2}</tbody></table></div></div>").format(len(lines), head, "\n".join(lines))


def _cell(column: Column, cell: Cell) -> str:
    shown, value = cell if isinstance(cell, tuple) else (cell, cell)
    text = escaped(shown)
    if column.kind == "number":
        return "<td class=\"n\" data-value=\"{}\">{}</td>".format(escaped(value), text)
    return "<td>{}</td>".format(_lines(text, column.kind))


def _lines(text: str, kind: str) -> str:
    opening = {"code": "<code>", "path": "<code class=\"path\">"}.get(kind)
    lines: List[str] = text.split("\n")
    return "<br>".join("{}{}</code>".format(opening, line) if opening and line else line for line in lines)


def _class(column: Column) -> str:
    return " class=\"n\"" if column.kind == "number" else ""
