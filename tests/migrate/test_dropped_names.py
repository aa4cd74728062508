"""Names that Python and other packages have dropped are taken from where they are now, in both directions."""
import pytest

from compat.api.dropped_names import CHANGED, MOVED, REMADE, REMADE_ADVICE, THREE_FOLDS

HEAD = "import keras\n"
#: Before → after, and what the program binds to ``found``.
RUN = {
    "from collections import Mapping\nfound = isinstance({}, Mapping)\n":
        ("from collections.abc import Mapping\nfound = isinstance({}, Mapping)\n", True),
    "from collections import (OrderedDict,  # in order\n    Mapping as M)  # noqa\nfound = isinstance(OrderedDict(), M)\n":
        ("# in order\nfrom collections import OrderedDict\nfrom collections.abc import Mapping as M  # noqa\n"
         "found = isinstance(OrderedDict(), M)\n", True),
    "import collections\nfound = isinstance([], collections.Sequence), isinstance(len, collections.Callable)\n":
        ("import collections\nimport collections.abc\n"
         "found = isinstance([], collections.abc.Sequence), isinstance(len, collections.abc.Callable)\n", (True, True)),
    "import collections as c\nabc = 3\nfound = isinstance([], c.Sequence)\n":
        ("import collections as c\nimport collections.abc as abc_module\nabc = 3\n"
         "found = isinstance([], abc_module.Sequence)\n", True),
    "def f(x):\n    import collections\n    return isinstance(x, collections.Iterable)\nfound = f(())\n":
        ("import collections.abc\ndef f(x):\n    import collections\n    return isinstance(x, collections.abc.Iterable)\n"
         "found = f(())\n", True),
    "try:\n    from collections import Mapping\nexcept ImportError:\n    Mapping = None\nfound = Mapping is None\n":
        ("try:\n    from collections.abc import Mapping\nexcept ImportError:\n    Mapping = None\n"
         "found = Mapping is None\n", False),
    "import time\nfound = time.clock() <= time.clock()\n":
        ("import time\nfound = time.process_time() <= time.process_time()\n", True),
    "from time import clock, sleep\nfound = clock() >= 0\n":
        ("from time import sleep\nfrom time import process_time as clock\nfound = clock() >= 0\n", True),
    "from fractions import gcd\nfound = gcd(12, 8)\n": ("from math import gcd\nfound = gcd(12, 8)\n", 4),
    "import fractions\ndef f(math):\n    return fractions.gcd(math, 8)\nfound = f(12)\n":
        ("import fractions\nimport math as math_module\ndef f(math):\n    return math_module.gcd(math, 8)\nfound = f(12)\n", 4),
    "import os\nfound = os.errno.ENOENT\n": ("import os\nimport errno\nfound = errno.ENOENT\n", 2),
    "from os import errno, path\nfound = errno.ENOENT\n": ("from os import path\nimport errno\nfound = errno.ENOENT\n", 2),
    "import base64 as b\nfound = b.encodestring(b'a')\n": ("import base64 as b\nfound = b.encodebytes(b'a')\n", b"YQ==\n"),
    "import inspect\nfound = inspect.getargspec(lambda a, b=2: 0).defaults\n":
        ("import inspect\nfound = inspect.getfullargspec(lambda a, b=2: 0).defaults\n", (2,)),
    "from inspect import getargspec\nfound = getargspec(lambda a, **b: 0)[0], getargspec(lambda **b: 0).keywords\n":
        ("from inspect import getfullargspec\n"
         "found = getfullargspec(lambda a, **b: 0)[0], getfullargspec(lambda **b: 0).varkw\n", (["a"], "b")),
    "import inspect\nargs, rest, words, found = inspect.getargspec(lambda a=3: 0)\n":
        ("import inspect\nargs, rest, words, found = inspect.getfullargspec(lambda a=3: 0)[:4]\n", (3,)),
    "import inspect\ndef f(g):\n    spec = inspect.getargspec(g)\n    return spec.args, spec.keywords, spec[3]\n"
    "found = f(lambda a, b=1, **c: 0)\n":
        ("import inspect\ndef f(g):\n    spec = inspect.getfullargspec(g)\n    return spec.args, spec.varkw, spec[3]\n"
         "found = f(lambda a, b=1, **c: 0)\n", (["a", "b"], "c", (1,))),
}
#: Before → after, of packages that are not installed here.
SHOWN = {
    "from sklearn.externals import joblib\n": "import joblib\n",
    "import sklearn.externals.joblib as jl\n": "import joblib as jl\n",
    "from sklearn.externals.joblib import Parallel, delayed\n": "from joblib import Parallel, delayed\n",
    "from sklearn.cross_validation import train_test_split\n": "from sklearn.model_selection import train_test_split\n",
    "import sklearn.cross_validation\nx = sklearn.cross_validation.train_test_split(y)\n":
        "import sklearn.model_selection\nx = sklearn.model_selection.train_test_split(y)\n",
    "from sklearn.grid_search import GridSearchCV\ng = GridSearchCV(m, {}, cv=4)\n":
        "from sklearn.model_selection import GridSearchCV\ng = GridSearchCV(m, {}, cv=4)\n",
    "from PIL import Image\nx = y.resize((2, 3), Image.ANTIALIAS)\n":
        "from PIL import Image\nx = y.resize((2, 3), Image.LANCZOS)\n",
    "import PIL.Image\nx = y.resize((2, 3), PIL.Image.LINEAR)\n":
        "import PIL.Image\nx = y.resize((2, 3), PIL.Image.BILINEAR)\n",
    "from PIL.Image import ANTIALIAS\n": "from PIL.Image import LANCZOS as ANTIALIAS\n",
    "from scipy.misc import logsumexp, comb as c\n": "from scipy.special import logsumexp, comb as c\n",
    "from scipy import misc\nx = misc.face()\n": "from scipy import misc\nfrom scipy import datasets\nx = datasets.face()\n",
}
STAY = [
    "try:\n    from collections.abc import Mapping\nexcept ImportError:\n    from collections import Mapping\n",
    "try:\n    from sklearn.externals import joblib\nexcept ImportError:\n    import joblib\n",
    "import collections\nx = collections.OrderedDict()\ncollections.Mapping = 3\n",
    "class time:\n    clock = 3\nx = time.clock\n",
    "def f(time):\n    return time.clock()\n",
    "from .collections import Mapping\n",
    "import inspect\nx = inspect.getfullargspec(f)\n",
]


@pytest.mark.parametrize("to", ["compat", "keras3"])
@pytest.mark.parametrize("before", RUN)
def test_a_name_of_python_is_taken_from_where_it_is(before, to, migrated):
    after, value = RUN[before]
    assert migrated(before) == after  # without a word of Keras
    head = "from compat import keras\n" if to == "compat" else HEAD
    assert sorted(migrated(HEAD + before, to).splitlines()) == sorted((head + after).splitlines())
    facts = {}
    exec(after, facts)
    assert facts["found"] == value


@pytest.mark.parametrize("to", ["compat", "keras3"])
@pytest.mark.parametrize("before", SHOWN)
def test_a_name_of_a_package_is_taken_from_where_it_is(before, to, migrated):
    assert migrated(before, to) == SHOWN[before]


@pytest.mark.parametrize("to", ["compat", "keras3"])
@pytest.mark.parametrize("text", STAY)
def test_what_the_program_looks_for_itself_stays(text, to, migrated):
    assert migrated(text, to) == text


def test_a_module_that_moved_beside_keras_in_one_statement(migrated):
    found = migrated("import sklearn.externals.joblib as jl, tensorflow.keras as keras\n", "keras3")
    assert found == "import joblib as jl\nimport keras\n"


def test_an_own_module_of_the_name_stays(tmp_path):
    from compat.rewrite.migrate.context import Options
    from compat.rewrite.migrate.source import migrate_source

    (tmp_path / "time.py").write_text("clock = 3\n")
    program = tmp_path / "program.py"
    program.write_text("import time\nx = time.clock\nfrom time import clock\n")
    assert migrate_source(program.read_text(), Options("keras3"), str(program)).text == program.read_text()


@pytest.mark.parametrize("text, why", [
    ("from sklearn.cross_validation import KFold\n", "n_splits="),
    ("from sklearn import cross_validation\nx = cross_validation.StratifiedKFold(y)\n", "n_splits="),
    ("from sklearn.cross_validation import cross_val_score\nx = cross_val_score(m, y)\n", "cv=3"),
    ("import sklearn.grid_search\nx = sklearn.grid_search.GridSearchCV(m, y)\n", "cv=3"),
    ("from inspect import getargspec\nx = list(map(getargspec, y))\n", "getfullargspec"),
    ("import inspect\ndef f(g):\n    return inspect.getargspec(g)\n", "getfullargspec"),
    ("import inspect\ndef f(g):\n    spec = inspect.getargspec(g)\n    return tuple(spec)\n", "getfullargspec"),
    ("from scipy import misc\nmisc.imsave('x.png', misc.imread('y.png'))\n", "PIL.Image.fromarray(a).save(name)"),
    ("import cgi\nx = cgi.escape(y)\n", "html.escape"),
])
def test_what_means_something_else_now_is_marked(text, why, migrated):
    found = migrated(text, "keras3")
    assert any("# compat: K038" in line and why in line for line in found.splitlines())
    unmarked = "".join(line for line in found.splitlines(True) if "# compat: " not in line)
    assert unmarked.replace("model_selection as cross_validation", "cross_validation").replace(
        "import sklearn.model_selection", "import sklearn.grid_search") == text


@pytest.mark.parametrize("before, after", [
    ("from scipy.misc import imread, imresize as resize, comb\n",
     "from compat.rewrite.scipy_images import imread, imresize as resize\nfrom scipy.special import comb\n"),
    ("import scipy.misc\nscipy.misc.imsave('x.png', y)\n",
     "import scipy.misc\nfrom compat.rewrite import scipy_images\nscipy_images.imsave('x.png', y)\n"),
    ("from inspect import getargspec\nx = list(map(getargspec, y))\n",
     "from compat.rewrite.dropped import getargspec\nx = list(map(getargspec, y))\n"),
])
def test_what_is_nowhere_any_more_is_compats(before, after, migrated):
    assert migrated(before) == after


def test_the_tables_fit_together():
    assert set(REMADE) == set(REMADE_ADVICE)
    assert {name.rpartition(".")[0] for name in (*CHANGED, *THREE_FOLDS)} <= set(MOVED)
