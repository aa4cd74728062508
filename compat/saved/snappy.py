"""Snappy, decompressed: what LevelDB's tables may hold their blocks in.

https://github.com/google/snappy/blob/main/format_description.txt
"""

from __future__ import annotations

from compat.errors import NotAModelFileError, UnsafeFileError
from compat.saved.wire import varint

#: By the tag's last two bits: how many bytes the offset of a copy has.
_OFFSET_BYTES = (0, 1, 2, 4)


def decompress(data: memoryview, place: str, limit: int) -> bytes:
    """The bytes that a block of Snappy stands for.

    Args:
        data: the compressed block.
        place: for messages.
        limit: most bytes that it may stand for.

    Raises:
        UnsafeFileError: it states more than ``limit`` bytes.
        NotAModelFileError: it is damaged.

    Example:
        >>> decompress(memoryview(bytes([6, 4, ord("a"), ord("b"), 1, 2])), "example", 100)
        b'ababab'
    """
    size, position = varint(data, 0, place)
    if size > limit:
        raise UnsafeFileError("{} expands to {:,} bytes, more than {:,}.".format(place, size, limit))
    found = bytearray()
    while position < len(data) and len(found) <= size:
        tag = data[position]
        position = _literal(data, position, found, place) if tag & 3 == 0 else _copy(data, position, found, place)
    if len(found) != size:
        raise _damaged(place)
    return bytes(found)


def _literal(data: memoryview, position: int, found: bytearray, place: str) -> int:
    length, position = data[position] >> 2, position + 1
    if length >= 60:
        extra = length - 59
        length, position = _number(data, position, extra, place), position + extra
    if length + 1 > len(data) - position:
        raise _damaged(place)
    found += data[position:position + length + 1]
    return position + length + 1


def _copy(data: memoryview, position: int, found: bytearray, place: str) -> int:
    tag, position = data[position], position + 1
    size = _OFFSET_BYTES[tag & 3]
    offset, length = _number(data, position, size, place), (tag >> 2) + 1
    if size == 1:
        offset, length = offset | (tag >> 5) << 8, (tag >> 2 & 7) + 4
    if not 0 < offset <= len(found):
        raise _damaged(place)
    begin = len(found) - offset
    if offset >= length:
        found += found[begin:begin + length]
    else:  # it repeats what it writes
        found += (bytes(found[begin:]) * (length // offset + 1))[:length]
    return position + size


def _number(data: memoryview, position: int, size: int, place: str) -> int:
    if size > len(data) - position:
        raise _damaged(place)
    return int.from_bytes(data[position:position + size], "little")


def _damaged(place: str) -> NotAModelFileError:
    return NotAModelFileError("{} is damaged: its compressed bytes make no sense; copy or download it again.".format(place))
