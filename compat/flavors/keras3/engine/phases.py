"""The learning phase of functions of losses and metrics: ``K.in_train_phase``, ``K.learning_phase()``, gradients in a loss.

Keras 2 fed 1 for the phase in a training step, and 0 in any other, to a model whose outputs depend on it (by
``Dropout``, ``BatchNormalization`` and their kin). In other models the phase is 0 in training as well. tf.keras, which
calls such functions with values, gives them 0.
"""
from contextlib import contextmanager
from typing import Any, Iterator

from compat.era import current

from ..context import objectives_in_phase
from .gradients import gradients_exist


@contextmanager
def in_training(model: Any) -> Iterator[None]:
    """Context manager of a training step: losses and metrics are in the phase that this model was fed, and have gradients."""
    describes = current(model).behaviour("plain_code") == "describes"
    with gradients_exist(), objectives_in_phase(describes and bool(getattr(model, "uses_learning_phase", False))):
        yield
