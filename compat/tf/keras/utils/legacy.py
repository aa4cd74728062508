"""The old ``tf.keras.utils.legacy`` of TensorFlow 2.4 to 2.15, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    def deserialize_keras_object(identifier: Any, module_objects: Any = None, custom_objects: Any = None, printable_module_name: Any = 'object') -> Any: ...
    def serialize_keras_object(instance: Any) -> Any: ...
