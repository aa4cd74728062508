"""Logs in the order of the model's metrics, as tf.keras gave them to callbacks: Keras 3 sorts them by name."""
from typing import Any, Dict, Optional, Sequence

import keras

from .base import Callback


def ordered(names: Sequence[str], logs: Dict[str, Any]) -> Dict[str, Any]:
    """``logs`` with those of ``names`` first and in their order; those of a validation likewise, last.

    Example:
        >>> ordered(["loss", "acc"], {"acc": 1, "loss": 2, "val_acc": 3, "val_loss": 4})
        {'loss': 2, 'acc': 1, 'val_loss': 4, 'val_acc': 3}
    """
    validated = ["val_" + name for name in names]
    others = [name for name in logs if name not in names and name not in validated]
    return {name: logs[name] for name in [*names, *others, *validated] if name in logs}


class LogOrder(keras.callbacks.Callback):  # type: ignore[misc]
    """Sorts the logs of epochs before other callbacks see them: all are told of one dictionary."""

    def on_epoch_end(self, epoch: int, logs: Optional[Dict[str, Any]] = None) -> None:
        """Sort the logs of an epoch."""
        self._sort(logs)

    def on_test_end(self, logs: Optional[Dict[str, Any]] = None) -> None:
        """Sort the logs of an evaluation."""
        self._sort(logs)

    def _sort(self, logs: Optional[Dict[str, Any]]) -> None:
        if logs:
            by_own_step = vars(self.model).get("_order_of_logs")
            values = ordered(by_own_step or self.model.metrics_names, logs)
            logs.clear()
            logs.update(values)


class BatchLogOrder(LogOrder):
    """Sorts those of batches too. It asks for the model, and Keras 3 then gives the variables on JAX their values of now."""

    def on_train_batch_end(self, batch: int, logs: Optional[Dict[str, Any]] = None) -> None:
        """Sort the logs of a batch of training."""
        self._sort(logs)

    def on_test_batch_end(self, batch: int, logs: Optional[Dict[str, Any]] = None) -> None:
        """Sort the logs of a batch of evaluation."""
        self._sort(logs)


def with_ordered_logs(callbacks: Any) -> Any:
    """The callbacks, behind one that sorts what they are told; batches are sorted where one hears of them.

    A ``CallbackList`` is that of a ``fit`` that is going on, and sorts already.
    """
    if isinstance(callbacks, keras.callbacks.CallbackList):
        return callbacks
    listed = list(callbacks) if isinstance(callbacks, (list, tuple)) else [] if callbacks is None else [callbacks]
    hears = any(hears_of(each, "on_batch_end", "on_train_batch_end", "on_test_batch_end") for each in listed)
    return [(BatchLogOrder if hears else LogOrder)(), *listed]


def hears_of(callback: Any, *events: str) -> bool:
    """Whether a callback has a method of its own for one of these events."""
    return any(getattr(getattr(callback, event, None), "__func__", None) not in (
        getattr(Callback, event), getattr(keras.callbacks.Callback, event)) for event in events)
