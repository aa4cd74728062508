"""The callback that ends training."""
from typing import Any, Optional

import numpy as np

from compat.era import current

from .base import Callback
from .monitoring import Logs, comparison, conditioned


class EarlyStopping(Callback):
    """Stops training when a number has not improved for some epochs.

    Args:
        monitor: name in the logs.
        min_delta: a smaller change is no improvement.
        patience: epochs without improvement after which training stops.
        verbose: whether to say so.
        mode: ``"min"``, ``"max"``, or ``"auto"``: ``"max"`` for names with ``acc``.
        baseline: value to be better than at first.
        restore_best_weights: whether the model gets the weights of its best epoch when training is stopped.
        start_from_epoch: of later Kerases: epochs before this one do not count.
    """

    def __init__(self, monitor: str = "val_loss", min_delta: float = 0, patience: int = 0, verbose: int = 0,
                 mode: str = "auto", baseline: Optional[float] = None, restore_best_weights: bool = False,
                 start_from_epoch: int = 0) -> None:
        super().__init__()
        self.monitor, self.patience, self.verbose, self.baseline = monitor, patience, verbose, baseline
        self._rule = current().behaviour("early_stopping")
        self._says_the_epoch = current().of_tf_keras and not current().is_before("2.8")
        upward = self._rule in ("not_at_first", "best_goes_on") and mode == "auto" and monitor.endswith("auc")
        self.monitor_op, self._worst = comparison("max" if upward else mode, monitor, "EarlyStopping")
        self.min_delta = min_delta if self.monitor_op is np.greater else -min_delta
        self.restore_best_weights, self.best_weights = restore_best_weights, None
        self.start_from_epoch = start_from_epoch
        self.wait = self.stopped_epoch = 0

    def on_train_begin(self, logs: Logs = None) -> None:
        """Forget an earlier training."""
        self.wait = self.stopped_epoch = 0
        if self._rule == "baseline_is_best":
            self.best = self._worst if self.baseline is None else self.baseline
        else:
            self.best, self.best_weights, self.best_epoch = self._worst, None, 0

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Compare, and maybe stop."""
        value = self.get_monitor_value(logs)
        if value is None or epoch < self.start_from_epoch:
            return
        if self._rule != "baseline_is_best":
            self._compare(value, epoch)
        elif self._is_better(value, self.best):
            self.best, self.wait = value, 0
            self._keep_weights()
        else:
            self.wait += 1
            self._stop_after_patience(epoch)

    def _compare(self, value: Any, epoch: int) -> None:
        """As since tf.keras 2.5: the baseline only says whether to go on waiting."""
        if self.best_weights is None:
            self._keep_weights()
        self.wait += 1
        is_best = self._is_better(value, self.best)
        if is_best:
            self.best, self.best_epoch = value, epoch
            self._keep_weights()
            if self.baseline is None or self._is_better(value, self.baseline):
                self.wait = 0
        if epoch == 0 and self._rule != "baseline_apart" or is_best and self._rule == "best_goes_on":
            return
        self._stop_after_patience(epoch)

    def _is_better(self, value: Any, than: Any) -> bool:
        return bool(self.monitor_op(value - self.min_delta, than))

    def _keep_weights(self) -> None:
        if self.restore_best_weights:
            self.best_weights = self.model.get_weights()

    def _stop_after_patience(self, epoch: int) -> None:
        if self.wait < self.patience:
            return
        self.stopped_epoch = epoch
        self.model.stop_training = True
        if self.restore_best_weights and self.best_weights is not None:
            if self.verbose > 0:
                print("Restoring model weights from the end of the best epoch" + (
                    ": {}.".format(self.best_epoch + 1) if self._says_the_epoch else ""))
            self.model.set_weights(self.best_weights)

    def on_train_end(self, logs: Logs = None) -> None:
        """Say when training was stopped."""
        if self.stopped_epoch > 0 and self.verbose > 0:
            text = "Epoch {}: early stopping" if self._says_the_epoch else "Epoch {:05d}: early stopping"
            print(text.format(self.stopped_epoch + 1))

    def get_monitor_value(self, logs: Logs) -> Any:
        """The number to watch; None, with a warning, if the logs lack it."""
        found = (logs or {}).get(self.monitor)
        if found is None:
            conditioned("Early stopping", self.monitor, logs or {})
        return found
