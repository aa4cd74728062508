"""A small file whose configuration asks for enormous weights is refused before anything of that size is made."""
import json

import h5py
import numpy as np
import pytest
from goldens.catalog import golden

import compat.keras
from compat import load_model, load_weights
from compat.errors import CompatError, UnknownLayerError, UnsafeFileError, WeightsError

MLP = golden("keras-2.2.4-py37", "mlp")
LSTM = golden("keras-2.2.4-py37", "bidirectional_lstm")


def spoiled(source, path, **changes):
    """A copy of a golden whose first layer has other arguments, also where it is wrapped."""
    path.write_bytes(source.path.read_bytes())
    with h5py.File(str(path), "r+") as file:
        text = file.attrs["model_config"]
        config = json.loads(text.decode("utf8") if isinstance(text, bytes) else text)
        first = config["config"]["layers"][0]["config"]
        (first["layer"]["config"] if "layer" in first else first).update(changes)
        file.attrs["model_config"] = np.bytes_(json.dumps(config).encode("ascii"))
    return str(path)


@pytest.mark.parametrize("source, changes", [
    (MLP, {"units": 10 ** 8}), (MLP, {"units": 2 ** 40}), (MLP, {"batch_input_shape": [None, 2 ** 27]}),
    (LSTM, {"units": 10 ** 7}),
], ids=["many units", "endless units", "a wide input", "in a wrapper"])
def test_a_shape_bomb_is_a_typed_error_before_memory_is_spent(tmp_path, memory, source, changes):
    path = spoiled(source, tmp_path / "bomb.h5", **changes)
    load_model(str(source.path))  # so that everything is imported
    with memory.within(300), pytest.raises(WeightsError):
        load_model(path)


@pytest.mark.parametrize("name", [
    "InputSpec", "wrappers", "deserialize", "Callback", "Recurrent", "TextVectorization", "TFSMLayer", "Any",
    "RestoredLayer", "LegacyLayer", "keras", "add", "__name__",
])
def test_a_file_may_name_layers_alone(tmp_path, name):
    path = tmp_path / "named.h5"
    path.write_bytes(MLP.path.read_bytes())
    with h5py.File(str(path), "r+") as file:
        text = file.attrs["model_config"]
        config = json.loads(text.decode("utf8") if isinstance(text, bytes) else text)
        config["config"]["layers"][0]["class_name"] = name
        file.attrs["model_config"] = np.bytes_(json.dumps(config).encode("ascii"))
    with pytest.raises(UnknownLayerError):
        load_model(str(path))


@pytest.mark.parametrize("version", ["2.2.4", "3.15.1"])
def test_load_weights_follows_no_link_whatever_the_file_says_of_itself(tmp_path, flavor, version):
    path = tmp_path / "links.h5"
    with h5py.File(str(path), "w") as file:
        file.attrs["layer_names"] = np.array([b"hidden", b"out"])
        file.attrs["keras_version"] = version
        for name in ("hidden", "out"):
            file[name] = h5py.ExternalLink(str(MLP.path), "/model_weights/" + name)
    model = compat.keras.models.Sequential([compat.keras.layers.Dense(8, input_shape=(5,)), compat.keras.layers.Dense(3)])
    with pytest.raises(UnsafeFileError, match="external link"):
        load_weights(model, str(path))
    if flavor.name == "keras3":  # elsewhere the method is the installed Keras's own
        with pytest.raises(UnsafeFileError, match="external link"):
            model.load_weights(str(path))


def test_after_a_refused_file_others_open(tmp_path):
    with pytest.raises(WeightsError):
        load_model(spoiled(MLP, tmp_path / "bomb.h5", units=10 ** 8))
    found = load_model(str(MLP.path)).predict(MLP.x[0], verbose=0)
    np.testing.assert_allclose(found, MLP.y[0], atol=1e-5)


def test_an_architecture_alone_has_a_bound_too(tmp_path, memory):
    source = golden("keras-2.2.4-py37", "mlp_weights_json")
    config = json.loads(source.architecture_path.read_text(encoding="utf8"))
    config["config"]["layers"][0]["config"]["units"] = 2 ** 40
    path = tmp_path / "bomb.json"
    path.write_text(json.dumps(config), encoding="utf8")
    with memory.within(300), pytest.raises(CompatError):
        load_model(str(path))
