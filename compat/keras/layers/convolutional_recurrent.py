"""The old ``keras.layers.convolutional_recurrent`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    class ConvLSTM2D(Any):
        def __init__(self, filters: Any, kernel_size: Any, strides: Any = (1, 1), padding: Any = 'valid', data_format: Any = None, dilation_rate: Any = (1, 1), activation: Any = 'tanh', recurrent_activation: Any = ..., use_bias: Any = True, kernel_initializer: Any = 'glorot_uniform', recurrent_initializer: Any = 'orthogonal', bias_initializer: Any = 'zeros', unit_forget_bias: Any = True, kernel_regularizer: Any = None, recurrent_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None, kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None, return_sequences: Any = False, go_backwards: Any = False, stateful: Any = False, dropout: Any = 0.0, recurrent_dropout: Any = 0.0, **kwargs: Any) -> None: ...
    class ConvLSTM2DCell(Any):
        def __init__(self, filters: Any, kernel_size: Any, strides: Any = (1, 1), padding: Any = 'valid', data_format: Any = None, dilation_rate: Any = (1, 1), activation: Any = 'tanh', recurrent_activation: Any = 'hard_sigmoid', use_bias: Any = True, kernel_initializer: Any = 'glorot_uniform', recurrent_initializer: Any = 'orthogonal', bias_initializer: Any = 'zeros', unit_forget_bias: Any = True, kernel_regularizer: Any = None, recurrent_regularizer: Any = None, bias_regularizer: Any = None, kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None, dropout: Any = 0.0, recurrent_dropout: Any = 0.0, **kwargs: Any) -> None: ...
    class ConvRNN2D(Any):
        def __init__(self, cell: Any, return_sequences: Any = False, return_state: Any = False, go_backwards: Any = False, stateful: Any = False, unroll: Any = False, **kwargs: Any) -> None: ...
    from compat.keras.legacy.layers import ConvRecurrent2D as ConvRecurrent2D
    from compat.keras.engine.base_layer import InputSpec as InputSpec
    from compat.keras import backend as K
    from compat.keras.engine.base_layer import Layer as Layer
    from compat.keras.layers.recurrent import RNN as RNN
    from compat.keras.legacy.layers import Recurrent as Recurrent
    from compat.keras.layers.recurrent import _generate_dropout_mask as _generate_dropout_mask
    from compat.keras.layers.recurrent import _standardize_args as _standardize_args
    from compat.keras import activations as activations
    from compat.keras import constraints as constraints
    from compat.keras.utils import conv_utils as conv_utils
    from compat.keras.utils.generic_utils import has_arg as has_arg
    from compat.keras import initializers as initializers
    from compat.keras.legacy import interfaces as interfaces
    from compat.keras import regularizers as regularizers
    from compat.keras.utils.generic_utils import to_list as to_list
    from compat.keras.utils.generic_utils import transpose_shape as transpose_shape
