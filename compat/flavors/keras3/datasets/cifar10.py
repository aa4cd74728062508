"""``keras.datasets.cifar10``, downloaded and read by Keras 3."""
from keras.datasets.cifar10 import load_data

__all__ = ["load_data"]
