"""The end of a training whose data have fewer batches than the stated steps of an epoch, as in tf.keras 2.2 to 2.15."""
from typing import Any, Optional

import keras

from compat.era import current

from .order import with_ordered_logs


class EndOfData(keras.callbacks.Callback):  # type: ignore[misc]
    """Ends the training with the first epoch that is short of batches; Keras 3 goes on with the next.

    Args:
        steps: the number that is stated.
    """

    def __init__(self, steps: int) -> None:
        super().__init__()
        self._steps, self._seen = steps, 0

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Begin to count anew."""
        self._seen = 0

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Count a batch."""
        self._seen = batch + 1

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Stop if there were too few."""
        if self._seen < self._steps:
            self.model.stop_training = True


def ending(callbacks: Any, steps: Optional[int]) -> Any:
    """The callbacks of a ``fit`` with this number of stated steps, or None, told of logs in their order."""
    found = with_ordered_logs(callbacks)
    if not steps or not isinstance(found, list) or current().behaviour("steps_of_sequence") == "go_round":
        return found
    return [EndOfData(steps), *found]
