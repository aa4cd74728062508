"""Every public module of Keras 2.2.4 and 2.3.1 imports on the installed flavour, and says what it does not serve."""
import importlib

import pytest

from compat.api.names import module_paths, public_names
from compat.errors import NotServedError
from compat.flavors import is_served


@pytest.mark.parametrize("path", module_paths())
def test_every_public_module_imports(path):
    assert importlib.import_module("compat." + path).__name__ == path  # as old code that asks expects


def test_a_public_name_is_either_served_or_refused_with_an_import_error():
    for module, name in sorted(public_names("2.2.4")):
        mirror = importlib.import_module("compat." + module)
        try:
            found = getattr(mirror, name)
        except NotServedError as error:
            assert name in str(error) and "not served" in str(error)
            assert isinstance(error, ImportError)
        else:
            assert found is not None


def test_a_name_that_keras_never_had_is_an_attribute_error():
    import compat.keras.layers
    with pytest.raises(AttributeError, match="NoSuchLayer"):
        _ = compat.keras.layers.NoSuchLayer


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
