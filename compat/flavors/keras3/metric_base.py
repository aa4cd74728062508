"""What every metric class of Keras 2.3 and tf.keras had beyond those of Keras 3: it was a layer, with weights.

Keras 3 keeps the four counts of ``AUC`` and its like in another order, and its ``Mean`` counts samples where that of Keras 2.3
to tf.keras 2.15 counts values: a batch of longer sequences then weighs more.
"""
import functools
from typing import Any, Callable, List

import keras
import numpy as np
from keras import ops

from compat.flavors.shared.weighted_losses import Reduction, squeeze_or_expand_dimensions

from .backend.tensors import any_symbolic
from .context import current_layer, in_call, stepping
from .engine.measured import symbolic_result
from .engine.objectives import listed
from .graph.program import settled
from .updates import Update, apply_all
from .variables import array_of, is_variable

#: The order in which Keras 2.3 and tf.keras made the counts of a confusion matrix.
_COUNTS = ("true_positives", "true_negatives", "false_positives", "false_negatives")


class OfKeras2:
    """Mix-in before a metric of Keras 3: what it had as a layer, and ``reset_states`` as Keras 2.3 had it."""

    stateful = True
    trainable = True
    built = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "update_state" in vars(cls):
            cls.update_state = _applied(vars(cls)["update_state"])  # type: ignore[attr-defined]
        if "result" in vars(cls):
            cls.result = _computed(vars(cls)["result"])  # type: ignore[method-assign]

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

    def result(self) -> Any:
        """A tensor that later batches leave as it is."""
        return _kept(super().result())  # type: ignore[misc]

    @property
    def variables(self) -> List[Any]:
        """The variables of the metric, in the order of Keras 2.3 and tf.keras."""
        found = super().variables  # type: ignore[misc]
        counts = [getattr(self, name, None) for name in _COUNTS]
        places = {id(each): place for place, each in enumerate(found)}
        if any(id(each) not in places for each in counts):
            return found  # type: ignore[no-any-return]
        rest = [each for each in found if all(each is not count for count in counts)]
        first = min(places[id(each)] for each in counts)
        return [*rest[:first], *counts, *rest[first:]]

    def save_own_variables(self, store: Any) -> None:
        """Write the state as Keras 3 orders it, which may read the file."""
        for place, variable in enumerate(super().variables):  # type: ignore[misc]
            store[str(place)] = array_of(variable)

    def load_own_variables(self, store: Any) -> None:
        """Read what :meth:`save_own_variables` wrote.

        Raises:
            ValueError: the file has another number of variables.
        """
        variables = super().variables  # type: ignore[misc]
        if len(store.keys()) != len(variables):
            raise ValueError("Metric {!r} has {} variables, and the file {}".format(
                self.name, len(variables), len(store.keys())))  # type: ignore[attr-defined]
        for place, variable in enumerate(variables):
            variable.assign(np.asarray(store[str(place)]))

    @property
    def weights(self) -> List[Any]:
        """The variables of the metric."""
        return self.variables

    non_trainable_weights = non_trainable_variables = weights

    @property
    def trainable_weights(self) -> List[Any]:
        """None: the updates of a metric change what it counts, no gradient."""
        return []

    trainable_variables = trainable_weights

    def get_weights(self) -> List[Any]:
        """The state as arrays, in the order of ``weights``."""
        return [array_of(each) for each in self.weights]

    def set_weights(self, weights: Any) -> None:
        """Set the state.

        Raises:
            ValueError: another number of arrays, or other shapes.
        """
        arrays, variables = [np.asarray(each) for each in weights], self.weights
        shapes = [each.shape for each in arrays], [tuple(each.shape) for each in variables]
        if shapes[0] != shapes[1]:
            raise ValueError("You called `set_weights(weights)` on metric {!r} with arrays of the shapes {}, but it has {}"
                             .format(self.name, *shapes))  # type: ignore[attr-defined]
        for variable, array in zip(variables, arrays):
            variable.assign(array)

    def count_params(self) -> int:
        """How many numbers the state has."""
        return int(sum(np.prod(each.shape) for each in self.weights))

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
            return _kept(settled(result(self)))

    return value


def _kept(found: Any) -> Any:
    """A result that does not change when the metric goes on: a variable as a tensor, or in its own dtype, may be its memory."""
    if is_variable(found):
        found = ops.convert_to_tensor(found)
    return ops.copy(found) if keras.backend.backend() != "jax" and ops.is_tensor(found) else found


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


def weighted(values: Any, sample_weight: Any, dtype: Any, reduce: Callable[..., Any] = ops.mean) -> Any:
    """Values and their weights, as the reducing metrics of Keras 2.3 to tf.keras 2.15 count them.

    Args:
        values: tensor ``(batch, …)``.
        sample_weight: None, a number, or a tensor of no more axes; what it has no axis for is reduced.
        dtype: of the metric.
        reduce: ``ops.mean`` or ``ops.sum``.

    Returns:
        Two tensors: the values times their weights; the weights, one for each value that is left.
    """
    values = ops.cast(values, dtype)
    if sample_weight is None:
        return values, ops.ones_like(values)
    values, _, weights = squeeze_or_expand_dimensions(values, None, ops.cast(sample_weight, dtype))
    if 0 < len(weights.shape) < len(values.shape):
        values = reduce(values, axis=list(range(len(weights.shape), len(values.shape))))
    return values * weights, weights * ops.ones_like(values)


class CountedMean(keras.metrics.Mean):  # type: ignore[misc]
    """The mean over values; that of Keras 3 is over samples."""

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Add the values of a batch, each times its weight."""
        values, weights = weighted(values, sample_weight, self.dtype)
        self.total.assign_add(ops.sum(values))
        self.count.assign_add(ops.sum(weights))


class CountedSum(keras.metrics.Sum):  # type: ignore[misc]
    """The sum of values times their weights."""

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Add the values of a batch, each times its weight."""
        self.total.assign_add(ops.sum(weighted(values, sample_weight, self.dtype, ops.sum)[0]))


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
        reduce = ops.sum if self.reduction == Reduction.SUM else ops.mean
        values, weights = weighted(values, sample_weight, self.dtype, reduce)
        counts = {Reduction.SUM: 0.0, Reduction.SUM_OVER_BATCH_SIZE: ops.sum(ops.ones_like(values)),
                  Reduction.WEIGHTED_MEAN: ops.sum(weights)}
        if self.reduction not in counts:
            raise NotImplementedError("reduction [{}] not implemented".format(self.reduction))
        self.total.assign_add(ops.sum(values))
        if self.reduction != Reduction.SUM:
            self.count.assign_add(counts[self.reduction])

    def result(self) -> Any:
        """The sum, or the mean; 0 before the first batch."""
        return self.total + 0.0 if self.reduction == Reduction.SUM else ops.divide_no_nan(self.total, self.count)
