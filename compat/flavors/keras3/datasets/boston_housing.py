"""``keras.datasets.boston_housing``, downloaded and read by Keras 3."""
from keras.datasets.boston_housing import load_data

__all__ = ["load_data"]
