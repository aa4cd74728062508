"""A process imports the modules of compat that it needs, and no others."""
import subprocess
import sys
from pathlib import Path

import pytest
from goldens.catalog import golden

from compat.flavor import active

pytestmark = pytest.mark.skipif(active().name != "keras3", reason="these adapters are those of Keras 3")
ROOT = Path(__file__).parents[3]
OF_KERAS_3 = "compat.flavors.keras3."
LOAD = "import sys, compat; compat.load_model(sys.argv[1], compile=False); print(*sys.modules)"


def modules_after_loading(name):
    path = str(golden("keras-2.2.4-py37", name).path)
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", LOAD, path], cwd=str(ROOT), check=True,
                         stdout=subprocess.PIPE, universal_newlines=True)
    return {module for module in ran.stdout.split() if module.startswith("compat.")}


def test_a_file_of_dense_layers_imports_no_other_layers_no_tensorflow_names_and_nothing_for_lambdas():
    found = modules_after_loading("mlp")
    unneeded = ("layers.recurrent", "layers.convolutional", "tf.version1", "optimizers", "engine.training", "backend.nn")
    assert not {OF_KERAS_3 + name for name in unneeded} & found
    assert not {"compat.layers", "compat.lambdas.recover", "compat.api.names"} & found
    assert OF_KERAS_3 + "loading.build" in found and len(found) < 120


def test_a_file_with_a_layer_of_compat_imports_it():
    assert {"compat.layers.mean_pool", OF_KERAS_3 + "engine.layer"} <= modules_after_loading("my_mean_pool")


def test_every_name_of_a_lazy_package_is_there():
    from compat.flavors.keras3 import backend, engine, layers, models, operations

    for package in (backend, engine, layers, models, operations):
        assert package.__all__ and all(hasattr(package, name) for name in package.__all__)
        assert set(package.__all__) <= set(dir(package))


def test_a_lazy_package_has_only_its_own_names():
    from compat.flavors.keras3 import backend

    assert not hasattr(backend, "as_tensor")  # a function of its modules that is not one of K
