"""``compat convert``: the written file opens in a fresh process and predicts the same, or there is no file at all."""
import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
from goldens.catalog import golden

from compat.cli import main
from compat.flavor import active
from compat.flavors import loading

MASKED = golden("keras-2.2.4-py37", "my_mean_pool_masked_lambda")
MLP = golden("keras-2.2.4-py37", "mlp")
EMBEDDING = golden("tf.keras-2.15-py311", "embedding_lstm")
MASK = "crop=lambda inputs, mask: mask[:, 2:]"
#: A fresh process: what a user writes to open converted files, without custom_objects.
OPEN_ON_KERAS_3 = """
import sys, keras, numpy as np
{}
for path, arrays, output in zip(*[iter(sys.argv[1:])] * 3):
    np.save(output, keras.models.load_model(path).predict(np.load(arrays)["x0"], verbose=0))
"""


@pytest.fixture
def target(tmp_path):
    return tmp_path / ("new.keras" if active().name == "keras3" else "new.h5")


def arrays_of(source):
    return str(source.path.with_suffix(".npz"))


def in_a_fresh_process(before, *converted):
    """What the models in converted files predict, [(file, golden), …], all opened in one fresh process."""
    places = [(str(path), arrays_of(source), "{}.npy".format(path)) for path, source in converted]
    done = subprocess.run([sys.executable, "-c", OPEN_ON_KERAS_3.format(before), *(each for place in places for each in place)],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return [np.load(output) for _, _, output in places]


def test_a_custom_layer_and_a_masked_lambda_are_converted_and_verified(target, capsys):
    code = main(["convert", str(MASKED.path), str(target), "--lambda-mask", MASK, "--check", arrays_of(MASKED),
                 "--json"])
    found = json.loads(capsys.readouterr().out)
    assert code == 0 and target.exists()
    assert found["verification"]["level"] == "outputs match" and found["compiled"] and not found["warnings"]


@pytest.mark.skipif(active().name != "keras3", reason="Keras 2 has no registry that a fresh process would share")
def test_converted_files_open_after_importing_our_layers_and_predict_the_same(tmp_path, capsys):
    layers, embedding = tmp_path / "custom_layer_and_lambda.keras", tmp_path / "optimizer_of_an_embedding.keras"
    assert main(["convert", str(MASKED.path), str(layers), "--lambda-mask", MASK]) == 0
    assert main(["convert", str(EMBEDDING.path), str(embedding)]) == 0
    found = in_a_fresh_process("import compat.layers", (layers, MASKED), (embedding, EMBEDDING))
    for output, source in zip(found, (MASKED, EMBEDDING)):
        np.testing.assert_allclose(output, source.y[0], atol=1e-5, err_msg=source.name)


@pytest.mark.skipif(active().name != "keras3", reason="there a plain model is written as it was read")
def test_a_plain_model_needs_nothing_of_ours_to_open(target, capsys):
    assert main(["convert", str(MLP.path), str(target)]) == 0
    (found,) = in_a_fresh_process("sys.modules['compat'] = None", (target, MLP))
    np.testing.assert_allclose(found, MLP.y[0], atol=1e-5)


def test_a_mask_that_was_lost_is_a_warning_and_the_file_is_written(target, capsys):
    assert main(["convert", str(MASKED.path), str(target)]) == 1
    assert target.exists() and "! Lambda 'crop' receives a mask" in capsys.readouterr().out


def test_outputs_that_differ_leave_no_file_behind(target, tmp_path, capsys):
    wrong = tmp_path / "wrong.npz"
    np.savez(str(wrong), x0=MLP.x[0], y0=MLP.y[0] + 1)
    before = set(os.listdir(str(tmp_path)))
    assert main(["convert", str(MLP.path), str(target), "--check", str(wrong)]) == 3
    assert "differs from the reference" in capsys.readouterr().err
    assert set(os.listdir(str(tmp_path))) == before


def test_a_failed_write_leaves_the_old_file_as_it_was(target, tmp_path, capsys, monkeypatch):
    def full_disk(model, path):
        with open(path, "w") as file:
            file.write("half a file")
        raise OSError("no space left on device")

    target.write_text("precious")
    monkeypatch.setattr(loading(), "save", full_disk)
    assert main(["convert", str(MLP.path), str(target), "--force"]) == 3
    assert "no space left on device" in capsys.readouterr().err
    assert os.listdir(str(tmp_path)) == [target.name] and target.read_text() == "precious"


def test_a_file_that_exists_is_not_overwritten_unasked(target, capsys):
    target.write_text("precious")
    assert main(["convert", str(MLP.path), str(target)]) == 2
    assert target.read_text() == "precious" and "--force" in capsys.readouterr().err


@pytest.mark.parametrize("options, said", [
    (["--custom", "nonsense"], "module:Class"), (["--custom", "no_such_module:Class"], "no_such_module"),
    (["--lambda", "lambda x: x"], "layer=lambda"), (["--check", "nowhere.npz"], "nowhere.npz"),
])
def test_options_that_make_no_sense_are_misuse(target, capsys, options, said):
    assert main(["convert", str(MLP.path), str(target)] + options) == 2
    assert said in capsys.readouterr().err and not target.exists()


def test_an_expression_that_would_touch_the_system_is_refused(target, capsys):
    code = main(["convert", str(MASKED.path), str(target), "--lambda", "crop=lambda x: open('/etc/passwd')"])
    assert code == 3 and "'open', which is not allowed" in capsys.readouterr().err and not target.exists()


def test_each_result_has_its_exit_code(target, tmp_path, capsys):
    """0 written and verified, 1 written with warnings, 2 misuse, 3 failed."""
    (tmp_path / "text.h5").write_text("no model")
    codes = [main(["convert", str(source), str(target), "--force"] + options) for source, options in [
        (MLP.path, []), (MASKED.path, []), (MLP.path, ["--weights", "nowhere.h5"]), (tmp_path / "text.h5", [])]]
    assert codes == [0, 1, 2, 3]


def test_a_file_that_needs_this_package_can_be_refused(target, capsys):
    """``--standalone`` is for Keras 3, whose files name classes."""
    dropout = golden("keras-2.2.4-py37", "decaying_dropout")
    code = main(["convert", str(dropout.path), str(target), "--standalone"])
    if active().name != "keras3":
        assert code == 2 and "are written on Keras 3" in capsys.readouterr().err
        return
    assert code == 3 and "'dropout' (DecayingDropout): " in capsys.readouterr().err and not target.exists()
    assert main(["convert", str(dropout.path), str(target)]) == 0
    assert "opens with: import compat.layers" in capsys.readouterr().out
    assert main(["convert", str(MLP.path), str(target), "--force", "--standalone"]) == 0
    assert "opens with: Keras alone" in capsys.readouterr().out


def test_the_source_is_not_overwritten_even_by_force(target, capsys):
    shutil.copy(str(MLP.path), str(target))
    before = target.read_bytes()
    assert main(["convert", str(target), str(target), "--force"]) == 2
    assert "the source itself" in capsys.readouterr().err and target.read_bytes() == before


@pytest.mark.parametrize("name, said", [("folder", "is a folder"), ("no/such/new", "no folder")])
def test_a_target_that_cannot_be_written_is_misuse_before_any_work(target, capsys, monkeypatch, name, said):
    monkeypatch.setattr("compat.loading.convert.load", None)
    (target.parent / ("folder" + target.suffix)).mkdir()
    assert main(["convert", str(MLP.path), str(target.parent / (name + target.suffix)), "--force"]) == 2
    assert said in capsys.readouterr().err


def test_a_folder_without_permission_is_said_before_any_work(target, capsys, monkeypatch):
    monkeypatch.setattr("compat.loading.convert.load", None)
    monkeypatch.setattr("os.access", lambda path, mode: mode != os.W_OK)
    assert main(["convert", str(MLP.path), str(target)]) == 2
    assert "no permission" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"not numpy's", {"inputs": np.zeros(2)}, {"x0": np.zeros(2), "y0": np.array("text")}])
def test_a_reference_that_is_not_one_is_misuse_before_any_work(target, tmp_path, capsys, monkeypatch, content):
    monkeypatch.setattr("compat.loading.convert.load", None)
    reference = tmp_path / "reference.npz"
    if isinstance(content, bytes):
        reference.write_bytes(content)
    else:
        np.savez(str(reference), **content)
    assert main(["convert", str(MLP.path), str(target), "--check", str(reference)]) == 2
    assert "x0" in capsys.readouterr().err


def test_inputs_of_another_shape_are_a_failure_that_names_the_reference(target, tmp_path, capsys):
    reference = tmp_path / "reference.npz"
    np.savez(str(reference), x0=np.zeros((2, 9), "float32"), y0=MLP.y[0])
    assert main(["convert", str(MLP.path), str(target), "--check", str(reference)]) == 3
    assert "reference.npz" in capsys.readouterr().err and not target.exists()


def test_a_module_of_the_user_that_fails_is_misuse_that_says_how(target, tmp_path, capsys, monkeypatch):
    (tmp_path / "my_broken_layers.py").write_text("1 / 0")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert main(["convert", str(MLP.path), str(target), "--custom", "my_broken_layers:Layer"]) == 2
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_target_of_another_format_is_misuse(tmp_path, capsys):
    assert main(["convert", str(MLP.path), str(tmp_path / "new.pb")]) == 2
    assert not os.listdir(str(tmp_path))
