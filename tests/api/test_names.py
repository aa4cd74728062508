"""The tables of public names, and the mirror generated from them."""
import os

import pytest

import compat
from compat.api.mirror import files
from compat.api.names import NAMES, lookup, module_paths, public_names
from compat.api.rows import Module, Name


@pytest.mark.parametrize("version, count", [("2.2.4", 1120), ("2.3.1", 1376)])
def test_every_public_name_of_an_old_keras_has_a_row(version, count):
    assert len(public_names(version)) == count


def test_the_committed_mirror_is_what_the_tables_say():
    root = os.path.dirname(compat.__file__)
    for path, text in files().items():
        with open(os.path.join(root, path), encoding="utf8") as file:
            assert file.read() == text, "{} is stale: run python -m compat.api.mirror".format(path)


def test_the_mirror_holds_no_module_that_the_tables_do_not_know():
    root = os.path.dirname(compat.__file__)
    found = {os.path.relpath(os.path.join(folder, name), root) for mirror in ("keras", os.path.join("tf", "keras"))
             for folder, _, names in os.walk(os.path.join(root, mirror)) for name in names if name.endswith(".py")}
    assert found == set(files())


def test_no_object_has_two_rows():
    rows = [(row.home, row.attribute, row.name) for row in NAMES]  # one attribute may have several names, as Conv2D has
    assert len(rows) == len(set(rows))


def test_a_name_is_found_under_each_of_its_paths():
    paths = ("keras.engine", "keras.engine.base_layer", "keras.engine.topology", "keras.layers")
    assert len({lookup(path, "Layer") for path in paths}) == 1
    assert isinstance(lookup("keras.engine.topology", "Layer"), Name)


def test_an_alias_names_the_object_it_stands_for():
    assert lookup("keras.layers", "Convolution2D").attribute == "Conv2D"


def test_an_attribute_that_is_a_module_says_which():
    row = lookup("keras.layers", "K")
    assert isinstance(row, Module) and row.target == "keras.backend"


def test_a_name_the_old_keras_never_had_has_no_row():
    assert lookup("keras.layers", "MultiHeadAttention") is None


@pytest.mark.parametrize("path", [
    "keras.engine.topology", "keras.engine.base_layer", "keras.layers.core", "keras.utils.np_utils",
    "keras.backend.tensorflow_backend", "keras.legacy.interfaces", "keras.wrappers.scikit_learn", "keras.objectives",
])
def test_the_paths_that_old_code_imports_most_are_in_the_mirror(path):
    assert path in module_paths()
