"""Metrics of Keras 2.2.4, and :class:`LegacyMetric`, which averages a metric function over batches as that Keras did.

A value per batch, masked like a loss, then the mean over batches weighted by their size. ``'accuracy'`` chooses by the
shapes of target and output.
"""
from typing import Any, Dict, Optional, Sequence

import keras
from keras import ops

from compat.era import current
from compat.errors import UnknownLayerError
from compat.flavors.shared.keras_objects import object_of
from compat.flavors.shared.objective import objective
from compat.flavors.shared.weighted_losses import broadcast_weights, squeeze_or_expand_dimensions

from . import backend, losses
from .backend.tensors import as_tensor
from .engine.masks import get_mask
from .graph.program import settled
from .loss_arguments import comparable, of_tensors
from .losses import (
    binary_crossentropy,
    categorical_crossentropy,
    cosine_proximity,
    sparse_categorical_crossentropy,
)
from .objects import registered_object
from .updates import apply_all
from .variables import is_variable


@of_tensors
def binary_accuracy(y_true: Any, y_pred: Any, threshold: float = 0.5) -> Any:
    """Share of outputs that fall on the side of the threshold that the label names; at 0.5, up to Keras 2.3, that round to it:
    2 is no 1."""
    return ops.mean(binary_matches(y_true, y_pred, threshold), axis=-1)


@of_tensors
def binary_matches(y_true: Any, y_pred: Any, threshold: float = 0.5) -> Any:
    """For each output 1 or 0, as :func:`binary_accuracy` counts it: what ``BinaryAccuracy`` of tf.keras averages."""
    rounds = threshold == 0.5 and current().behaviour("binary_accuracy") == "rounds"
    chosen = ops.round(y_pred) if rounds else ops.cast(y_pred > threshold, y_true.dtype)
    return _float(ops.equal(y_true, chosen))


@of_tensors
def categorical_accuracy(y_true: Any, y_pred: Any) -> Any:
    """Whether the largest output is that of the one-hot label."""
    return _float(ops.equal(ops.argmax(y_true, axis=-1), ops.argmax(y_pred, axis=-1)))


@of_tensors
def sparse_categorical_accuracy(y_true: Any, y_pred: Any) -> Any:
    """Whether the largest output is that of the integer label."""
    if len(y_true.shape) == len(y_pred.shape):
        y_true = ops.squeeze(y_true, axis=-1)
    return _float(ops.equal(ops.cast(y_true, "int32"), ops.cast(ops.argmax(y_pred, axis=-1), "int32")))


@of_tensors
def top_k_categorical_accuracy(y_true: Any, y_pred: Any, k: int = 5) -> Any:
    """Whether the one-hot label is among the ``k`` largest outputs."""
    return _in_top_k(ops.argmax(y_true, axis=-1), y_pred, k)


@of_tensors
def sparse_top_k_categorical_accuracy(y_true: Any, y_pred: Any, k: int = 5) -> Any:
    """Whether the integer label is among the ``k`` largest outputs."""
    rank = len(y_pred.shape)
    labels = ops.squeeze(y_true, -1) if len(y_true.shape) == rank and rank > 2 else y_true
    return _in_top_k(labels if rank > 2 else ops.reshape(labels, (-1,)), y_pred, k)


@of_tensors
def accuracy(y_true: Any, y_pred: Any) -> Any:
    """Whether each output equals the label."""
    return _float(ops.equal(y_true, y_pred))


@of_tensors
def cosine_similarity(y_true: Any, y_pred: Any, axis: int = -1) -> Any:
    """The cosine of the angle between the two: the metric of Keras 2.3 and tf.keras, where the loss has a minus."""
    return -cosine_proximity(y_true, y_pred, axis)


def _in_top_k(labels: Any, y_pred: Any, k: int) -> Any:
    """Of fewer than ``k`` outputs every label is among the largest; torch refuses to count further than there are."""
    scores, classes = as_tensor(y_pred), y_pred.shape[-1]
    flat = ops.reshape(ops.cast(labels, "int32"), (-1,)), ops.reshape(scores, (-1, classes))
    found = ops.reshape(_float(ops.in_top_k(*flat, min(k, classes))), ops.shape(scores)[:-1])
    return ops.mean(found, axis=-1) if current().behaviour("top_k_accuracy") == "of_batch" else found


def _float(truth: Any) -> Any:
    return ops.cast(truth, keras.config.floatx())


_FUNCTIONS = (binary_accuracy, categorical_accuracy, sparse_categorical_accuracy, top_k_categorical_accuracy,
              sparse_top_k_categorical_accuracy, cosine_similarity)
BY_NAME = {**losses.BY_NAME, **{f.__name__: f for f in _FUNCTIONS}}


def get(identifier: Any) -> Any:
    """The metric function of a name, or what was given if it is one already."""
    if callable(identifier) or identifier is None:
        return identifier
    return deserialize(identifier)


serialize = losses.serialize


def deserialize(config: Any, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """The metric for what :func:`serialize` gave, looked for in ``custom_objects`` first.

    Raises:
        UnknownLayerError: no metric of that name.
    """
    if isinstance(config, dict) and "registered_name" in config:  # Keras 3 wrote it, and says where the class is
        return keras.saving.deserialize_keras_object(config, custom_objects=custom_objects)
    if isinstance(config, dict):
        return object_of(config, "keras.metrics", custom_objects)
    found = registered_object(config, custom_objects) or BY_NAME.get(config)
    if found is None:
        raise UnknownLayerError(
            "Unknown metric function: {0!r}; pass it in custom_objects={{{0!r}: function}}".format(config))
    return found


@keras.saving.register_keras_serializable(package="compat")
class LegacyMetric(keras.metrics.Metric):
    """A metric function, averaged over batches by their size.

    Args:
        fn: name or function of ``(y_true, y_pred)``; ``'accuracy'`` and ``'crossentropy'`` are chosen by shape.
        loss: the loss function of the same output, which ``'accuracy'`` looks at.
        name: string; the key in the history.
    """

    def __init__(self, fn: Any, loss: Any = None, name: Optional[str] = None, **kwargs: Any) -> None:
        self.fn: Any = fn if isinstance(fn, str) and fn in BY_SHAPE else get(fn)
        self.described: Any = None  # set by a model, where the function closes over tensors of the graph
        self.loss = loss
        self._era = current()
        super().__init__(name=name or history_key(fn), **kwargs)
        self.total = self.add_variable(shape=(), initializer="zeros", name="total")
        self.count = self.add_variable(shape=(), initializer="zeros", name="count")

    def hold(self, variables: Sequence[Any]) -> None:
        """The function counts in these variables, which no epoch resets, as in Keras 2."""
        for variable in variables:
            self._tracker.add_to_store("variables", variable)

    def reset_state(self) -> None:
        """Begin the mean anew."""
        self.total.assign(0.0)
        self.count.assign(0.0)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        if y_true is None:  # as the loss of such an output
            return
        mask = get_mask(y_pred)
        y_true, y_pred = comparable(y_true, y_pred)
        if self.fn in BY_SHAPE:
            function = BY_SHAPE[self.fn][_kind(y_true, y_pred, self.loss, self._era.of_tf_keras)]
        else:
            function = self.described or self.fn
        size = ops.cast(ops.shape(y_pred)[0], self.dtype)
        with self._era:
            scores = settled(function(y_true, y_pred))
        if self._era.of_tf_keras:
            self._add(ops.cast(scores, self.dtype), sample_weight, mask)
            return
        if not len(scores.shape) and self._era.behaviour("signatures") == "2.3.1":
            size = ops.ones_like(size)  # one number for the batch: from Keras 2.3 on, the mean is that of the numbers
        value = ops.cast(self._mean(scores, sample_weight, mask), self.dtype)
        self.total.assign_add(value * size)
        self.count.assign_add(size)

    def _add(self, scores: Any, weights: Any, mask: Any) -> None:
        """Count scores as ``Mean`` of tf.keras does: each by its weight, over all batches."""
        total = ops.ones_like(scores)
        for each in (mask, weights):
            if each is not None:
                scores, _, each = squeeze_or_expand_dimensions(scores, None, ops.cast(ops.convert_to_tensor(each), self.dtype))
                total = total * broadcast_weights(scores, each)
        self.total.assign_add(ops.sum(scores * total))
        self.count.assign_add(ops.sum(total))

    def _mean(self, scores: Any, weights: Any, mask: Any) -> Any:
        if not self._era.behaviour("masked_metrics"):
            mask = None
        return objective(backend, scores, weights, mask, self._era)

    def result(self) -> Any:
        return ops.divide_no_nan(ops.cast(self.total, self.dtype), ops.cast(self.count, self.dtype))

    def get_config(self) -> Dict[str, Any]:
        fn = self.fn if self.fn in BY_SHAPE else metric_config(self.fn)
        return {"fn": fn, "loss": self.loss, "name": self.name}


class StatefulMetric(keras.metrics.Metric):
    """A stateful layer that counts over batches, as a metric: what it gave for the last batch is the result.

    Args:
        fn: layer that is called on labels and outputs, and updates its variables with ``add_update``.
    """

    def __init__(self, fn: Any, name: Optional[str] = None) -> None:
        super().__init__(name=name or fn.name)
        self.fn = fn
        self.last = self.add_variable(shape=(), initializer="zeros", name="last")
        for variable in filter(is_variable, vars(fn).values()):
            self._tracker.add_to_store("variables", variable)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        value = settled(self.fn(*comparable(y_true, y_pred)))
        self.last.assign(ops.mean(ops.cast(value, self.dtype)))
        updates, self.fn.updates = self.fn.updates, []
        apply_all(updates)

    def result(self) -> Any:
        return ops.convert_to_tensor(self.last)

    def reset_state(self) -> None:
        super().reset_state()
        self.fn.reset_states()


def metric_config(function: Any) -> Any:
    """How a metric function is written down: by its name if it is one of ours, else as Keras 3 does."""
    name = getattr(function, "__name__", None)
    return name if BY_NAME.get(str(name)) is function else losses.function_config(function)


def history_key(metric: Any) -> str:
    """The key of a metric in the history, in Keras 2.2.4 that of its function.

    Example:
        >>> history_key("accuracy"), history_key("mae")
        ('acc', 'mean_absolute_error')
    """
    if isinstance(metric, str) and current().behaviour("metric_keys") == "as_given":
        return metric
    if metric in ("accuracy", "acc"):
        return "acc"
    if metric in ("crossentropy", "ce"):
        return "ce"
    return str(losses.name_of(get(metric)))


def _kind(y_true: Any, y_pred: Any, loss: Any, by_shape: bool) -> int:
    """Which function ``"accuracy"`` and ``"crossentropy"`` mean: 0 of one number, 1 of classes by number, 2 of one-hot classes.

    tf.keras 2.2 to 2.15 asked the shapes alone, Keras 2 the loss.
    """
    classes = y_pred.shape[-1] if len(y_pred.shape) else 1
    if by_shape:
        by_number = len(y_true.shape) < len(y_pred.shape) or y_true.shape[-1] == 1
        return 0 if classes == 1 else 1 if by_number else 2
    if classes == 1 or loss == "binary_crossentropy":
        return 0
    return 1 if loss == "sparse_categorical_crossentropy" else 2


_ACCURACIES = binary_accuracy, sparse_categorical_accuracy, categorical_accuracy
_CROSSENTROPIES = binary_crossentropy, sparse_categorical_crossentropy, categorical_crossentropy
BY_SHAPE = {"accuracy": _ACCURACIES, "acc": _ACCURACIES, "crossentropy": _CROSSENTROPIES, "ce": _CROSSENTROPIES}
