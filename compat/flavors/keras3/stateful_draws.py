"""Uniform numbers as a stateful operation of TensorFlow draws them, inside a compiled training step of TensorFlow or JAX.

torch compiles no step, so that drawing them would take it longer than the step of a small model.

The step counts how many blocks of the stream (:mod:`compat.flavors.shared.philox`) were used, in a variable of two words of 32
bits; each run goes on after what TensorFlow sets aside for the run before.
"""
from typing import Any, List, Sequence, Tuple

import keras
from keras import ops

_MULTIPLIERS = 0xD2511F53, 0xCD9E8D57
_KEY_STEPS = 0x9E3779B9, 0xBB67AE85
_ROUNDS = 10
_WORD = 0xFFFFFFFF
_MANTISSA, _FRACTION = 0x7FFFFF, 2.0 ** -23
_SET_ASIDE = 256  # blocks for each number
_PHILOX = 1  # TensorFlow's number for the algorithm

Seeds = Tuple[int, int]


def is_served() -> bool:
    """Whether the backend draws them at no more cost than its own numbers."""
    return keras.backend.backend() in _BY_BACKEND


def uniform(count: Any, seeds: Seeds, shape: Sequence[Any]) -> Any:
    """A tensor of ``shape`` in [0, 1), float32; the variable ``count`` moves on.

    Args:
        count: variable of shape (2,): the low and the high word of the number of blocks that were used.
        seeds: of the graph and of the operation, each in [0, 2**31).
        shape: sizes; on TensorFlow they may be tensors.
    """
    return _BY_BACKEND[keras.backend.backend()](count, seeds, shape)


def _of_tensorflow(count: Any, seeds: Seeds, shape: Sequence[Any]) -> Any:
    import tensorflow as tf

    words = tf.cast(ops.convert_to_tensor(count), tf.uint64)
    used = words[0] + words[1] * tf.constant(2 ** 32, tf.uint64)
    sizes = tf.cast(tf.stack(list(shape)), tf.int64)
    drawn = tf.raw_ops.StatelessRandomUniformV2(
        shape=sizes, key=tf.constant([seeds[0]], tf.uint64), counter=tf.stack([used, tf.constant(seeds[1], tf.uint64)]),
        alg=_PHILOX, dtype=tf.float32)
    used += tf.cast(tf.reduce_prod(sizes) * _SET_ASIDE, tf.uint64)
    word = tf.constant(_WORD, tf.uint64)
    count.assign(tf.cast(tf.stack([tf.bitwise.bitwise_and(used, word), tf.bitwise.right_shift(used, 32)]), count.dtype))
    return drawn


def _of_jax(count: Any, seeds: Seeds, shape: Sequence[Any]) -> Any:
    import jax.numpy as jnp

    size = _size(shape)
    low, high = (word for word in jnp.asarray(ops.convert_to_tensor(count)).astype("uint32"))
    numbers = low + jnp.arange(-(-size // 4), dtype="uint32")
    words = [numbers, high + (numbers < low).astype("uint32"), *(jnp.full_like(numbers, word) for word in (seeds[1], 0))]
    words = _rounds(words, (seeds[0], 0))
    moved = low + jnp.uint32(size * _SET_ASIDE & _WORD)
    count.assign(jnp.stack([moved, high + jnp.uint32(size * _SET_ASIDE >> 32) + (moved < low).astype("uint32")]))
    return (jnp.stack(words, axis=-1).reshape(-1)[:size] & _MANTISSA).astype("float32").reshape(tuple(shape)) * _FRACTION


def _rounds(words: List[Any], key: Seeds) -> List[Any]:
    """Philox-4x32-10."""
    import jax.numpy as jnp

    for _ in range(_ROUNDS):
        (first_high, first_low), (second_high, second_low) = (
            _product_of_words(factor, word) for factor, word in zip(_MULTIPLIERS, (words[0], words[2])))
        words = [second_high ^ words[1] ^ jnp.uint32(key[0]), second_low, first_high ^ words[3] ^ jnp.uint32(key[1]), first_low]
        key = (key[0] + _KEY_STEPS[0] & _WORD, key[1] + _KEY_STEPS[1] & _WORD)
    return words


def _product_of_words(factor: int, words: Any) -> Tuple[Any, Any]:
    """Of 32-bit words without wider ones, by halves."""
    import jax.numpy as jnp

    half = jnp.uint32(0xFFFF)
    above, below = jnp.uint32(factor >> 16), jnp.uint32(factor & 0xFFFF)
    left, right = words >> 16, words & half
    middle = above * right + (below * right >> 16)
    high = above * left + (middle >> 16) + (below * left + (middle & half) >> 16)
    return high, words * jnp.uint32(factor)


def _size(shape: Sequence[Any]) -> int:
    size = 1
    for each in shape:
        size *= int(each)
    return size


_BY_BACKEND = {"tensorflow": _of_tensorflow, "jax": _of_jax}
