"""What the namespaces under ``tf`` give for a name that is not there."""
import importlib
import operator
from typing import Any, Callable

from compat.errors import AttributeNotServedError
from compat.flavor import keras3_backend
from compat.flavors.aliases import explained


def refuse(namespace: str) -> Callable[[str], Any]:
    """A module ``__getattr__`` for ``tf.nn`` and its like: TensorFlow's own name where that is the backend.

    Elsewhere dunder names are plainly absent, and others are not served.
    """
    @explained
    def __getattr__(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError("module {!r} has no attribute {!r}".format(namespace, name))
        if keras3_backend() == "tensorflow":
            return _of_tensorflow(namespace + "." + name)
        raise AttributeNotServedError(
            "{}.{} of TensorFlow 1 is not served over Keras 3; use the function of compat.keras.backend or keras.ops "
            "that does the same, or TensorFlow itself where it is the backend".format(namespace, name))

    return __getattr__


def _of_tensorflow(symbol: str) -> Any:
    """``tf.nn.x`` of the installed TensorFlow; of ``tf.compat.v1`` where only that has it.

    Raises:
        AttributeError: neither has it.
    """
    tensorflow, path = importlib.import_module("tensorflow"), symbol[len("tf."):]
    try:
        return operator.attrgetter(path)(tensorflow)
    except AttributeError:
        return operator.attrgetter(path)(tensorflow.compat.v1)
