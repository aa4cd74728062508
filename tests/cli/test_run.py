"""``compat run``: what it takes, and that programs, their tests and their child processes meet the old Keras."""
import json
import os
import textwrap

import pytest

import compat
from compat.cli import main
from compat.cli.run import split
from compat.flavor import active

HOME = os.path.dirname(os.path.dirname(compat.__file__))


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))


@pytest.fixture
def run(python):
    """Runs the command in a folder, in a process of its own: exit code, standard output and standard error."""
    environment = dict(os.environ, PYTHONPATH=HOME, PYTHONWARNINGS="ignore")
    environment.pop("COMPAT_ERA", None)
    return lambda folder, *argv: python(["-m", "compat", "run", *argv], folder, environment)


@pytest.mark.parametrize("argv, ours, the_programs", [
    (["a.py"], ["--", "a.py"], []),
    (["a.py", "--era", "2", "--", "-x"], ["--", "a.py"], ["--era", "2", "--", "-x"]),
    (["--era", "2.3", "--root", "x", "a.py", "-m"], ["--era", "2.3", "--root", "x", "--", "a.py"], ["-m"]),
    (["--era=2.3", "--json", "--", "-a.py", "b"], ["--era=2.3", "--json", "--", "-a.py"], ["b"]),
    (["-m", "pytest", "-q", "tests"], ["-m", "pytest"], ["-q", "tests"]),
    (["-mpytest", "-q"], ["-mpytest"], ["-q"]),
    (["--backend", "jax", "-c", "import keras", "-c"], ["--backend", "jax", "-c", "import keras"], ["-c"]),
    (["--help"], ["--help"], []),
    ([], [], []),
])
def test_what_follows_the_program_is_the_programs(argv, ours, the_programs):
    assert split(["run", *argv]) == (["run", *ours], the_programs)


@pytest.mark.parametrize("argv, said", [
    (["run"], "SCRIPT, -m MODULE or -c CODE"), (["run", "--root", "no_such_package", "x.py"], "no_such_package"),
    (["run", "--era", "seven", "-c", "1"], "seven"), (["run", "no_such.py"], "no_such.py"),
    (["run", "-m", "no_such_module"], "no_such_module"),
])
def test_what_cannot_be_run_is_one_message(capsys, argv, said):
    assert main(argv) in (1, 2)
    captured = capsys.readouterr()
    assert said in captured.err and "Traceback" not in captured.err


def test_help_shows_two_examples(capsys):
    assert main(["run", "--help"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n  compat run ") == 2 and "--root" in out and "--era" in out


def test_options_hold_for_the_run_alone(capsys, tmp_path):
    write(tmp_path, {"main.py": "import compat, os, sys\nprint(compat.era.current().version, os.environ['COMPAT_ERA'],"
                                " os.environ['KERAS_BACKEND'])\nsys.exit(3)\n"})
    before = dict(os.environ), compat.era.current().version
    assert main(["run", "--json", "--era", "2.3.1", "--backend", "torch", str(tmp_path / "main.py")]) == 3
    said, _, document = capsys.readouterr().out.partition("\n")
    assert said == "2.3.1 2.3.1 tensorflow", "old code chose its functions by that variable, and knows no torch"
    assert json.loads(document) == {"script": str(tmp_path / "main.py"), "status": 3}
    assert (dict(os.environ), compat.era.current().version) == before


PROGRAM = """\
    import importlib, sys
    import keras, keras.layers
    import keras.backend as K
    from keras.engine import InputSpec
    from keras.layers import *

    def main():
        print(keras.__name__, keras.layers.__name__, K.__name__, Dense.__module__, Layer.__module__, keras.__version__)
        print(importlib.import_module("keras.engine.topology").Layer is Layer, sys.modules["keras"] is keras)
        print(sys.argv, hasattr(K, "no_such_function"))
        try:
            from tensorflow.keras.layers import Dense as other
        except ImportError:
            other = None
        print(other is None or isinstance(Dense(1), other), K.eval(K.constant([1.5])).tolist())

    if __name__ == "__main__":
        main()
    """


def test_a_program_asks_keras_for_its_old_names(tmp_path, run):
    write(tmp_path, {"program.py": PROGRAM})
    expected = ["keras keras.layers keras.backend keras.layers.core keras.engine.base_layer 2.2.4", "True True",
                "['program.py', '--', '-x'] False", "True [1.5]"]
    status, out, error = run(tmp_path, "program.py", "--", "-x")
    assert (status, out.splitlines()) == (0, expected), error
    status, out, error = run(tmp_path, "-c", "import program; program.main()", "--", "-x")
    assert (status, out.splitlines()) == (0, [line.replace("program.py", "-c") for line in expected]), error


@pytest.mark.parametrize("asked", ["theano", "tensorflow"])
def test_a_program_that_states_a_backend_of_keras_2_runs_on_what_there_is(asked, tmp_path, run):
    program = """\
        import os, subprocess, sys
        os.environ["KERAS_BACKEND"] = {!r}
        from keras import backend as K
        print(K.get_value(K.variable([2.0])).tolist())
        if "child" not in sys.argv:
            sys.stdout.flush()
            subprocess.check_call([sys.executable, __file__, "child"])
        """
    if active().name == "multibackend" and asked == "theano":
        pytest.skip("Keras 2 means it")
    write(tmp_path, {"a.py": program.format(asked)})
    status, out, error = run(tmp_path, "a.py")
    assert (status, out) == (0, "[2.0]\n[2.0]\n"), error


@pytest.mark.skipif(active().name != "keras3", reason="tensors of TensorFlow have set_shape")
def test_code_states_the_shape_of_a_tensor(tmp_path, run):
    write(tmp_path, {"a.py": """\
        from keras import backend as K
        from keras.layers import Dense, Input
        x = Input((None,))
        x.set_shape([None, 4])
        print(K.int_shape(x), K.int_shape(Dense(2)(x)))
        K.constant([[1.0]]).set_shape((None, 1))
        try:
            x.set_shape((None, 5))
        except ValueError as error:
            print(error)
        """})
    status, out, error = run(tmp_path, "a.py")
    assert (status, out) == (0, "(None, 4) (None, 2)\nShapes (None, 4) and (None, 5) are not compatible\n"), error


def test_a_name_that_came_later_is_missing_in_an_earlier_era(tmp_path, run):
    program = "import keras.backend as K\nprint(hasattr(K, 'symbolic'), hasattr(K, 'eager'))"
    write(tmp_path, {"a.py": program})
    assert run(tmp_path, "a.py")[:2] == (0, "False False\n")
    assert run(tmp_path, "--era", "2.3.1", "a.py")[:2] == (0, "True True\n")
    status, _, error = run(tmp_path, "-c", "from keras.backend import symbolic")
    assert status == 1 and "--era 2.3.1" in error


def test_tests_run_under_pytest_with_the_package_that_they_test(tmp_path, run):
    test = """\
        import keras
        from keras.engine.topology import Layer
        from package import MyLayer, name

        def test_names(version):
            assert issubclass(MyLayer, Layer) and name == keras.__name__ == "keras"
            assert version == keras.__version__

        def test_that_fails(version):
            assert version + "x" == keras.__version__
        """
    write(tmp_path, {
        "package/__init__.py": "from .layers import MyLayer, name\n",
        "package/layers.py": "import keras\nfrom keras.engine.topology import Layer\nname = keras.__name__\n"
                             "class MyLayer(Layer):\n    pass\n",
        "tests/conftest.py": "import keras, pytest\n@pytest.fixture\ndef version():\n    return keras.__version__\n",
        "tests/test_it.py": test})
    status, out, error = run(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")
    assert status == 1 and "1 failed, 1 passed" in out, out + error
    assert "AssertionError: assert '2.2.4x' == '2.2.4'" in out
    assert not list(tmp_path.rglob("*pytest*.pyc"))


@pytest.mark.skipif("active().name != 'keras3'")
def test_an_installed_package_is_the_users_own_if_root_names_it(tmp_path, run):
    write(tmp_path, {
        "site/old_package/__init__.py": "from keras.layers import Layer as served\n",
        "user/main.py": "import sys\nsys.path.append('../site')\nimport old_package, keras.layers\n"
                        "print(old_package.served is keras.layers.Layer)\n"})
    assert [run(tmp_path / "user", *argv, "main.py")[1] for argv in ([], ["--root", "../site/old_package"])] \
        == ["False\n", "True\n"]


@pytest.mark.skipif("active().name != 'keras3'")
def test_names_that_only_keras_3_has_are_its_own(tmp_path, run):
    write(tmp_path, {"main.py": """\
        import keras
        import keras.ops as ops
        from keras import random
        from keras.layers import LayerNormalization
        x = keras.Variable([1.0, 2.0])
        print(keras.version()[:2], ops.shape(random.normal((2, 3))), float(ops.sum(x)), ops is keras.ops)
        print(LayerNormalization.__name__, keras.utils.set_random_seed(1))
        """})
    status, out, error = run(tmp_path, "main.py")
    assert (status, out) == (0, "3. (2, 3) 3.0 True\nLayerNormalization None\n"), error


def test_tf_keras_is_served_in_the_era_of_the_last_tensorflow_with_keras_2(tmp_path, run):
    write(tmp_path, {"main.py": """\
        import numpy as np
        import compat
        import tensorflow as tf
        from tensorflow.keras.layers import GRU
        model = tf.keras.models.Sequential([tf.keras.layers.Dense(2, input_shape=(3,), kernel_initializer="ones")])
        print(model.predict(np.ones((1, 3)), verbose=0).tolist(), compat.era.current().version, GRU(1).reset_after)
        """})
    status, out, error = run(tmp_path, "main.py")
    assert (status, out) == (0, "[[3.0, 3.0]] 2.15 True\n"), error


@pytest.mark.skipif("active().name != 'keras3' or active().backend != 'tensorflow'")
def test_names_of_tensorflow_that_are_not_served_are_its_own_where_it_is_the_backend(tmp_path, run):
    write(tmp_path, {"main.py": """\
        import tensorflow as tf
        data = tf.data.Dataset.from_tensor_slices([1, 2])
        with tf.GradientTape() as tape:
            x = tf.constant(3.)
            tape.watch(x)
            y = x * x
        print([int(each) for each in data], float(tape.gradient(y, x)), hasattr(tf, "select"))
        print(tf.image.central_crop(tf.ones((4, 4, 1)), 0.5).shape)
        """})
    status, out, error = run(tmp_path, "main.py")
    assert (status, out) == (0, "[1, 2] 6.0 False\n(2, 2, 1)\n"), error


def test_functions_of_tensorflow_are_found_in_the_modules_that_define_them(tmp_path, run):
    write(tmp_path, {"main.py": """\
        import numpy as np
        import tensorflow.nn as functions
        from keras.layers import Input, Lambda
        from keras.models import Model
        from tensorflow import nn
        from tensorflow.math import tanh
        from tensorflow.python.framework import dtypes
        from tensorflow.python.ops import array_ops, nn_ops
        from tensorflow.python.ops.math_ops import erf, sqrt

        def gelu(x):
            return nn.relu(functions.relu(0.5 * x * (1.0 + erf(x / sqrt(2.0)))))

        x = Input((3,))
        model = Model(x, Lambda(lambda x: nn_ops.relu(array_ops.identity(gelu(x))))(x))
        print(np.round(model.predict(np.array([[-1., .5, 2.]])), 4).tolist() == np.float32([[0, .3457, 1.9545]]).tolist())
        print(dtypes.float32 is not None, callable(tanh))
        """})
    status, out, error = run(tmp_path, "main.py")
    assert (status, out) == (0, "True\nTrue True\n"), error


@pytest.mark.skipif("active().name != 'keras3'")
def test_a_program_of_tensorflow_2_runs_on_every_backend(tmp_path, run):
    write(tmp_path, {"program.py": """
        import tensorflow as tf
        from tensorflow.compat.v1 import keras as old
        from tensorflow.keras import layers
        from tensorflow.python.framework import tensor_shape

        tf.compat.v1.disable_eager_execution()

        class Scale(layers.Layer):
            def build(self, input_shape):
                self.w = tf.Variable(tf.ones(tensor_shape.TensorShape(input_shape)[1:]), name="w")

            @tf.function
            def call(self, x):
                return tf.tensor_scatter_nd_add(x * self.w, [[0, 0]], [tf.reduce_sum(x)])

        print(old.layers.Dense is layers.Dense, tf.executing_eagerly(), int(tf.__version__.split(".")[0]))
        print(Scale()(tf.ones((2, 2))).numpy().tolist(), tf.data.__name__ if hasattr(tf, "data") else None)
    """})
    code, out, error = run(tmp_path, "program.py")
    assert code == 0, error
    assert out.splitlines()[0] == "True True 2" and out.splitlines()[1].startswith("[[5.0, 1.0], [1.0, 1.0]]")


@pytest.mark.skipif(active().name != "keras3", reason="there the modules inside TensorFlow are its own")
def test_code_asks_dtypes_and_modules_inside_tensorflow(tmp_path, run):
    write(tmp_path, {"a.py": """\
        import tensorflow as tf
        from tensorflow.python.keras.optimizer_v2.optimizer_v2 import OptimizerV2
        from tensorflow.python.keras.engine.functional import Functional
        from tensorflow.python.keras.layers.convolutional import Conv
        from tensorflow.python.keras.utils import control_flow_util, losses_utils, tf_utils
        x = tf.constant([1.0])
        print(x.dtype.name, x.dtype.is_floating, x.dtype.base_dtype == tf.float32, x.dtype.as_numpy_dtype(2))
        print(issubclass(tf.keras.optimizers.legacy.Adam, OptimizerV2), isinstance(tf.keras.Sequential(), Functional),
              issubclass(tf.keras.layers.Conv2D, Conv), losses_utils.ReductionV2.NONE, tf_utils.shape_type_conversion(len)([1]),
              control_flow_util.smart_cond(True, lambda: 1, lambda: 2))
        """})
    status, out, error = run(tmp_path, "a.py")
    assert (status, out) == (0, "float32 True True 2.0\nTrue True True none 1 1\n"), error
