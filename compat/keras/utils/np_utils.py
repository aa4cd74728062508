"""The old ``keras.utils.np_utils`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    def normalize(x: Any, axis: Any = -1, order: Any = 2) -> Any: ...
    def to_categorical(y: Any, num_classes: Any = None, dtype: Any = 'float32') -> Any: ...
