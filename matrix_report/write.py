"""The four files: a page, Markdown, JUnit XML and JSON."""
import collections
import json
import math
from typing import Any, Dict, List, Optional, Sequence
from xml.etree import ElementTree

from compat.pages import Column, escaped, folded, page, table
from legacy_examples.table import TELLING, TOLERANCE
from matrix_report import words
from matrix_report.read import FAILED, IN_PART, NOT_RUN, PASSED, UNFINISHED, Cell, numbers_of

_NUMBERS = ("passed", "failed", "skipped", "known gaps", "time", "tests", "cells", "difference")
_CODE = ("pins", "commit", "number", "recorded", "found", "test")
_TEXT = 20000  # characters of one traceback that the page shows


def html(cells: Sequence[Cell]) -> str:
    """One page that loads nothing."""
    body = ["<h1>The matrix</h1><p class=\"soft\">{}. Numbers are those of the legacy programs; further than {:g} from what "
            "the real Keras printed counts as different.</p>".format(escaped(words.headline(cells)), TOLERANCE), _cards(cells),
            "<h2>Cells</h2>", _table(words.CELL_COLUMNS, [_sortable(cell) for cell in cells]),
            "<h2>Legacy programs</h2>", _programs(cells), "<h2>Numbers that differ</h2>",
            _table(words.DIFFERING_COLUMNS, [_with_difference(words.differing_row(*each), each[2].difference)
                                             for each in words.differing(cells)], "No number differs.")]
    body += ["<h2>Did not finish</h2>"] * bool(words.unfinished(cells))
    body += [folded(name, why[-_TEXT:], opened=True) for name, why in words.unfinished(cells)]
    body += ["<h2>All numbers, side by side</h2>", *(folded(name, words.side_by_side(name, cells)) for name in TELLING),
             "<h2>Tests that failed</h2>", *(_failures(cells) or ["<p class=\"soft\">None failed.</p>"]),
             "<h2>Skipped, and known gaps</h2>",
             _table(("outcome", "reason", "tests", "cells"), words.reasons_of_skips(cells), "Nothing was skipped."),
             "<h2>What was installed</h2>",
             *(folded("{} on {}".format(cell.name, cell.ran["machine"]), _installed(cell)) for cell in cells if cell.ran)]
    return page("The matrix of compat", "\n".join(body))


def _cards(cells: Sequence[Cell]) -> str:
    tests = {outcome: sum(cell.count(outcome) for cell in cells) for outcome in words.OUTCOMES}
    states = collections.Counter(cell.state for cell in cells)
    shown = [(PASSED, "good"), (IN_PART, "warn"), (FAILED, "bad"), (UNFINISHED, "bad"), (NOT_RUN, "warn")]
    cards = [(states[state], "cells " + state, color) for state, color in shown if states[state]]
    cards += [(times, "tests: " + outcome, "bad" if outcome == "failed" and times else "") for outcome, times in tests.items()]
    return "<div class=\"cards\">{}</div>".format("".join(
        "<div><b class=\"{}\">{:,}</b>{}</div>".format(color, number, escaped(text)) for number, text, color in cards))


def _table(columns: Sequence[str], rows: Sequence[Sequence[Any]], empty: str = "There are none.") -> str:
    kinds = {**dict.fromkeys(_NUMBERS, "number"), **dict.fromkeys(_CODE, "code")}
    return table([Column(name, kinds.get(name, "text")) for name in columns], rows, empty)


def _programs(cells: Sequence[Cell]) -> str:
    """The verdict stands before the programs, which may not fit beside each other."""
    rows = [row[:2] + row[:-3:-1] + row[2:-2] for row in [words.program_columns(), *words.program_rows(cells)]]
    return table([Column(name.replace("_", " ")) for name in rows[0]], rows[1:])  # words that can be broken into lines


def _sortable(cell: Cell) -> List[Any]:
    row: List[Any] = words.cell_row(cell)
    place = words.CELL_COLUMNS.index("time")
    row[place] = (row[place], cell.seconds)
    return row


def _with_difference(row: Sequence[str], difference: float) -> List[Any]:
    return [*row[:-1], (row[-1], 1e300 if math.isinf(difference) else difference)]


def _failures(cells: Sequence[Cell]) -> List[str]:
    return [folded("{}: {}: {}".format(cell.name, test.name, test.message), test.details[-_TEXT:])
            for cell in cells for test in cell.tests if test.outcome == "failed"]


def _installed(cell: Cell) -> str:
    return "\n".join("{}=={}".format(*each) for each in sorted(cell.ran["installed"].items(), key=lambda each: each[0].lower()))


def markdown(cells: Sequence[Cell]) -> str:
    """The same in short, for a summary of continuous integration or a merge request."""
    lines = ["# The matrix", "", words.headline(cells) + ".", "", *_rows(words.CELL_COLUMNS, map(words.cell_row, cells)),
             "", "## Legacy programs", "", *_rows(words.program_columns(), words.program_rows(cells)), ""]
    rows = [words.differing_row(*each) for each in words.differing(cells)]
    lines += ["## Numbers that differ", "", *(_rows(words.DIFFERING_COLUMNS, rows) if rows else ["No number differs."]), ""]
    failed = [(cell.name, test.name, test.message) for cell in cells for test in cell.tests if test.outcome == "failed"]
    failed += [(name, "did not finish", why.strip().split("\n")[-1]) for name, why in words.unfinished(cells)]
    return "\n".join(lines + (["## What failed", "", *_rows(("cell", "test", "message"), failed), ""] if failed else []))


def _rows(columns: Sequence[str], rows: Any) -> List[str]:
    def line(cells: Sequence[str]) -> str:
        return "| {} |".format(" | ".join(str(each).replace("|", "\\|").replace("\n", " ") for each in cells))

    return [line(columns), line(["---"] * len(columns)), *map(line, rows)]


def junit(cells: Sequence[Cell]) -> str:
    """One suite a cell, as systems of continuous integration read it; a cell that was not run is one skipped test."""
    root = ElementTree.Element("testsuites", name="matrix")
    for cell in cells:
        failed = cell.count("failed") + (cell.state == UNFINISHED)
        skipped = cell.count("skipped") + cell.count("known gap") + (cell.state == NOT_RUN)
        extra = cell.state in (UNFINISHED, NOT_RUN)
        suite = ElementTree.SubElement(root, "testsuite", name=cell.name, tests=str(len(cell.tests) + extra), errors="0",
                                       failures=str(failed), skipped=str(skipped), time="{:.3f}".format(cell.seconds))
        for test in cell.tests:
            owner = test.name.partition("[")[0].rpartition(".")[0]
            case = ElementTree.SubElement(suite, "testcase", classname="{}.{}".format(cell.name, owner).rstrip("."),
                                          name=test.name[len(owner):].lstrip("."), time="{:.3f}".format(test.seconds))
            if test.outcome != "passed":
                tag = "failure" if test.outcome == "failed" else "skipped"
                ElementTree.SubElement(case, tag, message=test.message).text = test.details
        if extra:
            case = ElementTree.SubElement(suite, "testcase", classname=cell.name, name="the cell", time="0.000")
            ElementTree.SubElement(case, "failure" if failed else "skipped", message=cell.fault or cell.state)
    return ElementTree.tostring(root, encoding="unicode")


def as_json(cells: Sequence[Cell]) -> str:
    """Everything, for programs; infinite differences, and what is not a number, are null."""
    return json.dumps({"headline": words.headline(cells), "tolerance": TOLERANCE, "cells": [_document(cell) for cell in cells]},
                      indent=1, sort_keys=True, allow_nan=False)


def _document(cell: Cell) -> Dict[str, Any]:
    return {"name": cell.name, "state": cell.state, "row": cell.row, "ran": cell.ran, "seconds": cell.seconds,
            "fault": cell.fault,
            "counts": {outcome: cell.count(outcome) for outcome in words.OUTCOMES},
            "tests": [{key: value for key, value in test._asdict().items() if value != ""} for test in cell.tests],
            "programs": [{"program": program.name, "way": program.way, "error": program.error or None, "numbers": [
                {"place": each.place, "recorded": _finite(each.recorded), "found": _finite(each.found),
                 "difference": _finite(each.difference)} for each in numbers_of(program)]} for program in cell.programs]}


def _finite(value: Optional[float]) -> Optional[float]:
    """JSON has no word for others."""
    return value if value is not None and math.isfinite(value) else None
