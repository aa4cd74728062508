"""Keras 3.0 to 3.13 summed the penalties of activities over the batch, and later ones divide them: files keep their numbers."""
import json
import zipfile

import h5py
import numpy as np
import pytest

import compat
from compat.flavor import active

pytestmark = pytest.mark.skipif(active().name != "keras3", reason="no Keras 2 opens files of Keras 3")
X = np.linspace(-1, 1, 24).reshape(4, 3, 2).astype("float32")
T = np.ones((4, 1), "float32")
#: What Keras 3.10.0 and 3.15.1 gave for this model: evaluate in batches of two, before and after a step of all samples.
SUMMED, DIVIDED = (5.702609062194824, 3.5929408073425293), (4.882494926452637, 3.3905019760131836)


def model_with_penalties():
    keras = pytest.importorskip("keras")
    layers, half = keras.layers, keras.initializers.Constant(0.5)
    given = layers.Input((3, 2))
    x = layers.Dense(2, kernel_initializer=half, activity_regularizer=keras.regularizers.L1L2(0.01, 0.02))(given)
    x = layers.TimeDistributed(layers.Dense(2, kernel_initializer=half, activity_regularizer="l2"))(x)
    x = layers.Flatten()(layers.ActivityRegularization(0.1, 0.2, name="spread")(x))
    model = keras.Model(given, layers.Dense(1, kernel_initializer=half)(x))
    model.compile(keras.optimizers.SGD(0.01), "mse")
    return model


def written(folder, name, version):
    """A file of the model that states another version of Keras."""
    path = folder / name
    model_with_penalties().save(path)
    if name.endswith(".h5"):
        with h5py.File(path, "r+") as file:
            file.attrs["keras_version"] = version
        return path
    with zipfile.ZipFile(path) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    members["metadata.json"] = json.dumps(dict(json.loads(members["metadata.json"]), keras_version=version)).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for each, content in members.items():
            archive.writestr(each, content)
    return path


def losses(model):
    before = model.evaluate(X, T, batch_size=2, verbose=0)
    model.train_on_batch(X, T)
    return before, model.evaluate(X, T, batch_size=2, verbose=0)


@pytest.mark.parametrize("name", ["model.keras", "model.h5"])
def test_penalties_of_activities_in_files_of_keras_3_13_and_before_are_summed(name, tmp_path):
    model = compat.load_model(written(tmp_path, name, "3.10.0"))
    assert model.get_layer("spread") is not None
    np.testing.assert_allclose(losses(model), SUMMED, rtol=1e-5)


@pytest.mark.parametrize("name", ["model.keras", "model.h5"])
def test_those_that_are_written_again_are_summed_still(name, tmp_path):
    model = compat.load_model(written(tmp_path, "model.keras", "3.10.0"))
    model.save(tmp_path / ("again_" + name))
    np.testing.assert_allclose(losses(compat.load_model(tmp_path / ("again_" + name))), SUMMED, rtol=1e-5)


@pytest.mark.skipif(active().name == "keras3" and tuple(map(int, active().version.split(".")[:2])) < (3, 14),
                    reason="this Keras sums them itself")
@pytest.mark.parametrize("name", ["model.keras", "model.h5"])
def test_penalties_of_activities_in_later_files_are_divided_by_the_size_of_the_batch(name, tmp_path):
    np.testing.assert_allclose(losses(compat.load_model(written(tmp_path, name, active().version))), DIVIDED, rtol=1e-5)
