"""The old ``keras.engine.topology`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    class Container(Any):
        def __init__(self) -> None: ...
    from compat.keras.engine.input_layer import Input as Input
    from compat.keras.engine.input_layer import InputLayer as InputLayer
    from compat.keras.engine.base_layer import InputSpec as InputSpec
    from compat.keras.engine.base_layer import Layer as Layer
    from compat.keras.layers.core import Merge as Merge
    from compat.keras.engine.network import Network as Network
    from compat.keras.engine.base_layer import Node as Node
    from compat.keras.engine.base_layer import _collect_input_shape as _collect_input_shape
    from compat.keras.engine.base_layer import _collect_previous_mask as _collect_previous_mask
    from compat.keras.engine.base_layer import _is_all_none as _is_all_none
    from compat.keras.engine.base_layer import _object_list_uid as _object_list_uid
    from compat.keras.engine.base_layer import _to_list as _to_list
    from compat.keras.engine.base_layer import _to_snake_case as _to_snake_case
    def get_source_inputs(tensor: Any, layer: Any = None, node_index: Any = None) -> Any: ...
    from compat.keras.layers.core import merge as merge
