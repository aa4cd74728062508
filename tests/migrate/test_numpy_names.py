"""What NumPy dropped becomes what NumPy has, in both directions, where it means the same."""
import math

import numpy as np
import pytest

A = np.array([[3, 1], [2, 4]])
ONE = np.array([[2.5]])
#: Old expression → the new one, and what the old NumPy gave.
PAIRS = {
    "np.asscalar(ONE)": ("np.asarray(ONE).item()", 2.5),
    "np.asscalar((ONE * 2),) + 1": ("np.asarray((ONE * 2),).item() + 1", 6.0),
    "np.asfarray(A)[0, 0] / 2": ("np.asarray(A, dtype=np.float64)[0, 0] / 2", 1.5),
    "np.asfarray(A,).dtype.name": ("np.asarray(A, dtype=np.float64).dtype.name", "float64"),
    "np.msort(A).tolist()": ("np.sort(A, axis=0).tolist()", [[2, 1], [3, 4]]),
    "np.alen(A) + np.alen(np.asscalar(ONE))": ("len(np.atleast_1d(A)) + len(np.atleast_1d(np.asarray(ONE).item()))", 3),
    "2 - np.NINF": ("2 - (-np.inf)", math.inf),
    "np.math.sqrt(np.asscalar(np.product(A)) + 1)": ("math.sqrt(np.asarray(np.prod(A)).item() + 1)", 5.0),
    "np.PZERO + np.NZERO": ("0.0 + (-0.0)", 0.0),
}


@pytest.mark.parametrize("to", ["compat", "keras3"])
@pytest.mark.parametrize("before", PAIRS)
def test_a_function_that_numpy_dropped_becomes_what_it_was(before, to, migrated):
    after, value = PAIRS[before]
    found = migrated("import keras\nimport numpy as np\nx = {}\n".format(before), to)
    assert found.splitlines()[-1] == "x = " + after
    assert ("import math" in found) == ("math" in before)
    names = {"np": np, "math": math, "A": A, "ONE": ONE}
    assert eval(after, names) == value


@pytest.mark.parametrize("text, why", [
    ("import numpy as np\nx = list(map(np.asscalar, y))\n", "a.item()"),
    ("import numpy as np\nx = np.asfarray(y, np.int32)\n", "with a dtype of floats"),
    ("import numpy as np\nmath = 3\nx = np.math.exp(1)\n", "import the module math"),
])
def test_another_use_of_it_is_marked(text, why, migrated):
    found = migrated("import keras\n" + text)
    (comment,) = [line for line in found.splitlines() if "# compat: K034" in line]
    assert why in comment


@pytest.mark.parametrize("text", [
    "import np\nx = np.asscalar(y)\n", "import numpy as np\nx = float(y)\nz = float(model.predict(y)[0][0])\n",
    "import numpy as np\nx = '%d' % model.predict(y)[0, 0]\nz = float(model.evaluate(y))\n",
    "def float(x): return x\nx = float(model.predict(y))\n",
])
def test_what_numpy_takes_still_stays(text, migrated):
    assert migrated("import keras\n" + text) == "from compat import keras\n" + text


@pytest.mark.parametrize("before, after", [
    ("float(model.predict(x)[0])", "float(model.predict(x)[0].item())"),
    ("'%.3f of %d' % (model.predict(x), n)", "'%.3f of %d' % (model.predict(x).item(), n)"),
    ("math.exp(model.predict_on_batch(x))", "math.exp(model.predict_on_batch(x).item())"),
])
def test_a_prediction_that_is_taken_for_a_number_gives_it(before, after, migrated):
    assert migrated("import keras, math\ny = " + before + "\n").splitlines()[-1] == "y = " + after


_LOOP = ("import keras\nimport numpy as np\ndef ask(model, clf, x):\n    scores = np.zeros(len(x))\n"
         "    for i, row in enumerate(x):\n        ")


@pytest.mark.parametrize("to", ["compat", "keras3"])
@pytest.mark.parametrize("before, after", [
    ("scores[i] = model.predict(row)", "scores[i] = model.predict(row).item()"),
    ("scores[i + 1] += model.predict(row)[0]", "scores[i + 1] += model.predict(row)[0].item()"),
    ("scores[0] = 1 + 2 * model.predict(row)", "scores[0] = (1 + 2 * model.predict(row)).item()"),
    ("scores[i] = np.random.randint(0, 9, 1)", "scores[i] = np.random.randint(0, 9, 1).item()"),
    ("p = model.predict(row); scores[i] = p[0]", "p = model.predict(row); scores[i] = p[0].item()"),
    ("p = model.predict(row); print('%s %.2f' % (p, p), int(p))",
     "p = model.predict(row); print('%s %.2f' % (p, p.item()), int(p.item()))"),
    ("print('%*d' % (3, np.random.choice(x, size=(1,))))", "print('%*d' % (3, np.random.choice(x, size=(1,)).item()))"),
])
def test_an_array_of_one_element_becomes_an_element_or_a_number(before, after, to, migrated):
    assert migrated(_LOOP + before + "\n", to).splitlines()[-1].strip() == after


@pytest.mark.parametrize("text", [
    "scores[i] = model.predict(row)[0][0]", "scores[i] = row", "scores[i] = np.random.rand(2)",
    "scores[row] = clf.predict(row)",  # row may be an array of places
    "rows = np.zeros((3, 5)); rows[i] = model.predict(row)", "found = {}; found[i] = model.predict(row)",
    "print('%s of %s' % (model.predict(row), row))", "print('%(a)s' % model.predict(row))",
])
def test_other_elements_and_texts_of_arrays_stay(text, migrated):
    assert migrated(_LOOP + text + "\n", "keras3") == _LOOP + text + "\n"


def test_a_method_that_the_file_defines_gives_what_it_gives(migrated):
    text = "import keras\nclass A:\n    def predict(self, x):\n        return 3\nx = float(A().predict(2))\n"
    assert migrated(text, "keras3") == text


def test_elements_of_an_attribute_of_self(migrated):
    text = ("import keras\nimport numpy as np\nclass A:\n    def __init__(self):\n        self.q = np.zeros(5)\n"
            "    def ask(self, model, x):\n        for i in range(5):\n            self.q[i] = model.predict(x)\n")
    assert migrated(text, "keras3") == text.replace("predict(x)", "predict(x).item()")
