"""The old ``tf.keras.preprocessing.text`` of TensorFlow 2.4 to 2.15, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    class Tokenizer(Any):
        def __init__(self, num_words: Any = None, filters: Any = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n', lower: Any = True, split: Any = ' ', char_level: Any = False, oov_token: Any = None, analyzer: Any = None, **kwargs: Any) -> None: ...
    def hashing_trick(text: Any, n: Any, hash_function: Any = None, filters: Any = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n', lower: Any = True, split: Any = ' ', analyzer: Any = None) -> Any: ...
    def one_hot(input_text: Any, n: Any, filters: Any = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n', lower: Any = True, split: Any = ' ', analyzer: Any = None) -> Any: ...
    def text_to_word_sequence(input_text: Any, filters: Any = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n', lower: Any = True, split: Any = ' ') -> Any: ...
    def tokenizer_from_json(json_string: Any) -> Any: ...
