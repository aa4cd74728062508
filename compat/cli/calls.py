"""``compat doctor --calls``: which functions of TensorFlow some code calls, how often, and whether they are served here."""
from typing import Any, Dict, List, NamedTuple, Sequence

from compat.api.tf_functions import is_data, replacement
from compat.cli.output import Output
from compat.flavors.tf_root import attribute
from compat.rewrite.tf_calls import calls_below


class Row(NamedTuple):
    """One function: its name below ``tf``, its calls, what serves it, and what code does instead where nothing does."""

    name: str
    calls: int
    served: str
    replacement: str = ""


def counted(paths: Sequence[str]) -> List[Row]:
    """The functions that the files call, the most frequent first.

    What serves one is ``"yes"``, ``"data"`` where it prepares data and only TensorFlow has it, or ``"no"``.
    """
    calls = calls_below(paths)
    return [_row(name, calls[name]) for name in sorted(calls, key=lambda name: (-calls[name], name))]


def _row(name: str, calls: int) -> Row:
    served = _served(name)
    return Row(name, calls, served, replacement(name) if served == "no" else "")


def _served(name: str) -> str:
    first, _, rest = name.partition(".")
    try:
        found = attribute(first)
        for part in filter(None, rest.split(".")):
            found = getattr(found, part)
    except AttributeError:
        return "data" if is_data(name) else "no"
    return "yes"


def summary(rows: Sequence[Row]) -> Dict[str, Any]:
    """Calls in all, by what serves them, and the share of those that compute which are served."""
    total = {served: sum(row.calls for row in rows if row.served == served) for served in ("yes", "data", "no")}
    computing = total["yes"] + total["no"]
    return {"calls": sum(total.values()), "functions": len(rows), "served": total["yes"], "data": total["data"],
            "not_served": total["no"], "share": 1.0 if not computing else total["yes"] / computing}


def show(rows: Sequence[Row], output: Output) -> None:
    """Print the table, below it the sums, and last what is not served with its replacement."""
    found, done = summary(rows), 0
    table = []
    for row in rows:
        done += row.calls
        table.append((str(row.calls), "{:.1%}".format(done / found["calls"]), "tf." + row.name, row.served))
    output.table(("calls", "so far", "function", "served"), table)
    output.line("{calls:,} calls of {functions} functions of TensorFlow: {served:,} served, {data:,} that prepare data and "
                "need TensorFlow, {not_served:,} not served. {share:.1%} of the calls that compute are served".format(**found))
    missing = [row for row in rows if row.served == "no"]
    if missing:
        output.line("Not served here, and what code does instead:")
    for row in missing:
        output.line("  tf.{}: {}".format(row.name, row.replacement))
