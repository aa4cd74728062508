"""Metrics as classes, which Keras 2.3 brought: those of Keras 3, with the functions and the base class of then.

They are made from the rows of :mod:`compat.api.names.metrics`. Where the default ``name`` of a class names a function of
:mod:`.metrics`, the metric is the mean of that function: the hinge of Keras 3 takes other labels.
"""
from typing import Any, Callable, Dict, List, Optional

import keras
from keras import ops
from keras.src.metrics.confusion_metrics import SensitivitySpecificityBase as _NativeSpecificity  # not public

from compat.api.names import metrics as table
from compat.api.names import tf_keras as table_of_tf_keras
from compat.api.rows import Name
from compat.api.signatures import parameters
from compat.flavors.shared.weighted_losses import broadcast_weights, squeeze_or_expand_dimensions

from . import metrics
from .engine.masks import get_mask
from .graph.program import settled
from .loss_arguments import comparable
from .loss_classes import era_of_classes
from .metric_base import CountedMean, CountedSum, Metric, OfKeras2, Reduce


class AtNearest(OfKeras2):
    """Mix-in: takes the threshold at which the other rate is nearest to the wanted value, in the eras that did."""

    value: float

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_nearest = era_of_classes().behaviour("rates_at_threshold") == "nearest"

    def _find_max_under_constraint(self, constrained: Any, dependent: Any, predicate: Any) -> Any:
        if not self._is_nearest:
            return super()._find_max_under_constraint(constrained, dependent, predicate)  # type: ignore[misc]
        return dependent[ops.argmin(ops.abs(constrained - self.value))]


class SensitivitySpecificityBase(AtNearest, _NativeSpecificity):
    """Base class of the two metrics that fix one rate and give the other."""


class MeanMetricWrapper(OfKeras2, keras.metrics.MeanMetricWrapper, CountedMean):  # type: ignore[misc]
    """The mean of a function of ``(y_true, y_pred)`` over samples.

    Args:
        fn: the function, which gives one number per sample.
        name: string.
        dtype: of the result.
        **kwargs: further arguments of the function.
    """

    def __init__(self, fn: Any, name: Optional[str] = None, dtype: Any = None, **kwargs: Any) -> None:
        super().__init__(fn=fn, name=name, dtype=dtype, **kwargs)
        self._era = era_of_classes()

    def update_state(  # type: ignore[override]
            self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Count the values of a batch; nothing for an output that has no targets."""
        if y_true is None:
            return
        y_pred, y_true = squeeze_or_expand_dimensions(*reversed(comparable(y_true, y_pred, self.dtype, with_last_axis=False)))
        with self._era:
            values = settled(self._fn(y_true, y_pred, **self._fn_kwargs))
        ignored = get_mask(values)  # of labels of the class that is ignored
        if ignored is not None:
            weights = ops.cast(ignored, values.dtype)
            sample_weight = weights if sample_weight is None else weights * broadcast_weights(
                values, ops.cast(ops.convert_to_tensor(sample_weight), values.dtype))
        CountedMean.update_state(self, values, sample_weight)


_FUNCTIONS = dict(metrics.BY_NAME, accuracy=metrics.accuracy)
#: What tf.keras averages in the place of a function.
_OF_TF_KERAS = {metrics.binary_accuracy: metrics.binary_matches}


def _made(row: Name) -> Any:
    function = _FUNCTIONS.get(str(_defaults(row).get("name")))
    facts = {"__module__": __name__, "__doc__": "Metric {}{} of Keras 2.3.1.".format(row.name, row.signature)}
    if function is None:
        return of_native(row.name, facts)
    made = type(row.name, (MeanMetricWrapper,), dict(facts, __init__=_init(function), get_config=_config))
    return keras.saving.register_keras_serializable(package="compat")(made)


def of_native(name: str, facts: Dict[str, Any]) -> Any:
    """A class of Keras 3 of that name, as a metric of Keras 2.3 or tf.keras."""
    native = getattr(keras.metrics, name)
    mixed: List[type] = [AtNearest if issubclass(native, _NativeSpecificity) else OfKeras2]
    counted = [each for each in (CountedMean, CountedSum) if issubclass(native, each.__bases__[0])]
    bases = mixed + ([] if counted and native is counted[0].__bases__[0] else [native]) + counted
    return keras.saving.register_keras_serializable(package="compat")(type(name, tuple(bases), facts))


def _defaults(row: Name) -> Dict[str, Any]:
    return {each.name: each.default for each in parameters(row.signature)}


def _init(function: Any) -> Callable[..., None]:
    def __init__(self: Any, name: Optional[str] = None, dtype: Any = None, **kwargs: Any) -> None:
        averaged = _OF_TF_KERAS.get(function, function) if era_of_classes().of_tf_keras else function
        MeanMetricWrapper.__init__(self, averaged, name=name, dtype=dtype, **kwargs)

    return __init__


def _config(self: Any) -> Dict[str, Any]:
    """Name, dtype and the arguments of the function, those that were left to their defaults included."""
    rows = _ROWS_OF_TF_KERAS if self._era.of_tf_keras else _ROWS
    row = next(rows[each.__name__] for each in type(self).__mro__ if each.__name__ in rows)
    return {**_defaults(row), "name": self.name, "dtype": self.dtype, **self._fn_kwargs}


def _classes_of(rows: Any) -> Dict[str, Name]:
    return {row.name: row for row in rows if row.home == "metric_classes" and row.kind == "class"}


_ROWS, _ROWS_OF_TF_KERAS = _classes_of(table.NAMES), _classes_of(table_of_tf_keras.NAMES)
_BASES = ("Metric", "MeanMetricWrapper", "SensitivitySpecificityBase", "Reduce")
_CLASSES = {name: _made(row) for name, row in _ROWS.items() if name not in _BASES}
globals().update(_CLASSES)
__all__ = ["Metric", "MeanMetricWrapper", "Reduce", "SensitivitySpecificityBase", "clone_metric", "clone_metrics", *_CLASSES]


def clone_metric(metric: Any) -> Any:
    """A new metric with the same configuration."""
    return type(metric).from_config(metric.get_config())


def clone_metrics(metrics: List[Any]) -> List[Any]:
    """New metrics with the same configurations."""
    return [clone_metric(metric) for metric in metrics]
