"""What the sessions of the noxfile install and run."""
import importlib.util
from pathlib import Path

import pytest

pytest.importorskip("nox")
NOXFILE = Path(__file__).parent.parent / "noxfile.py"


@pytest.fixture(scope="module")
def noxfile():
    spec = importlib.util.spec_from_file_location("compat_noxfile", str(NOXFILE))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("python, extra", [("3.7", ""), ("3.8", ""), ("3.9", "[cli]"), ("3.11", "[cli]"), ("3.13", "[cli]")])
def test_versions_of_python_are_compared_as_versions(noxfile, python, extra):
    cell = noxfile.MATRIX[0]._replace(python=python)
    assert noxfile.requirement("compat.whl", cell) == "compat.whl" + extra


def test_a_path_is_run_alone(noxfile):
    path = "tests/test_noxfile.py::test_a_path_is_run_alone"
    assert noxfile.chosen(["tests/config"], [path, "-x"]) == [path, "-x"]


def test_options_alone_leave_all_tests(noxfile):
    assert noxfile.chosen(["tests/config"], ["-k", "compat"]) == ["tests/config", "-k", "compat"]
