"""``keras.datasets.mnist``, read by Keras 3."""
from typing import Any

from keras.datasets import mnist

from .reading import downloads

__all__ = ["load_data"]


def load_data(path: str = "mnist.npz") -> Any:
    """``(x_train, y_train), (x_test, y_test)``: 60,000 and 10,000 digits, ``uint8`` of 28 × 28.

    Raises:
        DownloadError: the file is not in the cache and cannot be downloaded.
    """
    with downloads(path):
        return mnist.load_data(path)
