"""What each instruction of the small set does to the stack of expressions."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Dict, Tuple

import compat.lambdas.calls as calls
import compat.lambdas.imports as imports
import compat.lambdas.logic as logic
import compat.lambdas.nodes as n
from compat.lambdas.constants import constant, name_text
from compat.lambdas.instructions import BytecodeProblem
from compat.lambdas.marshal_reader import Code
from compat.lambdas.state import ITEM, NULL, UNBOUND, Function, Iterator, ModuleName, State

if TYPE_CHECKING:
    from compat.lambdas.machine import Machine

_CONSTANTS = {"True": True, "False": False, "None": None}
_MAX_UNPACK = 100


def _const(self: Machine, state: State, value: Any) -> None:
    state.stack.append(value if isinstance(value, Code) else constant(value, self.budget.constants))


def _local(self: Machine, state: State, name: str) -> None:
    value = state.variables.get(name, UNBOUND)
    if value is UNBOUND:
        raise BytecodeProblem("the variable '%s' read before it is assigned" % name[:n.MAX_NAME])
    state.stack.append(n.Name(value.id) if isinstance(value, n.Name) else value)


def _name(self: Machine, state: State, name: str) -> None:
    """A global; True, False and None are globals in Python 2."""
    node = n.Constant(_CONSTANTS[name]) if name in _CONSTANTS else n.Name(name_text(name))
    state.stack.append(node)


def _attr(self: Machine, state: State, name: str) -> None:
    value = state.pop()
    if isinstance(value, ModuleName):
        state.stack.append(imports.from_module(self, value, name))
    else:
        state.stack.append(n.Attribute(self.node(value), name_text(name)))


def _method(self: Machine, state: State, name: str) -> None:
    _attr(self, state, name)
    state.stack.insert(len(state.stack) - 1, NULL)


def _store(self: Machine, state: State, name: str) -> None:
    value = state.pop()
    if value is ITEM:
        state.targets.append(name_text(name))
        state.variables[name] = n.Name(name)
    elif value is UNBOUND:
        state.variables.pop(name, None)
    elif isinstance(value, (ModuleName, Function)):
        state.variables[name] = value
    else:
        self.assign(state, name_text(name), self.node(value))


def _clear(self: Machine, state: State, name: str) -> None:
    state.stack.append(state.variables.pop(name, UNBOUND))


def _pop(self: Machine, state: State, _: Any) -> None:
    """Drop a value. One that was computed by a call and is used nowhere was wanted for an effect: no expression."""
    value = state.pop()
    if isinstance(value, n.Node) and id(value) not in self.copied and _calls(value):
        raise BytecodeProblem("a call whose result is not used (more than one expression)")


def _calls(node: n.Child) -> bool:
    return isinstance(node, n.Call) or any(_calls(child) for child in n.children(node))


def _copy(self: Machine, state: State, depth: int) -> None:
    value = state.stack[state.peek(depth)]
    self.copied[id(value)] = value
    state.stack.append(value)


def _swap(self: Machine, state: State, depth: int) -> None:
    place, top = state.peek(depth), state.peek(1)
    state.stack[place], state.stack[top] = state.stack[top], state.stack[place]


def _rotate(self: Machine, state: State, depth: int) -> None:
    place = state.peek(depth)
    state.stack.insert(place, state.pop())


def _unary(self: Machine, state: State, sign: str) -> None:
    operand = self.node(state.pop())
    if sign == "not":
        # negate() writes "not (a is b)" as "a is not b", which older compilers do too; two nots stay two
        state.stack.append(logic.negate(operand) if isinstance(operand, n.Compare) else n.Unary("not", operand))
        return
    if sign == "-" and isinstance(operand, n.Constant) and type(operand.value) in (int, float, complex):
        state.stack.append(n.Constant(-operand.value))
        return
    state.stack.append(n.Unary(sign, operand))


def _binary(self: Machine, state: State, sign: str) -> None:
    right, left = self.node(state.pop()), self.node(state.pop())
    if sign == "classic /" and any(isinstance(each, n.Constant) and isinstance(each.value, float)
                                   for each in (left, right)):
        sign = "/"  # with a float on one side Python 2 divides as Python 3 does
    state.stack.append(n.Binary(sign, left, right))


def _compare(self: Machine, state: State, sign: str) -> None:
    right, left = self.node(state.pop()), self.node(state.pop())
    state.stack.append(n.Compare(left, (sign,), (right,)))


def _subscript(self: Machine, state: State, _: Any) -> None:
    index, value = self.node(state.pop()), self.node(state.pop())
    state.stack.append(n.Subscript(value, index))


def _slice(self: Machine, state: State, parts: int) -> None:
    """A slice without BUILD_SLICE: bit 1 says that a lower bound is on the stack, bit 2 an upper one."""
    upper = self.node(state.pop()) if parts & 2 else None
    lower = self.node(state.pop()) if parts & 1 else None
    state.stack.append(n.Subscript(self.node(state.pop()), n.Slice(_bound(lower), _bound(upper), None)))


def _bound(node: Any) -> Any:
    """A bound of a slice, where None means that it is missing."""
    return None if isinstance(node, n.Constant) and node.value is None else node


def _build(self: Machine, state: State, arg: Tuple[str, int]) -> None:
    kind, count = arg
    items = state.take(count)
    if kind == "tuple" and any(isinstance(each, (Function, ModuleName)) for each in items):
        state.stack.append(tuple(items))  # a closure over a module or function
        return
    values = [self.node(each) for each in items]
    if kind != "slice":
        state.stack.append(n.Sequence(kind, tuple(values)))
        return
    if count not in (2, 3):
        raise BytecodeProblem("a slice of %d parts" % count)
    parts = [_bound(each) for each in values] + [None] * (3 - count)
    state.stack.append(n.Slice(*parts))


def _extend(self: Machine, state: State, depth: int) -> None:
    """``[1, 2, 3]`` since Python 3.9: an empty list, extended by a constant tuple."""
    items = self.node(state.pop())
    place = state.peek(depth)
    if not isinstance(items, n.Sequence) or state.stack[place] != n.Sequence("list", ()):
        raise BytecodeProblem("a list built from '*'")
    state.stack[place] = n.Sequence("list", items.items)


def _unpack(self: Machine, state: State, count: int) -> None:
    """``a, b = value``: each name is one element; of a loop's element, one target."""
    value = state.pop()
    if count > _MAX_UNPACK:
        raise BytecodeProblem("%d values unpacked" % count)
    if value is ITEM:
        state.stack.extend([ITEM] * count)
        return
    value = self.node(value)
    if isinstance(value, n.Sequence) and len(value.items) == count:
        state.stack.extend(reversed(value.items))
        return
    self.assign(state, "values", value)
    whole = state.variables.pop("values")
    state.stack.extend(n.Subscript(whole, n.Constant(index)) for index in reversed(range(count)))


def _iterate(self: Machine, state: State, _: Any) -> None:
    value = state.pop()
    state.stack.append(value if isinstance(value, Iterator) else Iterator(self.node(value)))


def _append(self: Machine, state: State, depth: int) -> None:
    element = self.node(state.pop())
    if state.stack[state.peek(depth)] != n.Sequence("list", ()) or state.appended is not None:
        raise BytecodeProblem("a loop that is not a comprehension")
    state.appended = element


def _yield(self: Machine, state: State, _: Any) -> None:
    if self.code.name != "<genexpr>" or state.appended is not None:
        raise BytecodeProblem("a generator")
    state.appended = self.node(state.pop())
    state.stack.append(n.Constant(None))


def _exhausted(self: Machine, state: State, count: int) -> None:
    state.take(count)


def _unknown(self: Machine, state: State, name: str) -> None:
    raise BytecodeProblem("the instruction %s, which a single expression does not need" % name)


RULES: Dict[str, Callable[[Machine, State, Any], None]] = {
    "nop": lambda self, state, _: None, "const": _const, "local": _local, "name": _name,
    "null": lambda self, state, _: state.stack.append(NULL), "attr": _attr, "method": _method, "store": _store,
    "clear": _clear, "pop": _pop, "copy": _copy, "swap": _swap, "rotate": _rotate, "unary": _unary, "binary": _binary,
    "compare": _compare, "subscript": _subscript, "slice": _slice, "build": _build, "extend": _extend,
    "unpack": _unpack, "keywords": calls.keywords, "call": calls.call, "import": imports.import_name,
    "from": imports.import_from,
    "function": calls.function, "attach": calls.attach, "iterate": _iterate, "append": _append, "yield": _yield,
    "exhausted": _exhausted, "unknown": _unknown,
}
