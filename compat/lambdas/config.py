"""Expression tree ↔ plain lists that JSON can hold: how a Lambda is stored in a ``.keras`` file.

The lists come from untrusted files, so reading checks every tag, type, name and size before a node is made.
"""
from __future__ import annotations

import keyword
import math
from typing import Any, Callable, Dict, List, Optional, Tuple

import compat.lambdas.nodes as n
from compat.lambdas.errors import lambda_error

Encoded = List[Any]


def encode(node: n.Node) -> Encoded:
    """A node as nested lists, first item its tag.

    Example:
        >>> encode(n.Binary("-", n.Name("x"), n.Constant(1.0)))
        ['binary', '-', ['name', 'x'], ['constant', 1.0]]
    """
    return _ENCODERS[type(node)](node)


def encode_parameter(parameter: n.Parameter) -> Encoded:
    """A parameter as ``[name, kind, default or None]``."""
    return [parameter.name, parameter.kind, _encode_optional(parameter.default)]


def _encode_optional(node: Optional[n.Node]) -> Optional[Encoded]:
    return None if node is None else encode(node)


def _encode_constant(node: n.Constant) -> Encoded:
    value = node.value
    if value is Ellipsis:
        return ["ellipsis"]
    if isinstance(value, complex):
        return ["complex", repr(value.real), repr(value.imag)]
    if isinstance(value, float) and (math.isnan(value) or math.isinf(value)):
        return ["float", repr(value)]
    return ["constant", value]


_ENCODERS: Dict[type, Callable[[Any], Encoded]] = {
    n.Name: lambda node: ["name", node.id],
    n.Constant: _encode_constant,
    n.Unary: lambda node: ["unary", node.op, encode(node.operand)],
    n.Binary: lambda node: ["binary", node.op, encode(node.left), encode(node.right)],
    n.Compare: lambda node: ["compare", encode(node.first), list(node.ops), [encode(each) for each in node.rest]],
    n.Boolean: lambda node: ["boolean", node.op, [encode(each) for each in node.values]],
    n.Conditional: lambda node: ["conditional", encode(node.test), encode(node.body), encode(node.orelse)],
    n.Attribute: lambda node: ["attribute", encode(node.value), node.name],
    n.Subscript: lambda node: ["subscript", encode(node.value), encode(node.index)],
    n.Slice: lambda node: ["slice"] + [_encode_optional(each) for each in (node.lower, node.upper, node.step)],
    n.Sequence: lambda node: [node.kind, [encode(each) for each in node.items]],
    n.Call: lambda node: ["call", encode(node.function), [encode(each) for each in node.args],
                          [[key, encode(value)] for key, value in node.keywords]],
    n.Lambda: lambda node: ["lambda", [encode_parameter(each) for each in node.parameters], encode(node.body)],
    n.Comprehension: lambda node: ["comprehension", encode(node.element), list(node.targets), encode(node.iterable),
                                   [encode(each) for each in node.conditions]],
}


class Decoder:
    """Reads encoded nodes, counting them, so that a hostile file raises :class:`LambdaError` early."""

    def __init__(self, name: Optional[str] = None) -> None:
        self.name = name
        self.left = n.MAX_NODES
        self.depth = 0

    def fail(self, what: str) -> Exception:
        """The error for an invalid stored expression."""
        return lambda_error("its stored expression is not valid (%s)" % what, self.name)

    def node(self, data: Any) -> n.Node:
        """The node that ``data`` encodes; raises LambdaError if it is not valid."""
        if not isinstance(data, list) or not data or not isinstance(data[0], str) or data[0] not in _DECODERS:
            raise self.fail("expected a node, found %s" % _brief(data))
        self.left -= 1
        self.depth += 1
        if self.left < 0 or self.depth > n.MAX_DEPTH:
            raise self.fail("more than %d nodes or deeper than %d" % (n.MAX_NODES, n.MAX_DEPTH))
        arity, read = _DECODERS[data[0]]
        if len(data) != arity:
            raise self.fail("%r has %d parts, not %d" % (data[0], len(data), arity))
        result = read(self, data)
        self.depth -= 1
        return result

    def optional(self, data: Any) -> Optional[n.Node]:
        """A node, or None where the part is missing."""
        return None if data is None else self.node(data)

    def list_of(self, data: Any) -> List[Any]:
        """``data``, which must be a list."""
        if not isinstance(data, list):
            raise self.fail("expected a list, found %s" % _brief(data))
        return data

    def nodes(self, data: Any) -> Tuple[n.Node, ...]:
        """A list of nodes."""
        return tuple(self.node(each) for each in self.list_of(data))

    def one_of(self, data: Any, allowed: Tuple[str, ...]) -> str:
        """``data``, which must be one of the allowed strings."""
        if not isinstance(data, str) or data not in allowed:
            raise self.fail("unknown operator %s" % _brief(data))
        return data

    def identifier(self, data: Any) -> str:
        """``data``, which must be usable as a Python name."""
        if not isinstance(data, str) or not is_name(data):
            raise self.fail("%s is not a name" % _brief(data))
        return data

    def parameters(self, data: Any) -> Tuple[n.Parameter, ...]:
        """The parameter list of a function, in Python's order of kinds and without repeated names."""
        read = tuple(self._parameter(each) for each in self.list_of(data))
        ranks = [n.KINDS.index(each.kind) for each in read]
        names = [each.name for each in read]
        single = all(sum(each.kind == kind for each in read) <= 1 for kind in ("*", "**"))
        plain = [each.default is not None for each in read if not each.kind]
        if ranks != sorted(ranks) or len(set(names)) != len(names) or not single or plain != sorted(plain):
            raise self.fail("the parameters %s are not a valid list" % _brief(names))
        return read

    def _parameter(self, data: Any) -> n.Parameter:
        if len(self.list_of(data)) != 3:
            raise self.fail("a parameter has 3 parts")
        name, kind, default = data
        read = n.Parameter(self.identifier(name), self.optional(default), self.one_of(kind, n.KINDS))
        if read.default is not None and read.kind in ("*", "**"):
            raise self.fail("%s%s has a default" % (read.kind, read.name))
        return read


def is_name(text: str) -> bool:
    """Whether ``text`` can name something in an expression: an identifier, but not a keyword or a ``__dunder__``.

    Example:
        >>> is_name("x"), is_name("lambda"), is_name("__class__")
        (True, False, False)
    """
    return (len(text) <= n.MAX_NAME and text.isidentifier() and not keyword.iskeyword(text)
            and not (text.startswith("__") and text.endswith("__")))


def check_constant(value: Any) -> Optional[str]:
    """What is wrong with a constant, or None: its type is exact and its size bounded."""
    if type(value) not in (type(None), bool, int, float, complex, str, type(Ellipsis)):
        return "a constant of type %s" % type(value).__name__
    if isinstance(value, int) and value.bit_length() > n.MAX_BITS:
        return "an integer of %d bits" % value.bit_length()
    if isinstance(value, str) and len(value) > n.MAX_TEXT:
        return "a text of %d characters" % len(value)
    return None


def _constant(self: Decoder, data: Encoded) -> n.Node:
    problem = check_constant(data[1])
    if problem:
        raise self.fail(problem)
    return n.Constant(data[1])


def _number(self: Decoder, text: Any) -> float:
    if not isinstance(text, str) or len(text) > 40:
        raise self.fail("%s is not a number" % _brief(text))
    try:
        return float(text)
    except ValueError:
        raise self.fail("%s is not a number" % _brief(text)) from None


def _compare(self: Decoder, data: Encoded) -> n.Node:
    ops = tuple(self.one_of(each, n.COMPARE) for each in self.list_of(data[2]))
    rest = self.nodes(data[3])
    if not ops or len(ops) != len(rest):
        raise self.fail("a comparison with %d operators and %d operands" % (len(ops), len(rest) + 1))
    return n.Compare(self.node(data[1]), ops, rest)


def _boolean(self: Decoder, data: Encoded) -> n.Node:
    values = self.nodes(data[2])
    if len(values) < 2:
        raise self.fail("'%s' of %d values" % (data[1], len(values)))
    return n.Boolean(self.one_of(data[1], n.BOOLEAN), values)


def _keywords(self: Decoder, data: Any) -> Tuple[Tuple[str, n.Node], ...]:
    pairs = self.list_of(data)
    if not all(isinstance(each, list) and len(each) == 2 for each in pairs):
        raise self.fail("a keyword argument that is not a pair")
    read = tuple((self.identifier(key), self.node(value)) for key, value in pairs)
    if len({key for key, _ in read}) != len(read):
        raise self.fail("a repeated keyword argument")
    return read


def _comprehension(self: Decoder, data: Encoded) -> n.Node:
    targets = tuple(self.identifier(each) for each in self.list_of(data[2]))
    if not targets:
        raise self.fail("a comprehension without a target")
    return n.Comprehension(self.node(data[1]), targets, self.node(data[3]), self.nodes(data[4]))


#: tag → (length of the list, reader)
_DECODERS: Dict[str, Tuple[int, Callable[[Decoder, Encoded], n.Node]]] = {
    "name": (2, lambda self, data: n.Name(self.identifier(data[1]))),
    "constant": (2, _constant),
    "ellipsis": (1, lambda self, data: n.Constant(Ellipsis)),
    "float": (2, lambda self, data: n.Constant(_number(self, data[1]))),
    "complex": (3, lambda self, data: n.Constant(complex(_number(self, data[1]), _number(self, data[2])))),
    "unary": (3, lambda self, data: n.Unary(self.one_of(data[1], n.UNARY), self.node(data[2]))),
    "binary": (4, lambda self, data: n.Binary(self.one_of(data[1], n.BINARY), self.node(data[2]), self.node(data[3]))),
    "compare": (4, _compare),
    "boolean": (3, _boolean),
    "conditional": (4, lambda self, data: n.Conditional(*(self.node(each) for each in data[1:]))),
    "attribute": (3, lambda self, data: n.Attribute(self.node(data[1]), self.identifier(data[2]))),
    "subscript": (3, lambda self, data: n.Subscript(self.node(data[1]), self.node(data[2]))),
    "slice": (4, lambda self, data: n.Slice(*(self.optional(each) for each in data[1:]))),
    "tuple": (2, lambda self, data: n.Sequence("tuple", self.nodes(data[1]))),
    "list": (2, lambda self, data: n.Sequence("list", self.nodes(data[1]))),
    "call": (4, lambda self, data: n.Call(self.node(data[1]), self.nodes(data[2]), _keywords(self, data[3]))),
    "lambda": (3, lambda self, data: n.Lambda(self.parameters(data[1]), self.node(data[2]))),
    "comprehension": (5, _comprehension),
}


def _brief(data: Any) -> str:
    """A short form of untrusted data for an error message."""
    if isinstance(data, str):
        return repr(data[:40])
    return type(data).__name__
