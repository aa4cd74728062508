"""Checkpoints that lie about sizes, lead elsewhere or hold themselves: each is refused with a typed error, at once."""
import os

import numpy as np
import pytest

from compat.errors import CompatError, ModelFileNotFoundError, NotAModelFileError, UnsafeFileError
from compat.saved import Limits, read, slices
from compat.saved.snappy import decompress
from compat.saved.wire import Message
from compat.writing import checkpoint
from compat.writing.checkpoint import Tracked, write_checkpoint


@pytest.fixture
def prefix(tmp_path):
    """An honest checkpoint of two arrays."""
    layer = Tracked({"kernel": Tracked(name="k", value=np.ones((2, 3), "float32")),
                     "bias": Tracked(name="b", value=np.zeros(3, "float32"))})
    write_checkpoint(str(tmp_path / "cp.ckpt"), Tracked({"layer-0": layer}))
    return str(tmp_path / "cp.ckpt")


def write_index(prefix, entries):
    """An index with right checksums around entries that are not."""
    with open(prefix + ".index", "wb") as file:
        file.write(checkpoint._table([(b"", checkpoint._HEADER)] + sorted(entries)))


def entry(shape=(2,), offset=0, size=8, dtype=1, shard=0):
    sizes = b"".join(checkpoint._field(2, checkpoint._number(1, each)) for each in shape)
    return (checkpoint._number(1, dtype) + checkpoint._field(2, sizes) + checkpoint._number(3, shard)
            + checkpoint._number(4, offset) + checkpoint._number(5, size) + b"\x35\0\0\0\0")


@pytest.mark.parametrize("entries", [
    [(b"a", entry(size=1 << 60, shape=(1 << 58,)))],  # more than the shard has
    [(b"a", entry(shape=(1 << 40, 1 << 40)))],  # a shape that its bytes do not fill
    [(b"a", entry(shard=7))],  # a shard that there is not
    [(b"a", entry(shape=((1 << 64) - 1,)))],  # a negative dimension
    [(b"a", entry()), (b"b", entry(offset=4))],  # arrays that share bytes
    [(b"a", b"\xff\xff\xff")],  # no message
], ids=["beyond", "shape", "shard", "negative", "overlapping", "garbage"])
def test_an_index_that_lies_is_refused(prefix, entries):
    write_index(prefix, entries)
    with pytest.raises((NotAModelFileError, UnsafeFileError), match="cp.ckpt"):
        read(prefix)


def whole(shape, *parts):
    """The entry of a variable in parts, each a (begin, length) of the first axis."""
    sizes = b"".join(checkpoint._field(2, checkpoint._number(1, each)) for each in shape)
    stated = b"".join(checkpoint._field(7, checkpoint._field(1, checkpoint._number(1, begin) + checkpoint._number(2, length)))
                      for begin, length in parts)
    return checkpoint._number(1, 1) + checkpoint._field(2, sizes) + stated


def part(begin, length):
    return slices.key_of("a", ((begin, length),))


@pytest.mark.parametrize("entries", [
    [(b"a", whole((4,), (0, 2), (2, 2))), (part(0, 2), entry())],  # one part is missing
    [(b"a", whole((4,), (0, 2), (1, 2))), (part(0, 2), entry()), (part(1, 2), entry(offset=8))],  # two share an element
    [(b"a", whole((6,), (0, 2), (4, 2))), (part(0, 2), entry()), (part(4, 2), entry(offset=8))],  # a gap
    [(b"a", whole((4,), (0, 2), (3, 2))), (part(0, 2), entry()), (part(3, 2), entry(offset=8))],  # beyond the end
    [(b"a", whole((4,), (0, 2), (2, 2))), (part(0, 2), entry()), (part(2, 2), entry((3,), 8, 12))],  # of another shape
    [(b"a", whole((2,), (0, 2))), (part(0, 2), whole((2,), (0, 2)))],  # a part in parts
    [(b"a", whole((1 << 40, 1 << 20), (0, 2)))],  # other axes
    [(b"a", whole((1 << 20,), *[(each, 1) for each in range(2000)]))],  # more than anybody made
], ids=["missing", "overlapping", "gap", "beyond", "shape", "nested", "axes", "many"])
def test_parts_that_do_not_make_up_their_variable_are_refused(prefix, entries):
    write_index(prefix, entries)
    with pytest.raises((NotAModelFileError, UnsafeFileError), match="cp.ckpt"):
        read(prefix)


@pytest.mark.parametrize("length", [None, 0, 10])
def test_a_shard_that_is_missing_or_short_is_a_typed_error(prefix, length):
    shard = prefix + ".data-00000-of-00001"
    if length is None:
        os.remove(shard)
    else:
        os.truncate(shard, length)
    with pytest.raises((ModelFileNotFoundError, NotAModelFileError), match="cp.ckpt"):
        read(prefix)


def test_a_shard_that_is_a_link_to_another_folder_is_not_opened(prefix, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "secret"
    os.rename(prefix + ".data-00000-of-00001", str(elsewhere))
    os.symlink(str(elsewhere), prefix + ".data-00000-of-00001")
    with pytest.raises(UnsafeFileError, match="link"):
        read(prefix)


def test_a_checkpoint_state_leads_to_nothing_outside_its_folder(prefix, tmp_path):
    folder = tmp_path / "inner"
    folder.mkdir()
    (folder / "checkpoint").write_text('model_checkpoint_path: "../cp.ckpt"\n')
    with pytest.raises(CompatError, match="beside it"):
        read(folder)


def test_objects_that_hold_each_other_are_read_once(tmp_path):
    root = Tracked({"layer-0": Tracked({"kernel": Tracked(name="k", value=np.ones(2, "float32"))})})
    root.children["layer-0"].children["owner"] = root
    write_checkpoint(str(tmp_path / "cp.ckpt"), root)
    assert len(read(tmp_path).objects.variables()) == 1


def test_too_many_arrays_are_refused(prefix):
    with pytest.raises(UnsafeFileError, match="Limits.weights"):
        read(prefix, Limits(weights=1))


def test_a_graph_that_refers_to_no_object_is_damaged(prefix):
    child = checkpoint._field(1, checkpoint._number(1, 99) + checkpoint._field(2, b"layer-0"))
    key, dtype, shape, data, checksum = checkpoint._text(checkpoint.GRAPH, checkpoint._field(1, child))
    with open(prefix + ".data-00000-of-00001", "wb") as file:
        file.write(data)
    described = entry(shape=(), size=len(data), dtype=7)[:-4] + checksum.to_bytes(4, "little")
    write_index(prefix, [(key.encode(), described)])
    with pytest.raises(NotAModelFileError, match="object 99"):
        read(prefix)


def test_snappy_that_expands_beyond_the_limit_is_refused_before_it_does():
    with pytest.raises(UnsafeFileError, match="expands"):
        decompress(memoryview(b"\xff\xff\xff\xff\x0f\x00"), "test", 1 << 20)


@pytest.mark.parametrize("data", [b"", b"\x05", b"\x05\xff", b"\x05\x01\x01", b"\x05\xf0\xff", b"\x04\x02\xff\xff"])
def test_damaged_snappy_is_a_typed_error(data):
    with pytest.raises(NotAModelFileError):
        decompress(memoryview(data), "test", 100)


@pytest.mark.parametrize("data", [b"\x0a\xff\xff\xff\xff\x7f", b"\x0b", b"\x09\0", b"\x80" * 20, b"\x0a"])
def test_a_damaged_message_is_a_typed_error(data):
    with pytest.raises(NotAModelFileError):
        Message(data, "test")


def test_every_byte_of_an_index_may_be_wrong(prefix):
    with open(prefix + ".index", "rb") as file:
        honest = file.read()
    for place in range(len(honest)):
        spoiled = bytearray(honest)
        spoiled[place] ^= 0x55
        with open(prefix + ".index", "wb") as file:
            file.write(spoiled)
        try:
            read(prefix)
        except CompatError:
            continue
