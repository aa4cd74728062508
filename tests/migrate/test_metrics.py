"""Metrics that a program defines itself get labels as Keras 2 gave them."""
import pytest

from compat.rewrite.migrate.context import Options
from compat.rewrite.migrate.source import migrate_source

_F1 = "import keras\ndef f1(y_true, y_pred):\n    return 1.0 * y_true\n"


@pytest.mark.parametrize("before, after", [
    ("m.compile('sgd', 'mse', metrics=['acc', f1])", "m.compile('sgd', 'mse', metrics=['acc', metric_of_keras_2(f1)])"),
    ("m.compile('sgd', 'mse', [f1])", "m.compile('sgd', 'mse', [metric_of_keras_2(f1)])"),
    ("m.compile('sgd', 'mse', metrics={'a': f1, 'b': [f1, 'mae']})",
     "m.compile('sgd', 'mse', metrics={'a': metric_of_keras_2(f1), 'b': [metric_of_keras_2(f1), 'mae']})"),
    ("m.compile('sgd', 'mse', metrics=[lambda t, p: t - p])",
     "m.compile('sgd', 'mse', metrics=[metric_of_keras_2(lambda t, p: t - p)])"),
    ("def at(k):\n    def of(t, p):\n        return k * t\n    return of\nm.compile('sgd', 'mse', metrics=[at(3)])",
     "def at(k):\n    def of(t, p):\n        return k * t\n    return of\n"
     "m.compile('sgd', 'mse', metrics=[metric_of_keras_2(at(3))])"),
    ("found = [f1]\nm.compile('sgd', 'mse', metrics=found)\nn.compile('sgd', 'mse', metrics=found)",
     "found = [metric_of_keras_2(f1)]\nm.compile('sgd', 'mse', metrics=found)\nn.compile('sgd', 'mse', metrics=found)"),
])
def test_a_function_of_the_program_is_given_them(before, after, migrated):
    text = migrated(_F1 + before + "\n", "keras3")
    assert text.endswith(after + "\n") and text.count("def metric_of_keras_2") == 1
    assert migrated(text, "keras3") == text


@pytest.mark.parametrize("text", [
    "import keras\nm.compile('sgd', 'mse', metrics=['mae', keras.metrics.binary_accuracy])\n",
    "import keras\nclass Own(keras.metrics.Metric):\n    pass\nm.compile('sgd', 'mse', metrics=[Own()])\n",
    "import keras\nm.compile('sgd', 'mse', metrics=given)\n",
    "import keras\ndef made():\n    return keras.metrics.AUC()\nm.compile('sgd', 'mse', metrics=[made()])\n",
    _F1 + "from keras import ops\nx = ops.sum(1)\nm.compile('sgd', 'mse', metrics=[f1])\n",  # written for Keras 3
])
def test_metrics_of_keras_and_of_others_stay(text, migrated):
    assert "metric_of" not in migrated(text, "keras3")


def test_tf_keras_gives_a_column_beside_a_column_alone(migrated):
    old = _F1.replace("import keras", "from tensorflow import keras")
    assert "metrics=[metric_of_tf_keras(f1)]" in migrated(old + "m.compile('sgd', 'mse', metrics=[f1])\n", "keras3")
    assert "metric_of" not in migrated(old + "m.compile('sgd', 'categorical_crossentropy', metrics=[f1])\n", "keras3")


@pytest.mark.parametrize("line, metric", [
    ("from scores import f1", "f1"), ("import scores", "scores.f1"), ("from lib.scores import f1 as f", "f"),
    ("from lib import scores", "scores.f1")])
def test_a_function_of_another_module_of_the_program(tmp_path, line, metric):
    (tmp_path / "lib").mkdir()
    for path in (tmp_path / "scores.py", tmp_path / "lib" / "scores.py"):
        path.write_text(_F1)
    text = "import keras\n{}\nm.compile('sgd', 'mse', metrics=[{}])\n".format(line, metric)
    (tmp_path / "train.py").write_text(text)
    found = migrate_source(text, Options("keras3"), str(tmp_path / "train.py")).text
    assert "metrics=[metric_of_keras_2({})]".format(metric) in found
