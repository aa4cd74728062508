"""Random tensors of ``K`` (Keras 2.2.4), legal inside compiled layers and different at every batch.

Inside a layer the draws come from that layer's own generator, which each call advances; a ``seed=`` argument has no
say there. Outside of layers ``seed=`` makes a draw repeatable, and None takes a seed from NumPy, as Keras 2 did, or in an
era of tf.keras Keras's global generator (``keras.utils.set_random_seed``). The numbers are not those that TensorFlow 1 drew
from the same seed; initial weights are (:mod:`compat.flavors.keras3.initial_values`).
"""
from typing import Any, Optional

import keras
from keras import ops

import compat.flavors.keras3.backend.dims as dims
from compat.errors import CompatError
from compat.flavors.keras3 import context, seeds, seeds_of_calls
from compat.flavors.keras3.backend.symbolic import call_when_run, draw_when_run
from compat.flavors.keras3.backend.tensors import Tensor, any_symbolic, as_tensor, cast, dtype_name, number


class RateError(CompatError, ValueError):
    """A share of values to drop that is no number in [0, 1)."""


def dropout(x: Tensor, level: Any, noise_shape: Any = None, seed: Optional[int] = None) -> Tensor:
    """``x`` with a share ``level`` of its values set to 0 and the others divided by ``1 - level``, in every phase.

    Args:
        level: a number, or a scalar tensor, in [0, 1).
        noise_shape: shape of the mask, 1 along axes that are dropped together; None for an axis of the size of ``x``.

    Raises:
        RateError: the level is a number outside of [0, 1).

    Example:
        >>> dropout([[1.0, 2.0, 3.0]], 0.0).shape == (1, 3)
        True
    """
    return drop(x, level, noise_shape, _own_or_drawn(seed))


def drop(x: Tensor, level: Any, noise_shape: Any = None, seed: Optional[int] = None) -> Tensor:
    """:func:`dropout` as TensorFlow has it, which takes no seed from NumPy; arguments and errors are the same."""
    x = number(x, "K.dropout")
    if isinstance(level, (int, float)):
        if not 0 <= level < 1:
            raise RateError("K.dropout: the level is a number in [0, 1), not {!r}".format(level))
        if level == 0:
            return x
    return call_when_run(_dropout, x, level, noise_shape, seed)


def _dropout(x: Tensor, level: Any, noise_shape: Any, seed: Optional[int]) -> Tensor:
    sizes = dims.shape(x)
    if noise_shape is not None:
        sizes = dims.Shape(own if given is None else given for own, given in zip(sizes, dims.as_shape(noise_shape)))
    keep = 1.0 - level
    kept = keras.random.uniform(tuple(sizes), dtype="float32", seed=generator_or(seed)) < cast(keep, "float32")
    return ops.where(kept, x / ops.cast(keep, x.dtype), ops.zeros_like(x))


def random_normal(shape: Any, mean: float = 0.0, stddev: float = 1.0, dtype: Any = None,
                  seed: Optional[int] = None) -> Tensor:
    """Normal numbers of that shape."""
    return normal(shape, mean, stddev, dtype, _own_or_drawn(seed))


def random_uniform(shape: Any, minval: float = 0.0, maxval: float = 1.0, dtype: Any = None,
                   seed: Optional[int] = None) -> Tensor:
    """Uniform numbers in [minval, maxval)."""
    return uniform(shape, minval, maxval, dtype, _own_or_drawn(seed))


def truncated_normal(shape: Any, mean: float = 0.0, stddev: float = 1.0, dtype: Any = None,
                     seed: Optional[int] = None) -> Tensor:
    """Normal numbers, those farther than two ``stddev`` from the mean drawn again."""
    return bounded_normal(shape, mean, stddev, dtype, _own_or_drawn(seed))


def random_binomial(shape: Any, p: float = 0.0, dtype: Any = None, seed: Optional[int] = None) -> Tensor:
    """1 with probability ``p``, else 0."""
    drawn = uniform(shape, seed=_own_or_drawn(seed))
    return call_when_run(_below, drawn, p, dtype_name(dtype or keras.config.floatx()))


def normal(shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = None, seed: Optional[int] = None) -> Tensor:
    """:func:`random_normal` as TensorFlow has it, which takes no seed from NumPy."""
    return _draw(keras.random.normal, shape, mean, stddev, dtype, seed)


def uniform(shape: Any, minval: Any = 0.0, maxval: Any = 1.0, dtype: Any = None, seed: Optional[int] = None) -> Tensor:
    """:func:`random_uniform` as TensorFlow has it, which takes no seed from NumPy."""
    return _draw(keras.random.uniform, shape, minval, maxval, dtype, seed)


def bounded_normal(shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = None, seed: Optional[int] = None) -> Tensor:
    """:func:`truncated_normal` as TensorFlow has it, which takes no seed from NumPy."""
    return _draw(_bounded_normal, shape, mean, stddev, dtype, seed)


def _bounded_normal(shape: Any, mean: Any, stddev: Any, dtype: str, seed: Any) -> Tensor:
    """On torch Keras 3 gives up after four draws, so that one number in 200,000 is farther away."""
    drawn = keras.random.truncated_normal(shape, mean, stddev, dtype=dtype, seed=seed)
    return ops.clip(drawn, mean - 2 * stddev, mean + 2 * stddev)


def _below(uniform: Tensor, p: Any, dtype: str) -> Tensor:
    return cast(uniform < p, dtype)


def _draw(sampler: Any, shape: Any, first: Any, second: Any, dtype: Any, seed: Optional[int]) -> Tensor:
    """``first + second * …`` may be tensors for normal numbers; shapes may hold sizes known only when it runs."""
    dtype = dtype_name(dtype or keras.config.floatx())
    sizes: Any = dims.as_shape(shape)
    if any_symbolic(sizes, first, second):
        sizes = dims.deferred(sizes)
    return draw_when_run(_sample, sampler, sizes, first, second, dtype, seed=seed)


def _sample(sampler: Any, sizes: Any, first: Any, second: Any, dtype: str, seed: Optional[int]) -> Tensor:
    return as_tensor(sampler(dims.resolved(sizes), first, second, dtype=dtype, seed=generator_or(seed)))


def _own_or_drawn(seed: Optional[int]) -> Optional[int]:
    """The seed of an operation: its own, or in plain code of Keras 1 and 2 one that NumPy draws."""
    if seed is not None or not seeds.come_from_numpy():
        return seed
    if context.describing():
        return seeds.seed_from_numpy()
    seeds_of_calls.note_seed()
    return None


def generator_or(seed: Optional[int]) -> Any:
    """The layer's generator if there is one, else the given seed, else None: Keras's global generator."""
    generator = seeds_of_calls.seed_generator()
    if generator is not None:
        return generator
    return None if seed is None else int(seed)
