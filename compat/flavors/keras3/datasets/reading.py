"""What the data sets have in common: errors without a network, and arguments of Keras 1."""
import os
import warnings
from contextlib import contextmanager
from typing import Any, Dict, Iterator, Optional

from compat.errors import DownloadError

from ...shared.downloads import cache_of, not_downloaded

_FAILED = "URL fetch failure on "  # how Keras begins the bare Exception of a download that failed


@contextmanager
def downloads(name: Optional[str] = None, folder: str = "datasets") -> Iterator[None]:
    """Within it a download of Keras that fails is a :class:`DownloadError`.

    Args:
        name: the file, where it is not the last part of the URL.
        folder: where it belongs, in the cache.
    """
    try:
        yield
    except DownloadError:
        raise
    except Exception as error:
        if not str(error).startswith(_FAILED):
            raise
        origin = str(error)[len(_FAILED):].partition(": ")[0]
        target = os.path.join(cache_of(None), folder, name or origin.rpartition("/")[2])
        raise not_downloaded(target, origin, error) from error


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
