"""Arrays of which an epoch takes ``steps_per_epoch`` batches: tf.keras went on in the next epoch, and began again at the end.

Keras 3 goes on too, but ends an epoch where the arrays end, after fewer steps.
"""
import math
from typing import Any, Dict, List, Optional, Tuple

import keras
import numpy as np

from compat.era import current

from .sequences import in_epochs


class Repeated(keras.utils.PyDataset):  # type: ignore[misc]
    """The batches of arrays, over and over.

    Args:
        data: ``(x, y, weights)``, arrays or structures of them; None where there is none.
        batch_size: samples of a batch; the last one of a pass may hold fewer.
        steps: batches of an epoch.
        shuffle: whether each pass has an order of its own.
    """

    def __init__(self, data: Tuple[Any, ...], batch_size: int, steps: int, shuffle: bool) -> None:
        super().__init__()
        self._data = tuple(each for each in data if each is not None)
        self._samples = _number_of_samples(self._data[0]) or 0
        self._batch_size, self._steps, self._shuffle = batch_size, steps, shuffle
        self._orders: List[Any] = []
        self._epoch = 0

    def __len__(self) -> int:
        return self._steps

    def __getitem__(self, index: int) -> Any:
        of_a_pass = -(-self._samples // self._batch_size)
        past, place = divmod(self._epoch * self._steps + index, of_a_pass)
        while self._shuffle and len(self._orders) <= past:
            self._orders.append(np.random.permutation(self._samples))
        rows = slice(place * self._batch_size, (place + 1) * self._batch_size)
        return _rows(self._data, self._orders[past][rows] if self._shuffle else rows)

    def on_epoch_end(self) -> None:
        """The next epoch goes on after the batches of this one."""
        self._epoch += 1


def repeated(x: Any, y: Any, weights: Any, validation: Any, named: Dict[str, Any]) -> Dict[str, Any]:
    """The arguments of ``fit`` of Keras 3 that do with arrays and ``steps_per_epoch`` what tf.keras did.

    Args:
        x, y, weights: what is trained on.
        validation: the validation data, or None.
        named: the other arguments.
    """
    given = dict(named, x=x, y=y, sample_weight=weights, validation_data=validation)
    steps, samples = named["steps_per_epoch"], _number_of_samples(x)
    if not steps or not samples or not current().of_tf_keras:
        return given
    batch_size = named["batch_size"] or 32
    data, validation = arrays_of_training(x, y, weights, validation, named["validation_split"])
    if -(-(_number_of_samples(data[0]) or 0) // batch_size) < steps:  # not enough even for the first epoch: Keras 3 says so
        return given
    batches = in_epochs(Repeated(data, batch_size, steps, bool(named["shuffle"])))
    return dict(in_batches(given, batches, validation, batch_size), steps_per_epoch=None)


def in_batches(given: Dict[str, Any], batches: Any, validation: Any, batch_size: int) -> Dict[str, Any]:
    """The arguments of ``fit`` with batches in place of the arrays that they were made of."""
    return dict(given, x=batches, y=None, sample_weight=None, validation_data=validation, validation_split=0.0,
                shuffle=False, batch_size=None, validation_batch_size=given.get("validation_batch_size") or batch_size)


def arrays_of_training(x: Any, y: Any, weights: Any, validation: Any, split: float) -> Tuple[Any, Any]:
    """``(x, y, weights)`` to train on, and the validation data: those given, or the last samples, a share ``split`` of all."""
    if validation is not None or not split:
        return (x, y, weights), validation
    trained = int(math.floor((_number_of_samples(x) or 0) * (1.0 - split)))
    rest = _rows(tuple(each for each in (x, y, weights) if each is not None), slice(trained, None))
    return _rows((x, y, weights), slice(trained)), rest


def _number_of_samples(data: Any) -> Optional[int]:
    leaves = keras.tree.flatten(data) if isinstance(data, (list, tuple, dict)) else [data]
    return len(leaves[0]) if leaves and isinstance(leaves[0], np.ndarray) else None


def _rows(data: Any, rows: Any) -> Any:
    return keras.tree.map_structure(lambda each: None if each is None else each[rows], data)
