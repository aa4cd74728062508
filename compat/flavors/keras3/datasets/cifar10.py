"""``keras.datasets.cifar10``."""
from typing import Any

from .cifar import folder_of, read

__all__ = ["load_data"]


def load_data() -> Any:
    """``(x_train, y_train), (x_test, y_test)``: 50,000 and 10,000 small images of ten classes.

    Raises:
        DownloadError: the files are not in the cache and cannot be downloaded.
    """
    folder = folder_of("cifar-10", "cifar-10-batches-py")
    images, labels = read(folder, ["data_batch_{}".format(number) for number in range(1, 6)], "labels")
    return (images, labels.astype("uint8")), read(folder, ["test_batch"], "labels")
