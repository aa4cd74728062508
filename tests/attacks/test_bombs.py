"""Files made to exhaust the reader: shapes, compression, attributes, JSON, layers without number (CVE-2026-0897)."""
import struct
import tracemalloc
from contextlib import contextmanager

import h5py
import numpy as np
import pytest

from compat.errors import CompatError, NotAModelFileError, UnsafeFileError
from compat.loading.inspection import inspect
from compat.saved import Limits, read

MEGABYTE = 1 << 20


@contextmanager
def memory_within(budget):
    """Fails when what is allocated inside goes over 1.5 times the budget."""
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak <= 1.5 * budget


def refused(path, match, limits=None):
    with memory_within(16 * MEGABYTE), pytest.raises(UnsafeFileError, match=match):
        [layer.read() for layer in read(path, limits or Limits()).layers]


def _zeros(layer, name, shape):
    """A compressed dataset, really written: its zeros take a thousandth of their size."""
    dataset = layer.create_dataset(name, shape, "float32", chunks=(512, 512), compression="gzip")
    for row in range(0, shape[0], 512):
        dataset[row : row + 512] = np.zeros((512, shape[1]), "float32")


def test_a_shape_without_end_is_refused_unread(hostile):
    with hostile() as (_, layer):
        layer.create_dataset("kernel", (1 << 30, 1 << 20), "float64", chunks=(64, 64))
    refused(hostile.path, r"shape \(1073741824, 1048576\) exceeds Limits.dataset_bytes")


def test_a_compressed_bomb_is_refused_unread(hostile):
    with hostile() as (_, layer):
        _zeros(layer, "kernel", (8192, 8192))
    refused(hostile.path, "Limits.expansion")


def test_bombs_below_each_limit_are_refused_in_sum(hostile):
    names = ["w{}".format(number) for number in range(10)]
    with hostile(weights=[name.encode() for name in names]) as (_, layer):
        for name in names:
            _zeros(layer, name, (1024, 2048))
    limits = Limits(dataset_bytes=9 * MEGABYTE, total_bytes=30 * MEGABYTE)
    refused(hostile.path, "w3 .* Limits.total_bytes", limits)


def test_one_array_under_many_names_counts_as_often(hostile):
    names = ["w{}".format(number) for number in range(100)]
    with hostile(weights=[name.encode() for name in names]) as (_, layer):
        layer["kernel"] = np.zeros((256, 256))
        for name in names:
            layer[name] = layer["kernel"]
    refused(hostile.path, "Limits.total_bytes", Limits(total_bytes=10 * MEGABYTE))


def test_arrays_without_number_are_refused(hostile):
    with hostile(weights=[b"kernel"] * 50) as (_, layer):
        layer["kernel"] = 1.0
    refused(hostile.path, "Limits.weights|more than 20", Limits(weights=20))


def test_a_million_layers_are_refused_unread(hostile):
    with hostile() as (file, _):
        group = file["model_weights"]
        del group.attrs["layer_names"]
        for chunk in range(160):
            group.attrs["layer_names{}".format(chunk)] = np.array([b"dense_1"] * 6500)
    refused(hostile.path, "layer_names.* values, more than")


def test_a_million_layers_in_the_configuration_are_refused(hostile):
    layers = [{"class_name": "Dropout", "config": {}}] * 1000000
    with hostile(config={"class_name": "Sequential", "config": layers}):
        pass
    with pytest.raises(UnsafeFileError, match="declares 41,000,040 bytes"):
        read(hostile.path)


def test_a_hundred_thousand_layers_in_the_configuration_are_refused(hostile):
    with hostile(config={"class_name": "Sequential", "config": [{"class_name": "Dropout", "config": {}}] * 100000}):
        pass
    with pytest.raises(UnsafeFileError, match="Limits.layers = 20,000"):
        read(hostile.path)


@pytest.mark.parametrize("attribute", ["model_config", "training_config"])
@pytest.mark.parametrize("text", ["[" * 10000 + "]" * 10000, '{"a":' * 10000 + "1" + "}" * 10000])
def test_json_nested_ten_thousand_deep_is_refused(hostile, attribute, text):
    with hostile() as (file, layer):
        layer["kernel"] = np.ones((3, 2))
        file.attrs[attribute] = text
    refused(hostile.path, "json_depth")


def test_a_huge_attribute_is_refused(hostile):
    with hostile() as (file, layer):
        layer["kernel"] = np.ones((3, 2))
        file.attrs["keras_version"] = "2" * (4 * MEGABYTE)
    with pytest.raises(CompatError, match="keras_version"):
        read(hostile.path)


def test_many_long_strings_in_one_attribute_are_refused(hostile):
    with hostile() as (file, layer):
        del layer.attrs["weight_names"]
        text = h5py.special_dtype(vlen=str)
        layer.attrs.create("weight_names", ["x" * 10000] * 1000, dtype=text)
    refused(hostile.path, "weight_names.* declares 10,000,000 bytes", Limits(attribute_bytes=MEGABYTE))


def test_one_long_string_referred_to_many_times_counts_as_often(hostile):
    text = h5py.special_dtype(vlen=str)
    with hostile() as (file, layer):
        del layer.attrs["weight_names"]
        layer.attrs.create("weight_names", ["x" * 50000] + ["y"] * 1999, dtype=text)
    whole = hostile.path.read_bytes()
    long, short = struct.pack("<I", 50000), struct.pack("<I", 1)
    first = whole.index(long + whole[whole.index(long) + 4 :][:12])
    begin = next(at for at in range(len(whole)) if whole[at : at + 4] == long and whole[at + 16 : at + 20] == short)
    shared = whole[begin : begin + 16] * 2000
    assert first <= begin
    hostile.path.write_bytes(whole[:begin] + shared + whole[begin + len(shared) :])
    refused(hostile.path, "weight_names.* declares 100,000,000 bytes")


def test_a_heap_of_texts_without_an_end_is_refused(hostile):
    with hostile() as (file, layer):
        layer["kernel"] = np.ones((3, 2))
    whole = bytearray(hostile.path.read_bytes())
    heap = whole.index(b"GCOL")
    position = heap + 16
    while whole[position] or whole[position + 1]:  # to the free block at the end, which has index 0
        position += 16 + (struct.unpack_from("<Q", whole, position + 8)[0] + 7) // 8 * 8
    struct.pack_into("<Q", whole, position + 8, 0)  # of size 0: the HDF5 library never gets past it
    hostile.path.write_bytes(bytes(whole))
    with pytest.raises(NotAModelFileError, match="never end"):
        read(hostile.path)


@pytest.mark.parametrize(
    "value",
    [
        7,
        2.5,
        np.zeros(3),
        np.array([b"a", b"b"]),
        np.zeros(2, dtype=[("a", "i4"), ("b", "f4")]),
        b"\xff\xfe",
        h5py.Empty(np.dtype("f4")),
    ],
    ids=["integer", "float", "array", "list of text", "compound", "not UTF-8", "empty"],
)
@pytest.mark.parametrize("attribute", ["model_config", "keras_version", "backend"])
def test_an_attribute_of_another_kind_is_a_typed_error(hostile, attribute, value):
    with hostile() as (file, layer):
        layer["kernel"] = np.ones((3, 2))
        file.attrs[attribute] = value
    with pytest.raises(CompatError, match=attribute):
        read(hostile.path)


@pytest.mark.parametrize(
    "value",
    [
        np.zeros(2, dtype=[("a", "i4"), ("b", "f4")]),
        np.array([b"text"]),
        np.zeros(2, dtype="complex64"),
        np.array([np.zeros(2), np.zeros(3)], dtype=object),
    ],
    ids=["compound", "text", "complex", "variable length"],
)
def test_an_array_that_does_not_hold_numbers_is_a_typed_error(hostile, value):
    with hostile() as (_, layer):
        if value.dtype == object:
            kernel = layer.create_dataset("kernel", (2,), dtype=h5py.special_dtype(vlen=np.dtype("f4")))
            kernel[0] = value[0]
        else:
            layer["kernel"] = value
    with pytest.raises(CompatError, match="does not hold numbers"):
        read(hostile.path)


def test_an_object_reference_is_a_typed_error(hostile):
    with hostile() as (file, layer):
        layer.create_dataset("kernel", (1,), dtype=h5py.special_dtype(ref=h5py.Reference))
    with pytest.raises(CompatError, match="does not hold numbers"):
        read(hostile.path)


def test_inspecting_spends_no_memory_on_a_bomb(hostile):
    with hostile() as (_, layer):
        layer.create_dataset("kernel", (1 << 30, 1 << 20), "float64", chunks=(64, 64))
    with memory_within(16 * MEGABYTE), pytest.raises(UnsafeFileError):
        inspect(hostile.path)
