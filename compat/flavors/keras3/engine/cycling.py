"""A ``Sequence`` with a stated number of steps, as Keras 2 drove it: round and round, and on from epoch to epoch.

Keras 2.2.4 and 2.3.1 put the batches of a ``Sequence`` into a queue without end, and took as many of them as they were told to.
Keras 3, and tf.keras, begin each epoch with the first batch, and stop at the last one.
"""
import random
from typing import Any, Dict, List, Optional, Tuple

import keras

from compat.era import current

from .arrays import limited
from .sequences import Epochs, in_epochs


class Cycling(Epochs):
    """So many batches of a ``Sequence`` for each epoch.

    Args:
        sequence: the ``Sequence``.
        steps: batches of an epoch.
        shuffle: whether the batches change places, anew each time that the sequence begins.

    Example:
        >>> class Numbers(keras.utils.PyDataset):
        ...     def __len__(self):
        ...         return 2
        ...     def __getitem__(self, number):
        ...         return number
        >>> batches = Cycling(Numbers(), 3)
        >>> [batches[number] for number in range(3)]
        [0, 1, 0]
    """

    def __init__(self, sequence: Any, steps: int, shuffle: bool = False) -> None:
        super().__init__(sequence)
        self.follows, self._num_batches, self._shuffle = False, steps, shuffle
        self._places: List[int] = []
        self._keeps_places = current().behaviour("length_of_sequence") == "once"  # and shuffled the same list again, up to 2.2
        self._planned: List[Tuple[int, int]] = []  # of this epoch and what follows: how often it began before, and which batch
        self._begun = self._ended = 0

    def _batch(self, number: int) -> Any:
        before, place = self._plan(number)
        if self._in_epoch:
            self._end(before)
        return self.sequence[place]

    def on_epoch_begin(self) -> None:
        """Keras begins to ask for batches."""
        super().on_epoch_begin()
        self._plan(self._num_batches - 1)  # in this process, and by no thread

    def on_epoch_end(self) -> None:
        """Keras has had its batches, or is about to begin."""
        if self._in_epoch and self.training:
            self._end(self._planned[self._num_batches][0] if len(self._planned) > self._num_batches else self._begun)
            del self._planned[:self._num_batches]
            self._peeked.clear()
        self._in_epoch = False

    def _plan(self, number: int) -> Tuple[int, int]:
        while len(self._planned) <= number:
            length = len(self.sequence)
            if length != len(self._places) or not self._keeps_places:
                self._places = list(range(length))
            if self._shuffle:
                random.shuffle(self._places)
            self._planned += [(self._begun, place) for place in self._places]
            self._begun += 1
        return self._planned[number]

    def _end(self, times: int) -> None:
        while self._ended < times:
            self.sequence.on_epoch_end()
            self._ended += 1


def in_steps(batches: Any, steps: Optional[int], shuffle: bool = False) -> Any:
    """A ``Sequence`` as :class:`Cycling`, where the era says so; else as ``in_epochs`` has it.

    Args:
        batches: data of ``fit``, ``evaluate`` or ``predict``.
        steps: the number that is stated, or None.
        shuffle: whether the batches change places.
    """
    if isinstance(batches, Epochs) or not isinstance(batches, keras.utils.PyDataset) or not batches.num_batches \
            or current().behaviour("steps_of_sequence") != "go_round":
        return in_epochs(batches, steps)
    if shuffle and current().behaviour("length_of_sequence") == "once":
        steps = steps or batches.num_batches
    return Cycling(batches, steps, shuffle) if steps else in_epochs(batches)


def counted(batches: Any, steps: Optional[int]) -> Tuple[Any, Optional[int]]:
    """Data of ``evaluate`` or ``predict``, and the number of steps that Keras 3 is to be told: none of what counts itself."""
    data = in_steps(batches, steps)
    return (data, None) if isinstance(data, Cycling) else (limited(data, steps), steps)


def without_steps(given: Dict[str, Any]) -> Dict[str, Any]:
    """The arguments of ``fit`` of Keras 3 without what :class:`Cycling` data do themselves: they count steps, and shuffle."""
    found = dict(given)
    if isinstance(given["x"], Cycling):
        found.update(steps_per_epoch=None, shuffle=False)
    if isinstance(given["validation_data"], Cycling):
        found["validation_steps"] = None
    return found
