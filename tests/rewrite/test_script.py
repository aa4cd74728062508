"""``run_script`` against a plain run: name, arguments, paths, exit statuses, tracebacks."""
import subprocess
import sys

import pytest

from compat.errors import LegacySyntaxError, ScriptNotFoundError
from compat.rewrite import run_script


def test_a_program_gets_the_redirected_packages(project):
    project.write("user/main.py", """\
        import keras, sys
        import keras.layers
        from tensorflow import keras as again
        import tensorflow as tf
        print(keras.served_by, again is keras, tf.served_by, keras.layers.Dense.__module__, [
            name for name in sys.modules.keys() if name == "keras"])
        """)
    assert project.run("main.py").stdout == "fake True fake tf fakecompat.keras.layers []\n"


def test_scalars_of_numpy_are_printed_as_old_programs_knew_them(project):
    project.write("user/main.py", """\
        import numpy as np
        print([np.float32(9), np.int64(2)], repr(np.float64(0.5)))
        np.set_printoptions(precision=2)
        print(np.array([0.123456]))
        """)
    assert project.run("main.py").stdout == "[9.0, 2] 0.5\n[0.12]\n"


def test_names_that_numpy_dropped_are_what_they_were(project):
    project.write("user/main.py", """\
        import numpy
        import numpy as np
        x = np.array([1.5, 2.0]).astype(np.float)
        print(x.dtype, np.zeros(2, dtype=np.int).dtype.kind, numpy.product(x), np.Inf > 1, np.mat([[1]]).shape, np.unicode_)

        class Own:
            float = "own"

        def f(np):
            return np.float
        print(f(Own), isinstance(True, np.bool) or np.bool is np.bool_, np.float32(1) + 1)
        """)
    status = project.run("main.py")
    assert status.stdout == "float64 i 3.0 True (1, 1) <class 'numpy.str_'>\nown True 2.0\n", status.stderr


def test_other_things_that_numpy_dropped_are_served_too(project):
    project.write("user/main.py", """\
        import numpy as np
        print(np.asscalar(np.array([2.5])), np.math.floor(2.5), np.asfarray([1, 2]).dtype, np.NINF, np.NAN)
        print(np.bool8 is np.bool_, np.msort(np.array([2, 1])).tolist(), issubclass(np.AxisError, IndexError), np.alen([1, 2]),
              np.issubclass_(int, 3), np.find_common_type([np.float32], [np.int64]), np.find_common_type([np.int8], [float]))
        """)
    status = project.run("main.py")
    assert status.stdout == "2.5 2 float64 -inf nan\nTrue [1, 2] True 2 False float32 float64\n", status.stderr


def test_arrays_of_one_element_are_numbers_as_they_were_until_numpy_2_4(project):
    project.write("user/main.py", """\
        import math
        import numpy as np

        def one(value):
            return np.array([[value]])

        print(float(one(0.5)), int(one(2.5)), "%.1f" % one(0.5), "%d of %s" % (one(2), 3), "%(a).2f" % {"a": one(0.5)},
              math.exp(one(0.0)), math.pow(one(2), one(3)), "%d%%" % 5)
        table = np.zeros((2, 2))
        table[0, 1] = one(0.5)
        table[1][0] = one(0.25)[0]
        table[:1, 0] = one(4.0)[0]
        kept = {}
        kept["a"] = one(1)
        print(table.tolist(), kept["a"].shape)
        order = []

        def say(value):
            order.append(value)
            return table if value == "holder" else 1

        say("holder")[say("index"), 0] = say("value")
        print(order)
        """)
    status = project.run("main.py")
    assert status.stdout == ("0.5 2 0.5 2 of 3 0.50 1.0 8.0 5%\n[[4.0, 0.5], [0.25, 0.0]] (1, 1)\n"
                             "['value', 'holder', 'index']\n"), status.stderr


def test_an_array_of_one_element_is_added_to_an_element(project):
    project.write("user/main.py", """\
        import numpy as np
        scores, names, counts, order = np.ones(3), ["a"], {}, []

        def say(value, what=None):
            order.append(value)
            return scores if what is None else what

        scores[0] += np.array([[0.5]])
        scores[1] -= np.array([2.0])
        scores[2] *= 3
        scores[:1] += np.array([1.0])
        names[0] += str("b")
        counts["a"] = 1
        counts["a"] **= int(2)
        say("holder")[say("index", 1)] /= say("value", np.array([4.0]))
        print(scores.tolist(), names, counts, order)
        """)
    status = project.run("main.py")
    assert status.stdout == "[2.5, -0.25, 3.0] ['ab'] {'a': 1} ['holder', 'index', 'value']\n", status.stderr


def test_arrays_are_made_as_they_were_until_numpy_1_23(project):
    """Rows of different lengths, arrays of one element among numbers, ``copy=False`` that must copy, and dropped methods."""
    project.write("user/main.py", """\
        import numpy as np
        from numpy import array

        one = np.array([2.5])
        for made in (np.array([[1, 2], [3]]), np.asarray([[[1], [2, 3]], [[4], [5, 6]]]), array([one, 1.0]),
                     np.array([one, 1.0], dtype="float32"), np.array([[1, 0, one], [0, 1, one]], "float32"),
                     np.array([1, 2], dtype="float32", copy=False), np.array(*[[1, 2]])):
            print(made.dtype, made.shape)
        try:
            np.array([[1, 2], [3]], dtype="float32")
        except ValueError:
            print("refused")
        a = np.array([[1, 4], [7, 2]], "uint8")
        a.itemset((0, 1), 5)
        a.itemset(3, 9)
        print(a.tostring(), a.ptp(), a.ptp(axis=0).tolist(), a.astype("<u2").newbyteorder().dtype.str)

        class Own:
            def tostring(self, encoding="x"):
                return encoding

        print(Own().tostring(encoding="utf8"))
        """)
    status = project.run("main.py")
    assert status.stdout == ("object (2,)\nobject (2, 2)\nobject (2,)\nfloat32 (2,)\nfloat32 (2, 3)\nfloat32 (2,)\n"
                             "{} (2,)\nrefused\nb'\\x01\\x05\\x07\\t' 8 [6, 4] >u2\nutf8\n".format(int_name())), status.stderr


def int_name():
    import numpy as np

    return np.array([1]).dtype


@pytest.mark.parametrize("line, error", [
    ("float(np.ones(2))", "TypeError"), ("float('x')", "ValueError: could not convert string to float: 'x'"),
    ("'%d' % 'x'", "TypeError: %d format: a"), ("'%d %d' % (1,)", "TypeError: not enough arguments for format string"),
    ("np.zeros(2)[2] = 1", "IndexError: index 2 is out of bounds for axis 0 with size 2"),
    ("np.zeros(2)[0] += np.ones(int(2))", "ValueError: setting an array element with a sequence."),
    ("{}['a'] += int(1)", "KeyError: 'a'"),
    ("np.zeros(2)[0] = [1]", "ValueError: setting an array element with a sequence."),
    ("np.zeros((2, 3))[0] = np.ones(2)", "ValueError: could not broadcast input array from shape (2,) into shape (3,)"),
    ("float()[0]", "TypeError: 'float' object is not subscriptable"), ("np.gone_for_good", "AttributeError: module 'numpy'"),
])
def test_what_numpy_always_refused_raises_the_same_error(project, line, error):
    project.write("user/main.py", "import numpy as np\n" + line + "\n")
    status = project.run("main.py")
    assert status.returncode == 1 and error in status.stderr and "arrays.py" not in status.stderr, status.stderr


def test_a_name_of_its_own_stays(project):
    project.write("user/main.py", """\
        import numpy as np
        float = lambda value: "own"
        print(float(np.ones((1, 1))))
        """)
    assert project.run("main.py").stdout == "own\n"


def test_a_star_import_is_redirected(project):
    project.write("user/main.py", "from keras.layers import *\nprint(Dense.__module__, '_Hidden' in dir())\n")
    assert project.run("main.py").stdout == "fakecompat.keras.layers False\n"


def test_imports_by_name_are_redirected_at_run_time(project):
    project.write("user/main.py", """\
        import importlib
        name = "keras." + "layers"
        print(importlib.import_module(name).__name__, importlib.import_module("json").__name__)
        print(__import__("keras.layers").__name__, __import__("keras.layers", fromlist=["Dense"]).__name__)
        print(importlib.import_module("keras.backend").eval(1))
        """)
    assert project.run("main.py").stdout == (
        "fakecompat.keras.layers json\nfakecompat.keras fakecompat.keras.layers\n('K.eval', 1)\n")


def test_the_program_sees_what_a_plain_run_sees(project):
    path = project.write("user/main.py", """\
        \"\"\"Doc.\"\"\"
        import os, sys
        print(__name__, __doc__, os.path.basename(__file__), sys.argv, sys.path[0], __package__, __spec__)
        print(sys.modules["__main__"].__dict__ is globals(), type(__builtins__).__name__, "runner" in "".join(sys.path))
        print([name for name in dir() if "compat" in name])
        """)
    plain = subprocess.run([sys.executable, "main.py", "-a", "b c"], cwd=str(path.parent), stdout=subprocess.PIPE,
                           universal_newlines=True)
    assert project.run("main.py", "-a", "b c").stdout == plain.stdout


def test_a_traceback_shows_the_programs_own_lines_and_none_of_ours(project):
    project.write("user/helper.py", """\
        import keras

        def fail(x):
            y = x.eval(1)
            raise RuntimeError("told")
        """)
    project.write("user/main.py", """\
        # comment
        import keras.layers, keras.backend
        from helper import fail

        class Own:
            def eval(self, n):
                return n


        fail(Own())
        """)
    result = project.run("main.py")
    lines = [line.strip() for line in result.stderr.splitlines()]
    user = str(project.root / "user")
    assert result.returncode == 1
    assert [line for line in lines if line.startswith("File")] == [
        'File "{}/main.py", line 10, in <module>'.format(user), 'File "{}/helper.py", line 5, in fail'.format(user)]
    assert "fail(Own())" in lines and 'raise RuntimeError("told")' in lines and lines[-1] == "RuntimeError: told"


def test_an_error_inside_a_rewritten_expression_is_at_the_original_line(project):
    project.write("user/main.py", "import keras\n\nx = None\nprint(1,\n      x.eval())\n")
    result = project.run("main.py")
    plain = subprocess.run([sys.executable, "-c", "\n\nx = None\nprint(1,\n      x.eval())"], stderr=subprocess.PIPE,
                           universal_newlines=True).stderr.splitlines()
    assert 'main.py", line {}, in <module>'.format(plain[1].split("line ")[1].split(",")[0]) in result.stderr
    assert result.stderr.splitlines()[-1] == plain[-1]


def test_an_error_while_a_module_is_imported_shows_no_frame_of_the_import_system(project):
    project.write("user/broken.py", "import keras\n\n1 / 0\n")
    project.write("user/main.py", "import broken\n")
    stderr = project.run("main.py").stderr
    assert "importlib" not in stderr and "hook.py" not in stderr and 'broken.py", line 3' in stderr


@pytest.mark.parametrize("ending, status, said", [
    ("", 0, ""),
    ("import sys; sys.exit()", 0, ""),
    ("import sys; sys.exit(7)", 7, ""),
    ("raise SystemExit('no data')", 1, "no data\n"),
])
def test_the_exit_status_is_the_programs(project, ending, status, said):
    project.write("user/main.py", ending)
    result = project.run("main.py")
    assert (result.returncode, result.stderr) == (status, said)


def test_an_exception_hook_of_the_program_is_used(project):
    project.write("user/main.py", "import sys\nsys.excepthook = lambda *a: print('hook', a[0].__name__)\n1 / 0\n")
    result = project.run("main.py")
    assert (result.returncode, result.stdout, result.stderr) == (1, "hook ZeroDivisionError\n", "")


def test_broken_source_is_reported_as_python_reports_it(project):
    project.write("user/main.py", "x = = 1\n")
    result = project.run("main.py")
    assert result.returncode == 1
    assert "SyntaxError: invalid syntax" in result.stderr and "hook.py" not in result.stderr


def test_a_python_2_module_beside_the_program_is_named_in_the_traceback(project):
    project.write("user/old.py", "print 'x'\n")
    project.write("user/main.py", "import old\n")
    stderr = project.run("main.py").stderr
    assert "LegacySyntaxError" in stderr and "old.py" in stderr and "2to3" in stderr


def test_what_the_program_defines_can_be_pickled(project):
    project.write("user/main.py", """\
        import pickle
        class Point:
            x = 3
        if __name__ == "__main__":
            print(pickle.loads(pickle.dumps(Point())).x)
        """)
    assert project.run("main.py").stdout == "3\n"


def test_source_can_be_inspected(project):
    project.write("user/main.py", """\
        import inspect
        import keras
        def f(x):
            return x.eval()
        print(inspect.getsource(f))
        """)
    assert project.run("main.py").stdout == "def f(x):\n    return x.eval()\n\n"


def test_a_missing_program_is_a_typed_error():
    with pytest.raises(ScriptNotFoundError, match="no_such_program.py"):
        run_script("no_such_program.py")


def test_a_python_2_program_is_a_typed_error(tmp_path):
    (tmp_path / "old.py").write_text("print 'x'\n")
    with pytest.raises(LegacySyntaxError, match="line 1"):
        run_script(str(tmp_path / "old.py"))


def test_the_interpreter_is_as_before_after_a_run(tmp_path):
    (tmp_path / "beside.py").write_text("x = 1\n")
    (tmp_path / "main.py").write_text("import sys, beside\nsys.argv.append('more')\nsys.path.append('more')\n")
    before = list(sys.argv), list(sys.path), list(sys.meta_path), sys.modules["__main__"]
    assert run_script(str(tmp_path / "main.py"), ["a"]) == 0
    assert (list(sys.argv), list(sys.path), list(sys.meta_path), sys.modules["__main__"]) == before
    assert "beside" not in sys.modules
