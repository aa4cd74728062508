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
    from compat.keras.utils.io_utils import ask_to_proceed_with_overwrite as ask_to_proceed_with_overwrite
    from compat.keras.utils import conv_utils as conv_utils
    from compat.keras.utils.layer_utils import count_params as count_params
    def get_source_inputs(tensor: Any, layer: Any = None, node_index: Any = None) -> Any: ...
    from compat.keras.utils.generic_utils import has_arg as has_arg
    from compat.keras.engine.saving import load_weights_from_hdf5_group as load_weights_from_hdf5_group
    from compat.keras.engine.saving import load_weights_from_hdf5_group_by_name as load_weights_from_hdf5_group_by_name
    from compat.keras.layers.core import merge as merge
    from compat.keras.engine.saving import preprocess_weights_for_loading as preprocess_weights_for_loading
    def print_layer_summary(model: Any, line_length: Any = None, positions: Any = None, print_fn: Any = None) -> Any: ...
    from compat.keras.engine.saving import save_weights_to_hdf5_group as save_weights_to_hdf5_group
