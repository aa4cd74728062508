"""``model.compiled_loss`` and ``model.compiled_metrics``, which training steps of tf.keras 2.2 to 2.15 call.

There, ``self.compiled_loss(y, y_pred, regularization_losses=self.losses)`` gave the loss of a batch and counted it in the logs,
and ``self.compiled_metrics.update_state(y, y_pred)`` the metrics. ``compute_loss``, which came later, counted the loss alone.
"""
import sys
from contextlib import contextmanager
from typing import Any, Iterator, List, Sequence

import keras
from keras import ops, tree

from compat.era import current

from .outputs_by_name import in_order


class NoOptimizer:
    """``model.optimizer`` until a model is compiled: None for programs of tf.keras, no attribute before, nor for Keras 3."""

    def __get__(self, model: Any, owner: Any = None) -> None:
        asking = str(sys._getframe(1).f_globals.get("__name__")).split(".")[0]
        if model is None or asking in ("keras", "compat") or not current(model).of_tf_keras:
            raise AttributeError("a model has no optimizer before it is compiled")


class _OfCompile:
    """What both have in common: metrics of a compiled model."""

    metrics: Any

    def __init__(self, model: Any) -> None:
        self._model = model

    def reset_state(self) -> None:
        """Begin to count anew."""
        for metric in self.metrics:
            metric.reset_state()

    reset_states = reset_state


class CompiledLoss(_OfCompile):
    """The losses that a model was compiled with, called on targets and outputs.

    Args:
        model: compiled.
    """

    @property
    def metrics(self) -> List[Any]:
        """The means of the losses over the batches: of their sum, and of each of several outputs."""
        compiled = self._model._compile_loss
        return [self._model._loss_tracker, *(compiled.metrics if compiled is not None else ())]

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None, regularization_losses: Sequence[Any] = ()) -> Any:
        """The loss of a batch, a scalar tensor, which counts in the logs by the size of the batch.

        Args:
            y_true, y_pred: targets and outputs, ``(batch, …)``, or structures of them.
            sample_weight: of each sample.
            regularization_losses: what is added, such as ``model.losses``.
        """
        model, losses = self._model, [ops.sum(each) for each in regularization_losses or ()]
        if model._compile_loss is not None:
            losses.append(model._compile_loss(*in_order(model, y_true, y_pred, sample_weight)))
        total = sum(losses[1:], losses[0]) if losses else ops.zeros(())
        count_loss(model, total, y_pred)
        return total


class CompiledMetrics(_OfCompile):
    """The metrics that a model was compiled with.

    Args:
        model: compiled.
    """

    @property
    def metrics(self) -> List[Any]:
        """The metrics of all outputs."""
        compiled = self._model._compile_metrics
        return list(compiled.metrics) if compiled is not None else []

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Count a batch."""
        model = self._model
        if model._compile_metrics is not None:
            model._compile_metrics.update_state(*in_order(model, y_true, y_pred, sample_weight))


def count_loss(model: Any, loss: Any, outputs: Any) -> None:
    """Count the loss of a batch in the logs of a model, by the size of the batch."""
    vars(model)["_loss_seen"] = True
    sizes = [ops.shape(each)[0] for each in tree.flatten(outputs) if each is not None and len(each.shape)]
    model._loss_tracker.update_state(loss, sample_weight=ops.cast(sizes[0], "float32") if sizes else None)


class OutputLoss(keras.metrics.Mean):  # type: ignore[misc]
    """The loss of one of several outputs, of an epoch.

    Attributes:
        size: of the batch, which Keras 3 does not know where TensorFlow compiles for batches of any size.
    """

    size: Any = None

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Count the loss of a batch by its size."""
        super().update_state(values, sample_weight=self.size if sample_weight is None else sample_weight)


def count_outputs_by_size(model: Any, y_true: Any, y_pred: Any) -> None:
    """Let the losses of several outputs count by the size of this batch, which the last of an epoch may not fill.

    From now on the list of metrics holds the loss.
    """
    compiled, vars(model)["_loss_seen"] = model._compile_loss, True
    if compiled is None or y_true is None or keras.backend.backend() != "tensorflow":
        return
    if not compiled.built:
        compiled.build(y_true, y_pred)
    for metric in compiled.metrics:
        if type(metric) is keras.metrics.Mean:
            metric.__class__ = OutputLoss
        if isinstance(metric, OutputLoss):
            metric.size = ops.cast(ops.shape(tree.flatten(y_pred)[0])[0], metric.dtype)


class Compiled:
    """Mix-in of a model: what steps of a program's own call, and whether the step that runs is one."""

    @property
    def compiled_loss(self) -> Any:
        """The losses of ``compile``, called on targets and outputs; None before ``compile``."""
        return CompiledLoss(self) if vars(self).get("_legacy_compile") else None

    @compiled_loss.setter
    def compiled_loss(self, value: Any) -> None:
        """Keras 3 has no such attribute, and sets none."""

    @property
    def compiled_metrics(self) -> Any:
        """The metrics of ``compile``; None before ``compile``."""
        return CompiledMetrics(self) if vars(self).get("_legacy_compile") else None

    def _validate_target_and_loss(self: Any, y: Any, loss: Any) -> None:
        """Refuse targets without a loss, as steps of tf.keras did.

        Raises:
            ValueError: there are targets, and no loss, or there is no target, and a loss that needs one.
        """
        if self._compile_loss is not None and y is None:
            raise ValueError("Target data is missing. Your model was compiled with loss={}, and therefore expects target data "
                             "to be provided in `fit()`.".format(vars(self).get("loss")))
        if loss is None:
            raise ValueError("No loss found. You may have forgotten to provide a `loss` argument in the `compile()` method.")

    @contextmanager
    def _in_a_step_of_keras(self) -> Iterator[None]:
        """Context manager: the step is Keras's own, which counts the loss itself and leaves metrics to ``compute_loss``."""
        facts = vars(self)
        outer = facts.get("_step_of_keras", False)
        facts["_step_of_keras"] = True
        try:
            yield
        finally:
            facts["_step_of_keras"] = outer

    def _counted(self: Any, loss: Any, y_pred: Any) -> Any:
        """A loss that a step of the program's own asked for: tf.keras counted it, Keras 3 leaves that to the step."""
        if current(self).of_tf_keras:
            count_loss(self, loss, y_pred)
        return loss
