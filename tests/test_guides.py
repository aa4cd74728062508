"""The guides for contributors and users name files that exist."""
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PATH = re.compile(r"`((?:compat|tests|docs|benchmarks|legacy_examples)/[\w./-]+)`")
GUIDES = ("CONTRIBUTING.md", "README.md", "SECURITY.md")


@pytest.mark.parametrize("guide", GUIDES)
def test_paths_that_a_guide_names_exist(guide):
    named = PATH.findall((ROOT / guide).read_text(encoding="utf8"))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_contributors_guide_names_paths():
    assert len(PATH.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf8"))) > 20
