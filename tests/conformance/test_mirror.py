"""Every public module of Keras 2.2.4 and 2.3.1 imports on the installed flavor, and says what it does not serve."""
import importlib
from types import ModuleType

import pytest

from compat.api.names import BY_MODULE, imported, module_paths, public_names
from compat.api.rows import Name, path_and_versions
from compat.errors import NotServedError
from compat.flavor import active
from compat.flavors import home_module, is_served


@pytest.mark.parametrize("path", module_paths())
def test_every_public_module_imports(path):
    assert importlib.import_module("compat." + path).__name__ == path  # as old code that asks expects


def test_a_public_name_is_either_served_or_refused_by_name():
    for module, name in sorted(public_names("2.2.4")):
        mirror = importlib.import_module("compat." + module)
        try:
            found = getattr(mirror, name)
        except NotServedError as error:
            assert name in str(error) and "not served" in str(error)
            assert isinstance(error, AttributeError)  # so that hasattr() and getattr(…, default) work
        else:
            assert found is not None


def test_a_name_that_keras_never_had_is_an_attribute_error():
    import compat.keras.layers
    with pytest.raises(AttributeError, match="NoSuchLayer"):
        _ = compat.keras.layers.NoSuchLayer


@pytest.mark.parametrize("module, name", [("keras.optimizers", "NoSuchName"), ("keras.backend", "NoSuchName"),
                                          ("keras.engine.topology", "NoSuchName"), ("tf", "NoSuchName")])
def test_a_name_that_is_not_served_can_be_asked_for(module, name):
    mirror = importlib.import_module("compat." + module)
    assert not hasattr(mirror, name)
    assert getattr(mirror, name, 3) == 3


def test_every_public_name_can_be_asked_for():
    for module, name in sorted(public_names("2.3.1")):
        assert hasattr(importlib.import_module("compat." + module), name) == is_served(module, name)


def test_an_import_of_a_name_that_is_not_served_says_so():
    unserved = [each for each in sorted(public_names("2.3.1")) if not is_served(*each)]
    for module, name in unserved[::10]:
        with pytest.raises(ImportError, match="{} is not served".format(name)):
            exec("from compat.{} import {}".format(module, name))


def test_one_object_is_served_under_all_its_paths():
    from compat.keras.engine.base_layer import Layer as from_base_layer
    from compat.keras.engine.topology import Layer as from_topology
    from compat.keras.layers import Layer as from_layers
    assert from_base_layer is from_topology is from_layers


def test_a_star_import_brings_what_is_served():
    namespace = {}
    exec("from compat.keras.layers import *", namespace)
    assert {"Dense", "LSTM", "Lambda", "Masking"} <= set(namespace)
    assert all(is_served("keras.layers", name) for name in namespace if not name.startswith("__"))


def test_the_version_of_the_mirror_is_that_of_the_era():
    from compat import keras
    assert keras.__version__ == "2.2.4"


def test_a_module_serves_what_it_has_of_the_old_public_names():
    rows = [(module, row) for module, names in BY_MODULE.items() for row in names.values() if isinstance(row, Name)]
    # A submodule of the same name is no old object.
    there = [(module, row) for module, row in rows
             if not isinstance(getattr(home_module(row.home), row.attribute, None), (ModuleType, type(None)))]
    assert there and [(module, row.name) for module, row in there if not is_served(module, row.name)] == []


@pytest.mark.parametrize("module", sorted(imported.IMPORTED))
def test_a_module_has_the_names_that_it_imported(module):
    for name in imported.IMPORTED[module].split():
        mirror = importlib.import_module("compat." + module)
        if name in imported.MODULES:
            assert getattr(mirror, name) is importlib.import_module("compat." + imported.MODULES[name])
        elif is_served(module, name):
            found = getattr(mirror, name)
            if active().name == "keras3":  # a Keras 2 has them itself
                home = path_and_versions(BY_MODULE[module][name].paths[0])[0]
                assert found is getattr(importlib.import_module("compat." + home), name)
