"""What a cell left behind, as records."""
import json
import math
from pathlib import Path
from typing import Any, Dict, Iterable, List, NamedTuple, Optional, Sequence, Tuple
from xml.etree import ElementTree

from compat.api.cells import CELLS
from legacy_examples import table

PASSED, IN_PART, FAILED, UNFINISHED, NOT_RUN = "passed", "passed in part", "failed", "did not finish", "not run"


class Test(NamedTuple):
    """One test of a cell.

    Attributes:
        name: ``tests.layers.test_x.test_y[case]``.
        outcome: ``"passed"``, ``"failed"``, ``"skipped"``, or ``"known gap"`` for one that is expected to fail.
        seconds: that it took.
        message: the first line of the reason.
        details: the traceback, where it failed.
    """

    name: str
    outcome: str
    seconds: float
    message: str = ""
    details: str = ""


class Program(NamedTuple):
    """What a legacy program printed, run one way; ``numbers`` is None when it did not finish, ``error`` says why."""

    name: str
    way: str
    numbers: Optional[Dict[str, Any]]
    error: str = ""


class Number(NamedTuple):
    """One number of a program beside what the real Keras printed; None where one of the two has no such number."""

    place: str
    recorded: Optional[float]
    found: Optional[float]

    @property
    def difference(self) -> float:
        """The distance; infinite where one is missing or is not a number."""
        if self.recorded is None or self.found is None:
            return math.inf
        distance = abs(self.recorded - self.found)
        return math.inf if math.isnan(distance) else distance


class Cell(NamedTuple):
    """All that a cell left.

    Attributes:
        name: of the cell.
        row: what the noxfile says of it: ``keras``, ``python``, ``backend``, ``pins``, ``bare``; ``arguments`` of pytest.
        ran: ``python``, ``machine``, ``installed``, ``commit``, ``when``; nothing if it did not run.
        tests: in the order of pytest's file.
        seconds: of all tests; 0 without them.
        programs: the legacy programs, by name and way.
        fault: why the tests are not known, if they are not.
    """

    name: str
    row: Dict[str, Any]
    ran: Dict[str, Any]
    tests: Sequence[Test] = ()
    seconds: float = 0.0
    programs: Sequence[Program] = ()
    fault: str = ""

    @property
    def state(self) -> str:
        """In one word or three."""
        if not self.ran:
            return NOT_RUN
        if self.fault:
            return UNFINISHED
        if not self.tests or self.count("failed") or any(far(each) for each in self.programs):
            return FAILED
        late = any(each.message.startswith("NOT RUN") for each in self.tests)  # COMPAT_MINUTES was over
        return IN_PART if late or self.row.get("arguments") else PASSED

    def count(self, outcome: str) -> int:
        """How many tests ended so."""
        return sum(each.outcome == outcome for each in self.tests)


def numbers_of(program: Program) -> List[Number]:
    """Every number of a program, in the order of what was recorded, then those that only the cell printed."""
    recorded = dict(_leaves(table.expected(program.name))) if program.name in table.TELLING else {}
    found = dict(_leaves(program.numbers or {}))
    return [Number(place, recorded.get(place), found.get(place)) for place in {**recorded, **found}]


def far(program: Program) -> List[Number]:
    """Those that are further from the recorded ones than the tolerance."""
    return [each for each in numbers_of(program) if each.difference > table.TOLERANCE]


def _leaves(value: Any, place: str = "") -> Iterable[Tuple[str, float]]:
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(item, "{}.{}".format(place, key) if place else str(key))
    else:
        yield place, float(value)


def cells_in(folders: Sequence[Path]) -> List[Cell]:
    """Every cell of the matrix in its order, then others that were found; the latest run where several folders hold one."""
    known: Dict[str, Cell] = {each.name: Cell(each.name, dict(each._asdict()), {}) for each in CELLS}
    for folder in folders:
        for place in sorted(each for each in folder.iterdir() if each.is_dir()):
            found = cell_in(place)
            before = known.get(found.name)
            if found.ran and (before is None or found.ran["when"] >= before.ran.get("when", 0.0)):
                known[found.name] = found
    return list(known.values())


def cell_in(folder: Path) -> Cell:
    """What one cell left in its folder; without ``cell.json`` it counts as not run."""
    if not (folder / "cell.json").is_file():
        return Cell(folder.name, {}, {})
    ran = json.loads((folder / "cell.json").read_text(encoding="utf8"))
    row = ran.pop("cell")
    programs = [json.loads(path.read_text(encoding="utf8")) for path in sorted(folder.glob("*--*.json"))]
    tests, seconds, fault = _tests_in(folder / "junit.xml")
    return Cell(row["name"], row, ran, tests, seconds, [
        Program(each["program"], each["way"], each.get("numbers"), each.get("error", "")) for each in programs], fault)


def _tests_in(path: Path) -> Tuple[List[Test], float, str]:
    """The tests of pytest's report, the seconds of all, and why they are not known."""
    if not path.is_file():
        return [], 0.0, "pytest wrote no report: it was ended before the last test, or did not start"
    try:
        root = ElementTree.parse(str(path)).getroot()
    except ElementTree.ParseError as error:
        return [], 0.0, "{} cannot be read: {}".format(path.name, error)
    seconds = sum(float(each.get("time", 0)) for each in root.iter("testsuite"))
    return [_test(each) for each in root.iter("testcase")], seconds, ""


def _test(case: ElementTree.Element) -> Test:
    name = ".".join(filter(None, (case.get("classname"), case.get("name"))))
    seconds = float(case.get("time", 0))
    for tag in ("failure", "error", "skipped"):
        fault = case.find(tag)
        if fault is not None:
            message = fault.get("message", "").split("\n")[0]
            if tag != "skipped":
                return Test(name, "failed", seconds, message, fault.text or "")
            return Test(name, "known gap" if fault.get("type") == "pytest.xfail" else "skipped", seconds, message)
    return Test(name, "passed", seconds)
