"""Metrics as classes, which Keras 2.3 brought: those of Keras 3, with the functions and the base class of then.

They are made from the rows of :mod:`compat.api.names.metrics`. Where the default ``name`` of a class names a function of
:mod:`.metrics`, the metric is the mean of that function: the hinge of Keras 3 takes other labels.
"""
import functools
from typing import Any, Callable, Dict, List, Optional

import keras
from keras import ops
from keras.src.metrics.confusion_metrics import SensitivitySpecificityBase as _NativeSpecificity  # not public

from compat.api.names import metrics as table
from compat.api.rows import Name
from compat.api.signatures import parameters
from compat.flavors.shared.weighted_losses import Reduction, broadcast_weights, squeeze_or_expand_dimensions

from . import metrics
from .backend.tensors import any_symbolic
from .context import current_layer, in_call, stepping
from .engine.masks import get_mask
from .engine.measured import symbolic_result
from .engine.objectives import listed
from .graph.program import settled
from .loss_classes import era_of_classes
from .losses import comparable
from .updates import Update, apply_all
from .variables import is_variable


class OfKeras2:
    """Mix-in before a metric of Keras 3: ``weights``, ``add_weight`` and ``reset_states`` as Keras 2.3 had them."""

    stateful = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "update_state" in vars(cls):
            cls.update_state = _applied(vars(cls)["update_state"])  # type: ignore[attr-defined]
        if "result" in vars(cls):
            cls.result = _computed(vars(cls)["result"])  # type: ignore[attr-defined]

    def __init__(self, *args: Any, dtype: Any = None, **kwargs: Any) -> None:
        # MeanIoU would otherwise round sample weights to integers.
        super().__init__(*args, dtype=dtype or keras.config.floatx(), **kwargs)  # type: ignore[call-arg]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Update, and give the result; in the ``call`` of a layer, the result of this call, which ``add_metric`` takes.

        Of symbolic tensors it is a symbolic one, which ``add_metric`` of a model takes.
        """
        layer = current_layer() if in_call() else None
        if layer is not None and hasattr(layer, "_measure"):
            return layer._measure(self, args, kwargs)
        if any_symbolic(args, kwargs):
            return symbolic_result(self, args, kwargs)
        return super().__call__(*args, **kwargs)  # type: ignore[misc]

    @property
    def weights(self: Any) -> List[Any]:
        """The variables of the metric."""
        return self.variables  # type: ignore[no-any-return]

    def add_variable(self, *args: Any, **kwargs: Any) -> Any:
        """As Keras 3's own metrics make theirs; the name is ``total:0``, as Keras 2.3 had it."""
        variable = super().add_variable(*args, **kwargs)  # type: ignore[misc]
        variable._name = "{}:0".format(variable.name)
        return variable

    def add_weight(self: Any, name: str, shape: Any = (), initializer: Any = None, dtype: Any = None, aggregation: Any = None,
                   synchronization: Any = None) -> Any:
        """A variable that belongs to the metric. The last two arguments say what several devices do: there is one."""
        return self.add_variable(shape=shape, initializer=initializer or "zeros", dtype=dtype, name=name)

    def reset_states(self) -> None:
        """Set all variables to zero; a subclass may do otherwise."""
        super().reset_state()  # type: ignore[misc]

    def reset_state(self) -> None:
        """What Keras 3 calls when an epoch begins."""
        self.reset_states()


def _applied(update_state: Callable[..., Any]) -> Callable[..., Any]:
    """``update_state`` that also applies the updates it returns, as the session of Keras 2.3 did."""
    @functools.wraps(update_state)
    def update(self: Any, *args: Any, **kwargs: Any) -> None:
        with stepping():
            found = update_state(self, *args, **kwargs)
            apply_all(one for one in listed(found) if isinstance(one, Update))

    return update


def _computed(result: Callable[..., Any]) -> Callable[..., Any]:
    """``result`` as a value, where it returns a variable or what it computes from variables."""
    @functools.wraps(result)
    def value(self: Any) -> Any:
        with stepping():
            found = settled(result(self))
        return ops.convert_to_tensor(found) if is_variable(found) else found

    return value


class Metric(OfKeras2, keras.metrics.Metric):
    """Base class of metrics: ``update_state(y_true, y_pred, sample_weight=None)`` and ``result()``.

    Example:
        >>> class Positive(Metric):
        ...     def __init__(self, name="positive", **kwargs):
        ...         super().__init__(name=name, **kwargs)
        ...         self.count = self.add_weight("count", initializer="zeros")
        ...     def update_state(self, y_true, y_pred, sample_weight=None):
        ...         self.count.assign_add(keras.ops.sum(keras.ops.cast(y_pred > 0, "float32")))
        ...     def result(self):
        ...         return self.count
        >>> metric = Positive()
        >>> metric.update_state(None, keras.ops.convert_to_tensor([1.0, -1.0, 2.0]))
        >>> float(metric.result())
        2.0
    """


class Reduce(Metric):
    """Base class of metrics that reduce values: Keras 2.3 derived ``Mean`` and ``Sum`` from it.

    Args:
        reduction: ``"sum"``, ``"sum_over_batch_size"`` (divided by the number of values) or ``"weighted_mean"`` (by the sum of
            their weights).
        name: key in the logs.
        dtype: of the result.

    Raises:
        NotImplementedError: another reduction, when called.
    """

    def __init__(self, reduction: str, name: str, dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self.reduction = reduction
        self.total = self.add_weight("total")
        if reduction != Reduction.SUM:
            self.count = self.add_weight("count")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Add the values of a batch, each times its weight."""
        values = ops.cast(values, self.dtype)
        weights = ops.ones_like(values)
        if sample_weight is not None:
            values, _, sample_weight = squeeze_or_expand_dimensions(values, None, ops.cast(sample_weight, self.dtype))
            weights = broadcast_weights(values, sample_weight) * ops.ones_like(values)
        counts = {Reduction.SUM: 0.0, Reduction.SUM_OVER_BATCH_SIZE: ops.sum(ops.ones_like(values)),
                  Reduction.WEIGHTED_MEAN: ops.sum(weights)}
        if self.reduction not in counts:
            raise NotImplementedError("reduction [{}] not implemented".format(self.reduction))
        self.total.assign_add(ops.sum(values * weights))
        if self.reduction != Reduction.SUM:
            self.count.assign_add(counts[self.reduction])

    def result(self) -> Any:
        """The sum, or the mean; 0 before the first batch."""
        return self.total + 0.0 if self.reduction == Reduction.SUM else ops.divide_no_nan(self.total, self.count)


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


class MeanMetricWrapper(OfKeras2, keras.metrics.MeanMetricWrapper):
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

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Count the values of a batch."""
        with self._era:
            values = settled(self._fn(*comparable(y_true, y_pred), **self._fn_kwargs))
        ignored = get_mask(values)  # of labels of the class that is ignored
        if ignored is not None:
            weights = ops.cast(ignored, values.dtype)
            sample_weight = weights if sample_weight is None else weights * broadcast_weights(
                values, ops.cast(ops.convert_to_tensor(sample_weight), values.dtype))
        keras.metrics.Mean.update_state(self, values, sample_weight)


_FUNCTIONS = dict(metrics.BY_NAME, accuracy=metrics.accuracy)


def _made(row: Name) -> Any:
    defaults = {each.name: each.default for each in parameters(row.signature)}
    function = _FUNCTIONS.get(str(defaults.get("name")))
    facts = {"__module__": __name__, "__doc__": "Metric {}{} of Keras 2.3.1.".format(row.name, row.signature)}
    if function is None:
        native = getattr(keras.metrics, row.name)
        made = type(row.name, (AtNearest if issubclass(native, _NativeSpecificity) else OfKeras2, native), facts)
    else:
        made = type(row.name, (MeanMetricWrapper,), dict(facts, __init__=_init(function), get_config=_config))
    return keras.saving.register_keras_serializable(package="compat")(made)


def _init(function: Any) -> Callable[..., None]:
    def __init__(self: Any, name: Optional[str] = None, dtype: Any = None, **kwargs: Any) -> None:
        MeanMetricWrapper.__init__(self, function, name=name, dtype=dtype, **kwargs)

    return __init__


def _config(self: Any) -> Dict[str, Any]:
    return {"name": self.name, "dtype": self.dtype, **self._fn_kwargs}


_BASES = ("Metric", "MeanMetricWrapper", "SensitivitySpecificityBase", "Reduce")
_CLASSES = {row.name: _made(row) for row in table.NAMES
            if row.home == "metric_classes" and row.kind == "class" and row.name not in _BASES}
globals().update(_CLASSES)


def clone_metric(metric: Any) -> Any:
    """A new metric with the same configuration."""
    return type(metric).from_config(metric.get_config())


def clone_metrics(metrics: List[Any]) -> List[Any]:
    """New metrics with the same configurations."""
    return [clone_metric(metric) for metric in metrics]
