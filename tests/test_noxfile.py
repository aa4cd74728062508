"""What the sessions of the noxfile install and run."""
import json
import os
from pathlib import Path

import guides
import pytest

pytest.importorskip("nox")
NOXFILE = Path(__file__).parent.parent / "noxfile.py"


@pytest.fixture(scope="module")
def noxfile():
    return guides.generator().noxfile()


@pytest.mark.parametrize("python, extra", [
    ("3.7", ""), ("3.8", ""), ("3.9", "[cli,migrate]"), ("3.11", "[cli,migrate]"), ("3.13", "[cli,migrate]")])
def test_versions_of_python_are_compared_as_versions(noxfile, python, extra):
    cell = noxfile.MATRIX[0]._replace(python=python)
    assert noxfile.requirement("compat.whl", cell) == "compat.whl" + extra


def test_a_path_is_run_alone(noxfile):
    path = "tests/test_noxfile.py::test_a_path_is_run_alone"
    assert noxfile.chosen(["tests/config"], [path, "-x"]) == [path, "-x"]


def test_options_alone_leave_all_tests(noxfile):
    assert noxfile.chosen(["tests/config"], ["-k", "compat"]) == ["tests/config", "-k", "compat"]


def test_each_test_is_run_by_continuous_integration(noxfile):
    root = noxfile.ROOT
    core = [cell for cell in noxfile.MATRIX if cell.name in noxfile.nox.options.sessions]
    assert {"lint", "types", "unit-3.13", "unit-3.7", "keras2_suite-quick", *noxfile.CORE} < set(noxfile.nox.options.sessions)
    assert {cell.flavor.replace(".", "_") for cell in core} == {"multibackend", "tf_keras", "keras3"}
    named = noxfile.tests_in(*noxfile.PURE_TESTS, *noxfile.REPOSITORY_TESTS, *noxfile.TYPE_TESTS)
    run = {root / path for path in [*named, *(path for cell in core for path in noxfile.tests_of(cell))]}
    left = [path for path in (root / "tests").rglob("test_*.py") if not {path, *path.parents} & run]
    assert [path.parent.name for path in left] == ["differential"]  # takes an hour: `nox -s differential`


def test_a_cell_leaves_what_needs_no_keras_to_the_unit_sessions(noxfile):
    inspection = "tests/loading/test_inspection.py"
    for cell in noxfile.MATRIX:
        tests = noxfile.tests_of(cell)
        assert "--ignore=tests/loading/test_verify.py" in tests
        assert "tests/loading" in tests and ("--ignore=" + inspection in tests) == (cell.name != "keras-2.2.4")


def test_no_cell_names_a_file_beside_its_folder(noxfile):
    """The pytest of CPython 3.7 runs its tests twice."""
    for cell in noxfile.MATRIX:
        run = [Path(each) for each in noxfile.tests_of(cell) if not each.startswith("--")]
        assert [each for each in run if set(each.parents) & set(run)] == []
        assert {noxfile.ROOT / "tests" / each for each in cell.tests} <= {
            path for each in run for path in (noxfile.ROOT / each, *(noxfile.ROOT / each).rglob("*"))}
        assert not {"--ignore=tests/" + each for each in cell.tests} & set(noxfile.tests_of(cell))


def test_every_core_cell_is_in_the_matrix(noxfile):
    assert set(noxfile.CORE) <= {cell.name for cell in noxfile.MATRIX}


class Session:
    """As much of nox's session as bodies use here; what they install, run, notify and say is recorded."""

    parallel = False

    def __init__(self, *posargs):
        self.posargs, self.ran, self.said, self.notified = list(posargs), [], [], []

    def skip(self, reason):
        raise RuntimeError(reason)

    error = skip

    def install(self, *requirements):
        self.ran.append(("install", *requirements))

    def run(self, *command, **options):
        self.ran.append(command)

    def log(self, line):
        self.said.append(line)

    def notify(self, name, posargs):
        self.notified.append((name, list(posargs)))


@pytest.mark.parametrize("arguments", [[], ["-x"], ["tests/test_noxfile.py"]])
def test_a_cell_leaves_the_report_of_pytest_and_what_it_is(noxfile, monkeypatch, tmp_path, arguments):
    monkeypatch.setattr(noxfile, "wheel", lambda: "compat.whl")
    monkeypatch.setattr(noxfile, "NUMBERS", tmp_path)
    monkeypatch.setattr(noxfile, "COMPILED", tmp_path / "compiled")
    session = Session(*arguments)
    noxfile.cell_body(noxfile.MATRIX[0])(session)
    (left,), (tests,) = ([each for each in session.ran if each[0] == program] for program in ("python", "pytest"))
    folder = tmp_path / noxfile.MATRIX[0].name
    assert left[2] == str(folder) and json.loads(left[3])["arguments"] == arguments
    assert "--junitxml=" + str(folder / "junit.xml") in tests and tests[len(tests) - len(arguments):] == tuple(arguments)


@pytest.mark.parametrize("beside_another", [False, True])
def test_tests_run_in_two_processes_unless_two_sessions_run_beside_each_other(noxfile, monkeypatch, beside_another):
    session = Session()
    monkeypatch.setattr(session, "parallel", beside_another, raising=False)
    noxfile.run_pytest(session, "tests/config")
    ((*command, tests),) = session.ran
    assert tests == "tests/config" and ("-n" in command) == (not beside_another)


def test_all_that_continuous_integration_runs_may_run_beside_each_other_but_the_table_which_is_last(noxfile):
    if not hasattr(noxfile.nox.options, "allow_parallel"):
        pytest.skip("this nox runs one session after the other")
    sessions = noxfile.nox.registry.get()
    *beside_others, last = noxfile.nox.options.sessions
    assert [name for name in beside_others if not sessions[name].allow_parallel] == []
    assert last == "table" and not sessions[last].allow_parallel


def test_sessions_in_processes_of_their_own_share_the_time_and_the_wheel_of_a_run(noxfile, monkeypatch, tmp_path):
    built = []

    def build(out):
        out.mkdir(parents=True)
        (out / "compat.whl").write_text("")
        built.append(out.name)

    assert {"COMPAT_TESTS_UNTIL": str(noxfile.END_OF_TIME), "COMPAT_WHEELS": str(noxfile.WHEELS)}.items() <= os.environ.items()
    monkeypatch.setattr(noxfile, "ROOT", tmp_path)
    monkeypatch.setattr(noxfile, "_build_wheel", build)
    for run in ("earlier", "later", "later"):
        monkeypatch.setattr(noxfile, "WHEELS", tmp_path / ".nox" / "wheels" / run)
        noxfile.wheel.cache_clear()
        assert noxfile.wheel() == str(tmp_path / ".nox" / "wheels" / run / "compat.whl")
    noxfile.wheel.cache_clear()
    assert built == ["earlier", "later"] and [each.name for each in (tmp_path / ".nox" / "wheels").iterdir()] == ["later"]


@pytest.mark.parametrize("options", [["--since", "main"], ["--since=main"]])
def test_the_matrix_runs_what_a_change_touches_and_says_why(noxfile, monkeypatch, options):
    monkeypatch.setattr(noxfile._TOUCHED, "changed", lambda root, ref: {"main": ["compat/flavors/multibackend/models.py"]}[ref])
    session = Session(*options, "-x")
    noxfile.matrix(session)
    cells = [cell.name for cell in noxfile.MATRIX if cell.flavor == "multibackend"]
    assert session.notified == [*((name, ["-x"]) for name in cells), ("table", []), ("report", [])]
    assert session.said[0] == "keras-2.1.6: compat/flavors/multibackend/models.py"
    assert session.said[-1].startswith("not touched: tf.keras-2.4, ")


def test_the_matrix_runs_all_cells_unless_told(noxfile):
    session = Session()
    noxfile.matrix(session)
    assert [name for name, _ in session.notified] == [*(cell.name for cell in noxfile.MATRIX), "table", "report"]
    with pytest.raises(RuntimeError, match="--since takes a commit"):
        noxfile.matrix(Session("--since"))


def test_no_session_begins_after_its_time(noxfile, monkeypatch):
    bodies = {}
    monkeypatch.setattr(noxfile.nox, "session", lambda run, name, **_: bodies.update({name: run}))
    monkeypatch.setattr(noxfile, "interpreter", lambda version: "python" + version)
    ran = []
    noxfile.on_python("cell", "3.7", ran.append, needed=True)
    session = Session()
    bodies["cell"](session)
    assert ran == [session]
    monkeypatch.setattr(noxfile, "MINUTES", 1.0)
    monkeypatch.setattr(noxfile, "END_OF_TIME", 0.0)
    with pytest.raises(RuntimeError, match="cell would begin after the 1 minutes of COMPAT_MINUTES: NOT RUN"):
        bodies["cell"](session)
    assert ran == [session]


def test_shell_blocks_of_the_readme_begin_with_its_first_command(noxfile):
    readme = NOXFILE.with_name("README.md").read_text(encoding="utf8")
    assert noxfile.shell_blocks(readme, "sh")[0].startswith('pip install ".[')
    assert any("new.keras" in block for block in noxfile.shell_blocks(readme, "python"))


def test_what_broke_on_the_nightly_keras_is_said_once_for_each_error(noxfile, tmp_path):
    report = tmp_path / "nightly.xml"
    report.write_text('<testsuites><testsuite><testcase classname="tests.layers" name="test_fine"/>'
                      '<testcase classname="tests.layers" name="test_odd"><error message="other"/></testcase>'
                      '<testcase classname="tests.layers" name="test_broke"><failure message="no attribute ops&#10;more"/>'
                      '</testcase><testcase classname="tests.layers" name="test_too"><failure message="no attribute ops"/>'
                      '</testcase></testsuite></testsuites>')
    assert noxfile.broken(report) == [
        "3 of 4 tests failed", "2 x no attribute ops, first in tests.layers.test_broke",
        "1 x other, first in tests.layers.test_odd"]


def test_a_nightly_keras_on_which_nothing_runs_is_said_too(noxfile, tmp_path):
    assert "before any test" in noxfile.broken(tmp_path / "nightly.xml")[0]


def test_release_and_nightly_do_not_run_by_default(noxfile):
    assert not {"release", "keras-nightly"} & set(noxfile.nox.options.sessions)
