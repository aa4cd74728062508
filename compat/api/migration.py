"""The rules of ``compat migrate``: what each code means, the reason for it, and a pair of texts that shows it and is a test.

Codes never change their meaning. K0 are the rules of ``--to compat`` and of both directions, K1 those of ``--to keras3``, K2
what has no equal meaning there, K3 what changes silently. Before and after are whole programs; ``after`` of a rule that only
finds something has the comment that it leaves.
"""
from typing import Tuple

from compat.api.migration_keras3 import TO_KERAS3
from compat.api.migration_rows import BOTH, CHANGE, COMPAT, FINDING, KERAS3, MIGRATING, WARNING, MigrationRule

__all__ = ["CHANGE", "COMPAT", "FINDING", "KERAS3", "MIGRATIONS", "WARNING", "MigrationRule", "rule_of"]

_TO_COMPAT = (
    MigrationRule(
        "K000", BOTH, FINDING, "A cell of a notebook that is no Python was left alone.",
        "It cannot be parsed; the other cells are migrated.", "", ""),
    MigrationRule(
        "K001", (COMPAT,), CHANGE, "Modules of keras are imported from compat.keras.",
        "Keras 3 left the modules, names and meanings of Keras 1 and 2: " + MIGRATING,
        "from keras.engine.topology import Layer\n", "from compat.keras.engine.topology import Layer\n"),
    MigrationRule(
        "K002", (COMPAT,), CHANGE, "Modules of tf.keras and tf_keras are imported from compat.tf.keras.",
        "TensorFlow 2.16 made tf.keras Keras 3: " + MIGRATING,
        "from tensorflow.python.keras import layers\n", "from compat.tf.keras import layers\n"),
    MigrationRule(
        "K003", (COMPAT,), CHANGE, "TensorFlow is imported from compat, whose functions compute on every backend.",
        "The functions of TensorFlow do not take tensors of JAX, torch or a model of Keras 3: " + MIGRATING,
        "import tensorflow as tf\n", "from compat import tf\n"),
    MigrationRule(
        "K004", (COMPAT,), CHANGE, "Names of modules in texts that are imported: importlib, sys.modules, mock.patch.",
        "As K001 and K002.",
        'import importlib\nm = importlib.import_module("keras.models")\n',
        'import importlib\nm = importlib.import_module("compat.keras.models")\n'),
    MigrationRule(
        "K005", (COMPAT,), CHANGE, "Modules of keras.src.legacy are imported from compat.keras.",
        "Keras 3 keeps them in private: any release may drop them.",
        "from keras.src.legacy.preprocessing.text import Tokenizer\n",
        "from compat.keras.preprocessing.text import Tokenizer\n"),
    MigrationRule(
        "K006", BOTH, CHANGE, "Names that NumPy dropped get NumPy's or Python's own.",
        "NumPy 1.24 and 2.0: https://numpy.org/doc/stable/numpy_2_0_migration_guide.html",
        "import keras\nimport numpy as np\nx = np.zeros(3, np.float)\n",
        "import keras\nimport numpy as np\nx = np.zeros(3, float)\n"),
    MigrationRule(
        "K007", (COMPAT,), CHANGE, "Methods of tensors of TensorFlow 1 are called by compat's runtime.",
        "Tensors of TensorFlow 2, JAX and torch have no eval, get_shape or _keras_shape.",
        "from keras import backend as K\nn = K.ones(3).get_shape()\n",
        "from compat.keras import backend as K\nfrom compat.rewrite import runtime as compat_runtime\n"
        "n = compat_runtime.get_shape(K.ones(3))\n"),
    MigrationRule(
        "K008", BOTH, CHANGE, "Python 2 becomes Python 3, by the fixers of 2to3 (fissix).",
        "Keras 2.3 was the last for Python 2: https://github.com/keras-team/keras/releases/tag/2.3.0",
        "import keras\nprint 'ok'\n", "import keras\nprint('ok')\n"),
    MigrationRule(
        "K009", BOTH, WARNING, "A division of whole numbers in what was Python 2.",
        "PEP 238: in Python 2 it gave a whole number, and 2to3 leaves it: https://peps.python.org/pep-0238/",
        "import keras\nprint 'ok'\nn = len(x) / 2\n",
        "import keras\nprint('ok')\n# compat: K009 in Python 2 a whole number divided by a whole number was one: write // for "
        "that\nn = len(x) / 2\n"),
    MigrationRule(
        "K010", BOTH, CHANGE, "An array of one element that is taken for a number gives its number.",
        "NumPy 2.4 makes no number of an array with axes: https://numpy.org/doc/stable/release/2.4.0-notes.html",
        "import keras\nimport numpy as np\nscore = float(model.predict(x))\nscores = np.zeros(len(texts))\n"
        "for i, text in enumerate(texts):\n    scores[i] = model.predict(text)\n",
        "import keras\nimport numpy as np\nscore = float(model.predict(x).item())\nscores = np.zeros(len(texts))\n"
        "for i, text in enumerate(texts):\n    scores[i] = model.predict(text).item()\n"),
    MigrationRule(
        "K011", BOTH, CHANGE, "Methods that NumPy's arrays no longer have become what NumPy has.",
        "NumPy 2.0 dropped itemset, newbyteorder and ptp, NumPy 2.3 tostring: "
        "https://numpy.org/doc/stable/numpy_2_0_migration_guide.html",
        "import keras\nimport numpy as np\nraw = np.zeros(3).tostring()\nwidth = x.ptp(axis=0)\nx.itemset((0, 1), 2)\n",
        "import keras\nimport numpy as np\nraw = np.zeros(3).tobytes()\nwidth = np.ptp(x, axis=0)\nx[0, 1] = 2\n"),
    MigrationRule(
        "K012", BOTH, CHANGE, "Calls of NumPy with arguments that it no longer takes get those that it takes.",
        "NumPy 1.24 refuses rows of different lengths, 2.0 copies that copy=False forbids, 2.3 bytes in fromstring; "
        "2.4 dropped old keywords: https://numpy.org/doc/stable/release.html",
        "import keras\nimport numpy as np\na = np.array(x, copy=False)\nb = np.array([[1, 2], [3]])\n",
        "import keras\nimport numpy as np\na = np.asarray(x)\nb = np.array([[1, 2], [3]], dtype=object)\n"),
    MigrationRule(
        "K013", BOTH, CHANGE, "Names that Python, SciPy, scikit-learn and Pillow dropped are taken from where they are now.",
        "Python 3.7 to 3.11, Pillow 10, SciPy 1.3 and 1.12, scikit-learn 0.20 and 0.23; functions of scipy.misc for images are "
        "compat's with --to compat: https://docs.python.org/3/whatsnew/3.10.html#removed",
        "import keras\nfrom collections import Mapping, OrderedDict\nfrom sklearn.externals import joblib\nimport time\n"
        "start = time.clock()\n",
        "import keras\nfrom collections import OrderedDict\nfrom collections.abc import Mapping\nimport joblib\nimport time\n"
        "start = time.process_time()\n"),
    MigrationRule(
        "K030", (COMPAT,), FINDING, "A module is imported whose name is known at run time only.",
        "As K001; compat run decides it when the program runs.",
        "import importlib\nm = importlib.import_module('keras.' + name)\n",
        "import importlib\n# compat: K030 imports a module whose name is known at run time only; give it the names of compat\n"
        "m = importlib.import_module('keras.' + name)\n"),
    MigrationRule(
        "K031", (COMPAT,), FINDING, "A name of TensorFlow that compat does not serve on every backend.",
        "TensorFlow 2.0 dropped tf.contrib; the rest needs TensorFlow itself.",
        "import tensorflow as tf\nh = tf.hessians(loss, weights)\n",
        "from compat import tf\n# compat: K031 compat may serve no tf.hessians: take K.gradients of K.gradients\n"
        "h = tf.hessians(loss, weights)\n"),
    MigrationRule(
        "K032", (COMPAT,), FINDING, "A text is run as code.", "compat migrate reads files, not the texts that they make.",
        "import keras\nexec(code)\n",
        "from compat import keras\n# compat: K032 runs a text as code; compat migrate does not read it\nexec(code)\n"),
    MigrationRule(
        "K033", (COMPAT,), FINDING, "A name that no Keras 2.2.4 to tf.keras 2.15 had in public.",
        "It came with Keras 3, was a backend of another Keras, or is private to one.",
        "from keras.backend import theano_backend\n",
        "# compat: K033 compat has no keras.backend.theano_backend: it stays the installed Keras's own, if that has it\n"
        "from keras.backend import theano_backend\n"),
    MigrationRule(
        "K034", BOTH, FINDING, "A name that NumPy dropped, in a use that has no equal of its own.",
        "NumPy 1.23 to 2.0: https://numpy.org/doc/stable/numpy_2_0_migration_guide.html",
        "import keras\nimport numpy as np\nkind = np.find_common_type([a.dtype], [b.dtype])\n",
        "import keras\nimport numpy as np\n# compat: K034 NumPy has no find_common_type any more: write np.result_type, which "
        "counts scalars as arrays\nkind = np.find_common_type([a.dtype], [b.dtype])\n"),
    MigrationRule(
        "K035", BOTH, FINDING, "A method that NumPy's arrays no longer have, of what may be something else, or in another use.",
        "As K011; compat run asks the object when the program runs.",
        "import keras\nimport numpy as np\ndef raw(x):\n    return x.tostring()\n",
        "import keras\nimport numpy as np\ndef raw(x):\n    # compat: K035 NumPy's arrays have no tostring any more: write "
        "a.tobytes()\n    return x.tostring()\n"),
    MigrationRule(
        "K036", BOTH, FINDING, "An array of rows that may have different lengths.",
        "NumPy 1.24 makes arrays of objects only where dtype=object is given: "
        "https://numpy.org/doc/stable/release/1.24.0-notes.html",
        "import keras\nimport numpy as np\nx = np.array(tokenizer.texts_to_sequences(texts))\n",
        "import keras\nimport numpy as np\n# compat: K036 rows of different lengths make no array any more: pad them, or give "
        "dtype=object\nx = np.array(tokenizer.texts_to_sequences(texts))\n"),
    MigrationRule(
        "K037", BOTH, FINDING, "A prediction becomes an element of an array whose axes are not known.",
        "As K010; where the array has one axis, NumPy 2.4 refuses it.",
        "import keras\nimport numpy as np\ndef ask(model, texts, n):\n    scores = np.zeros(n)\n    for i in range(n):\n"
        "        scores[i] = model.predict(texts[i])\n",
        "import keras\nimport numpy as np\ndef ask(model, texts, n):\n    scores = np.zeros(n)\n    for i in range(n):\n"
        "        # compat: K037 an element of an array takes no array with axes any more: give it the number, by .item()\n"
        "        scores[i] = model.predict(texts[i])\n"),
    MigrationRule(
        "K038", BOTH, FINDING, "A name that Python or another package dropped, which has no equal of its own.",
        "SciPy 1.2 and 1.3, scikit-learn 0.20, Python 3.8 and 3.11; as K013.",
        "import keras\nfrom scipy.misc import imread\n",
        "import keras\n# compat: K038 scipy.misc.imread is gone: np.array(PIL.Image.open(name)) does the same, with "
        ".convert(mode) where one was given\nfrom scipy.misc import imread\n"),
)

MIGRATIONS: Tuple[MigrationRule, ...] = _TO_COMPAT + TO_KERAS3


def rule_of(code: str) -> MigrationRule:
    """The rule of a code.

    Raises:
        KeyError: there is none.

    Example:
        >>> rule_of("K003").what
        'TensorFlow is imported from compat, whose functions compute on every backend.'
    """
    return _BY_CODE[code]


_BY_CODE = {rule.code: rule for rule in MIGRATIONS}
