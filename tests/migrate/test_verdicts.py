"""What ``tests/official_examples/run.py`` says of a migrated example: no comment in it excuses other losses."""
import importlib.util
from pathlib import Path

import pytest

PATH = Path(__file__).parent.parent / "official_examples" / "run.py"


@pytest.fixture(scope="module")
def examples():
    specification = importlib.util.spec_from_file_location("run_examples", str(PATH))
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def losses(*values, ended=True):
    return {"ended": ended, "losses": [["fit", *values]]}


@pytest.mark.parametrize("got, want, word", [
    (losses(1.0, 2.0), losses(1.0, 2.001), "same"),
    (losses(1.0, 2.0), losses(1.0, 2.1), "differs"),
    (losses(1.0), losses(1.0, 2.0), "differs"),
    ({"ended": False, "losses": []}, losses(1.0), "runs, ended too early"),
    (losses(1.0), {"ended": True, "losses": []}, "runs, has no losses"),
    ("ValueError", losses(1.0), "fails"),
    ("ValueError", "ImportError", "fails, as there"),
])
def test_the_verdict_compares_losses(examples, got, want, word):
    assert examples.verdict(got, want) == word


@pytest.mark.parametrize("word, found, wrong", [
    ("same", [], False),
    ("differs", [], True),
    ("differs", ["K204", "K308"], True),
    ("runs, ended too early", ["K201"], True),
    ("fails", [], True),
    ("fails", ["K203", "K308"], True),
    ("fails", ["K204"], False),
    ("fails, as there", [], False),
])
def test_only_a_finding_excuses_an_example_and_only_one_that_fails(examples, word, found, wrong):
    assert examples.is_wrong(word, found) is wrong


def test_marks_are_read_from_comments(examples, tmp_path):
    text = "# compat: K204 one\nx = 1\n    # compat: K308 two\n# compat: K204 three\n# compat: era 2.3.1\n"
    (tmp_path / "a.py").write_text(text)
    assert examples.marks(tmp_path / "a.py") == ["K204", "K308"]
