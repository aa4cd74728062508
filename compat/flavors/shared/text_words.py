"""What ``TextVectorization``, ``StringLookup`` and ``Hashing`` of tf.keras 2.15 compute, in NumPy.

Texts are ``bytes``, as TensorFlow has them. The numbers are those of TensorFlow to the last one: white space and punctuation
are those of ASCII, only letters of ASCII are lowered, and characters are those of UTF-8.
"""
import string
from typing import Any, Callable, Iterable, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from .text_hashes import fingerprint

_PUNCTUATION = string.punctuation.encode()
#: Value of ``standardize`` → what it does to a text.
STANDARDIZED: Mapping[Optional[str], Callable[[bytes], bytes]] = {
    None: bytes,
    "lower": bytes.lower,
    "strip_punctuation": lambda text: text.translate(None, _PUNCTUATION),
    "lower_and_strip_punctuation": lambda text: text.lower().translate(None, _PUNCTUATION),
}
#: Value of ``split`` → the parts of a text.
SPLIT: Mapping[Optional[str], Callable[[bytes], List[bytes]]] = {
    None: lambda text: [text],
    "whitespace": bytes.split,
    "character": lambda text: [each.encode() for each in text.decode("utf8", "replace")],
}


def with_ngrams(words: Sequence[bytes], widths: Iterable[int]) -> List[bytes]:
    """The runs of so many words, joined by a space, width after width.

    Example:
        >>> with_ngrams([b"a", b"b", b"c"], (1, 2))
        [b'a', b'b', b'c', b'a b', b'b c']
    """
    return [b" ".join(words[start:start + width]) for width in widths for start in range(len(words) - width + 1)]


class Vocabulary:
    """Places of texts: of the mask if it has one, then of words that are out of the vocabulary, then of the vocabulary.

    Args:
        words: in order, without the mask and the word for those that are out of it.
        mask: the text at place 0, or None.
        outside: number of places for other words; which one is decided by a hash.

    Example:
        >>> Vocabulary([b"red", b"blue"], b"", 1).places_of([b"blue", b"", b"green"])
        [3, 0, 1]
    """

    def __init__(self, words: Sequence[bytes], mask: Optional[bytes], outside: int) -> None:
        self._first_outside, self._outside = int(mask is not None), outside
        self.words = tuple(words)
        self.size = self._first_outside + outside + len(words)
        self._places = {word: place for place, word in enumerate(words, self._first_outside + outside)}
        if mask is not None:
            self._places.setdefault(mask, 0)

    def places_of(self, words: Iterable[bytes]) -> List[int]:
        """The place of each word.

        Raises:
            KeyError: there is no place for words that are out of the vocabulary.
        """
        known = self._places
        return [known[word] if word in known else self._place_outside(word) for word in words]

    def _place_outside(self, word: bytes) -> int:
        if not self._outside:
            raise KeyError("{!r} is not in the vocabulary, and num_oov_indices is 0".format(word.decode("utf8", "replace")))
        return self._first_outside + (fingerprint(word) % self._outside if self._outside > 1 else 0)


def encoded(places: Sequence[Sequence[int]], output_mode: str, depth: int, weights: Any = None) -> Any:
    """How often, or whether, each place occurs in a row.

    Args:
        places: rows of any length.
        output_mode: ``"count"``, ``"tf_idf"``, ``"multi_hot"`` or ``"one_hot"``.
        depth: number of places.
        weights: of each place, for ``"tf_idf"``.

    Returns:
        Array ``(rows, depth)`` of float32.

    Example:
        >>> encoded([[1, 1], []], "count", 3).tolist()
        [[0.0, 2.0, 0.0], [0.0, 0.0, 0.0]]
    """
    found = np.zeros((len(places), depth), "float32")
    for row, each in zip(found, places):
        np.add.at(row, np.asarray(each, "int64"), 1)
    if output_mode == "tf_idf":
        return found * np.asarray(weights, "float32")
    return found if output_mode == "count" else np.minimum(found, 1)


def as_rows(places: Any, output_mode: str) -> Tuple[Any, Tuple[int, ...]]:
    """Rows for :func:`encoded`, and the shape of what is encoded before its last axis: ``one_hot`` encodes each place alone."""
    alone = output_mode == "one_hot" and (places.ndim == 0 or places.shape[-1] != 1)
    shape = places.shape if alone or places.ndim == 0 else places.shape[:-1]
    rows = int(np.prod(shape, dtype="int64"))
    return places.reshape(rows, -1) if places.size else np.zeros((rows, 0), "int64"), shape


def padded(rows: Sequence[Sequence[int]], length: Optional[int]) -> Any:
    """Rows of whole numbers as one array, cut and filled up with zeros to a length, else that of the longest.

    Example:
        >>> padded([[1, 2, 3], [4]], 2).tolist()
        [[1, 2], [4, 0]]
    """
    width = max((len(each) for each in rows), default=0) if length is None else length
    found = np.zeros((len(rows), width), "int64")
    for row, each in zip(found, rows):
        row[:len(each)] = each[:width]
    return found
