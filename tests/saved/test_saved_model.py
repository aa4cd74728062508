"""SavedModel folders of real tf.keras 2.2 to 2.15, read without TensorFlow."""
import os
import shutil

import pytest
from goldens.catalog import containers

from compat.errors import CompatError, ModelFileNotFoundError, NotAModelFileError, UnsafeFileError
from compat.loading.inspection import inspect
from compat.saved import read
from compat.writing.checkpoint import _field

EVERY = containers("saved_model")


@pytest.fixture
def copied(tmp_path):
    """A copy of a golden folder that a test may spoil, of the time before ``keras_metadata.pb`` or after it."""

    def copy(stack):
        target = tmp_path / "saved_model"
        shutil.copytree(str(containers("saved_model", stack, "mlp")[0].folder / "saved_model"), str(target))
        return target

    return copy


@pytest.mark.parametrize("golden", EVERY, ids=str)
def test_a_folder_states_its_keras_and_its_model(golden):
    saved = read(golden.folder / "saved_model")
    release = golden.stack.split("-")[1]
    assert saved.keras_version == {"2.2": "2.3.0-tf"}.get(release, release + ".0")
    is_model = golden.has_config or golden.name in ("registered", "in_dictionary")
    assert (saved.kind == "model") == is_model and (saved.program is not None) == (golden.name == "configured" or (
        golden.name == "subclassed" and release in ("2.10", "2.12", "2.15")))
    assert bool(saved.training_config) == (golden.compiled and is_model or "subclassed" in golden.tags)


@pytest.mark.parametrize("golden", [each for each in EVERY if each.name == "masking_lstm"], ids=str)
def test_layers_have_names_and_their_weights_in_the_order_of_the_layer(golden):
    found = {layer.name: [dataset.name.split("/")[-1].split(":")[0] for dataset in layer.datasets]
             for layer in read(golden.folder / "saved_model").layers}
    assert found["lstm"] == ["kernel", "recurrent_kernel", "bias"]


@pytest.mark.parametrize("golden", [each for each in EVERY if each.name == "cells"], ids=str)
def test_an_inspection_lists_nested_layers_without_any_keras(golden):
    found = inspect(golden.folder / "saved_model")
    weights = {layer.name: len(layer.weights) for layer in found.layers}
    assert weights["each_step/inner_norm"] == 4 and weights["stacked"] == 6
    assert found.optimizer == "Adam" and found.optimizer_weights > 0


@pytest.mark.parametrize("stack", ["tf.keras-2.4", "tf.keras-2.15"])
@pytest.mark.parametrize("name", ["saved_model.pb", "keras_metadata.pb", "variables/variables.index",
                                  "variables/variables.data-00000-of-00001"])
def test_files_that_are_cut_off_are_typed_errors(copied, stack, name):
    folder = copied(stack)
    path = folder / name
    if not path.exists():
        pytest.skip("not written then")
    content = path.read_bytes()
    for size in range(0, len(content), max(1, len(content) // 60)):
        path.write_bytes(content[:size])
        try:
            saved = read(folder)
            for dataset in saved.objects.variables():
                dataset.read()
        except CompatError:
            continue


@pytest.mark.parametrize("name", ["variables/variables.index", "variables/variables.data-00000-of-00001"])
def test_a_missing_file_is_named(copied, name):
    folder = copied("tf.keras-2.15")
    os.remove(str(folder / name))
    with pytest.raises(ModelFileNotFoundError, match=os.path.basename(name)):
        read(folder)


@pytest.mark.parametrize("name", ["keras_metadata.pb", "variables/variables.index"])
def test_a_file_that_is_a_link_out_of_the_folder_is_not_opened(copied, name, tmp_path_factory):
    folder = copied("tf.keras-2.15")
    elsewhere = str(tmp_path_factory.mktemp("elsewhere") / "file")
    os.rename(str(folder / name), elsewhere)
    os.symlink(elsewhere, str(folder / name))
    with pytest.raises(UnsafeFileError, match="link"):
        read(folder)


def test_what_no_keras_wrote_says_its_signatures(copied):
    folder = copied("tf.keras-2.15")
    os.remove(str(folder / "keras_metadata.pb"))
    saved = read(folder)
    assert saved.kind == "weights"
    assert "serving_default(hidden_input) -> (out)" in saved.description


def test_metadata_that_is_nested_too_deep_is_refused(copied):
    folder = copied("tf.keras-2.15")
    document = b'{"config": ' + b"[" * 5000 + b"]" * 5000 + b"}"
    node = _field(3, b"root") + _field(4, b"_tf_keras_model") + _field(5, document)
    (folder / "keras_metadata.pb").write_bytes(_field(1, node))
    with pytest.raises(UnsafeFileError, match="json_depth"):
        read(folder)


def test_an_empty_folder_is_no_model(tmp_path):
    with pytest.raises(NotAModelFileError, match="saved_model.pb"):
        read(tmp_path)
