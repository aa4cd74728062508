"""The random numbers that TensorFlow draws from given seeds, with NumPy alone.

``tf.random.uniform``, ``normal`` and ``truncated_normal`` of TensorFlow 1 and 2 draw, on a CPU, from Philox-4x32-10 (Salmon et
al., "Parallel random numbers: as easy as 1, 2, 3", 2011). Each block of the stream is four words of 32 bits. Uniform numbers
take their mantissa from a word, normal ones come from pairs of words by the Box-Muller transform, and truncated ones are
drawn again until they fit. Compared with TensorFlow 1.15 and 2.15: uniform numbers are equal to the last bit, normal ones but
for the last one or two bits of one in fifty.
"""
from typing import Any, Callable, Sequence

import numpy as np

#: The seed of the graph where only the operation has one.
DEFAULT_GRAPH_SEED = 87654321

_MULTIPLIERS = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_KEY_STEPS = 0x9E3779B9, 0xBB67AE85
_ROUNDS = 10
_WORD = 0xFFFFFFFF
_LOW, _HALF = np.uint64(_WORD), np.uint64(32)
_RESERVED = 256  # blocks that TensorFlow sets aside: for four outputs of a truncated draw, and for each output of a whole run
_SMALLEST = 1e-7  # what the logarithm gets in place of 0
_BOUND = 2.0  # standard deviations that a truncated draw keeps within
_AT_ONCE = 1 << 15  # blocks: what fits a processor's cache
_SCRAMBLING_KEY = 0x02461E293EC8F720  # of the block that a stateless operation's two seeds go through first


class Philox:
    """The stream of one operation, which remembers how much of it was used.

    Args:
        key: the seed of the graph, as ``tf.set_random_seed`` gives it; :data:`DEFAULT_GRAPH_SEED` where there is none.
        counter: the seed of the operation.

    Example:
        >>> Philox(DEFAULT_GRAPH_SEED, 7).uniform((2, 3)).shape
        (2, 3)
    """

    def __init__(self, key: int, counter: int) -> None:
        self._key, self._counter = int(key), int(counter)
        self._used = 0

    @classmethod
    def stateless(cls, first: int, second: int = 0) -> "Philox":
        """The stream of ``tf.random.stateless_uniform`` and its like for ``seed=(first, second)``."""
        words = cls(_SCRAMBLING_KEY, second)._blocks(np.array([int(first)], np.int64).view(np.uint64))[0]
        return cls(int(words[0]) | int(words[1]) << 32, int(words[2]) | int(words[3]) << 32)

    def uniform(self, shape: Sequence[int], dtype: str = "float32") -> Any:
        """An array of ``shape`` in [0, 1); dtype float16, float32 or float64."""
        return self._drawn(shape, dtype, _UNIFORM[dtype])

    def normal(self, shape: Sequence[int], dtype: str = "float32") -> Any:
        """An array of ``shape`` with mean 0 and standard deviation 1."""
        return self._drawn(shape, dtype, _NORMAL[dtype])

    def truncated_normal(self, shape: Sequence[int], dtype: str = "float32") -> Any:
        """Like :meth:`normal`, each number drawn again until it is less than two standard deviations from 0."""
        size, width = _size(shape), _width(dtype)
        found = np.empty((-(-size // width), width), dtype)
        for begin in range(0, len(found), _AT_ONCE // 2):
            self._fill_truncated(found, np.arange(begin, min(begin + _AT_ONCE // 2, len(found))))
        self._used += size * _RESERVED
        return found.reshape(-1)[:size].reshape(tuple(shape))

    def _fill_truncated(self, found: Any, left: Any) -> None:
        """Fill the rows ``left`` of ``found``: each takes the first numbers that fit from a part of the stream of its own."""
        width, blocks = found.shape[1], 2
        part = np.uint64(_RESERVED * width // 4)
        while len(left):
            numbers = left.astype(np.uint64)[:, None] * part + np.arange(blocks, dtype=np.uint64)
            drawn = _NORMAL[found.dtype.name](self.words(numbers.reshape(-1))).reshape(len(left), -1)
            fits = np.abs(drawn) < _BOUND
            done = fits.sum(axis=1) >= width
            first = np.argsort(~fits[done], axis=1, kind="mergesort")[:, :width]
            found[left[done]] = np.take_along_axis(drawn[done], first, axis=1)
            left, blocks = left[~done], 2 * blocks

    def _drawn(self, shape: Sequence[int], dtype: str, of_words: Callable[[Any], Any]) -> Any:
        size, width = _size(shape), _width(dtype)
        found = np.empty((-(-size // width), width), dtype)
        for begin in range(0, len(found), _AT_ONCE):
            end = min(begin + _AT_ONCE, len(found))
            found[begin:end] = of_words(self.words(np.arange(begin, end, dtype=np.uint64)))
        self._used += size * _RESERVED
        return found.reshape(-1)[:size].reshape(tuple(shape))

    def words(self, blocks: Any) -> Any:
        """The words of the blocks of these numbers: (n,) uint64 to (n, 4) uint64, each below 2**32."""
        return self._blocks(blocks + np.uint64(self._used))

    def _blocks(self, numbers: Any) -> Any:
        count = [numbers & _LOW, numbers >> _HALF, np.full_like(numbers, self._counter & _WORD),
                 np.full_like(numbers, self._counter >> 32 & _WORD)]
        key = [self._key & _WORD, self._key >> 32 & _WORD]
        for _ in range(_ROUNDS):
            first, second = _MULTIPLIERS[0] * count[0], _MULTIPLIERS[1] * count[2]
            count = [(second >> _HALF) ^ count[1] ^ np.uint64(key[0]), second & _LOW,
                     (first >> _HALF) ^ count[3] ^ np.uint64(key[1]), first & _LOW]
            key = [(part + step) & _WORD for part, step in zip(key, _KEY_STEPS)]
        return np.stack(count, axis=-1)


def _size(shape: Sequence[int]) -> int:
    return int(np.prod(tuple(shape), dtype=np.int64))


def _width(dtype: str) -> int:
    """How many numbers a block gives."""
    return 2 if dtype == "float64" else 4


def _uniform32(words: Any) -> Any:
    mantissa = (words & np.uint64(0x7FFFFF)).astype(np.uint32) | np.uint32(127 << 23)
    return mantissa.view(np.float32) - np.float32(1)


def _uniform64(words: Any) -> Any:
    mantissa = (words[..., 0::2] & np.uint64(0xFFFFF)) << _HALF | words[..., 1::2] | np.uint64(1023 << 52)
    return mantissa.view(np.float64) - 1.0


def _uniform16(words: Any) -> Any:
    mantissa = (words & np.uint64(0x3FF)).astype(np.uint16) | np.uint16(15 << 10)
    return mantissa.view(np.float16) - np.float16(1)


def _normal(uniform: Any) -> Any:
    """Normal numbers from pairs of uniform ones, (…, 2 n): computed with float64, and rounded where TensorFlow rounds."""
    dtype = uniform.dtype.type
    radius, angle = np.maximum(uniform[..., 0::2], dtype(_SMALLEST)), uniform[..., 1::2]
    angle = (2 * np.pi * angle.astype(np.float64)).astype(dtype).astype(np.float64)
    logarithm = np.log(radius.astype(np.float64)).astype(dtype)
    radius = np.sqrt((dtype(-2) * logarithm).astype(np.float64)).astype(dtype)
    pair = np.sin(angle).astype(dtype) * radius, np.cos(angle).astype(dtype) * radius
    return np.stack(pair, axis=-1).reshape(uniform.shape)


def _normal32(words: Any) -> Any:
    return _normal(_uniform32(words))


def _normal64(words: Any) -> Any:
    return _normal(_uniform64(words))


_UNIFORM = {"float16": _uniform16, "float32": _uniform32, "float64": _uniform64}
_NORMAL = {"float16": _normal32, "float32": _normal32, "float64": _normal64}
