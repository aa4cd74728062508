"""What holds in a training step: the learning phase of functions of losses and metrics, and that there are gradients.

``K.in_train_phase``, ``K.learning_phase()`` and gradients in a loss ask for the phase.

Keras 2 fed 1 for the phase in a training step, and 0 in any other, to a model whose outputs depend on it (by
``Dropout``, ``BatchNormalization`` and their kin). In other models the phase is 0 in training as well. tf.keras, which
calls such functions with values, gives them 0. For a loss that depends on no weight TensorFlow 1 raised a ValueError, torch
raises an error of its own.
"""
from contextlib import contextmanager
from typing import Any, Iterator

import keras

from compat.era import current
from compat.errors import CompatError

from ..context import objectives_in_phase


class NoGradientError(CompatError, ValueError):
    """No weight has a gradient, as behind an operation such as ``K.argmax``, so that there is nothing to train."""


@contextmanager
def _gradients_exist() -> Iterator[None]:
    """Context manager of a training step.

    Raises:
        NoGradientError: torch found that the loss depends on no weight. JAX gives zeros there.
    """
    try:
        yield
    except RuntimeError as error:
        if "does not require grad" not in str(error):
            raise
        raise NoGradientError("An operation has `None` for gradient: the loss depends on no weight. K.argmax, K.round and "
                              "K.eval have no gradient; leave them out of the way from the weights to the loss") from error


def derivable(model: Any, loss: Any) -> Any:
    """The loss of a step. Where the optimizer asks for no gradient, torch can derive it though it depends on no weight."""
    if keras.backend.backend() != "torch" or loss.requires_grad or getattr(model.optimizer, "derives", True):
        return loss
    return loss + sum(keras.ops.sum(weight.value.reshape(-1)[:0]) for weight in model.trainable_weights)


@contextmanager
def in_training(model: Any) -> Iterator[None]:
    """Context manager of a training step: losses and metrics are in the phase that this model was fed, and have gradients."""
    describes = current(model).behaviour("plain_code") == "describes"
    with _gradients_exist(), objectives_in_phase(describes and bool(getattr(model, "uses_learning_phase", False))):
        yield
