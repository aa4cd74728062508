"""Weights, losses and metrics by output (``keras.engine.training_utils`` of Keras 2), for custom training loops."""
import warnings
from typing import Any, Callable, Dict, List, Optional, Sequence

import numpy as np

from compat.era import current
from compat.flavors import Names
from compat.flavors.shared.generic import to_list

K, losses = Names("keras.backend"), Names("keras.losses")


def standardize_sample_or_class_weights(x_weight: Any, output_names: Sequence[str], weight_type: str) -> List[Any]:
    """Weights as a list, one for each output; None where there are none.

    Args:
        x_weight: for one output: the weights; for several: a list, or a dictionary by output.
        output_names: of the model.
        weight_type: ``"sample_weight"`` or ``"class_weight"``, for the text of errors.

    Raises:
        ValueError: a list of another length.
        TypeError: neither list nor dictionary, for several outputs.
    """
    if x_weight is None or len(x_weight) == 0:
        return [None for _ in output_names]
    if len(output_names) == 1:
        if isinstance(x_weight, list) and len(x_weight) == 1:
            return x_weight
        by_name = isinstance(x_weight, dict) and output_names[0] in x_weight
        return [x_weight[output_names[0]] if by_name else x_weight]
    if isinstance(x_weight, dict):
        return [x_weight.get(name) for name in output_names]
    if not isinstance(x_weight, list):
        raise TypeError("The model has multiple outputs, so `{0}` should be either a list or a dict. Provided `{0}` type "
                        "not understood: {1}".format(weight_type, x_weight))
    if len(x_weight) != len(output_names):
        raise ValueError("Provided `{0}` was a list of {1} elements, but the model has {2} outputs. You should provide one "
                         "`{0}` array per model output.".format(weight_type, len(x_weight), len(output_names)))
    return x_weight


def standardize_class_weights(class_weight: Any, output_names: Sequence[str]) -> List[Any]:
    """:func:`standardize_sample_or_class_weights` of class weights."""
    return standardize_sample_or_class_weights(class_weight, output_names, "class_weight")


def standardize_sample_weights(sample_weight: Any, output_names: Sequence[str]) -> List[Any]:
    """:func:`standardize_sample_or_class_weights` of sample weights."""
    return standardize_sample_or_class_weights(sample_weight, output_names, "sample_weight")


def standardize_weights(y: Any, sample_weight: Any = None, class_weight: Any = None,
                        sample_weight_mode: Optional[str] = None) -> Any:
    """One weight for each sample, or for each sample and timestep.

    Args:
        y: targets ``(samples, …)``.
        sample_weight: ``(samples,)``, or ``(samples, steps)`` with mode ``"temporal"``.
        class_weight: class → factor, for targets of one or two axes. Beside sample weights it is ignored with a warning up
            to Keras 2.2, and multiplied with them since Keras 2.3 (era row ``class_and_sample_weights``).
        sample_weight_mode: None or ``"temporal"``.

    Raises:
        ValueError: an unknown mode; weights of another shape; a class without weight.
    """
    _check_mode(y, sample_weight, sample_weight_mode)
    if sample_weight is not None:
        if not isinstance(class_weight, dict):
            return _checked(y, sample_weight)
        if current().behaviour("class_and_sample_weights") == "multiplied":
            factors = _by_class(y, class_weight)
            return _checked(y, sample_weight) * np.reshape(factors, factors.shape + (1,) * (sample_weight.ndim - 1))
        warnings.warn("Found both `sample_weight` and `class_weight`: `class_weight` argument will be ignored.", stacklevel=2)
        return _checked(y, sample_weight)
    if isinstance(class_weight, dict):
        return _by_class(y, class_weight)
    axes = 1 if sample_weight_mode is None else 2
    return np.ones(y.shape[:axes], dtype=K.floatx())


def _check_mode(y: Any, sample_weight: Any, mode: Optional[str]) -> None:
    if mode not in (None, "temporal"):
        raise ValueError('"sample_weight_mode should be None or "temporal". Found: {}'.format(mode))
    if mode == "temporal" and len(y.shape) < 3:
        raise ValueError('Found a sample_weight array for an input with shape {}. Timestep-wise sample weighting (use of '
                         'sample_weight_mode="temporal") is restricted to outputs that are at least 3D, i.e. that have a '
                         'time dimension.'.format(y.shape))
    axes = 1 if mode is None else 2
    if sample_weight is not None and len(sample_weight.shape) != axes:
        advice = ('you should specify sample_weight_mode="temporal" in compile(). If you just mean to use sample-wise '
                  'weights, make sure your sample_weight array is 1D.' if mode is None
                  else "you should pass a 2D sample_weight array.")
        raise ValueError("Found a sample_weight array with shape {}. In order to use timestep-wise sample weighting, "
                         "{}".format(sample_weight.shape, advice))


def _checked(y: Any, sample_weight: Any) -> Any:
    if sample_weight.ndim > len(y.shape):
        raise ValueError("Found a sample_weight with shape {}. Expected sample_weight with rank less than or equal to "
                         "{}".format(sample_weight.shape, len(y.shape)))
    if y.shape[:sample_weight.ndim] != sample_weight.shape:
        raise ValueError("Found a sample_weight array with shape {} for an input with shape {}. sample_weight cannot be "
                         "broadcast.".format(sample_weight.shape, y.shape))
    return sample_weight


def _by_class(y: Any, class_weight: Dict[Any, float]) -> Any:
    if len(y.shape) > 2:
        raise ValueError("`class_weight` not supported for 3+ dimensional targets.")
    classes = np.argmax(y, axis=1) if len(y.shape) == 2 and y.shape[1] > 1 else np.reshape(y, y.shape[0])
    missing = set(classes) - set(class_weight)
    if missing:
        raise ValueError("`class_weight` must contain all classes in the data. The classes {} exist in the data but not in "
                         "`class_weight`.".format(missing))
    return np.asarray([class_weight[each] for each in classes])


def weighted_masked_objective(fn: Optional[Callable[[Any, Any], Any]]) -> Optional[Callable[..., Any]]:
    """A loss ``fn(y_true, y_pred)`` as a function of ``(y_true, y_pred, weights, mask=None)`` that gives a scalar."""
    if fn is None:
        return None
    loss = fn

    def weighted(y_true: Any, y_pred: Any, weights: Any, mask: Any = None) -> Any:
        scores = loss(y_true, y_pred)
        if mask is not None:
            mask = K.cast(mask, K.floatx())
            scores = scores * mask / K.mean(mask)
        if weights is not None:
            rest = list(range(K.ndim(weights), K.ndim(scores)))
            scores = (K.mean(scores, axis=rest) if rest else scores) * weights
            scores = scores / K.mean(K.cast(K.not_equal(weights, 0), K.floatx()))
        return K.mean(scores)

    return weighted


def check_loss_and_target_compatibility(targets: Sequence[Any], loss_fns: Sequence[Any],
                                        output_shapes: Sequence[Any]) -> None:
    """Refuse targets whose shape a loss would broadcast.

    Raises:
        ValueError: integer classes for categorical crossentropy, or another shape than the output's.
    """
    alike = (losses.mean_squared_error, losses.binary_crossentropy, losses.categorical_crossentropy)
    for y, given, shape in zip(targets, loss_fns, output_shapes):
        if y is None or given is None:
            continue
        loss = getattr(given, "fn", given)  # of the classes that came with Keras 2.3
        if loss is losses.categorical_crossentropy and y.shape[-1] == 1:
            raise ValueError(
                "You are passing a target array of shape {} while using as loss `categorical_crossentropy`. "
                "`categorical_crossentropy` expects targets to be binary matrices (1s and 0s) of shape (samples, classes). "
                "If your targets are integer classes, convert them with keras.utils.to_categorical, or use the loss "
                "`sparse_categorical_crossentropy`.".format(y.shape))
        if loss in alike and any(size not in (None, found) for found, size in zip(y.shape[1:], shape[1:])):
            raise ValueError(
                "A target array with shape {} was passed for an output of shape {} while using as loss `{}`. This loss "
                "expects targets to have the same shape as the output.".format(y.shape, shape, loss.__name__))


def collect_metrics(metrics: Any, output_names: Sequence[str]) -> List[List[Any]]:
    """Metrics as a list of lists, one for each output.

    Raises:
        TypeError: neither a list nor a dictionary by output.

    Example:
        >>> collect_metrics({"a": "acc"}, ["a", "b"])
        [['acc'], []]
    """
    if not metrics:
        return [[] for _ in output_names]
    if isinstance(metrics, list):
        return [list(metrics) for _ in output_names]
    if isinstance(metrics, dict):
        return [to_list(metrics.get(name, [])) for name in output_names]
    raise TypeError("Type of `metrics` argument not understood. Expected a list or dictionary, found: {}".format(metrics))
