"""The old ``keras.layers.recurrent`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    class GRU(Any):
        def __init__(self, units: Any, activation: Any = 'tanh', recurrent_activation: Any = ..., use_bias: Any = True, kernel_initializer: Any = 'glorot_uniform', recurrent_initializer: Any = 'orthogonal', bias_initializer: Any = 'zeros', kernel_regularizer: Any = None, recurrent_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None, kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None, dropout: Any = 0.0, recurrent_dropout: Any = 0.0, implementation: Any = 2, return_sequences: Any = False, return_state: Any = False, go_backwards: Any = False, stateful: Any = False, unroll: Any = False, reset_after: Any = ..., **kwargs: Any) -> None: ...
    class GRUCell(Any):
        def __init__(self, units: Any, activation: Any = 'tanh', recurrent_activation: Any = ..., use_bias: Any = True, kernel_initializer: Any = 'glorot_uniform', recurrent_initializer: Any = 'orthogonal', bias_initializer: Any = 'zeros', kernel_regularizer: Any = None, recurrent_regularizer: Any = None, bias_regularizer: Any = None, kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None, dropout: Any = 0.0, recurrent_dropout: Any = 0.0, implementation: Any = 2, reset_after: Any = ..., **kwargs: Any) -> None: ...
    from compat.keras.engine.base_layer import InputSpec as InputSpec
    from compat.keras import backend as K
    class LSTM(Any):
        def __init__(self, units: Any, activation: Any = 'tanh', recurrent_activation: Any = ..., use_bias: Any = True, kernel_initializer: Any = 'glorot_uniform', recurrent_initializer: Any = 'orthogonal', bias_initializer: Any = 'zeros', unit_forget_bias: Any = True, kernel_regularizer: Any = None, recurrent_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None, kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None, dropout: Any = 0.0, recurrent_dropout: Any = 0.0, implementation: Any = 2, return_sequences: Any = False, return_state: Any = False, go_backwards: Any = False, stateful: Any = False, unroll: Any = False, **kwargs: Any) -> None: ...
    class LSTMCell(Any):
        def __init__(self, units: Any, activation: Any = 'tanh', recurrent_activation: Any = ..., use_bias: Any = True, kernel_initializer: Any = 'glorot_uniform', recurrent_initializer: Any = 'orthogonal', bias_initializer: Any = 'zeros', unit_forget_bias: Any = True, kernel_regularizer: Any = None, recurrent_regularizer: Any = None, bias_regularizer: Any = None, kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None, dropout: Any = 0.0, recurrent_dropout: Any = 0.0, implementation: Any = 2, **kwargs: Any) -> None: ...
    from compat.keras.engine.base_layer import Layer as Layer
    class RNN(Any):
        def __init__(self, cell: Any, return_sequences: Any = False, return_state: Any = False, go_backwards: Any = False, stateful: Any = False, unroll: Any = False, **kwargs: Any) -> None: ...
    from compat.keras.legacy.layers import Recurrent as Recurrent
    class SimpleRNN(Any):
        def __init__(self, units: Any, activation: Any = 'tanh', use_bias: Any = True, kernel_initializer: Any = 'glorot_uniform', recurrent_initializer: Any = 'orthogonal', bias_initializer: Any = 'zeros', kernel_regularizer: Any = None, recurrent_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None, kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None, dropout: Any = 0.0, recurrent_dropout: Any = 0.0, return_sequences: Any = False, return_state: Any = False, go_backwards: Any = False, stateful: Any = False, unroll: Any = False, **kwargs: Any) -> None: ...
    class SimpleRNNCell(Any):
        def __init__(self, units: Any, activation: Any = 'tanh', use_bias: Any = True, kernel_initializer: Any = 'glorot_uniform', recurrent_initializer: Any = 'orthogonal', bias_initializer: Any = 'zeros', kernel_regularizer: Any = None, recurrent_regularizer: Any = None, bias_regularizer: Any = None, kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None, dropout: Any = 0.0, recurrent_dropout: Any = 0.0, **kwargs: Any) -> None: ...
    class StackedRNNCells(Any):
        def __init__(self, cells: Any, **kwargs: Any) -> None: ...
    def _generate_dropout_mask(ones: Any, rate: Any, training: Any = None, count: Any = 1) -> Any: ...
    def _standardize_args(inputs: Any, initial_state: Any, constants: Any, num_constants: Any) -> Any: ...
    def _time_distributed_dense(x: Any, w: Any, b: Any = None, dropout: Any = None, input_dim: Any = None, output_dim: Any = None, timesteps: Any = None, training: Any = None) -> Any: ...
    from compat.keras import activations as activations
    from compat.keras import constraints as constraints
    from compat.keras.engine.base_layer import disable_tracking as disable_tracking
    from compat.keras.utils.generic_utils import has_arg as has_arg
    from compat.keras import initializers as initializers
    from compat.keras.legacy import interfaces as interfaces
    from compat.keras import regularizers as regularizers
    from compat.keras.utils.generic_utils import to_list as to_list
