"""Gated cells as Keras 2 had them: their dropout, which ``implementation`` chose, and Identity in their recurrent kernel.

With ``implementation=1`` each gate has its own mask; with ``implementation=2`` one mask serves all gates, and the masked
state is also what a GRU mixes with its candidate. tf.keras chooses 1 by itself where states are dropped. Keras 3 computes
``implementation=2`` without the mask of the states. Where nothing is dropped both are the same, and 2, with one product for
all gates, is faster.
"""
from typing import Any, Callable, Mapping, Optional

from keras import tree

from compat.era import current

from ..initializers import Identity
from .base import Class


class PartOfGate:
    """The columns of a weight that belong to one gate, such as ``cell.kernel_i``: Keras 2 made them in ``build``, for ``call``.

    A program may set the attribute to something else.
    """

    def __init__(self, weight: str, place: int, row: Optional[int] = None) -> None:
        self._weight, self._place, self._row = weight, place, row

    def __get__(self, cell: Any, owner: Any) -> Any:
        if cell is None:
            return self
        weight = getattr(cell, self._weight)
        if weight is None:  # without a bias
            return None
        row = () if self._row is None or len(weight.shape) == 1 else (self._row,)
        return weight[(*row, Ellipsis, slice(self._place * cell.units, (self._place + 1) * cell.units))]


def parts_of_gates(letters: str, biases: Mapping[str, Optional[int]]) -> Callable[[Class], Class]:
    """Give a cell the attributes of its gates: their letters in order, and the rows of its bias by the name before them."""
    def with_parts(cell: Class) -> Class:
        for place, letter in enumerate(letters):
            for weight in ("kernel", "recurrent_kernel"):
                setattr(cell, "{}_{}".format(weight, letter), PartOfGate(weight, place))
            for name, row in biases.items():
                setattr(cell, "{}_{}".format(name, letter), PartOfGate("bias", place, row))
        return cell

    return with_parts


class Gated:
    """Mix-in of LSTMCell and GRUCell."""

    implementation: int
    dropout: float
    recurrent_dropout: float
    recurrent_initializer: Any
    _gates: int

    def add_weight(self, *args: Any, **kwargs: Any) -> Any:
        """A weight, as every layer adds one; Identity fills the recurrent kernel gate by gate where the era says so."""
        stated = kwargs.get("initializer")
        if isinstance(stated, Identity) and stated is self.recurrent_initializer \
                and current(self).behaviour("identity_of_gates") == "each_gate":
            kwargs["initializer"] = stated.of_each_square
        return super().add_weight(*args, **kwargs)  # type: ignore[misc]

    def _create_dropout_mask(self, step_input: Any, dropout_rate: Any) -> Any:
        """One mask, or with ``implementation=1`` a list with one for each gate."""
        self.dropout_mask_count = self._gates if self.implementation == 1 else None
        return super()._create_dropout_mask(step_input, dropout_rate)  # type: ignore[misc]

    def call(self, inputs: Any, states: Any, training: Any = False) -> Any:
        """One step: ``(batch, features)`` and the states to the output and the new states."""
        if not training or not (self.dropout or self.recurrent_dropout):
            return self._of_all_gates(inputs, states)
        if self.implementation == 1:
            return super().call(inputs, states, training=training)  # type: ignore[misc]
        if self.dropout:
            inputs = inputs * self.get_dropout_mask(inputs)  # type: ignore[attr-defined]
        if self.recurrent_dropout:
            first, *others = tree.flatten(states)
            first = first * self.get_recurrent_dropout_mask(first)  # type: ignore[attr-defined]
            states = tree.pack_sequence_as(states, [first, *others])
        return self._of_all_gates(inputs, states)

    def _of_all_gates(self, inputs: Any, states: Any) -> Any:
        facts, stated = vars(self), self.implementation
        facts["implementation"] = 2  # which Keras asks for in call
        try:
            return super().call(inputs, states, training=False)  # type: ignore[misc]
        finally:
            facts["implementation"] = stated


def implementation_of(layer: Any, told: Any) -> int:
    """How a recurrent layer or cell computes.

    Args:
        layer: the layer; its era has a default.
        told: what its author said, or None.
    """
    era = current(layer)
    if era.of_tf_keras and layer.recurrent_dropout:
        return 1
    return (1 if era.behaviour("signatures") == "2.2.4" else 2) if told is None else int(told)
