"""The old ``keras.layers.wrappers`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    class Bidirectional(Any):
        def __init__(self, layer: Any, merge_mode: Any = 'concat', weights: Any = None, **kwargs: Any) -> None: ...
    from compat.keras.engine.base_layer import InputSpec as InputSpec
    from compat.keras import backend as K
    from compat.keras.engine.base_layer import Layer as Layer
    class TimeDistributed(Any):
        def __init__(self, layer: Any, **kwargs: Any) -> None: ...
    class Wrapper(Any):
        def __init__(self, *args: Any, **kwargs: Any) -> None: ...
    from compat.keras.engine.base_layer import _object_list_uid as _object_list_uid
    from compat.keras.engine.base_layer import disable_tracking as disable_tracking
    from compat.keras.utils.generic_utils import has_arg as has_arg
    from compat.keras.utils.generic_utils import object_list_uid as object_list_uid
    from compat.keras.layers import recurrent as recurrent
