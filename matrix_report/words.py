"""What the page and the Markdown say alike: the rows of their tables, as text."""
import collections
import time
from typing import List, Sequence, Tuple

from legacy_examples import table
from matrix_report.read import NOT_RUN, Cell, Number, Program, far, numbers_of

CELL_COLUMNS = ("cell", "state", "passed", "failed", "skipped", "known gaps", "time", "Keras", "backend", "CPython", "pins",
                "run", "commit")
DIFFERING_COLUMNS = ("cell", "way", "program", "number", "recorded", "found", "difference")
OUTCOMES = ("passed", "failed", "skipped", "known gap")


def headline(cells: Sequence[Cell]) -> str:
    """One sentence: how many cells ended how.

    Example:
        >>> headline([Cell("a", {}, {})])
        '1 cell: 1 not run'
    """
    states = collections.Counter(each.state for each in cells)
    return "{} cell{}: {}".format(len(cells), "" if len(cells) == 1 else "s",
                                  ", ".join("{} {}".format(times, state) for state, times in states.items()))


def cell_row(cell: Cell) -> List[str]:
    """One line of the table of cells."""
    pins = ", ".join([*cell.row.get("pins", ()), *cell.row.get("bare", ())])
    counts = [str(cell.count(outcome)) if cell.tests else "" for outcome in OUTCOMES]
    when = time.strftime("%Y-%m-%d %H:%M", time.gmtime(cell.ran["when"])) if cell.ran else ""
    return [cell.name, cell.state, *counts, duration(cell.seconds) if cell.tests else "", cell.row.get("keras", ""),
            cell.row.get("backend", ""), cell.ran.get("python", cell.row.get("python", "")), pins, when,
            cell.ran.get("commit", "")]


def duration(seconds: float) -> str:
    """In minutes and seconds.

    Example:
        >>> duration(75.2)
        '1:15'
    """
    return "{}:{:02d}".format(*divmod(int(round(seconds)), 60))


def program_rows(cells: Sequence[Cell]) -> List[List[str]]:
    """Cells × programs: one telling number each, the recorded ones first; as ``legacy_examples/table.py`` has them."""
    recorded = [table.Result(name, "", table.expected(name)) for name in table.TELLING]
    rows = [table.row("real Keras", "recorded", recorded)]
    for cell in cells:
        results = [table.Result(each.name, each.way, each.numbers) for each in cell.programs if each.name in table.TELLING]
        ways = [way for way in table.WAYS if any(each.way == way for each in results)]
        rows += [table.row(cell.name, way, [each for each in results if each.way == way]) for way in ways]
        if not ways:
            rows.append([cell.name, NOT_RUN] + [""] * (len(table.TELLING) + 2))
    return rows


def program_columns() -> List[str]:
    """Above :func:`program_rows`."""
    return ["cell", "way", *table.TELLING, "max diff", "verdict"]


def differing(cells: Sequence[Cell]) -> List[Tuple[Cell, Program, Number]]:
    """Every number that is further from the recorded one than the tolerance."""
    return [(cell, program, number) for cell in cells for program in cell.programs if program.numbers is not None
            for number in far(program)]


def differing_row(cell: Cell, program: Program, number: Number) -> List[str]:
    """One line: a number that differs beside the recorded one."""
    return [cell.name, program.way, program.name, number.place, shown(number.recorded), shown(number.found),
            "{:.1e}".format(number.difference)]


def shown(value: object) -> str:
    """A number, or a dash for none."""
    return "-" if value is None else "{:.7g}".format(value)


def unfinished(cells: Sequence[Cell]) -> List[Tuple[str, str]]:
    """What did not finish: cells whose tests are not known, and programs that failed; each with the reason."""
    lines = [(cell.name, cell.fault) for cell in cells if cell.ran and cell.fault]
    return lines + [("{}, {}, {}".format(cell.name, program.name, program.way), program.error)
                    for cell in cells for program in cell.programs if program.numbers is None]


def side_by_side(name: str, cells: Sequence[Cell]) -> str:
    """All numbers of a program, one column a cell: of its ways the one that is furthest from what was recorded."""
    worst = {}
    for cell in cells:
        ways = [each for each in cell.programs if each.name == name and each.numbers is not None]
        if ways:
            worst[cell.name] = max(ways, key=lambda each: max(number.difference for number in numbers_of(each)))
    found = {cell: {each.place: each for each in numbers_of(program)} for cell, program in worst.items()}
    recorded = {each.place: each.recorded for each in numbers_of(Program(name, "", table.expected(name)))}
    places = list(dict.fromkeys([*recorded, *(place for numbers in found.values() for place in numbers)]))
    lines = [["number", "recorded", *found]]
    for place in places:
        lines.append([place, shown(recorded.get(place)), *(_marked(numbers.get(place)) for numbers in found.values())])
    return str(table.aligned(lines))


def _marked(number: "Number | None") -> str:
    if number is None:
        return "-"
    return shown(number.found) + (" !" if number.difference > table.TOLERANCE else "")


def reasons_of_skips(cells: Sequence[Cell]) -> List[Tuple[str, str, int, int]]:
    """Outcome, reason, tests and cells of what was skipped or is expected to fail, the commonest first."""
    tests: "collections.Counter[Tuple[str, str]]" = collections.Counter()
    where = collections.defaultdict(set)
    for cell in cells:
        for test in cell.tests:
            if test.outcome in ("skipped", "known gap"):
                tests[test.outcome, test.message] += 1
                where[test.outcome, test.message].add(cell.name)
    return [(outcome, reason, times, len(where[outcome, reason])) for (outcome, reason), times in tests.most_common()]
