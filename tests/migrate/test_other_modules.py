"""Names that come through other modules of the same code base."""
import pytest

from compat.rewrite.migrate.context import Options
from compat.rewrite.migrate.files import PYTHON, Source
from compat.rewrite.migrate.source import migrate_source
from compat.rewrite.migrate.tree import Result, Task, migrate_file


@pytest.fixture
def package(tmp_path):
    def write(**modules):
        for name, text in modules.items():
            (tmp_path / (name + ".py")).write_text(text)
        return str(tmp_path / "main.py")

    return write


@pytest.mark.parametrize("line", ["from .shim import K", "from shim import K", "from .shim import *", "from shim import *"])
def test_a_name_is_followed_to_another_module(package, line):
    path = package(__init__="", shim="try:\n    from keras import backend as K\nexcept ImportError:\n    K = None\n",
                   main=line + "\n# keras\ny = K.sum(x)\n")
    with open(path) as file:
        assert "y = ops.sum(x)" in migrate_source(file.read(), Options("keras3"), path).text


def test_modules_that_import_each_other_are_followed_once(package):
    path = package(__init__="from .a import *\nfrom .b import *\n", a="from .b import *\nfrom . import *\n",
                   b="from .a import *\nfrom .c import *\n", c="from .a import *\nfrom .b import *\nfrom . import *\n",
                   main="from . import *\n# keras\ny = K.sum(x)\n")
    with open(path) as file:
        text = file.read()
    assert migrate_source(text, Options("keras3"), path).text == text


def test_a_program_that_opens_models_knows_the_activation_that_a_neighbor_writes_out(package):
    text = "from keras.models import load_model\nm = load_model('s2s.h5')\n"
    path = package(main=text)
    assert migrate_source(text, Options("keras3"), path).text == text
    other = path.replace("main", "restore")
    package(restore=text, train="from keras.layers import LSTM\n")
    from compat.rewrite.migrate.keras3_files import words_of_programs

    words_of_programs.cache_clear()
    once = migrate_source(text, Options("keras3"), other).text
    assert "def hard_sigmoid_of_keras_2(x):" in once and migrate_source(once, Options("keras3"), other).text == once


@pytest.mark.parametrize("metrics, changed", [("['accuracy']", True), ("['acc']", False), ("[f]", False)])
def test_the_metrics_of_a_model_that_another_module_compiles_are_known(package, metrics, changed):
    deep = "def net():\n    m.compile('sgd', 'mse', metrics={})\n".format(metrics)
    path = package(net="import keras\nfrom deep import *\n", deep=deep,
                   main="from net import net\nprint(history.history['val_acc'])\n")
    with open(path) as file:
        text = migrate_source(file.read(), Options("keras3"), path).text
    assert ("history['val_accuracy']" in text) == changed


@pytest.mark.parametrize("shim, changed", [
    ("import os\nif os.environ.get('TF_KERAS') == '1':\n    from tensorflow import keras\nelse:\n    import keras\n", True),
    ("try:\n    from tensorflow import keras\nexcept ImportError:\n    import keras\n", False)])
def test_a_shim_is_of_the_keras_that_it_takes_unless_told_otherwise(package, shim, changed):
    text = "from backend import keras\nx = keras.layers.LSTM(3)\n"
    path = package(backend=shim, main=text)
    assert ("hard_sigmoid_of_keras_2" in migrate_source(text, Options("keras3"), path).text) is changed


@pytest.mark.parametrize("line, marked", [
    ("n = len(x) / 2", True), ("n = x.shape[0] / size", True), ("n = len(x) / 2.", False),
    ("x = x.astype('float32') / 255", False), ("n = a / b", False), ("if n: n = 1 + len(x) / 2", True)])
def test_divisions_of_whole_numbers_are_marked_in_what_was_python_2(line, marked):
    text = "import keras\nprint 'ok'\n" + line + "\n"
    for to in ("compat", "keras3"):
        assert ("# compat: K009" in migrate_source(text, Options(to)).text) is marked
        assert "K009" not in migrate_source("from __future__ import division\n" + text, Options(to)).text
        assert "K009" not in migrate_source("import keras\n" + line + "\n", Options(to)).text


def test_a_program_that_speaks_of_keras_through_its_modules_alone_is_migrated(package, command, tmp_path):
    package(net="from keras.models import Sequential\n", data="import numpy\n", main="import net\nm.fit_generator(g, 3)\n",
            other="import data\nm.fit_generator(g, 3)\n")
    command(tmp_path, "--to", "keras3", "--write")
    assert (tmp_path / "main.py").read_text() == "import net\nm.fit(g, steps_per_epoch=3)\n"
    assert (tmp_path / "other.py").read_text() == "import data\nm.fit_generator(g, 3)\n"


FREEZING = "def freeze(layers):  # of one of applications\n    for layer in layers:\n        layer.trainable = False\n"


@pytest.mark.parametrize("beside, is_old", [
    ("from keras.layers.core import Dense\n", True), ("from keras import backend as K\ny = K.sum(x)\n", True),
    ("from keras import backend as K\ny = K.epsilon()\n", False),
    ("from tensorflow.keras.layers import Dense\n", False), ("from keras.layers import Dense\n", False),
    ("# compat: K201 …\nfrom keras.layers.core import Dense\n", False),
])
def test_a_file_without_keras_is_of_the_keras_of_the_code_base(beside, is_old, tmp_path, command):
    (tmp_path / "models.py").write_text(beside, encoding="utf8")
    (tmp_path / "freezing.py").write_text("import models  # keras\n" + FREEZING, encoding="utf8")
    status, printed = command("--to", "keras3", "--only", "K306", tmp_path)
    assert ("K306" in printed) == is_old


@pytest.mark.parametrize("to", ["compat", "keras3"])
@pytest.mark.parametrize("before, after, code", [
    ("import numpy as np\nx = np.zeros(3, np.float)\n", "import numpy as np\nx = np.zeros(3, float)\n", "K006"),
    ("import numpy as np\n\ndef f(x):\n    return np.array(x, copy=False)\n",
     "import numpy as np\n\ndef f(x):\n    return np.asarray(x)\n", "K012"),
    ("def spread(x):\n    return x.ptp()\n", "import numpy as np\ndef spread(x):\n    return np.ptp(x)\n", "K011"),
    ("print 'read'\n", "print('read')\n", "K008"),
    ("try:\n    pass\nexcept IOError, error:\n    pass\n", "try:\n    pass\nexcept IOError as error:\n    pass\n", "K008"),
])
def test_a_helper_of_the_program_without_a_word_of_keras_is_migrated_too(tmp_path, before, after, code, to):
    path = tmp_path / "helper.py"
    path.write_text(before)
    (tmp_path / "main.py").write_text("import keras\nimport helper\n")
    task = Task(Options(to), write=True, diff=False)
    result = migrate_file(Source(str(path), PYTHON), task)
    assert path.read_text() == after and {note.code for note in result.notes} == {code}
    assert not migrate_file(Source(str(path), PYTHON), task).changes


@pytest.mark.parametrize("text", ["print 'a template' {{ here }}\n", "print 'ok'\n"])
def test_a_file_that_is_no_program_or_need_not_be_lifted_is_left_in_peace(tmp_path, text):
    path = tmp_path / "helper.py"
    path.write_text(text)
    options = Options("compat", skip=("K008",) if "ok" in text else ())
    assert migrate_file(Source(str(path), PYTHON), Task(options, write=True, diff=False)) == Result(str(path), lines=1)
    assert path.read_text() == text


def test_a_second_run_takes_no_file_of_tf_keras_for_older_code(tmp_path, command):
    (tmp_path / "layers.py").write_text("from tensorflow.keras import backend as K\ndef f(x, lr=0.1):\n"
                                        "    return f(x, lr=K.epsilon())\n", encoding="utf8")
    (tmp_path / "train.py").write_text("import layers\nm.compile('adagrad', 'mae')\n", encoding="utf8")
    command("--to", "keras3", "--write", tmp_path)
    assert (tmp_path / "layers.py").read_text(encoding="utf8").startswith("# compat: era 2.15\n")
    command("--to", "keras3", "--write", tmp_path)
    assert (tmp_path / "train.py").read_text(encoding="utf8") == "import layers\nm.compile('adagrad', 'mae')\n"
