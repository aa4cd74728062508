"""The old ``keras.engine.sequential`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras.engine.input_layer import Input as Input
    from compat.keras.engine.input_layer import InputLayer as InputLayer
    from compat.keras import backend as K
    from compat.keras.engine.base_layer import Layer as Layer
    from compat.keras.engine.training import Model as Model
    class Sequential(Any):
        def __init__(self, layers: Any = None, name: Any = None) -> None: ...
    from compat.keras import layers as layer_module
    from compat.keras.engine import network as network
