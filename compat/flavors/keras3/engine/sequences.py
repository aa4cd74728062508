"""A ``Sequence`` in training, as Keras 2 drove it: ``on_epoch_end`` once after each epoch, and not in between."""
from typing import Any

import keras


class Epochs(keras.utils.PyDataset):
    """The batches of a ``Sequence``, whose ``on_epoch_end`` is called after the epochs of ``fit`` alone.

    Keras 3 calls it also before the first epoch, so that a ``Sequence`` that shuffles there gives other batches than with
    Keras 2, and twice in ``evaluate`` and once in ``predict``, where Keras 2 did not.

    Attributes:
        sequence: the ``Sequence``.
        training: whether ``fit`` has begun: before that, Keras asks for a batch to see its shapes.

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

    def __init__(self, sequence: Any) -> None:
        super().__init__(workers=sequence.workers, use_multiprocessing=sequence.use_multiprocessing,
                         max_queue_size=sequence.max_queue_size)
        self.sequence, self.training, self._in_epoch = sequence, False, False

    @property
    def num_batches(self) -> Any:
        """Batches of an epoch; None for a data set without a length."""
        return self.sequence.num_batches

    def __getitem__(self, number: int) -> Any:
        return self.sequence[number]

    def on_epoch_begin(self) -> None:
        """Keras begins to ask for batches."""
        self._in_epoch = True
        self.sequence.on_epoch_begin()

    def on_epoch_end(self) -> None:
        """Keras has had its batches, or is about to begin."""
        if self._in_epoch and self.training:
            self.sequence.on_epoch_end()
        self._in_epoch = False


def in_epochs(batches: Any) -> Any:
    """A ``Sequence`` as :class:`Epochs`; anything else, and what is one of these, is left unchanged."""
    if isinstance(batches, keras.utils.PyDataset) and not isinstance(batches, Epochs):
        return Epochs(batches)
    return batches


class TrainsOnSequences:
    """Mix-in of a model whose ``fit`` notes the data of its epochs."""

    def _note_epochs(self: Any, *data: Any) -> None:
        """These are the data of the training that is about to begin."""
        vars(self)["_epochs"] = [each for each in data if isinstance(each, Epochs)]

    def make_train_function(self: Any, force: bool = False) -> Any:
        """Compile the training step; Keras does so when it has seen the shapes, right before the first epoch."""
        for each in vars(self).pop("_epochs", ()):
            each.training = True
        return super().make_train_function(force=force)  # type: ignore[misc]
