"""The old ``keras.applications.imagenet_utils`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    CLASS_INDEX: Any
    CLASS_INDEX_PATH: Any
    from compat.keras import backend as K
    def _obtain_input_shape(input_shape: Any, default_size: Any, min_size: Any, data_format: Any, require_flatten: Any = None, weights: Any = None, include_top: Any = None) -> Any: ...
    def decode_predictions(*args: Any, **kwargs: Any) -> Any: ...
    from compat.keras.utils.data_utils import get_file as get_file
    from compat.keras.applications.densenet import keras_modules_injection as keras_modules_injection
    def preprocess_input(*args: Any, **kwargs: Any) -> Any: ...
