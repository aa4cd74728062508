"""Hashes of texts as TensorFlow computes them: a hash decides the place of a word that no vocabulary has.

``tf.strings.to_hash_bucket_fast`` takes the 64-bit fingerprint of FarmHash (Google, MIT license; it never changes between
versions), ``to_hash_bucket_strong`` takes SipHash-2-4 (Aumasson and Bernstein, public domain).
"""
import functools
from typing import Any, Sequence, Tuple

_K0, _K1, _K2 = 0xC3A5C85C97CB3127, 0xB492B66FBE98F273, 0x9AE16A3B2F90404F
_MURMUR = 0xC6A4A7935BD1E995
_ALL = (1 << 64) - 1
#: What ``tf.sparse.cross_hashed`` begins with.
CROSS_KEY = 0xDECAFCAFFE
_SIP = (0x736F6D6570736575, 0x646F72616E646F6D, 0x6C7967656E657261, 0x7465646279746573)


@functools.lru_cache(maxsize=1 << 16)
def fingerprint(text: bytes) -> int:
    """The 64-bit fingerprint of FarmHash.

    Example:
        >>> fingerprint(b"hello")
        13009744463427800296
    """
    size = len(text)
    if size <= 16:
        return _up_to_16(text, size)
    if size <= 32:
        return _up_to_32(text, size)
    return _up_to_64(text, size) if size <= 64 else _beyond_64(text, size)


def crossed(fingerprints: Sequence[int]) -> int:
    """One hash of the fingerprints of several columns, as ``tf.sparse.cross_hashed`` combines them.

    Args:
        fingerprints: of texts, or whole numbers as they are.

    Example:
        >>> crossed([fingerprint(b"red"), 7]) % 100
        60
    """
    found = CROSS_KEY
    for each in fingerprints:
        found = (found ^ _MURMUR ^ _shifted(each * _MURMUR) * _MURMUR) * _MURMUR
        found = _shifted(_shifted(found) * _MURMUR)
    return found


def strong(text: bytes, key: Tuple[int, int]) -> int:
    """SipHash-2-4 of a text.

    Args:
        text: of any length.
        key: two numbers below 2**64.

    Example:
        >>> hex(strong(bytes(range(15)), (0x0706050403020100, 0x0F0E0D0C0B0A0908)))
        '0xa129ca6149be45e5'
    """
    state = [key[index % 2] & _ALL ^ each for index, each in enumerate(_SIP)]
    whole = len(text) // 8 * 8
    words = [int.from_bytes(text[start:start + 8], "little") for start in range(0, whole, 8)]
    words.append(int.from_bytes(text[whole:], "little") | (len(text) & 0xFF) << 56)
    for word in words:
        state[3] ^= word
        state = _sip_round(_sip_round(state))
        state[0] ^= word
    state[2] ^= 0xFF
    for _ in range(4):
        state = _sip_round(state)
    return state[0] ^ state[1] ^ state[2] ^ state[3]


def _sip_round(state: Any) -> Any:
    a, b, c, d = state
    a, c = (a + b) & _ALL, (c + d) & _ALL
    b, d = _left(b, 13) ^ a, _left(d, 16) ^ c
    a = _left(a, 32)
    c, a = (c + b) & _ALL, (a + d) & _ALL
    b, d = _left(b, 17) ^ c, _left(d, 21) ^ a
    return [a, b, _left(c, 32), d]


def _left(value: int, count: int) -> int:
    return (value << count | value >> 64 - count) & _ALL


def _right(value: int, count: int) -> int:
    value &= _ALL
    return (value >> count | value << 64 - count) & _ALL


def _shifted(value: int) -> int:
    value &= _ALL
    return value ^ value >> 47


def _at(text: bytes, start: int, size: int = 8) -> int:
    return int.from_bytes(text[start:start + size], "little")


def _of_two(first: int, second: int, factor: int) -> int:
    found = _shifted((first ^ second) * factor)
    return _shifted((second ^ found) * factor) * factor & _ALL


def _up_to_16(text: bytes, size: int) -> int:
    factor = _K2 + size * 2
    if size >= 8:
        first, last = _at(text, 0) + _K2, _at(text, size - 8)
        return _of_two(_right(last, 37) * factor + first & _ALL, (_right(first, 25) + last) * factor & _ALL, factor)
    if size >= 4:
        return _of_two(size + (_at(text, 0, 4) << 3), _at(text, size - 4, 4), factor)
    if size == 0:
        return _K2
    low, high = text[0] + (text[size >> 1] << 8), size + (text[size - 1] << 2)
    return _shifted(low * _K2 ^ high * _K0) * _K2 & _ALL


def _halves(text: bytes, size: int, first_factor: int) -> Tuple[int, int, int, int]:
    """What the fingerprints of 17 to 64 bytes have in common."""
    factor = _K2 + size * 2
    a, b = _at(text, 0) * first_factor & _ALL, _at(text, 8)
    c, d = _at(text, size - 8) * factor & _ALL, _at(text, size - 16) * _K2 & _ALL
    return factor, a, _right(a + b, 43) + _right(c, 30) + d & _ALL, a + _right(b + _K2, 18) + c & _ALL


def _up_to_32(text: bytes, size: int) -> int:
    factor, _, first, second = _halves(text, size, _K1)
    return _of_two(first, second, factor)


def _up_to_64(text: bytes, size: int) -> int:
    factor, a, y, second = _halves(text, size, _K2)
    z = _of_two(y, second, factor)
    e, f = _at(text, 16) * factor & _ALL, _at(text, 24)
    g, h = (y + _at(text, size - 32)) * factor & _ALL, (z + _at(text, size - 24)) * factor & _ALL
    return _of_two(_right(e + f, 43) + _right(g, 30) + h & _ALL, e + _right(f + a, 18) + g & _ALL, factor)


def _beyond_64(text: bytes, size: int) -> int:
    x, y = 81, 81 * _K1 + 113 & _ALL
    z = _shifted(y * _K2 + 113) * _K2 & _ALL
    x = x * _K2 + _at(text, 0) & _ALL
    v, w = (0, 0), (0, 0)
    last = (size - 1) // 64 * 64
    for start in range(0, last, 64):
        x, y, z, v, w = _block(text, start, (x, y, z, v, w), _K1, 1)
    rest = size - 1 & 63
    factor = _K1 + ((z & 0xFF) << 1)
    w = (w[0] + rest & _ALL, w[1])
    v = (v[0] + w[0] & _ALL, v[1])
    w = (w[0] + v[0] & _ALL, w[1])
    x, y, z, v, w = _block(text, size - 64, (x, y, z, v, w), factor, 9)
    return _of_two(_of_two(v[0], w[0], factor) + _shifted(y) * _K0 + z & _ALL, _of_two(v[1], w[1], factor) + x & _ALL, factor)


def _block(text: bytes, start: int, state: Any, factor: int, weight: int) -> Any:
    x, y, z, v, w = state
    x = _right(x + y + v[0] + _at(text, start + 8), 37) * factor & _ALL
    y = _right(y + v[1] + _at(text, start + 48), 42) * factor & _ALL
    x ^= w[1] * weight & _ALL
    y = y + v[0] * weight + _at(text, start + 40) & _ALL
    z = _right(z + w[0], 33) * factor & _ALL
    v = _seeded(text, start, v[1] * factor & _ALL, x + w[0] & _ALL)
    w = _seeded(text, start + 32, z + w[1] & _ALL, y + _at(text, start + 16) & _ALL)
    return z, y, x, v, w


def _seeded(text: bytes, start: int, a: int, b: int) -> Tuple[int, int]:
    first, second, third, fourth = (_at(text, start + each) for each in (0, 8, 16, 24))
    a = a + first & _ALL
    b = _right(b + a + fourth, 21)
    total = a + second + third & _ALL
    return total + fourth & _ALL, b + _right(total, 44) + a & _ALL
