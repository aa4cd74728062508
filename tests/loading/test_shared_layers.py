"""A layer that two models hold gets its weights from ``.weights.h5`` in both; layers in dictionaries get their own ones."""
import json
import warnings
import zipfile

import h5py
import numpy as np
import pytest

import compat
from compat.errors import ConfigError, WeightsError
from compat.flavor import active
from compat.loading.keras3_copies import apart

if active().name == "keras3":
    import keras as native
elif active().name == "tf.keras":
    from tensorflow import keras as native
else:
    pytest.skip("writes no .weights.h5 by the paths of objects", allow_module_level=True)

Dense, Input, Model, Sequential = native.layers.Dense, native.Input, native.Model, native.Sequential
X = np.linspace(-1, 1, 20).reshape(5, 4).astype("float32")


def inside_and_outside():
    shared, x, z = Dense(4, name="shared"), Input((4,)), Input((4,))
    inner = Model(x, Dense(3)(shared(x)), name="inner")
    return Model(z, Dense(2)(native.layers.Concatenate()([inner(z), shared(z)])))


def first_in_two_models():
    shared, x, y, z = Dense(4, name="shared"), Input((4,)), Input((4,)), Input((4,))
    one, two = Model(x, Dense(4)(shared(x)), name="one"), Model(y, Dense(4, activation="tanh")(shared(y)), name="two")
    return Model(z, native.layers.Add()([one(z), two(z)]))


def a_part_of_another():
    x, z = Input((4,)), Input((4,))
    hidden = Dense(4)(x)
    return Model(z, [Model(x, Dense(2)(hidden), name="whole")(z), Model(x, hidden, name="part")(z)])


class OfLists(Model):
    """Holds one layer by itself, in a model and in a list."""

    def __init__(self):
        super().__init__()
        self.shared = Dense(4)
        self.block = Sequential([self.shared, Dense(4, activation="relu")])
        self.blocks = [Dense(4), self.shared, Dense(4, activation="tanh")]
        self.head = Dense(2)

    def call(self, inputs):
        outputs = self.block(self.shared(inputs))
        for each in self.blocks:
            outputs = each(outputs)
        return self.head(outputs)


class OfModels(Model):
    """Two models by attribute, which hold the same layer."""

    def __init__(self):
        super().__init__()
        shared, x, y = Dense(4), Input((4,)), Input((4,))
        self.alpha = Model(x, Dense(3)(shared(x)))
        self.beta = Model(y, Dense(3)(Dense(4)(shared(y))))

    def call(self, inputs):
        return self.alpha(inputs) + self.beta(inputs)


class OfDictionary(Model):
    """Layers of one shape in a dictionary whose keys are not sorted."""

    def __init__(self, attribute="blocks"):
        super().__init__()
        setattr(self, attribute, {"b": Dense(4, activation="tanh"), "a": Dense(4, activation="relu")})
        self.attribute, self.head = attribute, Dense(2)

    def call(self, inputs):
        blocks = getattr(self, self.attribute)
        return self.head(blocks["a"](blocks["b"](inputs)))


def built(make, seed):
    model = make()
    model(X)
    numbers = np.random.RandomState(seed)
    model.set_weights([numbers.randn(*weight.shape).astype("float32") for weight in model.get_weights()])
    return model


def outputs(model):
    found = model.predict(X, verbose=0)
    return found if isinstance(found, (list, tuple)) else [found]


def check_same(model, other):
    for mine, theirs in zip(outputs(model), outputs(other)):
        np.testing.assert_allclose(mine, theirs, atol=1e-6)


FUNCTIONAL = [inside_and_outside, first_in_two_models, a_part_of_another]


@pytest.mark.parametrize("make", FUNCTIONAL + [OfLists, OfModels, OfDictionary])
def test_a_layer_of_two_models_is_filled_in_both(make, tmp_path):
    model, other = built(make, 1), built(make, 2)
    model.save_weights(str(tmp_path / "m.weights.h5"))
    compat.load_weights(other, tmp_path / "m.weights.h5")
    check_same(other, model)


@pytest.mark.parametrize("make", FUNCTIONAL)
def test_so_it_is_in_a_model_of_json(make, tmp_path):
    model = built(make, 1)
    model.save_weights(str(tmp_path / "m.weights.h5"))
    (tmp_path / "m.json").write_text(model.to_json())
    check_same(compat.load_model(tmp_path / "m.json", weights=tmp_path / "m.weights.h5"), model)


@pytest.mark.skipif(active().name != "keras3", reason="only Keras 3 writes one")
@pytest.mark.parametrize("make", FUNCTIONAL)
@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
def test_an_archive_of_such_a_model_opens_with_one_layer_for_all_and_goes_on(make, optimizer, tmp_path):
    model = built(make, 1)
    targets = [np.tanh(each) for each in outputs(model)]
    model.compile({"adam": native.optimizers.Adam(0.05), "sgd": native.optimizers.SGD(0.05, momentum=0.9)}[optimizer],
                  ["mse"] * len(targets))
    train(model, targets)
    model.save(str(tmp_path / "m.keras"))
    with pytest.raises(ValueError):
        native.models.load_model(str(tmp_path / "m.keras"))
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        again = compat.load_model(tmp_path / "m.keras")
    check_same(again, model)
    assert len(again.weights) == len(model.weights)
    assert not compat.load_model(tmp_path / "m.keras", compile=False).compiled
    np.testing.assert_allclose(train(again, targets), train(model, targets), rtol=1e-4)
    again.save(str(tmp_path / "n.keras"))
    check_same(compat.load_model(tmp_path / "n.keras"), again)


def train(model, targets):
    targets = targets if len(targets) > 1 else targets[0]
    for _ in range(3):
        model.train_on_batch(X, targets)
    return np.ravel(model.evaluate(X, targets, verbose=0))


@pytest.mark.skipif(active().name != "keras3", reason="only Keras 3 writes one")
@pytest.mark.parametrize("make", FUNCTIONAL)
def test_without_marks_each_model_has_a_layer_of_its_own(make, tmp_path):
    model = built(make, 1)
    model.save(str(tmp_path / "m.keras"))
    with zipfile.ZipFile(str(tmp_path / "m.keras")) as old, zipfile.ZipFile(str(tmp_path / "n.keras"), "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, json.dumps(apart(json.loads(data))) if name == "config.json" else data)
    with pytest.warns(UserWarning, match="n.keras: several models hold the layers '(shared|dense.*)': each has one of its own"):
        check_same(compat.load_model(tmp_path / "n.keras"), model)


@pytest.mark.skipif(active().name != "keras3", reason="only Keras 3 writes one")
def test_an_archive_that_lacks_weights_stays_refused(tmp_path):
    model = built(lambda: Sequential([Input((4,)), Dense(3)]), 1)
    model.save(str(tmp_path / "m.keras"))
    with zipfile.ZipFile(str(tmp_path / "m.keras")) as old, zipfile.ZipFile(str(tmp_path / "n.keras"), "w") as new:
        config = json.loads(old.read("config.json"))
        config["config"]["layers"][-1]["config"]["units"] = 5
        for name in old.namelist():
            new.writestr(name, json.dumps(config) if name == "config.json" else old.read(name))
    with pytest.raises(ConfigError, match="n.keras"):
        compat.load_model(tmp_path / "n.keras")


def written_by_tf_keras(path, model):
    """An HDF5 file of weights as tf.keras 2.12 and 2.15 wrote it: what is in a dictionary by its sorted keys."""
    with h5py.File(str(path), "w") as file:
        layers = [("a", model.blocks["a"]), ("b", model.blocks["b"]), ("c", model.head)]
        file.attrs["layer_names"] = [name.encode() for name, _ in layers]
        file.attrs["keras_version"], file.attrs["backend"] = "2.15.0", "tensorflow"
        for name, layer in layers:
            group = file.create_group(name)
            arrays = dict(zip(("kernel:0", "bias:0"), layer.get_weights()))
            group.attrs["weight_names"] = [key.encode() for key in arrays]
            for key, array in arrays.items():
                group[key] = array


def test_layers_in_a_dictionary_get_their_own_weights_of_hdf5(tmp_path):
    model, other = built(OfDictionary, 1), built(OfDictionary, 2)
    written_by_tf_keras(tmp_path / "m.h5", model)
    compat.load_weights(other, tmp_path / "m.h5")
    check_same(other, model)


class Both(native.layers.Layer):
    """A layer with layers in a dictionary."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.inside = {"b": Dense(4, activation="tanh"), "a": Dense(4, activation="relu")}

    def call(self, inputs):
        return self.inside["a"](self.inside["b"](inputs))


def test_so_do_those_in_a_dictionary_of_a_layer(tmp_path):
    def make():
        x = Input((4,))
        return Model(x, Both(name="both")(x))

    model, other = built(make, 1), built(make, 2)
    inside = model.get_layer("both").inside
    with h5py.File(str(tmp_path / "m.h5"), "w") as file:
        file.attrs["layer_names"] = [b"both"]
        file.attrs["keras_version"], file.attrs["backend"] = "2.15.0", "tensorflow"
        group = file.create_group("both")
        arrays = {"both/{}/{}:0".format(key, name): array for key in "ab"
                  for name, array in zip(("kernel", "bias"), inside[key].get_weights())}
        group.attrs["weight_names"] = [key.encode() for key in arrays]
        for key, array in arrays.items():
            group[key] = array
    compat.load_weights(other, tmp_path / "m.h5")
    check_same(other, model)


@pytest.mark.skipif(active().name != "keras3", reason="tf.keras goes through attributes the other way")
def test_an_order_that_a_file_does_not_tell_is_refused(tmp_path):
    model = built(lambda: OfDictionary("tower"), 1)
    model.save_weights(str(tmp_path / "m.weights.h5"))
    with pytest.raises(WeightsError, match="depends on whether tf.keras 2.12 or Keras 3 wrote it"):
        compat.load_weights(model, tmp_path / "m.weights.h5")


def test_weights_that_are_written_have_the_order_of_tf_keras(tmp_path):
    from compat import keras

    class Net(keras.models.Model):
        def __init__(self):
            super().__init__()
            self.blocks = {"b": keras.layers.Dense(4, name="b"), "a": keras.layers.Dense(4, name="a")}

        def call(self, inputs):
            return self.blocks["a"](self.blocks["b"](inputs))

    model = Net()
    model.predict(X)
    model.save_weights(str(tmp_path / "m.h5"))
    with h5py.File(str(tmp_path / "m.h5"), "r") as file:
        assert [each.decode() if isinstance(each, bytes) else each for each in file.attrs["layer_names"]] == ["a", "b"]
