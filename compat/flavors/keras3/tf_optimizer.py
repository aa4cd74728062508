"""``TFOptimizer`` of Keras 2: an optimizer of TensorFlow 1, ``tf.train.AdamOptimizer()``, that trains a model of Keras."""
import importlib
from typing import Any, Dict, List, Sequence

import keras

from compat.errors import NotServedError, UnsupportedError

from .context import stepping
from .optimizer_base import Optimizer


class TFOptimizer(Optimizer):
    """Trains with an optimizer of TensorFlow 1. As in Keras 2, it leaves out constraints, and no file holds its state.

    Args:
        optimizer: of ``tf.compat.v1.train``, or of a class that derives from those.

    Raises:
        NotServedError: the backend of Keras is not TensorFlow.
        UnsupportedError: its ``compute_gradients`` is not that of TensorFlow; Keras 3 computes the gradients itself.
    """

    def __init__(self, optimizer: Any) -> None:
        if keras.backend.backend() != "tensorflow":
            raise NotServedError(
                "TFOptimizer trains with an optimizer of TensorFlow, which cannot change the weights of a model on {}; use the "
                "optimizer of the same name in keras.optimizers".format(keras.backend.backend()))
        if type(optimizer).compute_gradients is not _base().compute_gradients:
            raise UnsupportedError("{} has its own compute_gradients; Keras 3 computes the gradients itself".format(
                type(optimizer).__name__))
        super().__init__()
        self.optimizer = optimizer

    def build(self, variables: Sequence[Any]) -> None:
        """Let the optimizer create its state: TensorFlow allows none to be made inside a compiled step."""
        if self.built:
            return
        self.built = True
        self._trainable_variables = list(variables)
        with importlib.import_module("tensorflow").init_scope():
            self.optimizer._create_slots([variable._value for variable in variables])

    def apply(self, grads: Any, trainable_variables: Any = None) -> None:
        """Change the weights by these gradients, and count the step."""
        variables = trainable_variables or self._trainable_variables
        self.build(variables)
        pairs = [(gradient, variable._value) for gradient, variable in zip(grads, variables)]
        with stepping():
            self.optimizer.apply_gradients(pairs)
            self.iterations.assign_add(1)

    def _kept_state(self) -> List[Any]:
        raise NotImplementedError("the state of an optimizer of TensorFlow is its own")

    def get_config(self) -> Dict[str, Any]:
        """Not there: an optimizer of TensorFlow has no configuration.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError("an optimizer of TensorFlow has no configuration")

    @classmethod
    def from_config(cls, config: Dict[str, Any], custom_objects: Any = None) -> "TFOptimizer":
        """Not there, see :meth:`get_config`.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError("an optimizer of TensorFlow has no configuration")


def _base() -> Any:
    return importlib.import_module("tensorflow").compat.v1.train.Optimizer


def wrapped(optimizer: Any) -> Any:
    """An optimizer of TensorFlow 1 in a :class:`TFOptimizer`; any other as it is."""
    names = [cls.__module__ + "." + cls.__name__ for cls in type(optimizer).__mro__]
    return TFOptimizer(optimizer) if "tensorflow.python.training.optimizer.Optimizer" in names else optimizer
