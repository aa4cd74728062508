"""``keras.preprocessing.sequence`` on Keras 3: padding, skip-grams and windows over time, as in Keras 2.2.4."""
from keras.utils import pad_sequences

from ...shared.preprocessing.sequence import TimeseriesGenerator, _remove_long_seq, make_sampling_table, skipgrams

__all__ = ["TimeseriesGenerator", "_remove_long_seq", "make_sampling_table", "pad_sequences", "skipgrams"]
