"""Optimizers on tf.keras and tf_keras: those of TensorFlow 2.10 and before, which take ``lr`` and ``decay``.

What Keras 2.2 did otherwise and is done here: the default learning rates, and a step for every row of an Embedding in every
batch (TensorFlow 2 leaves out the rows that the batch does not name, momentum and all).
"""
from typing import Any

from compat.api.names import lookup
from compat.era import current
from compat.flavors.shared.old_arguments import constructor

from .installed import keras, tensorflow

__all__ = ["SGD", "Adadelta", "Adagrad", "Adam", "Adamax", "Nadam", "Optimizer", "RMSprop", "get"]

_old = getattr(keras.optimizers, "legacy", keras.optimizers)

Optimizer = _old.Optimizer


class LegacyOptimizer:
    """Mix-in before an optimizer of TensorFlow 2.10."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if "clipnorm" in kwargs and current().behaviour("clipnorm") == "global":
            kwargs["global_clipnorm"] = kwargs.pop("clipnorm")
        if kwargs.get("epsilon", 0.0) is None:
            kwargs["epsilon"] = keras.backend.epsilon()
        super().__init__(*args, **kwargs)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__module__ == __name__:  # not a subclass of the user's
            cls.__init__ = constructor(cls, lookup("keras.optimizers", cls.__name__))  # type: ignore[method-assign]
            cls.__module__ = cls.__mro__[2].__module__  # files name the optimizer of Keras, which loads them

    def _resource_apply_sparse_duplicate_indices(self: Any, grad: Any, handle: Any, indices: Any, **kwargs: Any) -> Any:
        sparse = tensorflow.IndexedSlices(grad, indices, dense_shape=tensorflow.shape(handle, out_type=indices.dtype))
        return self._resource_apply_dense(tensorflow.convert_to_tensor(sparse), handle, **kwargs)


class SGD(LegacyOptimizer, _old.SGD):
    """``SGD(lr=0.01, momentum=0.0, decay=0.0, nesterov=False)``."""


class RMSprop(LegacyOptimizer, _old.RMSprop):
    """``RMSprop(lr=0.001, rho=0.9, epsilon=None, decay=0.0)``."""


class Adagrad(LegacyOptimizer, _old.Adagrad):
    """``Adagrad(lr=0.01, epsilon=None, decay=0.0)``, whose sums of squares begin at 0."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial_accumulator_value": 0.0, **kwargs})


class Adadelta(LegacyOptimizer, _old.Adadelta):
    """``Adadelta(lr=1.0, rho=0.95, epsilon=None, decay=0.0)``."""


class Adam(LegacyOptimizer, _old.Adam):
    """``Adam(lr=0.001, beta_1=0.9, beta_2=0.999, epsilon=None, decay=0.0, amsgrad=False)``."""


class Adamax(LegacyOptimizer, _old.Adamax):
    """``Adamax(lr=0.002, beta_1=0.9, beta_2=0.999, epsilon=None, decay=0.0)``."""


class Nadam(LegacyOptimizer, _old.Nadam):
    """``Nadam(lr=0.002, beta_1=0.9, beta_2=0.999, epsilon=None)``; ``schedule_decay`` is always 0.004."""


#: Optimizers that TensorFlow has since 2.11 and that compute otherwise: they add epsilon under the root.
NEWER = {name: cls for name, cls in (("RMSprop", keras.optimizers.RMSprop), ("Adagrad", keras.optimizers.Adagrad))
         if hasattr(cls, "update_step")}
_BY_NAME = {found.__name__.lower(): found for found in (SGD, RMSprop, Adagrad, Adadelta, Adam, Adamax, Nadam)}


def get(identifier: Any) -> Any:
    """An optimizer from its name in any case, its configuration, or itself."""
    if isinstance(identifier, str) and identifier.lower() in _BY_NAME:
        return _BY_NAME[identifier.lower()]()
    return keras.optimizers.get(identifier)
