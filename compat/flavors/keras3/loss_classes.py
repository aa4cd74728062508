"""Losses as classes, which Keras 2.3 brought: a function of :mod:`.losses`, its arguments and a reduction.

They reduce as Keras 2.3.1 did: over weights and masks the mean divides by all steps. The classes are made from the rows of
:mod:`compat.api.names.losses`; the default ``name`` of each is the name of its function.
"""
from typing import Any, ClassVar, Dict, Optional

import keras
from keras import ops

from compat.api.names import lookup
from compat.api.names import losses as table
from compat.api.rows import Name
from compat.api.signatures import parameters
from compat.era import Era, current
from compat.flavors.shared.objective import objective
from compat.flavors.shared.old_call import signature_of_era
from compat.flavors.shared.weighted_losses import squeeze_or_expand_dimensions

from . import backend, losses
from .backend.tensors import is_tensor
from .engine.masks import get_mask
from .graph.program import settled
from .loss_arguments import comparable
from .replicas import share_of_mean
from .written.forms import is_native

_MEAN = "sum_over_batch_size"
#: Class → the name of its function, where that is not the name of the loss.
_FUNCTIONS = {"Huber": "huber"}


def era_of_classes() -> Era:
    """The era of code that uses the classes: the one in force, but not one before Keras 2.3."""
    era = current()
    return era if era.behaviour("signatures") == "2.3.1" else Era("2.3.1")


class Loss(keras.losses.Loss):
    """Base class: a subclass defines ``call(y_true, y_pred)``, which gives one number per sample.

    Args:
        reduction: ``'sum_over_batch_size'`` (the mean), ``'auto'``, which is the same, ``'sum'`` or ``'none'``.
        name: string.

    Example:
        >>> class Distance(Loss):
        ...     def call(self, y_true, y_pred):
        ...         return ops.mean(ops.abs(y_pred - y_true), axis=-1)
        >>> float(Distance()([[0.0], [0.0]], [[1.0], [3.0]], sample_weight=[1.0, 0.0]))
        0.5
    """

    def __init__(self, reduction: str = _MEAN, name: Optional[str] = None) -> None:
        super().__init__(name=name, reduction=_MEAN if reduction == "auto" else reduction)
        self.reduction = reduction  # as the program stated it
        self._era = era_of_classes()

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        if y_true is None:  # tf.keras left out outputs of which a dictionary has no targets
            return ops.zeros(())
        with self._era:
            scores = settled(self.call(*comparable(
                y_true, y_pred, with_last_axis=False, keeps_integers=self._era.of_tf_keras)))
            mask = _both(get_mask(y_pred), get_mask(scores))
        if sample_weight is not None:
            sample_weight = ops.cast(ops.convert_to_tensor(sample_weight), scores.dtype)
        if self.reduction in ("none", "sum"):
            weighted = _weighted(_weighted(scores, mask), sample_weight)
            return ops.sum(weighted) if self.reduction == "sum" else weighted
        return share_of_mean(objective(backend, scores, sample_weight, mask, self._era))


def _both(mask: Any, other: Any) -> Any:
    """The places that both masks leave; None masks none."""
    if mask is None or other is None:
        return other if mask is None else mask
    return ops.logical_and(mask, other)


def _weighted(scores: Any, weights: Any) -> Any:
    """Scores times weights of the same leading axes."""
    if weights is None:
        return scores
    weights = ops.cast(weights, scores.dtype)
    if len(weights.shape) > len(scores.shape):
        weights = ops.squeeze(weights, -1)
    return scores * ops.reshape(weights, ops.shape(weights) + (1,) * (len(scores.shape) - len(weights.shape)))


@keras.saving.register_keras_serializable(package="compat")
class LossFunctionWrapper(Loss):
    """A loss of a function.

    Args:
        fn: function of ``(y_true, y_pred)`` and ``kwargs``.
        reduction, name: as for :class:`Loss`.
        **kwargs: further arguments of the function.
    """

    def __init__(self, fn: Any, reduction: str = _MEAN, name: Optional[str] = None, **kwargs: Any) -> None:
        super().__init__(reduction=reduction, name=name)
        self.fn = fn
        self._fn_kwargs = kwargs

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        # Keras 2.3 broadcast labels (n,) and outputs (n, 1); tf.keras did so with arrays, and took tensors as (n,) and (n,).
        if self._era.of_tf_keras and is_tensor(y_true) and is_tensor(y_pred):
            y_pred, y_true = squeeze_or_expand_dimensions(y_pred, y_true)
        return super().__call__(y_true, y_pred, sample_weight)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """What the function gives."""
        return self.fn(y_true, y_pred, **self._fn_kwargs)

    def get_config(self) -> Dict[str, Any]:
        """Reduction, name and the arguments of the function."""
        if is_native():
            return {"reduction": _MEAN if self.reduction == "auto" else self.reduction, "name": self.name, **self._fn_kwargs}
        return {"reduction": self.reduction, "name": self.name, **self._fn_kwargs}


class OfItsName(LossFunctionWrapper):
    """A loss whose function is that of the class; a configuration of tf.keras states its name as ``fn``, too."""

    function: ClassVar[Any]
    arguments: ClassVar[Dict[str, Any]]

    def __init__(self, reduction: str = _MEAN, name: Optional[str] = None, fn: Any = None, **kwargs: Any) -> None:
        super().__init__(type(self).function, reduction, name, **{**self.arguments, **kwargs})

    def get_config(self) -> Dict[str, Any]:
        """Reduction, name and the arguments of the function; in the words of tf.keras all that its class takes."""
        config = super().get_config()
        row = lookup("tf.keras.losses", type(self).__name__)
        if is_native() or not self._era.of_tf_keras or not isinstance(row, Name):
            return config
        known = {each.name: each.default for each in parameters(signature_of_era(row))}
        stated = {key: config.get(key, default) for key, default in known.items()}
        return stated if self._era.is_before("2.13") else {**stated, "fn": _FUNCTIONS.get(row.name, known["name"])}


def _made(row: Name) -> Any:
    defaults = {each.name: each.default for each in parameters(row.signature)}
    del defaults["reduction"]
    function = getattr(losses, defaults.pop("name"))
    facts = {"function": staticmethod(function), "arguments": defaults, "__module__": __name__,
             "__doc__": "Loss {}{} of Keras 2.3.1. {}".format(row.name, row.signature, function.__doc__)}
    return keras.saving.register_keras_serializable(package="compat")(type(row.name, (OfItsName,), facts))


_CLASSES = {row.name: _made(row) for row in table.NAMES
            if row.home == "loss_classes" and row.kind == "class" and row.name not in ("Loss", "LossFunctionWrapper")}
globals().update(_CLASSES)


def is_categorical_crossentropy(loss: Any) -> bool:
    """Whether a loss, given as an object, function or name, is the cross entropy of one-hot labels.

    Example:
        >>> is_categorical_crossentropy("categorical_crossentropy"), is_categorical_crossentropy(losses.hinge)
        (True, False)
    """
    function = getattr(loss, "fn", loss)
    return bool(getattr(function, "__name__", function) == "categorical_crossentropy")
