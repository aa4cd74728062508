"""``keras.utils.metrics_utils`` of Keras 2.3: what metrics that count true and false positives and negatives share."""
import enum
from typing import Any, Callable, Dict, List, Sequence, Type, TypeVar

import numpy as np

from compat.flavors import Names, tensorflow_1
from compat.flavors.shared.generic import to_list
from compat.flavors.shared.weighted_losses import broadcast_weights, squeeze_or_expand_dimensions

K = Names("keras.backend")
_LEAST = -1e10  # less than any prediction
_Kind = TypeVar("_Kind", bound="_Spelled")


class _Spelled(enum.Enum):
    """Kinds that may be spelled in any case, and equal those of the same name of the installed Keras."""

    def __eq__(self, other: object) -> bool:
        return self is other or isinstance(other, enum.Enum) and type(other).__name__ == type(self).__name__ \
            and other.value == self.value

    def __hash__(self) -> int:
        return hash(self.value)

    @classmethod
    def _of(cls: Type[_Kind], key: str, what: str) -> _Kind:
        for kind in cls:
            if key.lower() == kind.value.lower():
                return kind
        raise ValueError('Invalid AUC {} value "{}".'.format(what, key))


class AUCCurve(_Spelled):
    """The curve whose area is taken: true over false positives, or precision over recall."""

    ROC = "ROC"
    PR = "PR"

    @staticmethod
    def from_str(key: str) -> "AUCCurve":
        """The curve of that name.

        Raises:
            ValueError: another name.

        Example:
            >>> AUCCurve.from_str("pr")
            <AUCCurve.PR: 'PR'>
        """
        return AUCCurve._of(key, "curve")


class AUCSummationMethod(_Spelled):
    """How the area between two thresholds is taken: by interpolation, or by its larger or smaller side."""

    INTERPOLATION = "interpolation"
    MAJORING = "majoring"
    MINORING = "minoring"

    @staticmethod
    def from_str(key: str) -> "AUCSummationMethod":
        """The method of that name.

        Raises:
            ValueError: another name.
        """
        return AUCSummationMethod._of(key, "summation method")


class ConfusionMatrix(enum.Enum):
    """The four numbers that a threshold gives."""

    TRUE_POSITIVES = "tp"
    FALSE_POSITIVES = "fp"
    TRUE_NEGATIVES = "tn"
    FALSE_NEGATIVES = "fn"


def assert_thresholds_range(thresholds: Sequence[Any]) -> None:
    """Refuse thresholds outside of 0 to 1.

    Raises:
        ValueError: naming them.
    """
    invalid = [each for each in thresholds if each is None or each < 0 or each > 1]
    if invalid:
        raise ValueError("Threshold values must be in [0, 1]. Invalid values: {}".format(invalid))


def parse_init_thresholds(thresholds: Any, default_threshold: float = 0.5) -> List[Any]:
    """The thresholds as a list; the default one for None.

    Raises:
        ValueError: thresholds outside of 0 to 1.

    Example:
        >>> parse_init_thresholds(None), parse_init_thresholds(0.3)
        ([0.5], [0.3])
    """
    if thresholds is None:
        return to_list(default_threshold)
    assert_thresholds_range(to_list(thresholds))
    return to_list(thresholds)


def filter_top_k(x: Any, k: int) -> Any:
    """A tensor whose values along the last axis are those of ``x`` where they are among the ``k`` largest, else -1e10."""
    _, places = tensorflow_1("nn").top_k(x, k)
    chosen = K.sum(K.one_hot(places, K.int_shape(x)[-1]), axis=-2)
    return x * chosen + _LEAST * (1 - chosen)


def weighted_assign_add(label: Any, pred: Any, weights: Any, var: Any) -> Any:
    """Add to a variable ``(thresholds,)`` how often both tensors ``(thresholds, samples)`` are true.

    Args:
        label, pred: bool tensors.
        weights: of each place, or None.
        var: variable.

    Returns:
        The update.
    """
    both = K.cast(label, K.floatx()) * K.cast(pred, K.floatx())
    return K.update_add(var, K.sum(both if weights is None else both * weights, axis=1))


def update_confusion_matrix_variables(variables_to_update: Any, y_true: Any, y_pred: Any, thresholds: Any = 0.5,
                                      top_k: Any = None, class_id: Any = None, sample_weight: Any = None) -> Any:
    """Count what predictions above each threshold get right and wrong.

    Args:
        variables_to_update: :class:`ConfusionMatrix` → variable ``(thresholds,)``; None does nothing.
        y_true: labels of 0 and 1.
        y_pred: tensor of the same shape, from 0 to 1.
        thresholds: number or list.
        top_k: count only the ``k`` largest predictions as positive.
        class_id: count only this place of the last axis.
        sample_weight: numbers that broadcast to the predictions.

    Returns:
        The updates.

    Raises:
        ValueError: no key is one of :class:`ConfusionMatrix`.
    """
    if variables_to_update is None:
        return None
    if not any(key in list(ConfusionMatrix) for key in variables_to_update):
        raise ValueError('Please provide at least one valid confusion matrix variable to update. Valid variable key options '
                         'are: "{}". Received: "{}"'.format(list(ConfusionMatrix), variables_to_update.keys()))
    weighted: List[Any] = [] if sample_weight is None else [K.cast(sample_weight, K.floatx())]
    y_pred, y_true, *weighted = squeeze_or_expand_dimensions(y_pred, K.cast(y_true, K.floatx()), *weighted)
    if top_k is not None:
        y_pred = filter_top_k(y_pred, top_k)
    if weighted:
        weighted = [broadcast_weights(y_pred, *weighted) * K.ones_like(y_pred)]
    if class_id is not None:
        y_true, y_pred, *weighted = (each[..., class_id] for each in (y_true, y_pred, *weighted))
    return _counted(variables_to_update, y_true, y_pred, to_list(thresholds), *weighted)


def _counted(variables: Dict[Any, Any], y_true: Any, y_pred: Any, thresholds: List[Any], weights: Any = None) -> List[Any]:
    labels = K.cast(K.reshape(y_true, (1, -1)), "bool")
    levels = K.constant(np.reshape(thresholds, (-1, 1)))
    above = K.greater(K.reshape(y_pred, (1, -1)), levels)
    weights = None if weights is None else K.reshape(weights, (1, -1))
    no_labels, below = K.equal(labels, False), K.equal(above, False)
    pairs = {ConfusionMatrix.TRUE_POSITIVES: (labels, above), ConfusionMatrix.FALSE_POSITIVES: (no_labels, above),
             ConfusionMatrix.TRUE_NEGATIVES: (no_labels, below), ConfusionMatrix.FALSE_NEGATIVES: (labels, below)}
    return [weighted_assign_add(*pairs[kind], weights, variables[kind]) for kind in ConfusionMatrix if kind in variables]


def update_state_wrapper(update_state_fn: Callable[..., Any]) -> Callable[..., Any]:
    """``update_state``, bound already, as a function whose updates the metric, its first argument, runs in each step."""
    def decorated(metric_obj: Any, *args: Any, **kwargs: Any) -> Any:
        update = update_state_fn(*args, **kwargs)
        metric_obj.add_update(update)
        return update

    return decorated


def result_wrapper(result_fn: Callable[..., Any]) -> Callable[..., Any]:
    """``result``, bound already, as a function that leaves what it gives with the metric, its first argument."""
    def decorated(metric_obj: Any, *args: Any) -> Any:
        result = K.identity(result_fn(*args))
        metric_obj._call_result = result
        return result

    return decorated
