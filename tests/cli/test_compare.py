"""``compat compare``: its exit codes and words, and how layers are matched; one cell runs it, since no Keras changes that."""
import json

import numpy as np
import pytest
from goldens.catalog import golden
from loading.compared import STEPS, X, dense, twins

from compat.cli import main
from compat.era import Era
from compat.errors import ComparisonError, ModelFileNotFoundError, OptionError
from compat.keras.layers import Activation, Flatten, Input, Lambda, Masking
from compat.keras.models import Model
from compat.loading.compare import compare, document_of, inputs_of

MLP, OTHER = (str(golden("keras-2.2.4-py37", name).path) for name in ("mlp", "mlp_binary"))
IO = MLP[:-3] + ".npz"


def test_a_model_is_the_same_as_itself():
    model = dense()
    found = compare(model, model, [X])
    assert found.same and found.first is None and [each.name for each in found.calls] == ["hidden", "out"]
    assert found.outputs == (0.0,)


def test_a_configuration_that_differs_is_the_reason_with_its_row():
    found = compare(*twins(dense(), dense(activation="hard_sigmoid")), [X])
    assert found.first.name == "hidden"
    assert any(each.startswith("activation: ") and "(row hard_sigmoid of" in each for each in found.first.reasons)


def test_layers_of_other_names_are_matched_by_class_and_shape():
    found = compare(*twins(dense(out="out"), dense(out="head")), [X])
    assert found.same and [(each.name, each.other) for each in found.calls] == [("hidden", "hidden"), ("out", "head")]


def test_what_only_one_model_has_is_listed():
    first, second = dense(), dense()
    second.add(Activation("sigmoid", name="more"))
    second.set_weights(first.get_weights())
    found = compare(first, second, [X])
    assert found.only_second == ("more (Activation)",) and not found.same and found.first is None


def test_another_shape_is_said_and_nothing_is_subtracted():
    found = compare(dense(units=2), dense(units=3), [X])
    assert [each.result for each in found.calls][-1] == "other shapes" and found.outputs == (None,)


def test_a_mask_that_nothing_uses_is_said_and_the_models_are_the_same():
    def unused(value):
        x = Input((3, 2), name="x")
        return Model(x, Flatten(name="flat")(Lambda(lambda x: x * 2.0, name="drop")(Masking(value, name="masking")(x))))

    with Era("2.2.4"):
        found = compare(*twins(unused(0.0), unused(9.0)), [STEPS])
    assert found.same and found.first is None and found.first_mask.name == "masking"


def test_the_document_is_plain():
    document = document_of(compare(*twins(dense(), dense(activation="relu")), [X]))
    assert document["first"]["name"] == "hidden" and [each["result"] for each in document["calls"]] == ["different"] * 2


def test_inputs_that_a_model_does_not_take_are_said():
    with pytest.raises(ComparisonError, match="the first model does not take the inputs"):
        compare(dense(), dense(), [X[:, :2]])


@pytest.mark.parametrize("arrays", [{}, {"x0": np.array("text")}, {"y0": X}])
def test_a_file_without_inputs_is_misuse(tmp_path, arrays):
    np.savez(str(tmp_path / "io.npz"), **arrays)
    with pytest.raises(OptionError, match="x0, x1"):
        inputs_of(str(tmp_path / "io.npz"))
    with pytest.raises(ModelFileNotFoundError):
        inputs_of(str(tmp_path / "none.npz"))


def test_two_nans_are_the_same():
    model = dense()
    assert compare(model, model, [np.full((1, 3), np.nan, "float32")]).same


def test_the_command_says_that_a_file_is_the_same_as_itself(capsys):
    assert main(["compare", MLP, MLP, "--check", IO]) == 0
    out = capsys.readouterr().out
    assert "2 calls of layers compared" in out and "all outputs agree within rtol 1e-05" in out
    assert out.count("gives the outputs of the old Keras") == 2


def test_the_states_of_stateful_layers_are_fresh_when_the_old_outputs_are_compared(capsys):
    stateful = str(golden("keras-2.2.4-py37", "lstm_stateful").path)
    assert main(["compare", stateful, stateful, "--check", stateful[:-3] + ".npz"]) == 0
    assert capsys.readouterr().out.count("gives the outputs of the old Keras") == 2


def test_the_command_names_the_first_layer_that_differs(tmp_path, capsys):
    model = dense()
    paths = [str(tmp_path / name) for name in ("a.h5", "b.h5")]
    model.save(paths[0])
    weights = model.get_weights()
    weights[2] = weights[2] + np.float32(0.25)
    model.set_weights(weights)
    model.save(paths[1])
    np.savez(str(tmp_path / "io.npz"), x0=X)
    assert main(["compare", *paths, "--check", str(tmp_path / "io.npz")]) == 1
    out = capsys.readouterr().out
    assert "! the first layer that differs is out (Dense): it puts out other numbers by up to" in out
    assert "  likely: its kernel" in out and "differs by up to 0.25" in out
    assert main(["compare", *paths, "--check", str(tmp_path / "io.npz"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["first"]["name"] == "out"


@pytest.mark.parametrize("argv, status", [
    (["a.h5"], 2), (["a.h5", "b.h5"], 2), ([MLP, "none.h5", "--check", IO], 2), ([MLP, MLP, "--check", "none.npz"], 2),
    ([MLP, MLP, "--check", IO, "--weights", MLP], 2),
    ([MLP, str(golden("keras-2.2.4-py37", "conv1d").path), "--check", IO], 3)])
def test_what_cannot_be_compared_is_misuse_or_fails(argv, status, capsys):
    assert main(["compare", *argv]) == status
