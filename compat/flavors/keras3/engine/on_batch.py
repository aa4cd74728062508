"""``train_on_batch`` and its kin: one step of a model, as adversarial networks and reinforcement learning call it in loops."""
from typing import Any, Tuple

import keras
import numpy as np
from keras import tree

from ..callbacks.loop import SIZE
from ..callbacks.order import ordered
from ..programs import is_of_a_program
from . import compiling
from .collected import as_compiled, in_its_era


class OnBatch:
    """Mix-in of a model: the methods that take one batch."""

    def train_on_batch(self: Any, x: Any, y: Any = None, sample_weight: Any = None, class_weight: Any = None,
                       reset_metrics: bool = True, return_dict: bool = False) -> Any:
        """One training step; returns the loss, or loss and metrics, of this batch, or of all since the metrics were reset."""
        x, y, sample_weight, class_weight = self._of_one_batch(x, y, sample_weight, class_weight)
        return self._on_one_batch("train", reset_metrics, return_dict, x, y, sample_weight=sample_weight,
                                  class_weight=class_weight)

    def test_on_batch(self: Any, x: Any, y: Any = None, sample_weight: Any = None, reset_metrics: bool = True,
                      return_dict: bool = False) -> Any:
        """The loss, or loss and metrics, of one batch, or of all since the metrics were reset."""
        x, y, sample_weight, _ = self._of_one_batch(x, y, sample_weight)
        return self._on_one_batch("test", reset_metrics, return_dict, x, y, sample_weight=sample_weight)

    @as_compiled
    def predict_on_batch(self: Any, x: Any) -> Any:
        """The outputs for one batch."""
        return super().predict_on_batch(self._inputs_of(x))  # type: ignore[misc]

    def _is_one_batch(self: Any, x: Any, size: int) -> bool:
        """Whether the data are arrays of numbers that one step takes, on one device."""
        arrays = tree.flatten(x)
        if not all(type(each) is np.ndarray and each.ndim and each.dtype.kind in "fiub" for each in arrays):
            return False
        if len({len(each) for each in arrays}) != 1 or len(arrays[0]) > size:
            return False
        if is_of_a_program(type(self).predict_step):  # which tf.keras gave the array, not a tuple of it
            return False
        replicas = getattr(getattr(self, "distribute_strategy", None), "num_replicas_in_sync", 1)
        return bool(self.steps_per_execution == replicas == 1 and keras.distribution.distribution() is None)

    def _predicted_at_once(self: Any, x: Any) -> Any:
        """What ``predict`` gives for one batch, without the pipeline of data that Keras 3 makes for each call.

        Programs of Keras 2 call ``predict`` of one row in loops; on TensorFlow the pipeline alone takes 35 ms.
        """
        self.stop_predicting = False
        floats = keras.config.floatx()
        x = tree.map_structure(lambda each: each.astype(floats, copy=False) if each.dtype.kind == "f" else each, x)
        if keras.backend.backend() == "torch":
            self.eval()
        on_tensorflow = keras.backend.backend() == "tensorflow"
        native = getattr(self.make_predict_function(), "native", None) if on_tensorflow else None
        if native is None:
            return super().predict_on_batch(x)  # type: ignore[misc]
        # Given the data as the pipeline gives them, so that the step is traced once for both.
        outputs = native([keras.utils.pack_x_y_sample_weight(tree.lists_to_tuples(x))])
        return tree.map_structure(lambda each: each if hasattr(each, "row_splits") else each.numpy(), outputs)

    @in_its_era
    def _of_one_batch(self: Any, x: Any, y: Any, sample_weight: Any, class_weight: Any = None) -> Tuple[Any, Any, Any, Any]:
        """Data and the weights of classes as Keras 3 takes them; class weights that count in the sample weights are None."""
        return self._inputs_of(x), self._targets_of(y), self._weights_of(sample_weight, y), class_weight

    @as_compiled
    def _on_one_batch(self: Any, what: str, reset_metrics: bool, return_dict: bool, x: Any, y: Any, **given: Any) -> Any:
        """Train or evaluate on one batch of data that Keras 3 takes."""
        with self._one_batch(_trains_one_batch=what == "train", _keeps_metrics=not reset_metrics):
            logs = getattr(super(), what + "_on_batch")(x, y, return_dict=True, **given)
        logs.pop(SIZE, None)
        return ordered(self.metrics_names, logs) if return_dict else compiling.rows(
            logs, self.metrics_names, of_a_batch=self._logs_batches())
