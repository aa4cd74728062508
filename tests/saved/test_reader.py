"""Reading a model file: every form in which Keras 1.0 to tf.keras 2.15 wrote its parts."""
import json

import h5py
import numpy as np
import pytest

from compat.errors import CompatError, ModelFileNotFoundError, NotAModelFileError
from compat.saved import open_model, read

KERNEL = np.arange(6, dtype="float32").reshape(3, 2)


def test_configuration_and_weights_are_read(keras_file):
    saved = read(keras_file())
    assert saved.kind == "model"
    assert saved.model_config["class_name"] == "Sequential"
    assert [layer.name for layer in saved.layers] == ["dense_1"]
    np.testing.assert_array_equal(saved.layers[0].datasets[0].read(), KERNEL)


def test_a_dataset_is_known_before_it_is_read(keras_file):
    dataset = read(keras_file()).layers[0].datasets[0]
    assert (dataset.name, dataset.shape, dataset.dtype, dataset.nbytes) == ("dense_1/kernel:0", (3, 2), np.float32, 24)


@pytest.mark.parametrize("written", [b"2.2.4", "2.2.4", np.array(b"2.2.4"), np.array([b"2.2.4"])])
def test_text_attributes_of_any_form_are_read(keras_file, written):
    assert read(keras_file(keras_version=written)).keras_version == "2.2.4"


def test_version_and_backend_are_found_on_the_weights_group_too(keras_file):
    path = keras_file()
    with h5py.File(str(path), "a") as file:
        file["model_weights"].attrs["keras_version"] = "2.1.6"
        file["model_weights"].attrs["backend"] = b"theano"
    saved = read(path)
    assert (saved.keras_version, saved.backend) == ("2.1.6", "theano")


def test_what_the_file_does_not_state_is_none(keras_file):
    saved = read(keras_file())
    assert (saved.keras_version, saved.backend, saved.training_config) == (None, None, None)


def test_a_file_without_configuration_is_a_weights_file(keras_file):
    saved = read(keras_file(config=None, root=""))
    assert saved.kind == "weights"
    assert saved.layers[0].shapes == ((3, 2),)


def test_lists_of_names_in_chunks_are_joined(keras_file):
    path = keras_file({"a": {"a/kernel": KERNEL}, "b": {"b/kernel": KERNEL}, "c": {}})
    with h5py.File(str(path), "a") as file:
        group = file["model_weights"]
        del group.attrs["layer_names"]
        group.attrs["layer_names0"] = np.array([b"a", b"b"])
        group.attrs["layer_names1"] = np.array([b"c"])
    assert [layer.name for layer in read(path).layers] == ["a", "b", "c"]


def test_layer_names_of_variable_length_are_read(keras_file):
    path = keras_file({"a": {}, "longer": {}})
    with h5py.File(str(path), "a") as file:
        group = file["model_weights"]
        del group.attrs["layer_names"]
        group.attrs.create("layer_names", ["a", "longer"], dtype=h5py.special_dtype(vlen=str))
    assert [layer.name for layer in read(path).layers] == ["a", "longer"]


def test_a_layer_name_with_a_slash_is_a_path_of_groups(keras_file):
    saved = read(keras_file({"block/conv": {"block/conv/kernel:0": KERNEL}}))
    assert saved.layers[0].name == "block/conv"
    np.testing.assert_array_equal(saved.layers[0].datasets[0].read(), KERNEL)


def test_a_scalar_and_an_empty_array_are_read(keras_file):
    saved = read(keras_file({"a": {"count": np.int64(7), "none": np.zeros((0, 3))}}))
    count, none = saved.layers[0].read()
    assert (count, count.dtype, none.shape) == (7, np.int64, (0, 3))


@pytest.mark.parametrize("written", [">f4", "<f4", ">f8"])
def test_values_are_given_in_native_byte_order_where_a_backend_can_take_over_their_memory(keras_file, written):
    values = np.arange(1000.0).reshape(10, 100)
    found = read(keras_file({"dense_1": {"kernel": values.astype(written)}})).layers[0].datasets[0].read()
    assert found.dtype.isnative and found.flags.c_contiguous and found.ctypes.data % 64 == 0
    np.testing.assert_array_equal(found, values)


def test_optimizer_weights_are_read_in_order(keras_file):
    path = keras_file()
    with h5py.File(str(path), "a") as file:
        group = file.create_group("optimizer_weights")
        group.attrs["weight_names"] = np.array([b"training/m:0", b"iterations:0"])
        group["training/m:0"] = KERNEL
        group["iterations:0"] = 3
    names = [dataset.name for dataset in read(path).optimizer_weights]
    assert names == ["training/m:0", "iterations:0"]


def test_damaged_optimizer_weights_leave_a_warning_and_the_model(keras_file):
    path = keras_file()
    with h5py.File(str(path), "a") as file:
        file.create_group("optimizer_weights").attrs["weight_names"] = np.array([b"gone"])
    saved = read(path)
    assert saved.optimizer_weights == ()
    assert "optimizer_weights/gone is missing" in saved.warnings[0]


def test_damaged_training_configuration_leaves_a_warning_and_the_model(keras_file):
    saved = read(keras_file(training_config="{"))
    assert saved.training_config is None
    assert "uncompiled" in saved.warnings[0]


def test_weights_of_the_model_itself_are_read(keras_file):
    path = keras_file()
    with h5py.File(str(path), "a") as file:
        group = file["model_weights"].create_group("top_level_model_weights")
        group.attrs["weight_names"] = np.array([b"scale:0"])
        group["scale:0"] = 2.0
    assert [dataset.name for dataset in read(path).top_level] == ["scale:0"]


def test_datasets_are_read_after_the_file_was_closed(keras_file):
    with open_model(keras_file()) as saved:
        inside = saved.layers[0].datasets[0].read()
    np.testing.assert_array_equal(saved.layers[0].datasets[0].read(), inside)


def test_a_file_is_closed_after_an_error(keras_file):
    path = keras_file()
    with pytest.raises(RuntimeError, match="on purpose"), open_model(path):
        raise RuntimeError("on purpose")
    with h5py.File(str(path), "a") as file:  # would fail while the file is open for reading
        assert "model_weights" in file


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ModelFileNotFoundError, match="no-such.h5"):
        read(tmp_path / "no-such.h5")


@pytest.mark.parametrize(
    "content, hint",
    [
        (b"", "it is empty"),
        (b"PK\x03\x04rest", "cut off"),
        (b'{"class_name": "Sequential"}', "rename it to end in .json"),
        (b"version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
        (b"<!DOCTYPE html>", "failed download"),
        (b"\x89HDX\r\n\x1a\n" + b"\0" * 64, "is not an HDF5 file"),
    ],
)
def test_another_kind_of_file_is_recognised(tmp_path, content, hint):
    path = tmp_path / "model.h5"
    path.write_bytes(content)
    with pytest.raises(NotAModelFileError, match=hint):
        read(path)


def test_a_folder_is_recognised(tmp_path):
    with pytest.raises(NotAModelFileError, match="SavedModel"):
        read(tmp_path)


def test_hdf5_without_a_model_is_refused(tmp_path):
    path = tmp_path / "data.h5"
    with h5py.File(str(path), "w") as file:
        file.attrs["title"] = "measurements"
    with pytest.raises(NotAModelFileError, match="title"):
        read(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_a_typed_error(keras_file, share):
    path = keras_file({"a": {"a/kernel:0": np.ones((50, 50))}})
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(CompatError):
        [layer.read() for layer in read(path).layers]


def test_a_layer_that_is_listed_and_missing_is_named(keras_file):
    path = keras_file()
    with h5py.File(str(path), "a") as file:
        del file["model_weights"]["dense_1"]
    with pytest.raises(NotAModelFileError, match="model_weights/dense_1 is missing"):
        read(path)


def test_values_are_the_same_through_every_h5py(keras_file):
    config = {"class_name": "Sequential", "config": [], "name": "Größe"}
    assert read(keras_file({}, config=config)).model_config == json.loads(json.dumps(config))
