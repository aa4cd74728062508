"""The old ``keras.engine.input_layer`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    def Input(shape: Any = None, batch_shape: Any = None, name: Any = None, dtype: Any = None, sparse: Any = False, tensor: Any = None) -> Any: ...
    class InputLayer(Any):
        def __init__(self, input_shape: Any = None, batch_size: Any = None, batch_input_shape: Any = None, dtype: Any = None, input_tensor: Any = None, sparse: Any = False, name: Any = None) -> None: ...
    from compat.keras import backend as K
    from compat.keras.engine.base_layer import Layer as Layer
    from compat.keras.engine.base_layer import Node as Node
    from compat.keras.legacy import interfaces as interfaces
    from compat.keras.utils.generic_utils import unpack_singleton as unpack_singleton
