"""CRC-32C as TensorFlow writes it: by the library of Google's storage clients, or by NumPy where that has no compiled code.

The library has none for old CPythons and some machines, and would take minutes there. A checksum of this kind is linear over
bits, so NumPy takes the words of a tensor in rows of many lanes, all lanes at once, and folds the lanes at the end. RFC 3720,
appendix B.4; the mask is that of LevelDB's log format.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import Callable, Optional, Sequence, Tuple, Union

import numpy as np

Bytes = Union[bytes, memoryview, np.ndarray]
POLYNOMIAL = 0x82F63B78
_ALL = 0xFFFFFFFF
_MASK_DELTA = 0xA282EAD8
_SHORT = 512  # bytes up to which a plain loop is faster
_MOST_LANES = 14  # as a power of two


def crc32c(data: Bytes, before: int = 0) -> int:
    """The CRC-32C of bytes, or of what came before and these bytes.

    Args:
        data: bytes, or a contiguous array of them.
        before: the checksum of what came before.

    Example:
        >>> hex(crc32c(b"123456789"))
        '0xe3069283'
    """
    octets = np.frombuffer(data, dtype=np.uint8)
    compiled = _compiled()
    if compiled is not None:
        octets.flags.writeable = False  # the library refuses what may change
        return int(compiled(before, octets))
    if octets.size <= _SHORT:
        return _looped(octets.tobytes(), before ^ _ALL) ^ _ALL
    head = octets.size % 4 + 4
    state = _looped(octets[:head].tobytes(), before ^ _ALL)
    return _of_words(octets[head:].view("<u4"), state) ^ _ALL


def masked(checksum: int) -> int:
    """A checksum as files state it: rotated, so that data with checksums in them may be checked themselves.

    Example:
        >>> hex(masked(crc32c(b"foo")))
        '0xfebe8a61'
    """
    return ((checksum >> 15 | checksum << 17) + _MASK_DELTA) & _ALL


@lru_cache(maxsize=None)
def _compiled() -> Optional[Callable[[int, np.ndarray], int]]:
    """What continues a checksum in compiled code; None where nothing does."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of being slow
            import google_crc32c
    except ImportError:
        return None
    return google_crc32c.extend if google_crc32c.implementation == "c" else None  # type: ignore[no-any-return]


def _looped(data: bytes, state: int) -> int:
    table = _byte_table()
    for octet in data:
        state = table[(state ^ octet) & 0xFF] ^ state >> 8
    return state


def _of_words(words: np.ndarray, state: int) -> int:
    """The state after little-endian words, whose first one meets the state."""
    power = min(_MOST_LANES, max(0, words.size.bit_length() - 4))
    lanes = 1 << power
    front = -words.size % lanes  # zeros in front of a message do not change a state of zero
    total = np.zeros(lanes, dtype=np.uint32)
    total[front:] = words[:lanes - front]
    total[front] ^= np.uint32(state)
    low, high = _halves(power)
    for begin in range(lanes - front, words.size, lanes):
        total = low[total & np.uint32(0xFFFF)] ^ high[total >> np.uint32(16)] ^ words[begin:begin + lanes]
    while total.size > 1:
        half = total.size // 2
        total = _applied(_advance(half.bit_length() - 1), total[:half]) ^ total[half:]
    return int(_applied(_advance(0), total)[0])


@lru_cache(maxsize=None)
def _byte_table() -> Sequence[int]:
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (POLYNOMIAL if value & 1 else 0)
        table.append(value)
    return table


@lru_cache(maxsize=None)
def _advance(power: int) -> Tuple[int, ...]:
    """What each bit of a state becomes when ``2 ** power`` words of zeros follow."""
    if power == 0:
        return tuple(_looped(b"\0\0\0\0", 1 << bit) for bit in range(32))
    half = _advance(power - 1)
    return tuple(_once(half, image) for image in half)


def _once(images: Sequence[int], value: int) -> int:
    found = 0
    for bit in range(32):
        if value >> bit & 1:
            found ^= images[bit]
    return found


def _applied(images: Sequence[int], values: np.ndarray) -> np.ndarray:
    found = np.zeros_like(values)
    for bit, image in enumerate(images):
        found ^= (values >> np.uint32(bit) & np.uint32(1)) * np.uint32(image)
    return found


@lru_cache(maxsize=None)
def _halves(power: int) -> Tuple[np.ndarray, np.ndarray]:
    """The advance by ``2 ** power`` words of each value of the lower and of the upper half of a word."""
    images = _advance(power)
    return _span(images[:16]), _span(images[16:])


def _span(images: Sequence[int]) -> np.ndarray:
    """What every combination of bits becomes, given what each bit becomes."""
    found = np.zeros(1, dtype=np.uint32)
    for image in images:
        found = np.concatenate([found, found ^ np.uint32(image)])
    return found
