"""Functions of ``tf.random`` that TensorFlow 1 lacked or that are rare: draws from a seed alone, classes, gamma."""
from typing import Any, Optional

import keras
from keras import ops
from keras.src.random.seed_generator import draw_seed  # not public: as keras.random takes its seeds

import compat.flavors.keras3.tf.random as random
from compat.flavors.keras3.backend import dims
from compat.flavors.keras3.backend.random import generator_or
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype_name
from compat.flavors.keras3.tf.traced import of_backend, values_of


def categorical(logits: Any, num_samples: Any, dtype: Any = None, seed: Optional[int] = None) -> Tensor:
    """Class numbers drawn with probabilities ``softmax(logits)``: (batch, classes) → (batch, num_samples)."""
    return random.multinomial(logits, int(num_samples), seed, output_dtype=dtype or "int64")


def gamma(shape: Any, alpha: Any, beta: Any = None, dtype: Any = "float32", seed: Optional[int] = None) -> Tensor:
    """Gamma distributed numbers, of that shape and then that of ``alpha``."""
    alpha = cast(alpha, dtype)
    sizes = tuple(dims.as_shape(shape)) + tuple(ops.shape(alpha))
    drawn = keras.random.gamma(sizes, ops.broadcast_to(alpha, sizes), dtype=dtype_name(dtype), seed=generator_or(seed))
    return drawn if beta is None else drawn / cast(beta, dtype)


def _seed(seed: Any) -> int:
    """One number from the two of a stateless seed."""
    first, second = (int(each) for each in values_of(seed, "random.stateless").reshape(-1)[:2])
    return (first * 1000003 ^ second) % (2 ** 31)


def stateless_normal(shape: Any, seed: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = "float32") -> Tensor:
    """Normal numbers, the same for the same two numbers of ``seed``."""
    return keras.random.normal(dims.as_shape(shape), mean, stddev, dtype=dtype_name(dtype), seed=_seed(seed))


def stateless_truncated_normal(shape: Any, seed: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = "float32") -> Tensor:
    """Normal numbers within two ``stddev``, the same for the same two numbers of ``seed``."""
    return keras.random.truncated_normal(dims.as_shape(shape), mean, stddev, dtype=dtype_name(dtype), seed=_seed(seed))


def stateless_uniform(shape: Any, seed: Any, minval: Any = 0, maxval: Any = None, dtype: Any = "float32") -> Tensor:
    """Uniform numbers in [minval, maxval), the same for the same two numbers of ``seed``."""
    if "int" in dtype_name(dtype):
        return keras.random.randint(dims.as_shape(shape), minval, maxval, dtype=dtype_name(dtype), seed=_seed(seed))
    return keras.random.uniform(dims.as_shape(shape), minval, 1.0 if maxval is None else maxval, dtype=dtype_name(dtype),
                                seed=_seed(seed))


def stateless_categorical(logits: Any, num_samples: Any, seed: Any, dtype: Any = "int64") -> Tensor:
    """As :func:`categorical`, the same for the same two numbers of ``seed``."""
    drawn = keras.random.categorical(ops.log_softmax(as_tensor(logits)), int(num_samples), seed=_seed(seed))
    return cast(drawn, dtype)


def poisson(shape: Any, lam: Any, dtype: Any = "float32", seed: Optional[int] = None) -> Tensor:
    """Poisson distributed whole numbers, of that shape and then that of ``lam``, their mean."""
    rates = cast(lam, "float32")
    rates = ops.broadcast_to(rates, tuple(dims.as_shape(shape)) + tuple(ops.shape(rates)))
    return cast(_poisson(rates, generator_or(seed)), dtype)


def _poisson(rates: Tensor, seed: Any) -> Tensor:
    """Draws of the backend, which ``keras.random`` has none of."""
    backend = keras.backend.backend()
    if backend == "torch":
        import torch
        from keras.src.backend.torch.random import torch_seed_generator  # not public: as keras.random takes its seeds

        return torch.poisson(rates, generator=None if rates.is_meta else torch_seed_generator(seed))
    key = draw_seed(seed)
    if backend == "jax":
        import jax

        return jax.random.poisson(key, rates)
    return of_backend("", "", "tensorflow.random.stateless_poisson")(
        ops.shape(rates), ops.cast(key, "int32"), rates, dtype="float32")
