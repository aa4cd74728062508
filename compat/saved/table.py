"""A sorted string table as LevelDB and TensorFlow write it: keys in order, each with a value, all checked.

The index of a checkpoint is one: blocks of entries whose keys leave out what they share with the key before, each block with
a byte for its compression and a masked CRC-32C; an index of the blocks; a footer of 48 bytes.
https://github.com/google/leveldb/blob/main/doc/table_format.md
"""

from __future__ import annotations

from typing import Dict, Iterator, Tuple

from compat.errors import NotAModelFileError, UnsafeFileError
from compat.saved.checksum import crc32c, masked
from compat.saved.snappy import decompress
from compat.saved.wire import varint

MAGIC = 0xDB4775248B80FB57
FOOTER = 48
TRAILER = 5  # of a block: how it is compressed, and its checksum
PLAIN, SNAPPY = 0, 1
MOST_ENTRIES = 1_000_000


def is_table(data: memoryview) -> bool:
    """Whether bytes end as a table does.

    Example:
        >>> is_table(memoryview(b"no table"))
        False
    """
    return len(data) >= FOOTER and int.from_bytes(data[-8:], "little") == MAGIC


def read_table(data: memoryview, place: str, limit: int) -> Dict[bytes, memoryview]:
    """The values by key, in order.

    Args:
        data: the whole file.
        place: its name, for messages.
        limit: most bytes that its blocks may hold once decompressed.

    Raises:
        NotAModelFileError: it is no table, or damaged.
        UnsafeFileError: it holds more than the limit.
    """
    if not is_table(data):
        raise NotAModelFileError("{} is not the index of a checkpoint: its last bytes are not those of a table; copy or "
                                 "download it again.".format(place))
    footer = data[-FOOTER:]
    _, position = _handle(footer, 0, place)  # of the block of filters, which TensorFlow leaves empty
    index, _ = _handle(footer, position, place)
    found: Dict[bytes, memoryview] = {}
    left = limit
    for _, value in _entries(_block(data, index, place, limit), place):
        block = _block(data, _handle(value, 0, place)[0], place, left)
        left -= len(block)
        for key, each in _entries(block, place):
            found[key] = each
            if len(found) > MOST_ENTRIES:
                raise UnsafeFileError("{} has more than {:,} entries.".format(place, MOST_ENTRIES))
    return found


def _handle(data: memoryview, position: int, place: str) -> Tuple[Tuple[int, int], int]:
    """Where a block begins and how long it is, and the position after that."""
    begin, position = varint(data, position, place)
    size, position = varint(data, position, place)
    return (begin, size), position


def _block(data: memoryview, handle: Tuple[int, int], place: str, limit: int) -> memoryview:
    begin, size = handle
    if begin + size + TRAILER > len(data):
        raise _damaged(place, "a block reaches beyond its end")
    if size > limit:
        raise UnsafeFileError("{} holds more than {:,} bytes.".format(place, limit))
    stored = int.from_bytes(data[begin + size + 1:begin + size + TRAILER], "little")
    if masked(crc32c(data[begin:begin + size + 1])) != stored:
        raise _damaged(place, "the checksum of a block at byte {} is another".format(begin))
    content, kind = data[begin:begin + size], data[begin + size]
    if kind == SNAPPY:
        return memoryview(decompress(content, place, limit))
    if kind != PLAIN:
        raise NotAModelFileError("{} has blocks that are compressed in a way (number {}) that no TensorFlow has.".format(
            place, kind))
    return content


def _entries(block: memoryview, place: str) -> Iterator[Tuple[bytes, memoryview]]:
    """The entries of a block: before its end stands a list of restarts, and how many these are."""
    restarts = int.from_bytes(block[-4:], "little")
    end = len(block) - 4 - 4 * restarts
    if len(block) < 4 or end < 0:
        raise _damaged(place, "a block has no end")
    position, key = 0, b""
    while position < end:
        shared, position = varint(block, position, place)
        rest, position = varint(block, position, place)
        size, position = varint(block, position, place)
        if shared > len(key) or rest + size > end - position:
            raise _damaged(place, "an entry reaches beyond its block")
        key = key[:shared] + bytes(block[position:position + rest])
        yield key, block[position + rest:position + rest + size]
        position += rest + size


def _damaged(place: str, why: str) -> NotAModelFileError:
    return NotAModelFileError("{} is damaged: {}; copy or download it again.".format(place, why))
