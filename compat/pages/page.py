"""The frame of every report: head, style, script and security policy."""
import base64
import hashlib
import pkgutil

from compat.pages.text import escaped
from compat.writing import replacing

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<style>
{style}</style></head><body>
{body}
<script>{script}</script>
</body></html>
"""


def page(title: str, body: str) -> str:
    """A whole HTML page.

    Args:
        title: plain text.
        body: HTML; what came from a file is escaped already.

    Example:
        >>> "<title>a &lt;b&gt;</title>" in page("a <b>", "<h1>a</h1>")
        True
    """
    script = _part("table.js")
    digest = base64.b64encode(hashlib.sha256(script.encode("utf8")).digest()).decode("ascii")
    return _PAGE.format(title=escaped(title), digest=digest, style=_part("page.css"), body=body, script=script)


def write(text: str, path: str) -> None:
    """Write a page, completely or not at all."""
    with replacing(path) as temporary, open(temporary, "w", encoding="utf8") as file:
        file.write(text)


def folded(summary: str, text: str, opened: bool = False) -> str:
    """Text in a monospaced block that the reader can fold away.

    Args:
        summary: one line, plain text.
        text: of any number of lines, plain text.
        opened: whether the block is shown at first.

    Example:
        >>> folded("1 file", "a < b")
        '<details><summary>1 file</summary><pre>a &lt; b</pre></details>'
    """
    return "<details{}><summary>{}</summary><pre>{}</pre></details>".format(
        " open" if opened else "", escaped(summary), escaped(text))


def _part(name: str) -> str:
    found = pkgutil.get_data(__package__ or "compat.pages", name)
    assert found is not None, name
    return found.decode("utf8")
