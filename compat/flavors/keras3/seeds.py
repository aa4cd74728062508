"""The seeds that random operations of old code got, so that a program that fixes its seeds begins with the weights it had.

* Multi-backend Keras (1.0 to 2.3) drew the seed of each operation from NumPy, and the graph's seed was that of
  ``tf.set_random_seed``: ``np.random.seed(1)`` fixed all initial weights.
* tf.keras up to 2.9 took both from ``tf.random.set_seed``.
* tf.keras from 2.10 on drew the seed of an initializer from Python's ``random``, or from a generator of its own after
  ``tf.keras.utils.set_random_seed``.
* An initializer of tf.keras with a seed of its own depends on nothing else.

Measured on Keras 2.2.4 with TensorFlow 1.15, Keras 2.3.1 with TensorFlow 2.2, and tf.keras 2.0 to 2.15.
"""
import random
from typing import Any, Optional, Tuple

import numpy as np
from keras.src.backend.common import global_state  # not public: what clear_session forgets

from compat.era import current
from compat.flavors.shared.philox import DEFAULT_GRAPH_SEED, Philox

_OF_GRAPH = "compat_seed_of_graph"
_KERAS_BELOW, _OPERATIONS_BELOW, _PYTHONS_UP_TO = 10 ** 7, 2 ** 31 - 1, 10 ** 9  # the ranges that seeds were drawn from


class _Program:
    """What the program has seeded, for the rest of its process."""

    def __init__(self) -> None:
        self.seed: Optional[int] = None
        self.operations = random.Random()
        self.initializers: Any = random


_program = _Program()


def set_graph_seed(seed: int) -> None:
    """As ``tf.set_random_seed``: for the operations that are made until ``K.clear_session()``."""
    global_state.set_global_attribute(_OF_GRAPH, int(seed))


def set_program_seed(seed: int) -> None:
    """As ``tf.random.set_seed``: also begins the seeds of operations that have none anew."""
    _program.seed, _program.operations = int(seed), random.Random(int(seed))


def set_initializer_seed(seed: int) -> None:
    """As ``tf.keras.utils.set_random_seed``, which gives the initializers of tf.keras a generator of their own."""
    _program.initializers = random.Random(int(seed))


def come_from_numpy() -> bool:
    """Whether the code is of Keras 1 or 2, where an operation without a seed of its own got one from NumPy."""
    return current().behaviour("initial_weights") == "seeds_of_numpy"


def seed_from_numpy(below: int = _KERAS_BELOW) -> int:
    """What Keras 1 and 2 gave an operation without a seed of its own; advances NumPy's global generator."""
    return int(np.random.randint(below))


def seed_from_python() -> int:
    """What tf.keras from 2.10 on gave an initializer without a seed of its own, once."""
    return int(_program.initializers.randint(1, _PYTHONS_UP_TO))


def stream(seed: Optional[int]) -> Philox:
    """The random numbers of one operation that code of an era before Keras 3 makes.

    Args:
        seed: the operation's own, or None.
    """
    if come_from_numpy():
        return _stateful(_graph_seed(), seed_from_numpy() if seed is None else seed)
    if seed is not None:
        return Philox.stateless(seed)
    if current().behaviour("initial_weights") == "seed_of_python":
        return Philox.stateless(seed_from_python())
    own = _program.operations.randint(0, _OPERATIONS_BELOW)
    return _stateful(DEFAULT_GRAPH_SEED if _program.seed is None else _program.seed, own)


def operation_seeds(seed: int) -> Tuple[int, int]:
    """The seeds of graph and operation that TensorFlow takes for an operation with a seed of Keras 1 or 2."""
    return _taken(_graph_seed(), seed)


def _graph_seed() -> int:
    of_graph = global_state.get_global_attribute(_OF_GRAPH)
    if of_graph is None and not current().is_before("2.3"):
        of_graph = _program.seed  # that of TensorFlow 2, which K.clear_session() keeps
    return DEFAULT_GRAPH_SEED if of_graph is None else int(of_graph)


def _stateful(graph_seed: int, seed: int) -> Philox:
    return Philox(*_taken(graph_seed, seed))


def _taken(graph_seed: int, seed: int) -> Tuple[int, int]:
    found = graph_seed % _OPERATIONS_BELOW, int(seed) % _OPERATIONS_BELOW
    return found if any(found) else (0, _OPERATIONS_BELOW)
