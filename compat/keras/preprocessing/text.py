"""The old ``keras.preprocessing.text`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    class Tokenizer(Any):
        def __init__(self, num_words: Any = None, filters: Any = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n', lower: Any = True, split: Any = ' ', char_level: Any = False, oov_token: Any = None, document_count: Any = 0, **kwargs: Any) -> None: ...
    def hashing_trick(text: Any, n: Any, hash_function: Any = None, filters: Any = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n', lower: Any = True, split: Any = ' ') -> Any: ...
    def one_hot(text: Any, n: Any, filters: Any = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n', lower: Any = True, split: Any = ' ') -> Any: ...
    def text_to_word_sequence(text: Any, filters: Any = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n', lower: Any = True, split: Any = ' ') -> Any: ...
    def tokenizer_from_json(json_string: Any) -> Any: ...
