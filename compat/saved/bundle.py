"""TensorFlow's tensor bundle: an index of names, and shards with the values; what checkpoints and SavedModels keep arrays in.

``PREFIX.index`` is a sorted string table: at the empty key how many shards there are, at every other the dtype, shape, shard,
offset, size and masked CRC-32C of a tensor, as protocol buffers. ``PREFIX.data-0000i-of-0000n`` are the values. Values are
read from the file, not mapped: a mapped file that somebody shortens ends the process without an error.
"""

from __future__ import annotations

import os
from functools import partial
from typing import Dict, List, NamedTuple, Tuple

import numpy as np

from compat.errors import ModelFileNotFoundError, NotAModelFileError, UnsafeFileError
from compat.saved.budget import Budget
from compat.saved.checksum import crc32c, masked
from compat.saved.limits import Limits
from compat.saved.memory import aligned
from compat.saved.places import check_inside, check_is_file
from compat.saved.records import Dataset, element_count
from compat.saved.slices import MOST_PARTS, Extents, extents_of, key_of, places
from compat.saved.table import read_table
from compat.saved.wire import Message, varint

#: Number of a dtype in TensorFlow's files → NumPy's. Of bfloat16, which NumPy lacks, the bits.
DTYPES = {1: "<f4", 2: "<f8", 3: "<i4", 4: "u1", 5: "<i2", 6: "i1", 9: "<i8", 10: "?", 14: "<u2", 17: "<u2", 19: "<f2",
          22: "<u4", 23: "<u8"}
STRING, BFLOAT16 = 7, 14
BIG_ENDIAN = 1
MOST_SHARDS = 100_000
MOST_DIMENSIONS = 32


class Entry(NamedTuple):
    """Where the values of one tensor are.

    Attributes:
        dtype: TensorFlow's number for it.
        shape: dimensions.
        shard: number of the file.
        offset: in that file.
        size: bytes there.
        checksum: masked CRC-32C of them.
        parts: the extents of the parts that the values are kept in, as partitioned variables of TensorFlow 1.
    """

    dtype: int
    shape: Tuple[int, ...]
    shard: int
    offset: int
    size: int
    checksum: int
    parts: Tuple[Extents, ...] = ()


class Bundle:
    """The tensors of one prefix; values stay on disk until they are asked for.

    Args:
        prefix: path without ``.index``.
        limits: bounds on numbers and sizes.

    Raises:
        ModelFileNotFoundError: there is no index.
        NotAModelFileError: it is damaged, or of a machine with the other byte order.
        UnsafeFileError: a limit was exceeded.
    """

    def __init__(self, prefix: str, limits: Limits) -> None:
        self.prefix, self.limits = prefix, limits
        self.index = prefix + ".index"
        check_is_file(self.index)
        check_inside(os.path.dirname(self.index), self.index)
        table = read_table(memoryview(_whole(self.index, limits)), self.index, limits.attribute_bytes)
        header = Message(table.pop(b"", memoryview(b"")), self.index)
        self.shards = header.integer(1) or 1
        if self.shards > MOST_SHARDS:
            raise UnsafeFileError("{} states {:,} shards.".format(self.index, self.shards))
        if header.integer(2) == BIG_ENDIAN:
            raise NotAModelFileError("{} was written by a machine with the other byte order (big endian); save it anew "
                                     "with the TensorFlow that wrote it, as .h5.".format(self.index))
        if len(table) > limits.weights:
            raise UnsafeFileError("{} has more than Limits.weights = {:,} arrays.".format(self.index, limits.weights))
        self.entries: Dict[str, Entry] = {_name(key): _entry(value, self.index) for key, value in table.items()}
        _check_apart(self.entries, self.index)
        self._parts: Dict[str, Entry] = {
            key: self.entries[key] for key in {_name(key_of(name, part)) for name, entry in self.entries.items()
                                               for part in entry.parts} if key in self.entries}
        self.entries = {key: entry for key, entry in self.entries.items() if key not in self._parts}
        self._sizes: Dict[int, int] = {}
        self._budget = Budget(limits, self._bytes_there())

    def dataset(self, key: str, name: str = "") -> Dataset:
        """One array of numbers.

        Args:
            key: its name in the index.
            name: what to call it; the key if not given.

        Raises:
            NotAModelFileError: there is no such array, it is no array of numbers, or its shard is missing or too short.
            UnsafeFileError: it exceeds a limit.
        """
        entry = self._entry(key)
        if entry.dtype not in DTYPES:
            raise NotAModelFileError("{} has {!r} as dtype number {}, which is not read.".format(self.index, key, entry.dtype))
        dtype = np.dtype(DTYPES[entry.dtype])
        for part in self._parts_of(key, entry) if entry.parts else [entry]:
            self._check_stored(key, part, dtype)
        shown = np.dtype("float32") if entry.dtype == BFLOAT16 else dtype
        found = Dataset(name or key, entry.shape, shown, key, partial(self._numbers, key))
        self._budget.spend(found)
        return found

    def _check_stored(self, key: str, entry: Entry, dtype: np.dtype) -> None:
        """Refuse values whose size is not that of their shape, or that are not there."""
        if element_count(entry.shape) * dtype.itemsize != entry.size:
            raise NotAModelFileError("{} is damaged: {!r} has shape {} and {:,} bytes; copy or download it again.".format(
                self.index, key, entry.shape, entry.size))
        self._check_place(key, entry)

    def _parts_of(self, key: str, entry: Entry) -> List[Entry]:
        """The parts of a variable, which make it up exactly."""
        found = []
        for extents, place in zip(entry.parts, places(entry.shape, list(entry.parts), "{!r} in {}".format(key, self.index))):
            part = self._parts.get(_name(key_of(key, extents)))
            shape = tuple(axis.stop - axis.start for axis in place)
            if part is None or (part.dtype, part.shape, part.parts) != (entry.dtype, shape, ()):
                raise NotAModelFileError("{} lacks the part {} of {!r}, or has it in another shape; copy or download it "
                                         "again.".format(self.index, extents, key))
            found.append(part)
        return found

    def is_numeric(self, key: str) -> bool:
        """Whether there is an array of numbers of that name."""
        return key in self.entries and self.entries[key].dtype in DTYPES

    def strings(self, key: str) -> List[bytes]:
        """The values of an array of strings, flat.

        Raises:
            NotAModelFileError: there is no such array, or it is damaged.
            UnsafeFileError: it is longer than ``Limits.attribute_bytes``, or has more values than ``Limits.json_values``.
        """
        entry = self._entry(key)
        count = element_count(entry.shape)
        if entry.dtype != STRING or entry.parts:
            raise NotAModelFileError("{} has {!r}, which is not text.".format(self.index, key))
        if entry.size > self.limits.attribute_bytes or count > self.limits.json_values:
            raise UnsafeFileError("{} has {!r} of {:,} bytes, more than Limits.attribute_bytes = {:,}.".format(
                self.index, key, entry.size, self.limits.attribute_bytes))
        self._check_place(key, entry)
        data = np.empty(entry.size, dtype=np.uint8)
        self._read(entry, key, data)
        return _strings(memoryview(data.tobytes()), count, entry.checksum, "{} in {}".format(key, self.shard(entry.shard)))

    def shard(self, number: int) -> str:
        """The path of a shard."""
        return "{}.data-{:05d}-of-{:05d}".format(self.prefix, number, self.shards)

    def _entry(self, key: str) -> Entry:
        if key not in self.entries:
            raise NotAModelFileError("{} has no array {!r}; copy or download it again.".format(self.index, key))
        return self.entries[key]

    def _bytes_there(self) -> int:
        """The size of all shards that hold something, as far as they are there."""
        paths = [self.shard(number) for number in sorted({entry.shard for entry in self.entries.values()})]
        return sum(os.stat(path).st_size for path in paths if os.path.exists(path))

    def _check_place(self, key: str, entry: Entry) -> None:
        """Refuse an array whose shard is missing or ends before it does."""
        path = self.shard(entry.shard)
        if entry.shard >= self.shards:
            raise NotAModelFileError("{} is damaged: {!r} is in shard {} of {}.".format(
                self.index, key, entry.shard, self.shards))
        if entry.shard not in self._sizes:
            if not os.path.exists(path):
                raise ModelFileNotFoundError("{} needs {!r} beside it, which is missing; copy or download it too.".format(
                    self.index, os.path.basename(path)))
            check_is_file(path)
            check_inside(os.path.dirname(path), path)
            self._sizes[entry.shard] = os.stat(path).st_size
        if entry.offset + entry.size > self._sizes[entry.shard]:
            raise NotAModelFileError("{} is too short: {!r} reaches to byte {:,}, the file ends at {:,}; copy or download it "
                                     "again.".format(path, key, entry.offset + entry.size, self._sizes[entry.shard]))

    def _numbers(self, key: str) -> np.ndarray:
        entry = self.entries[key]
        values = self._assembled(key, entry) if entry.parts else self._stored(key, entry)
        return _widened(values) if entry.dtype == BFLOAT16 else values.astype(values.dtype.newbyteorder("="), copy=False)

    def _assembled(self, key: str, entry: Entry) -> np.ndarray:
        """A variable from its parts; the index was checked when the variable was asked for, and stays in memory."""
        values = aligned(entry.shape, np.dtype(DTYPES[entry.dtype]))
        for place, part in zip(places(entry.shape, list(entry.parts), key), self._parts_of(key, entry)):
            values[place] = self._stored(key, part)
        return values

    def _stored(self, key: str, entry: Entry) -> np.ndarray:
        values = aligned(entry.shape, np.dtype(DTYPES[entry.dtype]))
        octets = values.reshape(-1).view(np.uint8)
        self._read(entry, key, octets)
        if masked(crc32c(octets)) != entry.checksum:
            raise _wrong_checksum("{} in {}".format(key, self.shard(entry.shard)))
        return values

    def _read(self, entry: Entry, key: str, octets: np.ndarray) -> None:
        path = self.shard(entry.shard)
        with open(path, "rb") as file:
            file.seek(entry.offset)
            if entry.size and file.readinto(octets.data) != entry.size:
                raise NotAModelFileError("{} became shorter while {!r} was being read.".format(path, key))


def _whole(path: str, limits: Limits) -> bytes:
    size = os.stat(path).st_size
    if size > limits.attribute_bytes:
        raise UnsafeFileError("{!r} is {:,} bytes long, more than Limits.attribute_bytes = {:,}.".format(
            path, size, limits.attribute_bytes))
    with open(path, "rb") as file:
        return file.read(limits.attribute_bytes + 1)


def _name(key: bytes) -> str:
    # The parts of partitioned variables have names that are no text; nobody asks for them by name.
    return key.decode("utf-8", "backslashreplace")


def _entry(value: memoryview, place: str) -> Entry:
    message = Message(value, place)
    shape = message.message(2)
    sizes = tuple(size.signed(1) for size in shape.messages(2))
    if any(size < 0 for size in sizes) or len(sizes) > MOST_DIMENSIONS or shape.integer(3):
        raise NotAModelFileError("{} is damaged: an array has the shape {}.".format(place, sizes[:MOST_DIMENSIONS]))
    stated = message.each_data(7)
    if len(stated) > MOST_PARTS:
        raise UnsafeFileError("{} has a variable in {:,} parts, more than {:,}.".format(place, len(stated), MOST_PARTS))
    parts = tuple(extents_of(Message(each, place), len(sizes), place) for each in stated)
    return Entry(message.integer(1), sizes, message.integer(3), message.integer(4), message.integer(5), message.integer(6),
                 parts)


def _check_apart(entries: Dict[str, Entry], place: str) -> None:
    """Refuse arrays that share bytes, which would stand for more than the file has."""
    end = (-1, 0)
    for shard, begin, size, key in sorted((each.shard, each.offset, each.size, key) for key, each in entries.items()):
        if (shard, begin) < end and size:
            raise UnsafeFileError("{} has arrays that share bytes of shard {}, {!r} among them, which no TensorFlow writes."
                                  .format(place, shard, key))
        end = max(end, (shard, begin + size))


def _widened(bits: np.ndarray) -> np.ndarray:
    """bfloat16, the upper half of a float32, as float32."""
    values = aligned(bits.shape, np.dtype("float32"))
    np.left_shift(bits, 16, out=values.view(np.uint32), dtype=np.uint32, casting="unsafe")
    return values


def _strings(data: memoryview, count: int, checksum: int, place: str) -> List[bytes]:
    """First how long each string is, then a checksum of that, then the strings."""
    lengths, position = [], 0
    for _ in range(count):
        length, position = varint(data, position, place)
        lengths.append(length)
    begin = position + 4
    if begin + sum(lengths) != len(data):
        raise NotAModelFileError("{} is damaged: its strings do not end where it ends; copy or download it again.".format(
            place))
    stated = b"".join(length.to_bytes(4 if length < 1 << 32 else 8, "little") for length in lengths)
    found = crc32c(stated)
    if masked(found) != int.from_bytes(data[position:begin], "little"):
        raise _wrong_checksum(place)
    if masked(crc32c(data[position:], found)) != checksum:
        raise _wrong_checksum(place)
    texts = []
    for length in lengths:
        texts.append(bytes(data[begin:begin + length]))
        begin += length
    return texts


def _wrong_checksum(place: str) -> NotAModelFileError:
    return NotAModelFileError("{} is damaged: its checksum is not the one that the index states; copy or download it "
                              "again.".format(place))
