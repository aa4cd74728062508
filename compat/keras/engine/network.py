"""The old ``keras.engine.network`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras.engine.input_layer import InputLayer as InputLayer
    from compat.keras import backend as K
    from compat.keras.engine.base_layer import Layer as Layer
    class Network(Any):
        def __init__(self, *args: Any, **kwargs: Any) -> None: ...
    from compat.keras.engine.base_layer import Node as Node
    from compat.keras.utils.io_utils import ask_to_proceed_with_overwrite as ask_to_proceed_with_overwrite
    from compat.keras.engine.topology import get_source_inputs as get_source_inputs
    from compat.keras.utils.generic_utils import has_arg as has_arg
    from compat.keras.legacy import interfaces as interfaces
    from compat.keras.utils.generic_utils import object_list_uid as object_list_uid
    from compat.keras.engine import saving as saving
    from compat.keras.utils.generic_utils import to_list as to_list
    from compat.keras.utils.generic_utils import unpack_singleton as unpack_singleton
