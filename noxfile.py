"""Every check of this project, and the matrix of Keras versions it holds on.

``nox`` runs what continuous integration runs: lint, the pure tests, and the core cells; ``nox -j 2`` runs two sessions at a
time, each in one process, in less time on two cores. ``nox -s matrix`` runs every cell, prints one table of the numbers of the
legacy programs and writes all results into ``report/``; ``nox -s keras-2.2.4`` runs one cell. With ``COMPAT_MINUTES=N`` no
session and no test begins after N minutes: sessions left out are named as not run, tests are skipped.
"""
import fcntl
import functools
import glob
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path
from types import ModuleType
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

import nox
from packaging.version import Version

#: The goldens that a cell opens unless it says otherwise, and some whose layers are TensorFlow's functions.
_OF_224 = ("keras-2.2.4-py37",)
_OPERATIONS = tuple("tf.keras-2.15-py311/" + model for model in ("operators", "slicing", "tensor_"))


def _of_file(path: Path) -> ModuleType:
    """A module of this repository, read from its file: nothing of it is installed where nox runs."""
    spec = importlib.util.spec_from_file_location("compat_noxfile_" + path.stem, str(path))
    assert spec is not None and spec.loader is not None, path
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ROOT = Path(__file__).parent
_FACTS = _of_file(ROOT / "compat" / "api" / "cells.py")
_TOUCHED = _of_file(ROOT / "matrix_report" / "touched.py")
_STACKS = _of_file(ROOT / "tests" / "goldens" / "make" / "stacks.py")
broken = _of_file(ROOT / "matrix_report" / "broken.py").broken


#: One column of the version matrix: a row of ``compat/api/cells.py``, and what is tested there: beginnings of the names
#: (``stack/model``) of the golden files that it opens, none named for all of them (``COMPAT_GOLDENS=`` opens all everywhere);
#: folders and files of tests beside those of every cell; what else its environment holds.
Cell = namedtuple("Cell", _FACTS.Facts._fields + ("goldens", "tests", "variables"), defaults=((), _OF_224, (), ()))


#: TensorFlow rewrites a graph before it runs it, which takes longer than the few steps of a test. The other cells let it.
_AS_BUILT = (("COMPAT_GRAPHS_AS_BUILT", "1"),)
#: What cells open and run beside what all do, by the names of their fields; ``also`` are further requirements.
_OWN: Dict[str, Dict[str, Any]] = {
    "keras-2.2.4": {"variables": _AS_BUILT, "tests": ("loading/test_inspection.py",  # with h5py 2, which reads texts as bytes
                              "cli/test_fleet.py")},  # on the oldest CPython
    "tf.keras-2.15": {"goldens": _OF_224 + _OPERATIONS},
    "tf_keras-2.21": {"variables": _AS_BUILT, "goldens": _OF_224 + _OPERATIONS},
    "keras-3.15-tensorflow": {"goldens": _OF_224 + _OPERATIONS, "variables": _AS_BUILT + (
        ("XLA_FLAGS", "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true"),)},
    "keras-3.15-jax": {"variables": (
        ("JAX_DISABLE_MOST_OPTIMIZATIONS", "1"),  # compiles in a third of the time; py311 and py312 optimize
        ("XLA_FLAGS", "--xla_cpu_use_fusion_emitters=false --xla_cpu_parallel_codegen_split_count=1"))},
    "keras-3.15-torch": {"goldens": (),  # all of them: it compiles nothing, and so opens them in a quarter of the time
                         "also": ("distributed==2026.8.0", "hypothesis"),  # distributed brings fsspec; both are tested here
                         "tests": ("fuzz", "cli/test_cluster.py", "cli/test_compare.py", "cli/test_fleet.py")},
}


def _cell(facts: Any, also: Tuple[str, ...] = (), **own: Any) -> Cell:
    return Cell(*facts._replace(pins=facts.pins + also), **own)


MATRIX = tuple(_cell(facts, **_OWN.get(facts.name, {})) for facts in _FACTS.CELLS)

#: The cells that continuous integration runs, those that differ most first: where time is short, the last are left out.
CORE = ("keras-3.15-jax", "keras-2.2.4", "tf_keras-2.21", "keras-3.15-tensorflow", "keras-3.15-torch", "keras-2.3.1",
        "tf.keras-2.15")
#: The newest and the oldest CPython the pure parts are tested on, without any Keras.
UNIT_PYTHONS = ("3.13", "3.7")
#: Tests that need NumPy and h5py alone.
PURE_TESTS = ("attacks", "config", "drawing", "flavors/keras2", "flavors/shared", "fleet", "hub", "lambdas",
              "loading/test_inspection.py", "loading/test_recognized.py", "loading/test_verify.py", "migrate", "pages",
              "rewrite", "saved", "survey", "weights", "test_era.py", "test_errors.py", "test_flavor.py")
#: Tests of what is written in the repository (tables, goldens, imports, examples): no CPython changes it, so one runs them.
REPOSITORY_TESTS = ("api", "goldens", "matrix", "test_examples.py", "test_guides.py", "test_import_direction.py",
                    "test_isolation.py", "test_noxfile.py", "test_packaging.py", "test_support.py")
#: Tests of what no Keras changes, though they need one: only the cells that name them run them.
ONLY_WHERE_NAMED = ("fuzz", "cli/test_cluster.py", "cli/test_compare.py", "cli/test_fleet.py")
#: Tests that need a Keras, beside those of the cell's own flavour.
KERAS_TESTS = ("conformance", "layers", "legacy_examples", "loading", "cli")
#: The part of the old Kerases' own tests that is quick.
QUICK_SUITE = "keras2_suite-quick"
#: Tests that run mypy.
TYPE_TESTS = ("types",)

#: Each process of tests takes one half and, when done, some of the other's: what a module or a golden prepares is made once.
BOTH_CORES = ("-n", "2", "--dist", "worksteal")
#: ``nox -j 2`` (since nox 2026) runs the sessions that allow it beside each other.
BESIDE_OTHERS: Dict[str, Any] = {"allow_parallel": True} if hasattr(nox.options, "allow_parallel") else {}

NUMBERS = ROOT / ".nox" / "numbers"
COMPILED = ROOT / ".nox" / "compiled"
IN_CI = bool(os.environ.get("CI"))
#: For how many minutes sessions and tests may begin, and until when in seconds since 1970.
MINUTES = float(os.environ.get("COMPAT_MINUTES", "inf"))
END_OF_TIME = float(os.environ.setdefault("COMPAT_TESTS_UNTIL", str(time.time() + 60 * MINUTES)))
#: Where the wheel of this run is. The variables reach sessions that ``nox -j`` starts in processes of their own.
WHEELS = Path(os.environ.setdefault("COMPAT_WHEELS", str(ROOT / ".nox" / "wheels" / str(os.getpid()))))

nox.needs_version = ">=2024.4.15"
nox.options.default_venv_backend = "uv|virtualenv"
#: What continuous integration runs. Short sessions are last: none runs alone for long. The table reads what the cells left.
nox.options.sessions = ["lint", *CORE, *("unit-" + python for python in UNIT_PYTHONS), QUICK_SUITE, "types", "table"]
if "PIP_FIND_LINKS" in os.environ:
    # uv does not read pip's variables; whoever set this one means it for both.
    os.environ.setdefault("UV_FIND_LINKS", ",".join(os.environ["PIP_FIND_LINKS"].split()))
else:
    # Without it the plain torch of the registry brings gigabytes of CUDA packages.
    os.environ.setdefault("UV_TORCH_BACKEND", "cpu")


@functools.lru_cache(maxsize=None)
def interpreter(version: str) -> Optional[str]:
    """A CPython of that version on this machine: on PATH, under pyenv, or uv's own; None when there is none."""
    pyenv = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    candidates = [shutil.which("python" + version), *glob.glob("{}/versions/{}.*/bin/python".format(pyenv, version))]
    if shutil.which("uv"):
        asked = subprocess.run(["uv", "python", "find", "--no-python-downloads", version],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        candidates.append(asked.stdout.strip())
    return next((path for path in candidates if path and _is_python(path, version)), None)


def _is_python(path: str, version: str) -> bool:
    asked = subprocess.run([path, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return asked.stdout.strip() == version


def on_python(name: str, version: str, body: Callable[[nox.Session], None], needed: bool, *tags: str) -> None:
    """Define a session on one CPython; where that is missing it says so, and fails in CI when it is needed."""
    found = interpreter(version)

    def in_time(session: nox.Session) -> None:
        skip_when_late(session, name)
        body(session)

    def missing(session: nox.Session) -> None:
        message = "{} needs CPython {}, which is not on this machine: NOT RUN".format(name, version)
        if IN_CI and needed:
            session.error(message)
        session.skip(message)

    run = in_time if found else missing
    run.__doc__ = body.__doc__
    nox.session(run, name=name, python=found or False, tags=["core" if needed else "extra", *tags], **BESIDE_OTHERS)


def skip_when_late(session: nox.Session, name: str) -> None:
    """Leave a session out, and say so, when the minutes of ``COMPAT_MINUTES`` are over."""
    if time.time() > END_OF_TIME:
        session.skip("{} would begin after the {:g} minutes of COMPAT_MINUTES: NOT RUN".format(name, MINUTES))


@functools.lru_cache(maxsize=None)
def wheel() -> str:
    """The wheel that every session installs, built once per run on the Python that nox itself has."""
    ROOT.joinpath(".nox").mkdir(exist_ok=True)
    with open(str(ROOT / ".nox" / "wheels.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not WHEELS.exists():
            shutil.rmtree(WHEELS.parent, ignore_errors=True)  # those of earlier runs
            _build_wheel(WHEELS)
    (built,) = WHEELS.glob("*.whl")
    return str(built)


def _build_wheel(out: Path) -> None:
    if shutil.which("uv"):
        command = ["uv", "build", "--quiet", "--wheel", "--out-dir", str(out), str(ROOT)]
    else:
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(out), str(ROOT)]
    subprocess.run(command, check=True)


def tests_in(*folders: str) -> List[str]:
    """The test files and folders below ``tests/`` that exist, for pytest."""
    return sorted(str(path.relative_to(ROOT)) for folder in folders for path in (ROOT / "tests").glob(folder))


def chosen(tests: Sequence[str], arguments: Sequence[str]) -> List[str]:
    """What pytest is given: all tests and the arguments after ``--``, or these alone when they name tests."""
    named = any(Path(each).parts[:1] == ("tests",) and (ROOT / each.split("::")[0]).exists() for each in arguments)
    return list(arguments) if named else [*tests, *arguments]


def variables_of_tests() -> Dict[str, str]:
    """What every run of tests has in its environment.

    Python keeps what it compiles, whatever the machine says: tests start many processes, uv installs sources alone, and to
    compile Keras and its backend takes far longer than to import them.
    """
    return {"PYTHONDONTWRITEBYTECODE": "", "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "",
            "COMPAT_TESTS_UNTIL": str(END_OF_TIME)}


def run_pytest(session: nox.Session, *tests: str, options: Sequence[str] = (), **env: str) -> None:
    """Run pytest from the checkout on the installed wheel, over both cores unless another session runs beside it.

    ``options`` hold also for tests that are named.
    """
    processes = () if getattr(session, "parallel", False) else BOTH_CORES
    session.run("pytest", "-q", *processes, *options, *chosen(tests, session.posargs), env={**variables_of_tests(), **env})


# --- lint and pure tests -------------------------------------------------------------------------------------------

LINT = ("ruff==0.17.5", "mypy==2.4.1", "numpy", "packaging", "types-PyYAML", "nox")


@nox.session(tags=["core"], **BESIDE_OTHERS)
def lint(session: nox.Session) -> None:
    """Ruff, mypy (strict), and that generated files agree with the tables they come from."""
    session.install(*LINT)
    session.run("ruff", "check", ".")
    session.run("mypy")
    session.run("python", "-m", "compat.api.mirror", "--check", env={"PYTHONPATH": str(ROOT)})


DOCS = ("mkdocs==1.6.1", "mkdocs-material==9.8.2", "mkdocstrings==1.0.8", "mkdocstrings-python==2.0.11", LINT[0])


@nox.session(tags=["core"])
def docs(session: nox.Session) -> None:
    """The documentation as a site in ``site/``; a warning is an error. ``-- --site-dir FOLDER`` puts it elsewhere."""
    session.install(*DOCS)
    session.run("mkdocs", "build", "--strict", *session.posargs, env={"NO_MKDOCS_2_WARNING": "1"})


@nox.session(**BESIDE_OTHERS)
def types(session: nox.Session) -> None:
    """The types that users of the installed wheel see."""
    skip_when_late(session, "types")
    session.install(*LINT, "pytest")
    session.run("python", "-m", "pytest", "-q", *tests_in(*TYPE_TESTS),
                env={"COMPAT_WHEEL": wheel(), "PYTHONPATH": str(ROOT)})


def unit_body(python: str) -> Callable[[nox.Session], None]:
    """The session that runs the pure tests on one CPython; the newest also runs the tests of the repository."""

    def unit(session: nox.Session) -> None:
        """The parts that need no Keras, with NumPy and h5py alone."""
        migrating = "[migrate,draw]" if Version(python) >= Version("3.9") else ""
        session.install(wheel() + migrating, "pytest", "pytest-xdist", "hypothesis", "pyyaml", "fsspec", "nox")
        run_pytest(session, *tests_in(*PURE_TESTS, *(REPOSITORY_TESTS if python == UNIT_PYTHONS[0] else ())))

    return unit


for _python in UNIT_PYTHONS:
    on_python("unit-" + _python, _python, unit_body(_python), needed=True)


# --- the matrix ----------------------------------------------------------------------------------------------------

def requirement(path: str, cell: Cell) -> str:
    """The wheel, with the extras ``cli`` and ``migrate`` where their packages have a release for the CPython of the cell."""
    return path + "[cli,migrate]" if Version(cell.python) >= Version("3.9") else path


def folder_of(cell: Cell) -> str:
    """The folder of its flavor below ``compat/flavors`` and ``tests/flavors``."""
    return {"tf.keras": "tf_keras"}.get(cell.flavor, cell.flavor)


def tests_of(cell: Cell) -> List[str]:
    """What pytest is given in a cell: its tests, less those that need no Keras, unless the cell names them."""
    own = tests_in(*cell.tests)
    tests = set(tests_in(*KERAS_TESTS, *cell.tests, "flavors/test_*.py", "flavors/" + folder_of(cell)))
    once = sorted(each for each in tests if not tests & set(map(str, Path(each).parents)))  # old pytests run it again
    return [*once, *("--ignore=" + path for path in tests_in(*PURE_TESTS, *ONLY_WHERE_NAMED) if path not in own)]


def environment_of(cell: Cell) -> Dict[str, str]:
    """The variables that select a cell's Keras and goldens, and that let its processes share what JAX compiled."""
    return {"COMPAT_CELL": cell.name, "COMPAT_FLAVOR": cell.flavor, "KERAS_BACKEND": cell.backend,
            "COMPAT_GOLDENS": os.environ.get("COMPAT_GOLDENS", ",".join(cell.goldens)),
            **compiled_once(cell), **dict(cell.variables)}


def compiled_once(cell: Cell) -> Dict[str, str]:
    """Where JAX keeps what it compiled, however small, for all processes of one run of a cell; nothing for others."""
    if cell.backend != "jax":
        return {}
    return {"JAX_COMPILATION_CACHE_DIR": str(COMPILED / cell.name), "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
            "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1"}


def cell_body(cell: Cell) -> Callable[[nox.Session], None]:
    """The session that runs the legacy programs, the conformance tests and the goldens in one cell."""

    def run(session: nox.Session) -> None:
        session.install(requirement(wheel(), cell), "pytest", "pytest-xdist", "pyyaml", *cell.pins)
        if cell.bare:
            session.install("--no-deps", *cell.bare)
        numbers = NUMBERS / cell.name
        for of_the_last_run in (numbers, COMPILED / cell.name):
            shutil.rmtree(of_the_last_run, ignore_errors=True)
        row = dict(cell._asdict(), arguments=session.posargs)
        session.run("python", str(ROOT / "matrix_report" / "leave.py"), str(numbers), json.dumps(row), silent=True)
        run_pytest(session, *tests_of(cell), options=["--junitxml=" + str(numbers / "junit.xml")],
                   COMPAT_NUMBERS_DIR=str(numbers), **environment_of(cell))

    run.__doc__ = "{}{}, CPython {}.".format(
        cell.keras, " on " + cell.backend if cell.flavor == "keras3" else "", cell.python)
    return run


for _each in MATRIX:
    on_python(_each.name, _each.python, cell_body(_each), _each.name in CORE, "cell")


def touched_since(session: nox.Session, ref: str) -> Dict[str, List[str]]:
    """The cells that the changes since a commit touch, each with the files that are the reason; says both."""
    runs = [_TOUCHED.Runs(cell.name, folder_of(cell), tuple(tests_of(cell))) for cell in MATRIX]
    try:
        reasons: Dict[str, List[str]] = _TOUCHED.touched(_TOUCHED.changed(ROOT, ref), runs)
    except ValueError as error:
        session.error(str(error))
    for line in _TOUCHED.said(reasons, runs):
        session.log(line)
    return reasons


@nox.session(python=False)
def matrix(session: nox.Session) -> None:
    """Every cell, then their numbers in one table and all results as a page; ``-- --since REF`` runs what a change touches."""
    reasons = {cell.name: ["all are run"] for cell in MATRIX}
    options = [part for each in session.posargs for part in (each.split("=", 1) if each.startswith("--since=") else [each])]
    if options[:1] == ["--since"]:
        reasons = touched_since(session, "".join(options[1:2]))
        options = options[2:]
    for name in reasons:
        session.notify(name, posargs=options)
    for name in ("table", "report"):
        session.notify(name, posargs=[])


@nox.session
def template(session: nox.Session) -> None:
    """A small project made by ``compat matrix-template`` passes its tests in three cells: Keras 2, tf.keras and Keras 3."""
    pythons = [interpreter(cell.python) for cell in MATRIX if cell.name in _OF_THE_TEMPLATE]
    folders = [os.path.dirname(each) for each in pythons if each]
    if len(folders) < len(_OF_THE_TEMPLATE):
        session.skip("a CPython of {} is not on this machine: NOT RUN".format(", ".join(_OF_THE_TEMPLATE)))
    place = Path(session.create_tmp()) / "project"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(str(ROOT / "tests" / "template"), str(place))
    session.install(wheel(), "nox", "uv")
    session.chdir(str(place))
    session.run("compat", "matrix-template", "--cells", ",".join(_OF_THE_TEMPLATE))
    session.run("nox", "--error-on-missing-interpreters", *session.posargs, env={
        "COMPAT_REQUIREMENT": wheel(), "PATH": os.pathsep.join([session.bin, *folders, os.environ["PATH"]])})


_OF_THE_TEMPLATE = ("keras-2.2.4", "tf.keras-2.15", "keras-3.15-jax")


@nox.session
def report(session: nox.Session) -> None:
    """``report/``: what the cells left as a page, Markdown, JUnit and JSON; runs none. ``-- FOLDER …``: of several machines."""
    session.install(wheel())
    NUMBERS.mkdir(parents=True, exist_ok=True)
    session.run("python", "-m", "matrix_report", *(session.posargs or [str(NUMBERS)]))


def fuzz(session: nox.Session) -> None:
    """Twenty thousand mutations of goldens: each is a model or a typed error; ``COMPAT_FUZZ_CASES`` says another number."""
    session.install(wheel(), "pytest", "pytest-xdist", "pyyaml", *_FUZZED.pins)
    run_pytest(session, "tests/fuzz", KERAS_BACKEND=_FUZZED.backend, COMPAT_FLAVOR=_FUZZED.flavor,
               COMPAT_FUZZ_CASES=os.environ.get("COMPAT_FUZZ_CASES", "20000"))


(_FUZZED,) = (each for each in MATRIX if "fuzz" in each.tests)
on_python("fuzz", _FUZZED.python, fuzz, needed=False)


@nox.session(python=False)
def table(session: nox.Session) -> None:
    """What the legacy programs printed in each cell, beside what real Keras 2.2.4 prints."""
    cells = [cell.name for cell in MATRIX]
    session.run(sys.executable, "legacy_examples/table.py", str(NUMBERS), *cells, external=True)


# --- coverage ------------------------------------------------------------------------------------------------------

def coverage(session: nox.Session) -> None:
    """Which lines and branches of compat the pure tests and one Keras 3 cell reach; fails below the floor in pyproject."""
    session.install(wheel() + "[cli,migrate,draw]", "pytest", "pytest-xdist", "hypothesis", "pyyaml", "fsspec", "nox",
                    "coverage>=7.10", "pytest-cov>=7", *_MEASURED.pins)
    # Programs that the tests start leave a file each here; pytest-cov gathers those of the workers before they are killed.
    place = session.create_tmp()
    env = {"COVERAGE_FILE": os.path.join(place, "measured"), "COVERAGE_RCFILE": str(ROOT / "pyproject.toml")}
    session.run("coverage", "erase", env=env)
    _measure(session, *tests_in(*PURE_TESTS), **env)
    _measure(session, *tests_of(_MEASURED), **environment_of(_MEASURED), **env)
    floor = ["--fail-under=0"] if session.posargs else []  # it is that of all tests
    session.run("coverage", "report", "--skip-covered", *floor, env=env)


def _measure(session: nox.Session, *tests: str, **env: str) -> None:
    script = os.path.join(session.bin, "pytest")  # "-m pytest" would import compat from the checkout
    session.run(script, "-q", "--cov", "--cov-append", "--cov-report=", "--cov-fail-under=0", *BOTH_CORES,
                *chosen(tests, session.posargs), env={**variables_of_tests(), **env})


(_MEASURED,) = (each for each in MATRIX if each.name == "keras-3.15-jax")
on_python("coverage", _MEASURED.python, coverage, needed=False)


# --- the goldens ---------------------------------------------------------------------------------------------------

STACKS, CONTAINER_STACKS = _STACKS.writers(_FACTS.OLD)
_VIRTUALENV = "virtualenv==20.21.1"  # the last that makes environments for CPython 2.7 and 3.6
#: The one whose containers are timed.
LAST_OF_TF_KERAS = next(each for each in CONTAINER_STACKS if each.name == "tf.keras-2.15-py311")
#: The one that later Kerases are compared with.
(REAL_224,) = (each for each in STACKS if each.name == "keras-2.2.4-py37")


@nox.session
def goldens(session: nox.Session) -> None:
    """Write the golden files anew with the real old Kerases: ``nox -s goldens -- [STACK ...]``."""
    session.install(_VIRTUALENV)
    for stack in STACKS + CONTAINER_STACKS:
        if not session.posargs or stack.name in session.posargs:
            _write_goldens(session, stack)


def _write_goldens(session: nox.Session, stack: Any) -> None:
    run = _python_of(session, stack)
    if run is not None:
        run(os.path.join("tests", "goldens", "make", stack.script), "--out", os.path.join("tests", "goldens"))


def _python_of(session: nox.Session, stack: Any) -> Optional[Callable[..., object]]:
    """What runs the Python of an old Keras with given arguments; None, and a warning, without its interpreter."""
    python = interpreter(stack.python)
    if python is None:
        session.warn("{} needs CPython {}, which is not on this machine: NOT RUN".format(stack.name, stack.python))
        return None
    environment = os.path.join(session.virtualenv.location, stack.name)
    session.run("virtualenv", "--quiet", "--python", python, environment)
    run = functools.partial(session.run, os.path.join(environment, "bin", "python"), external=True)
    for pins in stack.pins:
        run("-m", "pip", "install", "--quiet", *pins)
    if stack.bare:
        run("-m", "pip", "install", "--quiet", "--no-deps", *stack.bare)
    return run


@nox.session(name="benchmark-files")
def benchmark_files(session: nox.Session) -> None:
    """Write the large files of ``benchmarks/loading.py`` with real old Kerases: ``nox -s benchmark-files -- FOLDER``."""
    session.install(_VIRTUALENV)
    for stack, script in ((REAL_224, "make_files.py"), (LAST_OF_TF_KERAS, "make_containers.py")):
        run = _python_of(session, stack)
        if run is not None:
            run(os.path.join("benchmarks", script), *session.posargs)


# --- programs that others wrote --------------------------------------------------------------------------------------

EXAMPLES = ROOT / "tests" / "official_examples" / "run.py"
#: What the official examples import beside Keras.
_EXAMPLES_IMPORT = ("matplotlib", "pillow", "scikit-learn", "scipy", "editdistance", "cairocffi", "pydot", "pandas")


def source_of_keras(session: nox.Session, version: str) -> Path:
    """The unpacked source distribution of an old Keras: its examples and tests are read there, and never committed."""
    place = Path(session.create_tmp())
    session.run("pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", str(place), "keras==" + version)
    (archive,) = (each for each in place.iterdir() if each.name.lower() == "keras-{}.tar.gz".format(version))
    shutil.unpack_archive(str(archive), str(place))
    return place / archive.name[:-len(".tar.gz")]


def on_each_backend(name: str, body: Callable[[Cell], Callable[[nox.Session], None]], doc: str) -> None:
    """Define a session for each core cell of Keras 3, and one that runs them all."""
    cells = [each for each in MATRIX if each.name in CORE and each.flavor == "keras3"]
    for cell in cells:
        on_python("{}-{}".format(name, cell.backend), cell.python, body(cell), needed=False)

    def together(session: nox.Session) -> None:
        for cell in cells:
            session.notify("{}-{}".format(name, cell.backend))

    together.__doc__ = doc
    nox.session(together, name=name, python=False)


def examples_body(cell: Cell) -> Callable[[nox.Session], None]:
    """The session that runs the official examples of Keras 2.2.4 in one cell."""

    def run(session: nox.Session) -> None:
        session.install("pip", "setuptools<81", requirement(wheel(), cell), *cell.pins, *_EXAMPLES_IMPORT)
        folder = source_of_keras(session, "2.2.4") / "examples"
        session.run("python", str(EXAMPLES), str(folder), *session.posargs, env=environment_of(cell))

    run.__doc__ = "The official Keras 2.2.4 examples, unmodified, beside what real Keras 2.2.4 gave: {}.".format(cell.name)
    return run


on_each_backend("examples", examples_body, "The official Keras 2.2.4 examples on each backend of Keras 3.")


@nox.session(name="examples-record")
def examples_record(session: nox.Session) -> None:
    """Write what real Keras 2.2.4 gives for its examples into ``tests/official_examples/expected.json``."""
    session.install(_VIRTUALENV)
    run = _python_of(session, REAL_224)
    if run is not None:
        run("-m", "pip", "install", "--quiet", *_EXAMPLES_IMPORT)
        session.install("pip", "setuptools<81")
        run(str(EXAMPLES), str(source_of_keras(session, "2.2.4") / "examples"), "--record", *session.posargs)


CLIENTS = ROOT / "tests" / "clients"
#: What the packages in ``tests/clients/*/packages.txt`` and their tests import beside Keras and each other.
_CLIENTS_IMPORT = ("pytest", "regex", "sentencepiece", "networkx", "pandas", "joblib", "tqdm", "requests", "scipy",
                   "matplotlib", "scikit-learn", "pytest-mock", "opencv-python-headless", "tensorboard")
#: The real Kerases that the packages were written for, by the folders of ``tests/clients``.
_CLIENTS_REFERENCES = {"keras-2.2.4": REAL_224, "tf.keras-2.15": LAST_OF_TF_KERAS}


def sources_of_clients(session: nox.Session) -> str:
    """The folder with the source distributions of packages written for Keras 2, by reference; they are never committed."""
    place = Path(session.create_tmp()) / "packages"
    for reference in _CLIENTS_REFERENCES:
        session.run("python", "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--no-build-isolation",
                    "--dest", str(place / reference), "--requirement", str(CLIENTS / reference / "packages.txt"))
    return str(place)


def clients_body(cell: Cell) -> Callable[[nox.Session], None]:
    """The session that runs other packages' test suites in one cell."""

    def run(session: nox.Session) -> None:
        session.install("pip", "wheel", "setuptools<81", requirement(wheel(), cell), *cell.pins, *_CLIENTS_IMPORT)
        session.run("python", str(CLIENTS / "run.py"), sources_of_clients(session), *session.posargs,
                    env={**variables_of_tests(), **environment_of(cell)})

    run.__doc__ = "The test suites of packages for Keras 2, of what passes on the real Keras of each: {}.".format(cell.name)
    return run


on_each_backend("clients", clients_body, "The test suites of packages written for Keras 2, on each backend of Keras 3.")


@nox.session(name="clients-record")
def clients_record(session: nox.Session) -> None:
    """Write which tests of those packages pass on the real Keras of each: ``nox -s clients-record -- [REFERENCE]``."""
    session.install(_VIRTUALENV, "pip", "wheel", "setuptools<81")
    for reference, stack in _CLIENTS_REFERENCES.items():
        run = _python_of(session, stack) if reference in (session.posargs or _CLIENTS_REFERENCES) else None
        if run is not None:
            run("-m", "pip", "install", "--quiet", *stack.pins[-1], *_CLIENTS_IMPORT)
            run(str(CLIENTS / "run.py"), sources_of_clients(session), "--record", reference)


SUITE = ROOT / "tests" / "keras2_suite" / "run.py"
#: What the old tests import beside Keras.
_SUITE_IMPORTS = ("pytest", "scipy", "pandas", "pillow", "requests", "six", "pydot")


def suite_body(cell: Cell, *options: str) -> Callable[[nox.Session], None]:
    """The session that runs the tests of Keras 2.2.4 and 2.3.1 in one cell, with these options of their runner."""

    def run(session: nox.Session) -> None:
        session.install("pip", "setuptools<81", requirement(wheel(), cell), *cell.pins, *_SUITE_IMPORTS)
        for version in ("2.2.4", "2.3.1"):
            tests = source_of_keras(session, version) / "tests"
            session.run("python", str(SUITE), str(tests), *options, *session.posargs, env=environment_of(cell))

    run.__doc__ = "The tests that Keras 2.2.4 and 2.3.1 shipped, unmodified{}; those expected to fail are listed: {}.".format(
        ", those that take a minute" if "--quick" in options else "", cell.name)
    return run


on_each_backend("keras2_suite", suite_body, "The tests that Keras 2.2.4 and 2.3.1 shipped on each backend of Keras 3.")
(_TORCH,) = (each for each in MATRIX if each.name == "keras-3.15-torch")
on_python(QUICK_SUITE, _TORCH.python, suite_body(_TORCH, "--quick"), needed=True)


def differential_body(cell: Cell) -> Callable[[nox.Session], None]:
    """The session that compares programs with real Keras 2.2.4 in one cell."""

    def run(session: nox.Session) -> None:
        session.install(requirement(wheel(), cell), "pytest", "hypothesis", _VIRTUALENV, *cell.pins)
        if _python_of(session, REAL_224) is None:
            session.skip("there is no real Keras 2.2.4 to compare with: NOT RUN")
        python = os.path.join(session.virtualenv.location, REAL_224.name, "bin", "python")
        session.run("pytest", "-q", *chosen(tests_in("differential"), session.posargs),
                    env={**environment_of(cell), "COMPAT_OLD_PYTHON": python,
                         "COMPAT_PROGRAMS": os.environ.get("COMPAT_PROGRAMS", "2000")})

    run.__doc__ = ("Programs that hypothesis writes, on real Keras 2.2.4 and on compat side by side: {}; ``COMPAT_PROGRAMS`` "
                   "says how many.".format(cell.name))
    return run


on_each_backend("differential", differential_body,
                "Programs that hypothesis writes, on real Keras 2.2.4 and on each backend of Keras 3.")


# --- a release, and the next Keras ----------------------------------------------------------------------------------

DIST = ROOT / "dist"
#: The backends that the README's commands are tried with, and the extras of the wheel: TensorFlow's are those written there.
FOLLOWED = {"tensorflow": "tensorflow,cli", "jax": "jax"}


def shell_blocks(text: str, language: str) -> List[str]:
    """The fenced blocks of a Markdown text in that language."""
    return [each.split("```")[0].strip() for each in text.split("```{}\n".format(language))[1:]]


@nox.session
def release(session: nox.Session) -> None:
    """Build both archives into ``dist/``, check them, and run the README's first commands on the wheel, in a clean place."""
    session.notify("types")
    session.install("build", "twine", "virtualenv")
    shutil.rmtree(DIST, ignore_errors=True)
    session.run("python", "-m", "build", "--outdir", str(DIST), str(ROOT))
    session.run("twine", "check", "--strict", *map(str, sorted(DIST.iterdir())))
    for backend, extras in FOLLOWED.items():
        place = Path(session.create_tmp()) / backend
        shutil.rmtree(place, ignore_errors=True)
        session.run("virtualenv", "--quiet", str(place / "environment"))
        _follow_readme(session, place, backend, extras)


def _follow_readme(session: nox.Session, place: Path, backend: str, extras: str) -> None:
    """Convert the README's model with the built wheel, away from the checkout, and open it in a later process."""
    readme = (ROOT / "README.md").read_text(encoding="utf8")
    (built,) = DIST.glob("*.whl")
    command = shell_blocks(readme, "sh")[0].replace('".[tensorflow,cli]"', '"{}[{}]"'.format(built, extras))
    later = next(each for each in shell_blocks(readme, "python") if "new.keras" in each)
    shutil.copytree(str(ROOT / "tests" / "goldens" / "keras-2.2.4-py37"),
                    str(place / "tests" / "goldens" / "keras-2.2.4-py37"))
    session.chdir(str(place))
    binaries = str(place / "environment" / "bin")
    (place / "home").mkdir()  # nothing that an earlier Keras or pip has left
    env = {"PATH": os.pathsep.join((binaries, os.environ["PATH"])), "TF_CPP_MIN_LOG_LEVEL": "3", "HOME": str(place / "home"),
           "KERAS_HOME": None, "KERAS_BACKEND": None if backend == "tensorflow" else backend}
    session.run("bash", "-euc", command, external=True, env=env)
    session.run(os.path.join(binaries, "python"), "-c", later, external=True, env=env)


#: The next Keras, which may break us at any time.
NIGHTLY = Cell("keras-nightly", "3.12", ("keras-nightly", "jax"), "keras3", "jax", "Keras, the nightly build")


def nightly(session: nox.Session) -> None:
    """The tests of a cell on the nightly build of Keras: never fails because a test does, and says what broke."""
    session.install(wheel() + "[cli,migrate]", "pytest", "pytest-xdist", "pyyaml")
    session.install("--pre", *NIGHTLY.pins[:1])
    session.install(*NIGHTLY.pins[1:])
    report = Path(session.create_tmp()) / "nightly.xml"
    session.run("pytest", "-q", *BOTH_CORES, "--tb=no", "-r", "N", "--junitxml=" + str(report),
                *chosen(tests_of(NIGHTLY), session.posargs), success_codes=range(6),
                env={**variables_of_tests(), **environment_of(NIGHTLY)})
    for line in broken(report):
        session.warn(line)


on_python(NIGHTLY.name, NIGHTLY.python, nightly, needed=False)
