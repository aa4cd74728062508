"""Where Keras 2.2 saved models to and took weights from; real Keras 2.2.4 runs these tests too."""
import os

import h5py
import numpy as np
import pytest

from compat.flavor import active
from compat.keras.initializers import Constant
from compat.keras.layers import Conv2D, Dense, Flatten, Input
from compat.keras.models import Model, Sequential, load_model, model_from_json, save_model

pytestmark = pytest.mark.skipif(active().name != "keras3" and not active().version.startswith("2.2."),
                                reason="Keras 2.2 saves to groups and dictionaries")
ROW = np.array([[1.0, 2.0, 3.0]], "float32")


@pytest.fixture
def model():
    made = Sequential([Dense(2, input_dim=3, name="hidden"), Dense(1, name="out")])
    made.compile("adam", "mse")
    made.train_on_batch(ROW, np.ones((1, 1)))
    return made


def same(model, opened):
    np.testing.assert_allclose(opened.predict(ROW), model.predict(ROW), rtol=1e-6)
    np.testing.assert_allclose(opened.train_on_batch(ROW, np.ones((1, 1))), model.train_on_batch(ROW, np.ones((1, 1))),
                               rtol=1e-5)


def test_an_open_file_and_a_group_in_it(model, tmp_path):
    with h5py.File(str(tmp_path / "all.h5"), "w") as file:
        file["notes"] = [1, 2]
        save_model(model, file)
        save_model(model, file.create_group("second"))
        same(model, load_model(file))
        assert sorted(file) == ["model_weights", "notes", "optimizer_weights", "second"]
        assert load_model(file["second"]).layers[0].name == "hidden"
    assert [each.name for each in tmp_path.iterdir()] == ["all.h5"]


def test_a_file_in_memory(model):
    with h5py.File("nowhere", "a", driver="core", backing_store=False) as file:
        save_model(model, file)
        same(model, load_model(file))
    assert not os.path.exists("nowhere")


def test_a_dictionary(model):
    kept = {}
    save_model(model, kept)
    assert {"model_config", "model_weights", "training_config"} <= set(kept)
    assert kept["model_weights"]["layer_names"] == [b"hidden", b"out"]
    same(model, load_model(kept))


def dense_after_flatten(**kwargs):
    return Sequential([Conv2D(2, (1, 1), input_shape=(1, 1, 1), name="a", **kwargs), Flatten(), Dense(3, name="b")])


def convolutions():
    return Sequential([Conv2D(2, (1, 1), input_shape=(1, 1, 1), name="a"), Conv2D(3, (1, 1), name="b")])


@pytest.mark.parametrize("by_name", [True, False])
def test_weights_of_another_shape_and_the_same_size(by_name, tmp_path):
    path = str(tmp_path / "weights.h5")
    old, new = dense_after_flatten(), convolutions()
    old.save_weights(path)
    with pytest.raises(ValueError):
        new.load_weights(path, by_name=by_name)
    new.load_weights(path, by_name=by_name, reshape=True)
    x = np.ones((1, 1, 1, 1))
    np.testing.assert_allclose(new.predict(x).ravel(), old.predict(x).ravel(), rtol=1e-6)


def test_what_does_not_fit_is_said_as_keras_said_it(tmp_path):
    path = str(tmp_path / "weights.h5")
    dense_after_flatten().save_weights(path)
    with pytest.raises(ValueError, match=r" expects 1 .* but the saved .* 2 .*"):
        dense_after_flatten(use_bias=False).load_weights(path, by_name=True)
    with pytest.raises(ValueError, match=r" load .* 2 layers into .* 1 layers\."):
        Sequential([Conv2D(2, (1, 1), input_shape=(1, 1, 1), name="a")]).load_weights(path)
    with pytest.warns(UserWarning, match=r"Skipping loading .* due to mismatch "):
        dense_after_flatten(use_bias=False).load_weights(path, by_name=True, skip_mismatch=True)


def test_one_output_in_a_list_is_a_tensor_where_the_model_is_called():
    x = Input((3,))
    inner = Model([x], [Dense(2, kernel_initializer="ones")(x)])
    z = Input((3,))
    y = inner(z)
    assert not isinstance(y, list)
    assert Model(z, Dense(1, kernel_initializer="ones")(y)).predict(ROW).tolist() == [[12.0]]


def test_an_array_in_a_configuration():
    array = np.arange(6.0).reshape(3, 2)
    model = Sequential([Dense(2, input_shape=(3,), kernel_initializer=Constant(array))])
    held = model.get_config()["layers"][0]["config"]["kernel_initializer"]
    assert held["class_name"] == "Constant" and held["config"]["value"].tolist() == array.tolist()
    assert model_from_json(model.to_json()).get_weights()[0].tolist() == array.tolist()


def test_names_may_be_long(tmp_path):
    x = Input((3,))
    model = Model(x, Dense(2, name="d" * 30000)(Dense(2, name="e" * 40000)(x)))
    path = str(tmp_path / "model.h5")
    model.save(path)
    np.testing.assert_allclose(load_model(path).predict(ROW), model.predict(ROW), rtol=1e-6)
