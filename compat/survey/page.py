"""A survey as one HTML page."""
from typing import List, Sequence, Tuple

from compat.api.migration import rule_of
from compat.pages import Cell, Column, escaped, page, table
from compat.survey.records import OPENS, UNREADABLE, ModelFile, Survey
from compat.survey.words import headline, last_of, names_sentence, size_of, written_for

_DIRECTIONS = {"compat": "--to compat", "keras3": "--to keras3"}


def render(found: Survey) -> str:
    """The page as HTML text."""
    return page("compat doctor: {}".format(found.path), "\n".join((
        "<h1>{}</h1>".format(escaped(found.path)), "<p>{}</p>".format(escaped(headline(found))), _cards(found),
        "<h2>{}</h2>".format(escaped(written_for(found))), _evidence(found),
        "<h2>Legacy uses, by rule of compat migrate</h2>", _rules(found),
        "<h2>What a person has to look at</h2>", _findings(found),
        "<h2>Model files</h2>", _models(found),
        "<h2>Names of Keras and TensorFlow</h2>", "<p>{}</p>".format(escaped(names_sentence(found))), _names(found),
        "<h2>Files that could not be read</h2>", _failed(found))))


def _cards(found: Survey) -> str:
    broken = sum(each.state == UNREADABLE for each in found.models)
    cards = [("files of code", len(found.code)), ("lines", sum(each.lines for each in found.code)),
             ("to look at in the code", len(found.findings)), ("models", len(found.models)),
             ("models that open as they are", sum(each.state == OPENS for each in found.models)),
             ("models that cannot be read", broken), ("files that could not be read", len(found.failed))]
    return "<div class=\"cards\">{}</div>".format("".join(
        "<div><b>{:,}</b>{}</div>".format(number, escaped(what)) for what, number in cards))


def _evidence(found: Survey) -> str:
    era = found.written.era
    hint = "<p>Pass <code>--era {}</code> to compat run and migrate.</p>".format(escaped(era)) if era else ""
    columns = (Column("sign"), Column("from version"), Column("to version"), Column("places", "number"),
               Column("first place", "path"))
    rows = [(each.what, each.first, last_of(each), each.places, each.where) for each in found.written.evidence]
    return hint + table(columns, rows, "The files use nothing that says it more exactly.")


def _rules(found: Survey) -> str:
    columns = (Column("rule", "code"), Column("times", "number"), Column("files", "number"), Column("kind"),
               Column("directions"), Column("what"), Column("why"))
    return table(columns, [(use.code, use.times, use.files, rule_of(use.code).kind,
                            ", ".join(rule_of(use.code).to), rule_of(use.code).what,
                            rule_of(use.code).reason) for use in found.rules],
                 "No rule applies: nothing in these files is legacy.")


def _findings(found: Survey) -> str:
    columns = (Column("place", "path"), Column("rule", "code"), Column("kind"), Column("direction", "code"),
               Column("what it says"))
    rows = [("{}:{}".format(each.path, each.line), each.code, each.kind, _DIRECTIONS[each.to], each.text)
            for each in found.findings]
    return table(columns, rows, "Nothing: compat and Keras 3 have an equal for every use.")


def _models(found: Survey) -> str:
    columns = (Column("file", "path"), Column("size", "number"), Column("state"), Column("written by"), Column("kind"),
               Column("layers", "number"), Column("parameters", "number"), Column("what it needs"))
    return table(columns, [_model(each) for each in found.models], "There is no model file.")


def _model(model: ModelFile) -> Sequence[Cell]:
    return (model.path, (size_of(model.size), model.size), model.state, origin_of(model), model.kind, model.layers,
            ("{:,}".format(model.parameters), model.parameters), "\n".join(model.findings))


def origin_of(model: ModelFile) -> str:
    """Who wrote a model, e.g. ``"Keras 2.2.4 on tensorflow"``; inferred versions say so."""
    if model.state == UNREADABLE:
        return ""
    return "Keras {}{} on {}".format(model.keras, "" if model.stated else " (inferred)", model.backend)


def _names(found: Survey) -> str:
    columns = (Column("name", "code"), Column("uses", "number"), Column("files", "number"), Column("compat"))
    return table(columns, [(each.name, each.uses, each.files, each.served) for each in found.names], "No name is used.")


def _failed(found: Survey) -> str:
    rows: List[Tuple[str, int, str]] = [(each.path, each.line, each.failed) for each in found.failed]
    return table((Column("file", "path"), Column("line", "number"), Column("why")), rows, "All of them were read.")
