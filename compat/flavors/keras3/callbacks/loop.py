"""What callbacks are told in ``fit``, and what progress is printed, as by the loops of Keras 2.2.4.

There the logs of a batch were its number, its size, and its own loss and metrics; those of an epoch were the means over its
batches, weighted by size. Keras 3 tells of the means of the epoch so far. The steps of a model log their batch alone where the
era asks for it (:mod:`..engine.batch_logs`); :class:`Hooks` passes this on.
"""
from typing import Any, Dict, List, NamedTuple, Optional, Sequence

import keras
import numpy as np

from compat.flavors.shared.progress import Progbar

from .base import History
from .order import hears_of, ordered, with_ordered_logs
from .reporting import ProgbarLogger

#: The key under which a step logs the number of samples of its batch.
SIZE = "_size_of_the_batch"


_OF_BATCHES = ("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end")


class Extent(NamedTuple):
    """How much one pass covers: ``samples`` of arrays, in batches of ``batch_size``; or ``steps``, where these are counted."""

    samples: Optional[int] = None
    batch_size: Optional[int] = None
    steps: Optional[int] = None

    def units(self) -> Optional[int]:
        """How many units a progress bar counts."""
        return self.steps or self.samples

    def size_of(self, batch: int) -> Optional[int]:
        """The number of samples of a batch, or 1 for a step of whole arrays; None where only the batch tells."""
        if self.samples is None or self.steps:
            return None if self.samples is None else 1
        return min(self.batch_size or self.samples, self.samples - batch * (self.batch_size or 0))


class Means:
    """Means of what the steps of an epoch logged, by the sizes of their batches; the last of what runs on by itself.

    Args:
        running: names of metrics that count over all batches themselves.
    """

    def __init__(self, running: Sequence[str] = ()) -> None:
        self._running = set(running)
        self._steps: List[Dict[str, Any]] = []

    def add(self, logs: Dict[str, Any]) -> None:
        """Note the logs of a step; their values are asked for at the end, since a backend may still compute them."""
        self._steps.append(logs)

    def values(self) -> Dict[str, float]:
        """A number for each name."""
        if not self._steps:
            return {}
        last = self._steps[-1]
        sizes = [float(step.get(SIZE, 0)) for step in self._steps]
        if not any(sizes):
            return {name: float(value) for name, value in last.items() if name != SIZE}
        return {name: float(value) if name in self._running else
                float(np.average([float(step[name]) for step in self._steps], weights=sizes))
                for name, value in last.items() if name != SIZE}


class Direct(keras.callbacks.CallbackList):
    """Callbacks that are called at once, and of a batch of ``evaluate`` or ``predict`` only where one wants to hear of it.

    Keras 3 would start a thread for them, and bring the outputs of each batch to Python's numbers; both take longer than to
    predict a row.

    Args:
        model: the model.
        callbacks: of the user.
    """

    def __init__(self, model: Any, callbacks: Any = None) -> None:
        super().__init__(with_ordered_logs(callbacks), model=model)
        self._async_train = self._async_test = self._async_predict = False

    def on_test_batch_end(self, batch: Any, logs: Any = None) -> None:
        """Tell those that want to hear of it."""
        if any(hears_of(each, "on_test_batch_end") for each in self.callbacks):
            self._model.jax_state_sync()
            super().on_test_batch_end(batch, logs)

    def on_predict_batch_end(self, batch: Any, logs: Any = None) -> None:
        """Tell those that want to hear of it."""
        if any(hears_of(each, "on_predict_batch_end") for each in self.callbacks):
            self._model.jax_state_sync()
            super().on_predict_batch_end(batch, logs)


class Hooks(Direct):
    """The callbacks of one ``fit``.

    Args:
        model: the model.
        callbacks: of the user.
        params: what they are told of the training.
        extent: of an epoch.
        validation_data: inputs, targets and sample weights of the validation as one list; None where batches are generated.
    """

    def __init__(self, model: Any, callbacks: Any, params: Dict[str, Any], extent: Extent,
                 validation_data: Optional[List[Any]]) -> None:
        super().__init__(None)
        self._extent, self._means, self._followed = extent, Means(), None
        given = list(callbacks) if isinstance(callbacks, (list, tuple)) else [] if callbacks is None else [callbacks]
        bar = [ProgbarLogger("steps" if extent.steps or not extent.samples else "samples")] if params["verbose"] else []
        self._history = model.history = History()  # callbacks read it from the first epoch on
        self.callbacks = [*bar, *given, self._history]
        self._each_batch = any(hears_of(each, *_OF_BATCHES) for each in self.callbacks)
        self._shows_state = any(hears_of(each, *_OF_BATCHES) for each in given)
        for callback in self.callbacks:
            callback.validation_data = validation_data
        self.set_model(model)
        self.set_params(params)

    def follow(self, sequence: Any) -> None:
        """Tell the callbacks after each epoch how many batches a ``Sequence`` holds for the next one, as Keras 2.3 did."""
        self._followed = sequence

    def on_train_begin(self, logs: Any = None) -> None:
        """Begin; logs are empty, as in all that follow but those of ends of batches and epochs."""
        for callback in self.callbacks:
            if isinstance(callback, ProgbarLogger):
                callback.stateful_metrics.update(self._model._running_metrics())
        self._tell("on_train_begin", {})

    def on_train_end(self, logs: Any = None) -> None:
        """End."""
        self._tell("on_train_end", {})

    def on_epoch_begin(self, epoch: Any, logs: Any = None) -> None:
        """Begin to average anew."""
        self._means = Means(self._model._running_metrics())
        self._tell("on_epoch_begin", epoch, {})

    def on_train_batch_begin(self, batch: Any, logs: Any = None) -> None:
        """Tell the number of the batch, and its size where it is known before."""
        if self._each_batch:
            size = self._extent.size_of(batch)
            self._tell("on_train_batch_begin", batch, {"batch": batch, **({} if size is None else {"size": size})})

    def on_train_batch_end(self, batch: Any, logs: Any = None) -> None:
        """Tell the loss and metrics of this batch."""
        logs = dict(logs or {})
        if self._extent.samples and self._extent.steps:
            logs[SIZE] = 1  # all steps hold the same samples
        if not self._each_batch:
            self._means.add(logs)
            return
        values = {name: keras.ops.convert_to_numpy(value)[()] for name, value in logs.items()}
        self._means.add(dict(values))
        if self._shows_state:  # a function that the program gave may read and set variables, without asking for self.model
            self._model.jax_state_sync()
        size = int(values.pop(SIZE, 1))
        self._tell("on_train_batch_end", batch, {"batch": batch, "size": size, **self._shown(values)})

    def on_epoch_end(self, epoch: Any, logs: Any = None) -> None:
        """Tell the values of validation, and the means over the batches."""
        means = self._means.values()
        validated = {name: value for name, value in (logs or {}).items() if name.startswith("val_") and name not in means}
        self._tell("on_epoch_end", epoch, {**self._shown(validated), **self._shown(means)})
        if self._followed is not None:
            self.set_params(dict(self.params, steps=len(self._followed)))

    def _shown(self, logs: Dict[str, Any]) -> Dict[str, Any]:
        """Logs in the order of the model's metrics, by the names that the program knows."""
        shown = self._model._shown_names()
        shown.update({"val_" + logged: "val_" + name for logged, name in shown.items()})
        return {shown.get(name, name): value for name, value in ordered(self._model.metrics_names, logs).items()}

    def _tell(self, event: str, *args: Any) -> None:
        for callback in self.callbacks:
            getattr(callback, event)(*args)


def following(batches: Any, steps_per_epoch: Optional[int], hooks: Any) -> Any:
    """The callbacks of a ``fit``, which are told how many batches a ``Sequence`` has, if that counts anew in each epoch."""
    if getattr(batches, "follows", False) and not steps_per_epoch and isinstance(hooks, Hooks):
        hooks.follow(batches.sequence)
    return hooks


class Bar(Direct):
    """The callbacks of one ``evaluate`` or ``predict``, and the progress bar where it is shown.

    Args:
        model: the model.
        callbacks: of the user.
        extent: of the data, for a bar; None for none.
    """

    def __init__(self, model: Any, callbacks: Any, extent: Optional[Extent]) -> None:
        super().__init__(model, callbacks)
        self._extent, self._bar = extent, None if extent is None else Progbar(extent.units())

    def on_test_batch_end(self, batch: Any, logs: Any = None) -> None:
        """Move the bar."""
        self._move(batch)
        super().on_test_batch_end(batch, logs)

    def on_predict_batch_end(self, batch: Any, logs: Any = None) -> None:
        """Move the bar."""
        self._move(batch)
        super().on_predict_batch_end(batch, logs)

    def _move(self, batch: int) -> None:
        if self._extent is None or self._bar is None:
            return
        size = self._extent.size_of(batch)
        counted = size is None or self._extent.steps
        self._bar.update(batch + 1 if counted else batch * (self._extent.batch_size or 0) + (size or 0))
