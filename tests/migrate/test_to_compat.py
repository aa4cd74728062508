"""``--to compat``: every way to import a Keras, and what must not change."""
import pytest

from compat.rewrite.rules import METHODS

PAIRS = {
    "import keras": "from compat import keras",
    "import keras as k": "from compat import keras as k",
    "import keras.backend as K": "import compat.keras.backend as K",
    "import keras.layers": "import compat.keras.layers\nfrom compat import keras",
    "import os, keras, sys": "import os\nfrom compat import keras\nimport sys",
    "x = 1; import keras": "x = 1; from compat import keras",
    "if x: import keras.layers": "if x: import compat.keras.layers; from compat import keras",
    "import tensorflow": "from compat import tf as tensorflow",
    "import tensorflow.compat.v1 as tf": "import compat.tf.compat.v1 as tf",
    "import tensorflow.keras.backend as K": "import compat.tf.keras.backend as K",
    "from tensorflow import keras": "from compat.tf import keras",
    "from tensorflow import keras as K, nn": "from compat.tf import keras as K, nn",
    "from tensorflow.contrib import keras": "from compat import keras",
    "from tensorflow.python.keras.layers import LSTM": "from compat.tf.keras.layers import LSTM",
    "from tensorflow.python.ops import math_ops": "from compat.tf import inner as math_ops",
    "from tf_keras.models import Model": "from compat.tf.keras.models import Model",
    "import tf_keras as keras": "from compat.tf import keras",
    "from keras.src.legacy.preprocessing.image import ImageDataGenerator":
        "from compat.keras.preprocessing.image import ImageDataGenerator",
    "from keras.utils import load_img, to_categorical":
        "from compat.tf.keras.utils import load_img\nfrom compat.keras.utils import to_categorical",
    "from keras.layers import *": "from compat.keras.layers import *",
    "from keras.layers import (Dense,  # the last\n    LSTM)": "from compat.keras.layers import (Dense,  # the last\n    LSTM)",
    "from \\\n  keras import layers": "from \\\n  compat.keras import layers",
    "def f():\n\tfrom keras import backend as K\n\treturn K": "def f():\n\tfrom compat.keras import backend as K\n\treturn K",
    "try:\n    import keras\nexcept ImportError:\n    from tensorflow import keras":
        "try:\n    from compat import keras\nexcept ImportError:\n    from compat.tf import keras",
    "import tensorflow as tf\nx = tf.keras.layers.Dense(3)": "from compat import tf\nx = tf.keras.layers.Dense(3)",
    "import importlib as i\ni.import_module('keras.models')": "import importlib as i\ni.import_module('compat.keras.models')",
    "k = __import__('keras')": "k = __import__('compat.keras', fromlist=['keras'])",
    "import sys\nif 'keras' in sys.modules: pass": "import sys\nif 'compat.keras' in sys.modules: pass",
    "@patch('keras.models.load_model')\ndef f(m): pass": "@patch('compat.keras.models.load_model')\ndef f(m): pass",
    "import keras\nimport numpy\nx = numpy.product(y)": "from compat import keras\nimport numpy\nx = numpy.prod(y)",
    "import keras\na = x.shape[1].value": "from compat import keras\nfrom compat.rewrite import runtime as compat_runtime\n"
                                         "a = compat_runtime.dimension_value(x.shape[1])",
    "import keras\r\nx = 1\r\n": "from compat import keras\r\nx = 1\r\n",
}


@pytest.mark.parametrize("before", PAIRS, ids=lambda text: text.replace("\n", "; ")[:60])
def test_an_import_is_swapped(before, migrated):
    assert migrated(before) == PAIRS[before]


@pytest.mark.parametrize("text", [
    "import keras_contrib, keras_preprocessing.image",
    "from .keras import layers",
    "from mypackage.keras import Dense",
    "keras = 3\nkeras.layers",
    "x = 'import keras'",
    "# import keras\nimport numpy as np\nnp.float64",
    "import keras_tuner\nx = df.eval('a + b')",
    "from compat.keras.layers import Dense",
    "import keras\nfrom keras.layers import LSTM\nx = keras.ops.sum(y)",
    "from keras import ops, layers",
    "try:\n    from keras.backend import cntk_backend\nexcept ImportError:\n    cntk_backend = None",
])
def test_what_is_no_import_of_keras_stays(text, migrated):
    assert migrated(text) == text


@pytest.mark.parametrize("line, swapped", [
    ("from keras. models import Model", "from compat.keras.models import Model"),
    ("from keras . layers \\\n    . core import Dense", "from compat.keras.layers.core import Dense"),
])
def test_a_module_may_be_written_with_spaces(line, swapped, migrated):
    assert migrated(line + "\n") == swapped + "\n"


def test_methods_of_other_objects_stay(migrated):
    text = "import keras\nframe.eval('a + b')\nkeras.backend.eval(x)\nvalue.numpy(3)\n"
    assert migrated(text) == text.replace("import keras", "from compat import keras")


def test_doctests_are_migrated_with_their_prompts(migrated):
    text = ('def f():\n    """\n    >>> import keras.layers\n    >>> for i in [1]:\n    ...     keras.layers.Dense(i)\n    1\n'
            '    """\n')
    assert migrated(text) == text.replace(
        "    >>> import keras.layers\n", "    >>> import compat.keras.layers\n    >>> from compat import keras\n")


def test_an_added_import_stands_after_the_docstring_and_the_future(migrated):
    text = '"""Doc of keras."""\nfrom __future__ import division\nimport keras\nx.get_shape()\n'
    lines = migrated(text).splitlines()
    assert lines.index("from compat.rewrite import runtime as compat_runtime") > lines.index("from __future__ import division")


def test_code_on_compat_becomes_plain_keras(migrated):
    text = "from compat import keras\nimport compat.keras.backend as K\nx = K.sum(keras.layers.core.Dense(3)(y))\n"
    assert migrated(text, "keras3") == "import keras\nfrom keras import ops\nx = ops.sum(keras.layers.Dense(3)(y))\n"


@pytest.mark.parametrize("method", sorted(METHODS))
def test_methods_that_tensors_have_lost_are_asked_of_the_runtime(method, migrated):
    given = "shape=s" if method == "set_shape" else ""
    text = migrated("import keras\ny = x.{}({})\n".format(method, given), "compat")
    assert text.endswith("y = compat_runtime.{}(x{})\n".format(METHODS[method], ", " + given if given else ""))
