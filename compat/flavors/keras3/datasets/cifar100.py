"""``keras.datasets.cifar100``."""
from typing import Any

from .cifar import folder_of, read

__all__ = ["load_data"]


def load_data(label_mode: str = "fine") -> Any:
    """``(x_train, y_train), (x_test, y_test)``: 50,000 and 10,000 small images of a hundred classes.

    Args:
        label_mode: ``'fine'``, or ``'coarse'`` for twenty groups of classes.

    Raises:
        ValueError: another mode.
        DownloadError: the files are not in the cache and cannot be downloaded.
    """
    if label_mode not in ("fine", "coarse"):
        raise ValueError('`label_mode` must be one of `"fine"`, `"coarse"`.')
    folder = folder_of("cifar-100", "cifar-100-python")
    train, test = (read(folder, [batch], label_mode + "_labels") for batch in ("train", "test"))
    return train, test
