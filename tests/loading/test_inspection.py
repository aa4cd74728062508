"""compat.inspect: what a file holds, on files that real old Keras wrote and on damaged ones."""
import json
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest

from compat.errors import ModelFileNotFoundError, NotAModelFileError
from compat.loading.inspection import inspect

GOLDENS = Path(__file__).parents[1] / "goldens"
MANIFEST = json.loads((GOLDENS / "manifest.json").read_text(encoding="utf-8"))
MASKED_LAMBDA = GOLDENS / "keras-2.2.4-py37" / "my_mean_pool_masked_lambda.h5"


@pytest.mark.parametrize("golden", MANIFEST, ids=lambda golden: golden["file"])
def test_every_golden_states_or_shows_its_version(golden):
    found = inspect(GOLDENS / golden["file"])
    assert found.keras_version.split(".")[0] == (golden["keras_version"] or "1").split(".")[0]
    assert found.backend == (golden["backend"] or "tensorflow")
    assert found.parameters > 0 or not any(layer.weights for layer in found.layers)


@pytest.mark.parametrize(
    "golden", [golden for golden in MANIFEST if golden["lambdas"]], ids=lambda golden: golden["file"]
)
def test_every_lambda_of_a_golden_is_listed(golden):
    found = inspect(GOLDENS / golden["file"])
    assert {each.layer.split("/")[-1] for each in found.lambdas if each.part == "function"} == set(golden["lambdas"])


@pytest.mark.parametrize("golden", [g for g in MANIFEST if g["compiled"]][::7], ids=lambda golden: golden["file"])
def test_the_optimizer_of_a_golden_is_named(golden):
    assert inspect(GOLDENS / golden["file"]).optimizer == golden["optimizer"]


def test_a_model_is_listed_layer_by_layer():
    found = inspect(GOLDENS / "keras-2.2.4-py37" / "mlp.h5")
    assert (found.kind, found.model_class) == ("model", "Sequential")
    assert [layer.class_name for layer in found.layers] == ["InputLayer", "Dense", "Dense"]
    assert found.parameters == sum(
        int(np.prod(weight.shape)) for layer in found.layers for weight in layer.weights
    )


def test_a_custom_layer_is_listed_with_its_arguments():
    (custom,) = inspect(MASKED_LAMBDA).custom
    assert (custom.class_name, custom.config["axis"]) == ("MyMeanPool", 1)


def test_bytecode_is_shown_as_source_and_not_run():
    (found,) = [each for each in inspect(MASKED_LAMBDA).lambdas if each.part == "function"]
    assert found.kind == "bytecode"
    assert "3.7" in found.python_version
    assert found.source == "lambda x: x[:, 2:, :]"


def test_the_record_is_plain_values():
    found = inspect(MASKED_LAMBDA).to_dict()
    assert json.loads(json.dumps(found))["model_class"] == found["model_class"]


def test_a_keras_1_file_says_what_was_inferred():
    found = inspect(GOLDENS / "keras-1.2.2-py36" / "mlp.h5")
    assert (found.version_stated, found.backend, found.backend_stated) == (True, "tensorflow", False)


def test_an_architecture_file_is_inspected():
    found = inspect(GOLDENS / "keras-1.2.2-py36" / "mlp_weights_json.json")
    assert (found.kind, found.parameters) == ("architecture", 0)
    assert found.size.endswith(" layers, no weights in this file")
    assert "Dense" in [layer.class_name for layer in found.layers]


def test_a_weights_file_is_listed_by_its_own_names():
    found = inspect(GOLDENS / "keras-1.2.2-py36" / "mlp_weights_json.h5")
    assert (found.kind, found.model_class) == ("weights", None)
    assert any(layer.weights for layer in found.layers)


def test_a_configuration_that_cannot_be_read_is_a_warning(tmp_path):
    path = tmp_path / "odd.h5"
    with h5py.File(str(path), "w") as file:
        file.attrs["model_config"] = json.dumps({"class_name": "Novel", "config": {}})
        file.create_group("model_weights").attrs["layer_names"] = np.array([], dtype="S1")
    assert "Novel" in " ".join(inspect(path).warnings)


def test_weights_that_do_not_fit_are_a_warning_and_listed(tmp_path):
    path = tmp_path / "misfit.h5"
    dense = {"class_name": "Dense", "config": {"name": "dense_1", "units": 2, "batch_input_shape": [None, 3]}}
    with h5py.File(str(path), "w") as file:
        file.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": [dense]})
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = np.array([b"a", b"b"])
        for name in "ab":
            group.create_group(name).attrs["weight_names"] = np.array([b"w"])
            group[name]["w"] = np.ones(2)
    found = inspect(path)
    assert "weights of 2 layers into a model of 1 layers" in " ".join(found.warnings)
    assert [layer.name for layer in found.layers if layer.weights] == ["a", "b"]


def test_a_missing_file_and_a_file_of_another_kind_are_typed_errors(tmp_path):
    with pytest.raises(ModelFileNotFoundError):
        inspect(tmp_path / "none.h5")
    (tmp_path / "text.h5").write_text("hello")
    with pytest.raises(NotAModelFileError):
        inspect(tmp_path / "text.h5")


def test_inspecting_loads_no_keras():
    code = (
        "import sys, compat.loading.inspection as i; i.inspect(sys.argv[1]);"
        "print([m for m in ('keras', 'tensorflow', 'tf_keras', 'jax', 'torch') if m in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code, str(MASKED_LAMBDA)], stdout=subprocess.PIPE, universal_newlines=True, check=True
    )
    assert shown.stdout.strip() == "[]"


def test_custom_classes_inside_stacked_cells_are_listed(tmp_path):
    cells = [{"class_name": "LSTMCell", "config": {"units": 2}}, {"class_name": "MyCell", "config": {"units": 3}}]
    stacked = {"class_name": "StackedRNNCells", "config": {"cells": cells}}
    layers = [{"class_name": "RNN", "config": {"name": "rnn", "cell": stacked, "batch_input_shape": [None, 4, 2]}}]
    path = tmp_path / "stacked.json"
    path.write_text(json.dumps({"class_name": "Sequential", "config": {"name": "m", "layers": layers}}))
    (custom,) = inspect(path).custom
    assert (custom.layer, custom.class_name, custom.config["units"]) == ("rnn", "MyCell", 3)
