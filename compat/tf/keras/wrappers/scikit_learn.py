"""The old ``tf.keras.wrappers.scikit_learn`` of TensorFlow 2.4 to 2.15, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    class KerasClassifier(Any):
        def __init__(self, build_fn: Any = None, **sk_params: Any) -> None: ...
    class KerasRegressor(Any):
        def __init__(self, build_fn: Any = None, **sk_params: Any) -> None: ...
