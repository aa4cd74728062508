"""Models and layers of a program's own classes in files of tf.keras, under the names that they were registered by."""
import importlib
import json
import shutil
import warnings

import h5py
import numpy as np
import pytest
from goldens.catalog import containers, golden

import compat
from compat import tf
from compat.errors import ArchitectureMissingError, CompatError, ConfigError
from compat.flavor import active

if active().name == "multibackend":
    pytest.skip("registers no classes", allow_module_level=True)
native = importlib.import_module({"keras3": "keras", "tf_keras": "tf_keras"}.get(active().name, "tensorflow.keras"))
layers = native.layers
TOWERS = [(golden, name) for kind, name in (("saved_model", "saved_model"), ("keras", "model.keras"))
          for golden in containers(kind, name="configured")]
LAYERS = [(golden, name) for kind, name in (("saved_model", "saved_model"), ("keras", "model.keras"))
          for golden in containers(kind, name="registered")]


class Scale(layers.Layer):
    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def build(self, input_shape):
        self.gain = self.add_weight(name="gain", shape=(int(input_shape[-1]),), initializer="ones")
        self.built = True

    def call(self, inputs):
        return inputs * self.gain * self.factor

    def get_config(self):
        return dict(super().get_config(), factor=self.factor)


class Switch(layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.ways = {"right": layers.Dense(units, name="right"), "left": layers.Dense(units, activation="tanh", name="left")}

    def build(self, input_shape):
        for key in ("right", "left"):
            self.ways[key].build(input_shape)
        self.built = True

    def call(self, inputs):
        return self.ways["left"](inputs) + 2.0 * self.ways["right"](inputs)

    def get_config(self):
        return dict(super().get_config(), units=self.units)


class Tower(native.Model):
    def __init__(self, units=3, name="tower"):
        super().__init__(name=name)
        self.units = units
        self.hidden = layers.Dense(units, activation="relu", name="hidden")
        self.scale = Scale(1.5, name="scale")
        self.heads = [layers.Dense(4, name="head_0"), layers.Dense(2, name="head_1")]

    def call(self, inputs):
        found = self.scale(self.hidden(inputs))
        for head in self.heads:
            found = head(found)
        return found

    def get_config(self):
        return {"units": self.units, "name": self.name}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        return cls(**config)


#: How a program may name its classes.
NAMED = {"registered name": {"own>tower": Tower, "own>scaling": Scale}, "name alone": {"tower": Tower, "scaling": Scale}}


@pytest.fixture(params=[*NAMED, "scope"])
def named(request):
    """The classes as custom objects, or in a scope, as registering them does."""
    if request.param != "scope":
        yield NAMED[request.param]
        return
    with native.utils.custom_object_scope(NAMED["registered name"]):
        yield {}


def opened(golden, name, custom):
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        return compat.load_model(golden.folder / name, custom_objects=custom)


def check(golden, model):
    """Outputs, and the loss after one more step."""
    x, t = golden.arrays("x")[0], golden.arrays("t")[0]
    np.testing.assert_allclose(model.predict(x, verbose=0), golden.arrays("y")[0], atol=1e-5)
    model.train_on_batch(x, t)
    found = float(np.ravel(model.evaluate(x, t, batch_size=len(x), verbose=0))[0])
    np.testing.assert_allclose(found, golden.values["loss_after"], rtol=1e-4)


@pytest.mark.parametrize("golden, name", TOWERS, ids=["{}-{}".format(*each) for each in TOWERS])
def test_a_subclassed_model_with_a_configuration_is_made_by_its_class_and_goes_on(golden, name, named):
    model = opened(golden, name, named)
    assert type(model) is Tower and model.units == 4 and model.optimizer is not None
    check(golden, model)


@pytest.mark.parametrize("golden, name", LAYERS, ids=["{}-{}".format(*each) for each in LAYERS])
def test_a_layer_is_found_by_the_name_that_it_was_registered_by(golden, name, named):
    check(golden, opened(golden, name, named))


@pytest.mark.parametrize("golden", containers("saved_model", name="in_dictionary"), ids=str)
def test_an_optimizer_goes_on_where_a_layer_holds_layers_in_a_dictionary(golden):
    check(golden, opened(golden, "saved_model", {"Switch": Switch}))


@pytest.mark.parametrize("golden", containers("checkpoint", name="in_dictionary"), ids=str)
def test_so_it_does_from_a_checkpoint(golden):
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        model = compat.load_model(golden.folder / "saved_model", custom_objects={"Switch": Switch})
        model.compile(native.optimizers.Adam(0.02), "mse")
        compat.load_weights(model, golden.folder / "cp.ckpt")
    check(golden, model)


def test_a_sequential_that_knows_no_shape_yet_is_opened_inside_of_a_model():
    inner = {"class_name": "Sequential", "config": {"name": "inner", "layers": [
        {"class_name": "Dense", "config": {"name": "hidden", "units": 3}}]}}
    config = {"name": "m", "input_layers": [["x", 0, 0]], "output_layers": [["inner", 0, 0]], "layers": [
        {"class_name": "InputLayer", "name": "x", "inbound_nodes": [],
         "config": {"name": "x", "batch_input_shape": [None, 5], "dtype": "float32"}},
        dict(inner, name="inner", inbound_nodes=[[["x", 0, 0, {}]]])]}
    text = json.dumps({"class_name": "Model", "config": config, "keras_version": "2.2.4-tf", "backend": "tensorflow"})
    assert compat.load_model(text).output_shape == (None, 3)


def test_an_archive_also_says_what_the_class_is_called():
    golden = containers("keras", name="configured")[0]
    check(golden, opened(golden, "model.keras", {"Tower": Tower, "Scale": Scale}))


@pytest.mark.parametrize("golden, name", TOWERS, ids=["{}-{}".format(*each) for each in TOWERS])
def test_without_its_class_the_error_says_what_to_pass(golden, name):
    with pytest.raises(ArchitectureMissingError, match="{}.*custom_objects={{'tower': its class}}".format(name)):
        compat.load_model(golden.folder / name)


def stated(**changes):
    return json.dumps(dict({"class_name": "own>tower", "config": {"units": 2}, "keras_version": "2.15.0"}, **changes))


def test_json_gives_a_model_that_is_called_later():
    model = compat.load_model(stated(), custom_objects={"tower": Tower})
    assert model.units == 2 and model.predict(np.ones((3, 5), "float32"), verbose=0).shape == (3, 2)


@pytest.mark.parametrize("changes, says", [({"config": {"unknown": 1}}, "does not take the configuration"),
                                           ({"class_name": "own>other"}, "custom_objects={'other': its class}")])
def test_what_the_class_does_not_take_is_a_typed_error(changes, says):
    with pytest.raises(CompatError, match=says):
        compat.load_model(stated(**changes), custom_objects={"tower": Tower})


def test_a_checkpoint_does_not_say_what_a_model_was_called_on(tmp_path):
    golden = containers("checkpoint", name="configured")[0]
    (tmp_path / "m.json").write_text(stated())
    with pytest.raises(ConfigError, match=r"m.json.*does not say what 'Tower' was called on"):
        compat.load_model(tmp_path / "m.json", weights=golden.folder / "cp.ckpt", custom_objects={"tower": Tower})


class Doubling(native.Model):
    """Made of inputs and outputs; what it computes for ``predict`` is twice that."""

    def predict(self, x, **options):
        return 2.0 * super().predict(x, **options)


class Fixed(native.Model):
    """Makes its own layers, and so cannot be made of inputs and outputs."""

    def __init__(self, units):
        super().__init__()
        self.dense = layers.Dense(units)


def made_of(class_name):
    """JSON of tf.keras 2.15 of a functional model of such a class, with another one in it."""
    def model(name, inside, class_name):
        start = {"class_name": "InputLayer", "name": name + "_in", "inbound_nodes": [],
                 "config": {"batch_input_shape": [None, 4], "dtype": "float32", "name": name + "_in"}}
        last = dict(inside, name=inside["config"]["name"], inbound_nodes=[[[name + "_in", 0, 0, {}]]])
        config = {"name": name, "layers": [start, last], "input_layers": [[name + "_in", 0, 0]],
                  "output_layers": [[last["name"], 0, 0]]}
        return {"class_name": class_name, "config": config}

    dense = {"class_name": "Dense", "config": {"name": "dense", "units": 4, "kernel_initializer": "ones"}}
    return json.dumps(dict(model("outer", model("inner", dense, class_name), class_name), keras_version="2.15.0",
                           backend="tensorflow"))


def test_a_model_of_inputs_and_outputs_is_of_its_own_class():
    model = compat.load_model(made_of("Doubling"), custom_objects={"Doubling": Doubling})
    assert type(model).__name__ == "Doubling" and isinstance(model, Doubling) and isinstance(model.get_layer("inner"), Doubling)
    np.testing.assert_allclose(model.predict(np.ones((2, 4)), verbose=0), np.full((2, 4), 8.0))


@pytest.mark.parametrize("objects", [{}, {"Fixed": Fixed}, {"Fixed": layers.Dense}])
def test_one_whose_class_is_not_made_of_inputs_and_outputs_stays_a_plain_model(objects):
    model = compat.load_model(made_of("Fixed"), custom_objects=objects)
    assert not isinstance(model, Fixed)
    np.testing.assert_allclose(model.predict(np.ones((2, 4)), verbose=0), np.full((2, 4), 4.0))


class Warm(tf.keras.optimizers.schedules.LearningRateSchedule):
    """Computes with functions of TensorFlow, as programs for tf.keras do."""

    def __init__(self, peak):
        super().__init__()
        self.peak = peak

    def __call__(self, step):
        return self.peak * tf.minimum(tf.cast(step, tf.float32) + 1.0, 8.0) / 8.0

    def get_config(self):
        return {"peak": self.peak}


@pytest.mark.skipif(active().name != "keras3", reason="real tf.keras takes schedules that call TensorFlow")
def test_an_optimizer_of_keras_asks_a_schedule_of_the_program_for_its_rate(tmp_path):
    old, path = golden("tf.keras-2.4-py38", "mlp"), str(tmp_path / "m.h5")
    shutil.copy(str(old.path), path)
    with h5py.File(path, "r+") as file:
        training = json.loads(file.attrs["training_config"])
        training["optimizer_config"]["config"]["learning_rate"] = {"class_name": "Warm", "config": {"peak": 0.8}}
        file.attrs["training_config"] = json.dumps(training)
    model = compat.load_model(path, custom_objects={"Warm": Warm})
    model.optimizer.iterations.assign(2)
    model.train_on_batch(old.x[0], old.t[0])
    assert float(model.optimizer.learning_rate) == pytest.approx(0.4)
    assert isinstance(model.optimizer._learning_rate, Warm)
