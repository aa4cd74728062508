"""Files that were converted to HDF5 on Keras 3: real old Kerases open them, without this package."""
import importlib.util
from pathlib import Path

import numpy as np
import pytest
from goldens.catalog import containers, golden
from packaging.version import Version

from compat.flavor import active

HERE = Path(__file__).resolve().parent
_spec = importlib.util.spec_from_file_location("make_converted", str(HERE / "make.py"))
make = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(make)

if active().name == "keras3":
    pytest.skip("test_formats opens what Keras 3 writes today", allow_module_level=True)


def installed():
    """The real old Keras."""
    if active().folder == "multibackend":
        return importlib.import_module("keras")
    return importlib.import_module("tensorflow").keras if active().name == "tf.keras" else importlib.import_module("tf_keras")


def one_or_all(arrays):
    return arrays[0] if len(arrays) == 1 else arrays


@pytest.mark.parametrize("stack, name", sorted(make.CONVERTED))
def test_the_old_keras_gives_the_same_outputs_and_the_same_next_step(stack, name):
    source, keras = golden(stack, name), installed()
    if Version(make.CONVERTED[stack, name]) > Version(active().version):
        pytest.skip("written for a newer Keras")
    keras.backend.clear_session()
    model = keras.models.load_model(str(HERE / (name + ".h5")), custom_objects={"halve": lambda x: x * 0.5})
    found = model.predict(one_or_all(source.x))
    for mine, theirs in zip(found if isinstance(found, list) else [found], source.y):
        np.testing.assert_allclose(mine, theirs, atol=1e-5)
    if not source.compiled or active().folder == "multibackend":  # which reads its count of steps before a step or after it
        return
    model.train_on_batch(one_or_all(source.x), one_or_all(source.t))
    after = np.ravel(model.evaluate(one_or_all(source.x), one_or_all(source.t), batch_size=len(source.x[0]), verbose=0))[0]
    np.testing.assert_allclose(after, source.loss_after, rtol=1e-4)


@pytest.mark.parametrize("stack, name", sorted(make.CONVERTED_3))
def test_an_old_keras_gives_the_outputs_of_keras_3(stack, name):
    if Version(make.CONVERTED_3[stack, name]) > Version(active().version):
        pytest.skip("written for a newer Keras")
    source, keras = containers("keras3", stack, name)[0], installed()
    keras.backend.clear_session()
    model = keras.models.load_model(str(HERE / (name + ".h5")))
    np.testing.assert_allclose(model.predict(source.values["x0"]), source.values["y0"], atol=1e-5)
