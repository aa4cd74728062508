"""The old ``tf.keras.datasets.imdb`` of TensorFlow 2.4 to 2.15, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    def get_word_index(path: Any = 'imdb_word_index.json') -> Any: ...
    def load_data(path: Any = 'imdb.npz', num_words: Any = None, skip_top: Any = 0, maxlen: Any = None, seed: Any = 113, start_char: Any = 1, oov_char: Any = 2, index_from: Any = 3, **kwargs: Any) -> Any: ...
