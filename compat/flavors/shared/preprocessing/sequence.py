"""``keras.preprocessing.sequence`` of Keras 2.2.4: skip-grams and windows over time.

``pad_sequences`` is left to the installed Keras: that of the package needs NumPy 1.
"""
import random
from typing import Any, Optional, Tuple

from keras_preprocessing import sequence as published
from keras_preprocessing.sequence import _remove_long_seq, make_sampling_table

from compat.flavors import Names

__all__ = ["TimeseriesGenerator", "_remove_long_seq", "make_sampling_table", "skipgrams"]

Sequence = Names("keras.utils").Sequence


class TimeseriesGenerator(published.TimeseriesGenerator, Sequence):
    """Batches of windows over time, a ``Sequence`` of the installed Keras; see Keras 2.2.4 for the arguments.

    Example:
        >>> windows = TimeseriesGenerator([[1], [2], [3], [4]], [1, 2, 3, 4], length=2, batch_size=2)
        >>> len(windows), windows[0][0].shape
        (1, (2, 2, 1))
    """


def skipgrams(sequence: Any, vocabulary_size: int, window_size: int = 4, negative_samples: float = 1.0, shuffle: bool = True,
              categorical: bool = False, sampling_table: Any = None, seed: Optional[int] = None) -> Tuple[Any, Any]:
    """Pairs of words, and 1 where the second is near the first; see Keras 2.2.4 for the arguments.

    The package draws a seed up to ``10e6``, a float, which CPython 3.12 refuses; here it is drawn as an integer.

    Example:
        >>> skipgrams([1, 2], 3, negative_samples=0, shuffle=False)
        ([[1, 2], [2, 1]], [1, 1])
    """
    couples, labels = published.skipgrams(sequence, vocabulary_size, window_size, negative_samples, shuffle=False,
                                          categorical=categorical, sampling_table=sampling_table)
    if shuffle:
        seed = random.randint(0, 10000000) if seed is None else seed
        for together in (couples, labels):
            random.seed(seed)
            random.shuffle(together)
    return couples, labels
