"""Known gaps: a row listed for the installed flavor is expected to fail, and has to."""
import importlib.util
from pathlib import Path

import pytest

from compat.flavor import active

HERE = Path(__file__).parent


def lists():
    """The lists of known gaps of the installed flavor, a module."""
    path = HERE / "xfails_{}.py".format(active().folder)
    spec = importlib.util.spec_from_file_location(path.stem, str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def key(item):
    """What a gap is listed under: a row, or a row and a version of Keras."""
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    if item.path.name == "test_behaviours.py":
        row = item.originalname[len("test_"):]
        return (row, parameters["version"]) if "version" in parameters else row
    return (parameters.get("row"), parameters.get("version"))


def pytest_collection_modifyitems(items):
    mine = [item for item in items if item.path.name in ("test_behaviours.py", "test_eras.py")] if items else []
    if not mine:
        return
    gaps = {**lists().gaps(active()), **lists().era_gaps(active())}
    for item in mine:
        if key(item) in gaps:
            item.add_marker(pytest.mark.xfail(reason=gaps[key(item)], strict=True))
