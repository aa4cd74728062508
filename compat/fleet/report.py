"""The HTML report of a run: what was converted, and what was not, grouped by reason. One file that loads nothing else.

Names and messages are untrusted: all are escaped, and the page's security policy forbids scripts.
"""
import html
from typing import Dict, List, NamedTuple, Sequence, Tuple

from compat.fleet.records import CONVERTED, Outcome, printable
from compat.writing import replacing

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>compat: {converted} of {total} converted</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #222 }}
table {{ border-collapse: collapse; width: 100% }}
td, th {{ text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #ddd }}
td.n, th.n {{ text-align: right; white-space: nowrap }}
summary {{ cursor: pointer; margin: .6rem 0 .3rem }}
code {{ word-break: break-all }}
p.message {{ white-space: pre-wrap; word-break: break-word; margin: .3rem 0 }}
.bar {{ height: .7rem; background: #e5534b; border-radius: .35rem; overflow: hidden }}
.bar div {{ height: 100%; background: #3fa45b }}
@media (prefers-color-scheme: dark) {{ body {{ background: #181818; color: #ddd }} td, th {{ border-color: #444 }} }}
</style></head><body>
<h1>{converted} of {total} files converted</h1>
<div class="bar"><div style="width: {percent:.1f}%"></div></div>
<p>{left} not tried yet.</p>
<h2>Not converted, by reason</h2>
{failures}
<h2>Converted, with warnings</h2>
{warned}
<h2>Converted</h2>
{converted_table}
</body></html>
"""


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
    with replacing(path) as temporary, open(temporary, "w", encoding="utf8") as file:
        file.write(render(outcomes, left))


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
    done = sorted(outcome for outcome in outcomes if outcome.status == CONVERTED)
    total = len(outcomes) + left
    return _PAGE.format(
        converted=len(done), total=total, percent=100.0 * len(done) / max(total, 1), left=left or "None",
        failures="\n".join(map(_group, grouped(outcomes))) or "<p>Nothing.</p>",
        warned=_table([(each.source, "\n".join(each.warnings), each.seconds) for each in done if each.warnings]),
        converted_table=_table([(each.source, "verified: " + each.message, each.seconds) for each in done]))


def _group(group: Group) -> str:
    files = "".join("<li><code>{}</code></li>".format(_text(outcome.source)) for outcome in group.outcomes)
    return "<details open><summary><b>{}</b> ({})<p class=\"message\">{}</p></summary><ul>{}</ul></details>".format(
        _text(group.cause), len(group.outcomes), _text(group.message), files)


def _table(rows: Sequence[Tuple[str, str, float]]) -> str:
    if not rows:
        return "<p>Nothing.</p>"
    lines = ["<tr><td><code>{}</code></td><td><p class=\"message\">{}</p></td><td class=\"n\">{:.1f} s</td></tr>".format(
        _text(source), _text(text), seconds) for source, text, seconds in rows]
    head = "<tr><th>file</th><th>what it says</th><th class=\"n\">time</th></tr>"
    return "<table>{}{}</table>".format(head, "\n".join(lines))


def _text(text: str) -> str:
    return html.escape(printable(text))
