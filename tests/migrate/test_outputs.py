"""Metrics of several outputs, names of layers and losses, files of weights, private modules of TensorFlow."""
import re

import pytest

TWO = "from keras.models import Model\nm = Model(i, [a, b])\n"


def codes(text):
    return re.findall(r"# compat: (K\d+)", text)


@pytest.mark.parametrize("before, after", [
    ("m.compile('sgd', 'mse', metrics=['mae', 'mse'])", "m.compile('sgd', 'mse', metrics=[['mae', 'mse'], ['mae', 'mse']])"),
    ("m.compile('sgd', 'mse', ['mae'])", "m.compile('sgd', 'mse', [['mae'], ['mae']])"),
    ("asked = ['mae']\nm.compile('sgd', 'mse', metrics=asked)",
     "asked = ['mae']\nm.compile('sgd', 'mse', metrics=[asked, asked])"),
    ("m.compile('sgd', 'mse', metrics=[f])\ndef f(t, p):\n    return p",
     "m.compile('sgd', 'mse', metrics=[[metric_of_keras_2(f)], [metric_of_keras_2(f)]])"),
])
def test_each_of_two_outputs_gets_all_metrics(before, after, migrated):
    found = migrated(TWO + before + "\n", "keras3")
    assert after in "".join(line for line in found.splitlines(True) if "# compat" not in line) and codes(found) == ["K315"]


def test_the_model_may_be_an_attribute_and_its_outputs_a_name(migrated):
    text = ("from tensorflow.keras.models import Model\nclass A:\n    def __init__(self):\n        outputs = [a, b, c]\n"
            "        self.net = Model(inputs=i, outputs=outputs)\n        self.net.compile('sgd', 'mse', metrics=['mae'])\n")
    assert "metrics=[['mae'], ['mae'], ['mae']])" in migrated(text, "keras3")


@pytest.mark.parametrize("text", [
    TWO.replace("[a, b]", "[a]") + "m.compile('sgd', 'mse', metrics=['mae'])\n",
    TWO + "m.compile('sgd', 'mse', metrics=[])\n", TWO + "m.compile('sgd', 'mse', metrics=[['mae']])\n",
    TWO + "n.compile('sgd', 'mse', metrics=['mae'])\n", TWO + "m = other()\nm.compile('sgd', 'mse', metrics=['mae'])\n",
    TWO.replace("[a, b]", "[*a]") + "m.compile('sgd', 'mse', metrics=['mae'])\n",
])
def test_metrics_of_one_output_or_of_another_model_stay(text, migrated):
    assert migrated(text, "keras3") == text


@pytest.mark.parametrize("line, names", [
    ("w = m.get_layer('dense_1').output", ["dense"]), ("w = m.get_layer(name='max_pooling2d_3')", ["max_pooling2d_2"]),
    ("x = m.get_layer('input_1').output", ["input_layer"]), ("m.fit({'input_2': x}, {'lstm_1': y})", ["input_layer_1", "lstm"]),
    ("x = history.history['val_dense_2_loss']", ["dense_1"]), ("if layer.name == 'conv2d_1': pass", ["conv2d"]),
    ("x = m.get_layer('cu_dnnlstm_1')", ["lstm"]), ("x = m.get_layer('convolution2d_2')", ["conv2d_1"]),
    ("x = m.get_layer('p_re_lu_1')", ["p_re_lu"]), ("m.get_layer('model_1')", ["functional"]),
])
def test_a_layer_without_a_name_of_its_own_is_marked(line, names, migrated):
    found = migrated("import keras\n" + line + "\n", "keras3")
    assert codes(found) == ["K318"] * len(names)
    assert re.findall(r"is '(\w+)' in Keras 3", found) == names


@pytest.mark.parametrize("text", [
    "import keras\nx = keras.layers.Dense(3, name='dense_1')\nw = m.get_layer('dense_1')\n",
    "import keras\nw = m.get_layer('block_1')\nv = f('dense_1')\nx = rows['score_1']\n",
    "import keras\nx = keras.layers.Dense(3, name='dense_2')\n",
    "from tensorflow import keras\nw = m.get_layer('dense_1')\n",
])
def test_names_that_a_program_gives_and_those_of_tf_keras_stay(text, migrated):
    assert not codes(migrated(text, "keras3"))


@pytest.mark.parametrize("before, after", [
    ("loss = 'cosine_proximity'\nm.compile('sgd', loss)", "loss = 'cosine_similarity'\nm.compile('sgd', loss)"),
    ("losses = {'a': 'kullback_leibler_divergence'}\nm.compile('sgd', losses)\nn.compile('sgd', losses)",
     "losses = {'a': 'kl_divergence'}\nm.compile('sgd', losses)\nn.compile('sgd', losses)"),
    ("def make(m, loss='logcosh'):\n    m.compile('sgd', loss=loss)",
     "def make(m, loss='log_cosh'):\n    m.compile('sgd', loss=loss)"),
    ("class A:\n    def __init__(self):\n        self.l = 'logcosh'\n    def f(self, m):\n        m.compile('sgd', self.l)",
     "class A:\n    def __init__(self):\n        self.l = 'log_cosh'\n    def f(self, m):\n        m.compile('sgd', self.l)"),
])
def test_the_name_of_a_loss_is_followed(before, after, migrated):
    assert migrated("import keras\n" + before + "\n", "keras3") == "import keras\n" + after + "\n"


@pytest.mark.parametrize("before, after", [
    ("m.load_weights('old.h5', True, True)", "m.load_weights('old.h5', by_name=True, skip_mismatch=True)"),
    ("m.load_weights('old.h5', by_name=False)", "m.load_weights('old.h5')"),
    ("m.load_weights('old.h5', by_name=True)", "m.load_weights('old.h5', by_name=True)"),
    ("m.load_weights(path, False)", "m.load_weights(path)"),
])
def test_arguments_of_load_weights(before, after, migrated):
    assert migrated("import keras\n" + before + "\n", "keras3") == "import keras\n" + after + "\n"


@pytest.mark.parametrize("text", [
    "import keras\nm.save_weights('w.h5')\nn.load_weights('w.h5', by_name=True)\n",
    "import keras\nn.load_weights('w.weights.h5', True)\n", "import keras\nn.load_weights('old.h5', reshape=True)\n",
    "from tensorflow import keras\nm.load_weights('old.h5', True)\n",
])
def test_arguments_of_load_weights_that_keras_3_takes_no_more_are_marked(text, migrated):
    assert codes(migrated(text, "keras3")) == ["K204"]


def test_the_input_layer_has_an_output_alone(migrated):
    text = "from keras.layers import Input\ni = Input((3,), name='image')\nx = m.get_layer('image').{}\n"
    assert migrated(text.format("input"), "keras3") == text.format("output")
    assert migrated(text.format("input_shape"), "keras3") == text.format("output.shape")
    assert migrated(text.replace("('image')", "('other')").format("input"), "keras3").endswith("('other').input\n")


@pytest.mark.parametrize("before, after", [
    ("K.clip(x, 3, 1)", "ops.clip(x, 3, 3)"), ("K.clip(x, -1, -2.5)", "ops.clip(x, -1, -1)"),
    ("K.clip(x, min_value=2, max_value=0)", "ops.clip(x, x_min=2, x_max=2)"), ("K.clip(x, 0, 1)", "ops.clip(x, 0, 1)"),
    ("K.clip(x, low, 1)", "ops.clip(x, low, 1)"),
])
def test_limits_that_are_the_wrong_way_round(before, after, migrated):
    assert migrated("from keras import backend as K\ny = " + before + "\n", "keras3").splitlines()[-1] == "y = " + after


@pytest.mark.parametrize("line, advice", [
    ("from tensorflow.python.ops import math_ops, array_ops", "keras.ops"),
    ("from tensorflow.python.framework import ops", "keras.ops"),
    ("from tensorflow.python.keras.utils import tf_utils", "private"),
    ("from tensorflow.python.client import device_lib", "list_physical_devices"),
    ("import tensorflow.python.platform.gfile as gfile", "tf.io.gfile"),
    ("from tensorflow.examples.tutorials.mnist import input_data", "mnist.load_data"),
    ("import tensorflow as tf\nx = tf.python.ops.math_ops.add(1, 2)", "keras.ops"),
    ("import tensorflow as tf\nx = tf.examples.tutorials.mnist.input_data", "mnist.load_data"),
])
def test_private_modules_of_tensorflow_are_marked(line, advice, migrated):
    found = migrated("import keras\n" + line + "\n", "keras3")
    marked = [each for each in found.splitlines() if "# compat: K212" in each]
    assert marked and all(advice in each for each in marked)
    assert "".join(each for each in found.splitlines(True) if "# compat" not in each) == "import keras\n" + line + "\n"


def test_private_modules_of_keras_in_tensorflow_are_keras(migrated):
    other = "from tensorflow.core.protobuf import config_pb2\n"
    found = migrated("from tensorflow.python.keras.layers import Dense\n" + other, "keras3")
    assert found == "from keras.layers import Dense\n" + other


_SWITCH = "    d.trainable = False\n"


@pytest.mark.parametrize("text, wrapped", [
    ("def build():\n    d.compile('sgd', 'mse')\n" + _SWITCH + "    return d, g\n", True),
    ("def build():\n    d.compile('sgd', 'mse')\n    return d\ndef whole(d):\n" + _SWITCH + "    g.compile('sgd')\n", True),
    ("class A:\n    def train(self):\n        self.d.fit(x, y)\n    def __init__(self):\n        self.d.compile('sgd', 'mse')\n"
     "        self.e.trainable = False\n", True),
    ("def build():\n    d.compile('sgd', 'mse')\n" + _SWITCH + "    d.compile('sgd', 'mse')\n    return d\n", False),
    ("def build():\n" + _SWITCH + "    d.compile('sgd', 'mse')\n    return d\n", False),
    ("def build():\n    d.compile('sgd', 'mse')\n    d.fit(x, y)\n" + _SWITCH, False),
    ("def build():\n    d.compile('sgd', 'mse')\n    return d\n", False),
])
def test_models_that_are_compiled_before_a_switch(text, wrapped, migrated):
    assert ("compile_of_keras_2(" in migrated("import keras\n" + text, "keras3")) == wrapped


CLOSURES = ("from keras.layers import Dense, Input\nx = Input((3,))\nmean = Dense(2)(x)\ndef kl(t):\n    def loss(y, p):\n"
            "        return t * p\n    return loss\ndef reads(y, p):\n    return p * mean\n"
            "def other(y, p, mean=3):\n    return p * mean\n")


@pytest.mark.parametrize("call, found", [
    ("m.compile('sgd', reads)", ["K213"]), ("m.compile('sgd', loss=kl(mean))", ["K213"]),
    ("m.compile('sgd', loss=kl(net(x)))", []), ("m.compile('sgd', 'mse', metrics=[kl(x)])", ["K213"]),
    ("m.compile('sgd', loss={'a': reads, 'b': 'mse'})", ["K213"]), ("m.compile('sgd', lambda y, p: p * mean)", ["K213"]),
    ("m.compile('sgd', other)", []), ("m.compile('sgd', loss=kl(3))", []), ("m.compile('sgd', 'mse')", []),
])
def test_a_loss_that_computes_with_tensors_of_the_model_is_marked(call, found, migrated):
    assert codes(migrated(CLOSURES + call + "\n", "keras3")) == found


@pytest.mark.parametrize("given", ["t, inputs=x", "t, x", "losses=t, inputs=[x, y]"])
def test_a_layer_adds_a_loss_alone(given, migrated):
    text = "import keras\nclass A(keras.layers.Layer):\n    def call(self, x):\n        self.add_loss({})\n        return x\n"
    assert migrated(text.format(given), "keras3") == text.format(given.partition(", ")[0])
