"""The workflow that runs one job a cell takes the cells from the noxfile."""
import io
import json
import re
import sys
from pathlib import Path

import guides
import pytest

WORKFLOW = Path(__file__).resolve().parent.parent.parent / ".github" / "workflows" / "matrix.yml"


@pytest.fixture
def jobs():
    if not WORKFLOW.is_file():
        pytest.skip("the source distribution has no workflows")
    return pytest.importorskip("yaml").safe_load(WORKFLOW.read_text(encoding="utf8"))["jobs"]


@pytest.fixture
def noxfile():
    pytest.importorskip("nox")
    return guides.generator().noxfile()


def rows():
    """As ``nox --list --json`` prints them, of all sessions."""
    import nox

    return [{"session": name, "tags": list(session.tags)} for name, session in nox.registry.get().items()]


def test_its_jobs_are_the_cells(jobs, noxfile, monkeypatch, capsys):
    (script,) = (step["run"] for step in jobs["cells"]["steps"] if step.get("id") == "list")
    code = re.search(r"python3 -c '\n(.*?)'", script, re.DOTALL).group(1)
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(rows())))
    exec(code, {})
    assert json.loads(capsys.readouterr().out) == [cell.name for cell in noxfile.MATRIX]


def test_it_installs_the_cpython_of_each_cell(jobs, noxfile):
    (command,) = (step["run"] for step in jobs["cell"]["steps"] if "python install" in step.get("run", ""))
    assert set(command.split()[3:]) == {cell.python for cell in noxfile.MATRIX}


def test_the_page_is_made_of_what_the_cells_leave(jobs, noxfile):
    left = jobs["cell"]["steps"][-1]["with"]
    (taken,) = (step["with"] for step in jobs["page"]["steps"] if "download" in step.get("uses", ""))
    assert Path(left["path"]) == Path(taken["path"]) == noxfile.NUMBERS.relative_to(noxfile.ROOT)
    assert left["include-hidden-files"] and taken["merge-multiple"]
    assert re.match(taken["pattern"].replace("*", ".*"), left["name"])
