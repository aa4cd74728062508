"""The old ``keras.layers.embeddings`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    class Embedding(Any):
        def __init__(self, input_dim: Any, output_dim: Any, embeddings_initializer: Any = 'uniform', embeddings_regularizer: Any = None, activity_regularizer: Any = None, embeddings_constraint: Any = None, mask_zero: Any = False, input_length: Any = None, **kwargs: Any) -> None: ...
    from compat.keras import backend as K
    from compat.keras.engine.base_layer import Layer as Layer
    from compat.keras import constraints as constraints
    from compat.keras import initializers as initializers
    from compat.keras.legacy import interfaces as interfaces
    from compat.keras import regularizers as regularizers
    from compat.keras.utils.generic_utils import to_list as to_list
