"""TensorFlow 1's random tensors, over the generators of :mod:`compat.flavors.keras3.backend.random`."""
import random
from typing import Any, Optional

import keras
import numpy as np
from keras import ops
from keras.src.backend.common import global_state  # not public: where Keras keeps its generator

from compat.era import current
from compat.flavors.keras3 import seeds
from compat.flavors.keras3.backend import dims
from compat.flavors.keras3.backend import random as backend_random
from compat.flavors.keras3.backend.symbolic import call_when_run
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype_name
from compat.flavors.keras3.pythons_random import seed_apart
from compat.flavors.keras3.tf.dtypes import float32
from compat.flavors.keras3.tf.served import refuse

__all__ = [
    "multinomial", "normal", "random_normal", "random_shuffle", "random_uniform", "set_random_seed", "set_seed", "shuffle",
    "truncated_normal", "uniform",
]

__getattr__ = refuse("tf.random")


def random_normal(shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = float32, seed: Optional[int] = None,
                  name: Optional[str] = None) -> Tensor:
    """Normal numbers of that shape."""
    return backend_random.normal(shape, mean, stddev, dtype, seed)


def truncated_normal(shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = float32,
                     seed: Optional[int] = None, name: Optional[str] = None) -> Tensor:
    """Normal numbers, those farther than two ``stddev`` from the mean drawn again."""
    return backend_random.bounded_normal(shape, mean, stddev, dtype, seed)


def random_uniform(shape: Any, minval: Any = 0, maxval: Any = None, dtype: Any = float32, seed: Optional[int] = None,
                   name: Optional[str] = None) -> Tensor:
    """Uniform numbers in [minval, maxval), up to 1 unless given; whole numbers for an integer dtype."""
    if "int" not in dtype_name(dtype):
        return backend_random.uniform(shape, minval, 1.0 if maxval is None else maxval, dtype, seed)
    return call_when_run(_integers, dims.deferred(shape), minval, maxval, dtype_name(dtype), seed)


def _integers(sizes: Any, minval: Any, maxval: Any, dtype: str, seed: Optional[int]) -> Tensor:
    generator = backend_random.generator_or(seed)
    return keras.random.randint(dims.resolved(sizes), minval, maxval, dtype=dtype, seed=generator)


def random_shuffle(value: Tensor, seed: Optional[int] = None, name: Optional[str] = None) -> Tensor:
    """The slices of the first axis in a random order."""
    return call_when_run(_shuffled, value, seed)


def _shuffled(value: Tensor, seed: Optional[int]) -> Tensor:
    value = as_tensor(value)
    # Not keras.random.shuffle, which on JAX shuffles every column for itself.
    order = ops.argsort(keras.random.uniform((ops.shape(value)[0],), seed=backend_random.generator_or(seed)))
    return ops.take(value, order, axis=0)


def multinomial(logits: Tensor, num_samples: int, seed: Optional[int] = None, name: Optional[str] = None,
                output_dtype: Any = "int64") -> Tensor:
    """Class numbers drawn with probabilities ``softmax(logits)``: (batch, classes) → (batch, num_samples)."""
    return call_when_run(_drawn, logits, num_samples, seed, dtype_name(output_dtype))


def _drawn(logits: Tensor, num_samples: int, seed: Optional[int], dtype: str) -> Tensor:
    drawn = keras.random.categorical(ops.log_softmax(as_tensor(logits)), num_samples,
                                     seed=backend_random.generator_or(seed))
    return cast(drawn, dtype)


def set_random_seed(seed: int) -> None:
    """Of TensorFlow 1: as :func:`set_seed`, until the graph is forgotten (``tf.reset_default_graph``)."""
    set_seed(seed)
    seeds.set_graph_seed(seed)


def set_seed(seed: int) -> None:
    """Make the draws and initial weights that follow repeatable; NumPy and Python go on as they would, as they did.

    For code of tf.keras up to 2.9, Python's is seeded too: Keras 3 takes the seeds of layers such as ``RandomFlip`` from it.
    """
    seeds.set_program_seed(seed)
    seed_apart(int(seed))
    python_state, numpy_state = random.getstate(), np.random.get_state()
    keras.utils.set_random_seed(int(seed))
    global_state.set_global_attribute("global_seed_generator", None)  # Keras 3.3 goes on with the one it has
    np.random.set_state(numpy_state)
    if current().behaviour("initial_weights") != "seed_of_tensorflow":
        random.setstate(python_state)


normal, uniform, shuffle = random_normal, random_uniform, random_shuffle
