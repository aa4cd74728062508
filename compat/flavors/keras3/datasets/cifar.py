"""``keras.datasets.cifar``: the files of CIFAR-10 and CIFAR-100, in the folders of Keras 2.2.4."""
import os
from typing import Any, Tuple

import keras
import numpy as np
from keras.src.datasets.cifar import load_batch  # not public since Keras 3

from ..utils import get_file

__all__ = ["load_batch"]

_ORIGIN = "https://www.cs.toronto.edu/~kriz/{}-python.tar.gz"


def folder_of(name: str, folder: str) -> str:
    """The folder of extracted files of ``"cifar-10"`` or ``"cifar-100"``.

    Raises:
        DownloadError: it is not in the cache and cannot be downloaded.
    """
    return get_file(folder, _ORIGIN.format(name), untar=True)


def read(folder: str, batches: Any, label_key: str) -> Tuple[Any, Any]:
    """Images ``(n, 32, 32, 3)``, channels first where the configuration says so, and labels ``(n, 1)``."""
    found = [load_batch(os.path.join(folder, batch), label_key=label_key) for batch in batches]
    images = np.concatenate([images for images, _ in found])
    labels = np.concatenate([labels for _, labels in found]).reshape(-1, 1)
    return images.transpose(0, 2, 3, 1) if keras.config.image_data_format() == "channels_last" else images, labels
