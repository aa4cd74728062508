"""Callbacks of Keras 1 and 2; those of Keras 3, with the arguments that have been removed since."""
from typing import Any

import keras

Callback = keras.callbacks.Callback
CallbackList = keras.callbacks.CallbackList
CSVLogger = keras.callbacks.CSVLogger
EarlyStopping = keras.callbacks.EarlyStopping
History = keras.callbacks.History
LambdaCallback = keras.callbacks.LambdaCallback
ProgbarLogger = keras.callbacks.ProgbarLogger
RemoteMonitor = keras.callbacks.RemoteMonitor
TensorBoard = keras.callbacks.TensorBoard
TerminateOnNaN = keras.callbacks.TerminateOnNaN
LearningRateScheduler = keras.callbacks.LearningRateScheduler


class ReduceLROnPlateau(keras.callbacks.ReduceLROnPlateau):
    """Lowers the learning rate when a metric stops improving; ``epsilon`` is the old name of ``min_delta``."""

    def __init__(self, monitor: str = "val_loss", factor: float = 0.1, patience: int = 10, verbose: int = 0,
                 mode: str = "auto", min_delta: float = 1e-4, cooldown: int = 0, min_lr: float = 0.0,
                 **kwargs: Any) -> None:
        super().__init__(monitor=monitor, factor=factor, patience=patience, verbose=verbose, mode=mode,
                         min_delta=kwargs.pop("epsilon", min_delta), cooldown=cooldown, min_lr=min_lr, **kwargs)


class ModelCheckpoint(keras.callbacks.ModelCheckpoint):
    """Saves the model after epochs, every ``period`` ones, under any file name."""

    def __init__(self, filepath: str, monitor: str = "val_loss", verbose: int = 0, save_best_only: bool = False,
                 save_weights_only: bool = False, mode: str = "auto", period: int = 1, **kwargs: Any) -> None:
        suffix = ".weights.h5" if save_weights_only else ".keras"
        accepted = filepath if filepath.endswith((".keras", ".h5")) else filepath + suffix
        super().__init__(accepted, monitor=monitor, verbose=verbose, save_best_only=save_best_only,
                         save_weights_only=False, mode=mode, **kwargs)
        self.save_weights_only = save_weights_only
        self.filepath = filepath
        self.period = period

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Save, if this is an epoch to save after."""
        if (epoch + 1) % self.period == 0:
            super().on_epoch_end(epoch, logs)
