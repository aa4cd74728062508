"""The report of the matrix, from folders as cells leave them."""
import doctest
import importlib
import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from compat.api.cells import CELLS
from legacy_examples import table
from matrix_report import read, words
from matrix_report.__main__ import main

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD, BAD, BROKEN = (CELLS[place].name for place in (1, 6, 9))
JUNIT = """<testsuites><testsuite name="pytest" errors="0" failures="{failures}" skipped="2" tests="3" time="61.2">
<testcase classname="tests.layers.test_a" name="test_x[a.b]" time="0.1"/>
<testcase classname="tests.layers.test_a" name="test_y" time="0.1"><skipped type="pytest.xfail" message="a gap"/></testcase>
<testcase classname="tests.layers.test_a" name="test_z" time="0.1"><skipped type="pytest.skip" message="no Keras"/></testcase>
{more}</testsuite></testsuites>"""
FAILED = """<testcase classname="tests.layers.test_a" name="test_f" time="2"><failure message="assert 1 == 2&#10;more">trace
&lt;script&gt;x&lt;/script&gt;</failure></testcase>"""


def leave(folder, name, junit=None, when=100.0, arguments=(), **programs):
    """What a cell leaves in ``folder / name``; a program is numbers, or a text for its error."""
    place = folder / name
    place.mkdir(parents=True)
    (row,) = (each._asdict() for each in CELLS if each.name == name)
    (place / "cell.json").write_text(json.dumps({
        "cell": dict(row, arguments=list(arguments)), "python": "3.7.17", "machine": "here", "installed": {"numpy": "1.18.5"},
        "commit": "abc+", "when": when}))
    if junit is not None:
        (place / "junit.xml").write_text(junit)
    for program, found in programs.items():
        record = {"error": found} if isinstance(found, str) else {"numbers": found}
        (place / (program + "--compat_run.json")).write_text(json.dumps(dict(record, program=program, way="compat run")))


@pytest.fixture
def folder(tmp_path):
    right = table.expected("custom_layer")
    off = dict(right, losses=right["losses"][:-1] + [right["losses"][-1] + 1e-3])
    leave(tmp_path, GOOD, JUNIT.format(failures=0, more=""), custom_layer=right)
    leave(tmp_path, BAD, JUNIT.format(failures=1, more=FAILED), custom_layer=off, my_mean_pool="Traceback\nImportError: <no>")
    leave(tmp_path, BROKEN)
    return tmp_path


def report(folder, *more):
    code = main([str(folder), *map(str, more), "--out", str(folder / "out")])
    return code, {path.name: path.read_text(encoding="utf8") for path in (folder / "out").iterdir()}


def test_each_cell_of_the_matrix_has_a_state(folder):
    code, files = report(folder)
    document = json.loads(files["matrix.json"])
    states = {each["name"]: each["state"] for each in document["cells"]}
    assert code == 1 and list(states) == [each.name for each in CELLS]
    assert {name: state for name, state in states.items() if state != "not run"} == {
        GOOD: "passed", BAD: "failed", BROKEN: "did not finish"}
    assert document["headline"] == "13 cells: 10 not run, 1 passed, 1 failed, 1 did not finish"
    (good,) = (each for each in document["cells"] if each["name"] == GOOD)
    assert good["counts"] == {"passed": 1, "failed": 0, "skipped": 1, "known gap": 1} and good["seconds"] == 61.2


def test_numbers_that_differ_stand_beside_the_recorded_ones(folder):
    files = report(folder)[1]
    recorded = table.expected("custom_layer")["losses"]
    place = "losses.{}".format(len(recorded) - 1)
    row = "| {} | compat run | custom_layer | {} | {:.7g} | {:.7g} | 1.0e-03 |".format(
        BAD, place, recorded[-1], recorded[-1] + 1e-3)
    assert files["matrix.md"].count("| 1.0e-03 |") == 1 and row in files["matrix.md"]
    assert place in files["index.html"] and "{:.7g} !".format(recorded[-1] + 1e-3) in files["index.html"]


def test_a_number_that_is_none_is_said_in_json_too(tmp_path):
    numbers = dict(table.expected("custom_layer"), losses=float("nan"))
    leave(tmp_path, GOOD, JUNIT.format(failures=0, more=""), custom_layer=numbers)
    files = report(tmp_path)[1]
    assert "| losses | - | nan | inf |" in files["matrix.md"] and "NaN" not in files["matrix.json"]


def test_the_page_loads_nothing_and_shows_what_tests_wrote_as_text(folder):
    html = report(folder)[1]["index.html"]
    assert "&lt;script&gt;x" in html and html.count("<script>") == 1 and "src=" not in html and "http" not in html.replace(
        "http-equiv", "")
    assert "ImportError: &lt;no&gt;" in html and "prefers-color-scheme: dark" in html and "assert 1 == 2" in html
    assert "numpy==1.18.5" in html and "keras==2.2.4" in html


def test_the_xml_has_a_suite_for_each_cell(folder):
    suites = {each.get("name"): each for each in ElementTree.fromstring(report(folder)[1]["junit.xml"])}
    assert list(suites) == [each.name for each in CELLS]
    names = [(case.get("classname"), case.get("name")) for case in suites[GOOD]]
    assert names[0] == (GOOD + ".tests.layers.test_a", "test_x[a.b]")
    counts = {name: tuple(int(suite.get(key)) for key in ("tests", "failures", "skipped")) for name, suite in suites.items()}
    assert (counts[GOOD], counts[BAD], counts[BROKEN], counts[CELLS[0].name]) == ((3, 0, 2), (4, 1, 2), (1, 1, 0), (1, 0, 1))
    for name, suite in suites.items():
        assert counts[name] == (len(suite), len(suite.findall(".//failure")), len(suite.findall(".//skipped")))


def test_the_latest_run_counts_where_two_machines_ran_a_cell(tmp_path):
    right = JUNIT.format(failures=0, more="")
    leave(tmp_path / "a", GOOD, right, when=200.0)
    leave(tmp_path / "b", GOOD, JUNIT.format(failures=1, more=FAILED), when=100.0)
    leave(tmp_path / "b", BAD, right)
    for folders in (["a", "b"], ["b", "a"]):
        cells = read.cells_in([tmp_path / each for each in folders])
        assert {each.name: each.state for each in cells if each.state != "not run"} == {GOOD: "passed", BAD: "passed"}
    assert main([str(tmp_path / "a"), str(tmp_path / "b"), "--out", str(tmp_path / "out")]) == 0


@pytest.mark.parametrize("junit, options, state", [
    (JUNIT.format(failures=0, more=""), {"arguments": ["-k", "x"]}, "passed in part"),
    (JUNIT.format(failures=0, more="").replace("no Keras", "NOT RUN: the time is over"), {}, "passed in part"),
    (JUNIT.format(failures=0, more=""), {"custom_layer": {"losses": []}}, "failed"),
    (JUNIT.format(failures=0, more=""), {"custom_layer": "ended"}, "failed"),
    (JUNIT[:200], {}, "did not finish"),
    ("<testsuites/>", {}, "failed"),
])
def test_a_cell_passes_only_if_all_of_it_did(tmp_path, junit, options, state):
    leave(tmp_path, GOOD, junit, **options)
    (cell,) = (each for each in read.cells_in([tmp_path]) if each.name == GOOD)
    assert cell.state == state


def test_a_folder_that_is_not_there_or_holds_something_else_is_misuse(tmp_path, capsys):
    (tmp_path / "x").mkdir()
    for folder, text in ((tmp_path / "none", "there is no folder"), (tmp_path, "is none that a cell leaves")):
        (tmp_path / "x" / "cell.json").write_text("{}")
        with pytest.raises(SystemExit, match="2"):
            main([str(folder), "--out", str(tmp_path / "out")])
        assert text in capsys.readouterr().err


@pytest.mark.parametrize("name", ["touched", "words"])
def test_examples_of_docstrings_are_true(name):
    module = importlib.import_module("matrix_report." + name)
    result = doctest.testmod(module)
    assert result.attempted and not result.failed


def test_a_cell_leaves_what_is_installed_in_it(tmp_path):
    cell = dict(CELLS[0]._asdict(), arguments=[])
    program = str(ROOT / "matrix_report" / "leave.py")
    subprocess.run([sys.executable, program, str(tmp_path / GOOD), json.dumps(cell)], check=True)
    found = read.cell_in(tmp_path / GOOD)
    assert found.name == CELLS[0].name and found.ran["python"].startswith("{}.{}".format(*sys.version_info))
    assert "pytest" in found.ran["installed"] and found.state == "did not finish"
    assert words.cell_row(found)[1] == "did not finish"
