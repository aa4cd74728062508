"""Before and after: what the imports and idioms of a legacy file become."""
import ast

import pytest

from compat.rewrite import RULES, rewrite_source
from compat.rewrite.rules import ATTRIBUTES, METHODS

RUNTIME = "import compat.rewrite.runtime as __compat_run__\n"

IMPORTS = [
    ("import tensorflow.compat.v2 as tf", "import compat.tf.compat.v2 as tf"),
    ("from tensorflow.compat.v1 import keras", "import compat.tf.keras_v1 as keras"),
    ("from tensorflow.compat.v1.nn import relu", "from compat.tf.compat.v1.nn import relu"),
    ("from tensorflow.io import gfile", "from compat.tf.io import gfile"),
    ("from tensorflow.python.framework import tensor_shape", "import compat.tf.inner as tensor_shape"),
    ("import keras", "import compat.keras as keras"),
    ("import keras as k", "import compat.keras as k"),
    ("import keras.backend as K", "import compat.keras.backend as K"),
    ("import keras.layers",
     "import compat.keras as keras\nimport compat.keras.layers as __compat_module__"),
    ("import keras.layers, keras.models as M",
     "import compat.keras as keras\nimport compat.keras.layers as __compat_module__\n"
     "import compat.keras.models as M"),
    ("import os, keras, sys", "import os\nimport compat.keras as keras\nimport sys"),
    ("from keras.engine.topology import Layer", "from compat.keras.engine.topology import Layer"),
    ("from keras.layers import Dense as D, LSTM", "from compat.keras.layers import Dense as D, LSTM"),
    ("from keras import backend as K", "from compat.keras import backend as K"),
    ("from keras import *", "from compat.keras import *"),
    ("from keras.layers import *", "from compat.keras.layers import *"),
    ("import tensorflow as tf", "import compat.tf as tf"),
    ("import tensorflow", "import compat.tf as tensorflow"),
    ("import tensorflow.compat.v1 as tf", "import compat.tf.compat.v1 as tf"),
    ("from tensorflow.compat import v1 as tf", "import compat.tf.compat.v1 as tf"),
    ("import tensorflow.keras.layers as L", "import compat.tf.keras.layers as L"),
    ("import tensorflow.keras.layers",
     "import compat.tf as tensorflow\nimport compat.tf.keras.layers as __compat_module__"),
    ("from tensorflow import keras", "import compat.tf.keras as keras"),
    ("from tensorflow import keras as k, transpose",
     "import compat.tf.keras as k\nfrom compat.tf import transpose"),
    ("from tensorflow import reduce_sum", "from compat.tf import reduce_sum"),
    ("from tensorflow.python import keras", "import compat.tf.keras as keras"),
    ("from tensorflow.contrib import keras", "import compat.keras as keras"),
    ("from tensorflow import nn", "import compat.tf.nn as nn"),
    ("from tensorflow.math import erf", "from compat.tf.math import erf"),
    ("from tensorflow.python.ops import math_ops, nn_ops", "import compat.tf.inner as math_ops\nimport compat.tf.nn as nn_ops"),
    ("from tensorflow.python.ops.random_ops import random_shuffle", "from compat.tf.inner import random_shuffle"),
    ("import tensorflow.python.ops.nn as nn", "import compat.tf.nn as nn"),
    ("from tensorflow.keras.layers import Layer", "from compat.tf.keras.layers import Layer"),
    ("from tensorflow.python.keras.engine.base_layer import Layer",
     "from compat.tf.keras.engine.base_layer import Layer"),
    ("from tensorflow.python.keras.optimizer_v2.optimizer_v2 import OptimizerV2",
     "from compat.tf.inner_keras import OptimizerV2"),
    ("from tensorflow.python.keras.utils import tf_utils", "import compat.tf.inner_keras as tf_utils"),
    ("from tensorflow.python.keras.optimizer_v2 import optimizer_v2, adam",
     "import compat.tf.inner_keras as optimizer_v2\nimport compat.tf.keras.optimizers.legacy as adam"),
    ("from keras.engine.functional import Functional", "from compat.tf.inner_keras import Functional"),
    ("from tensorflow.python.keras._impl.keras import layers", "from compat.keras import layers"),
    ("from tensorflow.contrib.keras.python.keras.layers import Dense", "from compat.keras.layers import Dense"),
    ("def f():\n    import keras.backend as K\n    return K",
     "def f():\n    import compat.keras.backend as K\n    return K"),
    ("try:\n    import keras\nexcept ImportError:\n    from tensorflow import keras",
     "try:\n    import compat.keras as keras\nexcept ImportError:\n    import compat.tf.keras as keras"),
    ("if x: import keras.layers",
     "if x:\n    import compat.keras as keras\n    import compat.keras.layers as __compat_module__"),
]

CALLS = [
    ("importlib.import_module('keras.x')",
     "importlib.import_module(__compat_run__.module_name('keras.x'))"),
    ("importlib.import_module(name)", "importlib.import_module(__compat_run__.module_name(name))"),
    ("import_module('keras.' + name, package=None)",
     "import_module(__compat_run__.module_name('keras.' + name), package=None)"),
    ("__import__('keras')", "__compat_run__.import_top('keras')"),
    ("__import__('keras.layers', fromlist=['Dense'])",
     "__import__(__compat_run__.module_name('keras.layers'), fromlist=['Dense'])"),
    ("__import__('keras.layers', globals(), locals(), ['Dense'])",
     "__import__(__compat_run__.module_name('keras.layers'), globals(), locals(), ['Dense'])"),
    ("mock.patch('keras.models.load_model')", "mock.patch(__compat_run__.module_name('keras.models.load_model'))"),
    ("patch('keras.models.load_model', fake)", "patch(__compat_run__.module_name('keras.models.load_model'), fake)"),
    ("monkeypatch.setattr('keras.backend.epsilon', f)",
     "monkeypatch.setattr(__compat_run__.module_name('keras.backend.epsilon'), f)"),
]

IDIOMS = [
    ("x.numpy()", "__compat_run__.numpy_method(x)"),
    ("w[0].assign(x)", "__compat_run__.parts(w)[0].assign(x)"),
    ("a.w[1:, i].assign_add(x[0])", "__compat_run__.parts(a.w)[1:, i].assign_add(x[0])"),
    ("x.eval()", "__compat_run__.eval_method(x)"),
    ("x.set_shape([None, 4])", "__compat_run__.set_shape(x, [None, 4])"),
    ("(x + 1).eval(session=s)", "__compat_run__.eval_method(x + 1, session=s)"),
    ("f(x).eval({a: b})", "__compat_run__.eval_method(f(x), {a: b})"),
    ("x.eval(feed_dict={a: b.eval()})",
     "__compat_run__.eval_method(x, feed_dict={a: __compat_run__.eval_method(b)})"),
    ("x.eval().eval()", "__compat_run__.eval_method(__compat_run__.eval_method(x))"),
    ("x._keras_shape", "__compat_run__.keras_shape(x)"),
    ("y = x[0]._keras_shape[1:]", "y = __compat_run__.keras_shape(x[0])[1:]"),
    ("x.get_shape()", "__compat_run__.get_shape(x)"),
    ("x.get_shape().as_list()", "__compat_run__.shape_as_list(__compat_run__.get_shape(x))"),
    ("x.get_shape()[-1].value", "__compat_run__.dimension_value(__compat_run__.get_shape(x)[-1])"),
    ("x.shape.as_list()", "__compat_run__.shape_as_list(x.shape)"),
    ("x.shape == [2] + rest", "__compat_run__.comparable_shape(x) == [2] + rest"),
    ("f(shape) != x.shape", "f(shape) != __compat_run__.comparable_shape(x)"),
    ("x.shape[2].value", "__compat_run__.dimension_value(x.shape[2])"),
    ("f'{x.eval()}'", "f'{__compat_run__.eval_method(x)}'"),
]


LOOPS = [
    ("for x, y in data:\n    f(x)", "for x, y in __compat_run__.batches(data):\n    f(x)"),
    ("[f(x) for x in data.take(2)]", "[f(x) for x in __compat_run__.batches(data.take(2))]"),
    ("for i, x in enumerate(data):\n    f(x)", "for i, x in enumerate(__compat_run__.batches(data)):\n    f(x)"),
    ("x = next(iter(data))", "x = next(iter(__compat_run__.batches(data)))"),
    ("for i in range(3):\n    f(i)", "for i in range(3):\n    f(i)"),
    ("for i in (1, 2):\n    f(i)", "for i in (1, 2):\n    f(i)"),
]


def dumped(source):
    return ast.dump(ast.parse(source))


@pytest.mark.parametrize("before, after", IMPORTS)
def test_an_import_statement_is_redirected(before, after):
    assert ast.dump(rewrite_source(before).tree) == dumped(after)


@pytest.mark.parametrize("before, after", CALLS)
def test_an_import_by_name_is_redirected(before, after):
    assert ast.dump(rewrite_source(before).tree) == dumped(RUNTIME + after)


@pytest.mark.parametrize("before, after", IDIOMS)
def test_an_idiom_becomes_a_call_of_the_runtime(before, after):
    assert ast.dump(rewrite_source(before).tree) == dumped(RUNTIME + after)


def test_an_attribute_of_a_dtype_is_asked_of_the_runtime():
    tree = rewrite_source("import numpy\nfound = numpy.zeros(1, 'float32').dtype.name").tree
    namespace = {}
    exec(compile(tree, "a.py", "exec"), namespace)
    assert namespace["found"] == "float32" and "dtype_attribute" in ast.dump(tree)


@pytest.mark.parametrize("before, after", LOOPS)
def test_a_loop_beside_tensorflow_asks_the_runtime_for_batches(before, after):
    uses = "__compat_run__" in after
    assert ast.dump(rewrite_source("import tensorflow as tf\n" + before).tree) == dumped(
        RUNTIME * uses + "import compat.tf as tf\n" + after)
    assert ast.dump(rewrite_source(before).tree) == dumped(before)


def test_the_backends_own_eval_function_stays_a_function():
    tree = rewrite_source("from keras import backend as K\nK.eval(x)").tree
    assert ast.dump(tree) == dumped("from compat.keras import backend as K\nK.eval(x)")


def test_the_runtime_is_imported_after_the_docstring_and_the_future_imports():
    head = '"""Doc."""\nfrom __future__ import division\nfrom __future__ import print_function\n'
    tree = rewrite_source(head + "x.eval()").tree
    assert ast.dump(tree) == dumped(head + RUNTIME + "__compat_run__.eval_method(x)")


def test_a_file_that_is_only_docstring_and_future_import_compiles():
    tree = rewrite_source('"""Doc."""\nfrom __future__ import division').tree
    assert compile(tree, "x.py", "exec", dont_inherit=True)


def test_the_runtimes_name_is_not_mangled_inside_a_class():
    space = {}
    source = ("class A:\n    def f(self, x):\n        return x.eval(2)\n"
              "class Own:\n    def eval(self, n): return n + 1\n"
              "result = A().f(Own())")
    exec(compile(rewrite_source(source).tree, "x.py", "exec"), space)
    assert space["result"] == 3


def test_changes_are_reported_in_the_order_of_their_lines():
    changes = rewrite_source("x = y.eval()\nimport keras\n\nimport tensorflow as tf\n").changes
    assert [(change.line, change.rule, change.before, change.after) for change in changes] == [
        (1, "tensor method", ".eval()", METHODS["eval"]),
        (2, "import", "keras", "compat.keras"),
        (4, "import", "tensorflow", "compat.tf"),
    ]


@pytest.mark.parametrize("rule", RULES.modules, ids=lambda rule: rule.source)
def test_every_module_rule_redirects_its_own_source(rule):
    assert RULES.target(rule.source) == rule.target


def test_the_runtime_has_a_function_for_every_idiom():
    from compat.rewrite import runtime
    assert all(callable(getattr(runtime, name)) for name in [*METHODS.values(), *ATTRIBUTES.values()])


def test_nested_old_prefixes_take_the_longest_rule():
    assert RULES.target("tensorflow.python.keras._impl.keras.layers") == "compat.keras.layers"
    assert RULES.target("tensorflow.python.keras.layers") == "compat.tf.keras.layers"
    assert RULES.target("tensorflow.python.layers") is None
