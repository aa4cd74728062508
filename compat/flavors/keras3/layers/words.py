"""``TextVectorization``, ``StringLookup``, ``Hashing``, ``HashedCrossing`` of tf.keras 2.2 to 2.15 without TensorFlow.

Keras 3 computes them with TensorFlow on every backend. Files hold their vocabularies, so that NumPy can. They take numbers
that stand for texts (:mod:`..texts`), which compat's models make of texts.
"""
from typing import Any, List, Optional, Sequence, Tuple

import keras
import numpy as np
from keras import tree

from compat.errors import ConfigError
from compat.flavors.shared.text_hashes import crossed, fingerprint, strong
from compat.flavors.shared.text_words import SPLIT, STANDARDIZED, Vocabulary, as_rows, encoded, padded, with_ngrams

from ..texts import numbered
from .base import legacy
from .restored import RestoredLayer
from .texts import LooksUp

_MODES = ("int", "one_hot", "multi_hot", "count", "tf_idf")


class WithoutTensorFlow(LooksUp, RestoredLayer):
    """Base of these layers; their output is computed by :meth:`_looked_up` for arrays.

    Raises:
        ConfigError: an ``output_mode`` of another kind.
    """

    output_mode: str

    def _check_mode(self, modes: Sequence[str]) -> None:
        if self.output_mode not in modes:
            raise self._not_served("has output_mode {!r}".format(self.output_mode))

    def _not_served(self, what: str) -> ConfigError:
        return ConfigError("layer {!r} ({}) {}, which only TensorFlow computes; set KERAS_BACKEND=tensorflow, or take it out "
                           "of the model and do its work before".format(self.name, type(self).__name__[len("Plain"):], what))

    def compute_output_spec(self, inputs: Any) -> Any:
        """Axes that differ between two batches are open."""
        first, second = (self._looked_up(self._samples(each, inputs, (2, 3))) for each in range(2))
        shape = [one if one == other else None for one, other in zip(first.shape, second.shape)]
        return keras.KerasTensor((*tree.flatten(inputs)[0].shape[:1], *shape[1:]), dtype=str(first.dtype))

    def _encoded(self, places: Any, depth: int, weights: Any = None) -> Any:
        if self.output_mode == "int":
            return places
        rows, shape = as_rows(places, self.output_mode)
        return encoded(rows, self.output_mode, depth, weights).reshape(*shape, depth).astype(self.compute_dtype)


class HasVocabulary(WithoutTensorFlow):
    """Base of the two that have a vocabulary.

    Raises:
        ConfigError: the file holds none, or no weights for ``tf_idf``.
    """

    def _learn(self, vocabulary: Any, mask: Optional[str], other: str, outside: int, weights: Any) -> None:
        words = words_of(vocabulary, mask, other)
        if not words:
            raise ConfigError("layer {!r} ({}) has no vocabulary in its configuration: one that a layer was adapted to is in "
                              "SavedModels and .keras archives, and in a checkpoint of tf.keras up to 2.5".format(
                                  self.name, type(self).__name__[len("Plain"):]))
        masks = mask is not None and self.output_mode == "int"
        self.__dict__["_words"] = Vocabulary(words, str(mask).encode() if masks else None, outside)
        self.__dict__["_special"] = [mask] * masks + [other] * outside
        self.__dict__["_weights_of_places"] = self._weights(weights, len(words), outside)
        self.built = True

    def _weights(self, stated: Any, count: int, outside: int) -> Any:
        """The weights of all places for ``tf_idf``: words out of the vocabulary have the mean of the others."""
        if self.output_mode != "tf_idf":
            return None
        if stated is None:
            raise self._not_served("has no idf_weights in the file")
        weights = np.asarray(stated, "float32")
        weights = np.concatenate([np.full(outside, weights.mean()), weights]) if len(weights) == count else weights
        return np.pad(weights, (0, max(0, self._depth() - len(weights)))).astype("float32")

    def _depth(self) -> int:
        """The length of the last axis of what are no places."""
        return int(self.max_tokens) if self.pad_to_max_tokens and self.max_tokens else self._words.size

    def get_vocabulary(self, include_special_tokens: bool = True) -> List[str]:
        """The words in the order of their places."""
        special = self._special if include_special_tokens else []
        return special + [word.decode("utf8", "replace") for word in self._words.words]

    def vocabulary_size(self) -> int:
        """The number of places."""
        return int(self._words.size)


@legacy
class PlainStringLookup(HasVocabulary):
    """Places of texts in a vocabulary; or how often, or whether, each occurs.

    Args:
        vocabulary: the texts, with or without the mask and ``oov_token``.
        max_tokens, num_oov_indices, mask_token, oov_token, output_mode, pad_to_max_tokens, idf_weights: as in
            ``tf.keras.layers.StringLookup`` of 2.15.
        others: taken where they change nothing.

    Raises:
        ConfigError: it has no vocabulary, or gives texts.
    """

    def __init__(self, vocabulary: Optional[Sequence[Any]] = None, max_tokens: Optional[int] = None, num_oov_indices: int = 1,
                 mask_token: Optional[str] = None, oov_token: str = "[UNK]", invert: bool = False, output_mode: str = "int",
                 pad_to_max_tokens: bool = False, idf_weights: Any = None, sparse: bool = False, encoding: str = "utf-8",
                 vocabulary_dtype: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keep(vocabulary=None if vocabulary is None else list(vocabulary), max_tokens=max_tokens,
                   num_oov_indices=num_oov_indices, mask_token=mask_token, oov_token=oov_token, invert=False,
                   output_mode=output_mode, pad_to_max_tokens=pad_to_max_tokens, idf_weights=idf_weights, sparse=False,
                   encoding=encoding)
        self._check_mode(_MODES)
        if invert:
            raise self._not_served("gives texts")
        self._learn(vocabulary, mask_token, oov_token, num_oov_indices, idf_weights)

    def _sample(self, which: int, size: int, like: Any) -> Any:
        shape = [each if isinstance(each, int) else size for each in like.shape]
        return numbered(np.full(shape, self._words.words[0], object))  # others may have no place

    def _looked_up(self, inputs: Any) -> Any:
        texts = self._texts_or_numbers(np.asarray(inputs))
        places = np.asarray(self._words.places_of(texts.reshape(-1)), "int64").reshape(texts.shape)
        return self._encoded(places, self._depth(), self._weights_of_places)


@legacy
class PlainTextVectorization(HasVocabulary):
    """Texts as places of their words in a vocabulary; or how often, or whether, each word occurs.

    Args:
        vocabulary: the words, with or without ``""`` and ``"[UNK]"``.
        max_tokens, standardize, split, ngrams, output_mode, output_sequence_length, pad_to_max_tokens, idf_weights: as in
            ``tf.keras.layers.TextVectorization`` of 2.15.
        others: taken where they change nothing.

    Input ``(batch,)`` or ``(batch, 1)``, without ``split`` of any two axes. Output of whole numbers ``(batch, words)``, or
    floats ``(batch, vocabulary)``.

    Raises:
        ConfigError: it has no vocabulary, or standardizes or splits by a function.
    """

    def __init__(self, vocabulary: Optional[Sequence[Any]] = None, max_tokens: Optional[int] = None,
                 standardize: Any = "lower_and_strip_punctuation", split: Any = "whitespace", ngrams: Any = None,
                 output_mode: str = "int", output_sequence_length: Optional[int] = None, pad_to_max_tokens: bool = False,
                 idf_weights: Any = None, ragged: bool = False, sparse: bool = False, encoding: str = "utf-8",
                 **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keep(vocabulary=None if vocabulary is None else list(vocabulary), max_tokens=max_tokens, standardize=standardize,
                   split=split, ngrams=ngrams, output_mode=output_mode, output_sequence_length=output_sequence_length,
                   pad_to_max_tokens=pad_to_max_tokens, idf_weights=idf_weights, ragged=ragged, sparse=False, encoding=encoding)
        self._check_mode([mode for mode in _MODES if mode != "one_hot"])
        for name, known in (("standardize", STANDARDIZED), ("split", SPLIT)):
            if not isinstance(getattr(self, name), (str, type(None))) or getattr(self, name) not in known:
                raise self._not_served("has a function as {}".format(name))
        if ragged:
            raise self._not_served("gives ragged tensors")
        self.__dict__["_widths"] = _widths(ngrams)
        self._learn(vocabulary, "", "[UNK]", 1, idf_weights)

    def _looked_up(self, inputs: Any) -> Any:
        texts = self._texts_or_numbers(np.asarray(inputs))
        rows = [self._words.places_of(self._parts(each)) for each in texts.reshape(len(texts), -1)]
        if self.output_mode == "int":
            return padded(rows, self.output_sequence_length) if texts.ndim > 1 or self.split else np.asarray(rows)[:, 0]
        return encoded(rows, self.output_mode, self._depth(), self._weights_of_places).astype(self.compute_dtype)

    def _parts(self, texts: Any) -> List[bytes]:
        standardize, split = STANDARDIZED[self.standardize], SPLIT[self.split]
        words = [word for text in texts for word in split(standardize(text))]
        return with_ngrams(words, self._widths) if self._widths else words


@legacy
class PlainHashing(WithoutTensorFlow):
    """Texts or whole numbers by their hash.

    Args:
        num_bins, mask_value, salt, output_mode: as in ``tf.keras.layers.Hashing`` of 2.15.
        sparse: taken; the output is dense.
    """

    takes_numbers = True

    def __init__(self, num_bins: int, mask_value: Any = None, salt: Any = None, output_mode: str = "int", sparse: bool = False,
                 **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keep(num_bins=num_bins, mask_value=mask_value, salt=salt, output_mode=output_mode, sparse=False)
        self._check_mode(_MODES[:-1])
        keys = [salt, salt] if isinstance(salt, int) else salt
        self.__dict__["_keys"] = None if keys is None else tuple(map(int, keys))
        self.built = True

    def _looked_up(self, inputs: Any) -> Any:
        texts = self._texts_or_numbers(np.asarray(inputs))
        flat = [_as_text(each) for each in texts.reshape(-1).tolist()]
        mask = None if self.mask_value is None else _as_text(self.mask_value)
        bins = self.num_bins - (mask is not None)
        hashes = [fingerprint(each) if self._keys is None else strong(each, self._keys) for each in flat]
        places = [0 if each == mask and mask is not None else found % bins + (mask is not None)
                  for each, found in zip(flat, hashes)]
        return self._encoded(np.asarray(places, "int64").reshape(texts.shape), self.num_bins)


@legacy
class PlainHashedCrossing(WithoutTensorFlow):
    """Pairs of texts or whole numbers by their hash.

    Args:
        num_bins, output_mode: as in ``tf.keras.layers.HashedCrossing`` of 2.15.
        sparse: taken; the output is dense.
    """

    takes_numbers = True

    def __init__(self, num_bins: int, output_mode: str = "int", sparse: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keep(num_bins=num_bins, output_mode=output_mode, sparse=False)
        self._check_mode(("int", "one_hot"))
        self.built = True

    def _looked_up(self, inputs: Any) -> Any:
        columns = [self._texts_or_numbers(np.asarray(each)) for each in inputs]
        flat = [[fingerprint(each) if isinstance(each, bytes) else each for each in column.reshape(-1).tolist()]
                for column in columns]
        places = np.asarray([crossed(each) % self.num_bins for each in zip(*flat)], "int64").reshape(columns[0].shape)
        return self._encoded(places, self.num_bins)


def words_of(vocabulary: Any, *special: Optional[str]) -> List[bytes]:
    """The words of a vocabulary as bytes, without those that stand for padding and for others."""
    given = list(vocabulary) if isinstance(vocabulary, (list, tuple)) else []
    begins = next((place for place, word in enumerate(given[:2]) if word == special[-1]), None)
    if begins is not None and (begins == 0 or given[0] == special[0]):
        given = given[begins + 1:]
    return [word.encode() if isinstance(word, str) else bytes(word) for word in given if word is not None]


def _widths(ngrams: Any) -> Tuple[int, ...]:
    return () if ngrams is None else tuple(range(1, ngrams + 1)) if isinstance(ngrams, int) else tuple(map(int, ngrams))


def _as_text(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
