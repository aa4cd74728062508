"""What ``compat matrix-template`` writes; `nox -s template` runs it."""
import importlib.util
import json
import os

import guides
import pytest

from compat.api.cells import CELLS
from compat.cli import main

FILES = ("noxfile.py", os.path.join(".github", "workflows", "keras.yml"))


def texts(folder):
    return {name: (folder / name).read_text(encoding="utf8") for name in FILES if (folder / name).is_file()}


def sessions(monkeypatch, path):
    """Name → options of the sessions that a noxfile defines; the registry of nox stays as it is."""
    nox = pytest.importorskip("nox")
    found = {}
    monkeypatch.setattr(nox, "session", lambda run, name, **options: found.update({name: dict(options, run=run)}))
    spec = importlib.util.spec_from_file_location("noxfile_of_a_project", str(path))
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(nox.options, "default_venv_backend", "virtualenv")
    monkeypatch.setattr(nox, "needs_version", None)
    monkeypatch.setenv("UV_TORCH_BACKEND", "cpu")
    spec.loader.exec_module(module)
    return found


class Session:
    """What a body asks of nox, recorded."""

    def __init__(self):
        self.posargs, self.installed, self.ran = ["-x"], [], []

    def install(self, *arguments):
        self.installed.append(arguments)

    def run(self, *arguments, env):
        self.ran.append((arguments, env))


def test_the_noxfile_has_a_session_for_each_cell(tmp_path, monkeypatch, capsys):
    assert main(["matrix-template", str(tmp_path)]) == 0
    found = sessions(monkeypatch, tmp_path / "noxfile.py")
    assert {name: each["python"] for name, each in found.items()} == {each.name: each.python for each in CELLS}
    assert "noxfile.py: written" in capsys.readouterr().out


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
def test_a_session_installs_the_pins_and_chooses_the_keras(cell, tmp_path, monkeypatch):
    main(["matrix-template", str(tmp_path), "--cells", cell.name])
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMPAT_REQUIREMENT", raising=False)
    (tmp_path / "requirements.txt").write_text("scipy\n")
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\n")
    session = Session()
    sessions(monkeypatch, tmp_path / "noxfile.py")[cell.name]["run"](session)
    assert session.installed[0] == (*cell.pins, "keras-legacy-compat", "pytest", "-r", "requirements.txt")
    assert session.installed[1:] == ([("--no-deps", *cell.bare)] if cell.bare else [])
    ((arguments, env),) = session.ran
    assert arguments == ("python", "-m", "pytest", "-x")
    assert (env["COMPAT_FLAVOR"], env["KERAS_BACKEND"]) == (cell.flavor, cell.backend)


@pytest.mark.parametrize("name, text", [("pyproject.toml", "[project]\nname = \"a\"\n"), ("setup.py", "")])
def test_a_project_that_can_be_installed_is(name, text, tmp_path, monkeypatch):
    main(["matrix-template", str(tmp_path), "--cells", "keras-3.15-jax"])
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(text)
    session = Session()
    sessions(monkeypatch, tmp_path / "noxfile.py")["keras-3.15-jax"]["run"](session)
    assert session.installed[0][-2:] == ("-e", ".")


def test_writing_again_changes_nothing(tmp_path, capsys):
    main(["matrix-template", str(tmp_path), "--cells", "keras-2.2.4"])
    before = texts(tmp_path)
    capsys.readouterr()
    assert main(["matrix-template", str(tmp_path), "--cells", "keras-2.2.4", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document["files"].values()) == {"as it was"} and document["cells"] == ["keras-2.2.4"]
    assert texts(tmp_path) == before


def test_a_file_that_says_something_else_stays_unless_forced(tmp_path, capsys):
    (tmp_path / "noxfile.py").write_text("mine")
    assert main(["matrix-template", str(tmp_path)]) == 2
    assert "--force" in capsys.readouterr().err and texts(tmp_path) == {"noxfile.py": "mine"}
    assert main(["matrix-template", str(tmp_path), "--force"]) == 0
    assert "noxfile.py: replaced" in capsys.readouterr().out and "CELLS" in texts(tmp_path)["noxfile.py"]


def test_what_is_no_file_is_never_replaced(tmp_path, capsys):
    (tmp_path / "noxfile.py").mkdir()
    assert main(["matrix-template", str(tmp_path), "--force"]) == 2
    assert "is no file" in capsys.readouterr().err and not (tmp_path / ".github").exists()


@pytest.mark.parametrize("arguments, said", [
    (["no/such/folder"], "there is no folder"), (["--cells", "keras-9"], "there is no 'keras-9'"),
    (["--cells", ","], "takes names of cells")])
def test_misuse_says_what_there_is(arguments, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["matrix-template", *arguments]) == 2
    assert said in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_cells_are_written_once_in_their_order(tmp_path, monkeypatch):
    main(["matrix-template", str(tmp_path), "--cells", "keras-3.15-jax, keras-2.2.4,keras-3.15-jax"])
    assert list(sessions(monkeypatch, tmp_path / "noxfile.py")) == ["keras-2.2.4", "keras-3.15-jax"]


def test_the_workflow_asks_the_noxfile_for_the_cells(tmp_path):
    yaml = pytest.importorskip("yaml")
    main(["matrix-template", str(tmp_path)])
    jobs = yaml.safe_load(texts(tmp_path)[FILES[1]])["jobs"]
    assert "nox --list --json -t cell" in jobs["cells"]["steps"][-1]["run"]
    assert jobs["cell"]["strategy"]["matrix"]["cell"] == "${{ fromJson(needs.cells.outputs.cells) }}"


def test_the_matrix_of_this_project_has_the_same_cells():
    pytest.importorskip("nox")
    noxfile = guides.generator().noxfile()
    for facts, cell in zip(CELLS, noxfile.MATRIX):
        assert facts._replace(pins=()) == tuple(cell._replace(pins=()))[:7] and set(facts.pins) <= set(cell.pins)
    assert len(CELLS) == len(noxfile.MATRIX)
