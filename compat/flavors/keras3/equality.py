"""What ``==`` and ``!=`` of two tensors give.

In TensorFlow 1 both asked whether the two are one object: ``tensor in list``, ``weight != other``, ``mask != None``. In
TensorFlow 2 they compare values, ``tensorflow.where(x == 0, y, z)``. Symbolic tensors of Keras 3 have the ``==`` of the one
and the ``!=`` of the other, so here each gives a tensor of the comparison whose truth says whether they are two objects.
"""
from typing import Any, Callable, Optional

import keras
from keras import ops

from compat.callers import is_called_from
from compat.era import current

_ANSWER = "_compat_identity"


def by_identity() -> bool:
    """Whether tensors of the running code's era are equal where they are one object."""
    return bool(current().behaviour("plain_code") == "describes")


def _compared(of_two: Callable[[Any, Any], Any], self: Any, other: Any, answer: bool) -> Any:
    """The comparison of the values of two tensors; where their shapes do not fit, and for objects, the answer alone."""
    if other is None or isinstance(other, str):
        return answer
    try:
        found = of_two(self, other)
    except (TypeError, ValueError):
        return answer
    vars(found)[_ANSWER] = answer
    return found


def _equal(self: Any, other: Any) -> Any:
    if by_identity() or is_called_from("keras", "compat"):
        return self is other
    return _compared(ops.equal, self, other, answer=self is other)


def _not_equal(self: Any, other: Any) -> Any:
    return _compared(ops.not_equal, self, other, answer=self is not other)


def _truth(now: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """The truth of a symbolic tensor: of a comparison, whether the two are one object; of others an error, as it was."""
    def method(self: Any) -> bool:
        answer: Optional[bool] = vars(self).get(_ANSWER)
        return now(self) if answer is None else answer

    return method


def install_on_symbols() -> None:
    """Let symbolic tensors answer, of whatever code in the process."""
    cls: Any = keras.KerasTensor
    cls.__eq__, cls.__ne__, cls.__bool__ = _equal, _not_equal, _truth(cls.__bool__)


def of_variables(now: Callable[[Any, Any], Any], answer: bool) -> Callable[[Any, Any], Any]:
    """``==`` (``answer=True``) or ``!=`` of variables of old code: of TensorFlow 1 a bool, whether they are one object."""
    def method(self: Any, other: Any) -> Any:
        return (self is other) == answer if by_identity() else now(self, other)

    return method
