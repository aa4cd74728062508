"""Code that rewriting must leave exactly as it is."""
import ast

import pytest

from compat.rewrite import rewrite_source


@pytest.mark.parametrize("source", [
    "import numpy as np, os.path",
    "import keras_contrib",
    "import keras_contrib.layers as L",
    "from keras_preprocessing.text import Tokenizer",
    "import tf_keras",
    "import tensorflow_probability as tfp",
    "from tensorflow_hub import KerasLayer",
    "from . import keras",
    "from .keras import layers",
    "from .. import tensorflow",
    "from .keras.layers import Dense",
    "import mykeras.keras",
    "from numpy import keras",
    "text = 'import keras'",
    "keras = 3\nkeras.layers",
    "eval('1 + 1')",
    "import keras_tuner; keras_tuner.eval(3)",
    "import pandas as pd\npd.eval('a + b', target=df)",
    "model.evaluate(x)",
    "x.eval",
    "f = x.eval",
    "x._keras_shape = (None, 3)",
    "x.dtype.name = 3",
    "x.dtype.kind",
    "del x._keras_shape",
    "x.shape[1]",
    "x.values[1].value",
    "import importlib\nimportlib.import_module('numpy')",
    "import importlib\nimportlib.import_module('.keras', __package__)",
    "__import__('json')",
    "plugins.import_module('keras')",
    "import_module()",
    "setattr(model, 'keras.layers', 1)",
    "mock.patch('numpy.random.normal')",
    "patch(*places)",
    "import_module(*names)",
    '"""A docstring."""\nfrom __future__ import division\nx = 1',
    "",
    "# only a comment",
])
def test_source_that_has_nothing_to_redirect_is_unchanged(source):
    rewritten = rewrite_source(source)
    assert ast.dump(rewritten.tree, include_attributes=True) == ast.dump(ast.parse(source), include_attributes=True)
    assert rewritten.changes == ()


@pytest.mark.parametrize("name", ["tensorflow.contrib.rnn", "tensorflow.python.ops.gen_math_ops", "tensorflow.examples"])
def test_a_module_of_tensorflow_without_a_counterpart_is_left_and_noted(name):
    rewritten = rewrite_source("x = 1\nimport {}".format(name))
    assert ast.dump(rewritten.tree) == ast.dump(ast.parse("x = 1\nimport {}".format(name)))
    assert [(change.line, change.before, change.after) for change in rewritten.changes] == [(2, name, name)]


def test_the_source_text_given_is_not_needed_as_a_file():
    assert rewrite_source("import keras", "/no/such/file.py").changes[0].after == "compat.keras"
