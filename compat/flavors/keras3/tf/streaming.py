"""``tf.metrics`` of TensorFlow 1: functions that count over batches, in variables that nothing but their initializer resets.

Each returns two tensors: the metric of the batches so far, and an update, which counts this batch and gives the metric with it.
A metric function for ``compile`` that returns the update works as with Keras 2: its variables belong to the model, live on from
one ``evaluate`` to the next, and its values are averaged over batches.
"""
import functools
from typing import Any, Callable, Dict, List, Optional, Tuple

import keras
from keras import ops

from compat.errors import UnsupportedError

from ..context import in_plain_call
from ..graph.reading import as_described, started
from .variables import local

_EPSILON = 1e-6


class _OfMetric(keras.Operation):
    """An operation of a graph on a metric.

    Args:
        metric: of Keras 3, which holds the variables.
    """

    starts_with_variables = True

    def __init__(self, metric: Any) -> None:
        super().__init__()
        self._metric = [metric]
        self.variables: List[Any] = list(metric.variables)
        local.update((id(variable), variable) for variable in self.variables)

    def compute_output_spec(self, *values: Any) -> Any:
        """A number."""
        return keras.KerasTensor((), self._metric[0].dtype)


class Counted(_OfMetric):
    """The metric of the batches so far."""

    def call(self) -> Any:
        """A number."""
        return ops.convert_to_tensor(self._metric[0].result())


class Counting(_OfMetric):
    """The update of a metric by a batch.

    Args:
        metric: as above.
        result: attribute of ``metric`` that is the value of the update; by default its result.
    """

    #: A run of this operation assigns to its variables, see :func:`..graph.walk.changed_by`.
    changes_variables = True

    def __init__(self, metric: Any, result: Optional[str] = None) -> None:
        super().__init__(metric)
        self._result = result

    def call(self, *values: Any) -> Any:
        """Count the batch; the metric with it."""
        [metric] = self._metric
        metric.update_state(*values)
        return ops.convert_to_tensor(getattr(metric, self._result) if self._result else metric.result())

    def compute_output_spec(self, *values: Any) -> Any:
        """A number, or what the value of the update is."""
        [metric] = self._metric
        return keras.KerasTensor(getattr(metric, self._result).shape if self._result else (), metric.dtype)


def _streaming(make: Callable[[], Any], values: List[Any], result: Optional[str] = None) -> Tuple[Any, Any]:
    if not in_plain_call():
        raise UnsupportedError("tf.metrics of TensorFlow 1 makes its variables when a model is compiled, and this model has no "
                               "outputs yet: build it before compile(), or pass a metric of tf.keras.metrics")
    given = [value for value in values if value is not None]
    described = [value if isinstance(value, keras.KerasTensor) else as_described(ops.convert_to_tensor(value))
                 for value in given]
    metric = make()
    return started(Counted(metric)), Counting(metric, result)(*described)


def accuracy(labels: Any, predictions: Any, weights: Any = None, metrics_collections: Any = None,
             updates_collections: Any = None, name: Optional[str] = None) -> Tuple[Any, Any]:
    """The share of predictions that are the labels."""
    return _streaming(keras.metrics.Accuracy, [labels, predictions, weights])


def mean(values: Any, weights: Any = None, metrics_collections: Any = None, updates_collections: Any = None,
         name: Optional[str] = None) -> Tuple[Any, Any]:
    """The weighted mean of values."""
    return _streaming(keras.metrics.Mean, [values, weights])


def root_mean_squared_error(labels: Any, predictions: Any, weights: Any = None, metrics_collections: Any = None,
                            updates_collections: Any = None, name: Optional[str] = None) -> Tuple[Any, Any]:
    """The root of the mean squared error."""
    return _streaming(keras.metrics.RootMeanSquaredError, [labels, predictions, weights])


def mean_iou(labels: Any, predictions: Any, num_classes: int, weights: Any = None, metrics_collections: Any = None,
             updates_collections: Any = None, name: Optional[str] = None) -> Tuple[Any, Any]:
    """The mean intersection over union of classes; its update is the confusion matrix (num_classes, num_classes)."""
    return _streaming(lambda: keras.metrics.MeanIoU(num_classes), [labels, predictions, weights], "total_cm")


def _of_flags(kind: str, text: str) -> Callable[..., Tuple[Any, Any]]:
    """A metric of labels and predictions that are taken as booleans: anything but 0 is true."""
    def function(labels: Any, predictions: Any, weights: Any = None, metrics_collections: Any = None,
                 updates_collections: Any = None, name: Optional[str] = None) -> Tuple[Any, Any]:
        flags = [ops.cast(ops.not_equal(value, 0), "float32") for value in (labels, predictions)]
        return _streaming(getattr(keras.metrics, kind), [*flags, weights])

    function.__doc__ = text
    return function


precision = _of_flags("Precision", "Of the true predictions, the share whose label is true.")
recall = _of_flags("Recall", "Of the true labels, the share whose prediction is true.")
true_positives = _of_flags("TruePositives", "How many predictions are true with a true label.")
true_negatives = _of_flags("TrueNegatives", "How many predictions are false with a false label.")
false_positives = _of_flags("FalsePositives", "How many predictions are true with a false label.")
false_negatives = _of_flags("FalseNegatives", "How many predictions are false with a true label.")


class Area(keras.metrics.AUC):  # type: ignore[misc]
    """The area by the sums of TensorFlow 1, which adds 1e-6 to what it divides."""

    def __init__(self, height: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._height = height

    def result(self) -> Any:
        true, false = self.true_positives, self.false_positives
        recalls = (true + _EPSILON) / (true + self.false_negatives + _EPSILON)
        x, y = ((recalls, (true + _EPSILON) / (true + false + _EPSILON)) if self.curve.value == "PR" else
                (false / (false + self.true_negatives + _EPSILON), recalls))
        return ops.sum((x[:-1] - x[1:]) * _HEIGHTS[self._height](y[:-1], y[1:]))


_HEIGHTS: Dict[str, Callable[[Any, Any], Any]] = {
    "trapezoidal": lambda one, other: (one + other) / 2.0, "minoring": ops.minimum, "majoring": ops.maximum,
}


def auc(labels: Any, predictions: Any, weights: Any = None, num_thresholds: int = 200, metrics_collections: Any = None,
        updates_collections: Any = None, curve: str = "ROC", name: Optional[str] = None,
        summation_method: str = "trapezoidal", thresholds: Any = None) -> Tuple[Any, Any]:
    """The area under the curve of ``num_thresholds`` thresholds: true by false positive rates, or precision by recall ("PR").

    Raises:
        ValueError: another summation method than "trapezoidal", "careful_interpolation", "minoring" and "majoring".
    """
    settings = {"num_thresholds": num_thresholds, "curve": curve, "thresholds": thresholds}
    if summation_method in _HEIGHTS:
        make = functools.partial(Area, summation_method, **settings)
    elif summation_method == "careful_interpolation":
        make = functools.partial(keras.metrics.AUC, **settings)
    else:
        raise ValueError("Invalid summation_method: {}; it is one of {}".format(
            summation_method, ", ".join(sorted([*_HEIGHTS, "careful_interpolation"]))))
    return _streaming(make, [labels, predictions, weights])


def sensitivity_at_specificity(labels: Any, predictions: Any, specificity: float, weights: Any = None,
                               num_thresholds: int = 200, metrics_collections: Any = None, updates_collections: Any = None,
                               name: Optional[str] = None) -> Tuple[Any, Any]:
    """The sensitivity at the threshold whose specificity is nearest to the given one."""
    make = functools.partial(keras.metrics.SensitivityAtSpecificity, specificity, num_thresholds=num_thresholds)
    return _streaming(make, [labels, predictions, weights])


def specificity_at_sensitivity(labels: Any, predictions: Any, sensitivity: float, weights: Any = None,
                               num_thresholds: int = 200, metrics_collections: Any = None, updates_collections: Any = None,
                               name: Optional[str] = None) -> Tuple[Any, Any]:
    """The specificity at the threshold whose sensitivity is nearest to the given one."""
    make = functools.partial(keras.metrics.SpecificityAtSensitivity, sensitivity, num_thresholds=num_thresholds)
    return _streaming(make, [labels, predictions, weights])
