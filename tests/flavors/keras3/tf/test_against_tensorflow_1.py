"""Every function of tf gives what real TensorFlow 1.15 gave: on values, compiled, and in functional models."""
import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from compat.flavor import active

if active().name != "keras3":
    pytest.skip("the tf of Keras 3", allow_module_level=True)

import keras

from compat.flavors.keras3 import backend as K
from compat.flavors.keras3 import tf
from compat.flavors.keras3.backend.symbolic import call_when_run

HERE = Path(__file__).parent
TOLERANCE = {"rtol": 2e-5, "atol": 2e-5}
NARROWER_ON_JAX = {"int64": "int32", "float64": "float32"}


def _load_cases():
    spec = importlib.util.spec_from_file_location("tf_cases", str(HERE / "cases.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _load_expected():
    stored = np.load(str(HERE / "expected.npz"))
    index = json.loads(str(stored["index"]))
    assert index["keras"].startswith("1.15")
    return {name: stored[dtype][start:start + int(np.prod(shape, dtype=int))].reshape(shape)
            for name, (dtype, start, shape) in index["values"].items()}


cases = _load_cases()
EXPECTED = _load_expected()
cases_of_tensors = [case for case in cases.CASES if case[2]]
every_case_of_tensors = pytest.mark.parametrize("case", cases_of_tensors, ids=[case[0] for case in cases_of_tensors])
every_case = pytest.mark.parametrize("case", cases.CASES, ids=[case[0] for case in cases.CASES])


def _arrays(case):
    return [cases.INPUTS[name] for name in case[2]]


def _tensors(case):
    return [K.constant(array, dtype=array.dtype.name) for array in _arrays(case)]


def _check(case, found):
    for place, value in enumerate(found):
        expected = EXPECTED["{}/{}".format(case[0], place)]
        value = K.eval(value)
        dtype = expected.dtype.name
        if keras.config.backend() == "jax":
            dtype = NARROWER_ON_JAX.get(dtype, dtype)
        assert np.asarray(value).dtype.name == dtype
        np.testing.assert_allclose(np.asarray(value, "float64"), np.asarray(expected, "float64"), **TOLERANCE)


@every_case
def test_on_values(case):
    _check(case, cases.outputs_of(case, tf, _tensors(case)))


@every_case
def test_compiled_for_any_batch_size(case):
    _check(case, _compiled(lambda *tensors: cases.outputs_of(case, tf, tensors), case)(*_tensors(case)))


def _compiled(function, case):
    if keras.config.backend() == "tensorflow":
        import tensorflow

        return tensorflow.function(function, input_signature=[
            tensorflow.TensorSpec(shape, array.dtype) for shape, array in zip(_shapes(case), _arrays(case))])
    if keras.config.backend() == "jax":
        import jax

        return jax.jit(function)
    return function


def _shapes(case):
    """The shapes of the inputs, the batch axis unknown."""
    return [(None,) + array.shape[1:] if name in cases.BATCHES else array.shape
            for name, array in zip(case[2], _arrays(case))]


@every_case_of_tensors
def test_in_a_functional_model_of_any_batch_size(case):
    inputs = [keras.Input(batch_shape=shape, dtype=array.dtype.name)
              for shape, array in zip(_shapes(case), _arrays(case))]
    outputs = cases.outputs_of(case, tf, inputs)
    for place, output in enumerate(outputs):
        expected = EXPECTED["{}/{}".format(case[0], place)]
        if K.is_keras_tensor(output):
            assert K.ndim(output) == expected.ndim
            assert all(size in (None, true) for size, true in zip(K.int_shape(output), expected.shape))
    model = keras.Model(inputs, outputs)
    _check(case, keras.tree.flatten(model(_tensors(case))))


@every_case_of_tensors
def test_inside_a_layer_of_any_batch_size(case):
    inputs = [keras.Input(batch_shape=shape, dtype=array.dtype.name)
              for shape, array in zip(_shapes(case), _arrays(case))]
    outputs = call_when_run(lambda tensors: cases.outputs_of(case, tf, tensors), inputs)
    _check(case, keras.tree.flatten(keras.Model(inputs, outputs)(_tensors(case))))
