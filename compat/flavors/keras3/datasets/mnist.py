"""``keras.datasets.mnist``, downloaded and read by Keras 3."""
from keras.datasets.mnist import load_data

__all__ = ["load_data"]
