"""Random operations in the ``call`` of a layer: whose generator they draw from, how many there are, and what a loop of JAX
makes of them, in whose body no variable changes."""
import threading
from contextlib import contextmanager
from typing import Any, Dict, Iterator, Optional, Tuple

import keras
import numpy as np
from keras import ops
from keras.src.backend.common import global_state  # no public way to the stateless scope

from . import pythons_random
from .context import current_layer, in_function_of_tensorflow, in_stateless_scope, layers_at_work

_NOTED = "_noted_seeds"


def seed_generator() -> Any:
    """The current layer's ``keras.random.SeedGenerator``, or None: whose state a random operation may advance.

    The engine makes one, as ``_legacy_seed_generator``, for each layer that defines its own ``call``.
    """
    for layer in layers_at_work():
        generator = getattr(layer, "_legacy_seed_generator", None)
        if generator is not None:
            return generator if _local.loop is None else _local.loop.of(generator)
    return None


#: Of Knuth's multiplicative hash: seeds of timesteps are far from each other.
_FACTOR = np.uint32(2654435769)


def loops_without_variables() -> bool:
    """Whether no variable can change in the body of a loop: on JAX, and where TensorFlow's are read and assigned by a scope."""
    backend = keras.backend.backend()
    return backend == "jax" or backend == "tensorflow" and in_stateless_scope()


class Loop:
    """The draws in the body of a loop that JAX traces once for all timesteps, in which no variable may change.

    Args:
        step: the timestep, a whole number that the loop carries.

    Attributes:
        keeps: whether a layer kept a tensor of it.
    """

    def __init__(self, step: Any) -> None:
        self.keeps = False
        self._step = step
        self._drawn: Dict[int, Tuple[Any, int]] = {}

    def of(self, generator: Any) -> "SeedOfStep":
        """What stands for a generator of a layer, for one draw."""
        _, before = self._drawn.get(id(generator), (generator, 0))
        self._drawn[id(generator)] = generator, before + 1
        return SeedOfStep(generator, self._step, before)

    def advance(self) -> None:
        """After the loop: what is drawn next is none of its numbers."""
        for generator, count in self._drawn.values():
            generator.state.assign(generator.state + ops.cast(ops.convert_to_tensor([0, count]), generator.state.dtype))


class SeedOfStep(keras.random.SeedGenerator):  # type: ignore[misc]
    """Gives one seed, from the state of a generator, which stays as it is, the timestep and the number of the draw in it."""

    def __init__(self, generator: Any, step: Any, number: int) -> None:
        self._parts = generator, step, number  # without the variable of a generator, which a loop cannot make

    def next(self, ordered: bool = True) -> Any:
        """A seed of two whole numbers."""
        generator, step, number = self._parts
        state = ops.convert_to_tensor(generator.state)
        apart = ops.cast(step + 1, state.dtype) * ops.convert_to_tensor(_FACTOR, state.dtype)
        return state + ops.stack([apart, ops.full_like(apart, number)])


class _Local(threading.local):
    loop: Optional[Loop] = None
    attempts = 0


_local = _Local()


@contextmanager
def drawing_in(loop: Loop) -> Iterator[None]:
    """While the block runs, draws are those of a loop's body."""
    outer, _local.loop = _local.loop, loop
    try:
        yield
    finally:
        _local.loop = outer


def note_seed() -> None:
    """A random operation without a seed of its own runs: the layer whose call it is counts them (:func:`noted_seeds`)."""
    layer = current_layer()
    if layer is not None:
        facts = vars(layer)
        facts[_NOTED] = facts.get(_NOTED, 0) + 1


def begin_noting_seeds(layer: Any) -> None:
    """The layer's call begins, and has run no random operation yet."""
    vars(layer)[_NOTED] = 0


def noted_seeds(layer: Any) -> int:
    """How many random operations without a seed the last call of the layer ran, those of layers inside not counted."""
    return int(vars(layer).get(_NOTED, 0))


def new_seed_generator() -> Any:
    """A ``keras.random.SeedGenerator``; None in a compiled function of TensorFlow, which can make no variable.

    A layer that is made there, in the ``call`` of another, draws from the generator of the other.
    """
    return None if not in_stateless_scope() and in_function_of_tensorflow() else pythons_random.seed_generator()


def note_kept_in_loop() -> None:
    """A layer keeps a tensor: note it where that belongs to the body of a loop."""
    if _local.loop is not None:
        _local.loop.keeps = True


@contextmanager
def attempt() -> Iterator[None]:
    """A loop that may fail, to be made again: then what it assigned, and kept on layers, counts no more."""
    scope = global_state.get_global_attribute("stateless_scope")
    before = {} if scope is None else dict(scope.state_mapping)
    try:
        yield
    except Exception:
        _local.attempts += 1
        if scope is not None:
            scope.state_mapping.clear()
            scope.state_mapping.update(before)
        raise


def attempts() -> int:
    """How many loops have failed so far."""
    return _local.attempts
