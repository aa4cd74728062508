"""TensorFlow checkpoints of real tf.keras 2.2 to 2.15, and of TensorFlow 1, read without TensorFlow."""
import os
import shutil

import numpy as np
import pytest
from goldens.catalog import HERE, containers

from compat.errors import ModelFileNotFoundError, NotAModelFileError
from compat.saved import Dataset, Node, read
from compat.saved.checksum import crc32c, masked
from compat.saved.snappy import decompress
from compat.writing.checkpoint import Tracked, write_checkpoint

SAVER = HERE / "containers" / "tensorflow-1.15-py37" / "masking_lstm"
PARTITIONED = SAVER.parent / "partitioned"


@pytest.fixture
def copied(tmp_path):
    """A copy of a golden checkpoint that a test may spoil: its prefix."""
    folder = containers("checkpoint", "tf.keras-2.15", "mlp")[0].folder
    for each in folder.glob("cp.ckpt*"):
        shutil.copy(str(each), str(tmp_path))
    shutil.copy(str(folder / "checkpoint"), str(tmp_path))
    return str(tmp_path / "cp.ckpt")


@pytest.mark.parametrize("golden", containers("checkpoint"), ids=str)
def test_every_array_of_a_checkpoint_is_read_and_its_checksum_is_right(golden):
    found = read(golden.folder / "cp.ckpt").objects.variables()
    assert found and all(dataset.read().shape == dataset.shape for dataset in found)


@pytest.mark.parametrize("golden", containers("checkpoint", name="mlp"), ids=str)
def test_the_arrays_are_those_that_the_model_computed_with(golden):
    root = read(golden.folder / "cp.ckpt").objects
    hidden, out = (root.at("layer_with_weights-{}".format(number)) for number in (0, 1))
    kernel, bias, kernel_2, bias_2 = (
        layer.at(name).dataset.read() for layer in (hidden, out) for name in ("kernel", "bias"))
    computed = np.maximum(golden.arrays("x")[0] @ kernel + bias, 0) @ kernel_2 + bias_2
    np.testing.assert_allclose(computed, golden.arrays("y")[0], atol=1e-6)


def test_a_saver_of_tensorflow_1_keeps_names_alone():
    saved = read(SAVER / "model.ckpt-1")
    assert saved.has_scopes
    assert saved.objects.at("lstm", "recurrent_kernel").dataset.shape == (4, 16)


@pytest.mark.parametrize("layer", ["hidden", "out"])
@pytest.mark.parametrize("name", ["kernel", "bias"])
def test_a_variable_in_parts_is_read_whole(layer, name):
    root, values = read(PARTITIONED).objects, np.load(str(PARTITIONED / "values.npz"))
    dataset, expected = root.at(layer, name).dataset, values["{}_{}".format(layer, name)]
    assert dataset.shape == expected.shape
    np.testing.assert_array_equal(dataset.read(), expected)
    assert sorted(root.children) == ["hidden", "out"]


@pytest.mark.parametrize("name", ["cp.ckpt", "cp.ckpt.index", "cp.ckpt.data-00000-of-00001", "checkpoint", ""])
def test_the_prefix_its_files_and_its_folder_all_name_a_checkpoint(copied, name):
    assert read(os.path.join(os.path.dirname(copied), name)).path == copied


@pytest.mark.parametrize("stated", ["/home/somebody/run/cp.ckpt", "C:\\\\runs\\\\cp.ckpt", "../elsewhere/cp.ckpt"])
def test_a_folder_that_was_moved_names_its_newest_checkpoint_by_the_last_part(copied, stated):
    with open(os.path.join(os.path.dirname(copied), "checkpoint"), "w") as file:
        file.write('model_checkpoint_path: "{}"\n'.format(stated))
    assert read(os.path.dirname(copied)).path == copied


def test_a_folder_whose_newest_checkpoint_is_missing_says_which(copied):
    os.rename(copied + ".index", copied + "_other.index")
    with pytest.raises(ModelFileNotFoundError, match="cp.ckpt.index"):
        read(os.path.dirname(copied))


def test_a_missing_shard_is_named(copied):
    os.remove(copied + ".data-00000-of-00001")
    with pytest.raises(ModelFileNotFoundError, match="cp.ckpt.data-00000-of-00001"):
        read(copied)


def test_a_shard_that_is_too_short_is_damaged(copied):
    with open(copied + ".data-00000-of-00001", "r+b") as file:
        file.truncate(100)
    with pytest.raises(NotAModelFileError, match="too short"):
        read(copied)


def test_a_changed_value_is_found_by_its_checksum(copied):
    dataset = read(copied).objects.at("layer-0", "kernel").dataset
    with open(copied + ".data-00000-of-00001", "r+b") as file:
        content = bytearray(file.read())
        place = bytes(content).index(dataset.read().tobytes())
        content[place] ^= 1
        file.seek(0)
        file.write(content)
    with pytest.raises(NotAModelFileError, match="checksum"):
        dataset.read()


def test_a_changed_index_is_found_by_its_checksum(copied):
    with open(copied + ".index", "r+b") as file:
        file.seek(20)
        file.write(b"\xff")
    with pytest.raises(NotAModelFileError, match="checksum"):
        read(copied)


def test_what_is_written_is_read_back(tmp_path):
    kernel = Tracked(name="dense/kernel", value=np.arange(6, dtype="float32").reshape(2, 3))
    layer = Tracked({"kernel": kernel, "a/b.c": Tracked(name="odd", value=np.array(7))})
    write_checkpoint(str(tmp_path / "w.ckpt"), Tracked({"layer-0": layer, "layer_with_weights-0": layer}))
    root = read(tmp_path).objects
    assert root.at("layer-0") is root.at("layer_with_weights-0")
    np.testing.assert_array_equal(root.at("layer-0", "kernel").dataset.read(), kernel.value)
    assert root.at("layer-0", "a/b.c").dataset.read() == 7


def test_a_table_of_many_blocks_is_read_back(tmp_path):
    layers = {"layer-{}".format(number): Tracked(name="v{}".format(number), value=np.array(number))
              for number in range(3000)}
    write_checkpoint(str(tmp_path / "w.ckpt"), Tracked(layers))
    root = read(tmp_path / "w.ckpt").objects
    assert [int(root.at("layer-{}".format(number)).dataset.read()) for number in (0, 1500, 2999)] == [0, 1500, 2999]


@pytest.mark.parametrize("by", ["library", "numpy"])
@pytest.mark.parametrize("size", [0, 1, 3, 511, 512, 513, 4099, 100003])
def test_checksums_are_those_of_the_definition_bit_by_bit(size, by, monkeypatch):
    if by == "numpy":
        monkeypatch.setattr("compat.saved.checksum._compiled", lambda: None)
    data = np.random.RandomState(size).bytes(size)
    assert crc32c(data) == _by_bits(data)
    assert crc32c(data[size // 3:], crc32c(data[:size // 3])) == _by_bits(data)


def _by_bits(data):
    state = 0xFFFFFFFF
    for octet in data[:5000]:
        state ^= octet
        for _ in range(8):
            state = state >> 1 ^ (0x82F63B78 if state & 1 else 0)
    return crc32c(data[5000:], state ^ 0xFFFFFFFF) if len(data) > 5000 else state ^ 0xFFFFFFFF


def test_the_checksum_of_an_array_that_may_change():
    assert crc32c(np.frombuffer(bytearray(b"123456789"), dtype="uint8")) == 0xE3069283


def test_masked_checksums_are_those_of_leveldb():
    assert crc32c(b"123456789") == 0xE3069283  # RFC 3720
    assert masked(crc32c(b"foo")) != crc32c(b"foo")


def test_snappy_copies_that_overlap_repeat():
    # as google/snappy's format description has it: a literal, then copies with one, two and four bytes of offset
    data = bytes([14, 3 << 2]) + b"abcd" + bytes([1 | 1 << 2 | 0 << 5, 4, 2 | 2 << 2, 1, 0, 3 | 1 << 2, 9, 0, 0, 0])
    assert decompress(memoryview(data), "test", 100) == b"abcdabcda" + b"aaa" + b"da"


@pytest.mark.parametrize("attribute, name", [("generator", "flip/StateVar"), ("_state_var", "Variable")])
def test_the_state_of_a_random_generator_is_no_weight(attribute, name):
    def leaf(name, shape, dtype):
        return Node(dataset=Dataset(name, shape, np.dtype(dtype), name, lambda: np.zeros(shape, dtype)))

    layer = Node(children={attribute: leaf(name, (3,), "int64"), "kernel": leaf("flip/kernel", (3,), "float32")})
    assert [each.name for each in layer.variables()] == ["flip/kernel"]
