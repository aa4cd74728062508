"""``Callback`` of Keras 1 and 2: ``model`` may be assigned, and ``fit`` sets ``validation_data``."""
from typing import Any, Dict, Iterator, List, Optional

import keras

from compat.era import current


class Callback(keras.callbacks.Callback):
    """Base class of callbacks.

    Attributes:
        model: the model that is trained.
        params: facts about the training: ``epochs``, ``verbose``, ``steps`` …
        validation_data: inputs, targets and sample weights of the validation as one list; None without arrays of them.

    Example:
        >>> callback = Callback()
        >>> callback.model, callback.validation_data = "a model", None
        >>> callback.model
        'a model'
    """

    validation_data: Optional[List[Any]] = None

    @property
    def model(self) -> Any:
        """The model that is trained."""
        return keras.callbacks.Callback.model.fget(self)

    @model.setter
    def model(self, model: Any) -> None:
        self._model = model

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        """The name of ``on_batch_begin`` since tf.keras 2."""
        self.on_batch_begin(batch, logs)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """The name of ``on_batch_end`` since tf.keras 2."""
        self.on_batch_end(batch, logs)


class History(Callback, keras.callbacks.History):
    """Records the logs of the epochs in ``history``; ``fit`` returns it.

    Up to Keras 2.3 each ``fit`` begins it anew; in tf.keras a further one goes on (era row ``history_of_fits``).

    Example:
        >>> history = History()
        >>> history.on_train_begin()
        >>> history.on_epoch_end(0, {"loss": 0.5})
        >>> history.epoch, history.history
        ([0], {'loss': [0.5]})
    """

    history: Dict[str, List[Any]]

    def on_train_begin(self, logs: Any = None) -> None:
        """Forget the epochs."""
        super().on_train_begin(logs)
        if current(self._model).behaviour("history_of_fits") == "begins_anew":
            self.history = {}

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Record an epoch."""
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)


class LambdaCallback(Callback, keras.callbacks.LambdaCallback):
    """Calls functions at the beginning and end of training, epochs and batches."""


class CallbackList(keras.callbacks.CallbackList):
    """Callbacks of a training loop of one's own, called in their order.

    Args:
        callbacks: list of callbacks.
        queue_length: kept; Keras 2 compared the times of so many batches to warn of slow callbacks.
        add_history, add_progbar, model, params: of tf.keras: whether to add a ``History`` and a bar; what the callbacks see.

    Example:
        >>> called = []
        >>> callbacks = CallbackList()
        >>> callbacks.append(LambdaCallback(on_epoch_begin=lambda epoch, logs: called.append(epoch)))
        >>> callbacks.on_epoch_begin(3)
        >>> called, len(list(callbacks))
        ([3], 1)
    """

    def __init__(self, callbacks: Any = None, queue_length: int = 10, add_history: bool = False, add_progbar: bool = False,
                 model: Any = None, **params: Any) -> None:
        super().__init__(list(callbacks or ()), add_history=add_history, add_progbar=add_progbar, model=model, **params)
        self.queue_length = queue_length
        self._async_train = self._async_test = self._async_predict = False  # a callback may be appended later

    def append(self, callback: Any) -> None:
        """Call this one, too, after the others."""
        self.callbacks.append(callback)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.callbacks)
