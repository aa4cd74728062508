"""Calls and inner functions; each Python passes them on the stack in its own way."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Tuple

import compat.lambdas.nodes as n
from compat.lambdas.constants import name_text
from compat.lambdas.instructions import BytecodeProblem
from compat.lambdas.marshal_reader import Code
from compat.lambdas.state import NULL, Function, Iterator, ModuleName, State

if TYPE_CHECKING:
    from compat.lambdas.machine import Machine


def keywords(self: Machine, state: State, names: Any) -> None:
    """KW_NAMES: the names of the keyword arguments of the call that follows."""
    state.keywords = _texts(names)


def _texts(names: Any) -> Tuple[str, ...]:
    if not isinstance(names, tuple) or not all(isinstance(each, str) for each in names):
        raise BytecodeProblem("keywords that are not names")
    if len(set(names)) != len(names):
        raise BytecodeProblem("a keyword given twice")
    return tuple(name_text(each) for each in names)


def _constant_texts(values: List[Any]) -> Tuple[str, ...]:
    return _texts(tuple(getattr(each, "value", None) for each in values))


def call(self: Machine, state: State, arg: Tuple[int, str, int]) -> None:
    """A call: ``arg`` is the number of arguments, the protocol, and the number of name-value pairs of old Pythons."""
    count, style, pairs = arg
    names, state.keywords = state.keywords, ()
    if style == "pairs":
        named = state.take(2 * pairs)
        names, values = _constant_texts(named[::2]), named[1::2]
        args = state.take(count)
    else:
        if style.startswith("named"):
            names = _constant_texts(list(getattr(self.node(state.pop()), "items", ())))
        args = state.take(count)
        if len(names) > len(args):
            raise BytecodeProblem("more keywords than arguments")
        args, values = args[:len(args) - len(names)], args[len(args) - len(names):]
    keyword_arguments = tuple(zip(names, (self.node(each) for each in values)))
    state.stack.append(_called(self, *_callee(state, style.endswith("null")), args, keyword_arguments))


def _callee(state: State, beside_null: bool) -> Tuple[Any, List[Any]]:
    """The function of a call, and an argument before the others if there is one.

    From 3.11 on, and for the method calls of 3.7 to 3.10, a null lies beside the function, on either side; until 3.12 a
    comprehension's iterator lies in that place.
    """
    function = state.pop()
    if not beside_null:
        return function, []
    other = state.pop()
    if isinstance(other, Function) and isinstance(function, Iterator):
        return other, [function]
    if (function is NULL) == (other is NULL):
        raise BytecodeProblem("a call without a function")
    return (other if function is NULL else function), []


def _called(self: Machine, function: Any, first: List[Any], args: List[Any],
            names: Tuple[Tuple[str, n.Node], ...]) -> n.Node:
    """The node of a call; that of a comprehension's own function is the comprehension."""
    args = first + args
    if isinstance(function, Function) and len(args) == 1 and isinstance(args[0], Iterator):
        machine = self.inner(function)
        if machine.names != [".0"]:
            raise BytecodeProblem("an iterator as an argument")
        return machine.body({".0": args[0]})
    return n.Call(self.node(function), tuple(self.node(each) for each in args), names)


def function(self: Machine, state: State, arg: Tuple[bool, int, int, int]) -> None:
    """MAKE_FUNCTION of any Python; see :func:`compat.lambdas.normalize.Normalizer` for what ``arg`` holds."""
    named, parts, defaults, pairs = arg
    if named:
        state.pop()
    code = state.pop()
    if not isinstance(code, Code):
        raise BytecodeProblem("a function without code")
    closure = state.pop() if parts & 8 else ()
    if parts & 6 or pairs:
        raise BytecodeProblem("an inner function with annotations or keyword-only defaults")
    values = tuple(self.node(each) for each in state.take(defaults))
    made = Function(code, values)
    if parts & 1:
        made = _attached(self, made, 1, state.pop())
    state.stack.append(_attached(self, made, 8, closure) if parts & 8 else made)


def attach(self: Machine, state: State, part: int) -> None:
    """3.13's SET_FUNCTION_ATTRIBUTE."""
    function, value = state.pop(), state.pop()
    if not isinstance(function, Function):
        raise BytecodeProblem("a function attribute without a function")
    state.stack.append(_attached(self, function, part, value))


def _attached(self: Machine, function: Function, part: int, value: Any) -> Function:
    """An inner function with its defaults (1) or its closure (8), which lie on the stack as a tuple."""
    items = value if isinstance(value, tuple) and not isinstance(value, (Function, ModuleName)) else getattr(
        value, "items", None)
    if not isinstance(items, tuple) or part not in (1, 8):
        raise BytecodeProblem("an inner function with annotations or keyword-only defaults")
    return function._replace(defaults=items) if part == 1 else function._replace(closure=items)
