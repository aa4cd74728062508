"""Steps of training that log their batch alone, and callbacks that are told so, as in Keras 2.2.4."""
from contextlib import contextmanager
from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence

import keras
from keras import ops, tree

from compat.era import current

from ..callbacks.loop import SIZE, Bar, Extent, Hooks
from ..metrics import LegacyMetric
from .masks import leaves
from .output_names import told_apart


class EpochLoss(keras.metrics.Mean):  # type: ignore[misc]
    """The loss of an epoch.

    Attributes:
        by_batch: each batch counts alike, whatever its size.
    """

    by_batch = False

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Count the loss of a batch of so many samples."""
        super().update_state(values, None if self.by_batch else sample_weight)


class BatchLogs:
    """Mix-in of a model: what its training steps log, and to whom.

    In the eras of TensorFlow 2 a step logs the means of the epoch so far, and Keras 3 calls the callbacks itself.
    """

    def _logs_batches(self) -> bool:
        return bool(current(self).behaviour("batch_logs") != "running")

    def _hooks(self: Any, callbacks: Any, named: Dict[str, Any], extent: Extent, validates: bool,
               validation_data: Optional[Sequence[Any]] = ()) -> Any:
        """The callbacks of a ``fit`` with these arguments."""
        if isinstance(callbacks, keras.callbacks.CallbackList):
            return callbacks
        names = [self._shown_names().get(name, name) for name in self.metrics_names]
        of_arrays = {"batch_size": extent.batch_size, "samples": extent.samples} if extent.samples is not None else {}
        known = validates or not of_arrays  # with a generator, callbacks were promised the names of a validation
        verbose = 1 if named["verbose"] == "auto" else named["verbose"]
        params = {"epochs": named["epochs"], "steps": extent.steps, "verbose": verbose}
        if self._logs_batches():
            params.update(of_arrays, do_validation=validates, metrics=names + ["val_" + name for name in names if known])
        elif extent.samples is not None and not extent.steps:  # tf.keras counts steps, and tells no more
            params["steps"] = -(-extent.samples // (extent.batch_size or 32))
        return Hooks(self, callbacks, params, extent, None if validation_data is None else list(validation_data))

    def _bar(self: Any, callbacks: Any, verbose: Any, x: Any, batch_size: Optional[int], steps: Optional[int]) -> Any:
        """The callbacks of ``evaluate`` or ``predict``, with the progress bar that Keras 2 showed."""
        shown = verbose == 1 and self._logs_batches()
        if isinstance(callbacks, keras.callbacks.CallbackList) or (verbose and not shown):
            return callbacks
        return Bar(self, callbacks, Extent(samples_of(x), batch_size or 32, steps or batches_in(x)) if shown else None)

    def _metrics_of_a_batch(self: Any) -> List[Any]:
        """The metrics that begin anew with each batch."""
        if current(self).behaviour("batch_logs") == "loss_of_the_batch":
            return [self._loss_tracker]
        return [each for each in _leaves(self.metrics) if self._begins_anew(each)] if self._logs_batches() else []

    def _begins_anew(self: Any, metric: Any) -> bool:
        """Whether a metric begins anew with each batch: in some eras the loss, in older ones all losses and functions."""
        behavior = current(self).behaviour("batch_logs")
        if behavior in ("running", "loss_of_the_batch") or metric is self._loss_tracker:
            return bool(behavior != "running" and metric is self._loss_tracker)
        losses = self._compile_loss.metrics if self._compile_loss is not None else ()
        return isinstance(metric, LegacyMetric) or any(metric is one for one in losses)

    def _running_metrics(self: Any) -> List[str]:
        """The names in the logs of all other metrics."""
        anew = {id(metric) for metric in self._metrics_of_a_batch()}
        names = [metric.name for metric in (*_leaves(self.metrics), *self._counting_metrics()) if id(metric) not in anew]
        return names + [output + "_" + name for output in told_apart(self._names_of_outputs()) for name in names]

    def _counting_metrics(self) -> List[Any]:
        """The metrics of ``compile`` that count over batches: Keras 3 lists them from the first batch on."""
        compiled = vars(self).get("_legacy_compile", {})
        given = tree.flatten([compiled.get("metrics"), compiled.get("weighted_metrics")])
        return [each for each in given if isinstance(each, keras.metrics.Metric) and not isinstance(each, LegacyMetric)]

    @property
    def stateful_metric_names(self: Any) -> List[str]:
        """The names of the metrics of ``compile`` that count over batches, in Keras 2.1 to 2.2."""
        return [metric.name for metric in self._counting_metrics()]

    @property
    def stateful_metric_functions(self: Any) -> List[Any]:
        """The metrics of ``compile`` that count over batches."""
        return list(self._counting_metrics())

    def get_metrics_result(self: Any) -> Any:
        """The values of all metrics; copies on torch, where a count would be that of the validation that follows."""
        found = super().get_metrics_result()  # type: ignore[misc]
        return {name: ops.copy(value) for name, value in found.items()} if keras.backend.backend() == "torch" else found

    def reset_metrics(self: Any) -> None:
        """Begin all metrics anew; before a single training step, those that do not begin anew in it, or none."""
        if vars(self).get("_keeps_metrics"):
            return
        if not vars(self).get("_trains_one_batch"):
            super().reset_metrics()  # type: ignore[misc]
            return
        for metric in _leaves(self.metrics):
            if not self._begins_anew(metric):
                metric.reset_state()

    @contextmanager
    def _one_batch(self, **facts: bool) -> Iterator[None]:
        """Context manager: a single step, of which these facts hold."""
        vars(self).update(facts)
        try:
            yield
        finally:
            vars(self).update(dict.fromkeys(facts, False))

    def _aggregate_additional_loss(self: Any, loss: Any) -> Any:
        """The sum of a loss that was added as several numbers. tf.keras trained with the sum, too, but logged the mean."""
        loss = ops.convert_to_tensor(loss)  # ``add_loss`` takes numbers, too
        total = super()._aggregate_additional_loss(loss)  # type: ignore[misc]
        if not len(loss.shape) or not current().of_tf_keras:
            return total
        return total - ops.stop_gradient(total - ops.cast(ops.mean(loss), total.dtype))

    def _logging_alone(self: Any, step: Callable[..., Any], args: Any) -> Any:
        """Run a step of Keras 3: of ``(state, data)`` on JAX, which gives the new state beside the logs, else of ``data``."""
        metrics = self._metrics_of_a_batch()
        if not metrics:
            return step(*args)
        if len(args) == 1:
            for metric in metrics:
                metric.reset_state()
            return _with_size(step(*args), args[0])
        state, data = args
        anew = {id(variable) for metric in metrics for variable in _begun_anew(metric)}
        begun = [ops.zeros_like(value) if id(variable) in anew else value
                 for variable, value in zip(self.metrics_variables, state[-1])]
        logs, state = step((*state[:-1], begun), data)
        return _with_size(logs, data), state


def _begun_anew(metric: Any) -> List[Any]:
    """The variables that ``reset_state`` of a metric sets to zero."""
    return [metric.total, metric.count] if isinstance(metric, LegacyMetric) else list(metric.variables)


def samples_of(data: Any) -> Optional[int]:
    """The number of samples of arrays; None for a generator, a data set, or no data."""
    first = next(iter(tree.flatten(data)), None) if isinstance(data, (list, tuple, dict)) else data
    shape = getattr(first, "shape", None)
    return int(shape[0]) if shape is not None and len(shape) and shape[0] is not None else None


def batches_in(data: Any) -> Optional[int]:
    """The number of batches of a ``Sequence`` or of another generator with a length."""
    arrays = data is None or isinstance(data, (list, tuple, dict)) or hasattr(data, "shape")
    return None if arrays or not hasattr(data, "__len__") else len(data)


def _leaves(metrics: Sequence[Any]) -> List[Any]:
    """The metrics that hold numbers: ``CompileMetrics`` holds others."""
    found: List[Any] = []
    for metric in metrics:
        inner = getattr(metric, "metrics", None)
        found.extend(_leaves(inner) if inner else [metric])
    return found


def _with_size(logs: Any, data: Any) -> Any:
    """Logs with the size of the batch, unless a step of the program's own logs something else."""
    arrays = [value for value in leaves(data) if value is not None and len(value.shape)]
    return {**logs, SIZE: ops.shape(arrays[0])[0]} if isinstance(logs, dict) and arrays else logs
