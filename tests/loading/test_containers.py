"""What tf.keras 2.2 to 2.15 wrote besides HDF5 opens on the installed Keras, and computes what that tf.keras computed."""
import importlib
import inspect
import json
import os
import shutil
import warnings
import zipfile

import h5py
import numpy as np
import pytest
from goldens.catalog import HERE, containers
from goldens.catalog import golden as golden_h5
from loading.eagerly import own_layers_eagerly
from loading.test_goldens import CANNOT_OPEN, OPENED, one_or_all

import compat
from compat import keras
from compat.errors import ArchitectureMissingError, CompatError, ConfigError, OptionError, WeightsError
from compat.flavor import active
from compat.saved import read
from compat.writing.checkpoint import Tracked, write_checkpoint

SAVER = HERE / "containers" / "tensorflow-1.15-py37" / "masking_lstm"
#: Where a cell does not open all goldens: these, which differ most.
_FEW = ("mlp", "cells", "my_mean_pool_embedding")
_STACKS = ("tf.keras-2.4", "tf.keras-2.15")


def opened_here(kind, *names):
    """The goldens of a container that this cell opens."""
    found = [each for each in containers(kind) if each.has_config and (not names or each.name in names)]
    few = [each for each in found if each.name in _FEW and each.stack.startswith(_STACKS)]
    return (few or found[:1]) if OPENED else found


def model_of(golden, path, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        keras.backend.clear_session()
        return compat.load_model(path, **options)


def needs(golden):
    """Skip where the installed Keras cannot express the model."""
    if active().name == "multibackend" and golden.name in CANNOT_OPEN:
        pytest.skip(CANNOT_OPEN[golden.name])
    if golden.name == "renormalized" and active().name == "keras3" and not takes_renorm():
        pytest.skip("this Keras 3 has no renorm")


def takes_renorm():
    return "renorm" in inspect.signature(importlib.import_module("keras").layers.BatchNormalization.__init__).parameters


def check_outputs(model, golden):
    with own_layers_eagerly(model):
        found = model.predict(one_or_all(golden.arrays("x")))
    found = found if isinstance(found, (list, tuple)) else [found]
    for mine, theirs in zip(found, golden.arrays("y")):
        np.testing.assert_allclose(mine, theirs, atol=1e-5)


@pytest.mark.parametrize("golden", opened_here("checkpoint"), ids=str)
def test_an_architecture_opens_with_the_weights_of_a_checkpoint(golden):
    needs(golden)
    if "preprocessing" in golden.tags and golden.name != "normalized":
        pytest.skip("a checkpoint of weights holds no vocabulary")
    check_outputs(model_of(golden, golden.folder / "model.json", weights=golden.folder / "cp.ckpt"), golden)


def test_a_saver_of_tensorflow_1_opens_by_the_names_of_layers():
    model = model_of(None, SAVER / "model.json", weights=SAVER)
    values = np.load(str(SAVER / "values.npz"))
    np.testing.assert_allclose(model.predict(values["x0"]), values["y0"], atol=1e-5)


def test_partitioned_variables_of_tensorflow_1_fill_a_model():
    folder = SAVER.parent / "partitioned"
    model = keras.models.Sequential([keras.layers.Dense(8, activation="relu", input_shape=(200,), name="hidden"),
                                     keras.layers.Dense(3, name="out")])
    compat.load_weights(model, folder)
    values = np.load(str(folder / "values.npz"))
    np.testing.assert_allclose(model.predict(values["x0"]), values["y0"], atol=1e-4)


def pyramid(keras=keras):
    layers = keras.layers

    class Pyramid(keras.models.Model):
        def __init__(self):
            super(Pyramid, self).__init__(name="pyramid")
            self.first = layers.Dense(4, activation="tanh", name="first")
            self.blocks = [layers.Dense(3, name="block_0"), layers.BatchNormalization(name="block_1")]
            self.heads = {"main": layers.Dense(2, name="main")}
            self.scale = self.add_weight(name="scale", shape=(2,), initializer="ones")

        def call(self, inputs):
            found = self.first(inputs)
            for block in self.blocks:
                found = block(found)
            return self.heads["main"](found) * self.scale

    return Pyramid()


@pytest.mark.skipif(active().name == "multibackend", reason="a subclassed model of Keras 2.2 tracks no lists")
@pytest.mark.parametrize("golden", containers("checkpoint", name="subclassed"), ids=str)
def test_a_subclassed_model_gets_weights_by_attribute(golden):
    model = pyramid()
    model.predict(golden.arrays("x")[0])
    compat.load_weights(model, golden.folder / "cp.ckpt")
    check_outputs(model, golden)


def small(units=8):
    return keras.models.Sequential([keras.layers.Dense(units, activation="relu", input_shape=(5,)), keras.layers.Dense(3)])


MLP = containers("checkpoint", "tf.keras-2.15", "mlp")[0]


def test_layers_are_matched_by_structure_whatever_their_names():
    model = small()
    compat.load_weights(model, MLP.folder / "cp.ckpt")
    check_outputs(model, MLP)


STATEFUL = [(golden, name) for kind, name in (("checkpoint", "cp.ckpt"), ("saved_model", "saved_model"),
                                              ("weights.h5", "model.weights.h5"))
            for golden in containers(kind, name="subclassed")]


@pytest.mark.skipif(active().name != "keras3", reason="a Keras 2 reads its own")
@pytest.mark.parametrize("has_steps", [False, True], ids=["new", "stepped"])
@pytest.mark.parametrize("golden, name", STATEFUL, ids=["{}-{}".format(*each) for each in STATEFUL])
def test_the_optimizer_of_a_subclassed_model_goes_on(golden, name, has_steps):
    from compat.tf import keras as tf_keras

    model = pyramid(tf_keras)
    model.compile(tf_keras.optimizers.SGD(0.01, momentum=0.9), "mse")
    x, t = golden.arrays("x")[0], golden.arrays("t")[0]
    model.train_on_batch(x, t) if has_steps else model.predict(x)
    compat.load_weights(model, golden.folder / name)
    check_next_step(model, golden)


def saved_with_others(prefix, model):
    """What ``tf.train.Checkpoint(net=model, opt=optimizer, step=step)`` keeps, as programs save it."""
    step = Tracked(name="step", value=np.int64(7))
    write_checkpoint(str(prefix), Tracked({"net": model, "opt": Tracked({"iter": step}), "step": step, "save_counter": step}))


def tracked_dense(kernel, bias):
    return Tracked({"kernel": Tracked(name="d/kernel", value=kernel), "bias": Tracked(name="d/bias", value=bias)})


def test_a_model_that_a_program_saved_beside_others_is_found(tmp_path):
    first, second = small(), small()
    arrays = [np.asarray(each) + 0.5 for each in first.get_weights()]
    dense = [tracked_dense(*arrays[:2]), tracked_dense(*arrays[2:])]
    saved_with_others(tmp_path / "ckpt-1", Tracked({"layer-0": dense[0], "layer-1": dense[1]}))
    compat.load_weights(first, tmp_path)
    (tmp_path / "model.json").write_text(second.to_json())
    second = compat.load_model(tmp_path / "model.json", weights=tmp_path / "ckpt-1")
    for model in (first, second):
        for mine, written in zip(model.get_weights(), arrays):
            np.testing.assert_array_equal(mine, written)


def test_so_is_a_subclassed_model_unless_two_fit(tmp_path):
    class Net(keras.models.Model):
        def __init__(self):
            super(Net, self).__init__(name="net")
            self.first, self.second = keras.layers.Dense(3), keras.layers.Dense(2)

        def call(self, inputs):
            return self.second(self.first(inputs))

    model = Net()
    model.predict(np.ones((2, 5), "float32"))
    arrays = [np.asarray(each) + 0.5 for each in model.get_weights()]
    tracked = Tracked({"first": tracked_dense(*arrays[:2]), "second": tracked_dense(*arrays[2:])})
    saved_with_others(tmp_path / "ckpt-1", tracked)
    compat.load_weights(model, tmp_path / "ckpt-1")
    for mine, written in zip(model.get_weights(), arrays):
        np.testing.assert_array_equal(mine, written)
    again = Tracked({"first": tracked_dense(*arrays[:2]), "second": tracked_dense(*arrays[2:])})
    write_checkpoint(str(tmp_path / "two"), Tracked({"generator": tracked, "copy": again}))
    with pytest.raises(WeightsError, match="has weights under other attributes"):
        compat.load_weights(model, tmp_path / "two")


@pytest.mark.skipif(active().name != "keras3", reason="only Keras 3 writes these")
@pytest.mark.parametrize("name", ["w.weights.h5", "cp.ckpt"])
def test_a_subclassed_model_inside_a_functional_one_gets_its_weights(name, tmp_path):
    class Inner(keras.models.Model):
        def __init__(self):
            super(Inner, self).__init__(name="within")
            self.scale = self.add_weight(name="scale", shape=(), initializer="ones")
            self.second, self.first = keras.layers.Dense(2), keras.layers.Dense(2)

        def call(self, inputs):
            return self.second(self.first(inputs)) * self.scale

        def compute_output_shape(self, shape):
            return shape

    def outer():
        found = keras.layers.Input((2,))
        return keras.models.Model(found, keras.layers.Dense(2)(Inner()(found)))

    first, second, x = outer(), outer(), np.ones((3, 2), "float32")
    first.set_weights([np.asarray(each) + number for number, each in enumerate(first.get_weights())])
    importlib.import_module("keras").Model.save_weights(first, str(tmp_path / name)) if name.endswith(
        ".h5") else first.save_weights(str(tmp_path / name))
    compat.load_weights(second, tmp_path / name)
    np.testing.assert_allclose(second.predict(x), first.predict(x), rtol=1e-6)


@pytest.mark.skipif(active().name == "multibackend", reason="its layers give no dictionaries")
def test_outputs_in_a_dictionary_are_numbered_by_the_order_of_its_keys():
    from compat.tf import keras as tf_keras

    class Halves(tf_keras.layers.Layer):
        def call(self, inputs):
            return {"second": inputs[:, 1:], "first": inputs[:, :1]}

        def compute_output_shape(self, shape):
            return {"second": (shape[0], 1), "first": (shape[0], 1)}

    def layer(kind, name, inbound, **config):
        return {"class_name": kind, "name": name, "inbound_nodes": inbound, "config": dict(config, name=name)}

    layers = [layer("InputLayer", "x", [], batch_input_shape=[None, 2], dtype="float32"),
              layer("Halves", "halves", [[["x", 0, 0, {}]]]),
              layer("Subtract", "minus", [[["halves", 0, 1, {}], ["halves", 0, 0, {}]]])]
    config = {"name": "m", "layers": layers, "input_layers": [["x", 0, 0]], "output_layers": [["minus", 0, 0]]}
    text = json.dumps({"class_name": "Functional", "config": config, "keras_version": "2.4.0", "backend": "tensorflow"})
    model = compat.load_model(text, custom_objects={"Halves": Halves})
    np.testing.assert_array_equal(model.predict(np.array([[1.0, 5.0], [2.0, 8.0]], "float32")), [[4.0], [6.0]])


@pytest.mark.skipif(active().name != "keras3", reason="only Keras 3 writes such files")
def test_a_layer_of_the_users_whose_weights_the_file_lacks_is_refused(tmp_path):
    class Shares(keras.layers.Layer):
        def __init__(self, inner):
            super(Shares, self).__init__(name="sharing")
            self.inner = inner

        def call(self, inputs):
            return self.inner(inputs) + inputs

    def made(inner, other):
        found = keras.layers.Input((3,))
        return keras.models.Model(found, Shares(other)(inner(found)))

    dense = keras.layers.Dense(3, name="both")
    native = importlib.import_module("keras")
    native.Model.save_weights(made(dense, dense), str(tmp_path / "w.weights.h5"))  # it has them once
    apart = made(keras.layers.Dense(3, name="both"), keras.layers.Dense(3, name="other"))
    before = apart.get_weights()
    with pytest.raises(WeightsError, match="w.weights.h5: The file holds no weights for sharing"):
        compat.load_weights(apart, tmp_path / "w.weights.h5")
    assert all(np.array_equal(*each) for each in zip(before, apart.get_weights()))


def one_layer(attribute):
    class Net(keras.models.Model):
        def __init__(self):
            super(Net, self).__init__()
            setattr(self, attribute, keras.layers.Dense(2))

        def call(self, inputs):
            return getattr(self, attribute)(inputs)

    model = Net()
    model.compile(keras.optimizers.SGD(0.1, momentum=0.9), "mse")
    model.predict(np.ones((2, 3), "float32"))
    return model


def with_optimizers(prefix, **optimizers):
    """Two models in one checkpoint, and for each optimizer how many steps it took and which weights it trained."""
    shapes = {name + part: shape for name in ("made", "judged") for part, shape in (("/kernel", (3, 2)), ("/bias", (2,)))}
    weights = {name: Tracked(name=name, value=np.ones(shape, "float32")) for name, shape in shapes.items()}
    parts = {"net_" + name: Tracked({name: Tracked({part: weights[name + "/" + part] for part in ("kernel", "bias")})})
             for name in ("made", "judged")}
    for attribute, (steps, trained) in optimizers.items():
        iterations = Tracked(name="iteration", value=np.int64(steps))
        listed = [Tracked(name="SGD/m/" + name, value=np.full(shapes[name], steps, "float32")) for name in trained]
        variables = Tracked({str(number): each for number, each in enumerate([iterations] + listed)})
        parts[attribute] = Tracked({"_iterations": iterations, "_variables": variables})
    write_checkpoint(str(prefix), Tracked(parts))


def steps_and_momenta(model):
    arrays = [np.asarray(keras.backend.eval(each)) for each in model.optimizer.weights]
    return int(arrays[0]), {float(value) for each in arrays[1:] for value in np.ravel(each)}


@pytest.mark.skipif(active().name != "keras3", reason="a Keras 2 reads its own")
class TestSeveralOptimizers:
    def test_a_model_gets_the_state_of_the_one_that_trained_it_in_any_order(self, tmp_path):
        with_optimizers(tmp_path / "cp", optimizer=(5, ["made/bias", "made/kernel"]),
                        other=(7, ["judged/bias", "judged/kernel"]))
        for attribute, steps in (("made", 5), ("judged", 7)):
            model = one_layer(attribute)
            compat.load_weights(model, tmp_path / "cp")
            assert steps_and_momenta(model) == (steps, {steps})

    def test_of_one_that_trained_both_each_model_gets_its_part(self, tmp_path):
        with_optimizers(tmp_path / "cp", both=(3, ["judged/kernel", "judged/bias", "made/kernel", "made/bias"]))
        model = one_layer("made")
        compat.load_weights(model, tmp_path / "cp")
        assert steps_and_momenta(model) == (3, {3.0})

    def test_none_is_taken_where_several_trained_the_model(self, tmp_path):
        with_optimizers(tmp_path / "cp", first=(5, ["made/bias", "made/kernel"]), second=(7, ["made/bias", "made/kernel"]))
        model = one_layer("made")
        with pytest.warns(UserWarning, match="cp: it holds the states of several optimizers"):
            compat.load_weights(model, tmp_path / "cp")
        assert not model.optimizer.weights or steps_and_momenta(model)[0] == 0


@pytest.mark.parametrize("name", ["block.0.dense", "block.0/dense.1"])
def test_names_of_layers_with_dots_and_slashes_open_on_every_backend(name, tmp_path):
    if active().name == "multibackend":
        pytest.skip("the names of a layer's weights are scopes there")
    golden, path = golden_h5("keras-2.2.4-py37", "mlp"), str(tmp_path / "named.h5")
    shutil.copy(str(golden.path), path)
    with h5py.File(path, "a") as file:
        file.attrs["model_config"] = json.dumps(json.loads(file.attrs["model_config"])).replace('"hidden"', '"{}"'.format(name))
        weights = file["model_weights"]
        weights.move("hidden", "renamed")  # or a group within itself
        weights.move("renamed", name)
        weights.attrs["layer_names"] = [name.encode() if each == b"hidden" else each for each in weights.attrs["layer_names"]]
    model = compat.load_model(path)
    np.testing.assert_allclose(model.predict(golden.x[0]), golden.y[0], atol=1e-5)
    model.set_weights([np.zeros_like(each) for each in model.get_weights()])
    compat.load_weights(model, path, by_name=True)
    np.testing.assert_allclose(model.predict(golden.x[0]), golden.y[0], atol=1e-5)


def test_a_layer_of_another_shape_is_refused_and_the_model_unchanged():
    model = small(7)
    before = model.get_weights()
    with pytest.raises(WeightsError, match=r"\(5, 7\).*\(5, 8\)"):
        compat.load_weights(model, MLP.folder / "cp.ckpt")
    assert all(np.array_equal(*pair) for pair in zip(before, model.get_weights()))


def test_a_model_of_other_layers_is_refused():
    model = keras.models.Sequential([keras.layers.Dense(8, input_shape=(5,))])
    with pytest.raises(WeightsError, match="2 layers into a model of 1"):
        compat.load_weights(model, MLP.folder / "cp.ckpt")


def test_a_checkpoint_has_no_names_to_load_by():
    with pytest.raises(OptionError, match="by_name"):
        compat.load_weights(small(), MLP.folder / "cp.ckpt", by_name=True)


def test_a_checkpoint_alone_is_no_model():
    with pytest.raises(CompatError, match="weights alone"):
        compat.load_model(MLP.folder / "cp.ckpt")


@pytest.mark.skipif(active().name != "keras3", reason="a Keras 2 writes what it wrote")
class TestWriting:
    def test_weights_that_are_saved_as_a_checkpoint_are_loaded_again(self, tmp_path):
        first, second = small(), small()
        first.save_weights(str(tmp_path / "cp.ckpt"))
        assert sorted(os.listdir(str(tmp_path))) == ["checkpoint", "cp.ckpt.data-00000-of-00001", "cp.ckpt.index"]
        second.load_weights(str(tmp_path / "cp.ckpt"))
        for mine, theirs in zip(first.get_weights(), second.get_weights()):
            np.testing.assert_array_equal(mine, theirs)

    def test_a_model_checkpoint_saves_one_after_each_epoch(self, tmp_path):
        model = small()
        model.compile("sgd", "mse")
        path = str(tmp_path / "run" / "cp-{epoch:02d}.ckpt")
        model.fit(np.ones((2, 5)), np.ones((2, 3)), epochs=2, verbose=0,
                  callbacks=[keras.callbacks.ModelCheckpoint(path, save_weights_only=True)])
        again = small()
        again.load_weights(str(tmp_path / "run"))
        np.testing.assert_array_equal(again.get_weights()[0], model.get_weights()[0])

    def test_lists_dictionaries_and_weights_of_a_subclassed_model_have_places(self, tmp_path):
        first, second = pyramid(), pyramid()
        x = np.ones((2, 5), "float32")
        expected = first.predict(x)
        second.predict(x)
        first.save_weights(str(tmp_path / "w"), save_format="tf")
        second.load_weights(str(tmp_path / "w"))
        np.testing.assert_allclose(second.predict(x), expected, atol=1e-6)

    def test_the_layout_is_that_of_tf_keras(self, tmp_path):
        small().save_weights(str(tmp_path / "cp.ckpt"))
        mine, theirs = (read(path).objects for path in (tmp_path / "cp.ckpt", MLP.folder / "cp.ckpt"))
        assert set(mine.children) <= set(theirs.children)
        assert mine.at("layer_with_weights-1", "kernel").dataset.place == theirs.at(
            "layer_with_weights-1", "kernel").dataset.place


ARCHIVES = opened_here("keras")


@pytest.mark.parametrize("golden", ARCHIVES, ids=str)
def test_an_archive_of_tf_keras_opens_and_goes_on_training(golden):
    check_opened(golden, golden.folder / "model.keras")


def check_opened(golden, path):
    """It computes what the old model did, and goes on training as that did."""
    needs(golden)
    if golden.name in ("integers", "words"):
        pytest.skip("looks up a vocabulary")
    model = model_of(golden, path)
    check_outputs(model, golden)
    if active().name == "keras3" and golden.compiled:
        check_next_step(model, golden)


def check_next_step(model, golden):
    x, t = (one_or_all(golden.arrays(letter)) for letter in "xt")
    with own_layers_eagerly(model):
        model.train_on_batch(x, t)
        loss = np.ravel(model.evaluate(x, t, batch_size=len(golden.arrays("x")[0]), verbose=0))[0]
    np.testing.assert_allclose(loss, golden.values["loss_after"], rtol=1e-4)


@pytest.mark.parametrize("golden", containers("weights.h5", name="mlp") + containers("weights.h5", name="cells"), ids=str)
def test_weights_of_tf_keras_2_12_and_later_are_loaded(golden):
    needs(golden)
    model = model_of(golden, golden.folder / "model.json")
    compat.load_weights(model, golden.folder / "model.weights.h5")
    check_outputs(model, golden)


@pytest.mark.skipif(active().name == "multibackend", reason="a subclassed model of Keras 2.2 tracks no lists")
@pytest.mark.parametrize("golden", containers("weights.h5", name="subclassed"), ids=str)
def test_a_subclassed_model_gets_weights_of_tf_keras_2_12_and_later(golden):
    model = pyramid()
    model.predict(golden.arrays("x")[0])
    compat.load_weights(model, golden.folder / "model.weights.h5")
    check_outputs(model, golden)


def test_hdf5_named_as_an_archive_opens_by_its_content(tmp_path):
    old = golden_h5("keras-2.2.4-py37", "mlp")
    shutil.copy(str(old.path), str(tmp_path / "model.keras"))
    for opener in (compat.load_model, keras.models.load_model):
        np.testing.assert_allclose(opener(str(tmp_path / "model.keras")).predict(old.x[0]), old.y[0], atol=1e-5)


def test_an_archive_named_as_hdf5_opens_by_its_content(tmp_path):
    golden = containers("keras", "tf.keras-2.15", "mlp")[0]
    shutil.copy(str(golden.folder / "model.keras"), str(tmp_path / "model.h5"))
    check_outputs(compat.load_model(tmp_path / "model.h5"), golden)


@pytest.mark.skipif(active().name != "keras3", reason="only Keras 3 writes one")
def test_an_archive_of_keras_3_is_handed_to_keras(tmp_path):
    first = small()
    first.save(str(tmp_path / "new.keras"))
    again = compat.load_model(tmp_path / "new.keras")
    np.testing.assert_allclose(again.predict(np.ones((2, 5))), first.predict(np.ones((2, 5))), atol=1e-6)
    assert compat.inspect(tmp_path / "new.keras").keras_version.startswith("3.")


@pytest.mark.parametrize("golden", opened_here("saved_model"), ids=str)
def test_a_saved_model_opens_and_goes_on_training(golden):
    check_opened(golden, golden.folder / "saved_model")


SHARED = containers("saved_model", name="shared_across_models") + containers("saved_model", name="shared_deeply")


@pytest.mark.skipif(active().name == "multibackend", reason="it opens a few goldens alone")
@pytest.mark.parametrize("golden", SHARED, ids=str)
def test_layers_that_models_of_a_container_share_are_one_and_so_is_their_state(golden):
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        models = [compat.load_model(golden.folder / "saved_model"),
                  compat.load_model(golden.folder / "model.json", weights=golden.folder / "cp.ckpt")]
        if "keras" in golden.containers:
            models.append(compat.load_model(golden.folder / "model.keras"))
    for model in models:
        assert len(model.weights) == (8 if golden.name == "shared_across_models" else 10)
        check_outputs(model, golden)
        if active().name == "keras3" and model.compiled:
            check_next_step(model, golden)


@pytest.mark.skipif(active().name != "keras3", reason="Keras 2 opens files in which models share layers")
def test_a_converted_file_has_copies_of_shared_layers_with_a_warning(tmp_path):
    done = compat.convert(SHARED[0].folder / "saved_model", tmp_path / "m.keras")
    assert any("several models hold the layers 'first', 'second': each" in text for text in done.warnings)
    check_outputs(keras.models.load_model(str(tmp_path / "m.keras")), SHARED[0])


@pytest.mark.parametrize("name", ["tf.keras-2.15-py311", "tf.keras-2.4-py38"])
@pytest.mark.skipif(active().name == "multibackend", reason="it opens a few goldens alone")
def test_layers_that_models_of_hdf5_share_are_one_where_the_optimizer_says_so(name):
    old = golden_h5(name, "shared_inside_and_outside")
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        model = compat.load_model(old.path)
    assert len(model.weights) == 10
    np.testing.assert_allclose(model.predict(old.x[0], verbose=0), old.y[0], atol=1e-5)
    if active().name == "keras3":
        model.train_on_batch(old.x[0], old.t[0])
        loss = np.ravel(model.evaluate(old.x[0], old.t[0], batch_size=len(old.x[0]), verbose=0))[0]
        np.testing.assert_allclose(loss, old.values["loss_after"], rtol=1e-4)


SUBCLASSED = containers("saved_model", name="subclassed")


@pytest.mark.parametrize("golden", SUBCLASSED[:1] + SUBCLASSED[-1:], ids=str)
def test_a_saved_model_of_a_subclassed_model_lists_its_layers(golden):
    with pytest.raises(ArchitectureMissingError, match=r"Pyramid.*blocks.1 \(BatchNormalization\).*load_weights"):
        compat.load_model(golden.folder / "saved_model")


@pytest.mark.skipif(active().name == "multibackend", reason="a subclassed model of Keras 2.2 tracks no lists")
@pytest.mark.parametrize("golden", SUBCLASSED, ids=str)
def test_a_subclassed_model_gets_the_weights_of_a_saved_model(golden):
    model = pyramid()
    model.predict(golden.arrays("x")[0])
    compat.load_weights(model, golden.folder / "saved_model")
    check_outputs(model, golden)


def test_layers_of_a_saved_model_are_found_by_name():
    golden = containers("saved_model", "tf.keras-2.4", "mlp")[0]
    model = keras.models.Sequential([keras.layers.Dense(8, input_shape=(5,), name="hidden"), keras.layers.Dense(2, name="new")])
    compat.load_weights(model, golden.folder / "saved_model", by_name=True)
    kernel = read(golden.folder / "saved_model").objects.at("layer_with_weights-0", "kernel").dataset.read()
    np.testing.assert_array_equal(model.get_weights()[0], kernel)


@pytest.mark.parametrize("golden", containers("tfjs")[:2 if OPENED else None], ids=str)
def test_a_layers_model_of_tensorflow_js_opens(golden):
    check_outputs(model_of(golden, golden.folder / "tfjs" / "model.json"), golden)


@pytest.mark.skipif(active().name != "keras3", reason="its own Keras 3 layer, or compat's where there is no TensorFlow")
@pytest.mark.parametrize("golden", containers("saved_model", name="integers"), ids=str)
def test_whole_numbers_are_looked_up_on_every_backend_in_the_vocabulary_of_a_saved_model(golden):
    check_outputs(model_of(golden, golden.folder / "saved_model"), golden)


WORDS = containers("saved_model", name="words")


@pytest.mark.skipif(active().name != "keras3", reason="vocabularies of files are taken on Keras 3 alone")
@pytest.mark.parametrize("golden", WORDS, ids=str)
def test_words_are_looked_up_in_the_vocabulary_of_a_saved_model(golden):
    model = model_of(golden, golden.folder / "saved_model")
    found = model.predict(texts_of(golden), verbose=0)
    np.testing.assert_allclose(found, golden.arrays("y")[0], atol=1e-5)


@pytest.mark.skipif(active().name != "keras3", reason="vocabularies of files are taken on Keras 3 alone")
@pytest.mark.parametrize("golden", [each for each in containers("checkpoint", name="words")
                                    if each.stack.startswith(("tf.keras-2.2-", "tf.keras-2.4-"))], ids=str)
def test_words_are_looked_up_in_the_vocabulary_of_a_checkpoint_that_has_one(golden):
    model = model_of(golden, golden.folder / "model.json", weights=golden.folder / "cp.ckpt")
    np.testing.assert_allclose(model.predict(texts_of(golden), verbose=0), golden.arrays("y")[0], atol=1e-5)


def texts_of(golden):
    texts = golden.arrays("x")[0].astype(str)
    if active().backend != "tensorflow":
        return texts
    import tensorflow

    return tensorflow.constant(texts)


@pytest.mark.skipif(active().name != "keras3" or active().backend == "tensorflow", reason="TensorFlow's own layers look up")
@pytest.mark.parametrize("changes, what", [
    ({"ragged": True}, "gives ragged tensors"), ({"standardize": "mine"}, "has a function as standardize"),
    ({"vocabulary": None}, "has no vocabulary"), ({"output_mode": "tf_idf"}, "has no idf_weights")])
def test_what_numbers_cannot_say_of_texts_is_refused(changes, what):
    config = dict({"name": "vectorize", "vocabulary": ["red", "blue"]}, **changes)
    layers = [{"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [None, 1], "dtype": "string"}},
              {"class_name": "TextVectorization", "config": config}]
    text = json.dumps({"class_name": "Sequential", "config": {"name": "s", "layers": layers}, "keras_version": "2.15.0"})
    with pytest.raises(ConfigError, match=r"'vectorize' \(TextVectorization\) {}".format(what)):
        compat.load_model(text)


RESUMED = [each for name in ("masking_lstm", "optimizer_adam_amsgrad", "conv_bn")
           for each in containers("checkpoint", name=name) if each.stack.startswith(("tf.keras-2.4", "tf.keras-2.15"))]


@pytest.mark.parametrize("name, expected", [("sgd", ("SGD", 0.01)), ("adam", ("Adam", 0.001))])
def test_an_archive_that_was_compiled_with_the_name_of_an_optimizer_is_compiled(name, expected, tmp_path):
    golden, path = containers("keras", "tf.keras-2.15", "mlp")[0], str(tmp_path / "named.keras")
    with zipfile.ZipFile(str(golden.folder / "model.keras")) as old, zipfile.ZipFile(path, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            if member == "config.json":
                config = json.loads(content.decode("utf8"))
                config["compile_config"]["optimizer"] = name
                content = json.dumps(config).encode("utf8")
            new.writestr(member, content)
    model = model_of(golden, path)
    rate = model.optimizer.learning_rate if hasattr(model.optimizer, "learning_rate") else model.optimizer.lr
    rate = float(np.asarray(keras.backend.get_value(rate)))
    assert (type(model.optimizer).__name__, round(rate, 6)) == expected


@pytest.mark.skipif(active().name == "multibackend", reason="layers in the layers of Keras 2.2 are not tracked")
def test_a_layer_that_holds_layers_has_its_trained_weights_first_in_a_file(tmp_path):
    class Holder(keras.layers.Layer):
        def __init__(self, **kwargs):
            super(Holder, self).__init__(**kwargs)
            self.parts = [keras.layers.Dense(3, name="a"), keras.layers.BatchNormalization(name="b"),
                          keras.layers.Dense(3, name="c")]

        def call(self, inputs):
            for part in self.parts:
                inputs = part(inputs)
            return inputs

        def compute_output_shape(self, shape):
            return (shape[0], 3)

    model = keras.models.Sequential([Holder(input_shape=(4,), name="holder")])
    x = np.random.RandomState(0).normal(size=(2, 4)).astype("float32")
    random = np.random.RandomState(1)
    model.set_weights([random.uniform(0.5, 1, each.shape) for each in model.get_weights()])
    model.save(str(tmp_path / "held.h5"))
    again = compat.load_model(tmp_path / "held.h5", custom_objects={"Holder": Holder})
    np.testing.assert_allclose(again.predict(x), model.predict(x), atol=1e-6)


def test_a_state_that_does_not_fit_is_a_warning_that_names_the_slot(tmp_path):
    path = str(tmp_path / "cut.h5")
    shutil.copy(str(golden_h5("tf.keras-2.4-py38", "mlp").path), path)
    with h5py.File(path, "a") as file:
        group = file["optimizer_weights"]
        names = [name.decode() if isinstance(name, bytes) else name for name in group.attrs["weight_names"]]
        last = next(name for name in reversed(names) if name.endswith("/v:0"))
        group.attrs["weight_names"] = [name.encode() for name in names if name != last]
    with pytest.warns(UserWarning, match=r"cut.h5: .*it starts anew \(slot 'v' has 3 arrays for 4 trained weights\)"):
        compat.load_model(path)


@pytest.mark.parametrize("kind", ["LSTM", "GRU"])
def test_stateful_layers_are_trained_as_others_from_states_of_zero(kind, tmp_path):
    layer = getattr(keras.layers, kind)
    x, t = np.random.RandomState(0).normal(size=(2, 4, 3)).astype("float32"), np.ones((2, 2), "float32")
    found = []
    for stateful in (False, True):
        model = keras.models.Sequential([layer(2, stateful=stateful, batch_input_shape=(2, 4, 3), name="steps")])
        (tmp_path / "model.json").write_text(model.to_json())
        opened = compat.load_model(tmp_path / "model.json")
        opened.set_weights([np.random.RandomState(each.size).normal(size=each.shape) for each in model.get_weights()])
        opened.compile("sgd", "mse")
        opened.train_on_batch(x, t)
        found.append([np.asarray(each) for each in opened.get_weights()])
    for one, other in zip(*found):
        np.testing.assert_allclose(one, other, atol=1e-6)


@pytest.mark.skipif(active().name != "keras3", reason="a tf.keras opens its own checkpoints")
@pytest.mark.parametrize("golden", RESUMED, ids=str)
def test_a_checkpoint_gives_a_compiled_model_the_state_of_its_optimizer(golden):
    model = model_of(golden, golden.folder / "model.json")
    reference = model_of(golden, golden.folder / "saved_model")
    model.compile(optimizer=type(reference.optimizer).from_config(reference.optimizer.get_config()), loss=reference.loss)
    compat.load_weights(model, golden.folder / "cp.ckpt")
    assert int(np.asarray(model.optimizer.iterations)) == 3
    check_next_step(model, golden)


@pytest.mark.skipif(active().name != "keras3", reason="a tf.keras keeps the counts as a weight itself")
def test_a_checkpoint_gives_an_adapted_discretization_its_boundaries(tmp_path):
    values = np.random.RandomState(0).normal(size=(2, 40)).cumsum(1)
    layer = {"class_name": "Discretization", "config": {"name": "bins", "num_bins": 4, "epsilon": 0.01, "bin_boundaries": None,
                                                        "batch_input_shape": [None, 2], "output_mode": "int"}}
    config = {"class_name": "Sequential", "config": {"name": "m", "layers": [layer]}, "keras_version": "2.12.0"}
    (tmp_path / "model.json").write_text(json.dumps(config))
    counted = np.stack([np.sort(values[0]), np.ones(40)]).astype("float32")
    with h5py.File(str(tmp_path / "m.weights.h5"), "w") as file:
        file["_layer_checkpoint_dependencies/discretization/vars/0"] = counted
        file.create_group("vars")
    model = compat.load_model(tmp_path / "model.json", weights=tmp_path / "m.weights.h5")
    (bins,) = [layer for layer in model.layers if type(layer).__name__ == "Discretization"]
    assert len(bins.bin_boundaries) == 3 and counted[0, 0] < bins.bin_boundaries[0] < bins.bin_boundaries[2] < counted[0, -1]
