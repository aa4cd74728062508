"""Operators with bounds on memory and time, for Python's own numbers and sequences in an expression.

A file could hold ``10 ** 10 ** 10`` or ``[0] * 10 ** 9``; on Python's own numbers and sequences the result is bounded
first. Tensors and arrays go straight to their own operators.
"""
from __future__ import annotations

import operator
from typing import Any, Callable, Dict, Iterable

import compat.lambdas.allowed as allowed

#: Bits of an integer, items of a list or characters of a text, elements of an array that an expression may make.
MAX_BITS = 4096
MAX_ITEMS = 1000000
MAX_NESTING = 50
MAX_ELEMENTS = 2 ** 26

_SEQUENCES = (str, bytes, list, tuple)


class TooLarge(Exception):
    """A result beyond the bounds; the evaluator turns it into a LambdaError that names the layer."""


def _integer(value: Any) -> bool:
    return isinstance(value, int)


def _add(left: Any, right: Any) -> Any:
    if isinstance(left, _SEQUENCES) and isinstance(right, _SEQUENCES) and len(left) + len(right) > MAX_ITEMS:
        raise TooLarge("a sequence of %d items" % (len(left) + len(right)))
    return left + right


def _multiply(left: Any, right: Any) -> Any:
    if _integer(left) and _integer(right) and left.bit_length() + right.bit_length() > MAX_BITS:
        raise TooLarge("an integer of more than %d bits" % MAX_BITS)
    for sequence, times in ((left, right), (right, left)):
        if isinstance(sequence, _SEQUENCES) and _integer(times) and len(sequence) * max(times, 0) > MAX_ITEMS:
            raise TooLarge("a sequence of %d items" % (len(sequence) * times))
    return left * right


def _power(left: Any, right: Any) -> Any:
    if _integer(left) and _integer(right) and right > 0 and left.bit_length() * right > MAX_BITS:
        raise TooLarge("an integer of more than %d bits" % MAX_BITS)
    return left ** right


def _shift(left: Any, right: Any) -> Any:
    if _integer(left) and _integer(right) and left.bit_length() + right > MAX_BITS:
        raise TooLarge("an integer of more than %d bits" % MAX_BITS)
    return left << right


def _modulo(left: Any, right: Any) -> Any:
    if isinstance(left, (str, bytes)):
        raise TooLarge("text formatting")
    return left % right


def classic_divide(left: Any, right: Any) -> Any:
    """Division as Python 2 did it: integers, and tensors of integers, are floored.

    Example:
        >>> classic_divide(7, 2), classic_divide(7.0, 2)
        (3, 3.5)
    """
    if _integer(left) and _integer(right) or _holds_integers(left) and _holds_integers(right):
        return left // right
    return left / right


def _holds_integers(value: Any) -> bool:
    dtype = str(getattr(value, "dtype", ""))
    return _integer(value) or "int" in dtype


BINARY: Dict[str, Callable[[Any, Any], Any]] = {
    "+": _add, "-": operator.sub, "*": _multiply, "/": operator.truediv, "//": operator.floordiv, "%": _modulo,
    "**": _power, "@": operator.matmul, "<<": _shift, ">>": operator.rshift, "&": operator.and_, "|": operator.or_,
    "^": operator.xor, "classic /": classic_divide,
}
UNARY: Dict[str, Callable[[Any], Any]] = {
    "-": operator.neg, "+": operator.pos, "~": operator.invert, "not": operator.not_,
}
COMPARE: Dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "is": operator.is_, "is not": operator.is_not, "in": lambda left, right: left in right,
    "not in": lambda left, right: left not in right,
}


def bounded_range(*limits: int) -> range:
    """``range`` that refuses more than :data:`MAX_ITEMS` numbers."""
    numbers = range(*limits)
    try:
        too_many = len(numbers) > MAX_ITEMS
    except OverflowError:
        too_many = True
    if too_many:
        raise TooLarge("a range of more than %d numbers" % MAX_ITEMS)
    return numbers


def _text_free(function: Callable[..., Any]) -> Callable[..., Any]:
    """``int`` or ``float`` of numbers only: they are slow on a long string."""
    def convert(*args: Any) -> Any:
        if any(isinstance(each, (str, bytes)) and len(each) > 100 for each in args):
            raise TooLarge("a conversion of a long text")
        return function(*args)
    return convert


def _listed(function: Callable[..., Any]) -> Callable[..., Any]:
    """``zip`` and similar functions as a list, as in Python 2 and without an iterator to hand around."""
    return lambda *args: list(function(*args))


def bounded_sum(values: Iterable[Any], start: Any = 0) -> Any:
    """``sum`` by the guarded ``+``, since lists added one by one take quadratic time."""
    total = start
    for each in values:
        total = _add(total, each)
    return total


def bounded_round(value: Any, digits: Any = None) -> Any:
    """``round`` of a plain number or tensor; an integer rounded to 10**9 digits would fill the memory."""
    if _integer(digits) and abs(digits) > 400:
        raise TooLarge("a number rounded to %d digits" % digits)
    return round(value) if digits is None else round(value, digits)


BUILTINS: Dict[str, Any] = {
    "len": len, "range": bounded_range, "xrange": bounded_range, "int": _text_free(int), "float": _text_free(float),
    "abs": abs, "min": min, "max": max, "sum": bounded_sum, "tuple": tuple, "list": list, "slice": slice,
    "round": bounded_round, "bool": bool, "complex": complex, "zip": _listed(zip), "enumerate": _listed(enumerate),
    "reversed": _listed(reversed), "sorted": sorted,
}


def check_nested(values: Iterable[Any]) -> None:
    """Refuse lists that share elements, such as ``[[a] * 1000] * 1000``, before something copies or compares them."""
    sizes: Dict[int, int] = {}
    for each in values:
        if _nested_size(each, sizes) > MAX_ITEMS:
            raise TooLarge("nested lists of more than %d items" % MAX_ITEMS)


def _nested_size(value: Any, sizes: Dict[int, int], depth: int = 0) -> int:
    if not isinstance(value, (list, tuple)):
        return 1
    if depth > MAX_NESTING:
        raise TooLarge("lists nested deeper than %d" % MAX_NESTING)
    if id(value) not in sizes:
        sizes[id(value)] = sum(_nested_size(each, sizes, depth + 1) for each in value)
    return sizes[id(value)]


def check_allocation(name: str, values: Iterable[Any]) -> None:
    """Refuse a call such as ``np.ones((10**6, 10**6))`` before it is made; only functions in ``ALLOCATORS`` count."""
    if name.rsplit(".", 1)[-1] not in allowed.ALLOCATORS:
        return
    for value in values:
        elements = 1
        for each in value if isinstance(value, (list, tuple)) else (value,):
            if isinstance(each, (int, float)) and each == each:
                elements *= int(max(1, min(abs(each), MAX_ELEMENTS + 1)))
        if elements > MAX_ELEMENTS:
            raise TooLarge("an array of more than %d elements made by %s" % (MAX_ELEMENTS, name))
