"""Tensors that TensorFlow keeps in parts, the partitioned variables of TensorFlow 1: a part's name says which one it is.

The entry of the whole tensor lists the parts as extents; the values are under keys in TensorFlow's ordered code: a zero, the
name, the number of axes, then for each axis where the part begins and how long it is, -1 for the whole axis.
"""

from __future__ import annotations

from typing import List, Tuple

import numpy as np

from compat.errors import NotAModelFileError
from compat.saved.records import element_count
from compat.saved.wire import Message

#: For one axis: begin and length, WHOLE for the whole axis.
Extent = Tuple[int, int]
Extents = Tuple[Extent, ...]
WHOLE = -1
MOST_PARTS = 1024
#: First bytes of a number in ordered code, by how many bytes it takes.
_HEADERS = ((0x80, 0), (0xC0, 0), (0xE0, 0), (0xF0, 0), (0xF8, 0), (0xFC, 0), (0xFE, 0), (0xFF, 0), (0xFF, 0x80), (0xFF, 0xC0))


def extents_of(message: Message, axes: int, place: str) -> Extents:
    """The extents that a part is described by.

    Raises:
        NotAModelFileError: they are not those of a tensor of so many axes.
    """
    stated = message.messages(1)
    extents = tuple((each.signed(1), each.signed(2) if each.has(2) else WHOLE) for each in stated)
    if len(extents) != axes or any(begin < 0 or length < WHOLE for begin, length in extents):
        raise NotAModelFileError("{} is damaged: a part of a variable has the extents {}.".format(place, extents[:8]))
    return extents


def key_of(name: str, extents: Extents) -> bytes:
    """The key of a part in the index.

    Example:
        >>> key_of("w", ((0, 2), (0, -1)))
        b'\\x00w\\x00\\x01\\x01\\x02\\x80\\x82\\x80\\x7f'
    """
    text = name.encode("utf-8").replace(b"\0", b"\0\xff")
    numbers = b"".join(_signed(number) for extent in extents for number in extent)
    return b"\0" + text + b"\0\1" + _unsigned(len(extents)) + numbers


def _unsigned(number: int) -> bytes:
    octets = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return bytes((len(octets),)) + octets


def _signed(number: int) -> bytes:
    bits = (~number if number < 0 else number).bit_length()
    length = bits // 7 + 1
    octets = bytearray(number.to_bytes(max(length, 2), "big", signed=True)[-length:])
    for index, header in enumerate(_HEADERS[length - 1][:length]):
        octets[index] ^= header
    return bytes(octets)


def places(shape: Tuple[int, ...], parts: List[Extents], place: str) -> List[Tuple[slice, ...]]:
    """Where each part of a tensor goes.

    Raises:
        NotAModelFileError: a part lies outside, two overlap, or they leave a gap.

    Example:
        >>> places((3, 2), [((0, 2), (0, -1)), ((2, 1), (0, -1))], "example")
        [(slice(0, 2, None), slice(0, 2, None)), (slice(2, 3, None), slice(0, 2, None))]
    """
    found = [tuple(slice(begin, size) if length == WHOLE else slice(begin, begin + length)
                   for (begin, length), size in zip(extents, shape)) for extents in parts]
    covered = sum(element_count(tuple(max(axis.stop - axis.start, 0) for axis in each)) for each in found)
    inside = all(axis.stop <= size for each in found for axis, size in zip(each, shape))
    if not inside or covered != element_count(shape) or _overlap(found):
        raise NotAModelFileError("{} is damaged: the parts of a variable of shape {} do not make it up; copy or download it "
                                 "again.".format(place, shape))
    return found


def _overlap(found: List[Tuple[slice, ...]]) -> bool:
    """Whether any two parts share an element."""
    filled = [each for each in found if all(axis.stop > axis.start for axis in each)]
    shared = ~np.eye(len(filled), dtype=bool)
    for axis in zip(*filled):
        begins, ends = np.array([each.start for each in axis]), np.array([each.stop for each in axis])
        shared &= (begins[:, None] < ends[None, :]) & (begins[None, :] < ends[:, None])
    return len(filled) > 1 and bool(shared.any())
