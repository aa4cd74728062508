"""The old ``keras.utils.vis_utils`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras.engine.training import Model as Model
    from compat.keras.layers.wrappers import Wrapper as Wrapper
    def add_edge(dot: Any, src: Any, dst: Any) -> Any: ...
    def is_model(layer: Any) -> Any: ...
    def is_wrapped_model(layer: Any) -> Any: ...
    def model_to_dot(model: Any, show_shapes: Any = False, show_layer_names: Any = True, rankdir: Any = 'TB', expand_nested: Any = False, dpi: Any = 96, subgraph: Any = False) -> Any: ...
    def plot_model(model: Any, to_file: Any = 'model.png', show_shapes: Any = False, show_layer_names: Any = True, rankdir: Any = 'TB', expand_nested: Any = False, dpi: Any = 96) -> Any: ...
