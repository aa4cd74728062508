"""Which modules are rewritten: the user's own beside the program, and no installed one."""
import pytest

from compat.rewrite.own import is_own_file


def test_a_module_beside_the_program_is_rewritten(project):
    project.write("user/layers.py", "from keras.layers import Dense\nimport tensorflow as tf\nwho = tf.served_by\n")
    project.write("user/main.py", "import layers\nprint(layers.Dense.__module__, layers.who, layers.__name__)\n")
    assert project.run("main.py").stdout == "fakecompat.keras.layers fake tf layers\n"


def test_a_package_beside_the_program_and_its_relative_imports_are_rewritten(project):
    project.write("user/nets/__init__.py", "from .deep import model\n")
    project.write("user/nets/deep/__init__.py", "")
    project.write("user/nets/deep/model.py", """\
        import keras
        from .keras import local
        from ..common import x
        who = keras.served_by
        """)
    project.write("user/nets/deep/keras.py", "local = 'own'\n")
    project.write("user/nets/common.py", "from tensorflow.keras.layers import Dense as x\n")
    project.write("user/main.py", "from nets import model\nprint(model.who, model.local, model.x.__module__)\n")
    assert project.run("main.py").stdout == "fake own fakecompat.keras.layers\n"


def test_a_folder_without_init_is_rewritten(project):
    project.write("user/parts/one.py", "import keras\nwho = keras.served_by\n")
    project.write("user/main.py", "from parts import one\nprint(one.who)\n")
    assert project.run("main.py").stdout == "fake\n"


def test_an_installed_package_keeps_the_keras_it_imports(project):
    project.install("keras/__init__.py", "served_by = 'installed'\n")
    project.install("contrib/__init__.py", "import keras\nwho = keras.served_by\ndef f(x):\n    return x.eval()\n")
    project.write("user/main.py", "import keras, contrib\nprint(keras.served_by, contrib.who)\n")
    assert project.run("main.py").stdout == "fake installed\n"


@pytest.mark.parametrize("marker", ["pyvenv.cfg", "conda-meta/history"])
def test_an_environment_inside_the_users_folder_is_not_the_users_own(project, marker):
    project.install("keras/__init__.py", "served_by = 'installed'\n")
    project.write("user/env/" + marker, "")
    project.write("user/env/vendored.py", "import keras\nwho = keras.served_by\n")
    project.write("user/main.py", "import sys\nsys.path.append('env')\nimport vendored\nprint(vendored.who)\n")
    assert project.run("main.py").stdout == "installed\n"


def test_a_folder_outside_the_programs_is_not_the_users_own(project):
    project.install("keras/__init__.py", "served_by = 'installed'\n")
    project.write("shared/tool.py", "import keras\nwho = keras.served_by\n")
    project.write("user/main.py", "import sys\nsys.path.append('../shared')\nimport tool\nprint(tool.who)\n")
    assert project.run("main.py").stdout == "installed\n"


def test_bytecode_of_the_original_is_neither_used_nor_replaced(project):
    path = project.write("user/part.py", "import keras\nwho = keras.served_by\n")
    project.install("keras/__init__.py", "served_by = 'installed'\n")
    project.write("user/main.py", "import part\nprint(part.who)\n")
    import py_compile
    cached = py_compile.compile(str(path))
    with open(cached, "rb") as file:
        before = file.read()
    assert project.run("main.py").stdout == "fake\n"
    with open(cached, "rb") as file:
        assert file.read() == before


def test_the_users_own_keras_file_is_what_the_users_files_get(project):
    project.install("keras/__init__.py", "served_by = 'installed'\n")
    project.install("contrib.py", "import keras\nwho = keras.served_by\n")
    project.write("user/keras.py", "import tensorflow as tf\nserved_by = 'own, over ' + tf.served_by\n")
    project.write("user/other.py", "from keras import served_by\n")
    project.write("user/main.py", """\
        import importlib
        import keras, contrib, other
        print(keras.served_by, '|', other.served_by, '|', contrib.who, '|', importlib.import_module('keras').served_by)
        """)
    assert project.run("main.py").stdout == (
        "own, over fake tf | own, over fake tf | installed | own, over fake tf\n")


def test_the_users_own_keras_package_is_what_the_users_files_get(project):
    project.write("user/keras/__init__.py", "from .layers import Dense\n")
    project.write("user/keras/layers.py", "Dense = 'own Dense'\n")
    project.write("user/main.py", """\
        import keras.layers
        from keras.layers import Dense
        print(Dense, keras.layers.Dense)
        """)
    assert project.run("main.py").stdout == "own Dense own Dense\n"


def test_a_data_folder_called_keras_does_not_count_as_a_module(project):
    project.write("user/keras/weights.txt", "1")
    project.write("user/main.py", "import keras\nprint(keras.served_by)\n")
    assert project.run("main.py").stdout == "fake\n"


def test_a_program_called_keras_does_not_import_itself(project):
    project.install("keras/__init__.py", "served_by = 'installed'\n")
    project.install("contrib.py", "import keras\nwho = keras.served_by\n")
    project.write("user/keras.py", "import keras, contrib\nprint(keras.served_by, contrib.who)\n")
    assert project.run("keras.py").stdout == "fake installed\n"


def test_the_users_own_module_called_like_the_served_package_is_the_users(project):
    project.write("user/fakecompat.py", "text = 'own shim'\n")
    project.write("user/main.py", "from fakecompat import text\nimport keras\nprint(text, keras.served_by)\n")
    assert project.run("main.py").stdout == "own shim fake\n"


@pytest.mark.parametrize("path, own", [
    ("/home/u/p/train.py", True),
    ("/home/u/p/a/b/net.py", True),
    ("/home/u/other/train.py", False),
    ("/home/u/p2/train.py", False),
    ("/home/u/p/.tox/py37/lib/python3.7/site-packages/keras/engine.py", False),
    ("/home/u/p/usr/lib/python3/dist-packages/six.py", False),
])
def test_own_files_are_those_under_the_root_and_in_no_environment(path, own):
    assert is_own_file(path, "/home/u/p") is own


def test_this_package_is_never_rewritten():
    import os

    import compat
    package = os.path.dirname(compat.__file__)
    assert not is_own_file(os.path.join(package, "keras", "__init__.py"), os.path.dirname(package))
