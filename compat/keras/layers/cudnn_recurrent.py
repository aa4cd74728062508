"""The old ``keras.layers.cudnn_recurrent`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    class CuDNNGRU(Any):
        def __init__(self, units: Any, kernel_initializer: Any = 'glorot_uniform', recurrent_initializer: Any = 'orthogonal', bias_initializer: Any = 'zeros', kernel_regularizer: Any = None, recurrent_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None, kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None, return_sequences: Any = False, return_state: Any = False, stateful: Any = False, **kwargs: Any) -> None: ...
    class CuDNNLSTM(Any):
        def __init__(self, units: Any, kernel_initializer: Any = 'glorot_uniform', recurrent_initializer: Any = 'orthogonal', bias_initializer: Any = 'zeros', unit_forget_bias: Any = True, kernel_regularizer: Any = None, recurrent_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None, kernel_constraint: Any = None, recurrent_constraint: Any = None, bias_constraint: Any = None, return_sequences: Any = False, return_state: Any = False, stateful: Any = False, **kwargs: Any) -> None: ...
    from compat.keras.engine.base_layer import InputSpec as InputSpec
    from compat.keras import backend as K
    from compat.keras.layers.recurrent import RNN as RNN
    from compat.keras import constraints as constraints
    from compat.keras import initializers as initializers
    from compat.keras import regularizers as regularizers
