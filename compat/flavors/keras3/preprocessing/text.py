"""``keras.preprocessing.text``: words to numbers, as in Keras 2.2.4."""
from keras.src.legacy.preprocessing.text import (  # not public since Keras 3
    Tokenizer,
    hashing_trick,
    one_hot,
    text_to_word_sequence,
    tokenizer_from_json,
)

__all__ = ["Tokenizer", "hashing_trick", "one_hot", "text_to_word_sequence", "tokenizer_from_json"]
