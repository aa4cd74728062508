"""``tf.keras.losses``: ``Reduction``, focal losses, and what tf.keras called otherwise than Keras 2.3."""
import functools
from typing import Any, Callable, Dict, Tuple

import keras
from keras import ops

from compat.errors import UnknownLayerError
from compat.flavors import Names

from .. import backend
from .. import losses as of_keras_2
from ..logits import behind
from ..loss_arguments import of_tensors
from ..loss_classes import OfItsName
from ..objects import registered_object
from . import stated

__all__ = ["BinaryFocalCrossentropy", "CategoricalFocalCrossentropy", "CosineSimilarity", "KLD", "Reduction",
           "binary_focal_crossentropy", "categorical_focal_crossentropy", "cosine_proximity", "deserialize", "get", "huber",
           "kl_divergence", "kld", "kullback_leibler_divergence", "log_cosh", "logcosh", "serialize"]


class Reduction:
    """How a loss is reduced over the batch, as texts.

    Attributes:
        AUTO: the mean.
        NONE: one number for each sample.
        SUM: the sum.
        SUM_OVER_BATCH_SIZE: the mean.

    Example:
        >>> Reduction.SUM
        'sum'
    """

    AUTO = "auto"
    NONE = "none"
    SUM = "sum"
    SUM_OVER_BATCH_SIZE = "sum_over_batch_size"

    @classmethod
    def all(cls) -> Tuple[str, ...]:
        """All of them."""
        return (cls.AUTO, cls.NONE, cls.SUM, cls.SUM_OVER_BATCH_SIZE)

    @classmethod
    def validate(cls, key: str) -> None:
        """Refuse another text.

        Raises:
            ValueError: ``key`` is none of them.
        """
        if key not in cls.all():
            raise ValueError("Invalid Reduction Key: {}. Expected keys are {}".format(key, cls.all()))


def _called(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of Keras 2.3 by the name that it has in the logs of tf.keras."""
    @functools.wraps(function)
    def named(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    vars(named).update(named_before=function)
    named.__name__ = name
    return named


KLD = kld = kl_divergence = kullback_leibler_divergence = _called("kl_divergence", of_keras_2.kullback_leibler_divergence)
logcosh = log_cosh = _called("log_cosh", of_keras_2.logcosh)
cosine_proximity = _called("cosine_similarity", of_keras_2.cosine_proximity)


@of_tensors
def binary_focal_crossentropy(y_true: Any, y_pred: Any, apply_class_balancing: bool = False, alpha: float = 0.25,
                              gamma: float = 2.0, from_logits: bool = False, label_smoothing: float = 0.0,
                              axis: int = -1) -> Any:
    """Mean binary cross entropy along ``axis``, less for what is predicted well: times ``(1 - probability) ** gamma``."""
    if label_smoothing:
        y_true = y_true * (1.0 - label_smoothing) + 0.5 * label_smoothing
    probabilities = ops.sigmoid(y_pred) if from_logits else y_pred
    right = y_true * probabilities + (1.0 - y_true) * (1.0 - probabilities)
    y_pred, from_logits = behind(y_pred, from_logits, "sigmoid")
    scores = ops.power(1.0 - right, gamma) * backend.binary_crossentropy(y_true, y_pred, from_logits=from_logits)
    if apply_class_balancing:
        scores = scores * (y_true * alpha + (1.0 - y_true) * (1.0 - alpha))
    return ops.mean(scores, axis=axis)


@of_tensors
def categorical_focal_crossentropy(y_true: Any, y_pred: Any, alpha: Any = 0.25, gamma: float = 2.0, from_logits: bool = False,
                                   label_smoothing: float = 0.0, axis: int = -1) -> Any:
    """Cross entropy along ``axis``, less for what is predicted well: times ``alpha * (1 - probability) ** gamma``."""
    if label_smoothing:
        y_true = y_true * (1.0 - label_smoothing) + label_smoothing / y_pred.shape[-1]
    y_pred, from_logits = behind(y_pred, from_logits, "softmax")
    probabilities = ops.softmax(y_pred, axis=-1) if from_logits else y_pred
    probabilities = probabilities / ops.sum(probabilities, axis=axis, keepdims=True)
    probabilities = ops.clip(probabilities, keras.config.epsilon(), 1.0 - keras.config.epsilon())
    return ops.sum(-y_true * ops.log(probabilities) * alpha * ops.power(1.0 - probabilities, gamma), axis=axis)


@of_tensors
def huber(y_true: Any, y_pred: Any, delta: float = 1.0) -> Any:
    """Mean over the last axis of half the squared difference up to ``delta``, linear beyond, in ``floatx``."""
    floatx = keras.config.floatx()
    return ops.mean(of_keras_2.huber_loss(ops.cast(y_true, floatx), ops.cast(y_pred, floatx), delta), axis=-1)


def of_function(name: str, function: Any, **defaults: Any) -> Any:
    """The class of a loss, with the default arguments of its function."""
    facts = {"function": staticmethod(function), "arguments": defaults, "__module__": __name__, "__doc__": function.__doc__}
    return keras.saving.register_keras_serializable(package="compat")(type(name, (OfItsName,), facts))


BinaryFocalCrossentropy = of_function("BinaryFocalCrossentropy", binary_focal_crossentropy, apply_class_balancing=False,
                                       alpha=0.25, gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1)
CategoricalFocalCrossentropy = of_function("CategoricalFocalCrossentropy", categorical_focal_crossentropy, alpha=0.25,
                                            gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1)
CosineSimilarity = of_function("CosineSimilarity", cosine_proximity, axis=-1)


#: Names of losses that are no attributes.
_BY_NAME_ALONE = {"bce": "binary_crossentropy", "BCE": "binary_crossentropy", "huber_loss": "huber"}


def get(identifier: Any) -> Any:
    """The loss of a name, an object for that of a class; what is a function or an object already is returned unchanged.

    Raises:
        UnknownLayerError: no loss of that name.

    Example:
        >>> get("kld").__name__, get("Huber").name
        ('kl_divergence', 'huber_loss')
    """
    if identifier is None or callable(identifier):
        return identifier
    return deserialize(identifier)


def _of_name(name: Any, custom_objects: Dict[str, Any]) -> Any:
    """The loss of a name, looked for in ``custom_objects`` first; errors as for :func:`get`."""
    own = isinstance(name, str) and registered_object(name, custom_objects) is None
    found = getattr(Names("tf.keras.losses"), _BY_NAME_ALONE.get(name, name), None) if own else None
    if found is None:
        return of_keras_2.deserialize(name, custom_objects)
    if isinstance(found, type):
        return found()
    if not callable(found):
        raise UnknownLayerError("Unknown loss function: {!r}".format(name))
    return found


serialize = stated.serializer("keras.losses", of_keras_2.serialize)
deserialize = stated.deserializer("tf.keras.losses", _of_name)
