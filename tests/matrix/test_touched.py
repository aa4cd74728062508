"""Which cells a change touches."""
import subprocess

import guides
import pytest

from matrix_report.touched import Runs, changed, said, touched

CELLS = (
    Runs("multi", "multibackend", ("tests/layers", "tests/flavors/multibackend", "tests/cli/test_fleet.py",
                                   "--ignore=tests/layers/test_pure.py")),
    Runs("tf", "tf_keras", ("tests/layers", "tests/flavors/tf_keras", "--ignore=tests/layers/test_pure.py")),
    Runs("new", "keras3", ("tests/layers", "tests/flavors/keras3", "tests/cli", "--ignore=tests/cli/test_fleet.py")),
)
ALL = ["multi", "tf", "new"]


@pytest.mark.parametrize("path, cells", [
    ("compat/flavors/keras3/models.py", ["new"]),
    ("compat/flavors/tf_keras/layers/core.py", ["tf"]),
    ("compat/flavors/multibackend/models.py", ["multi"]),
    ("compat/flavors/keras2/models.py", ["multi", "tf"]),
    ("compat/flavors/shared/dtypes.py", ALL),
    ("compat/flavors/protocol.py", ALL),
    ("compat/flavors/keras3_like.py", ALL),
    ("compat/loading/load.py", ALL),
    ("compat/api/cells.py", ALL),
    ("noxfile.py", ALL),
    ("pyproject.toml", ALL),
    ("legacy_examples/custom_layer/program.py", ALL),
    ("legacy_examples/README.md", []),
    ("docs/index.md", []),
    ("docs/generate.py", []),
    ("README.md", []),
    ("CHANGELOG.md", []),
    (".github/workflows/ci.yml", []),
    ("benchmarks/loading.py", []),
    ("matrix_report/write.py", []),
    ("tests/layers/test_core.py", ALL),
    ("tests/layers/test_pure.py", ["new"]),
    ("tests/cli/test_run.py", ["new"]),
    ("tests/cli/test_fleet.py", ["multi"]),
    ("tests/config/test_values.py", []),
    ("tests/flavors/keras3/replay.py", ["new"]),
    ("tests/flavors/keras3/layers/test_core.py", ["new"]),
    ("tests/flavors/keras2/test_lowering.py", []),
    ("tests/conformance/xfails_tf_keras.py", ["tf"]),
    ("tests/goldens/keras-2.2.4-py37/mlp.h5", ALL),
    ("tests/goldens/make/keras2.py", []),
    ("tests/conftest.py", ALL),
    ("a new file", ALL),
])
def test_a_path_touches_the_cells_that_read_it(path, cells):
    assert touched([path], CELLS) == {name: [path] for name in cells}


def test_each_cell_is_said_with_its_reasons_and_the_others_too():
    paths = ["compat/flavors/keras3/{}.py".format(name) for name in "abcd"] + ["compat/flavors/tf_keras/a.py"]
    lines = said(touched(paths, CELLS), CELLS)
    assert lines == [
        "tf: compat/flavors/tf_keras/a.py",
        "new: compat/flavors/keras3/a.py, compat/flavors/keras3/b.py, compat/flavors/keras3/c.py and 1 more",
        "not touched: multi"]


def test_flavors_are_told_apart_only_while_they_do_not_import_each_other():
    """Each folder's imports of another flavor's, which `FOLDERS` has to know."""
    noxfile = guides.generator().noxfile()
    for folder in ("keras3", "tf_keras", "multibackend"):
        for path in (noxfile.ROOT / "compat" / "flavors" / folder).rglob("*.py"):
            text = path.read_text(encoding="utf8")
            others = {"keras3", "tf_keras", "multibackend", "keras2"} - {folder} - ({"keras2"} if folder != "keras3" else set())
            assert [each for each in others if "import compat.flavors.{}".format(each) in text
                    or "from compat.flavors.{}".format(each) in text] == [], path


def git(folder, *arguments):
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", str(folder), *arguments], check=True,
                   stdout=subprocess.PIPE)


def test_a_git_that_fails_never_reads_as_nothing_changed(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    git(tmp_path, "init", "--quiet")
    (tmp_path / "a").write_text("a")
    git(tmp_path, "add", "a")
    git(tmp_path, "commit", "--quiet", "-m", "first")
    commit = changed(tmp_path, "HEAD")
    (tmp_path / ".git" / "index").write_bytes(b"damaged")
    assert commit == []
    with pytest.raises(ValueError, match="git what changed, and it says: .*index"):
        changed(tmp_path, "HEAD")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ValueError, match="there is no git"):
        changed(tmp_path, "HEAD")


def test_what_changed_is_what_was_committed_since_and_what_is_not_committed(tmp_path):
    git(tmp_path, "init", "--quiet")
    for name in ("kept", "edited", "moved", "ignored.tmp"):
        (tmp_path / name).write_text(name)
    (tmp_path / ".gitignore").write_text("*.tmp\n")
    git(tmp_path, "add", "kept", "edited", "moved", ".gitignore")
    git(tmp_path, "commit", "--quiet", "-m", "first")
    git(tmp_path, "tag", "first")
    git(tmp_path, "mv", "moved", "there")
    git(tmp_path, "commit", "--quiet", "-m", "second")
    (tmp_path / "edited").write_text("other")
    (tmp_path / "nät new").write_text("")
    assert changed(tmp_path, "first") == ["edited", "moved", "nät new", "there"]
    with pytest.raises(ValueError, match="git knows none named 'third'"):
        changed(tmp_path, "third")
    with pytest.raises(ValueError, match="--since takes a commit"):
        changed(tmp_path, "--output=x")
    with pytest.raises(ValueError, match="--since takes a commit"):
        changed(tmp_path, "")
