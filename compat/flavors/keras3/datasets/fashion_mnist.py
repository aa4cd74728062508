"""``keras.datasets.fashion_mnist``, read by Keras 3."""
import os
from typing import Any

from keras.datasets import fashion_mnist

from .reading import downloads

__all__ = ["load_data"]


def load_data() -> Any:
    """``(x_train, y_train), (x_test, y_test)``: 60,000 and 10,000 pieces of clothing, ``uint8`` of 28 × 28.

    Raises:
        DownloadError: a file is not in the cache and cannot be downloaded.
    """
    with downloads(folder=os.path.join("datasets", "fashion-mnist")):
        return fashion_mnist.load_data()
