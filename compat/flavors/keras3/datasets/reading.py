"""What the data sets have in common: errors without a network, and an argument of Keras 1."""
import os
import warnings
from typing import Any, ContextManager, Dict, Optional

from ...shared.downloads import cache_of, failures


def downloads(name: Optional[str] = None, folder: str = "datasets") -> ContextManager[None]:
    """Within it a download of Keras that fails is a :class:`DownloadError` that says where the file belongs.

    Args:
        name: the file, where it is not the last part of the URL.
        folder: where it belongs, in the cache.
    """
    return failures(lambda origin: os.path.join(cache_of(None), folder, name or origin.rpartition("/")[2]))


def number_of_words(num_words: Optional[int], others: Dict[str, Any]) -> Optional[int]:
    """``num_words``, or ``nb_words`` of Keras 1.

    Raises:
        TypeError: another keyword.
    """
    if "nb_words" in others:
        warnings.warn("The `nb_words` argument in `load_data` has been renamed `num_words`.", stacklevel=3)
        num_words = others.pop("nb_words")
    if others:
        raise TypeError("Unrecognized keyword arguments: {}".format(others))
    return num_words
