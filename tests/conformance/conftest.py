"""Known gaps: a row listed for the installed flavour is expected to fail, and has to."""
import importlib.util
from pathlib import Path

import pytest

from compat.flavor import active

HERE = Path(__file__).parent


def known_gaps():
    """Row of the era table → why the installed flavour does not keep it."""
    path = HERE / "xfails_{}.py".format(active().folder)
    spec = importlib.util.spec_from_file_location(path.stem, str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.gaps(active())


def pytest_collection_modifyitems(items):
    mine = [item for item in items if item.path.name == "test_behaviours.py"] if items else []
    gaps = known_gaps() if mine else {}
    for item in mine:
        row = item.originalname[len("test_"):]
        if row in gaps:
            item.add_marker(pytest.mark.xfail(reason=gaps[row], strict=True))
