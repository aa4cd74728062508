"""Prints one table of what the legacy programs printed, cell by cell, beside what the real old Kerases print.

::

    python legacy_examples/table.py FOLDER [cell ...]

``FOLDER/<cell>/<program>--<way>.json`` are what a test run leaves when ``COMPAT_NUMBERS_DIR`` is ``FOLDER/<cell>``:
each is ``{"program", "way", "numbers"}``, or has ``"error"`` in place of the numbers. Cells named there are
listed even where nothing was run. A column shows one telling number of its program; the verdict is about all of them:
``ok`` when no number of any program is further than 1e-5 from those of the Keras that it was written for: 2.2.4 or
tf.keras 2.10. The exit status is 1 when a row says
FAIL.
"""
import json
import math
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

HERE = Path(__file__).parent
TOLERANCE = 1e-5

#: Which number stands for a program: the path to it in the program's JSON.
TELLING: Dict[str, Tuple[Any, ...]] = {
    "my_mean_pool": ("masked_mean", 1, 0),
    "masked_mean_pooling": ("loss_after",),
    "custom_layer": ("losses", -1),
    "multi_valued_id": ("loss_after",),
    "masking_reimplemented": ("lstm_after_own", 0, 0),
    "decaying_dropout": ("keep_rate", -1),
    "lambda_lstm_stack": ("masked_evaluate",),
    "tensor_eval": ("fed_output", 0, 0, 0),
    "masked_reviews": ("loss", -1),
    "operator_vae": ("loss", -1),
    "graph_convolution": ("loss", -1),
}
#: How a program was run, in the order of the table.
WAYS = ("as it stands", "imports swapped", "compat run")


class Result(NamedTuple):
    """What one program printed in one cell, run one way; ``numbers`` is None when it did not finish."""

    program: str
    way: str
    numbers: Optional[Dict[str, Any]]

    @property
    def difference(self) -> float:
        """The largest distance from the expected numbers; infinite where one is missing or the program failed."""
        return math.inf if self.numbers is None else largest_difference(self.numbers, expected(self.program))


def expected(program: str) -> Dict[str, Any]:
    """What the real Keras printed: name → number or nested list of numbers."""
    record: Dict[str, Any] = json.loads((HERE / program / "expected.json").read_text())
    return dict(record["numbers"])


def largest_difference(found: Any, wanted: Any) -> float:
    """The largest absolute difference between two structures of numbers; infinite where their forms differ.

    Example:
        >>> largest_difference({"a": [1, 2.5]}, {"a": [1, 2]}), largest_difference([1], [1, 2])
        (0.5, inf)
    """
    ours, theirs = dict(_leaves(found)), dict(_leaves(wanted))
    if ours.keys() != theirs.keys():
        return math.inf
    distances = [abs(ours[place] - theirs[place]) for place in theirs]
    return max([math.inf if math.isnan(distance) else distance for distance in distances], default=0.0)


def _leaves(value: Any, place: Tuple[Any, ...] = ()) -> Iterator[Tuple[Tuple[Any, ...], float]]:
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(item, place + (key,))
    else:
        yield place, float(value)


def results_in(folder: Path) -> List[Result]:
    """The results that a test run left in one cell's folder."""
    records = [json.loads(path.read_text()) for path in sorted(folder.glob("*--*.json"))]
    return [Result(record["program"], record["way"], record.get("numbers")) for record in records]


def row(cell: str, way: str, results: Sequence[Result]) -> List[str]:
    """One line: the cell, the way, a number per program, the largest difference of all, and the verdict."""
    by_program = {result.program: result for result in results}
    worst = max(result.difference for result in results)
    verdict = "ok" if worst <= TOLERANCE else "FAIL"
    return [cell, way] + [_shown(by_program.get(program)) for program in TELLING] + ["{:.1e}".format(worst), verdict]


def _shown(result: Optional[Result]) -> str:
    if result is None:
        return "-"
    value: Any = result.numbers
    if value is None:
        return "FAIL"
    try:
        for key in TELLING[result.program]:
            value = value[key]
    except (KeyError, IndexError, TypeError):
        return "FAIL"
    return "{:.6f}{}".format(value, "" if result.difference <= TOLERANCE else " FAIL")


def table(folder: Path, cells: Sequence[str]) -> List[List[str]]:
    """All lines, the expected numbers first."""
    wanted = [Result(program, "", expected(program)) for program in TELLING]
    lines = [["cell", "way"] + list(TELLING) + ["max diff", ""], row("real Keras 2.2.4, tf.keras 2.10", "recorded", wanted)]
    for cell in cells:
        results = results_in(folder / cell)
        ways = [way for way in WAYS if any(result.way == way for result in results)]
        lines += [row(cell, way, [result for result in results if result.way == way]) for way in ways]
        if not ways:
            lines.append([cell, "not run"] + [""] * (len(TELLING) + 2))
    return lines


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """The lines as text, with a rule under the first."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    text = ["  ".join(item.ljust(width) for item, width in zip(line, widths)).rstrip() for line in lines]
    return "\n".join([text[0], "-" * len(text[0])] + text[1:])


def main(arguments: Sequence[str]) -> int:
    """Prints the table of a folder; 0 when every row is ok, 1 when one is not, 2 without a folder."""
    if not arguments:
        print(__doc__)
        return 2
    folder = Path(arguments[0])
    found = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    cells = list(arguments[1:]) + [cell for cell in found if cell not in arguments[1:]]
    lines = table(folder, cells)
    print(aligned(lines))
    return int(any(line[-1] == "FAIL" for line in lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
