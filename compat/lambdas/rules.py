"""What each instruction of the small set does to the stack of expressions."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Dict, List, Tuple

from compat.lambdas import allowed, config
from compat.lambdas import nodes as n
from compat.lambdas.marshal_reader import Code
from compat.lambdas.normalise import BytecodeProblem
from compat.lambdas.state import ITEM, NULL, UNBOUND, Function, Iterator, ModuleName, State

if TYPE_CHECKING:
    from compat.lambdas.machine import Machine

_CONSTANTS = {"True": True, "False": False, "None": None}
_MAX_UNPACK = 100


def _name_text(text: str) -> str:
    if not config.is_name(text):
        raise BytecodeProblem("the name %r" % text[:n.MAX_NAME])
    return text


def constant(value: Any, left: List[int]) -> n.Node:
    """A constant of the code, or a value of its closure or defaults, as a node; ``left`` bounds how many.

    Example:
        >>> constant((1, None), [10])
        Sequence(kind='tuple', items=(Constant(value=1), Constant(value=None)))
    """
    left[0] -= 1
    if left[0] < 0:
        raise BytecodeProblem("more than the allowed number of constants")
    if isinstance(value, Code):
        raise BytecodeProblem("code used as a value")
    if isinstance(value, (tuple, list)):
        kind = "tuple" if isinstance(value, tuple) else "list"
        return n.Sequence(kind, tuple(constant(each, left) for each in value))
    problem = config.check_constant(value)
    if problem:
        raise BytecodeProblem(problem)
    return n.Constant(value)


def _const(self: Machine, state: State, value: Any) -> None:
    state.stack.append(value if isinstance(value, Code) else constant(value, [n.MAX_TEXT]))


def _local(self: Machine, state: State, name: str) -> None:
    value = state.variables.get(name, UNBOUND)
    if value is UNBOUND:
        raise BytecodeProblem("the variable '%s' read before it is assigned" % name[:n.MAX_NAME])
    state.stack.append(n.Name(value.id) if isinstance(value, n.Name) else value)


def _name(self: Machine, state: State, name: str) -> None:
    """A global; True, False and None are globals in Python 2."""
    node = n.Constant(_CONSTANTS[name]) if name in _CONSTANTS else n.Name(_name_text(name))
    state.stack.append(node)


def _attr(self: Machine, state: State, name: str) -> None:
    value = state.pop()
    if isinstance(value, ModuleName):
        state.stack.append(_from_module(self, value, name))
    else:
        state.stack.append(n.Attribute(self.node(value), _name_text(name)))


def _method(self: Machine, state: State, name: str) -> None:
    _attr(self, state, name)
    state.stack.insert(len(state.stack) - 1, NULL)


def _from_module(self: Machine, module: ModuleName, name: str) -> Any:
    base = module.path.split(".")[0] if module.top else module.path
    joined = base + "." + name
    if joined in allowed.MODULE_PATHS or module.top and (module.path + ".").startswith(joined + "."):
        return ModuleName(joined) if not module.top or module.path == joined else module._replace(path=module.path)
    if base not in allowed.MODULE_PATHS:
        raise BytecodeProblem("an import of '%s', which is not allowed" % joined[:n.MAX_NAME])
    return n.Attribute(module_node(self, base), _name_text(name))


def module_node(self: Machine, path: str) -> n.Node:
    """The expression by which an imported module is reached: ``keras.backend`` is ``K``."""
    parts = allowed.MODULE_PATHS[path].split(".")
    if parts[0] in self.bound:
        raise BytecodeProblem("a parameter named '%s' beside the module" % parts[0])
    node: n.Node = n.Name(parts[0])
    for part in parts[1:]:
        node = n.Attribute(node, part)
    return node


def _import(self: Machine, state: State, name: str) -> None:
    names = state.pop()
    state.pop()  # the level, which is 0 or Python 2's -1
    plain = isinstance(names, n.Constant) and names.value is None
    if name.split(".")[0] not in {path.split(".")[0] for path in allowed.MODULE_PATHS}:
        raise BytecodeProblem("an import of '%s', which is not allowed" % name[:n.MAX_NAME])
    state.stack.append(ModuleName(name, top=plain and "." in name))


def _import_from(self: Machine, state: State, name: str) -> None:
    module = state.stack[state.peek(1)]
    if not isinstance(module, ModuleName):
        raise BytecodeProblem("an import from no module")
    state.stack.append(_from_module(self, module, name))


def _store(self: Machine, state: State, name: str) -> None:
    value = state.pop()
    if value is ITEM:
        state.targets.append(_name_text(name))
        state.variables[name] = n.Name(name)
    elif value is UNBOUND:
        state.variables.pop(name, None)
    elif isinstance(value, ModuleName):
        state.variables[name] = value
    elif isinstance(value, Function):
        state.variables[name] = value
    else:
        self.assign(state, _name_text(name), self.node(value))


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
        if isinstance(operand, n.Compare) and operand.ops in (("is",), ("in",)):
            # Python before 3.9 compiles "a is not b" to one comparison; 'not (a is b)' means the same.
            state.stack.append(n.Compare(operand.first, (operand.ops[0].replace("is", "is not") if operand.ops == ("is",)
                                                         else "not in",), operand.rest))
            return
    elif sign == "-" and isinstance(operand, n.Constant) and type(operand.value) in (int, float, complex):
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


def _taken(state: State, count: int) -> List[Any]:
    if count < 0 or count > len(state.stack):
        raise BytecodeProblem("a stack of %d where %d are needed" % (len(state.stack), count))
    items = state.stack[len(state.stack) - count:]
    del state.stack[len(state.stack) - count:]
    return items


def _build(self: Machine, state: State, arg: Tuple[str, int]) -> None:
    kind, count = arg
    items = _taken(state, count)
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


def _keywords(self: Machine, state: State, names: Any) -> None:
    state.keywords = _texts(names)


def _texts(names: Any) -> Tuple[str, ...]:
    if not isinstance(names, tuple) or not all(isinstance(each, str) for each in names):
        raise BytecodeProblem("keywords that are not names")
    if len(set(names)) != len(names):
        raise BytecodeProblem("a keyword given twice")
    return tuple(_name_text(each) for each in names)


def _call(self: Machine, state: State, arg: Tuple[int, str, int]) -> None:
    count, style, pairs = arg
    keywords, state.keywords = state.keywords, ()
    if style == "pairs":
        named = _taken(state, 2 * pairs)
        keywords = _texts(tuple(getattr(each, "value", None) for each in named[::2]))
        values = [self.node(each) for each in named[1::2]]
        args = _taken(state, count)
    else:
        if style.startswith("named"):
            names = self.node(state.pop())
            keywords = _texts(tuple(getattr(each, "value", None) for each in getattr(names, "items", ())))
        args = _taken(state, count)
        if len(keywords) > len(args):
            raise BytecodeProblem("more keywords than arguments")
        values = [self.node(each) for each in args[len(args) - len(keywords):]]
        args = args[:len(args) - len(keywords)]
    function = _callee(state, style.endswith("null"))
    state.stack.append(_called(self, function, args, tuple(zip(keywords, values))))


def _callee(state: State, beside_null: bool) -> Any:
    """The function of a call; from 3.11 on, and for 3.7's method calls, a null lies beside it, on either side."""
    function = state.pop()
    if not beside_null:
        return function
    other = state.pop()
    if (function is NULL) == (other is NULL):
        # a comprehension before 3.12 is called with the iterator in the place of the object
        if isinstance(other, Function) and isinstance(function, Iterator):
            return (other, function)
        raise BytecodeProblem("a call without a function")
    return other if function is NULL else function


def _called(self: Machine, function: Any, args: List[Any], keywords: Tuple[Tuple[str, n.Node], ...]) -> n.Node:
    if isinstance(function, tuple) and len(function) == 2 and isinstance(function[0], Function) and isinstance(
            function[1], Iterator):
        function, args = function[0], [function[1]] + args
    if isinstance(function, Function) and len(args) == 1 and isinstance(args[0], Iterator):
        machine = self.inner(function)
        if machine.names != [".0"]:
            raise BytecodeProblem("an iterator as an argument")
        return machine.body({".0": args[0]})
    return n.Call(self.node(function), tuple(self.node(each) for each in args), keywords)


def _function(self: Machine, state: State, arg: Tuple[bool, int, int, int]) -> None:
    named, parts, defaults, pairs = arg
    if named:
        state.pop()
    code = state.pop()
    if not isinstance(code, Code):
        raise BytecodeProblem("a function without code")
    closure = state.pop() if parts & 8 else ()
    if parts & 6 or pairs:
        raise BytecodeProblem("an inner function with annotations or keyword-only defaults")
    values = tuple(self.node(each) for each in _taken(state, defaults))
    made = Function(code, values)
    if parts & 1:
        made = _attached(self, made, 1, state.pop())
    state.stack.append(_attached(self, made, 8, closure) if parts & 8 else made)


def _attach(self: Machine, state: State, part: int) -> None:
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


def _iterate(self: Machine, state: State, _: Any) -> None:
    value = state.pop()
    state.stack.append(value if isinstance(value, Iterator) else Iterator(self.node(value)))


def _append(self: Machine, state: State, depth: int) -> None:
    element = self.node(state.pop())
    if state.stack[state.peek(depth)] != n.Sequence("list", ()) or state.appended is not None:
        raise BytecodeProblem("a loop that is no comprehension")
    state.appended = element


def _yield(self: Machine, state: State, _: Any) -> None:
    if self.code.name != "<genexpr>" or state.appended is not None:
        raise BytecodeProblem("a generator")
    state.appended = self.node(state.pop())
    state.stack.append(n.Constant(None))


def _exhausted(self: Machine, state: State, count: int) -> None:
    _taken(state, count)


def _unknown(self: Machine, state: State, name: str) -> None:
    raise BytecodeProblem("the instruction %s, which a single expression does not need" % name)


RULES: Dict[str, Callable[[Machine, State, Any], None]] = {
    "nop": lambda self, state, _: None, "const": _const, "local": _local, "name": _name,
    "null": lambda self, state, _: state.stack.append(NULL), "attr": _attr, "method": _method, "store": _store,
    "clear": _clear, "pop": _pop, "copy": _copy, "swap": _swap, "rotate": _rotate, "unary": _unary, "binary": _binary,
    "compare": _compare, "subscript": _subscript, "slice": _slice, "build": _build, "extend": _extend,
    "unpack": _unpack, "keywords": _keywords, "call": _call, "import": _import, "from": _import_from,
    "function": _function, "attach": _attach, "iterate": _iterate, "append": _append, "yield": _yield,
    "exhausted": _exhausted, "unknown": _unknown,
}
