"""The old ``keras.legacy.layers`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    def AtrousConvolution1D(*args: Any, **kwargs: Any) -> Any: ...
    def AtrousConvolution2D(*args: Any, **kwargs: Any) -> Any: ...
    class ConvRecurrent2D(Any):
        def __init__(self, filters: Any, kernel_size: Any, strides: Any = (1, 1), padding: Any = 'valid', data_format: Any = None, dilation_rate: Any = (1, 1), return_sequences: Any = False, go_backwards: Any = False, stateful: Any = False, **kwargs: Any) -> None: ...
    class Highway(Any):
        def __init__(self, init: Any = 'glorot_uniform', activation: Any = None, weights: Any = None, W_regularizer: Any = None, b_regularizer: Any = None, activity_regularizer: Any = None, W_constraint: Any = None, b_constraint: Any = None, bias: Any = True, input_dim: Any = None, **kwargs: Any) -> None: ...
    from compat.keras.engine.base_layer import InputSpec as InputSpec
    from compat.keras import backend as K
    from compat.keras.engine.base_layer import Layer as Layer
    class MaxoutDense(Any):
        def __init__(self, output_dim: Any, nb_feature: Any = 4, init: Any = 'glorot_uniform', weights: Any = None, W_regularizer: Any = None, b_regularizer: Any = None, activity_regularizer: Any = None, W_constraint: Any = None, b_constraint: Any = None, bias: Any = True, input_dim: Any = None, **kwargs: Any) -> None: ...
    from compat.keras.layers.core import Merge as Merge
    class Recurrent(Any):
        def __init__(self, return_sequences: Any = False, return_state: Any = False, go_backwards: Any = False, stateful: Any = False, unroll: Any = False, implementation: Any = 0, **kwargs: Any) -> None: ...
    from compat.keras.layers.recurrent import _time_distributed_dense as _time_distributed_dense
    from compat.keras import activations as activations
    from compat.keras import constraints as constraints
    from compat.keras.utils import conv_utils as conv_utils
    from compat.keras.utils.generic_utils import func_dump as func_dump
    from compat.keras.utils.generic_utils import func_load as func_load
    from compat.keras.utils.generic_utils import has_arg as has_arg
    from compat.keras import initializers as initializers
    from compat.keras.layers.core import merge as merge
    from compat.keras import regularizers as regularizers
    from compat.keras.utils.generic_utils import to_list as to_list
