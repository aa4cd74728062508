"""Shapes as TensorFlow 1 gave them, and small matters that code bases have shown."""
import pytest

from compat.rewrite.migrate.context import Options
from compat.rewrite.migrate.source import migrate_source


@pytest.mark.parametrize("before, after", [
    ("x.get_shape().as_list()[1]", "list(x.shape)[1]"), ("f(x).shape.as_list()", "list(f(x).shape)"),
    ("x.get_shape()[1:].as_list()", "list(x.shape[1:])"), ("int(x.get_shape()[-1])", "int(x.shape[-1])"),
    ("x.shape[1].value", "x.shape[1]"), ("x.get_shape()[1].value * 2", "x.shape[1] * 2"),
    ("x.get_shape().ndims == 4", "len(x.shape) == 4"), ("(x + 1).get_shape()", "(x + 1).shape"),
    ("x.shape[1]", "x.shape[1]"), ("frame.value", "frame.value"), ("x.get_shape(3)", "x.get_shape(3)"),
    ("rows[1].value", "rows[1].value"),
])
def test_shapes_of_tensorflow_1(before, after, migrated):
    assert migrated("import keras\ny = " + before + "\n", "keras3") == "import keras\ny = " + after + "\n"


@pytest.mark.parametrize("text", [
    "from keras import ops\ny = x.get_shape()\n",  # written for Keras 3
    "import numpy as np\ny = np.get_shape()\nimport keras\n",
])
def test_other_shapes_stay(text, migrated):
    assert migrated(text, "keras3") == text


def test_list_means_the_built_in(migrated):
    text = "import keras\ndef f(x, list):\n    return x.shape.as_list()\n"
    assert migrated(text, "keras3") == text.replace("x.shape.as_list()", "[*x.shape]")


def test_an_optimizer_of_another_module_keeps_its_arguments(tmp_path):
    (tmp_path / "radam.py").write_text("from keras.optimizers import Optimizer\nclass RAdam(Optimizer):\n    pass\n")
    text = "import keras\ndef make(m):\n    from radam import RAdam\n    m.compile(RAdam(lr=0.1), 'mse')\n"
    (tmp_path / "main.py").write_text(text)
    assert migrate_source(text, Options("keras3"), str(tmp_path / "main.py")).text == text


def test_a_file_of_keras_beside_tensorflow_states_no_era(migrated):
    text = "import tensorflow as tf\nimport keras\nx = own(lr=0.1)\ny = tf.constant(keras.layers.Dense(3)(z))\n"
    assert migrated(text, "keras3") == text


def test_a_module_that_gives_all_of_the_backend_is_marked(migrated):
    found = migrated("from tensorflow.keras.backend import *\n", "keras3")
    assert "# compat: K201 Keras 3's keras.backend has few of its functions" in found
