"""``keras.preprocessing.sequence``: padding, skip-grams and windows over time, as in Keras 2.2.4."""
from keras.src.legacy.preprocessing.sequence import (  # not public since Keras 3
    TimeseriesGenerator,
    make_sampling_table,
    skipgrams,
)
from keras.utils import pad_sequences

__all__ = ["TimeseriesGenerator", "make_sampling_table", "pad_sequences", "skipgrams"]
