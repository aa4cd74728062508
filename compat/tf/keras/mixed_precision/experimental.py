"""The old ``tf.keras.mixed_precision.experimental`` of TensorFlow 2.4 to 2.15, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    class LossScaleOptimizer(Any):
        def __init__(self, optimizer: Any, loss_scale: Any) -> None: ...
    class Policy(Any):
        def __init__(self, name: Any, loss_scale: Any = 'auto') -> None: ...
    def get_layer_policy(layer: Any) -> Any: ...
    def global_policy() -> Any: ...
    def set_policy(policy: Any) -> Any: ...
