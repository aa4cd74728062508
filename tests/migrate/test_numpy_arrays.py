"""Methods of arrays and arguments that NumPy dropped: ``compat migrate`` and ``compat run`` do the same with them."""
import numpy as np
import pytest

from compat.api.numpy_changes import ARRAY_METHODS
from compat.rewrite.arrays import METHODS_OF_ARRAYS
from compat.rewrite.source import rewrite_source

SET_UP = "import keras\nimport numpy as np\na = np.array([[1, 4], [7, 2]], 'uint8')\nflat = np.array([9, 1, 5], '<u2')\n"
#: Old lines → the new ones, and what ``x`` was in the old NumPy.
PAIRS = {
    "x = a.tostring()": ("x = a.tobytes()", b"\x01\x04\x07\x02"),
    "x = (a + 1).astype('int8').tostring('F')": ("x = (a + 1).astype('int8').tobytes('F')", b"\x02\x08\x05\x03"),
    "x = int(a.ptp()), a.ptp(axis=0).tolist()": ("x = int(np.ptp(a)), np.ptp(a, axis=0).tolist()", (6, [6, 2])),
    "a.itemset((0, 1), 5)\nx = a.tolist()": ("a[0, 1] = 5\nx = a.tolist()", [[1, 5], [7, 2]]),
    "a.itemset(3, flat[0])\nx = a.tolist()": ("a.flat[3] = flat[0]\nx = a.tolist()", [[1, 4], [7, 9]]),
    "x = np.zeros(())\nx.itemset(4)\nx = x.tolist()": ("x = np.zeros(())\nx[...] = 4\nx = x.tolist()", 4.0),
    "x = flat.newbyteorder().tolist()": ("x = flat.view(flat.dtype.newbyteorder()).tolist()", [2304, 256, 1280]),
    "x = flat.byteswap().newbyteorder('S').tolist()":
        ("x = flat.byteswap().view(flat.dtype.newbyteorder('S')).tolist()", [9, 1, 5]),
    "x = np.array([1, 2], dtype='float32', copy=False).tolist()":
        ("x = np.asarray([1, 2], dtype='float32').tolist()", [1.0, 2.0]),
    "x = np.array(a, copy=False) is a": ("x = np.asarray(a) is a", True),
    "x = np.array([1], copy=False, ndmin=2).shape": ("x = np.array([1], copy=None, ndmin=2).shape", (1, 1)),
    "x = np.array([[1, 2], [3]]).tolist()": ("x = np.array([[1, 2], [3]], dtype=object).tolist()", [[1, 2], [3]]),
    "x = np.array([[[1], [2, 3]], [[4], [5, 6]]]).shape":
        ("x = np.array([[[1], [2, 3]], [[4], [5, 6]]], dtype=object).shape", (2, 2)),
    "x = int(np.percentile([1, 2, 4], 40, interpolation='lower'))":
        ("x = int(np.percentile([1, 2, 4], 40, method='lower'))", 1),
    "x = np.histogram([1., 2.], bins=2, normed=True)[0].tolist()":
        ("x = np.histogram([1., 2.], bins=2, density=True)[0].tolist()", [1.0, 1.0]),
    "x = np.reshape(a, newshape=(4,)).tolist()": ("x = np.reshape(a, (4,)).tolist()", [1, 4, 7, 2]),
    "x = np.vstack(row + 1 for row in a).tolist()": ("x = np.vstack([row + 1 for row in a]).tolist()", [[2, 5], [8, 3]]),
    "x = np.concatenate((row for row in a), axis=0).tolist()":
        ("x = np.concatenate(([row for row in a]), axis=0).tolist()", [1, 4, 7, 2]),
    "x = np.hstack(map(list, a)).tolist()": ("x = np.hstack(list(map(list, a))).tolist()", [1, 4, 7, 2]),
    "x = int(np.sum(n * n for n in range(4)))": ("x = int(sum(n * n for n in range(4)))", 14),
    "x = np.fromstring(b'ab', dtype=np.uint8)\nx += 1\nx = x.tolist()":
        ("x = np.frombuffer(b'ab', dtype=np.uint8).copy()\nx += 1\nx = x.tolist()", [98, 99]),
    "x = np.fromstring(b'ab', 'uint8', sep='').tolist()": ("x = np.frombuffer(b'ab', 'uint8').copy().tolist()", [97, 98]),
    "x = np.lib.pad(a, 1, 'constant').shape": ("x = np.pad(a, 1, 'constant').shape", (4, 4)),
    "np.set_printoptions(threshold=np.nan)\nx = np.get_printoptions()['threshold']":
        ("np.set_printoptions(threshold=np.inf)\nx = np.get_printoptions()['threshold']", np.inf),
}


def executed(code):
    """What a program calls ``x``."""
    names = {}
    with np.printoptions():
        exec(code, names)
    return names["x"]


@pytest.mark.parametrize("to", ["compat", "keras3"])
@pytest.mark.parametrize("before", PAIRS)
def test_what_numpy_refuses_now_becomes_what_it_takes(before, to, migrated):
    after, value = PAIRS[before]
    found = migrated(SET_UP + before + "\n", to)
    assert found.endswith(after + "\n")
    assert executed(SET_UP.replace("import keras\n", "") + after) == value


@pytest.mark.parametrize("before", PAIRS)
def test_compat_run_gives_the_same(before):
    tree = rewrite_source(SET_UP.replace("import keras\n", "") + before).tree
    assert executed(compile(tree, "<rewritten>", "exec")) == PAIRS[before][1]


def test_both_know_the_same_methods():
    assert set(ARRAY_METHODS) == set(METHODS_OF_ARRAYS)


@pytest.mark.parametrize("line, code", [
    ("y = x.tostring()", "K035"), ("y = x.newbyteorder('>')", "K035"), ("x.itemset(i, 2)", "K035"),
    ("y = x.itemset(1, 2)", "K035"), ("x.itemset((1), 2)", "K035"),
    ("y = np.array(tokenizer.texts_to_sequences(x))", "K036"), ("y = np.array([t.split() for t in x])", "K036"),
])
def test_what_is_not_certain_is_marked(line, code, migrated):
    found = migrated("import keras\nimport numpy as np\n\ndef f(x, i):\n    {}\n".format(line))
    assert found.splitlines()[-1] == "    " + line
    assert found.splitlines()[-2].startswith("    # compat: {} ".format(code))


@pytest.mark.parametrize("text", [
    "import xml.etree.ElementTree as tree\nx = tree.tostring(root)\n",
    "class Own:\n    def tostring(self):\n        return ''\n\nx = Own().tostring()\n",
    "import numpy as np\ndt = np.dtype('u4')\ndt = dt.newbyteorder('>')\n"
    "x = np.dtype(kind).newbyteorder('>'), y.dtype.newbyteorder()\n",
    "import numpy as np\nx = np.array([[1, 2], [3, 4]]), np.array([a, [b]]), np.array([*a, [1]])\n"
    "z = np.array([[1], [2, 3]], object)\n",
    "import numpy as np\nx = np.fromstring('1 2', sep=' '), np.sum(y), np.vstack([y, z])\n"
    "w = np.array(y, copy=True), y.astype('f', copy=False)\n",
    "import numpy as np\nnp.set_printoptions(threshold=100)\nx = np.percentile(y, 5), np.array(sequences)\n",
])
def test_what_numpy_takes_still_stays(text, migrated):
    assert migrated("import keras\n" + text) == "from compat import keras\n" + text


def test_a_method_needs_numpy_by_some_name(migrated):
    assert migrated("import keras\nfrom helpers import x\ny = x.copy().ptp()\n") == \
        "from compat import keras\nfrom helpers import x\nimport numpy as np\ny = np.ptp(x.copy())\n"
    assert "y = numpy.ptp(x, 0)" in migrated("import keras, numpy\ny = x.ptp(0)\n")
