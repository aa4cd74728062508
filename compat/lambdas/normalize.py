"""Bytecode of CPython 2.7 and 3.4–3.13 → one small instruction set for a stack machine.

Each Python encodes the same operations differently: where jumps count from, how a call finds its function and keywords,
what is fused into one instruction. All of that ends here; :mod:`compat.lambdas.machine` sees only :class:`Op`.
"""
from __future__ import annotations

from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple

from compat.lambdas.instructions import BytecodeProblem, Raw, Version, decode
from compat.lambdas.marshal_reader import Code
from compat.lambdas.opcode_tables import BINARY_OPERATORS

MAX_INSTRUCTIONS = 2000


class Op(NamedTuple):
    """One instruction of the small set: its kind, and what it needs (a name, a count, a target …).

    const v · local n · name n · null · attr n · method n · store n · clear n · pop · copy k · swap k · rotate k ·
    unary s · binary s · compare s · subscript · slice k · build (kind, n) · extend k · unpack n ·
    call (n, style, pairs) · keywords v · jump t · branch (test, keep, t) · return · import n · from n · function … ·
    attach k · iterate · next t · append k · yield · exhausted n · loop · nop · unknown n
    """

    kind: str
    arg: Any
    offset: int


class Normalizer:
    """Translates one code object of one version."""

    def __init__(self, code: Code, version: Version) -> None:
        self.code = code
        self.version = version
        self.ops: List[Op] = []

    def program(self) -> List[Op]:
        """The operations, jump targets as indices into the list; the last one is ``loop``, where backward jumps go."""
        starts: Dict[int, int] = {}
        for count, raw in enumerate(decode(self.code.code, self.version)):
            if count > MAX_INSTRUCTIONS:
                raise BytecodeProblem("more than %d instructions" % MAX_INSTRUCTIONS)
            starts[raw.offset] = len(self.ops)
            translate = _RULES.get(raw.name)
            if translate is None:
                self.emit(raw, "unknown", raw.name)
            else:
                translate(self, raw)
        end = len(self.ops)
        return [self._aimed(place, op, starts, end) for place, op in enumerate(self.ops)] + [Op("loop", None, -1)]

    def _aimed(self, place: int, op: Op, starts: Dict[int, int], end: int) -> Op:
        """The operation with its jump offset replaced by an index."""
        if op.kind not in ("jump", "branch", "next"):
            return op
        offset = op.arg[-1] if op.kind == "branch" else op.arg
        if offset not in starts:
            raise BytecodeProblem("a jump to where no instruction starts")
        index = starts[offset] if starts[offset] > place else end
        return op._replace(arg=op.arg[:-1] + (index,) if op.kind == "branch" else index)

    def emit(self, raw: Raw, kind: str, arg: Any = None) -> None:
        """Add one operation."""
        self.ops.append(Op(kind, arg, raw.offset))

    def pick(self, values: Tuple[Any, ...], index: int) -> Any:
        """``values[index]``, where a false index means that this is not the version's bytecode."""
        if not 0 <= index < len(values):
            raise BytecodeProblem("an index beyond a table")
        return values[index]

    def target(self, raw: Raw, relative: bool) -> int:
        """The offset that a jump goes to; units are bytes until 3.9, instructions from 3.10."""
        unit = 2 if self.version >= (3, 10) else 1
        return raw.arg * unit + (raw.after if relative else 0)


Rule = Callable[[Normalizer, Raw], None]


def _simple(kind: str, arg: Any = None) -> Rule:
    """An instruction without an argument."""
    return lambda self, raw: self.emit(raw, kind, arg)


def _counted(kind: str) -> Rule:
    """An instruction that keeps its argument."""
    return lambda self, raw: self.emit(raw, kind, raw.arg)


def _ignored(self: Normalizer, raw: Raw) -> None:
    self.emit(raw, "nop")


def _named(kind: str, table: str) -> Rule:
    """An instruction whose argument is an index into a table of the code object."""
    return lambda self, raw: self.emit(raw, kind, self.pick(getattr(self.code, table), raw.arg))


def _pair(first: str, second: str) -> Rule:
    """3.13's fused instructions on two locals, four bits each."""
    def rule(self: Normalizer, raw: Raw) -> None:
        self.emit(raw, first, self.pick(self.code.locals, raw.arg >> 4))
        self.emit(raw, second, self.pick(self.code.locals, raw.arg & 15))
    return rule


def _global(self: Normalizer, raw: Raw) -> None:
    if self.version >= (3, 11):
        if raw.arg & 1:
            self.emit(raw, "null")
        self.emit(raw, "name", self.pick(self.code.names, raw.arg >> 1))
    else:
        self.emit(raw, "name", self.pick(self.code.names, raw.arg))


def _attribute(self: Normalizer, raw: Raw) -> None:
    if self.version >= (3, 12):
        self.emit(raw, "method" if raw.arg & 1 else "attr", self.pick(self.code.names, raw.arg >> 1))
    else:
        self.emit(raw, "attr", self.pick(self.code.names, raw.arg))


#: From 3.12 on a comparison says beside its operator which outcomes (less 2, greater 4, equal 8, unordered 1) make it true.
_COMPARED = (2, 10, 8, 7, 4, 12)


def _compare(self: Normalizer, raw: Raw) -> None:
    signs: Tuple[Optional[str], ...] = ("<", "<=", "==", "!=", ">", ">=")
    if self.version < (3, 9):
        signs += ("in", "not in", "is", "is not")
    shift = 5 if self.version >= (3, 13) else 4 if self.version >= (3, 12) else 0
    if shift and raw.arg & 15 != self.pick(_COMPARED, raw.arg >> shift):
        raise BytecodeProblem("COMPARE_OP %d" % raw.arg)
    self.emit(raw, "compare", self.pick(signs, raw.arg >> shift))


def _either(plain: str, inverted: str) -> Rule:
    """IS_OP and CONTAINS_OP, whose argument 1 means 'not'."""
    return lambda self, raw: self.emit(raw, "compare", self.pick((plain, inverted), raw.arg))


def _branch(test: str, keep: bool = False) -> Rule:
    """A conditional jump; ``test`` is what must hold to go on without jumping."""
    def rule(self: Normalizer, raw: Raw) -> None:
        backward = "_BACKWARD_" in raw.name
        relative = self.version >= (3, 11)
        offset = raw.after - 2 * raw.arg if backward else self.target(raw, relative)
        self.emit(raw, "branch", (test, keep, offset))
    return rule


def _jump(relative: bool) -> Rule:
    return lambda self, raw: self.emit(raw, "jump", self.target(raw, relative))


def _jump_backward(self: Normalizer, raw: Raw) -> None:
    self.emit(raw, "jump", raw.after - 2 * raw.arg)


def _for_iter(self: Normalizer, raw: Raw) -> None:
    self.emit(raw, "next", self.target(raw, True))


def _call(self: Normalizer, raw: Raw) -> None:
    """CALL_FUNCTION counts keyword pairs in its high byte until 3.5; CALL and CALL_METHOD find a null beside."""
    if raw.name == "CALL_FUNCTION" and self.version < (3, 6):
        self.emit(raw, "call", (raw.arg & 255, "pairs", raw.arg >> 8))
    elif raw.name == "CALL_FUNCTION":
        self.emit(raw, "call", (raw.arg, "plain", 0))
    elif raw.name == "CALL_FUNCTION_KW" and self.version >= (3, 6):
        self.emit(raw, "call", (raw.arg, "named", 0))
    elif raw.name == "CALL_KW":
        self.emit(raw, "call", (raw.arg, "named null", 0))
    elif raw.name in ("CALL", "CALL_METHOD"):
        self.emit(raw, "call", (raw.arg, "null", 0))
    else:
        self.emit(raw, "unknown", raw.name)


def _function(self: Normalizer, raw: Raw) -> None:
    """The argument becomes (name on the stack, parts as flags, defaults, keyword defaults)."""
    if self.version >= (3, 6):
        self.emit(raw, "function", (self.version < (3, 11), 0 if self.version >= (3, 13) else raw.arg, 0, 0))
        return
    closure = 8 if raw.name == "MAKE_CLOSURE" else 0
    if raw.arg >> 16:
        raise BytecodeProblem("an inner function with annotations")
    self.emit(raw, "function", (self.version >= (3, 4), closure, raw.arg & 255, raw.arg >> 8 & 255))


def _duplicates(self: Normalizer, raw: Raw) -> None:
    count = {"DUP_TOP": 1, "DUP_TOP_TWO": 2}.get(raw.name, raw.arg)
    if not 1 <= count <= 5:
        raise BytecodeProblem("%d values duplicated" % count)
    for _ in range(count):
        self.emit(raw, "copy", count)


def _keywords(self: Normalizer, raw: Raw) -> None:
    self.emit(raw, "keywords", self.pick(self.code.consts, raw.arg))


def _binary_op(self: Normalizer, raw: Raw) -> None:
    self.emit(raw, "binary", self.pick(BINARY_OPERATORS, raw.arg))


def _intrinsic(self: Normalizer, raw: Raw) -> None:
    """3.12's CALL_INTRINSIC_1: of its dozen functions only unary plus belongs in an expression."""
    if raw.arg == 5:
        self.emit(raw, "unary", "+")
    else:
        self.emit(raw, "unknown", raw.name)


def _return_const(self: Normalizer, raw: Raw) -> None:
    self.emit(raw, "const", self.pick(self.code.consts, raw.arg))
    self.emit(raw, "return")


def _resume(self: Normalizer, raw: Raw) -> None:
    if raw.arg > 7:
        raise BytecodeProblem("RESUME %d" % raw.arg)
    self.emit(raw, "nop")


def _free_variables(self: Normalizer, raw: Raw) -> None:
    if raw.arg != len(self.code.frees):
        raise BytecodeProblem("%d free variables copied of %d" % (raw.arg, len(self.code.frees)))
    self.emit(raw, "nop")


def _exhausted(self: Normalizer, raw: Raw) -> None:
    self.emit(raw, "exhausted", 2 if self.version < (3, 13) else 1)


_OPERATORS = {"POWER": "**", "MULTIPLY": "*", "MODULO": "%", "ADD": "+", "SUBTRACT": "-", "FLOOR_DIVIDE": "//",
              "TRUE_DIVIDE": "/", "DIVIDE": "classic /", "LSHIFT": "<<", "RSHIFT": ">>", "AND": "&", "XOR": "^",
              "OR": "|", "MATRIX_MULTIPLY": "@"}

_RULES: Dict[str, Rule] = {
    "NOP": _ignored, "RESUME": _resume, "PRECALL": _ignored, "MAKE_CELL": _ignored,
    "COPY_FREE_VARS": _free_variables, "TO_BOOL": _ignored, "SETUP_LOOP": _ignored, "POP_BLOCK": _ignored,
    "POP_TOP": _simple("pop"), "ROT_TWO": _simple("rotate", 2), "ROT_THREE": _simple("rotate", 3),
    "ROT_FOUR": _simple("rotate", 4), "ROT_N": _counted("rotate"), "SWAP": _counted("swap"), "COPY": _counted("copy"),
    "DUP_TOP": _duplicates, "DUP_TOP_TWO": _duplicates, "DUP_TOPX": _duplicates,
    "UNARY_NEGATIVE": _simple("unary", "-"), "UNARY_POSITIVE": _simple("unary", "+"),
    "UNARY_INVERT": _simple("unary", "~"), "UNARY_NOT": _simple("unary", "not"), "CALL_INTRINSIC_1": _intrinsic,
    "BINARY_OP": _binary_op, "BINARY_SUBSCR": _simple("subscript"), "BINARY_SLICE": _simple("slice", 3),
    "SLICE+0": _simple("slice", 0), "SLICE+1": _simple("slice", 1), "SLICE+2": _simple("slice", 2),
    "SLICE+3": _simple("slice", 3), "BUILD_SLICE": lambda self, raw: self.emit(raw, "build", ("slice", raw.arg)),
    "BUILD_TUPLE": lambda self, raw: self.emit(raw, "build", ("tuple", raw.arg)),
    "BUILD_LIST": lambda self, raw: self.emit(raw, "build", ("list", raw.arg)),
    "LIST_EXTEND": _counted("extend"), "UNPACK_SEQUENCE": _counted("unpack"),
    "LOAD_CONST": _named("const", "consts"), "LOAD_FAST": _named("local", "locals"),
    "LOAD_FAST_CHECK": _named("local", "locals"), "LOAD_FAST_AND_CLEAR": _named("clear", "locals"),
    "STORE_FAST": _named("store", "locals"), "LOAD_FAST_LOAD_FAST": _pair("local", "local"),
    "STORE_FAST_LOAD_FAST": _pair("store", "local"), "STORE_FAST_STORE_FAST": _pair("store", "store"),
    "LOAD_DEREF": _named("local", "cells"), "LOAD_CLOSURE": _named("local", "cells"),
    "STORE_DEREF": _named("store", "cells"), "LOAD_GLOBAL": _global, "LOAD_NAME": _named("name", "names"),
    "LOAD_ATTR": _attribute, "LOAD_METHOD": _named("method", "names"), "PUSH_NULL": _simple("null"),
    "IMPORT_NAME": _named("import", "names"), "IMPORT_FROM": _named("from", "names"),
    "COMPARE_OP": _compare, "IS_OP": _either("is", "is not"), "CONTAINS_OP": _either("in", "not in"),
    "CALL_FUNCTION": _call, "CALL_FUNCTION_KW": _call, "CALL_METHOD": _call, "CALL": _call, "CALL_KW": _call,
    "KW_NAMES": _keywords, "MAKE_FUNCTION": _function, "MAKE_CLOSURE": _function,
    "SET_FUNCTION_ATTRIBUTE": _counted("attach"),
    "JUMP_FORWARD": _jump(True), "JUMP_ABSOLUTE": _jump(False), "JUMP_BACKWARD": _jump_backward,
    "POP_JUMP_IF_FALSE": _branch("true"), "POP_JUMP_IF_TRUE": _branch("false"),
    "POP_JUMP_IF_NONE": _branch("not none"), "POP_JUMP_IF_NOT_NONE": _branch("none"),
    "POP_JUMP_FORWARD_IF_FALSE": _branch("true"), "POP_JUMP_FORWARD_IF_TRUE": _branch("false"),
    "POP_JUMP_FORWARD_IF_NONE": _branch("not none"), "POP_JUMP_FORWARD_IF_NOT_NONE": _branch("none"),
    "POP_JUMP_BACKWARD_IF_FALSE": _branch("true"), "POP_JUMP_BACKWARD_IF_TRUE": _branch("false"),
    "POP_JUMP_BACKWARD_IF_NONE": _branch("not none"), "POP_JUMP_BACKWARD_IF_NOT_NONE": _branch("none"),
    "JUMP_IF_FALSE_OR_POP": _branch("true", keep=True), "JUMP_IF_TRUE_OR_POP": _branch("false", keep=True),
    "RETURN_VALUE": _simple("return"), "RETURN_CONST": _return_const,
    "GET_ITER": _simple("iterate"), "FOR_ITER": _for_iter, "LIST_APPEND": _counted("append"),
    "YIELD_VALUE": _simple("yield"), "RETURN_GENERATOR": _simple("const", None), "GEN_START": _ignored,
    "END_FOR": _exhausted,
}
_RULES.update({"BINARY_" + key: _simple("binary", sign) for key, sign in _OPERATORS.items()})
_RULES.update({"INPLACE_" + key: _simple("binary", sign) for key, sign in _OPERATORS.items()})
