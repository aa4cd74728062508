"""Deferred updates: what ``K.update``, ``K.update_add`` and ``K.moving_average_update`` return.

In the graph of Keras 2 these functions only described an assignment. It ran when ``Layer.add_update`` had attached it
to a training step, or when a session ran it. Keras 3 assigns at once, so the description is kept as an
:class:`Update`, and the engine (or ``K.eval``) applies it. The new value is computed at that moment, not when the
update was described.
"""
from typing import Any, Callable, Iterable, List, Sequence

from keras import ops

from compat.era import current
from compat.errors import UnsupportedError
from compat.flavors.keras3.backend.tensors import any_symbolic
from compat.flavors.keras3.context import current_layer, stepping
from compat.flavors.keras3.graph.program import settled
from compat.flavors.keras3.variables import is_variable

from . import late_updates


class Operation:
    """What a session runs."""

    __slots__ = ()
    #: Gives the default session; set by the module of sessions, which needs this one.
    default_session: Callable[[], Any]

    def run(self, feed_dict: Any = None, session: Any = None) -> None:
        """Run it in the session, by default the default one, with values for placeholders."""
        (session or type(self).default_session()).run(self, feed_dict=feed_dict)


class Update(Operation):
    """One assignment that has not happened yet. Not a tuple, so that "one update or a list of them" can be told apart.

    Attributes:
        variable: the ``keras.Variable`` to assign to.
        compute: gives the new value, of the variable's shape, from the values of ``parts``.
        parts: tensors that the new value is computed from, symbolic ones among them.

    Example:
        >>> import keras
        >>> v = keras.Variable(2.0)
        >>> update = Update(v, lambda: v + 1.0)
        >>> float(v.numpy())
        2.0
        >>> float(update.apply())
        3.0
    """

    __slots__ = ("variable", "compute", "parts")

    def __init__(self, variable: Any, compute: Callable[..., Any], parts: Sequence[Any] = ()) -> None:
        self.variable = variable
        self.compute = compute
        self.parts = list(parts)

    @property
    def variables(self) -> List[Any]:
        """The variables that it reads or assigns to."""
        return [self.variable, *filter(is_variable, self.parts)]

    def apply(self, *parts: Any) -> Any:
        """Assign, and return the new value as a tensor of the variable's dtype.

        Args:
            *parts: values for ``parts``, where they are known already.
        """
        late_updates.let_be_read(self.variables)
        with stepping():
            value = ops.cast(settled(self.compute(*(parts or settled(self.parts)))), self.variable.dtype)
        late_updates.assign(self.variable, value)
        return value

    def fetched(self) -> Any:
        """What a session gives for the update that it has run: the new value of the variable."""
        return ops.convert_to_numpy(self.variable)


class Applied(Update):
    """An assignment that has happened, of a variable that code hands to ``add_update`` all the same."""

    __slots__ = ()

    def apply(self, *parts: Any) -> Any:
        """The value that the variable has now."""
        return ops.convert_to_tensor(self.variable)


def at_once(update: Update) -> Any:
    """What ``K.update`` and its kin return: in code of tf.keras, whose TensorFlow ran at once, the variable, assigned to."""
    if current(current_layer()).behaviour("plain_code") != "computes" or any_symbolic(update.parts):
        return update
    update.apply()
    return update.variable


class Group(Operation):
    """Several updates as one: what ``tf.group``, ``tf.no_op`` and the initializers of variables return."""

    def __init__(self, updates: Sequence[Any] = ()) -> None:
        self.updates = list(updates)

    def flat(self) -> List[Any]:
        """The updates, those of groups inside in their place; what is not one is left out."""
        found = [each.flat() if isinstance(each, Group) else [each] for each in self.updates]
        return [update for part in found for update in part if isinstance(update, Update)]

    def apply(self) -> None:
        """Apply each."""
        for update in self.flat():
            update.apply()


def as_update(update: Any) -> Update:
    """An :class:`Update` from what legacy code hands to ``add_update``: one of ours, or a (variable, new value) pair.

    Raises:
        UnsupportedError: it is neither, such as an assignment of TensorFlow's own.
    """
    if isinstance(update, Update):
        return update
    if is_variable(update):
        return Applied(update, lambda: update)
    if isinstance(update, (tuple, list)) and len(update) == 2 and is_variable(update[0]):
        variable, value = update
        return Update(variable, lambda given: given, [value])
    raise UnsupportedError(
        "add_update was given {!r}, which is no update; make it with K.update, K.update_add, K.update_sub or "
        "K.moving_average_update, or pass a (variable, new value) pair".format(type(update).__name__))


def apply_all(updates: Iterable[Any]) -> List[Any]:
    """Apply each update in order; what it computes sees the assignments before it."""
    return [as_update(update).apply() for update in updates]
