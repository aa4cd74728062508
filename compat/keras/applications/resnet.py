"""The old ``keras.applications.resnet`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    def ResNet101(*args: Any, **kwargs: Any) -> Any: ...
    def ResNet152(*args: Any, **kwargs: Any) -> Any: ...
    def ResNet50(*args: Any, **kwargs: Any) -> Any: ...
    def decode_predictions(*args: Any, **kwargs: Any) -> Any: ...
    from compat.keras.applications.densenet import keras_modules_injection as keras_modules_injection
    def preprocess_input(*args: Any, **kwargs: Any) -> Any: ...
