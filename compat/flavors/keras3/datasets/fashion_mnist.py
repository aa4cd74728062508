"""``keras.datasets.fashion_mnist``, downloaded and read by Keras 3."""
from keras.datasets.fashion_mnist import load_data

__all__ = ["load_data"]
