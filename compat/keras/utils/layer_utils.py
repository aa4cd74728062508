"""The old ``keras.utils.layer_utils`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras import backend as K
    def convert_all_kernels_in_model(model: Any) -> Any: ...
    def convert_dense_weights_data_format(dense: Any, previous_feature_map_shape: Any, target_data_format: Any = 'channels_first') -> Any: ...
    from compat.keras.utils.conv_utils import convert_kernel as convert_kernel
    def count_params(weights: Any) -> Any: ...
    from compat.keras.engine.topology import get_source_inputs as get_source_inputs
    def print_summary(model: Any, line_length: Any = None, positions: Any = None, print_fn: Any = None) -> Any: ...
