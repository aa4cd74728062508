"""The commands: exit codes, one clean message for an error, and a JSON document that holds everything."""
import json
import subprocess
import sys

import pytest
from goldens.catalog import golden

from compat.api.own import OWN_LAYERS
from compat.cli import main

MLP = str(golden("keras-2.2.4-py37", "mlp").path)
LOST_MASK = str(golden("keras-2.2.4-py37", "my_mean_pool_masked_lambda").path)


def run(capsys, *argv):
    code = main(list(argv))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize("argv", [
    [], ["no-such-command"], ["inspect"], ["convert", "only-one.h5"], ["doctor", "--what"],
])
def test_arguments_that_make_no_sense_are_misuse(capsys, argv):
    assert run(capsys, *argv)[0] == 2


@pytest.mark.parametrize("argv", [["--help"], ["convert", "--help"], ["--version"]])
def test_asking_for_help_is_no_error(capsys, argv):
    code, out, _ = run(capsys, *argv)
    assert code == 0 and "compat" in out


def test_a_missing_file_is_one_message_without_a_traceback(capsys):
    code, out, err = run(capsys, "inspect", "nowhere.h5")
    assert code == 2 and not out and err.count("\n") == 1 and "nowhere.h5" in err


def test_a_file_that_is_not_a_model_fails(capsys, tmp_path):
    (tmp_path / "text.h5").write_text("not a model")
    code, _, err = run(capsys, "inspect", str(tmp_path / "text.h5"))
    assert code == 3 and err.startswith("compat: ") and "Traceback" not in err


def test_an_error_is_in_the_json_document_too(capsys):
    code, out, _ = run(capsys, "inspect", "nowhere.h5", "--json")
    assert code == 2 and json.loads(out)["error"]["kind"] == "ModelFileNotFoundError"


def test_debug_shows_where_an_error_comes_from():
    with pytest.raises(FileNotFoundError):
        main(["inspect", "nowhere.h5", "--debug"])


def test_inspect_prints_what_is_in_a_file(capsys):
    code, out, _ = run(capsys, "inspect", MLP)
    assert code == 0
    assert "Keras 2.2.4 on tensorflow" in out and "hidden" in out and "(5, 8)" in out and "Adam" in out


def test_inspect_as_json_is_one_document(capsys):
    code, out, _ = run(capsys, "inspect", MLP, "--json")
    found = json.loads(out)
    assert code == 0 and found["keras_version"] == "2.2.4" and found["findings"] == []
    assert [layer["name"] for layer in found["layers"]][-2:] == ["hidden", "out"]


def test_inspect_loads_no_keras():
    program = ("import sys; from compat.cli import main; main(['inspect', sys.argv[1]]); "
               "sys.exit(3 if {'keras', 'tensorflow', 'tf_keras', 'jax', 'torch'} & set(sys.modules) else 0)")
    done = subprocess.run([sys.executable, "-c", program, LOST_MASK], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == 0, done.stderr


def test_doctor_counts_the_names_that_resolve(capsys):
    code, out, _ = run(capsys, "doctor", "--missing", "--json")
    found = json.loads(out)
    assert code == (1 if found["problems"] else 0)
    assert found["names"]["public"] == 1120
    assert found["names"]["served"] + len(found["names"]["missing"]) == 1120
    assert found["chosen"] in found["installed"]


def test_run_hands_the_script_its_own_arguments_and_its_exit_status_on(capsys, tmp_path):
    script = tmp_path / "program.py"
    script.write_text("import sys\nprint(sys.argv[1:])\nsys.exit(4)\n")
    code, out, _ = run(capsys, "run", str(script), "--json", "-x", "plain")
    assert code == 4 and out.strip() == "['--json', '-x', 'plain']"


def test_our_own_layers_are_those_that_compat_layers_exports():
    from compat import layers

    assert set(OWN_LAYERS) <= set(layers.__all__)
    assert all(hasattr(layers, name) for name in OWN_LAYERS)
