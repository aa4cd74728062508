"""``warmstart_embedding_matrix`` of ``tf.keras.utils`` (tf.keras 2.12 to 2.15)."""
from typing import Any, List

import numpy as np

from compat.flavors import Names


def warmstart_embedding_matrix(base_vocabulary: Any, new_vocabulary: Any, base_embeddings: Any,
                               new_embeddings_initializer: Any = "uniform") -> Any:
    """Embeddings for a new vocabulary: those of words that the old one has, and new ones for the others.

    Args:
        base_vocabulary, new_vocabulary: words, or the path of a text file with one on each line.
        base_embeddings: array or variable ``(words, size)``.
        new_embeddings_initializer: name or object.

    Returns:
        Tensor ``(new words, size)`` of the dtype of ``base_embeddings``.

    Example:
        >>> from compat.keras import backend as K
        >>> K.eval(warmstart_embedding_matrix(["a", "b"], ["b", "c"], np.array([[1.0], [2.0]]), "zeros")).tolist()
        [[2.0], [0.0]]
    """
    K = Names("keras.backend")
    old = base_embeddings if isinstance(base_embeddings, np.ndarray) else np.asarray(K.get_value(base_embeddings))
    places = {word: place for place, word in enumerate(_words(base_vocabulary))}
    words = _words(new_vocabulary)
    found = np.array(K.eval(Names("keras.initializers").get(new_embeddings_initializer)((len(words), old.shape[1]))), old.dtype)
    for place, word in enumerate(words):
        if word in places:
            found[place] = old[places[word]]
    return K.constant(found, dtype=old.dtype.name)


def _words(vocabulary: Any) -> List[str]:
    if isinstance(vocabulary, str):
        with open(vocabulary, encoding="utf8") as file:
            return file.read().splitlines()
    return [word.decode("utf8") if isinstance(word, bytes) else word for word in np.asarray(vocabulary).tolist()]
