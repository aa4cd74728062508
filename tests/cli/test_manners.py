"""Help that reads as text, odd input that ends in one message, and output that no file and no reader can break."""
import os
import shlex
import subprocess
import sys

import h5py
import numpy as np
import pytest
from goldens.catalog import golden

from compat.cli import COMMANDS, main, parsed, parser
from compat.loading.formats import ending as ending_of_new

MLP = str(golden("keras-2.2.4-py37", "mlp").path)
NAMES = [module.__name__.rpartition(".")[2].replace("_", "-") for module in COMMANDS]
#: As a file on disk may have it: clears the screen, turns the reading direction, forges a finding.
NASTY = "a\x1b[2J\u202eb\n! all is well"


def helped(capsys, *command):
    assert main(list(command) + ["--help"]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("command", [()] + [(name,) for name in NAMES])
def test_help_has_no_marks_of_another_format_and_says_the_exit_codes(capsys, command):
    said = helped(capsys, *command)
    assert "`" not in said and ":mod:" not in said and "exit status: " in said


@pytest.mark.parametrize("name, module", list(zip(NAMES, COMMANDS)), ids=NAMES)
def test_each_example_of_the_help_is_a_command(capsys, name, module):
    said = helped(capsys, name)
    assert len(module.EXAMPLES) == 2
    for example in module.EXAMPLES:
        program, *argv = shlex.split(example)
        assert example in said and program == "compat"
        assert parsed(argv).command is module.execute


@pytest.mark.parametrize("flag", ["--no-safe-mode", "--unsafe"])
def test_the_limits_on_size_have_a_flag_and_its_former_name(flag):
    arguments = parser().parse_args(["convert", "a.h5", "b.keras", flag])
    assert arguments.safe_mode is False and parser().parse_args(["convert", "a.h5", "b.keras"]).safe_mode is True


def test_doctor_says_what_is_so_on_this_machine_and_gives_no_advice(capsys):
    main(["doctor"])
    assert not [line for line in capsys.readouterr().out.split("\n") if "NaN" in line]


def nasty_file(path):
    with h5py.File(str(path), "w") as file:
        file.attrs["layer_names"] = np.array([NASTY.encode("utf8")])
        file.create_group(NASTY).attrs["weight_names"] = np.array([b"w"])
        file[NASTY]["w"] = np.ones(2)
    return str(path)


def test_control_characters_of_a_file_do_not_reach_the_terminal(tmp_path, capsys):
    main(["inspect", nasty_file(tmp_path / "nasty.h5")])
    said = capsys.readouterr().out
    assert "a\\x1b[2J\\u202eb" in said and "\x1b" not in said and "\u202e" not in said
    assert not any(line.startswith("! all is well") for line in said.split("\n"))


def test_control_characters_in_the_name_of_a_file_do_not_either(tmp_path, capsys):
    assert main(["inspect", str(tmp_path / "a\x1b[2J.h5")]) == 2
    assert "\x1b" not in capsys.readouterr().err


def test_a_name_that_the_encoding_of_the_output_lacks_is_escaped(tmp_path):
    path = tmp_path / "model.h5"
    with h5py.File(str(path), "w") as file:
        file.attrs["layer_names"] = np.array(["größe".encode("utf8")])
        file.create_group("größe").attrs["weight_names"] = np.array([b"w"])
        file["größe"]["w"] = np.ones(2)
    done = subprocess.run([sys.executable, "-m", "compat", "inspect", str(path)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=dict(os.environ, PYTHONIOENCODING="ascii"))
    assert b"Traceback" not in done.stderr and b"gr\\xf6\\xdfe" in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="closes a pipe as a shell does")
def test_a_reader_that_leaves_ends_the_command_silently():
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([sys.executable, "-m", "compat", "inspect", MLP], stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def folder(path):
    path.mkdir()


def pipe(path):
    os.mkfifo(str(path))


def empty(path):
    path.write_bytes(b"")


@pytest.mark.parametrize("command", ["inspect", "convert"])
@pytest.mark.parametrize("ending", [".h5", ".json"])
@pytest.mark.parametrize("make, said", [(folder, "folder"), (empty, "empty"), (pipe, "pipe")])
def test_what_is_not_a_file_with_a_model_is_one_message(tmp_path, capsys, command, ending, make, said):
    path = tmp_path / ("odd" + ending)
    make(path)
    code = main([command, str(path)] + ([] if command == "inspect" else [str(tmp_path / "new") + ending_of_new()]))
    error = capsys.readouterr().err
    assert code in (2, 3) and error.count("\n") == 1 and "odd" in error and said in error


@pytest.mark.parametrize("name", ["a.h5", "a.json"])
def test_a_file_without_permission_is_not_called_damaged(tmp_path, capsys, monkeypatch, name):
    (tmp_path / name).write_bytes(b"{}")
    monkeypatch.setattr("os.access", lambda path, mode: False)  # the tests may run as root, who may do everything
    assert main(["inspect", str(tmp_path / name)]) == 3
    error = capsys.readouterr().err
    assert "no permission" in error and "damaged" not in error


def test_an_error_of_the_system_says_what_and_where_and_what_next(tmp_path, capsys, monkeypatch):
    def denied(path, limits):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("compat.loading.inspection.read", denied)
    assert main(["inspect", "secret.h5"]) == 3
    assert capsys.readouterr().err == ("compat: cannot use 'secret.h5': Permission denied; check the path, its permissions and "
                                       "the space on the disk\n")


def test_ctrl_c_ends_a_command_without_a_traceback(capsys, monkeypatch):
    def interrupted(path):
        raise KeyboardInterrupt

    monkeypatch.setattr("compat.cli.inspect.look", interrupted)
    assert main(["inspect", MLP]) == 130
