"""``keras.datasets.reuters``, read by Keras 3."""
from typing import Any, Optional

from keras.datasets import reuters

from .reading import downloads, number_of_words

__all__ = ["get_word_index", "load_data"]


def load_data(path: str = "reuters.npz", num_words: Optional[int] = None, skip_top: int = 0, maxlen: Optional[int] = None,
              test_split: float = 0.2, seed: int = 113, start_char: Optional[int] = 1, oov_char: Optional[int] = 2,
              index_from: int = 3, **kwargs: Any) -> Any:
    """``(x_train, y_train), (x_test, y_test)``: 11,228 newswires as lists of word indices, and one of 46 topics.

    Args:
        path: the file, in the cache.
        num_words: how many of the most frequent words to keep (``nb_words`` in Keras 1).
        skip_top: how many of the most frequent words to leave out.
        maxlen: leave out what is longer.
        start_char: what begins each list.
        oov_char: index that replaces a word that is left out.
        index_from: what is added to the indices.

    Raises:
        TypeError: another keyword.
        DownloadError: the file is not in the cache and cannot be downloaded.
    """
    num_words = number_of_words(num_words, kwargs)
    with downloads(path):
        return reuters.load_data(path, num_words, skip_top, maxlen, test_split=test_split, seed=seed,
                                 start_char=start_char, oov_char=oov_char, index_from=index_from)


def get_word_index(path: str = "reuters_word_index.json") -> Any:
    """Word → index, a dictionary.

    Raises:
        DownloadError: the file is not in the cache and cannot be downloaded.
    """
    with downloads(path):
        return reuters.get_word_index(path)
