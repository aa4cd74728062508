"""Python's ``random`` as the program left it: Keras 3 draws a seed from it for each initializer, and each layer that draws.

Neither Keras 2 nor tf.keras did so when it made them, and a program seeds Python's generator to shuffle its files, to take a
sample of its memory, or (tf.keras since 2.10) to fix its initial weights.
"""
import random
import threading
from contextlib import contextmanager
from typing import Any, Iterator, Optional

import keras


class _Apart:
    """The seeds that Keras draws apart, so that its masks are the same in every run of a program that fixes seeds.

    They follow from ``tf.random.set_seed``, else from Python's generator and how often it was asked as it stands.
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.depth = self.count = 0
        self.seen: Any = None
        self.own: Optional[random.Random] = None

    def seed(self, state: Any) -> None:
        """Seed Python's generator for what Keras draws next."""
        if self.own is not None:
            random.seed(self.own.getrandbits(64))
            return
        self.count = self.count + 1 if state == self.seen else 0
        self.seen = state
        random.seed(hash((state, self.count)))


_apart = _Apart()


@contextmanager
def pythons_random_kept() -> Iterator[None]:
    """While the block runs, Keras draws seeds apart; after it, Python's generator stands where it stood.

    Example:
        >>> random.seed(1)
        >>> with pythons_random_kept():
        ...     first = random.random()
        >>> with pythons_random_kept():
        ...     assert random.random() != first
        >>> random.random() == random.Random(1).random()
        True
    """
    with _apart.lock:
        before = random.getstate()
        _apart.depth += 1
        try:
            if _apart.depth == 1:
                _apart.seed(before[1])
            yield
        finally:
            _apart.depth -= 1
            if not _apart.depth:
                random.setstate(before)


def seed_apart(seed: int) -> None:
    """Begin the seeds that Keras draws apart anew."""
    _apart.own = random.Random(seed)


def seed_generator(seed: Any = None) -> Any:
    """A ``keras.random.SeedGenerator``."""
    with pythons_random_kept():
        return keras.random.SeedGenerator(seed)
