"""A stack machine that computes with expressions instead of values: it turns a program back into what was written.

Where two ways through the program part, both are followed to the point where they meet again, and
:mod:`compat.lambdas.logic` names the construct. Nothing is executed: the only thing made is an expression tree.
"""
from __future__ import annotations

from typing import AbstractSet, Any, Dict, List, Optional, Set, Tuple, Union

import compat.lambdas.lets as lets
import compat.lambdas.logic as logic
import compat.lambdas.nodes as n
from compat.lambdas.instructions import BytecodeProblem, Version
from compat.lambdas.marshal_reader import Code
from compat.lambdas.normalize import Normalizer, Op
from compat.lambdas.rules import RULES
from compat.lambdas.state import ITEM, NULL, Function, Iterator, Looped, ModuleName, Returned, State

MAX_STEPS = 20000
MAX_ARMS = 60
MAX_LETS = 50
MAX_SIZE = 5000
_VARARGS, _KEYWORDS = 0x04, 0x08

Outcome = Union[State, Returned, Looped]


class Budget:
    """Steps and nodes that the whole of one recovery may take, inner functions included."""

    def __init__(self) -> None:
        self.steps = MAX_STEPS
        self.constants = [n.MAX_NODES]
        self.sizes: Dict[int, Tuple[n.Child, int, int]] = {}

    def step(self, count: int = 1) -> None:
        """Count instructions, those of a function that is only translated too."""
        self.steps -= count
        if self.steps < 0:
            raise BytecodeProblem("more than %d steps" % MAX_STEPS)

    def measure(self, node: n.Child) -> Tuple[int, int]:
        """Size and depth of a tree; a problem when it is too large, which shared parts make it fast."""
        known = self.sizes.get(id(node))
        if known is not None and known[0] is node:
            return known[1], known[2]
        size, depth = 1, 0
        for child in n.children(node):
            more, deeper = self.measure(child)
            size, depth = size + more, max(depth, deeper)
        if size > MAX_SIZE or depth + 1 > n.MAX_DEPTH:
            raise BytecodeProblem("an expression of more than %d parts, or deeper than %d" % (MAX_SIZE, n.MAX_DEPTH))
        self.sizes[id(node)] = (node, size, depth + 1)
        return size, depth + 1


class Machine:
    """Rebuilds the expression of one code object, given the values of its closure."""

    def __init__(self, code: Code, version: Version, closure: Dict[str, Any], budget: Budget,
                 bound: AbstractSet[str] = frozenset(), nesting: int = 0) -> None:
        if nesting > 8:
            raise BytecodeProblem("functions nested deeper than 8")
        self.code = code
        self.version = version
        self.closure = closure
        self.budget = budget
        self.nesting = nesting
        self.program = Normalizer(code, version).program()
        budget.step(len(self.program))
        self.meets = _meeting_points(self.program)
        self.names, kinds = _parameter_names(code)
        self.kinds = kinds
        self.bound = set(bound) | set(self.names)
        self.taken = set(self.bound) | _names_within(code, set())
        self.copied: Dict[int, Any] = {}
        self.yielded: Optional[n.Node] = None

    def function(self, defaults: Tuple[n.Node, ...] = ()) -> n.Lambda:
        """The whole function as a node; ``defaults`` belong to the last positional parameters."""
        positional = [name for name, kind in zip(self.names, self.kinds) if not kind]
        if len(defaults) > len(positional):
            raise BytecodeProblem("%d defaults for %d parameters" % (len(defaults), len(positional)))
        given = dict(zip(positional[len(positional) - len(defaults):], defaults))
        parameters = tuple(n.Parameter(name, given.get(name), kind) for name, kind in zip(self.names, self.kinds))
        return n.Lambda(parameters, self.body({name: n.Name(name) for name in self.names}))

    def body(self, variables: Dict[str, Any]) -> n.Node:
        """The value that the code returns, or what a generator yields, as an expression over its parameters."""
        state = State([], dict(self.closure, **variables))
        outcome = self.run(0, len(self.program), state, 0)
        if not isinstance(outcome, Returned):
            raise BytecodeProblem("code that does not end in a return")
        return self.yielded if self.yielded is not None else lets.resolve(outcome.value, state.lets)

    def run(self, index: int, stop: int, state: State, arms: int) -> Outcome:
        """Follow one way from ``index`` until it reaches ``stop``, returns, or starts a loop's next pass."""
        while index != stop:
            op = self.program[index]
            self.budget.step()
            if op.kind == "return":
                return Returned(self.node(state.pop()))
            if op.kind == "loop":
                return Looped((), state.appended)
            if op.kind == "jump":
                index = op.arg
            elif op.kind == "next":
                self._comprehension(index, state, arms)
                index = op.arg
            elif op.kind == "branch":
                merged = self._branch(index, op, state, arms)
                if not isinstance(merged, State):
                    return merged
                index = self.meets[index]
            else:
                RULES[op.kind](self, state, op.arg)
                index += 1
        return state

    def node(self, value: Any) -> n.Node:
        """A stack entry as a node; inner functions are rebuilt here, other markers have no value."""
        if isinstance(value, Function):
            value = self.inner(value).function(value.defaults)
        if isinstance(value, ModuleName):
            raise BytecodeProblem("the module '%s' used as a value" % value.path)
        if not isinstance(value, n.Node):
            raise BytecodeProblem("no value where one is needed")
        self.budget.measure(value)
        return value

    def inner(self, function: Function) -> Machine:
        """A machine for a function inside this one."""
        if len(function.closure) != len(function.code.frees):
            raise BytecodeProblem("an inner function without its closure")
        closure = dict(zip(function.code.frees, function.closure))
        machine = Machine(function.code, self.version, closure, self.budget, self.bound, self.nesting + 1)
        for value in closure.values():
            if isinstance(value, n.Node) and lets.free_names(value) & set(machine.names):
                raise BytecodeProblem("an inner function whose parameter hides a variable that it uses")
        return machine

    def _branch(self, index: int, op: Op, state: State, arms: int) -> Outcome:
        """Follow both ways of a conditional jump and merge them where they meet."""
        if arms > MAX_ARMS:
            raise BytecodeProblem("more than %d nested conditions" % MAX_ARMS)
        condition, keep, target = op.arg
        value = self.node(state.stack[state.peek(1)])
        on, jumped = state.arm(), state.arm()
        on.pop()
        if not keep:
            jumped.pop()
        meet = self.meets[index]
        return self._merge(_test(condition, value), self.run(index + 1, meet, on, arms + 1),
                           self.run(target, meet, jumped, arms + 1), (on, jumped), state)

    def _merge(self, test: n.Node, then: Outcome, other: Outcome, ways: Tuple[State, State], state: State) -> Outcome:
        """One outcome from two; the state of the two ways becomes that of ``state``."""
        if isinstance(then, Returned) and isinstance(other, Returned):
            kept = {id(each) for each in state.stack[:-1] if isinstance(each, n.Node)}
            return Returned(self._choose(test, then.value, other.value, ways, kept))
        if isinstance(then, Looped) and isinstance(other, Looped):
            return self._merge_passes(test, then, other, ways)
        if not isinstance(then, State) or not isinstance(other, State) or len(then.stack) != len(other.stack):
            raise BytecodeProblem("ways through the code that do not meet")
        state.stack = [self._choose(test, *pair, ways) for pair in zip(then.stack, other.stack)]
        for name in set(then.variables) | set(other.variables):
            pair = (then.variables.get(name), other.variables.get(name))
            if pair[0] is None or pair[1] is None:
                state.variables.pop(name, None)
            elif pair[0] is not pair[1] and pair[0] != pair[1]:
                self.assign(state, name, self._choose(test, *pair, ways))
        return state

    def _choose(self, test: n.Node, then: Any, other: Any, ways: Tuple[State, State],
                kept: AbstractSet[int] = frozenset()) -> Any:
        if then is other:
            return then
        chosen = logic.factor(test, lets.resolve(self.node(then), ways[0].lets),
                              lets.resolve(self.node(other), ways[1].lets), kept)
        self.budget.measure(chosen)
        return chosen

    def _merge_passes(self, test: n.Node, then: Looped, other: Looped, ways: Tuple[State, State]) -> Looped:
        if then.element is not None and other.element is not None and not then.conditions and not other.conditions:
            return Looped((), self._choose(test, then.element, other.element, ways))
        if then.element is not None and other.element is None:
            return Looped((test,) + then.conditions, lets.resolve(then.element, ways[0].lets))
        if other.element is not None and then.element is None:
            return Looped((logic.negate(test),) + other.conditions, lets.resolve(other.element, ways[1].lets))
        if then.element is None and other.element is None:
            return Looped((), None)
        raise BytecodeProblem("a loop that is not a comprehension")

    def _comprehension(self, index: int, state: State, arms: int) -> None:
        """Follow one pass of the loop at ``index`` and put the comprehension in the place of its list."""
        iterator = state.stack[state.peek(1)]
        if not isinstance(iterator, Iterator):
            raise BytecodeProblem("a loop that is not a comprehension")
        inside = state.arm()
        inside.targets, inside.appended = [], None
        inside.stack.append(ITEM)
        outcome = self.run(index + 1, len(self.program), inside, arms + 1)
        if not isinstance(outcome, Looped) or outcome.element is None or not inside.targets:
            raise BytecodeProblem("a loop that is not a comprehension")
        element = lets.resolve(outcome.element, inside.lets)
        found = n.Comprehension(element, tuple(inside.targets), iterator.iterable, outcome.conditions)
        self.budget.measure(found)
        self._leave_loop(state, found)

    def _leave_loop(self, state: State, found: n.Comprehension) -> None:
        if self.version >= (3, 12):
            state.stack.append(NULL)  # removed with the iterator by the instruction that ends the loop
        else:
            state.pop()
        if self.code.name == "<genexpr>":
            self.yielded = found
            return
        place = state.peek(3 if self.version >= (3, 12) else 1)
        if state.stack[place] != n.Sequence("list", ()):
            raise BytecodeProblem("a loop that is not a comprehension")
        state.stack[place] = found

    def assign(self, state: State, name: str, value: Any) -> None:
        """Give a variable a value: an atom stands for itself, anything else gets a unique name."""
        if isinstance(value, n.Node) and not lets.is_atom(value):
            if len(state.lets) >= MAX_LETS:
                raise BytecodeProblem("more than %d local variables" % MAX_LETS)
            own = lets.unique(name, self.taken)
            state.lets.append((own, value))
            value = n.Name(own)
        state.variables[name] = value


def _test(condition: str, value: n.Node) -> n.Node:
    """The test under which a conditional jump is not taken."""
    if condition == "true":
        return value
    if condition == "false":
        return logic.negate(value)
    return n.Compare(value, ("is" if condition == "none" else "is not",), (n.Constant(None),))


def _meeting_points(program: List[Op]) -> List[int]:
    """For each instruction the nearest one that every way from it passes (its immediate post-dominator).

    All jumps go forward (backward ones were aimed at ``loop``, the last), so that one pass from the end suffices.
    """
    end = len(program)
    meets = [end] * (end + 1)
    for index in range(end - 2, -1, -1):
        op = program[index]
        if op.kind in ("jump", "next"):
            meets[index] = op.arg if op.arg != end - 1 else end
        elif op.kind == "branch":
            meets[index] = _common(meets, index + 1, op.arg[-1])
            meets[index] = meets[index] if meets[index] != end - 1 else end
        elif op.kind not in ("return", "loop", "unknown"):
            meets[index] = index + 1
    return meets


def _common(meets: List[int], first: int, second: int) -> int:
    while first != second:
        if first < second:
            first = meets[first]
        else:
            second = meets[second]
    return first


def _parameter_names(code: Code) -> Tuple[List[str], List[str]]:
    """Names and kinds of the parameters, in the order of a parameter list."""
    count = code.argcount + code.kwonly
    names, kinds = list(code.locals[:code.argcount]), [""] * code.argcount
    rest = list(code.locals[count:])
    if code.flags & _VARARGS and rest:
        names, kinds = names + [rest.pop(0)], kinds + ["*"]
    names, kinds = names + list(code.locals[code.argcount:count]), kinds + ["key"] * code.kwonly
    if code.flags & _KEYWORDS and rest:
        names, kinds = names + [rest.pop(0)], kinds + ["**"]
    if len(set(names)) != len(names):
        raise BytecodeProblem("two parameters of one name")
    return names, kinds


def _names_within(code: Code, seen: Set[int]) -> Set[str]:
    """Global names of a code object, and every name of those inside it; each is looked into once."""
    found = set(code.names)
    for each in code.consts:
        if isinstance(each, Code) and id(each) not in seen:
            seen.add(id(each))
            found |= _names_within(each, seen) | set(each.locals)
    return found
