"""Layers models of TensorFlow.js, written by its converter 3.3, read without TensorFlow."""
import json
import os
import shutil

import numpy as np
import pytest
from goldens.catalog import containers

from compat.errors import CompatError, ModelFileNotFoundError, NotAModelFileError, UnsafeFileError
from compat.saved import is_architecture, read

EVERY = containers("tfjs")


def written(name):
    return containers("tfjs", name=name)[0].folder / "tfjs"


@pytest.fixture
def change(tmp_path):
    """A copy of a golden whose document a test changes; the path of its ``model.json``."""

    def changed(edit, name="mlp"):
        target = tmp_path / "tfjs"
        shutil.copytree(str(written(name)), str(target))
        document = json.loads((target / "model.json").read_text())
        edit(document)
        (target / "model.json").write_text(json.dumps(document))
        return target / "model.json"

    return changed


@pytest.mark.parametrize("golden", EVERY, ids=str)
def test_every_weight_is_read_from_its_shards(golden):
    path = golden.folder / "tfjs" / "model.json"
    saved = read(path)
    assert not is_architecture(path) and saved.kind == "model" and saved.keras_version == "2.4.0"
    assert all(dataset.read().shape == dataset.shape for layer in saved.layers for dataset in layer.datasets)


@pytest.mark.parametrize("name,steps", [("mlp_uint8", 255), ("mlp_uint16", 65535)])
def test_quantised_weights_are_within_half_a_step_of_the_others(name, steps):
    exact, rounded = (read(written(each) / "model.json").layers[0].datasets[0].read() for each in ("mlp", name))
    step = (exact.max() - exact.min()) / steps
    assert rounded.dtype == "float32" and 0 < np.abs(exact - rounded).max() <= 0.51 * step


@pytest.mark.parametrize("stated", [
    {"dtype": {"a": 1}}, {"dtype": ["float32"]}, {"quantization": {"dtype": {"a": 1}, "scale": 1.0, "min": 0.0}},
    {"quantization": ["uint8"]}, {"quantization": {"dtype": None}}])
def test_a_dtype_or_a_quantisation_that_is_none_is_damage(stated, change):
    with pytest.raises(NotAModelFileError, match="model.json"):
        read(change(lambda document: document["weightsManifest"][0]["weights"][0].update(stated)))


def test_a_shard_that_is_missing_is_named(change):
    path = change(lambda document: None)
    os.remove(str(path.parent / "group1-shard1of1.bin"))
    with pytest.raises(ModelFileNotFoundError, match="group1-shard1of1.bin"):
        read(path)


def test_shards_that_are_too_short_are_damaged(change):
    path = change(lambda document: None)
    with open(str(path.parent / "group1-shard1of1.bin"), "r+b") as file:
        file.truncate(17)
    with pytest.raises(NotAModelFileError, match="too short"):
        read(path)


@pytest.mark.parametrize("name", ["../secret.bin", "/etc/passwd", "C:\\x.bin", "http://host/x.bin", "a/../../x", ""])
def test_a_shard_outside_the_folder_is_not_opened(change, name):
    with pytest.raises(UnsafeFileError, match="leads out"):
        read(change(lambda document: document["weightsManifest"][0].update(paths=[name])))


@pytest.mark.parametrize("value", [[1 << 50], [-1], ["5"], "5", None, [1] * 40])
def test_a_shape_that_is_none_is_damaged(change, value):
    with pytest.raises(CompatError):
        read(change(lambda document: document["weightsManifest"][0]["weights"][0].update(shape=value)))


def test_a_graph_model_says_that_it_has_no_layers(change):
    with pytest.raises(NotAModelFileError, match="graph model"):
        read(change(lambda document: document.update(format="graph-model")))


def test_a_model_that_javascript_saved_is_of_a_tf_keras(change):
    def as_javascript(document):
        topology = document["modelTopology"]["model_config"]
        document["modelTopology"] = dict(topology, keras_version="tfjs-layers 4.0.0", backend="tensor_flow.js")

    saved = read(change(as_javascript))
    assert saved.model_config["class_name"] == "Sequential" and saved.keras_version == "2.4.0"
