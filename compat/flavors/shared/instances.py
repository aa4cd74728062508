"""A class that stands for another: our ``Layer`` and ``Model`` derive from Keras's own, so ``Dense`` does not derive from them.

Old code asks ``isinstance(x, Layer)`` of built-in layers too. The metaclass answers for the class that is stood for, and
only there: subclasses of the user are asked as any class is. It derives from ABCMeta so that a layer may also derive from
an abstract class.
"""
from abc import ABCMeta
from typing import Any


class StandIn(ABCMeta):
    """Metaclass of a class whose ``stands_for`` names the class that it answers ``isinstance`` for.

    Example:
        >>> class Number(int, metaclass=StandIn):
        ...     stands_for = int
        >>> isinstance(3, Number), issubclass(bool, Number)
        (True, True)
        >>> class Even(Number):
        ...     pass
        >>> isinstance(3, Even)
        False
    """

    def __instancecheck__(cls, instance: Any) -> bool:
        original = cls.__dict__.get("stands_for")
        return isinstance(instance, original) if original else super().__instancecheck__(instance)

    def __subclasscheck__(cls, subclass: Any) -> bool:
        original = cls.__dict__.get("stands_for")
        if original is None:
            return super().__subclasscheck__(subclass)
        while isinstance(original, StandIn) and "stands_for" in vars(original):
            original = vars(original)["stands_for"]
        # Not issubclass: an abstract class would ask all its subclasses, this one among them.
        return type.__subclasscheck__(original, subclass)
