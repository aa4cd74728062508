"""The old ``keras.layers.advanced_activations`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    class ELU(Any):
        def __init__(self, alpha: Any = 1.0, **kwargs: Any) -> None: ...
    from compat.keras.engine.base_layer import InputSpec as InputSpec
    from compat.keras import backend as K
    from compat.keras.engine.base_layer import Layer as Layer
    class LeakyReLU(Any):
        def __init__(self, alpha: Any = 0.3, **kwargs: Any) -> None: ...
    class PReLU(Any):
        def __init__(self, alpha_initializer: Any = 'zeros', alpha_regularizer: Any = None, alpha_constraint: Any = None, shared_axes: Any = None, **kwargs: Any) -> None: ...
    class ReLU(Any):
        def __init__(self, max_value: Any = None, negative_slope: Any = 0.0, threshold: Any = 0.0, **kwargs: Any) -> None: ...
    class Softmax(Any):
        def __init__(self, axis: Any = -1, **kwargs: Any) -> None: ...
    class ThresholdedReLU(Any):
        def __init__(self, theta: Any = 1.0, **kwargs: Any) -> None: ...
    from compat.keras import activations as activations
    from compat.keras import constraints as constraints
    from compat.keras import initializers as initializers
    from compat.keras.legacy import interfaces as interfaces
    from compat.keras import regularizers as regularizers
    from compat.keras.utils.generic_utils import to_list as to_list
