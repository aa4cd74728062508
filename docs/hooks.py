"""Hooks of mkdocs: pages that stand in the root of the repository, and links that work both there and on the site."""
import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parent.parent
#: Files of the root → their pages on the site.
ROOT_PAGES = {"CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md", "SECURITY.md": "security.md"}


def on_files(files: Any, config: Any) -> Any:
    """Add the pages of the root."""
    for name, page in ROOT_PAGES.items():
        files.append(File.generated(config, page, content=(ROOT / name).read_text(encoding="utf8")))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Point links at pages of the site: ``../SECURITY.md`` of a page in docs, ``docs/rules.md`` of one in the root."""
    here = posixpath.dirname(page.file.src_uri)
    for name, target in ROOT_PAGES.items():
        above = posixpath.relpath(name, posixpath.join("docs", here))
        markdown = markdown.replace("](" + above, "](" + posixpath.relpath(target, here or "."))
    return markdown.replace("](docs/", "](") if page.file.src_uri in ROOT_PAGES.values() else markdown


def on_page_content(html: str, **_: Any) -> str:
    """Docstrings name objects by ``:class:`Era```: the role goes, the name stays."""
    return re.sub(r":(?:attr|class|data|func|meth|mod):(?=<code>)", "", html)
