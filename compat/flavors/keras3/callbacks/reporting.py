"""Callbacks that report the training: to a file, to a server, on the screen."""
import csv
import json
import os
import warnings
from collections.abc import Iterable
from typing import Any, Dict, List, Optional

import numpy as np

from compat.flavors.shared.progress import Progbar

from .base import Callback

Logs = Optional[Dict[str, Any]]


class CSVLogger(Callback):
    """Writes the logs of the epochs into a file, a row for each.

    Args:
        filename: of the file.
        separator: between two columns.
        append: whether to write behind what the file holds; its header is kept.
    """

    #: Whether any epoch may lack numbers, in whose cells stands ``NA``.
    fills = False

    def __init__(self, filename: str, separator: str = ",", append: bool = False) -> None:
        super().__init__()
        self.filename, self.sep, self.append = filename, separator, append
        self.append_header, self.keys, self.writer = True, None, None  # type: Any, Any, Any

    def _columns(self, logs: Dict[str, Any]) -> List[str]:
        return sorted(logs)

    def on_train_begin(self, logs: Logs = None) -> None:
        """Open the file."""
        if self.append and os.path.exists(self.filename):
            with open(self.filename) as file:
                self.append_header = not file.readline()
        self.csv_file = open(self.filename, "a" if self.append else "w", newline="")  # noqa: SIM115  (open until training ends)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Write a row; a training that was stopped may lack the numbers of its validation."""
        logs = logs or {}
        if self.keys is None:
            self.keys = self._columns(logs)
        if self.model.stop_training or self.fills:
            logs = {key: logs.get(key, "NA") for key in self.keys}
        if self.writer is None:
            self.writer = csv.DictWriter(self.csv_file, ["epoch"] + self.keys, delimiter=self.sep)
            if self.append_header:
                self.writer.writeheader()
        self.writer.writerow(dict({key: _cell(logs[key]) for key in self.keys}, epoch=epoch))
        self.csv_file.flush()

    def on_train_end(self, logs: Logs = None) -> None:
        """Close the file; a later training writes behind it, if it appends."""
        self.csv_file.close()
        self.writer = None


def _cell(value: Any) -> Any:
    """Arrays and lists in brackets, as one cell."""
    if isinstance(value, str) or np.ndim(value) == 0 or not isinstance(value, Iterable):
        return value
    return '"[{}]"'.format(", ".join(map(str, value)))


class RemoteMonitor(Callback):
    """Posts the logs of each epoch to a server, by the package ``requests``.

    Args:
        root: address of the server.
        path: of the page.
        field: form field that holds the logs as JSON.
        headers: of the request.
        send_as_json: whether the logs are the body of the request, instead.

    Raises:
        ImportError: in training, ``requests`` is not installed.
    """

    def __init__(self, root: str = "http://localhost:9000", path: str = "/publish/epoch/end/", field: str = "data",
                 headers: Optional[Dict[str, str]] = None, send_as_json: bool = False) -> None:
        super().__init__()
        self.root, self.path, self.field, self.headers, self.send_as_json = root, path, field, headers, send_as_json

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Post; a server that does not answer is a warning."""
        try:
            import requests  # optional, as it was for Keras 2
        except ImportError:
            raise ImportError("RemoteMonitor requires the `requests` library.") from None
        sent = {name: value.item() if isinstance(value, (np.ndarray, np.generic)) else value
                for name, value in dict(logs or {}, epoch=epoch).items()}
        body: Dict[str, Any] = {"json": sent} if self.send_as_json else {"data": {self.field: json.dumps(sent)}}
        try:
            requests.post(self.root + self.path, headers=self.headers, **body)
        except requests.exceptions.RequestException:
            warnings.warn("Warning: could not reach RemoteMonitor root server at {}".format(self.root), stacklevel=2)


class ProgbarLogger(Callback):
    """Prints the progress of each epoch.

    Args:
        count_mode: ``"samples"`` or ``"steps"``.
        stateful_metrics: names of metrics whose last value is shown, not their average.

    Raises:
        ValueError: another ``count_mode``.
    """

    def __init__(self, count_mode: str = "samples", stateful_metrics: Optional[List[str]] = None) -> None:
        if count_mode not in ("samples", "steps"):
            raise ValueError("Unknown `count_mode`: {}".format(count_mode))
        super().__init__()
        self.use_steps = count_mode == "steps"
        self.stateful_metrics = set(stateful_metrics or ())

    def on_train_begin(self, logs: Logs = None) -> None:
        """Note how much is to be printed."""
        self.verbose, self.epochs = self.params["verbose"], self.params["epochs"]

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Print the number of the epoch, and begin a bar."""
        if self.verbose:
            print("Epoch {}/{}".format(epoch + 1, self.epochs))
            self.target = self.params["steps" if self.use_steps else "samples"]
            self.progbar = Progbar(self.target, verbose=self.verbose, stateful_metrics=list(self.stateful_metrics))
        self.seen = 0

    def on_batch_begin(self, batch: int, logs: Logs = None) -> None:
        """Forget the values of the last batch."""
        if self.seen < (self.target or np.inf):
            self.log_values: List[Any] = []

    def on_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Move the bar; the last batch is printed with the epoch."""
        logs = logs or {}
        self.seen += 1 if self.use_steps else logs.get("size", 0)
        self._take(logs)
        if self.verbose and self.seen < (self.target or np.inf):
            self.progbar.update(self.seen, self.log_values)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Print the whole bar, with the values of validation."""
        self._take(logs or {})
        if self.verbose:
            self.progbar.update(self.seen, self.log_values)

    def _take(self, logs: Dict[str, Any]) -> None:
        self.log_values += [(name, logs[name]) for name in self.params["metrics"] if name in logs]


class TerminateOnNaN(Callback):
    """Stops training when the loss is infinite or not a number."""

    def on_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Look at the loss."""
        loss = (logs or {}).get("loss")
        if loss is not None and not np.isfinite(loss):
            print("Batch {}: Invalid loss, terminating training".format(batch))
            self.model.stop_training = True
