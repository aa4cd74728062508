"""The workflows take their jobs from the noxfile."""
import io
import json
import re
import sys
from pathlib import Path

import guides
import pytest

WORKFLOWS = Path(__file__).resolve().parent.parent.parent / ".github" / "workflows"


def jobs_of(name):
    if not WORKFLOWS.is_dir():
        pytest.skip("the source distribution has no workflows")
    return pytest.importorskip("yaml").safe_load((WORKFLOWS / name).read_text(encoding="utf8"))["jobs"]


@pytest.fixture
def jobs():
    return jobs_of("matrix.yml")


@pytest.fixture
def noxfile():
    pytest.importorskip("nox")
    return guides.generator().noxfile()


def listed(steps, monkeypatch, capsys):
    """What the step of a workflow that lists sessions gives to the next job."""
    import nox

    (script,) = (step["run"] for step in steps if step.get("id") == "list")
    tag = re.search(r"nox --list --json -t (\w+) ", script).group(1)  # without a tag nox lists only what it runs by default
    rows = [{"session": name} for name, session in nox.registry.get().items() if tag in session.tags]
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(rows)))
    exec(re.search(r"python3 -c '\n(.*?)'", script, re.DOTALL).group(1), {})
    return json.loads(capsys.readouterr().out)


def test_its_jobs_are_the_cells(jobs, noxfile, monkeypatch, capsys):
    assert listed(jobs["cells"]["steps"], monkeypatch, capsys) == [cell.name for cell in noxfile.MATRIX]


def test_each_push_runs_the_core_cells(noxfile, monkeypatch, capsys):
    names = listed(jobs_of("ci.yml")["sessions"]["steps"], monkeypatch, capsys)
    others = {"lint", "docs", noxfile.QUICK_SUITE, *("unit-" + python for python in noxfile.UNIT_PYTHONS)}
    assert others == set(names) - set(noxfile.CORE)
    assert set(noxfile.CORE) <= set(names)


def test_it_installs_the_cpython_of_each_cell(jobs, noxfile):
    (command,) = (step["run"] for step in jobs["cell"]["steps"] if "python install" in step.get("run", ""))
    assert set(command.split()[3:]) == {cell.python for cell in noxfile.MATRIX}


def test_the_page_is_made_of_what_the_cells_leave(jobs, noxfile):
    left = jobs["cell"]["steps"][-1]["with"]
    (taken,) = (step["with"] for step in jobs["page"]["steps"] if "download" in step.get("uses", ""))
    assert Path(left["path"]) == Path(taken["path"]) == noxfile.NUMBERS.relative_to(noxfile.ROOT)
    assert left["include-hidden-files"] and taken["merge-multiple"]
    assert re.match(taken["pattern"].replace("*", ".*"), left["name"])
