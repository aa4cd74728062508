"""``keras.preprocessing.sequence`` of Keras 2.2.4: skip-grams and windows over time.

``pad_sequences`` is left to the installed Keras: that of the package needs NumPy 1.
"""
from keras_preprocessing import sequence
from keras_preprocessing.sequence import _remove_long_seq, make_sampling_table, skipgrams

from compat.flavors import Names

__all__ = ["TimeseriesGenerator", "_remove_long_seq", "make_sampling_table", "skipgrams"]

Sequence = Names("keras.utils").Sequence


class TimeseriesGenerator(sequence.TimeseriesGenerator, Sequence):
    """Batches of windows over time, a ``Sequence`` of the installed Keras; see Keras 2.2.4 for the arguments.

    Example:
        >>> windows = TimeseriesGenerator([[1], [2], [3], [4]], [1, 2, 3, 4], length=2, batch_size=2)
        >>> len(windows), windows[0][0].shape
        (1, (2, 2, 1))
    """
