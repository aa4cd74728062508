"""``keras.datasets.boston_housing``, read by Keras 3."""
from typing import Any

from keras.datasets import boston_housing

from .reading import downloads

__all__ = ["load_data"]


def load_data(path: str = "boston_housing.npz", test_split: float = 0.2, seed: int = 113) -> Any:
    """``(x_train, y_train), (x_test, y_test)``: 13 features and the price of houses.

    Raises:
        DownloadError: the file is not in the cache and cannot be downloaded.
    """
    with downloads(path):
        return boston_housing.load_data(path, test_split, seed)
