"""Functions of ``K`` and of ``tf`` as cases, run in the four ways that code runs them, and what the old library gave.

A case is ``(name, function of the library and tensors, names of its inputs, …)``, see the cases.py beside each test;
expected.npz beside it holds what the library named in it gave. Only for Keras 3.
"""
import importlib.util
import json

import keras
import numpy as np

from compat.flavors.keras3 import backend as K
from compat.flavors.keras3.backend.symbolic import call_when_run

TOLERANCE = {"rtol": 2e-5, "atol": 2e-5}
NARROWER_ON_JAX = {"int64": "int32", "float64": "float32"}


def load_cases(folder):
    """The module cases.py of a folder."""
    spec = importlib.util.spec_from_file_location(folder.name + "_cases", str(folder / "cases.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Replay:
    """The cases of one folder, run on one library.

    Args:
        folder: where cases.py and expected.npz are.
        library: what the functions are taken from, the ``K`` or ``tf`` under test.
        version: how the version that gave the expected values begins.
    """

    def __init__(self, folder, library, version):
        self.library = library
        self.cases = load_cases(folder)
        stored = np.load(str(folder / "expected.npz"))
        index = json.loads(str(stored["index"]))
        assert index["keras"].startswith(version)
        self.expected = {name: stored[dtype][start:start + int(np.prod(shape, dtype=int))].reshape(shape)
                         for name, (dtype, start, shape) in index["values"].items()}

    def on_values(self, case):
        self._check(case, self._outputs(case, self._tensors(case)))

    def compiled(self, case):
        """As the backend compiles, for any batch size."""
        self._check(case, self._compiled(lambda *tensors: self._outputs(case, tensors), case)(*self._tensors(case)))

    def in_a_functional_model(self, case):
        """Called on symbolic tensors of any batch size."""
        inputs = self._inputs(case)
        outputs = self._outputs(case, inputs)
        for place, output in enumerate(outputs):
            expected = self.expected["{}/{}".format(case[0], place)]
            if isinstance(output, keras.KerasTensor):
                assert K.ndim(output) == expected.ndim
                assert all(size in (None, true) for size, true in zip(K.int_shape(output), expected.shape))
        self._check(case, keras.tree.flatten(keras.Model(inputs, outputs)(self._tensors(case))))

    def inside_a_layer(self, case):
        """Called by a layer on tensors of any batch size."""
        inputs = self._inputs(case)
        outputs = call_when_run(lambda tensors: self._outputs(case, tensors), inputs)
        self._check(case, keras.tree.flatten(keras.Model(inputs, outputs)(self._tensors(case))))

    def _outputs(self, case, tensors):
        return self.cases.outputs_of(case, self.library, tensors)

    def _arrays(self, case):
        return [self.cases.INPUTS[name] for name in case[2]]

    def _tensors(self, case):
        return [K.constant(array, dtype=array.dtype.name) for array in self._arrays(case)]

    def _shapes(self, case):
        """The shapes of the inputs, the batch axis unknown where the case can do without."""
        known = case[0] in getattr(self.cases, "NEED_BATCH_SIZE", ())
        return [(None,) + array.shape[1:] if name in self.cases.BATCHES and not known else array.shape
                for name, array in zip(case[2], self._arrays(case))]

    def _inputs(self, case):
        return [keras.Input(batch_shape=shape, dtype=array.dtype.name)
                for shape, array in zip(self._shapes(case), self._arrays(case))]

    def _compiled(self, function, case):
        if keras.config.backend() == "tensorflow":
            import tensorflow

            return tensorflow.function(function, input_signature=[
                tensorflow.TensorSpec(shape, array.dtype) for shape, array in zip(self._shapes(case), self._arrays(case))])
        if keras.config.backend() == "jax":
            import jax

            return jax.jit(function)
        return function

    def _check(self, case, found):
        for place, value in enumerate(found):
            expected = self.expected["{}/{}".format(case[0], place)]
            value = K.eval(value)
            dtype = expected.dtype.name
            if keras.config.backend() == "jax":
                dtype = NARROWER_ON_JAX.get(dtype, dtype)
            assert np.asarray(value).dtype.name == dtype
            np.testing.assert_allclose(np.asarray(value, "float64"), np.asarray(expected, "float64"), **TOLERANCE)
