"""``keras.preprocessing.sequence`` on tf.keras and tf_keras: padding, skip-grams and windows over time, as in Keras 2.2.4."""
from ...shared.preprocessing.sequence import TimeseriesGenerator, _remove_long_seq, make_sampling_table, skipgrams
from ..installed import keras

__all__ = ["TimeseriesGenerator", "_remove_long_seq", "make_sampling_table", "pad_sequences", "skipgrams"]

pad_sequences = keras.preprocessing.sequence.pad_sequences
