"""Lambdas in files of tf.keras: functions of Keras and TensorFlow themselves, parts of a result by name, lost defaults.

``lambdas_of_tf_keras.json`` holds configurations and outputs of real tf.keras 2.3.
"""
import json
from pathlib import Path

import numpy as np
import pytest

from compat import load_model
from compat.errors import LambdaError

WRITTEN = json.loads(Path(__file__).with_name("lambdas_of_tf_keras.json").read_text())
X, Y = np.array(WRITTEN["x"], "float32"), [np.array(each) for each in WRITTEN["y"]]


def stored(tmp_path, config):
    path = tmp_path / "model.json"
    path.write_text(json.dumps(config))
    return str(path)


def test_functions_of_keras_and_parts_of_results_are_read(tmp_path):
    found = load_model(stored(tmp_path, WRITTEN["own"])).predict(X, verbose=0)
    for one, expected in zip(found, Y):
        np.testing.assert_allclose(np.asarray(one), expected, atol=1e-6)


def test_a_function_of_keras_whose_name_is_lost_is_an_error_that_says_so(tmp_path):
    config = json.loads(json.dumps(WRITTEN["own"]).replace('"tanh", "tanh"', '"op_dispatch_handler", "op_dispatch_handler"'))
    with pytest.raises(LambdaError, match=r"'tanh'.*one of tensorflow.python.keras.backend, and the file does not say which"):
        load_model(stored(tmp_path, config))


def test_a_default_that_keras_did_not_store_is_an_error_that_names_the_argument(tmp_path):
    path = stored(tmp_path, WRITTEN["by_keyword"])
    with pytest.raises(LambdaError, match="'scaled'.*takes 'by' by keyword only.*lambda t, \\*, by: t \\* by"):
        load_model(path)
    found = load_model(path, lambdas={"scaled": lambda t: t * 2}).predict(X, verbose=0)
    np.testing.assert_allclose(np.asarray(found), X * 2)
