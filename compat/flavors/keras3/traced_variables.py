"""Variables of Keras 3 among the arguments of a ``tf.function``: they are TensorFlow's in it, as those of tf.keras 2 were.

Without this TensorFlow takes their values, which nothing can be assigned to: ``for a, b in zip(target, weights): a.assign(b)``.
"""
from typing import Any, List, Optional, Sequence

import keras
import tensorflow


class OfVariable(tensorflow.types.experimental.TraceType):  # type: ignore[misc]
    """The type, as a trace knows it, of a variable of Keras 3: that of the variable of TensorFlow which it holds.

    Args:
        held: the type of the latter.
    """

    def __init__(self, held: Any) -> None:
        self._held = held

    def is_subtype_of(self, other: Any) -> bool:
        """Whether a function that was traced for the other type takes this one."""
        return isinstance(other, OfVariable) and bool(self._held.is_subtype_of(other._held))

    def most_specific_common_supertype(self, others: Sequence[Any]) -> Optional["OfVariable"]:
        """A type for all of these variables, None where there is none."""
        if not all(isinstance(other, OfVariable) for other in others):
            return None
        found = self._held.most_specific_common_supertype([other._held for other in others])
        return None if found is None else OfVariable(found)

    def placeholder_value(self, placeholder_context: Any) -> Any:
        """The variable of TensorFlow that stands for it while the function is traced."""
        return self._held.placeholder_value(placeholder_context)

    def to_tensors(self, value: Any) -> List[Any]:
        """What a call hands over of the variable."""
        return self._held.to_tensors(_held_by(value))  # type: ignore[no-any-return]

    def from_tensors(self, tensors: Any) -> Any:
        """The variable again."""
        return self._held.from_tensors(tensors)

    def flatten(self) -> List[Any]:
        """The types of what a call hands over."""
        return self._held.flatten()  # type: ignore[no-any-return]

    def cast(self, value: Any, cast_context: Any) -> Any:
        """The variable of TensorFlow."""
        return self._held.cast(_held_by(value), cast_context)

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, OfVariable) and bool(self._held == other._held)

    def __hash__(self) -> int:
        return hash(self._held)


def of_variable(variable: Any, context: Any) -> Any:
    """The ``__tf_tracing_type__`` of a variable of Keras 3."""
    return OfVariable(variable._value.__tf_tracing_type__(context))


def _held_by(value: Any) -> Any:
    return value._value if isinstance(value, keras.Variable) else value
