"""Updates that wait, as in the graph of Keras 2: tf.keras assigns at once, also in ``predict``.

``K.update`` and its kin describe an assignment; ``Layer.add_update`` carries it out in training, ``K.eval`` or a session
when asked.
"""
from typing import Any, Callable, List, NamedTuple

from .installed import tensorflow


class Update(NamedTuple):
    """One assignment that has not happened yet; the new value is computed when it does.

    Attributes:
        variable: the ``tf.Variable`` to assign to.
        compute: gives the new value, of the variable's shape.
    """

    variable: Any
    compute: Callable[[], Any]

    def apply(self) -> Any:
        """Assign, and return the new value as a tensor of the variable's dtype."""
        value = tensorflow.cast(self.compute(), self.variable.dtype)
        self.variable.assign(value)
        return value


def listed(values: Any) -> List[Any]:
    """One update, or a list or tuple of them, as a list."""
    if isinstance(values, Update) or not isinstance(values, (list, tuple)):
        return [values]
    return list(values)
