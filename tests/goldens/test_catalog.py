"""The manifest, the golden files and the scripts that wrote them agree."""
import ast
import json
from pathlib import Path

import h5py
import numpy as np
import pytest
from goldens.catalog import HERE, MANIFEST, golden, goldens

ALL = goldens()
STACKS = {"keras-1.2.2-py36", "keras-2.1.6-py36", "keras-2.2.4-py27", "keras-2.2.4-py37", "keras-2.3.1-py37",
          "tf.keras-2.3-py37", "tf.keras-2.4-py38", "tf.keras-2.10-py39",
          "tf.keras-2.15-py311"}
ANSWERS = {"loss", "evaluated", "trained", "loss_after", "evaluated_after", "trained_after"}


def written_files():
    return {path.relative_to(HERE).as_posix() for stack in STACKS for path in (HERE / stack).iterdir()}


def lambdas_of(folder):
    """The syntax of every lambda in the scripts, as text without positions."""
    trees = [ast.parse(path.read_text(encoding="utf8")) for path in folder.rglob("*.py")]
    return {ast.dump(node) for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Lambda)}


def test_every_stack_has_goldens():
    assert {record.stack for record in ALL} == STACKS


def test_the_manifest_lists_exactly_the_files_that_are_there():
    listed = {file for record in ALL for file in (record.file, record.arrays, record.architecture) if file}
    assert listed == written_files()


def test_the_manifest_is_sorted_by_file():
    files = [record["file"] for record in json.loads(MANIFEST.read_text(encoding="utf8"))]
    assert files == sorted(set(files))


def test_the_goldens_stay_small():
    sizes = {path: (HERE / path).stat().st_size for path in written_files()}
    assert max(sizes.values()) < 160000  # models of many operations have as many layers
    assert sum(sizes.values()) < 12000000


@pytest.mark.parametrize("record", ALL, ids=str)
def test_a_file_states_the_version_and_backend_in_the_manifest(record):
    with h5py.File(str(record.path), "r") as file:
        stated = [file.attrs.get(key) for key in ("keras_version", "backend")]
    assert [value.decode() if isinstance(value, bytes) else value for value in stated] == \
        [record.keras_version, record.backend]


@pytest.mark.parametrize("record", ALL, ids=str)
def test_a_file_holds_a_model_unless_its_architecture_is_beside_it(record):
    with h5py.File(str(record.path), "r") as file:
        assert ("model_config" in file.attrs) == (record.architecture is None)
        assert ("training_config" in file.attrs) == record.compiled


@pytest.mark.parametrize("record", ALL, ids=str)
def test_arrays_are_there_and_finite(record):
    assert record.x
    assert record.y
    assert len(record.t) == (len(record.y) if record.compiled else 0)
    assert (ANSWERS if record.compiled else set()) <= set(record.values)
    assert all(np.isfinite(value).all() for value in record.values.values())


@pytest.mark.parametrize("record", [record for record in ALL if record.compiled], ids=str)
def test_training_changed_the_loss(record):
    assert record.values["loss"] != record.values["loss_after"]
    assert len(record.values["evaluated"]) == len(record.metrics_names)


@pytest.mark.parametrize("record", [record for record in ALL if record.compiled and not record.stochastic_training],
                         ids=str)
def test_the_keras_that_wrote_a_file_resumes_from_it_as_the_manifest_says(record):
    if record.on_reload:
        assert "loss_after_reopening" not in record.values
    else:
        gap = abs(record.values["loss_after"] - record.values["loss_after_reopening"])
        assert (gap > 1e-6) == bool(record.on_resume)


@pytest.mark.parametrize("record", [record for record in ALL if record.lambdas], ids=str)
def test_the_text_of_each_lambda_is_in_the_scripts(record):
    known = lambdas_of(HERE / "make")
    texts = [text[part] for text in record.lambdas.values() for part in ("function", "mask", "output_shape")]
    for text in filter(None, texts):
        assert ast.dump(ast.parse(text, mode="eval").body) in known or text == "lambda x: x * 0.5"


def test_one_model_gets_the_same_batch_on_every_stack():
    for name in ("mlp", "lstm", "my_mean_pool"):
        batches = [golden(stack, name).x[0] for stack in sorted(STACKS)]
        assert all(np.array_equal(batch, batches[0]) for batch in batches)


def test_the_mlp_computes_alike_on_every_keras_2():
    outputs = [record.y[0] for record in ALL if record.name == "mlp"]
    assert len(outputs) == len(STACKS)
    for output in outputs:
        np.testing.assert_allclose(output, outputs[0], atol=1e-4)


def test_an_unknown_stack_is_an_error():
    with pytest.raises(LookupError, match="keras-9"):
        goldens(stack="keras-9")


def test_a_golden_is_found_by_stack_and_name():
    found = golden("keras-2.2.4-py37", "mlp")
    assert found.path == Path(HERE / "keras-2.2.4-py37" / "mlp.h5")
    assert found.optimizer == "Adam"
