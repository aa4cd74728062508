"""A ``Sequence`` in training, as Keras 2 drove it: ``on_epoch_end`` once after each epoch, and not in between.

Before Keras 2.3 all epochs had as many batches as the sequence held at first; from then on each has as many as it holds when
the epoch begins.
"""
import functools
import operator
from typing import Any, Dict, Optional

import keras

from compat.era import current

from .arrays import PEEKED


@functools.total_ordering
class Length:
    """The number of batches that a ``Sequence`` holds at this moment, where Keras 3 notes a number.

    Example:
        >>> batches = [1, 2, 3]
        >>> length = Length(batches)
        >>> batches.pop() == 3, length == 2, 2 >= length, list(range(length)), length - 1
        (True, True, True, [0, 1], 1)
    """

    def __init__(self, sequence: Any) -> None:
        self._sequence = sequence

    def __index__(self) -> int:
        return len(self._sequence)

    __int__ = __index__
    __hash__ = None  # type: ignore[assignment]  # it changes

    def __bool__(self) -> bool:
        return bool(int(self))

    def __eq__(self, other: object) -> bool:
        return bool(int(self) == other)

    def __lt__(self, other: Any) -> bool:
        return bool(int(self) < other)

    def __format__(self, spec: str) -> str:
        return format(int(self), spec)

    def __repr__(self) -> str:
        return repr(int(self))


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod"):
    _of_two = getattr(operator, "__{}__".format(_name))
    setattr(Length, "__{}__".format(_name), lambda self, other, of_two=_of_two: of_two(int(self), other))
    setattr(Length, "__r{}__".format(_name), lambda self, other, of_two=_of_two: of_two(other, int(self)))


class ForTraining:
    """Mix-in of data whose epochs count from the moment when ``fit`` begins."""

    training = False


class Epochs(ForTraining, keras.utils.PyDataset):
    """The batches of a ``Sequence``, whose ``on_epoch_end`` is called after the epochs of ``fit`` alone.

    Keras 3 calls it also before the first epoch, so that a ``Sequence`` that shuffles there gives other batches than with
    Keras 2, and twice in ``evaluate`` and once in ``predict``, where Keras 2 did not.

    Args:
        sequence: the ``Sequence``.
        steps: the batches that each epoch takes, if they are fewer: TensorFlow reads ahead as far as the epoch goes.

    Attributes:
        sequence: the ``Sequence``.
        training: whether ``fit`` has begun: before that, Keras asks for a batch to see its shapes.
        follows: whether each epoch has as many batches as the sequence holds when it begins.

    Example:
        >>> import numpy as np
        >>> class Ones(keras.utils.PyDataset):
        ...     def __len__(self):
        ...         return 3
        ...     def __getitem__(self, number):
        ...         return np.ones((2, 1)), np.ones((2, 1))
        >>> Epochs(Ones()).num_batches
        3
    """

    def __init__(self, sequence: Any, steps: Optional[int] = None) -> None:
        super().__init__(workers=sequence.workers, use_multiprocessing=sequence.use_multiprocessing,
                         max_queue_size=sequence.max_queue_size)
        self.sequence, self.training, self._in_epoch = sequence, False, False
        self._peeked: Dict[int, Any] = {}
        at_first = sequence.num_batches
        self.follows = at_first is not None and current().behaviour("length_of_sequence") == "each_epoch" \
            and hasattr(sequence, "__len__")
        self._num_batches: Any = Length(sequence) if self.follows else at_first
        if steps and at_first is not None and steps < at_first:
            self._num_batches = steps

    @property
    def num_batches(self) -> Any:
        """Batches of an epoch; None for a data set without a length."""
        return self._num_batches

    def __getitem__(self, number: int) -> Any:
        looks = not (self.training and self._in_epoch)  # to see the shapes: Keras 2 asked for each batch of an epoch once
        if number in self._peeked:
            return self._peeked[number] if looks else self._peeked.pop(number)
        batch = self._batch(number)
        batch = without_lists(batch) if keras.backend.backend() == "tensorflow" else batch
        if looks and number < PEEKED:
            self._peeked[number] = batch
        return batch

    def _batch(self, number: int) -> Any:
        return self.sequence[number]

    def on_epoch_begin(self) -> None:
        """Keras begins to ask for batches."""
        self._in_epoch = True
        self.sequence.on_epoch_begin()

    def on_epoch_end(self) -> None:
        """Keras has had its batches, or is about to begin."""
        if self._in_epoch and self.training:
            self.sequence.on_epoch_end()
            self._peeked.clear()  # other processes take them from their copy
        self._in_epoch = False


def without_lists(batch: Any) -> Any:
    """A batch whose lists of inputs, targets and weights are tuples: TensorFlow takes a list for one tensor.

    Example:
        >>> without_lists(([1, 2], [3, 4])), without_lists([5, 6])
        (((1, 2), (3, 4)), (5, 6))
    """
    if not isinstance(batch, (list, tuple)):
        return batch
    return tuple(tuple(each) if isinstance(each, list) else each for each in batch)


def in_epochs(batches: Any, steps: Optional[int] = None) -> Any:
    """A ``Sequence`` as :class:`Epochs`; anything else, and what is one of these, is left unchanged."""
    if isinstance(batches, keras.utils.PyDataset) and not isinstance(batches, Epochs):
        return Epochs(batches, steps)
    return batches


class TrainsOnSequences:
    """Mix-in of a model whose ``fit`` notes the data of its epochs."""

    def _note_epochs(self: Any, given: Dict[str, Any]) -> Dict[str, Any]:
        """These are the arguments of the training that is about to begin; returned as they are."""
        vars(self)["_epochs"] = [given[name] for name in ("x", "validation_data") if isinstance(given[name], ForTraining)]
        return given

    def make_train_function(self: Any, force: bool = False) -> Any:
        """Compile the training step; Keras does so when it has seen the shapes, right before the first epoch."""
        for each in vars(self).pop("_epochs", ()):
            each.training = True
        return super().make_train_function(force=force)  # type: ignore[misc]
