"""Losses on tf.keras and tf_keras, averaged under sample weights and masks as in the era."""
from typing import Any, List

from compat.era import current
from compat.flavors.shared.objective import MADE_FROM, objective

from .installed import keras

__all__: List[str] = []

#: Attribute under which :class:`MaskedLosses` hands a mask to :class:`EraLoss`, past Keras's own masking.
_MASK = "_compat_mask"
_DEFAULT_REDUCTIONS = ("auto", "sum_over_batch_size")


class EraLoss(keras.losses.Loss):
    """A loss function whose scores are averaged under weights and a mask as the era averaged them.

    Args:
        function: of ``(y_true, y_pred)``, one number per sample or per sample and step.
    """

    def __init__(self, function: Any) -> None:
        super().__init__(name=getattr(function, "__name__", None) or getattr(function, "name", None))
        self.function = function
        self.era = current()  # noted now: the loss is traced later, when the block of the era may have ended

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        mask = getattr(y_pred, _MASK, None)
        return objective(keras.backend, self.call(y_true, y_pred), sample_weight, mask, self.era)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        return self.function(y_true, y_pred)


def era_loss(loss: Any) -> Any:
    """The loss of a name, function or object; None and objects of another reduction are returned unchanged."""
    if loss is None or isinstance(loss, EraLoss):
        return loss
    if isinstance(loss, keras.losses.Loss):
        return EraLoss(loss.call) if loss.reduction in _DEFAULT_REDUCTIONS else loss
    return EraLoss(keras.losses.get(loss))


class MaskedLosses:
    """Keras's container of the losses of a model, given masks and sample weights apart.

    Keras multiplies the two before a loss sees them; the mean of Keras 2.2 needs to know which is which.
    """

    def __init__(self, container: Any, tensorflow: Any) -> None:
        self._container = container
        self._tensorflow = tensorflow

    def __getattr__(self, name: str) -> Any:
        return getattr(self._container, name)

    def __call__(self, y_true: Any, y_pred: Any, *args: Any, **kwargs: Any) -> Any:
        return self._container(y_true, self._tensorflow.nest.map_structure(self._handed_over, y_pred), *args, **kwargs)

    def _handed_over(self, output: Any) -> Any:
        copy = self._tensorflow.identity(output)
        setattr(copy, _MASK, getattr(output, "_keras_mask", None))
        setattr(copy, MADE_FROM, getattr(output, MADE_FROM, None))
        return copy
