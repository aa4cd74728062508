"""Callbacks of Keras 2 that Keras 3 removed."""
import functools
from typing import Any, Dict, Iterable, Optional

from compat.flavors import Names
from compat.flavors.shared.refused import refused

__all__ = ["BaseLogger"]
__getattr__ = functools.partial(refused, "callbacks")


class BaseLogger(Names("keras.callbacks").Callback):  # type: ignore[misc]
    """Averages the logs of batches over an epoch, by their ``size``, and puts the means into the logs of the epoch.

    Only names in ``params["metrics"]`` are averaged, where the training loop states them.

    Args:
        stateful_metrics: names whose last value counts, as they are averages themselves.
    """

    def __init__(self, stateful_metrics: Optional[Iterable[str]] = None) -> None:
        super().__init__()
        self.stateful_metrics = set(stateful_metrics or ())

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Forget the last epoch."""
        self.seen = 0
        self.totals: Dict[str, Any] = {}

    def on_batch_end(self, batch: int, logs: Any = None) -> None:
        """Add the logs of a batch."""
        logs = logs or {}
        size = logs.get("size", 0)
        self.seen += size
        for name, value in logs.items():
            last = name in self.stateful_metrics
            self.totals[name] = value if last else self.totals.get(name, 0) + value * size

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Put the means into the logs."""
        for name in self.params["metrics"] if logs is not None else ():
            if name in self.totals:
                logs[name] = self.totals[name] if name in self.stateful_metrics else self.totals[name] / self.seen
