"""What the namespaces under ``tf`` say about a name that is not there."""
from typing import Any, Callable

from compat.errors import AttributeNotServedError
from compat.flavors import explained


def refuse(namespace: str) -> Callable[[str], Any]:
    """A module ``__getattr__`` for ``tf.nn`` and its like: dunder names are plainly absent, others are not served."""
    @explained
    def __getattr__(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError("module {!r} has no attribute {!r}".format(namespace, name))
        raise AttributeNotServedError(
            "{}.{} of TensorFlow 1 is not served over Keras 3; use the function of compat.keras.backend or keras.ops "
            "that does the same, or TensorFlow itself where it is the backend".format(namespace, name))

    return __getattr__
