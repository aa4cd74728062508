"""The old ``keras.wrappers.scikit_learn`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    class BaseWrapper(Any):
        def __init__(self, build_fn: Any = None, **sk_params: Any) -> None: ...
    class KerasClassifier(Any):
        def __init__(self, build_fn: Any = None, **sk_params: Any) -> None: ...
    class KerasRegressor(Any):
        def __init__(self, build_fn: Any = None, **sk_params: Any) -> None: ...
    from compat.keras.engine.sequential import Sequential as Sequential
    from compat.keras.utils.generic_utils import has_arg as has_arg
    from compat.keras import losses as losses
    from compat.keras.utils.np_utils import to_categorical as to_categorical
    from compat.keras.utils.generic_utils import to_list as to_list
