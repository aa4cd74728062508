"""Files of early versions of Keras 3 open on the installed Keras 3, compute what they computed, and go on training."""
import json
import shutil
import warnings
import zipfile

import h5py
import numpy as np
import pytest
from goldens.catalog import containers

import compat
from compat import keras
from compat.config.keras3 import upgrade_keras3
from compat.config.keras3_slots import slot_order
from compat.errors import ConfigError, LambdaError, UnsafeFileError, UnsupportedError, WeightsError
from compat.flavor import active
from compat.loading.load import load

ON_KERAS_3 = pytest.mark.skipif(active().name != "keras3", reason="no Keras 2 opens files of Keras 3")
ARCHIVES = containers("keras3")
#: Weights alone do not say which version laid them out.
QUANTIZED = containers("weights3", name="quantized")


def check(model, golden):
    """The outputs, the losses, and the loss after one more step are those of the Keras that wrote the file."""
    values = golden.values
    np.testing.assert_allclose(model.predict(values["x0"], verbose=0), values["y0"], atol=1e-5)
    assert bool(model.compiled) == golden.compiled
    if golden.compiled:
        x, t = values["x0"], values["t0"]
        np.testing.assert_allclose(model.evaluate(x, t, verbose=0, batch_size=6), values["evaluated"], rtol=1e-4)
        model.train_on_batch(x, t)
        np.testing.assert_allclose(model.evaluate(x, t, verbose=0, batch_size=6), values["evaluated_after"], rtol=1e-4)


@ON_KERAS_3
@pytest.mark.parametrize("golden", ARCHIVES, ids=str)
def test_an_archive_opens_and_goes_on_training(golden):
    keras.backend.clear_session()
    check(compat.load_model(golden.folder / "model.keras"), golden)


@ON_KERAS_3
@pytest.mark.parametrize("golden", containers("h5_3"), ids=str)
def test_an_hdf5_file_of_keras_3_opens_and_goes_on_training(golden):
    keras.backend.clear_session()
    check(compat.load_model(golden.folder / "model.h5"), golden)


@ON_KERAS_3
@pytest.mark.parametrize("golden", [each for each in containers("weights3") if each not in QUANTIZED], ids=str)
def test_weights_of_keras_3_fill_a_model(golden):
    keras.backend.clear_session()
    model = compat.load_model(golden.folder / "model.keras", compile=False)
    model.set_weights([np.zeros_like(each) for each in model.get_weights()])
    compat.load_weights(model, golden.folder / "model.weights.h5")
    np.testing.assert_allclose(model.predict(golden.values["x0"], verbose=0), golden.values["y0"], atol=1e-5)


@ON_KERAS_3
@pytest.mark.parametrize("golden", QUANTIZED, ids=str)
def test_weights_in_int8_alone_are_refused_and_the_model_unchanged(golden):
    model = compat.load_model(golden.folder / "model.keras")
    with pytest.raises(WeightsError, match="model.weights.h5"):
        compat.load_weights(model, golden.folder / "model.weights.h5")
    np.testing.assert_allclose(model.predict(golden.values["x0"], verbose=0), golden.values["y0"], atol=1e-5)


@ON_KERAS_3
@pytest.mark.parametrize("weights", ["model.weights.h5", "model.keras", "model.h5"])
@pytest.mark.parametrize("golden", [each for each in containers("json3") if each not in QUANTIZED], ids=str)
def test_json_opens_with_weights_beside_it(golden, weights):
    if not (golden.folder / weights).exists():
        pytest.skip("that Keras could not write it")
    keras.backend.clear_session()
    model = compat.load_model(golden.folder / "model.json", weights=golden.folder / weights)
    np.testing.assert_allclose(model.predict(golden.values["x0"], verbose=0), golden.values["y0"], atol=1e-5)
    assert bool(model.compiled) == golden.compiled


@ON_KERAS_3
def test_json_that_lacks_the_optimizer_of_its_model_is_not_compiled_with_another(tmp_path):
    golden = containers("json3", "keras-3.3", "accumulated")[0]
    config = json.loads((golden.folder / "model.json").read_text())
    del config["compile_config"]["optimizer"]
    (tmp_path / "model.json").write_text(json.dumps(config))
    assert not compat.load_model(tmp_path / "model.json").compiled


@ON_KERAS_3
def test_an_optimizer_of_another_backend_is_that_of_every_backend(tmp_path):
    golden = containers("keras3", "keras-3.3", "nested_base")[0]
    other = "jax" if active().backend == "torch" else "torch"
    path = str(tmp_path / "other.keras")
    with zipfile.ZipFile(str(golden.folder / "model.keras")) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "config.json":
                config = json.loads(data)
                optimizer = config["compile_config"]["optimizer"]
                optimizer["module"] = "keras.src.backend.{0}.optimizers.{0}_{1}".format(other, optimizer["class_name"].lower())
                data = json.dumps(config).encode()
            new.writestr(name, data)
    check(compat.load_model(path), golden)


@ON_KERAS_3
def test_an_archive_takes_the_weights_of_another_file(tmp_path):
    golden = containers("keras3", "keras-3.3", "nadam")[0]
    model = compat.load_model(golden.folder / "model.keras")
    model.set_weights([each + 1 for each in model.get_weights()])
    model.save_weights(str(tmp_path / "other.weights.h5"))
    again = compat.load_model(golden.folder / "model.keras", weights=tmp_path / "other.weights.h5")
    for mine, theirs in zip(again.get_weights(), model.get_weights()):
        np.testing.assert_array_equal(mine, theirs)


def test_json_of_keras_3_is_inspected():
    found = compat.inspect(containers("json3", "keras-3.3", "accumulated")[0].folder / "model.json")
    assert (found.model_class, found.keras_version[0], found.version_stated) == ("Sequential", "3", False)
    assert [layer.name for layer in found.layers][-2:] == ["hidden", "out"]


@ON_KERAS_3
def test_json_of_keras_3_may_name_only_what_is_a_model():
    with pytest.raises(ConfigError, match="no model"):
        compat.load_model('{"module": "keras.layers", "class_name": "Dense", "config": {"units": 1}, "registered_name": null}')


@ON_KERAS_3
def test_hdf5_of_keras_3_may_be_left_uncompiled_and_leads_nowhere(tmp_path):
    golden = containers("h5_3", "keras-3.3", "nested_base")[0]
    assert not compat.load_model(golden.folder / "model.h5", compile=False).compiled
    path = str(tmp_path / "linked.h5")
    shutil.copy(str(golden.folder / "model.h5"), path)
    with h5py.File(path, "a") as file:
        del file["model_weights"]["out"]
        file["model_weights"]["out"] = h5py.ExternalLink(str(golden.folder / "model.h5"), "/model_weights/out")
    with pytest.raises(UnsafeFileError, match="linked.h5"):
        compat.load_model(path)


def compiled_with(folder, **training):
    """An HDF5 file of Keras 3.3 that was compiled otherwise, as Keras 3.0 to 3.8 state it: by names."""
    path = str(folder / "compiled.h5")
    shutil.copy(str(containers("h5_3", "keras-3.3", "nested_base")[0].folder / "model.h5"), path)
    with h5py.File(path, "a") as file:
        file.attrs["training_config"] = json.dumps(dict(json.loads(file.attrs["training_config"]), **training))
    return path


def evaluated(model):
    values = containers("h5_3", "keras-3.3", "nested_base")[0].values
    return model.evaluate(values["x0"], np.zeros_like(values["y0"]), verbose=0, return_dict=True)


def my_metric(y_true, y_pred):
    return keras.backend.mean(keras.backend.abs(y_true - y_pred))


def class_of_metric():
    import keras as native

    class MyMetric(native.metrics.Mean):
        def update_state(self, y_true, y_pred, sample_weight=None):
            return super().update_state(y_pred)

    return MyMetric


@ON_KERAS_3
@pytest.mark.parametrize("training, objects", [
    ({"metrics": ["mae", "my_metric"]}, {"my_metric": lambda: my_metric}),
    ({"metrics": ["mae"], "weighted_metrics": ["my_metric"]}, {"my_metric": lambda: my_metric}),
    ({"metrics": ["mae", {"class_name": "MyMetric", "config": {"name": "my_metric"}}]}, {"MyMetric": class_of_metric}),
])
def test_a_metric_of_the_users_is_left_out_with_a_warning_unless_it_is_passed(training, objects, tmp_path):
    path, objects = compiled_with(tmp_path, **training), {name: make() for name, make in objects.items()}
    with pytest.warns(UserWarning, match="compiled.h5: the model was loaded without metric '{}'; pass".format(*objects)):
        assert set(evaluated(compat.load_model(path))) == {"loss", "mean_absolute_error"}
    assert set(evaluated(compat.load_model(path, custom_objects=objects))) == {"loss", "mean_absolute_error", "my_metric"}


@ON_KERAS_3
def test_for_lack_of_a_loss_a_model_is_left_uncompiled(tmp_path):
    path = compiled_with(tmp_path, loss="my_loss", metrics=["<lambda>"])
    with pytest.warns(UserWarning, match="uncompiled, for lack of loss 'my_loss', metric '<lambda>'; pass custom_objects"):
        assert not compat.load_model(path).compiled
    model = compat.load_model(path, custom_objects={"my_loss": my_metric, "<lambda>": my_metric})
    assert model.compiled and evaluated(model)["loss"] > 0


@ON_KERAS_3
def test_an_optimizer_whose_state_no_keras_can_hold_is_a_warning(tmp_path):
    path = compiled_with(tmp_path)
    with h5py.File(path, "a") as file:
        group = file["optimizer_weights"]
        names = [name for name in group if isinstance(group[name], h5py.Dataset)] or list(group["adam"])
        holder = group if names[0] in group else group["adam"]
        for name in names:
            values = holder[name][()]
            del holder[name]
            holder[name] = np.asarray(values, "longdouble")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = compat.load_model(path)
    assert model.compiled or any("loaded uncompiled" in str(each.message) for each in caught)  # JAX takes such numbers
    assert model.predict(containers("h5_3", "keras-3.3", "nested_base")[0].values["x0"], verbose=0).size


@ON_KERAS_3
def test_a_file_saved_before_the_first_step_loses_no_state_and_warns_of_none(tmp_path):
    path = compiled_with(tmp_path)
    with h5py.File(path, "a") as file:
        group = file["optimizer_weights"]
        steps, rate = [np.zeros((), "int64"), np.asarray(0.25, "float32")]
        del file["optimizer_weights"]
        group = file.create_group("optimizer_weights")
        group.attrs["weight_names"] = [b"iteration", b"learning_rate"]
        group["iteration"], group["learning_rate"] = steps, rate
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = compat.load_model(path)
    assert not [each for each in caught if "optimizer" in str(each.message)]
    assert model.compiled and float(keras.backend.get_value(model.optimizer.learning_rate)) == 0.25


@ON_KERAS_3
def test_a_compiled_state_that_keras_cannot_make_is_a_warning(tmp_path):
    golden = containers("h5_3", "keras-3.3", "nested_base")[0]
    path = str(tmp_path / "lost.h5")
    shutil.copy(str(golden.folder / "model.h5"), path)
    with h5py.File(path, "a") as file:
        file.attrs["training_config"] = file.attrs["training_config"].replace('"Adam"', '"Lost"')
    with pytest.warns(UserWarning, match="lost.h5: the model was loaded uncompiled"):
        model = compat.load_model(path)
    np.testing.assert_allclose(model.predict(golden.values["x0"], verbose=0), golden.values["y0"], atol=1e-5)


@ON_KERAS_3
@pytest.mark.parametrize("name, version", [("masked_nested", "2.2.4"), ("masked_nested", "2.15"), ("nested_base", "2.15")])
def test_a_file_of_keras_3_becomes_one_of_keras_2(name, version, tmp_path):
    golden = containers("keras3", "keras-3.3", name)[0]
    compat.convert(golden.folder / "model.keras", tmp_path / "old.h5", keras_version=version)
    assert compat.inspect(tmp_path / "old.h5").keras_version.startswith(version)
    model = compat.load_model(tmp_path / "old.h5")
    np.testing.assert_allclose(model.predict(golden.values["x0"], verbose=0), golden.values["y0"], atol=1e-5)


@ON_KERAS_3
def test_layers_in_int8_are_none_of_keras_2(tmp_path):
    golden = containers("keras3", "keras-3.3", "quantized")[0]
    with pytest.raises(UnsupportedError, match="'embed' is quantized to int8"):
        compat.convert(golden.folder / "model.keras", tmp_path / "old.h5", keras_version="2.15")


@ON_KERAS_3
def test_what_was_upgraded_is_said():
    notes = {each.name: load(each.folder / "model.keras").notes for each in containers("keras3", "keras-3.0")}
    assert any(note.startswith("base: the only output") for note in notes["nested_base"])
    assert "turn: value_range is left out, which had no effect" in notes["turned"]
    assert notes["nadam"][-1].startswith("the variables of the optimizer")
    assert any("last" in note for note in notes["functions"])


@ON_KERAS_3
def test_an_archive_of_the_installed_keras_is_left_as_it_is(tmp_path):
    model = keras.models.Sequential([keras.layers.Dense(2, input_shape=(3,))])
    model.save(str(tmp_path / "new.keras"))
    assert load(tmp_path / "new.keras").notes == ()


@ON_KERAS_3
@pytest.mark.parametrize("given", [lambda x: x[:, -1] * 2.0 + 1.0, "lambda x: x[:, -1] * 2.0 + 1.0"], ids=["function", "text"])
def test_a_function_may_be_given_for_a_lambda(given):
    golden = containers("keras3", "keras-3.3", "functions")[0]
    check(compat.load_model(golden.folder / "model.keras", lambdas={"last": given}), golden)


@ON_KERAS_3
def test_code_that_does_more_than_compute_is_not_run(tmp_path):
    golden = containers("keras3", "keras-3.3", "functions")[0]
    code = "4wEAAAAAAAAAAAAAAAQAAAADAAAA8yYAAACXAAIAdAEAAAAAAAAAAAAAZAGmAQAAqwEAAAAAAAAAAFMAqQJO+gR4Lnlz"

    def spoiled(config):
        for layer in config["config"]["layers"]:
            if layer["class_name"] == "Lambda":
                layer["config"]["function"]["config"]["code"] = code

    path = changed(golden, tmp_path, spoiled)
    with pytest.raises(LambdaError, match="last"):
        compat.load_model(path)
    check(compat.load_model(path, lambdas={"last": lambda x: x[:, -1] * 2.0 + 1.0}), golden)


def changed(golden, tmp_path, change):
    """A copy of an archive with another configuration."""
    path = str(tmp_path / "changed.keras")
    with zipfile.ZipFile(str(golden.folder / "model.keras")) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "config.json":
                config = json.loads(content.decode("utf8"))
                change(config)
                content = json.dumps(config).encode("utf8")
            new.writestr(name, content)
    return path


@ON_KERAS_3
def test_an_upgraded_copy_is_never_far_larger_than_the_file(tmp_path):
    golden = containers("keras3", "keras-3.0", "nested_base")[0]
    path = changed(golden, tmp_path, lambda config: None)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file:
        for index in range(3):
            file.writestr("assets/{}".format(index), bytes(60 << 20))
    with pytest.raises(UnsafeFileError, match="changed.keras"):
        compat.load_model(path)


@ON_KERAS_3
def test_what_keras_refuses_after_all_is_said_with_the_path_that_was_given(tmp_path):
    golden = containers("keras3", "keras-3.0", "nested_base")[0]
    path = changed(golden, tmp_path, lambda config: config["config"]["layers"].append({"class_name": "Gone", "config": {}}))
    with pytest.raises(ConfigError) as raised:
        compat.load_model(path)
    assert str(raised.value).startswith(repr(path))


@pytest.mark.skipif(active().name == "keras3", reason="Keras 3 opens it")
def test_a_keras_2_says_what_to_install():
    golden = containers("keras3", "keras-3.3", "nested_base")[0]
    for name in ("model.keras", "model.h5"):
        with pytest.raises(UnsupportedError, match=name + r".*Keras 3.3.3.*install keras>=3"):
            compat.load_model(golden.folder / name)


@pytest.mark.parametrize("golden", ARCHIVES, ids=str)
def test_the_version_of_the_keras_that_wrote_it_is_inspected(golden):
    found = compat.inspect(golden.folder / "model.keras")
    assert "keras-{}-".format(found.keras_version) in golden.stack and found.version_stated


def test_layers_of_nested_models_are_inspected_with_their_weights_and_what_an_upgrade_changes():
    found = compat.inspect(containers("keras3", "keras-3.0", "nested_base")[0].folder / "model.keras")
    shapes = {layer.name: [weight.shape for weight in layer.weights] for layer in found.layers}
    assert shapes["base/conv"] == [(3, 3, 1, 2), (2,)] and shapes["out"] == [(2, 2), (2,)]
    assert (found.model_class, found.optimizer, found.loss, found.parameters) == ("Sequential", "Adam", "mse", 34)
    assert "base: the only output is a tensor, not a list of one" in found.upgrades


@pytest.mark.parametrize("layers", [None, 3, {}, [3]])
def test_a_nested_model_without_a_list_of_layers_is_inspected(layers, tmp_path):
    def spoiled(config):
        config["config"]["layers"].append({"class_name": "Functional", "config": {"name": "spoiled", "layers": layers}})

    path = changed(containers("keras3", "keras-3.3", "nested_base")[0], tmp_path, spoiled)
    assert compat.inspect(path).keras_version == "3.3.3"


def test_steps_apply_where_a_version_between_writer_and_reader_changed_something():
    model = {"class_name": "Functional", "config": {
        "name": "m", "layers": [], "input_layers": [["x", 0, 0]], "output_layers": [["y", 0, 0]]}}
    ends = [[upgrade_keras3(model, "3.3.3", reader).config["config"][key] for key in ("input_layers", "output_layers")]
            for reader in ("3.9.2", "3.10.0", "3.11.0")]
    assert ends == [[[["x", 0, 0]], [["y", 0, 0]]], [["x", 0, 0], [["y", 0, 0]]], [["x", 0, 0], ["y", 0, 0]]]
    assert upgrade_keras3(model, "3.11.3").config == model


def test_variables_of_nadam_are_ordered_by_what_stands_before_them():
    plain, averaged = ({"class_name": "Nadam", "config": {"use_ema": ema}} for ema in (False, True))
    assert slot_order(plain, 7, "3.9.2", "3.10.0") == [0, 1, 3, 4, 5, 6, 2]
    assert slot_order(averaged, 9, "3.0.5", "3.15.1") == [0, 1, 2, 3, 5, 6, 7, 8, 4]
    assert slot_order(plain, 7, "3.10.0", "3.15.1") is None
    assert slot_order(plain, 6, "3.0.5", "3.15.1") is None


def test_averages_stand_before_accumulated_gradients():
    both = {"use_ema": True, "gradient_accumulation_steps": 2}
    assert slot_order({"class_name": "SGD", "config": both}, 6, "3.4.1", "3.15.1") == [0, 1, 2, 4, 3, 5]
    assert slot_order({"class_name": "Adam", "config": dict(both, amsgrad=True)}, 12, "3.9.2", "3.10.0") == [
        0, 1, 2, 4, 3, 5, 6, 7, 8, 9, 10, 11]
    assert slot_order({"class_name": "Nadam", "config": both}, 11, "3.9.2", "3.10.0") == [0, 1, 2, 4, 3, 5, 7, 8, 9, 10, 6]
    assert slot_order({"class_name": "SGD", "config": dict(both, use_ema=False)}, 4, "3.4.1", "3.15.1") is None


def archive_of_a_shared_layer(folder, version, calls=(0, 0)):
    """What Keras 3.2 wrote of two calls of a layer, whose difference is the output; other versions wrote 0 and 1."""
    def tensor(*history):
        described = {"shape": [None, 3], "dtype": "float32", "keras_history": [*history]}
        return {"class_name": "__keras_tensor__", "config": described}

    def layer(kind, name, *calls, **config):
        return {"module": "keras.layers", "class_name": kind, "config": {"name": name, **config}, "registered_name": None,
                "name": name, "inbound_nodes": [{"args": [each], "kwargs": {}} for each in calls]}

    x = tensor("x", 0, 0)
    config = {"module": "keras.src.models.functional", "class_name": "Functional", "registered_name": "Functional", "config": {
        "name": "shares", "trainable": True, "layers": [
            layer("InputLayer", "x", batch_shape=[None, 3], dtype="float32"), layer("Dense", "shared", x, x, units=3),
            layer("Subtract", "s", [tensor("shared", each, 0) for each in calls])],
        "input_layers": [["x", 0, 0]], "output_layers": [["s", 0, 0]]}}
    path = folder / "shares.keras"
    with zipfile.ZipFile(str(path), "w") as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": version, "date_saved": ""}))
        archive.writestr("config.json", json.dumps(config))
        with h5py.File(str(folder / "weights.h5"), "w") as file:
            file["layers/dense/vars/0"], file["layers/dense/vars/1"] = np.eye(3, dtype="float32"), np.ones(3, "float32")
        archive.write(str(folder / "weights.h5"), "model.weights.h5")
    return path


@ON_KERAS_3
def test_a_file_of_keras_32_that_lost_the_calls_of_a_layer_is_refused(tmp_path):
    path = archive_of_a_shared_layer(tmp_path, "3.2.1")
    with pytest.raises(ConfigError, match="shares.keras' does not say what the model computes.*'shared'.*load_weights"):
        compat.load_model(path)
    assert "shared: the file does not say" in compat.inspect(path).warnings[0]


@ON_KERAS_3
def test_json_of_keras_3_2_is_refused_likewise(tmp_path):
    with zipfile.ZipFile(str(archive_of_a_shared_layer(tmp_path, "3.2.1"))) as archive:
        (tmp_path / "shares.json").write_bytes(archive.read("config.json"))
    with pytest.raises(ConfigError, match="does not say what the model computes.*'shared'"):
        compat.load_model(tmp_path / "shares.json")


@ON_KERAS_3
def test_calls_that_keras_3_0_counted_over_all_models_are_counted_in_each(tmp_path):
    import keras as native

    path = archive_of_a_shared_layer(tmp_path, "3.0.5", calls=(1, 2))
    with pytest.raises((ValueError, IndexError)):
        native.models.load_model(str(path))
    model = compat.load_model(path)
    np.testing.assert_array_equal(model.predict(np.ones((2, 3))), np.zeros((2, 3)))
    np.testing.assert_array_equal(model.get_layer("shared").get_weights()[1], np.ones(3))


@pytest.mark.parametrize("version, calls", [("3.3.3", (0, 0)), ("3.2.1", (0, 1))])
def test_calls_that_a_file_tells_apart_are_no_warning(tmp_path, version, calls):
    assert compat.inspect(archive_of_a_shared_layer(tmp_path, version, calls)).warnings == ()


@ON_KERAS_3
def test_an_archive_that_lost_its_optimizer_is_not_compiled_with_another(tmp_path):
    import keras

    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    model.compile(keras.optimizers.SGD(0.5), "mse")
    model.save(str(tmp_path / "m.h5"))
    model.save(str(tmp_path / "m.keras"))
    with zipfile.ZipFile(str(tmp_path / "m.keras")) as old, zipfile.ZipFile(str(tmp_path / "n.keras"), "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "config.json":  # newer Kerases keep it
                config = json.loads(data)
                config["compile_config"].pop("optimizer", None)
                data = json.dumps(config)
            new.writestr(name, data)
    with pytest.warns(UserWarning, match="n.keras: the model was loaded uncompiled: .* which optimizer"):
        assert not compat.load_model(tmp_path / "n.keras").compiled


@ON_KERAS_3
def test_several_axes_and_the_score_of_an_attention_stay_in_hdf5(tmp_path):
    import keras as native

    class Centered(native.layers.Layer):
        def __init__(self, axis=-1, **kwargs):
            super().__init__(**kwargs)
            self.axis = axis

        def call(self, inputs):
            return inputs - native.ops.mean(inputs, axis=self.axis, keepdims=True)

        def get_config(self):
            return dict(super().get_config(), axis=self.axis)

    made, x = native.layers, np.random.RandomState(0).randn(3, 4, 3).astype("float32")
    start = native.Input((4, 3))
    both = made.Normalization(axis=(1, 2), mean=np.ones((4, 3)), variance=np.full((4, 3), 2.0))
    scaled = both(made.Softmax(axis=[1, 2])(start))
    normalized = [made.LayerNormalization(axis=[1, 2]), made.UnitNormalization(axis=[1, 2])]
    inner = native.Sequential([native.Input((4, 3)), *normalized])
    scaled = Centered([1, 2])(made.Normalization(axis=None, mean=0.5, variance=2.0)(scaled))
    found = made.TimeDistributed(made.Dense(3))(inner(scaled))
    scores = [made.Attention(score_mode=mode)([found, other]) for mode, other in (("dot", found), ("concat", start))]
    model = native.Model(start, scores)
    model.compile("sgd", ["mse", "mse"])
    model.save(str(tmp_path / "m.h5"))
    again = compat.load_model(tmp_path / "m.h5", custom_objects={"Centered": Centered})
    for mine, theirs in zip(again.predict(x, verbose=0), model.predict(x, verbose=0)):
        np.testing.assert_allclose(mine, theirs, atol=1e-6)
    assert again.compiled and again.get_layer(index=2).axis == (1, 2)
