"""Names that Python and other packages have dropped, in a program that still imports them."""
import hashlib
import pickle
import sys

import numpy as np
import pytest

from compat.api.dropped_names import MOVED
from compat.errors import UnsupportedError
from compat.rewrite import folds, rewrite_source, scipy_images


def run(source):
    """What a program binds."""
    facts = {}
    exec(compile(rewrite_source(source).tree, "program.py", "exec"), facts)
    return facts


@pytest.mark.parametrize("source, value", [
    ("from collections import Mapping, OrderedDict as O\nfound = isinstance({}, Mapping) and O(a=1)['a']", 1),
    ("import collections as c\nfound = isinstance([], c.Sequence) and isinstance(len, c.Callable)", True),
    ("import time\nfound = time.clock() <= time.clock()", True),
    ("import inspect\nfound = inspect.getargspec(lambda a, d=2, *b: 0).defaults", (2,)),
    ("from inspect import getargspec as spec\nfound = spec(lambda a, *b, **c: 0).keywords", "c"),
    ("from fractions import gcd\nfound = gcd(12, 8)", 4),
    ("import base64\nfound = base64.encodestring(b'a')", b"YQ==\n"),
    ("import os\nfound = os.errno.ENOENT", 2),
    ("import time\nclass Clock:\n    clock = 7\ntime = Clock()\nfound = time.clock", 7),
])
def test_names_of_python(source, value):
    assert run(source)["found"] == value


def test_a_module_that_moved(tmp_path, monkeypatch):
    (tmp_path / "new_place.py").write_text("def dump():\n    return 'dumped'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(MOVED, "old.place", "new_place")
    assert run("from old import place\nfound = place.dump()")["found"] == "dumped"
    assert run("from old.place import dump as d\nfound = d()")["found"] == "dumped"
    assert run("import old.place as p\nfound = p.dump()")["found"] == "dumped"
    with pytest.raises(ImportError):
        run("from old.place import load")


SEARCH = """
def cross_val_score(estimator, X, *, cv=None):
    return 5 if cv is None else cv

class GridSearchCV:
    def __init__(self, estimator, *, cv=None):
        self.cv = cross_val_score(estimator, None, cv=cv)

class GroupKFold:
    def __init__(self, n_splits):
        self.n_splits = n_splits

    def get_n_splits(self, x, groups):
        return self.n_splits

    def split(self, x, groups):
        yield self.n_splits, tuple(groups.tolist())
"""


@pytest.fixture
def scikit_learn_of_today(tmp_path, monkeypatch):
    (tmp_path / "sklearn").mkdir()
    (tmp_path / "sklearn" / "__init__.py").write_text("")
    (tmp_path / "sklearn" / "model_selection.py").write_text(SEARCH)
    for name in ("sklearn", "sklearn.model_selection"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(folds, "_MADE", {})
    yield
    for name in ("sklearn", "sklearn.model_selection"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize("source", [
    "from sklearn.cross_validation import cross_val_score as s\nfound = [s(0, 0), s(0, 0, cv=None), s(0, 1, cv=7)]",
    "from sklearn.grid_search import GridSearchCV as G\nfound = [G(0).cv, G(0, cv=None).cv, G(0, cv=7).cv]",
    "from sklearn import grid_search as g\nG = g.GridSearchCV\nfound = [G(0).cv, G(0, cv=None).cv, G(0, cv=7).cv]",
])
def test_three_folds_where_a_program_names_none(scikit_learn_of_today, source):
    assert run(source)["found"] == [3, 3, 7]


def test_a_search_is_pickled_and_derived_from(scikit_learn_of_today):
    found = run("from sklearn.grid_search import GridSearchCV\nclass Search(GridSearchCV):\n    pass\n"
                "made, own = GridSearchCV(0), Search(0)")
    assert pickle.loads(pickle.dumps(found["made"])).cv == 3
    assert found["own"].cv == 3


@pytest.mark.parametrize("source", [
    "from sklearn.cross_validation import StratifiedKFold as S, KFold",
    "from sklearn import cross_validation as c\nS, KFold = c.StratifiedKFold, c.KFold",
    "import sklearn.cross_validation as c\nS, KFold = c.StratifiedKFold, c.KFold",
])
def test_folds_of_cross_validation(scikit_learn_of_today, source):
    """Printed by scikit-learn 0.19.2."""
    found = run(source)
    y = np.array([0, 1, 0, 1, 1, 0, 0, 2, 2, 2, 2, 1])
    folds = found["S"](y, n_folds=3, shuffle=True, random_state=5)
    assert [test.tolist() for _, test in folds] == [[0, 1, 2, 9, 10, 11], [4, 5, 8], [3, 6, 7]] and len(folds) == 3
    plain = found["S"](y, 3)
    for _ in range(2):  # as often as it is gone through
        assert [test.tolist() for _, test in plain] == [[0, 1, 2, 3, 7, 8], [4, 5, 9], [6, 10, 11]]
    folds = found["KFold"](7, 3, shuffle=True, random_state=1)
    assert [(train.tolist(), test.tolist()) for train, test in folds] == [
        ([0, 3, 4, 5], [1, 2, 6]), ([1, 2, 3, 5, 6], [0, 4]), ([0, 1, 2, 4, 6], [3, 5])]
    with pytest.raises(ValueError, match="from 2 to the number of samples, 2"):
        found["KFold"](2, 3)


def test_other_folds_are_those_of_today(scikit_learn_of_today):
    found = run("from sklearn.cross_validation import LabelKFold, StratifiedShuffleSplit")
    folds = found["LabelKFold"]([1, 1, 2], n_folds=2)
    assert len(folds) == 2 and list(folds) == [(2, (1, 1, 2))]
    with pytest.raises(UnsupportedError, match="other samples"):
        found["StratifiedShuffleSplit"]([0, 1])


def test_what_is_installed_comes_first(tmp_path, monkeypatch):
    (tmp_path / "cgi.py").write_text("def escape(text):\n    return 'own'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "cgi", raising=False)
    assert run("from cgi import escape\nfound = escape('<')")["found"] == "own"


def test_a_module_that_is_not_there_is_named():
    with pytest.raises(ImportError, match="no_such_package"):
        run("from no_such_package.misc import imread")


def test_keyword_only_arguments_are_refused_as_before():
    with pytest.raises(ValueError, match="getfullargspec"):
        run("from inspect import getargspec\ngetargspec(lambda *, a: 0)")


def digest(array):
    return array.shape, hashlib.md5(np.ascontiguousarray(array).tobytes()).hexdigest()[:8]


def test_arrays_become_bytes_as_in_scipy_1_1():
    data = np.random.RandomState(0).randn(9, 11, 3)
    assert digest(scipy_images.bytescale(data)) == ((9, 11, 3), "5a7be9b2")
    assert digest(scipy_images.bytescale(data, cmin=0, cmax=1, high=200, low=10)) == ((9, 11, 3), "5b3fcd4a")


def test_images_are_read_resized_and_written_as_in_scipy_1_1(tmp_path):
    pytest.importorskip("PIL")
    first = np.random.RandomState(1).rand(3, 8, 9)
    gray = np.random.RandomState(2).rand(7, 5)
    assert digest(scipy_images.imresize(first, (20, 13))) == ((20, 13, 3), "0b15d72e")
    assert digest(scipy_images.imresize(gray, 50)) == ((3, 2), "50f9a38e")
    assert digest(scipy_images.imrotate(gray, 90)) == ((7, 5), "50f0126d")
    assert scipy_images.imresize(gray, (10, 10), mode="F").dtype == "float32"
    path = str(tmp_path / "image.png")
    scipy_images.imsave(path, first.transpose(1, 2, 0))
    assert digest(scipy_images.imread(path)) == ((8, 9, 3), "de5976d9")
    assert scipy_images.imread(path, flatten=True).shape == (8, 9) and scipy_images.imread(path, mode="RGBA").shape == (8, 9, 4)
    with pytest.raises(ValueError, match="3 or 4 channels"):
        scipy_images.toimage(np.zeros((2, 5, 7)))
