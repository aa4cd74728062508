"""Attributes of variable-length strings, measured in the bytes of the file before the HDF5 library reads them.

Such an attribute (every ``model_config``, and the lists of names that tf.keras 2.15 writes) states no size. Many short
references may point to one long string, and a free block of size 0 in the heap of the strings makes the library loop
forever (HDF5 1.10 to 1.14). So we read the object header ourselves, as version 3 of the HDF5 file format specification
lays it out: a list of messages, one of them the attribute, which holds references into the heap.
"""

from __future__ import annotations

import os
import struct
from typing import BinaryIO, Iterator, List, NamedTuple, Optional, Tuple

from compat.errors import NotAModelFileError

ATTRIBUTE, CONTINUATION = 0x0C, 0x10
SHARED = 0x02
MOST_CHUNKS, MOST_OBJECTS = 1000, 1 << 16  # an object's index has 16 bits
LARGEST_CHUNK = 1 << 24
HEAP_HEADER = 16
REFERENCE = struct.Struct("<IQI")


class Chunk(NamedTuple):
    """A run of header messages: its place, size, version (1 or 2), and whether messages have a creation order."""

    offset: int
    size: int
    version: int
    ordered: bool


def strings_size(path: str, base: int, address: int, name: str, count: int) -> Optional[int]:
    """Total size in bytes of the strings of an attribute.

    Args:
        path: the HDF5 file.
        base: the offset that HDF5 adds to every address: the size of the user block.
        address: address of the object that has the attribute.
        name: name of the attribute.
        count: number of its elements.

    Returns:
        The size, or None if the attribute is stored in a form that HDF5 writes only on request.

    Raises:
        NotAModelFileError: the strings are not where the references point.
    """
    with open(path, "rb") as file:
        end = os.fstat(file.fileno()).st_size
        data = _attribute_data(file, base, address, name.encode("utf-8"))
        if data is None or len(data) < count * REFERENCE.size:
            return None
        references = [REFERENCE.unpack_from(data, number * REFERENCE.size) for number in range(count)]
        for heap in sorted({place for length, place, _ in references if length}):
            _check_heap(file, base + heap, end)
    return sum(_checked_length(length, end) for length, _, _ in references)


def _attribute_data(file: BinaryIO, base: int, address: int, name: bytes) -> Optional[bytes]:
    for body in _attribute_messages(file, base, address):
        found = _named_data(body, name)
        if found is not None:
            return found
    return None


def _attribute_messages(file: BinaryIO, base: int, address: int) -> Iterator[bytes]:
    """The bodies of an object's attribute messages, including those in continuations."""
    first = _first_chunk(file, base + address)
    chunks = [first] if first else []
    for number, chunk in enumerate(chunks):
        if number > MOST_CHUNKS:
            raise NotAModelFileError("the file is damaged: an object header never ends.")
        for kind, flags, body in _messages(_read(file, chunk.offset, min(chunk.size, LARGEST_CHUNK)), chunk):
            if kind == CONTINUATION and len(body) >= 16:
                offset, size = struct.unpack_from("<QQ", body)
                trim = 4 if chunk.version == 2 else 0  # signature before, checksum behind
                chunks.append(chunk._replace(offset=base + offset + trim, size=max(size - 2 * trim, 0)))
            elif kind == ATTRIBUTE and not flags & SHARED:
                yield body


def _first_chunk(file: BinaryIO, offset: int) -> Optional[Chunk]:
    head = _read(file, offset, 32)
    if len(head) < 32:
        return None
    if head[:4] != b"OHDR":
        return Chunk(offset + 16, struct.unpack_from("<I", head, 8)[0], 1, False) if head[0] == 1 else None
    flags = head[5]
    position = 6 + (16 if flags & 0x20 else 0) + (4 if flags & 0x10 else 0)
    width = 1 << (flags & 3)
    size = int.from_bytes(head[position : position + width], "little")
    return Chunk(offset + position + width, size, 2, bool(flags & 0x04))


def _messages(data: bytes, chunk: Chunk) -> Iterator[Tuple[int, int, bytes]]:
    position, header = 0, 8 if chunk.version == 1 else 6 if chunk.ordered else 4
    while position + header <= len(data):
        if chunk.version == 1:
            kind, size, flags = struct.unpack_from("<HHB", data, position)
        else:
            kind, size, flags = struct.unpack_from("<BHB", data, position)
        position += header
        yield kind, flags, data[position : position + size]
        position += size


def _named_data(body: bytes, name: bytes) -> Optional[bytes]:
    """The values in an attribute message, or None if it is another attribute."""
    if len(body) < 9 or body[0] not in (1, 2, 3):
        return None
    sizes: List[int] = list(struct.unpack_from("<HHH", body, 2))
    start = 9 if body[0] == 3 else 8
    if body[start : start + sizes[0]].rstrip(b"\0") != name:
        return None
    if body[0] == 1:
        sizes = [_padded(size) for size in sizes]
    return body[start + sum(sizes) :]


def _check_heap(file: BinaryIO, offset: int, end: int) -> None:
    """Refuse a heap that would make the library loop forever."""
    head = _read(file, offset, HEAP_HEADER)
    if head[:4] != b"GCOL" or len(head) < HEAP_HEADER:
        raise NotAModelFileError("the file is damaged: a string refers to byte {}, where no string is stored.".format(offset))
    size = struct.unpack_from("<Q", head, 8)[0]
    if offset + size > end:
        raise NotAModelFileError("the file is damaged: the strings at byte {} extend beyond its end.".format(offset))
    position = HEAP_HEADER
    for _ in range(MOST_OBJECTS):
        if position + HEAP_HEADER > size:
            return
        index, _, _, length = struct.unpack("<HHIQ", _read(file, offset + position, HEAP_HEADER))
        step = HEAP_HEADER + _padded(length) if index else length
        if step < HEAP_HEADER or position + step > size:
            break
        position += step
    raise NotAModelFileError("the file is damaged: the strings at byte {} never end.".format(offset))


def _checked_length(length: int, end: int) -> int:
    if length > end:
        raise NotAModelFileError("the file is damaged: a string of {:,} bytes is longer than the file.".format(length))
    return length


def _padded(size: int) -> int:
    return (size + 7) // 8 * 8


def _read(file: BinaryIO, offset: int, size: int) -> bytes:
    file.seek(offset)
    return file.read(size)
