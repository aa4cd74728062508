"""The old ``keras.layers.core`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    class Activation(Any):
        def __init__(self, activation: Any, **kwargs: Any) -> None: ...
    class ActivityRegularization(Any):
        def __init__(self, l1: Any = 0.0, l2: Any = 0.0, **kwargs: Any) -> None: ...
    class Dense(Any):
        def __init__(self, units: Any, activation: Any = None, use_bias: Any = True, kernel_initializer: Any = 'glorot_uniform', bias_initializer: Any = 'zeros', kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None, kernel_constraint: Any = None, bias_constraint: Any = None, **kwargs: Any) -> None: ...
    class Dropout(Any):
        def __init__(self, rate: Any, noise_shape: Any = None, seed: Any = None, **kwargs: Any) -> None: ...
    class Flatten(Any):
        def __init__(self, data_format: Any = None, **kwargs: Any) -> None: ...
    from compat.keras.engine.base_layer import InputSpec as InputSpec
    from compat.keras import backend as K
    class Lambda(Any):
        def __init__(self, function: Any, output_shape: Any = None, mask: Any = None, arguments: Any = None, **kwargs: Any) -> None: ...
    from compat.keras.engine.base_layer import Layer as Layer
    class Masking(Any):
        def __init__(self, mask_value: Any = 0.0, **kwargs: Any) -> None: ...
    def Merge(layers: Any = None, mode: Any = 'sum', concat_axis: Any = -1, dot_axes: Any = -1, output_shape: Any = None, output_mask: Any = None, arguments: Any = None, node_indices: Any = None, tensor_indices: Any = None, name: Any = None) -> Any: ...
    class Permute(Any):
        def __init__(self, dims: Any, **kwargs: Any) -> None: ...
    class RepeatVector(Any):
        def __init__(self, n: Any, **kwargs: Any) -> None: ...
    class Reshape(Any):
        def __init__(self, target_shape: Any, **kwargs: Any) -> None: ...
    class SpatialDropout1D(Any):
        def __init__(self, rate: Any, **kwargs: Any) -> None: ...
    class SpatialDropout2D(Any):
        def __init__(self, rate: Any, data_format: Any = None, **kwargs: Any) -> None: ...
    class SpatialDropout3D(Any):
        def __init__(self, rate: Any, data_format: Any = None, **kwargs: Any) -> None: ...
    from compat.keras import activations as activations
    from compat.keras import constraints as constraints
    from compat.keras.utils import conv_utils as conv_utils
    from compat.keras.utils.generic_utils import deserialize_keras_object as deserialize_keras_object
    from compat.keras.utils.generic_utils import func_dump as func_dump
    from compat.keras.utils.generic_utils import func_load as func_load
    from compat.keras.utils.generic_utils import has_arg as has_arg
    from compat.keras import initializers as initializers
    from compat.keras.legacy import interfaces as interfaces
    def merge(inputs: Any, mode: Any = 'sum', concat_axis: Any = -1, dot_axes: Any = -1, output_shape: Any = None, output_mask: Any = None, arguments: Any = None, name: Any = None) -> Any: ...
    from compat.keras import regularizers as regularizers
