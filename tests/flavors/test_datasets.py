"""Data sets have the arguments and the types of Keras 2.2.4; without a network the error says which file to put where."""
import importlib
import pickle

import numpy as np
import pytest

from compat.errors import DownloadError
from compat.flavor import active

if active().name != "keras3":
    pytest.skip("these adapters are those of Keras 3", allow_module_level=True)

from compat.keras.datasets import boston_housing, cifar, cifar10, cifar100, imdb, mnist, reuters


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    import keras.src.backend.config as config

    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr(config, "_KERAS_DIR", str(tmp_path))
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    (tmp_path / "datasets").mkdir()
    return tmp_path / "datasets"


@pytest.mark.parametrize("name, file", [
    ("boston_housing", "boston_housing.npz"), ("cifar10", "cifar-10-batches-py.tar.gz"),
    ("cifar100", "cifar-100-python.tar.gz"), ("fashion_mnist", "train-labels-idx1-ubyte.gz"), ("imdb", "imdb.npz"),
    ("mnist", "mnist.npz"), ("reuters", "reuters.npz"),
])
def test_without_a_network_the_file_and_its_folder_are_named(name, file, cache):
    with pytest.raises(DownloadError) as raised:
        importlib.import_module("compat.keras.datasets." + name).load_data()
    folder = cache / "fashion-mnist" if name == "fashion_mnist" else cache
    assert str(raised.value).startswith("{} is not in {} ".format(file, folder))


def batch(path, label_keys, labels):
    images = np.arange(len(labels) * 3072, dtype="uint64").astype("uint8").reshape(len(labels), 3072)
    content = {b"data": images}
    content.update({key.encode("utf8"): labels for key in label_keys})
    path.write_bytes(pickle.dumps(content))
    return images.reshape(-1, 3, 32, 32)


def test_a_batch_of_cifar_is_read(cache):
    images = batch(cache / "data_batch_1", ["labels"], [3, 1])
    data, labels = cifar.load_batch(str(cache / "data_batch_1"))
    assert labels == [3, 1]
    np.testing.assert_array_equal(data, images)


@pytest.fixture
def extracted(cache):
    """Folders that an old Keras had extracted, beside their archives."""
    for folder in ("cifar-10-batches-py", "cifar-100-python"):
        (cache / folder).mkdir()
        (cache / (folder + ".tar.gz")).write_bytes(b"")
    return cache


def test_cifar_10_is_found_in_the_folder_of_keras_2(extracted):
    folder = extracted / "cifar-10-batches-py"
    images = [batch(folder / name, ["labels"], [number, 9]) for number, name in enumerate(
        ["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"])]
    (x_train, y_train), (x_test, y_test) = cifar10.load_data()
    assert (x_train.shape, x_train.dtype, y_train.shape, y_train.dtype) == ((10, 32, 32, 3), "uint8", (10, 1), "uint8")
    assert y_train.ravel().tolist() == [0, 9, 1, 9, 2, 9, 3, 9, 4, 9] and y_test.ravel().tolist() == [5, 9]
    assert np.issubdtype(y_test.dtype, np.signedinteger)
    np.testing.assert_array_equal(x_test, images[5].transpose(0, 2, 3, 1))


def test_cifar_100_has_fine_and_coarse_labels(extracted):
    for name in ("train", "test"):
        batch(extracted / "cifar-100-python" / name, ["fine_labels"], [70, 8])
    (_, y_train), (x_test, _) = cifar100.load_data()
    assert y_train.tolist() == [[70], [8]] and x_test.shape == (2, 32, 32, 3)
    with pytest.raises(ValueError, match="label_mode"):
        cifar100.load_data("middling")


def test_arguments_are_those_of_keras_2():
    for module in (imdb, reuters):
        with pytest.raises(TypeError, match="Unrecognized keyword arguments"):
            module.load_data(words=3)
        with pytest.warns(UserWarning, match="nb_words"), pytest.raises(DownloadError):
            module.load_data(nb_words=3)


def test_a_path_names_the_file(cache):
    for module in (boston_housing, imdb, mnist, reuters):
        with pytest.raises(DownloadError, match="mine.npz is not in"):
            module.load_data(path="mine.npz")
