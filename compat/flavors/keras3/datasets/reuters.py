"""``keras.datasets.reuters``, downloaded and read by Keras 3."""
from keras.datasets.reuters import get_word_index, load_data

__all__ = ["get_word_index", "load_data"]
