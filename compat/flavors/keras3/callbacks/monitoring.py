"""Callbacks that watch a number in the logs: to lower the learning rate, to save."""
import warnings
from typing import Any, Callable, Dict, Optional, Tuple

import numpy as np
from keras import ops

from .. import backend as K
from ..backend.tensors import is_float
from .base import Callback

Logs = Optional[Dict[str, Any]]


def comparison(mode: str, monitor: str, what: str, maximized: Tuple[str, ...] = ("acc",)) -> Tuple[Callable[..., Any], float]:
    """What compares a value with the best one so far, and the value to begin with.

    Args:
        mode: ``"min"``, ``"max"`` or ``"auto"``, which asks the name.
        monitor: name of the number.
        what: who asks, for the warning of an unknown mode.
        maximized: parts of names for which ``"auto"`` is ``"max"``.
    """
    if mode not in ("auto", "min", "max"):
        warnings.warn("{} mode {} is unknown, fallback to auto mode.".format(what, mode), RuntimeWarning, stacklevel=3)
        mode = "auto"
    upward = mode == "max" or mode == "auto" and any(part in monitor for part in maximized)
    return (np.greater, -np.inf) if upward else (np.less, np.inf)


def conditioned(what: str, monitor: str, logs: Dict[str, Any]) -> None:
    warnings.warn("{} conditioned on metric `{}` which is not available. Available metrics are: {}".format(
        what, monitor, ",".join(logs)), RuntimeWarning, stacklevel=3)


class ModelCheckpoint(Callback):
    """Saves the model after epochs, or after batches.

    Args:
        filepath: with ``{epoch}`` and, after batches, ``{batch}``, both counted from 1, and names of the logs in braces; the
            suffix chooses the format.
        monitor: name in the logs.
        verbose: whether to say so.
        save_best_only: only when the number has improved.
        save_weights_only: weights instead of the whole model.
        mode: ``"min"``, ``"max"``, or ``"auto"``: ``"max"`` for names with ``acc`` or that begin with ``fmeasure``.
        period: epochs between two files (Keras 2.2).
        save_freq: ``"epoch"``, or the number of batches between two files (tf.keras).
        options: of TensorFlow's checkpoints; only None.
        initial_value_threshold: a number to improve on from the beginning (tf.keras).

    Raises:
        ValueError: another ``save_freq``, or ``options``.
    """

    def __init__(self, filepath: str, monitor: str = "val_loss", verbose: int = 0, save_best_only: bool = False,
                 save_weights_only: bool = False, mode: str = "auto", period: int = 1, save_freq: Any = "epoch",
                 options: Any = None, initial_value_threshold: Optional[float] = None) -> None:
        super().__init__()
        if save_freq != "epoch" and (isinstance(save_freq, (str, bool)) or not isinstance(save_freq, (int, np.integer))):
            raise ValueError("save_freq of ModelCheckpoint must be 'epoch' or a number of batches, not {!r}".format(save_freq))
        if options is not None:
            raise ValueError("options of ModelCheckpoint belong to TensorFlow's checkpoints; leave them out")
        self.filepath, self.monitor, self.verbose, self.period = str(filepath), monitor, verbose, period
        self.save_best_only, self.save_weights_only = save_best_only, save_weights_only
        self.save_freq, self.epochs_since_last_save = save_freq, 0
        self.monitor_op, self.best = comparison(mode, monitor, "ModelCheckpoint", ("acc", "fmeasure"))
        if initial_value_threshold is not None:
            self.best = initial_value_threshold
        self._epoch = self._batches_since_last_save = 0

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Note the epoch, for files after its batches."""
        self._epoch = epoch

    def on_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Save, if this is a batch to save after."""
        if self.save_freq == "epoch":
            return
        self._batches_since_last_save += 1
        if self._batches_since_last_save >= self.save_freq:
            self._batches_since_last_save = 0
            self._save_as_wanted(self._epoch, dict(logs or {}, batch=batch + 1))

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Save, if this is an epoch to save after."""
        self.epochs_since_last_save += 1
        if self.save_freq == "epoch" and self.epochs_since_last_save >= self.period:
            self.epochs_since_last_save = 0
            self._save_as_wanted(epoch, logs or {})

    def _save_as_wanted(self, epoch: int, logs: Dict[str, Any]) -> None:
        path = self.filepath.format(**dict(logs, epoch=epoch + 1))
        if not self.save_best_only:
            self._save(path, epoch, "saving model to " + path)
        elif logs.get(self.monitor) is None:
            warnings.warn("Can save best model only with {} available, skipping.".format(self.monitor), RuntimeWarning,
                          stacklevel=3)
        else:
            self._save_if_better(logs[self.monitor], path, epoch)

    def _save_if_better(self, current: Any, path: str, epoch: int) -> None:
        if self.monitor_op(current, self.best):
            text = "{} improved from {:0.5f} to {:0.5f}, saving model to {}".format(self.monitor, self.best, current, path)
            self.best = current
            self._save(path, epoch, text)
        elif self.verbose > 0:
            print("\nEpoch {:05d}: {} did not improve from {:0.5f}".format(epoch + 1, self.monitor, self.best))

    def _save(self, path: str, epoch: int, text: str) -> None:
        if self.verbose > 0:
            print("\nEpoch {:05d}: {}".format(epoch + 1, text))
        save = self.model.save_weights if self.save_weights_only else self.model.save
        save(path, overwrite=True)


def _rate_of(optimizer: Any) -> Any:
    """The variable of the learning rate; Keras 3's own optimizers have it under the new name alone."""
    return optimizer.lr if hasattr(optimizer, "lr") else optimizer.learning_rate


class LearningRateScheduler(Callback):
    """Sets the learning rate at the beginning of each epoch.

    Args:
        schedule: function of the epoch, counted from 0, and the rate, or of the epoch alone, that gives the new rate.
        verbose: whether to say so.

    Raises:
        ValueError: in training, the optimizer has no learning rate, or the schedule gives no float.
    """

    def __init__(self, schedule: Callable[..., float], verbose: int = 0) -> None:
        super().__init__()
        self.schedule, self.verbose = schedule, verbose

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Ask the schedule."""
        if not hasattr(self.model.optimizer, "lr") and not hasattr(self.model.optimizer, "learning_rate"):
            raise ValueError('Optimizer must have a "lr" attribute.')
        variable = _rate_of(self.model.optimizer)
        try:
            rate = self.schedule(epoch, float(K.get_value(variable)))
        except TypeError:  # a schedule of Keras before 2.0.9
            rate = self.schedule(epoch)
        if ops.is_tensor(rate) and is_float(rate):  # as tf.keras took it, of what computes by tf.math
            rate = float(rate)
        if not isinstance(rate, (float, np.float32, np.float64)):
            raise ValueError('The output of the "schedule" function should be float.')
        K.set_value(variable, rate)
        if self.verbose > 0:
            print("\nEpoch {:05d}: LearningRateScheduler setting learning rate to {}.".format(epoch + 1, rate))

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Log the rate."""
        if logs is not None:
            logs["lr"] = K.get_value(_rate_of(self.model.optimizer))


class ReduceLROnPlateau(Callback):
    """Lowers the learning rate when a number has not improved for some epochs.

    Args:
        monitor: name in the logs.
        factor: below 1, by which the rate is multiplied.
        patience: epochs without improvement after which the rate is lowered.
        verbose: whether to say so.
        mode: ``"min"``, ``"max"``, or ``"auto"``: ``"max"`` for names with ``acc``.
        min_delta: a smaller change is no improvement; ``epsilon`` is its old name.
        cooldown: epochs to wait after the rate was lowered.
        min_lr: the rate is not lowered further.

    Raises:
        ValueError: a factor that is not below 1.
    """

    def __init__(self, monitor: str = "val_loss", factor: float = 0.1, patience: int = 10, verbose: int = 0,
                 mode: str = "auto", min_delta: float = 1e-4, cooldown: int = 0, min_lr: float = 0,
                 **kwargs: Any) -> None:
        super().__init__()
        if factor >= 1.0:
            raise ValueError("ReduceLROnPlateau does not support a factor >= 1.0.")
        if "epsilon" in kwargs:
            min_delta = kwargs.pop("epsilon")
            warnings.warn("`epsilon` argument is deprecated and will be removed, use `min_delta` instead.", stacklevel=2)
        self.monitor, self.factor, self.patience, self.verbose = monitor, factor, patience, verbose
        self.mode, self.min_delta, self.cooldown, self.min_lr = mode, min_delta, cooldown, min_lr
        self._reset()

    def _reset(self) -> None:
        self.monitor_op, self.best = comparison(self.mode, self.monitor, "Learning Rate Plateau Reducing")
        self.mode = self.mode if self.mode in ("auto", "min", "max") else "auto"
        self._margin = self.min_delta if self.monitor_op is np.greater else -self.min_delta
        self.wait = self.cooldown_counter = 0

    def on_train_begin(self, logs: Logs = None) -> None:
        """Forget an earlier training."""
        self._reset()

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Log the rate, compare, and maybe lower it."""
        logs = {} if logs is None else logs
        logs["lr"] = K.get_value(_rate_of(self.model.optimizer))
        current = logs.get(self.monitor)
        if current is None:
            conditioned("Reduce LR on plateau", self.monitor, logs)
            return
        if self.in_cooldown():
            self.cooldown_counter -= 1
            self.wait = 0
        if self.monitor_op(current - self._margin, self.best):
            self.best, self.wait = current, 0
        elif not self.in_cooldown():
            self.wait += 1
            if self.wait >= self.patience:
                self._reduce(epoch)

    def _reduce(self, epoch: int) -> None:
        variable = _rate_of(self.model.optimizer)
        old = float(K.get_value(variable))
        if old <= self.min_lr:
            return
        rate = max(old * self.factor, self.min_lr)
        K.set_value(variable, rate)
        if self.verbose > 0:
            print("\nEpoch {:05d}: ReduceLROnPlateau reducing learning rate to {}.".format(epoch + 1, rate))
        self.cooldown_counter, self.wait = self.cooldown, 0

    def in_cooldown(self) -> bool:
        """Whether the rate was lowered a short time ago."""
        return self.cooldown_counter > 0
