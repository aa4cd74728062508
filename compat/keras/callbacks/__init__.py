"""The old ``keras.callbacks`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras.callbacks.callbacks import BaseLogger as BaseLogger
    from compat.keras.callbacks.callbacks import CSVLogger as CSVLogger
    from compat.keras.callbacks.callbacks import Callback as Callback
    from compat.keras.callbacks.callbacks import CallbackList as CallbackList
    from compat.keras.callbacks.callbacks import EarlyStopping as EarlyStopping
    from compat.keras.callbacks.callbacks import History as History
    from compat.keras import backend as K
    from compat.keras.callbacks.callbacks import LambdaCallback as LambdaCallback
    from compat.keras.engine.base_layer import Layer as Layer
    from compat.keras.callbacks.callbacks import LearningRateScheduler as LearningRateScheduler
    from compat.keras.callbacks.callbacks import ModelCheckpoint as ModelCheckpoint
    from compat.keras.utils.generic_utils import Progbar as Progbar
    from compat.keras.callbacks.callbacks import ProgbarLogger as ProgbarLogger
    from compat.keras.callbacks.callbacks import ReduceLROnPlateau as ReduceLROnPlateau
    from compat.keras.callbacks.callbacks import RemoteMonitor as RemoteMonitor
    from compat.keras.callbacks.tensorboard_v1 import TensorBoard as TensorBoard
    from compat.keras.callbacks.callbacks import TerminateOnNaN as TerminateOnNaN
    from compat.keras.callbacks import callbacks as callbacks
    from compat.keras.engine.training_utils import standardize_input_data as standardize_input_data
    from compat.keras.callbacks import tensorboard_v1 as tensorboard_v1
