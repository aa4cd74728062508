"""The old ``tf.keras.backend.experimental`` of TensorFlow 2.4 to 2.15, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    def disable_tf_random_generator() -> Any: ...
    def enable_tf_random_generator() -> Any: ...
    def is_tf_random_generator_enabled() -> Any: ...
