"""What real Keras stored for a Lambda layer, of every era: function, output shape and mask."""
import json
from pathlib import Path

import numpy as np
import pytest

from compat.lambdas.describe import describe
from compat.lambdas.recover import recover

PAYLOADS = json.loads((Path(__file__).parent / "keras_payloads.json").read_text())
SOURCES = {"crop": ("lambda x, axis=[1, 2]: K.mean(x[:, 2:], axis=axis) / 255 + 'é'.count('e')",
                    "lambda shape: (shape[0], shape[1] // 2)"),
           "masked": ("lambda x: x * 2", None)}


@pytest.mark.parametrize("keras", PAYLOADS)
def test_every_keras_stores_what_can_be_read(keras):
    for layer in PAYLOADS[keras]:
        function, shape = SOURCES[layer["name"]]
        found = recover(layer["function"], layer["name"])
        assert (found.source, found.problem) == (function, None)
        assert keras.split(" on ")[1] in found.python_version.split(" or ")
        if shape:
            assert recover(layer["output_shape"]).source == shape


def test_keras_1_stored_bytes_as_characters():
    code = PAYLOADS["1.2.2 on 3.6"][0]["function"][0]
    assert code.startswith("\u00e3\u0002\x00")


def test_tf_keras_stores_the_mask_function():
    layer = PAYLOADS["2.15.0 on 3.11"][1]
    assert recover(layer["mask"]).source == "lambda inputs, mask=None: mask"


def test_the_dictionary_of_the_keras_format_is_read():
    code, defaults, closure = PAYLOADS["2.15.0 on 3.11"][0]["function"]
    config = {"code": code, "defaults": defaults, "closure": closure}
    for payload in (config, {"class_name": "__lambda__", "config": config}):
        assert recover(payload).source == SOURCES["crop"][0]


def test_a_closure_that_is_missing_is_a_problem_that_names_the_variable():
    code, defaults, _ = PAYLOADS["2.2.4 on 3.7"][0]["function"]
    assert "0 closure values for 1 variables (steps)" in recover([code, defaults, None], "crop").problem


def test_python_2_divides_integers_as_python_2():
    class K:
        @staticmethod
        def mean(x, axis):
            return x
    by_python = {keras: recover(PAYLOADS[keras][0]["function"]).require().bind({"K": K}) for keras in PAYLOADS}
    x = np.full((1, 3), 300)
    np.testing.assert_array_equal(by_python["2.2.4 on 2.7"](x), [[1]])
    np.testing.assert_allclose(by_python["2.2.4 on 3.7"](x), [[300 / 255]])


def test_the_description_says_source_python_and_what_it_touches():
    assert describe(PAYLOADS["2.2.4 on 3.7"][0]["function"], "crop") == "\n".join([
        SOURCES["crop"][0], "written by Python 3.7", "touches: .count, K.mean", "loads by default"])


def test_the_description_of_what_is_refused_says_what_to_pass():
    text = describe("no code", "crop")
    assert text.startswith("not recovered\n")
    assert "pass lambdas={'crop': fn}" in text
