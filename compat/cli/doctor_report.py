"""The screen of ``compat doctor PATH``."""
from typing import TYPE_CHECKING, Sequence

from compat.api.migration import rule_of
from compat.cli.output import Output

if TYPE_CHECKING:
    from compat.survey.records import Survey

#: How many rows of a table the screen shows.
_SHOWN = 20


def show(found: "Survey", output: Output) -> None:
    """Print what a survey found, what needs a person last."""
    from compat.survey.page import origin_of
    from compat.survey.words import headline, last_of, names_sentence, size_of, written_for

    output.document(found.to_dict())
    output.line("{}: {}".format(found.path, headline(found)))
    output.line(written_for(found) + ("; pass --era {}".format(found.written.era) if found.written.era else ""))
    output.table(("sign", "from", "to", "places", "first place"), [
        (each.what, each.first, last_of(each), each.places, each.where) for each in found.written.evidence])
    output.table(("rule", "times", "files", "kind", "directions", "what"), [
        (each.code, each.times, each.files, rule_of(each.code).kind, ", ".join(rule_of(each.code).to), rule_of(each.code).what)
        for each in found.rules])
    if found.names:
        output.line(names_sentence(found))
    _some(("name that is not served", "uses", "files", "why"), [
        (each.name, each.uses, each.files, each.served) for each in found.names if each.served != "served"], output)
    _some(("model", "size", "state", "written by", "layers", "parameters"), [
        (each.path, size_of(each.size), each.state, origin_of(each), each.layers, "{:,}".format(each.parameters))
        for each in found.models], output)
    _findings(found, output)


def _some(columns: Sequence[str], rows: Sequence[Sequence[object]], output: Output) -> None:
    output.table(columns, rows[:_SHOWN])
    _more(len(rows), output)


def _more(number: int, output: Output) -> None:
    if number > _SHOWN:
        output.line("… and {:,} more; --json and --html FILE list all".format(number - _SHOWN))


def _findings(found: "Survey", output: Output) -> None:
    lines = ["{}:{}: {} {}".format(each.path, each.line, each.code, each.text) for each in found.findings]
    lines += ["{}: {}".format(each.path, text) for each in found.models for text in each.findings]
    lines += ["{}{}: {}".format(each.path, ":{}".format(each.line) if each.line else "", each.failed) for each in found.failed]
    for line in lines[:_SHOWN]:
        output.finding(line)
    _more(len(lines), output)
