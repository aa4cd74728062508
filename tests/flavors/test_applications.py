"""The models of ``keras.applications`` are those of real Keras 2.2.4 and 2.3.1 (recorded.json, predictions.json)."""
import importlib
import json
from pathlib import Path

import numpy as np
import pytest
from flavors.applications.architecture import MODELS_OF_231, facts
from flavors.applications.weights import IMAGES, layout, summary, values, write

from compat.errors import DownloadError
from compat.flavor import active
from compat.keras import applications, backend, layers, models, utils

HERE = Path(__file__).parent / "applications"
RECORDED = json.loads((HERE / "recorded.json").read_text(encoding="utf8"))
PREDICTIONS = json.loads((HERE / "predictions.json").read_text(encoding="utf8"))
REAL = active().name == "multibackend"
ours = pytest.mark.skipif(REAL, reason="the old Keras serves its own models")
MODULE_OF = {"VGG16": "vgg16", "ResNet50": "resnet50"}


def model_of(name, **arguments):
    module, _, function = name.rpartition(".")
    return getattr(importlib.import_module("compat.keras.applications." + module), function)(weights=None, **arguments)


@pytest.fixture(autouse=True)
def session():
    backend.clear_session()


def test_the_two_versions_have_the_same_models_under_the_same_names():
    assert {name: RECORDED["2.3.1"][name] for name in RECORDED["2.2.4"]} == RECORDED["2.2.4"]


#: The same package builds the models on every backend: the quickest one builds all of them, each other the smallest.
EVERY = [module + "." + name for module in sorted(MODELS_OF_231) for name in MODELS_OF_231[module]]
QUICKEST = active().backend == "torch"


@ours
@pytest.mark.parametrize("name", EVERY if QUICKEST else ["mobilenet.MobileNet"])
def test_a_model_is_the_real_one_layer_by_layer(name):
    model = model_of(name)
    assert facts(model) == RECORDED["2.3.1"][name]
    assert isinstance(model, models.Model)


@ours
def test_a_name_is_one_function_wherever_it_is_imported_from():
    from compat.keras.applications import mobilenet_v2, mobilenetv2, resnet50, vgg16

    assert applications.VGG16 is vgg16.VGG16 and applications.ResNet50 is resnet50.ResNet50
    assert mobilenetv2.preprocess_input is mobilenet_v2.preprocess_input


def test_an_old_keras_serves_its_own_models():
    if not REAL:
        pytest.skip("the installed Keras has other models")
    import keras

    assert applications.VGG16 is keras.applications.VGG16


#: Ways to load each model: all where that is quick, elsewhere each way and each model once.
WAYS = [("VGG16", "by position"), ("ResNet50", "by name"), ("VGG16", "by name"), ("ResNet50", "by position")]


@pytest.mark.parametrize("name, how", WAYS if QUICKEST else WAYS[:2])
def test_a_file_of_weights_gives_the_numbers_of_keras_2_2_4(name, how, tmp_path):
    model = model_of("{}.{}".format(MODULE_OF[name], name), include_top=False, input_shape=(64, 64, 3))
    write(tmp_path / "weights.h5", model)
    model.load_weights(str(tmp_path / "weights.h5"), by_name=how == "by name")
    expected, found = PREDICTIONS[model.name], summary(model.predict(IMAGES))
    assert found["shape"] == expected["shape"]
    np.testing.assert_allclose(found["some"], expected["some"], rtol=2e-3, atol=2e-3 * np.abs(expected["some"]).max())
    np.testing.assert_allclose(found["mean"], expected["mean"], rtol=1e-3)


@pytest.mark.parametrize("name", sorted(MODULE_OF) if QUICKEST else ["VGG16"])
def test_the_file_is_laid_out_as_keras_2_2_4_did(name, tmp_path):
    import hashlib

    model = model_of("{}.{}".format(MODULE_OF[name], name), include_top=False, input_shape=(64, 64, 3))
    write(tmp_path / "weights.h5", model)
    text = json.dumps(layout(tmp_path / "weights.h5"))
    assert hashlib.sha256(text.encode("utf8")).hexdigest() == PREDICTIONS[model.name]["layout"]


def test_weights_is_a_path(tmp_path):
    first = model_of("mobilenet.MobileNet", include_top=False, input_shape=(32, 32, 3), alpha=0.25)
    first.save_weights(str(tmp_path / "mine.h5"))
    build = importlib.import_module("compat.keras.applications.mobilenet").MobileNet
    second = build(include_top=False, input_shape=(32, 32, 3), alpha=0.25, weights=str(tmp_path / "mine.h5"))
    images = IMAGES[:, :32, :32]
    np.testing.assert_allclose(second.predict(images), first.predict(images), rtol=1e-4, atol=1e-5)


def test_layers_in_the_middle_are_found_by_their_old_names():
    model = model_of("resnet50.ResNet50", include_top=False, input_shape=(64, 64, 3))
    assert [model.get_layer(name).name for name in ("res5c_branch2c", "bn5c_branch2c")] == ["res5c_branch2c", "bn5c_branch2c"]
    part = models.Model(model.input, model.get_layer("res2a_branch2a").output)
    assert part.predict(IMAGES).shape == (2, 16, 16, 64)


def test_pooling_and_a_tensor_of_the_caller():
    entry = layers.Input((32, 32, 3))
    model = model_of("vgg16.VGG16", include_top=False, pooling="avg", input_tensor=layers.Activation("relu")(entry))
    assert model.predict(IMAGES[:, :32, :32]).shape == (2, 512)
    head = models.Model(model.input, layers.Dense(2)(model.layers[-2].output))
    assert head.predict(IMAGES[:, :32, :32]).shape[-1] == 2


@pytest.mark.skipif(not QUICKEST, reason="the names of layers do not depend on the backend")
def test_names_with_a_slash_are_found_and_loaded_by_name(tmp_path):
    model = model_of("densenet.DenseNet121", include_top=False, input_shape=(32, 32, 3))
    assert type(model.get_layer("conv1/conv")).__name__ == "Conv2D"
    path = tmp_path / "weights.h5"
    write(path, model, renamed=lambda name: {"conv1_conv": "conv1/conv", "conv1_bn": "conv1/bn"}.get(name, name))
    before = [np.array(array) for array in model.get_layer("conv1/conv").get_weights()]
    model.load_weights(str(path), by_name=True)
    name = model.get_layer("conv1/conv").name
    assert not np.allclose(model.get_layer("conv1/conv").get_weights()[0], before[0])
    np.testing.assert_allclose(model.get_layer("conv1/conv").get_weights()[0], values(model)[name][0], rtol=1e-6)


@ours
def test_without_a_network_the_error_says_which_file_to_put_where(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / ".keras"))
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    with pytest.raises(DownloadError) as raised:
        applications.VGG16(include_top=False)
    assert "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5" in str(raised.value)
    assert str(tmp_path / ".keras" / "models") in str(raised.value)


@ours
def test_a_file_in_the_cache_is_used_again(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "words.txt").write_text("a b", encoding="utf8")
    path = utils.get_file("words.txt", "http://127.0.0.1:9/words.txt")
    assert Path(path).read_text(encoding="utf8") == "a b"


@ours
def test_an_archive_is_extracted_beside_itself(tmp_path, monkeypatch):
    import tarfile

    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    (tmp_path / "datasets").mkdir()
    (tmp_path / "train.txt").write_text("a b", encoding="utf8")
    with tarfile.open(str(tmp_path / "datasets" / "corpus.tar.gz"), "w:gz") as archive:
        archive.add(str(tmp_path / "train.txt"), "corpus/train.txt")
    path = utils.get_file("corpus", "http://127.0.0.1:9/corpus.tar.gz", untar=True)
    assert Path(path) == tmp_path / "datasets" / "corpus"
    assert (Path(path) / "train.txt").read_text(encoding="utf8") == "a b"


@ours
def test_a_function_of_the_package_is_handed_the_modules():
    import keras_applications

    assert applications.keras_applications is keras_applications
    handed = applications.keras_modules_injection(lambda **modules: modules)()
    assert handed["layers"].Dense is layers.Dense and handed["models"].Model is models.Model


@pytest.mark.parametrize("first, second", [("vgg16", "densenet"), ("densenet", "vgg16")])
def test_a_tensor_is_scaled_as_an_array_is_by_each_model(first, second):
    images = np.arange(24.0, dtype="float32").reshape(2, 2, 2, 3) * 10
    if REAL:
        pytest.skip("the old Keras keeps the mean of the first model")
    for module in (first, second):
        scale = importlib.import_module("compat.keras.applications." + module).preprocess_input
        entry = layers.Input((2, 2, 3))
        model = models.Model(entry, layers.Lambda(scale)(entry))
        np.testing.assert_allclose(model.predict(images), scale(images.copy()), rtol=1e-4, atol=1e-3)
