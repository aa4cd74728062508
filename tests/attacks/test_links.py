"""Files that try to lead the reader elsewhere: links, external storage, virtual datasets (CVE-2026-1669, -12480)."""
import h5py
import numpy as np
import pytest

from compat.errors import CompatError, NotAModelFileError, UnsafeFileError
from compat.loading.inspection import inspect
from compat.saved import read

VALUES = np.ones((3, 2), dtype="float32")


def refused(path, match):
    with pytest.raises(UnsafeFileError, match=match):
        [layer.read() for layer in read(path).layers]


def test_the_witness_sees_an_opened_file(secret):
    assert not secret.was_opened()
    h5py.File(str(secret.path), "r").close()
    assert secret.was_opened() or secret._libc is None


@pytest.mark.parametrize("place", ["dataset", "layer", "weights"])
def test_an_external_link_is_not_followed(hostile, secret, place):
    with hostile() as (file, layer):
        if place == "dataset":
            layer["kernel"] = h5py.ExternalLink(str(secret.path), "/kernel")
        elif place == "layer":
            del file["model_weights/dense_1"]
            file["model_weights/dense_1"] = h5py.ExternalLink(str(secret.path), "/dense_1")
        else:
            del file["model_weights"]
            file["model_weights"] = h5py.ExternalLink(str(secret.path), "/")
    refused(hostile.path, "an external link")
    assert not secret.was_opened()


@pytest.mark.parametrize("target", ["/model_weights/dense_1/other", "/model_weights/dense_1/kernel", "/nowhere"])
def test_a_soft_link_is_not_followed_even_to_itself(hostile, target):
    with hostile() as (_, layer):
        layer["other"] = VALUES
        layer["kernel"] = h5py.SoftLink(target)
    refused(hostile.path, "model_weights/dense_1/kernel is a soft link")


def test_soft_links_in_a_circle_end_at_once(hostile):
    with hostile(weights=(b"a/b/c",)) as (_, layer):
        layer["a"] = h5py.SoftLink("/model_weights/dense_1/b")
        layer["b"] = h5py.SoftLink("/model_weights/dense_1/a")
    refused(hostile.path, "dense_1/a is a soft link")


def test_a_group_that_contains_itself_does_no_harm(hostile):
    with hostile(weights=(b"self/self/self/kernel",)) as (_, layer):
        layer["kernel"] = VALUES
        layer["self"] = layer  # a hard link, which HDF5 allows
    np.testing.assert_array_equal(read(hostile.path).layers[0].datasets[0].read(), VALUES)


def test_external_storage_is_not_read(hostile, secret):
    with hostile() as (_, layer):
        layer.create_dataset("kernel", (3, 2), "float32", external=[(str(secret.path), 0, h5py.h5f.UNLIMITED)])
    secret.was_opened()  # making the file may have looked at it
    refused(hostile.path, "external storage")
    assert not secret.was_opened()


def test_a_virtual_dataset_is_not_read(hostile, secret):
    layout = h5py.VirtualLayout(shape=(3, 2), dtype="float64")
    layout[:] = h5py.VirtualSource(str(secret.path), "kernel", shape=(3, 2))
    with hostile() as (_, layer):
        layer.create_virtual_dataset("kernel", layout)
    secret.was_opened()
    refused(hostile.path, "virtual dataset")
    assert not secret.was_opened()


def test_a_filter_that_needs_a_plugin_is_refused(hostile):
    with hostile() as (_, layer):
        creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        creation.set_chunk((3, 2))
        creation.set_filter(32015, h5py.h5z.FLAG_OPTIONAL)
        h5py.h5d.create(layer.id, b"kernel", h5py.h5t.NATIVE_FLOAT, h5py.h5s.create_simple((3, 2)), creation)
    refused(hostile.path, "filter 32015")


@pytest.mark.parametrize("name", ["../secret", "a/../../b", "/etc/passwd", "./kernel", "a\\0b", ".."])
def test_names_that_leave_their_place_are_refused(hostile, name):
    name = name.replace("\\0", "\0x")
    with hostile(weights=(name.encode(),)) as (_, layer):
        layer["kernel"] = VALUES
    if "\0" in name:
        with pytest.raises((UnsafeFileError, NotAModelFileError)):
            read(hostile.path)
    else:
        refused(hostile.path, "refers to")


def test_the_error_about_a_very_long_name_is_short(hostile):
    with hostile(weights=(b"a" * 50000,)):
        pass
    with pytest.raises(NotAModelFileError, match="is missing from the file") as raised:
        read(hostile.path)
    assert len(str(raised.value)) < 500


def test_a_layer_name_that_leaves_its_place_is_refused(hostile):
    with hostile() as (file, _):
        file["model_weights"].attrs["layer_names"] = np.array([b"../optimizer_weights"])
    refused(hostile.path, "not an ordinary path")


@pytest.mark.parametrize("kind", ["group", "datatype", "nothing"])
def test_what_is_no_dataset_is_a_typed_error(hostile, kind):
    with hostile() as (_, layer):
        if kind == "group":
            layer.create_group("kernel")
        elif kind == "datatype":
            layer["kernel"] = np.dtype("float32")
    with pytest.raises(NotAModelFileError, match="model_weights/dense_1/kernel"):
        read(hostile.path)


def test_a_dataset_in_place_of_a_layer_is_a_typed_error(hostile):
    with hostile() as (file, _):
        del file["model_weights/dense_1"]
        file["model_weights/dense_1"] = VALUES
    with pytest.raises(NotAModelFileError, match="model_weights/dense_1 is not a group"):
        read(hostile.path)


def test_inspecting_follows_no_link_either(hostile, secret):
    with hostile() as (_, layer):
        layer["kernel"] = h5py.ExternalLink(str(secret.path), "/kernel")
    with pytest.raises(CompatError, match="an external link"):
        inspect(hostile.path)
    assert not secret.was_opened()
