"""Callbacks of Keras 1 and 2, written down as Keras 2.2.4 had them; training runs in Keras 3's own loop."""
from .base import Callback, CallbackList, History, LambdaCallback
from .monitoring import LearningRateScheduler, ModelCheckpoint, ReduceLROnPlateau
from .reporting import CSVLogger, ProgbarLogger, RemoteMonitor, TerminateOnNaN
from .stopping import EarlyStopping
from .tensorboard import TensorBoard

__all__ = [
    "CSVLogger", "Callback", "CallbackList", "EarlyStopping", "History", "LambdaCallback", "LearningRateScheduler",
    "ModelCheckpoint", "ProgbarLogger", "ReduceLROnPlateau", "RemoteMonitor", "TensorBoard", "TerminateOnNaN",
]
