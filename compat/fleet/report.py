"""The HTML report of a run: what was converted, and what was not, grouped by reason. One file that loads nothing else.

Names and messages are untrusted: all are escaped, and the page's security policy allows no script but the page's own.
"""
import os
from typing import Dict, List, NamedTuple, Sequence, Tuple

from compat.fleet.records import CONVERTED, Outcome
from compat.pages import Column, escaped, page, table, write

_UNITS = ("B", "kB", "MB", "GB", "TB")


class Group(NamedTuple):
    """Files that failed for the same reason.

    Attributes:
        cause: the class of the error, or the status.
        message: of all of them, with … in place of the file's name.
        outcomes: one for each file.
    """

    cause: str
    message: str
    outcomes: List[Outcome]


def write_report(outcomes: Sequence[Outcome], path: str, left: int = 0) -> None:
    """Write the report of a run, completely or not at all.

    Args:
        outcomes: one per file.
        path: of the HTML file.
        left: number of files without an outcome, if the run was stopped.
    """
    write(render(outcomes, left), path)


def grouped(outcomes: Sequence[Outcome]) -> List[Group]:
    """The outcomes of files that were not converted, by cause and message, the largest group first.

    Example:
        >>> rows = [Outcome(name, "", "", "failed", "LambdaError", name + " has one") for name in ("a.h5", "b.h5")]
        >>> [(group.cause, group.message, len(group.outcomes)) for group in grouped(rows)]
        [('LambdaError', '… has one', 2)]
    """
    groups: Dict[Tuple[str, str], List[Outcome]] = {}
    for outcome in sorted(outcomes):
        if outcome.status != CONVERTED:
            message = outcome.message.replace(outcome.source, "…")
            groups.setdefault((outcome.cause, message), []).append(outcome)
    found = [Group(cause, message, rows) for (cause, message), rows in groups.items()]
    return sorted(found, key=lambda group: (-len(group.outcomes), group.cause, group.message))


def render(outcomes: Sequence[Outcome], left: int = 0) -> str:
    """The report as HTML text.

    Example:
        >>> "&lt;b&gt;.h5" in render([Outcome("<b>.h5", "b.keras", "1", "failed", "LambdaError", "give lambdas=")])
        True
    """
    done = sum(outcome.status == CONVERTED for outcome in outcomes)
    total = len(outcomes) + left
    title = "{:,} of {} converted".format(done, _files(total))
    folder = folder_of([outcome.source for outcome in outcomes])
    groups = "\n".join(_group(group, folder) for group in grouped(outcomes))
    return page("compat: " + title, "\n".join((
        "<h1>{}</h1>".format(title),
        "<div class=\"bar\"><div style=\"width: {:.1f}%\"></div></div>".format(100.0 * done / max(total, 1)),
        "<p>{}</p>".format(_sentence(outcomes, done, left)),
        "<h2>Why files were not converted</h2>", groups or "<p class=\"soft\">Every file that was tried was converted.</p>",
        "<h2>All files</h2>", "<p class=\"soft\">Below <code>{}</code></p>".format(escaped(folder)) if folder else "",
        _table(sorted(outcomes), folder))))


def folder_of(paths: Sequence[str]) -> str:
    """The folder that all paths are below, with its separator; "" where there is none.

    Example:
        >>> folder_of(["/models/a/b.h5", "/models/a/c/d.h5"]), folder_of(["a.h5"])
        ('/models/a/', '')
    """
    shared = os.path.commonprefix(list(paths))
    return shared[:max(shared.rfind("/"), shared.rfind(os.sep)) + 1]


def _sentence(outcomes: Sequence[Outcome], done: int, left: int) -> str:
    warned = sum(bool(outcome.warnings) for outcome in outcomes if outcome.status == CONVERTED)
    parts = ["{} failed.".format(_files(len(outcomes) - done)) if len(outcomes) > done else "No file failed.",
             "{} converted with warnings.".format(_was(warned)) if warned else "",
             "{} not been tried yet: run the command again to go on.".format(_has(left)) if left else ""]
    return " ".join(filter(None, parts))


def _was(number: int) -> str:
    return "{} {}".format(_files(number), "was" if number == 1 else "were")


def _has(number: int) -> str:
    return "{} {}".format(_files(number), "has" if number == 1 else "have")


def _files(number: int) -> str:
    return "{:,} file{}".format(number, "" if number == 1 else "s")


def first_words(message: str) -> str:
    """The first line of a message, and the second where the first only announces it.

    Example:
        >>> first_words("2 layers are unknown:\\n  a is an A\\n  b is a B")
        '2 layers are unknown: a is an A'
    """
    first, _, rest = message.partition("\n")
    return "{} {}".format(first, rest.partition("\n")[0].strip()).strip() if first.endswith(":") else first


def _group(group: Group, folder: str) -> str:
    """One line with the reason and the count; below it, folded, the whole message and the files."""
    first, rest = first_words(group.message), "\n" in group.message
    first = first[len("…: "):] if first.startswith("…: ") else first
    files = "\n".join(outcome.source[len(folder):] for outcome in group.outcomes)
    message = "<pre>{}</pre>".format(escaped(group.message)) if rest else ""
    return ("<details><summary><b>{}</b> · <span class=\"bad\">{}</span> · {}</summary>{}<pre>{}</pre></details>").format(
        _files(len(group.outcomes)), escaped(group.cause), escaped(first), message, escaped(files))


def _table(outcomes: Sequence[Outcome], folder: str) -> str:
    columns = (Column("file", "path"), Column("size", "number"), Column("written by"), Column("result"),
               Column("verified, or why not"), Column("warnings", "number"), Column("what to look at"),
               Column("seconds", "number"))
    return table(columns, [
        (each.source[len(folder):], (_size(each.size) if each.size else "", each.size), each.origin, each.status, _said(each),
         len(each.warnings), "\n".join(each.warnings), ("{:.1f}".format(each.seconds), each.seconds))
        for each in outcomes], "No file was tried.")


def _said(outcome: Outcome) -> str:
    """The first line of a message, without the name of the file: it stands in the same row."""
    first = first_words(outcome.message or outcome.cause)
    first = first[len(outcome.source + ": "):] if first.startswith(outcome.source + ": ") else first
    return first.replace("'{}'".format(outcome.source), "'…'")


def _size(size: float) -> str:
    """A size in bytes, for people."""
    place = 0
    while size >= 1000 and place < len(_UNITS) - 1:
        size, place = size / 1000, place + 1
    return "{:.{}f} {}".format(size, 1 if place else 0, _UNITS[place])
