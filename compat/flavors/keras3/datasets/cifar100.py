"""``keras.datasets.cifar100``, downloaded and read by Keras 3."""
from keras.datasets.cifar100 import load_data

__all__ = ["load_data"]
