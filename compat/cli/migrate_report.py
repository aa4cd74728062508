"""What ``compat migrate`` shows: the diff, the findings, and a summary by rule."""
import difflib
from collections import Counter
from typing import TYPE_CHECKING, Any, Dict, List, Sequence, Tuple

from compat.api.migration import MIGRATIONS, rule_of
from compat.cli.output import Output

if TYPE_CHECKING:
    from compat.rewrite.migrate.context import Options
    from compat.rewrite.migrate.files import Left
    from compat.rewrite.migrate.tree import Result


def show(results: Sequence["Result"], left: Sequence["Left"], options: "Options", written: bool, output: Output) -> None:
    """Print the report of a migration."""
    output.document(_document(results, left, options, written))
    for each in results:
        if each.before or each.after:
            output.diff(_diff(each))
    for each in results:
        for note in each.notes:
            if note.kind != "change" and not note.marked:
                output.finding("{}:{}: {} {}".format(each.path, note.line, note.code, note.text))
    for each in results:
        if each.failed:
            place = "{}:{}".format(each.path, each.line) if each.line else each.path
            output.finding("{}: {}; it was left alone".format(place, each.failed))
    for other in left:
        output.finding("{}: {}".format(other.path, other.reason))
    output.table(("rule", "times", "files", "kind", "what"), _by_rule(results))
    output.line(_sentence(results, written))


def _diff(result: "Result") -> List[str]:
    lines = difflib.unified_diff(result.before.splitlines(), result.after.splitlines(), result.path, result.path, lineterm="")
    return list(lines)


def _by_rule(results: Sequence["Result"]) -> List[Tuple[str, str, str, str, str]]:
    times = Counter(note.code for each in results for note in each.notes)
    files = Counter(code for each in results for code in {note.code for note in each.notes})
    return [(code, str(times[code]), str(files[code]), rule_of(code).kind, rule_of(code).what) for code in sorted(times)]


def _sentence(results: Sequence["Result"], written: bool) -> str:
    changed = sum(each.changes and not each.failed for each in results)
    found = sum(note.kind == "finding" for each in results for note in each.notes)
    warned = sum(note.kind == "warning" for each in results for note in each.notes)
    marked = sum(note.marked for each in results for note in each.notes)
    left = sum(bool(each.failed) for each in results)
    what = "changed" if written else "would change; --write does it" if changed else "would change"
    return "{} read, {:,} {}; {} and {}{}; {:,} left alone".format(
        _counted(len(results), "file"), changed, what, _counted(found, "finding"), _counted(warned, "warning"),
        ", {:,} of them marked before".format(marked) if marked else "", left)


def _counted(number: int, word: str) -> str:
    return "{:,} {}{}".format(number, word, "" if number == 1 else "s")


def _document(results: Sequence["Result"], left: Sequence["Left"], options: "Options", written: bool) -> Dict[str, Any]:
    return {
        "to": options.to, "written": written, "read": len(results), "lines": sum(each.lines for each in results),
        "changed": sum(each.changes and not each.failed for each in results),
        "rules": dict(Counter(note.code for each in results for note in each.notes)),
        "files": [{"path": each.path, "changes": each.changes, "failed": each.failed or None, "line": each.line or None,
                   "notes": [note._asdict() for note in each.notes]}
                  for each in results if each.changes or each.failed or each.notes],
        "left": [other._asdict() for other in left]}


def show_rules(output: Output) -> None:
    """List the rules."""
    output.document({"rules": [rule._asdict() for rule in MIGRATIONS]})
    for rule in MIGRATIONS:
        output.line("{} (--to {}; {}) {}".format(rule.code, ", ".join(rule.to), rule.kind, rule.what))
        output.line("     why: " + rule.reason + (" See {} in compat.api.semantics.".format(rule.row) if rule.row else ""))
        for sign, text in (("-", rule.before), ("+", rule.after)):
            for line in text.splitlines():
                output.line("     {} {}".format(sign, line))
