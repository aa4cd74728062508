"""Losses of Keras 2.2.4 by their formulas then, and :class:`LegacyLoss`, which reduces them as that Keras did.

Each function takes ``y_true`` and ``y_pred`` of shape ``(batch, …, features)`` and returns one number per leading
position. Differences to Keras 3: up to Keras 2.2.4 hinge losses take labels as they are (later ones turn 0/1 into -1/1),
``logcosh`` and ``cosine_proximity`` still exist, and the latter is negative, to be minimized.
"""
from typing import Any, Callable, Dict, Optional

import keras
from keras import ops

from compat.api.names import LOSS_ALIASES
from compat.era import current
from compat.errors import UnknownLayerError
from compat.flavors.shared.keras_objects import object_of, serialize_keras_object
from compat.flavors.shared.objective import objective

from . import backend
from .engine.masks import get_mask, set_mask
from .graph.program import settled
from .logits import behind
from .loss_arguments import comparable, of_tensors
from .objects import registered_object
from .replicas import share_of_mean


@of_tensors
def mean_squared_error(y_true: Any, y_pred: Any) -> Any:
    """Mean of squared differences over the last axis."""
    return ops.mean(ops.square(y_pred - y_true), axis=-1)


@of_tensors
def mean_absolute_error(y_true: Any, y_pred: Any) -> Any:
    """Mean of absolute differences over the last axis."""
    return ops.mean(ops.abs(y_pred - y_true), axis=-1)


@of_tensors
def mean_absolute_percentage_error(y_true: Any, y_pred: Any) -> Any:
    """Mean of absolute differences in per cent of the true value."""
    scale = ops.maximum(ops.abs(y_true), keras.config.epsilon())
    return 100.0 * ops.mean(ops.abs((y_true - y_pred) / scale), axis=-1)


@of_tensors
def mean_squared_logarithmic_error(y_true: Any, y_pred: Any) -> Any:
    """Mean of squared differences of ``log(1 + y)``, negative values taken as 0."""
    return ops.mean(ops.square(_log1p(y_pred) - _log1p(y_true)), axis=-1)


def _log1p(y: Any) -> Any:
    return ops.log(ops.maximum(y, keras.config.epsilon()) + 1.0)


@of_tensors
def squared_hinge(y_true: Any, y_pred: Any) -> Any:
    """Mean of ``max(1 - y_true * y_pred, 0) ** 2``, labels -1 and 1."""
    return ops.mean(ops.square(ops.maximum(1.0 - _signs(y_true) * y_pred, 0.0)), axis=-1)


@of_tensors
def hinge(y_true: Any, y_pred: Any) -> Any:
    """Mean of ``max(1 - y_true * y_pred, 0)``, labels -1 and 1."""
    return ops.mean(ops.maximum(1.0 - _signs(y_true) * y_pred, 0.0), axis=-1)


def _signs(y_true: Any) -> Any:
    """Labels that are all 0 or 1 as -1 and 1, in the eras that converted them."""
    if current().behaviour("hinge_labels") == "as_given":
        return y_true
    binary = ops.all(ops.logical_or(ops.equal(y_true, 0), ops.equal(y_true, 1)))
    return ops.where(binary, 2.0 * y_true - 1.0, y_true)


@of_tensors
def categorical_hinge(y_true: Any, y_pred: Any) -> Any:
    """``max(0, best wrong - right + 1)`` for one-hot labels."""
    right = ops.sum(y_true * y_pred, axis=-1)
    wrong = ops.max((1.0 - y_true) * y_pred, axis=-1)
    return ops.maximum(0.0, wrong - right + 1.0)


@of_tensors
def logcosh(y_true: Any, y_pred: Any) -> Any:
    """Mean of the logarithm of the hyperbolic cosine of the difference."""
    x = y_pred - y_true
    return ops.mean(x + ops.softplus(-2.0 * x) - ops.log(ops.cast(2.0, x.dtype)), axis=-1)


@of_tensors
def categorical_crossentropy(y_true: Any, y_pred: Any, from_logits: bool = False, label_smoothing: float = 0,
                             axis: int = -1) -> Any:
    """Cross entropy of one-hot labels and probabilities, or logits, along ``axis``; smoothed labels share a part among all
    classes."""
    y_pred, from_logits = behind(y_pred, from_logits, "softmax")
    if axis != -1:
        y_true, y_pred = ops.moveaxis(y_true, axis, -1), ops.moveaxis(y_pred, axis, -1)
    if label_smoothing:
        y_true = y_true * (1.0 - label_smoothing) + label_smoothing / ops.cast(ops.shape(y_pred)[-1], y_pred.dtype)
    if from_logits:
        return -ops.sum(y_true * ops.log_softmax(y_pred, axis=-1), axis=-1)
    y_pred = _probabilities(y_pred / ops.sum(y_pred, axis=-1, keepdims=True))
    return -ops.sum(y_true * ops.log(y_pred), axis=-1)


def _probabilities(y_pred: Any) -> Any:
    return ops.clip(y_pred, keras.config.epsilon(), 1.0 - keras.config.epsilon())


@of_tensors
def sparse_categorical_crossentropy(y_true: Any, y_pred: Any, from_logits: bool = False, axis: int = -1,
                                    ignore_class: Optional[int] = None) -> Any:
    """Cross entropy of integer labels ``(batch, …)`` or ``(batch, …, 1)`` and probabilities, or logits, along ``axis``.

    It is 0 where the label is ``ignore_class``, an argument of tf.keras since 2.10, and such a place is masked.
    """
    y_true = _labels(y_true, y_pred)
    y_pred, from_logits = behind(y_pred, from_logits, "softmax")
    if ignore_class is not None:
        valid = ops.not_equal(y_true, ignore_class)
        scores = sparse_categorical_crossentropy(ops.where(valid, y_true, 0), y_pred, from_logits, axis)
        scores = ops.where(valid, scores, 0.0)
        set_mask(scores, valid)
        return scores
    y_pred = ops.moveaxis(y_pred, axis, -1)
    logits = y_pred if from_logits else ops.log(_probabilities(y_pred))
    right = ops.one_hot(y_true, ops.shape(y_pred)[-1], dtype=logits.dtype)
    return ops.logsumexp(logits, axis=-1) - ops.sum(right * logits, axis=-1)


def _labels(y_true: Any, y_pred: Any) -> Any:
    if len(y_true.shape) == len(y_pred.shape):
        y_true = ops.squeeze(y_true, axis=-1)
    return ops.cast(y_true, "int32")


@of_tensors
def binary_crossentropy(y_true: Any, y_pred: Any, from_logits: bool = False, label_smoothing: float = 0, axis: int = -1) -> Any:
    """Mean cross entropy along ``axis`` of labels in [0, 1] and probabilities, or logits; smoothed labels move towards 0.5."""
    if label_smoothing:
        y_true = y_true * (1.0 - label_smoothing) + 0.5 * label_smoothing
    y_pred, from_logits = behind(y_pred, from_logits, "sigmoid")
    return ops.mean(backend.binary_crossentropy(y_true, y_pred, from_logits=from_logits), axis=axis)


@of_tensors
def kullback_leibler_divergence(y_true: Any, y_pred: Any) -> Any:
    """``sum(y_true * log(y_true / y_pred))``, both clipped to [epsilon, 1]."""
    y_true = ops.clip(y_true, keras.config.epsilon(), 1.0)
    y_pred = ops.clip(y_pred, keras.config.epsilon(), 1.0)
    return ops.sum(y_true * ops.log(y_true / y_pred), axis=-1)


@of_tensors
def poisson(y_true: Any, y_pred: Any) -> Any:
    """Mean of ``y_pred - y_true * log(y_pred)``."""
    return ops.mean(y_pred - y_true * ops.log(y_pred + keras.config.epsilon()), axis=-1)


@of_tensors
def cosine_proximity(y_true: Any, y_pred: Any, axis: int = -1) -> Any:
    """Minus the cosine of the angle between the two."""
    return -ops.sum(_unit(y_true, axis) * _unit(y_pred, axis), axis=axis)


def _unit(y: Any, axis: int) -> Any:
    squares = ops.sum(ops.square(y), axis=axis, keepdims=True)
    return y / ops.sqrt(ops.maximum(squares, 1e-12))


def huber_loss(y_true: Any, y_pred: Any, delta: float = 1.0) -> Any:
    """Half the squared difference up to ``delta``, linear beyond; for each feature, as Keras 2.3.1 gave it."""
    error = ops.abs(y_pred - y_true)
    quadratic = ops.minimum(error, delta)
    return 0.5 * ops.square(quadratic) + delta * (error - quadratic)


_FUNCTIONS = (
    mean_squared_error, mean_absolute_error, mean_absolute_percentage_error, mean_squared_logarithmic_error,
    squared_hinge, hinge, categorical_hinge, logcosh, categorical_crossentropy, sparse_categorical_crossentropy,
    binary_crossentropy, kullback_leibler_divergence, poisson, cosine_proximity,
)
BY_NAME: Dict[str, Callable[[Any, Any], Any]] = {f.__name__: f for f in _FUNCTIONS}
BY_NAME.update({short: BY_NAME[full] for short, full in LOSS_ALIASES.items()})


def get(identifier: Any) -> Any:
    """The loss function of a name, or what was given if it is one already.

    Raises:
        UnknownLayerError: no loss of that name.

    Example:
        >>> get("mse").__name__
        'mean_squared_error'
    """
    if identifier is None or callable(identifier):
        return identifier
    return deserialize(identifier)


def name_of(function: Any) -> Optional[str]:
    """The name of a loss or metric; None for None."""
    if function is None:
        return None
    return str(getattr(function, "__name__", None) or getattr(function, "name", type(function).__name__))


def serialize(loss: Any) -> Any:
    """The name of a loss function, class and configuration of another loss; None for None."""
    return serialize_keras_object(loss) if not hasattr(loss, "__name__") else str(loss.__name__)


def deserialize(name: Any, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """The loss for what :func:`serialize` gave, looked for in ``custom_objects`` first."""
    if isinstance(name, dict) and "registered_name" in name:  # Keras 3 wrote it, and says where the class is
        return keras.saving.deserialize_keras_object(name, custom_objects=custom_objects)
    if isinstance(name, dict):
        return object_of(name, "keras.losses", custom_objects)
    found = registered_object(name, custom_objects) or BY_NAME.get(name)
    if found is None:
        raise UnknownLayerError(
            "Unknown loss function: {0!r}; pass it in custom_objects={{{0!r}: function}}".format(name))
    return found


@keras.saving.register_keras_serializable(package="compat")
class LegacyLoss(keras.losses.Loss):
    """A loss function, reduced over masks and sample weights as the era's Keras did.

    Args:
        fn: name or function of ``(y_true, y_pred)`` that gives one number per leading position.
        name: string.
    """

    def __init__(self, fn: Any, name: Optional[str] = None, **kwargs: Any) -> None:
        self.fn = get(fn)
        self.described: Any = None  # set by a model, where the function closes over tensors of the graph
        self._era = current()
        super().__init__(name=name or getattr(self.fn, "__name__", "loss"), **kwargs)

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        if y_true is None:  # tf.keras left out outputs of which a dictionary has no targets
            return keras.ops.zeros(())
        return share_of_mean(objective(backend, self.call(y_true, y_pred), sample_weight, get_mask(y_pred), self._era))

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """One number per leading position of ``y_pred``."""
        with self._era:
            keeps = self._era.of_tf_keras and BY_NAME.get(str(getattr(self.fn, "__name__", None))) is not self.fn
            return settled((self.described or self.fn)(*comparable(y_true, y_pred, keeps_integers=keeps)))

    def get_config(self) -> Dict[str, Any]:
        return {"fn": function_config(self.fn), "name": self.name}


def function_config(function: Any) -> Any:
    """How a loss or metric function is written down: by its name if it is one of ours, else as Keras 3 does."""
    function = getattr(function, "named_before", function)
    name = getattr(function, "__name__", None)
    if BY_NAME.get(str(name)) is function:
        return name
    if hasattr(function, "get_config") and not hasattr(function, "from_config"):
        return serialize_keras_object(function)  # which Keras 3 writes and cannot read
    return keras.saving.serialize_keras_object(function)
