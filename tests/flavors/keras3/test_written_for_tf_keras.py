"""Models of Keras 3 as HDF5 files for tf.keras 2.15: what real tf.keras 2.15 writes of the same layers, and reads."""
import json

import h5py
import numpy as np
import pytest

import compat
from compat.errors import UnsupportedError
from compat.flavor import active

if active().name != "keras3":
    pytest.skip("converts models of Keras 3", allow_module_level=True)

import keras

from compat.flavors.keras3.layers.lookup import NumericIntegerLookup
from compat.flavors.keras3.written.configs import spec_of
from compat.flavors.keras3.written.forms import in_dialect
from compat.writing import dialect_of, layer_config

L = keras.layers
IMAGES = np.random.RandomState(0).rand(4, 6, 6, 3).astype("float32")
NUMBERS = np.random.RandomState(1).rand(6, 4, 3).astype("float32")


class Several(L.Layer):
    """Takes a list of tensors beside its input, by name."""

    def call(self, x, more=None):
        return x + more[0] * more[1]


def converted(model, tmp_path, **custom):
    """The path of the file for tf.keras 2.15, and the configurations of its layers by class."""
    source, target = str(tmp_path / "new.keras"), str(tmp_path / "old.h5")
    model.save(source)
    compat.convert(source, target, to="h5", keras_version="2.15", custom_objects=custom)
    with h5py.File(target, "r") as file:
        layers = json.loads(file.attrs["model_config"])["config"]["layers"]
    return target, {layer["class_name"]: layer["config"] for layer in layers}, layers


@pytest.mark.parametrize("layer, stated", [
    (lambda: L.Resizing(4, 5), {"height": 4, "width": 5, "interpolation": "bilinear", "crop_to_aspect_ratio": False}),
    (lambda: L.CenterCrop(4, 5), {"height": 4, "width": 5}),
])
def test_layers_of_images_state_what_tf_keras_takes(layer, stated, tmp_path):
    if type(layer()).__name__ == "CenterCrop" and keras.backend.backend() != "tensorflow":
        pytest.importorskip("tensorflow")
    i = keras.Input((6, 6, 3))
    path, found, _ = converted(keras.Model(i, layer()(i)), tmp_path)
    config = found[type(layer()).__name__]
    assert {key: value for key, value in config.items() if key not in ("name", "trainable")} == dict(stated, dtype="float32")
    assert compat.load_model(path).predict(IMAGES, verbose=0).shape == (4, 4, 5, 3)


def test_a_convolutional_lstm_of_sequences_is_written(tmp_path):
    i = keras.Input((None, 4, 3))
    model = keras.Model(i, L.ConvLSTM1D(2, 3, recurrent_activation="sigmoid")(i))
    path, found, _ = converted(model, tmp_path)
    assert found["ConvLSTM1D"]["unroll"] is False
    x = NUMBERS[:, None]
    np.testing.assert_allclose(compat.load_model(path).predict(x, verbose=0), model.predict(x, verbose=0), atol=1e-6)


@pytest.mark.parametrize("name, why", [("hard_sigmoid", "another function"), ("celu", "not in")])
def test_an_activation_that_tf_keras_has_not_is_refused(name, why, tmp_path):
    with pytest.raises(UnsupportedError, match="activation='{}' of Keras 3, which is {}".format(name, why)):
        converted(keras.Sequential([keras.Input((3,)), L.Dense(2, activation=name, name="out")]), tmp_path)


def test_an_adapted_discretization_states_its_boundaries_alone():
    native = {"name": "d", "num_bins": 3, "bin_boundaries": [1.0, 2.0]}
    found = layer_config("Discretization", native, dialect_of(compat.Era("2.15")))
    assert (found["num_bins"], found["bin_boundaries"]) == (None, [1.0, 2.0])


def test_places_in_a_vocabulary_are_whole_numbers():
    with in_dialect(dialect_of(compat.Era("2.15"))):
        layer = spec_of(NumericIntegerLookup([7, 3], name="lookup"))
    assert (layer["class_name"], layer["config"]["dtype"], layer["config"]["vocabulary"]) == ("IntegerLookup", "int64", [7, 3])


def test_a_loss_of_tf_keras_alone_is_stated(tmp_path):
    model = keras.Sequential([keras.Input((3,)), L.Dense(2)])
    model.compile("sgd", keras.losses.BinaryFocalCrossentropy(gamma=1.5, from_logits=True))
    path, _, _ = converted(model, tmp_path)
    with h5py.File(path, "r") as file:
        loss = json.loads(file.attrs["training_config"])["loss"]
    assert loss["class_name"] == "BinaryFocalCrossentropy"
    assert (loss["config"]["gamma"], loss["config"]["from_logits"]) == (1.5, True)


def test_tensors_in_a_list_by_name_are_written(tmp_path):
    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    model = keras.Model([a, b], Several(name="several")(a, more=[a, b]))
    path, _, layers = converted(model, tmp_path, Several=Several)
    assert layers[-1]["inbound_nodes"] == [[["a", 0, 0, {"more": [["a", 0, 0], ["b", 0, 0]]}]]]
    x = [NUMBERS[:, 0], NUMBERS[:, 1]]
    found = compat.load_model(path, custom_objects={"Several": Several}).predict(x, verbose=0)
    np.testing.assert_allclose(found, x[0] + x[0] * x[1], rtol=1e-6)


@pytest.mark.skipif("renorm" not in L.BatchNormalization.__init__.__code__.co_varnames, reason="this Keras 3 has no renorm")
def test_renorm_is_written_with_its_momentum_and_its_bounds(tmp_path):
    model = keras.Sequential([keras.Input((3,)), L.BatchNormalization(
        renorm=True, renorm_clipping={"rmax": 1.5}, renorm_momentum=0.9, name="norm")])
    model.compile("sgd", "mse")
    x = NUMBERS[:, 0]
    model.fit(x, x, verbose=0)
    path, found, _ = converted(model, tmp_path)
    assert [found["BatchNormalization"][key] for key in ("renorm", "renorm_clipping", "renorm_momentum")] == [
        True, {"rmax": 1.5}, 0.9]
    with h5py.File(path, "r") as file:
        names = [name.decode("utf8") for name in file["model_weights/norm"].attrs["weight_names"]]
    assert [name.split("/")[-1] for name in names] == [
        "gamma:0", "beta:0", "moving_mean:0", "moving_variance:0", "moving_stddev:0", "renorm_mean:0", "renorm_stddev:0"]
    again = compat.load_model(path)
    for each in (model, again):
        each.train_on_batch(x, x)
    np.testing.assert_allclose(again.get_weights(), model.get_weights(), atol=1e-6)
