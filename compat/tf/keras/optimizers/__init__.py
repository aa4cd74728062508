"""The old ``tf.keras.optimizers`` of TensorFlow 2.4 to 2.15, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.tf.keras.optimizers.experimental import Adadelta as Adadelta
    from compat.tf.keras.optimizers.experimental import Adafactor as Adafactor
    from compat.tf.keras.optimizers.experimental import Adagrad as Adagrad
    from compat.tf.keras.optimizers.experimental import Adam as Adam
    from compat.tf.keras.optimizers.experimental import AdamW as AdamW
    from compat.tf.keras.optimizers.experimental import Adamax as Adamax
    from compat.tf.keras.optimizers.experimental import Ftrl as Ftrl
    class Lion(Any):
        def __init__(self, learning_rate: Any = 0.0001, beta_1: Any = 0.9, beta_2: Any = 0.99, weight_decay: Any = None, clipnorm: Any = None, clipvalue: Any = None, global_clipnorm: Any = None, use_ema: Any = False, ema_momentum: Any = 0.99, ema_overwrite_frequency: Any = None, jit_compile: Any = True, name: Any = 'Lion', **kwargs: Any) -> None: ...
    from compat.tf.keras.optimizers.experimental import Nadam as Nadam
    from compat.tf.keras.optimizers.experimental import Optimizer as Optimizer
    from compat.tf.keras.optimizers.experimental import RMSprop as RMSprop
    from compat.tf.keras.optimizers.experimental import SGD as SGD
    def deserialize(config: Any, custom_objects: Any = None, use_legacy_format: Any = False, **kwargs: Any) -> Any: ...
    from compat.tf.keras.optimizers import experimental as experimental
    def get(identifier: Any, **kwargs: Any) -> Any: ...
    from compat.tf.keras.optimizers import legacy as legacy
    from compat.tf.keras.optimizers import schedules as schedules
    def serialize(optimizer: Any, use_legacy_format: Any = False) -> Any: ...
