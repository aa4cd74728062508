"""The flavors' folders have the same modules: learn one, know all."""
from pathlib import Path

import pytest

import compat.flavors

FLAVORS = Path(compat.flavors.__file__).parent
#: Modules that hold a home of the public names, or that other rooms ask every flavor for.
IN_ALL = ("backend", "engine", "layers", "models", "tf", "utils")


@pytest.mark.parametrize("folder", ["multibackend", "tf_keras", "keras3"])
@pytest.mark.parametrize("name", IN_ALL)
def test_every_flavor_has_the_module(folder, name):
    place = FLAVORS / folder
    assert (place / (name + ".py")).is_file() or (place / name / "__init__.py").is_file()
