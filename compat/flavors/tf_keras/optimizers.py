"""Optimizers on tf.keras and tf_keras: those of TensorFlow 2.10 and before, which take ``lr`` and ``decay``."""
from typing import Any

from .installed import keras

__all__ = ["SGD", "Adadelta", "Adagrad", "Adam", "Adamax", "Nadam", "Optimizer", "RMSprop", "get"]

_old = getattr(keras.optimizers, "legacy", keras.optimizers)

SGD = _old.SGD
RMSprop = _old.RMSprop
Adagrad = _old.Adagrad
Adadelta = _old.Adadelta
Adam = _old.Adam
Adamax = _old.Adamax
Nadam = _old.Nadam
Optimizer = _old.Optimizer

_BY_NAME = {found.__name__.lower(): found for found in (SGD, RMSprop, Adagrad, Adadelta, Adam, Adamax, Nadam)}


def get(identifier: Any) -> Any:
    """An optimizer from its name in any case, its configuration, or itself."""
    if isinstance(identifier, str) and identifier.lower() in _BY_NAME:
        return _BY_NAME[identifier.lower()]()
    return keras.optimizers.get(identifier)
