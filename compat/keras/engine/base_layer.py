"""The old ``keras.engine.base_layer`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    class InputSpec(Any):
        def __init__(self, dtype: Any = None, shape: Any = None, ndim: Any = None, max_ndim: Any = None, min_ndim: Any = None, axes: Any = None) -> None: ...
    class Layer(Any):
        def __init__(self, **kwargs: Any) -> None: ...
    class Node(Any):
        def __init__(self, outbound_layer: Any, inbound_layers: Any, node_indices: Any, tensor_indices: Any, input_tensors: Any, output_tensors: Any, input_masks: Any, output_masks: Any, input_shapes: Any, output_shapes: Any, arguments: Any = None) -> None: ...
    def disable_tracking(func: Any) -> Any: ...
