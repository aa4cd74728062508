"""Programs that were written for Keras 3 give under ``compat run`` what they give without it."""
import json
import os
import subprocess
import sys
from pathlib import Path

import keras
import pytest
from packaging.version import Version

from compat.cli import main
from compat.rewrite.natives import is_for_keras_3

MAIN = Path(__file__).parent / "native" / "main.py"
PROGRAMS = ("operations", "random_numbers", "trees_and_variables", "layers_of_today", "names_and_policies",
            "losses_and_metrics", "plain", "masks", "a_class_of_its_own", "a_layer_of_its_own", "a_step_of_its_own",
            "without_state", "half_precision", "copies")
pytestmark = pytest.mark.skipif(Version(keras.__version__) < Version("3.9"), reason="the programs have names of Keras 3.9")


def output(*command):
    path = os.pathsep.join(filter(None, (os.getcwd(), os.environ.get("PYTHONPATH"))))
    environment = {**{name: value for name, value in os.environ.items() if name != "COMPAT_ERA"}, "PYTHONPATH": path}
    found = subprocess.run([sys.executable, *command, str(MAIN)], env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(found.stdout.decode().splitlines()[-1])


@pytest.fixture(scope="module")
def outputs():
    return output(), output("-m", "compat", "run")


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_of_keras_3_gives_the_same_redirected(outputs, name):
    native, redirected = outputs
    assert not str(native[name]).startswith("raised") and redirected[name] == native[name]


def test_every_program_is_compared(outputs):
    assert set(outputs[0]) == set(outputs[1]) == set(PROGRAMS)


@pytest.mark.parametrize("text, expected", [
    ("import keras\nkeras.ops.ones(3)", True), ("from keras import ops, layers", True), ("from keras.src import ops", False),
    ("import keras.random", True), ("import keras as k\nk.Variable(1.0)", True),
    ("import keras\nkeras.layers.Dense(3)", False), ("from keras.layers import Dense", False), ("import tensorflow", False),
    ("from keras import ops\nfrom keras.layers.core import Dense", False), ("print 1", False), ("x = keras.ops", False),
])
def test_a_program_is_of_keras_3_when_it_names_what_came_with_it_and_nothing_that_went(text, expected):
    assert is_for_keras_3(text.encode(), "program.py", []) is expected


def test_a_module_of_the_program_decides_too(tmp_path):
    (tmp_path / "nets.py").write_text("import more\n")
    (tmp_path / "more.py").write_text("import nets\nfrom keras import ops\n")
    assert is_for_keras_3(b"import keras, nets", str(tmp_path / "train.py"), [str(tmp_path)])


def test_a_stated_era_has_a_program_redirected(capfd, tmp_path):
    (tmp_path / "train.py").write_text("import keras\nfrom keras import ops\nprint(keras.layers.LSTM.__module__)\n")
    status = main(["run", "--era", "2.2.4", str(tmp_path / "train.py")])
    assert status == 0 and "keras.src" not in capfd.readouterr().out
