"""``compat convert --to``: HDF5 for an old Keras, and what only runs a model."""
import json
import os

import h5py
import keras
import numpy as np
import pytest
from goldens.catalog import golden

import compat
from compat.errors import OptionError, UnsupportedError
from compat.flavor import active
from compat.loading.convert import Reference

MLP = golden("keras-2.2.4-py37", "mlp")
LAMBDA = golden("keras-2.2.4-py37", "lambda_plain")


def reference(of):
    return Reference(str(of.path.with_suffix(".npz")))


def configuration(path):
    with h5py.File(path, "r") as file:
        return file.attrs["keras_version"], json.loads(file.attrs["model_config"]), json.loads(file.attrs["training_config"])


def test_hdf5_is_written_for_the_keras_of_the_source(tmp_path):
    done = compat.convert(MLP.path, tmp_path / "new.h5", reference=reference(MLP))
    assert done.verification.level == "outputs match" and done.warnings == () and done.needs == ()
    version, model, training = configuration(tmp_path / "new.h5")
    assert version == "2.2.4" and model["class_name"] == "Sequential"
    assert "lr" in training["optimizer_config"]["config"]
    again = compat.load_model(tmp_path / "new.h5")
    assert int(again.optimizer.iterations) == 3  # of the golden, not of a new optimizer


@pytest.mark.parametrize("version, functional", [("2.3.1", "Model"), ("2.15", "Functional")])
def test_hdf5_is_written_for_another_keras(version, functional, tmp_path):
    source = golden("keras-2.2.4-py37", "mlp_functional")
    compat.convert(source.path, tmp_path / "new.h5", keras_version=version, reference=reference(source))
    stated, model, training = configuration(tmp_path / "new.h5")
    assert stated.startswith(version) and model["class_name"] == functional
    assert "learning_rate" in training["optimizer_config"]["config"]


def test_what_an_old_keras_needs_for_a_lambda_is_said_with_the_function(tmp_path):
    (warning,) = compat.convert(LAMBDA.path, tmp_path / "new.h5", reference=reference(LAMBDA)).warnings
    assert "custom_objects" in warning and "it is: " in warning
    np.testing.assert_allclose(compat.load_model(tmp_path / "new.h5").predict(LAMBDA.x[0], verbose=0), LAMBDA.y[0], atol=1e-5)


def test_what_the_old_keras_has_no_words_for_is_an_error_and_no_file(tmp_path):
    source = golden("tf.keras-2.15-py311", "attention_dot")
    with pytest.raises(UnsupportedError, match="'scaled'.*2.2.4"):
        compat.convert(source.path, tmp_path / "new.h5", keras_version="2.2.4")
    assert os.listdir(str(tmp_path)) == []
    compat.convert(source.path, tmp_path / "new.h5", reference=reference(source))


@pytest.mark.parametrize("name", ["multi_head_attention", "dtype_policies", "several_axes", "random_fourier"])
def test_layers_that_tf_keras_alone_has_are_written_for_it(name, tmp_path):
    source = golden("tf.keras-2.15-py311", name)
    compat.convert(source.path, tmp_path / "new.h5")
    found = compat.load_model(tmp_path / "new.h5").predict(source.x if len(source.x) > 1 else source.x[0], verbose=0)
    for mine, theirs in zip(found if isinstance(found, list) else [found], source.y):
        np.testing.assert_allclose(mine, theirs, atol=source.tolerance["outputs"])


@pytest.mark.parametrize("name", ["AdamW", "RMSprop", "Adafactor"])
def test_the_state_of_an_optimizer_of_keras_3_is_written_for_tf_keras(name, tmp_path):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4, activation="tanh"), keras.layers.Dense(2)])
    model.compile(getattr(keras.optimizers, name)(0.01), "mse", metrics=["mae"])
    x, t = np.random.RandomState(0).normal(size=(6, 3)).astype("float32"), np.ones((6, 2), "float32")
    for _ in range(3):
        model.train_on_batch(x, t)
    model.save(tmp_path / "new.keras")
    assert not compat.convert(tmp_path / "new.keras", tmp_path / "new.h5", keras_version="2.15").warnings
    training = configuration(tmp_path / "new.h5")[2]
    assert training["optimizer_config"]["class_name"] == "Custom>" + name and training["loss"] == "mse"
    again = compat.load_model(tmp_path / "new.h5")
    np.testing.assert_allclose(again.train_on_batch(x, t)[0], model.train_on_batch(x, t)[0], rtol=1e-5)
    np.testing.assert_allclose(again.evaluate(x, t, verbose=0)[0], model.evaluate(x, t, verbose=0)[0], rtol=1e-5)


def test_an_optimizer_of_keras_3_is_left_out_for_keras_2(tmp_path):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4)])
    model.compile("adam", "mse")
    model.save(tmp_path / "new.keras")
    warnings = compat.convert(tmp_path / "new.keras", tmp_path / "new.h5", keras_version="2.3.1").warnings
    assert any("no compiled state: Keras 2.3.1 does not have this Adam of Keras 3" in each for each in warnings), warnings


@pytest.mark.parametrize("options, complaint", [
    ({"to": "tflite"}, "there are keras, h5, onnx"), ({"to": "onnx"}, "name the target"),
    ({"keras_version": "2.2.4"}, "to read an h5 file"), ({"to": "h5"}, r"new\.h5"),
    ({"to": "savedmodel"}, "a SavedModel folder"), ({"target": "new.h5", "keras_version": "1.2.2"}, "2.0 to tf.keras 2.15"),
    ({"target": "new.h5", "standalone": "require"}, "never needs compat")])
def test_options_that_do_not_go_together(options, complaint, tmp_path):
    target = tmp_path / options.pop("target", "new.keras")
    with pytest.raises(OptionError, match=complaint):
        compat.convert(MLP.path, target, **options)
    assert os.listdir(str(tmp_path)) == []


@pytest.mark.skipif(active().backend != "tensorflow", reason="needs TensorFlow")
@pytest.mark.parametrize("target, to", [("folder", "savedmodel"), ("new.tflite", None)])
def test_an_export_computes_what_the_old_keras_computed(target, to, tmp_path):
    source = golden("keras-2.2.4-py37", "my_mean_pool")
    for overwrite in (False, True):
        done = compat.convert(source.path, tmp_path / target, to=to, reference=reference(source), overwrite=overwrite)
        assert done.verification.level == "outputs match"
        assert os.listdir(str(tmp_path)) == [target]


@pytest.mark.skipif(active().backend == "tensorflow", reason="there it is written")
def test_what_an_export_needs_is_an_error_and_no_file(tmp_path):
    with pytest.raises(UnsupportedError, match="{}.*litert".format(active().backend)):
        compat.convert(MLP.path, tmp_path / "new.tflite")
    assert os.listdir(str(tmp_path)) == []


def test_a_folder_that_is_no_saved_model_is_left_alone(tmp_path):
    (tmp_path / "precious").mkdir()
    with pytest.raises(OptionError, match="not a SavedModel"):
        compat.convert(MLP.path, tmp_path / "precious", to="savedmodel", overwrite=True)
