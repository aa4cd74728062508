"""Expression tree → Python source text, with the parentheses that are needed and no others."""
from __future__ import annotations

import math
from typing import Any, Callable, Dict, Iterable, Tuple

import compat.lambdas.nodes as n

#: How tightly each construct binds; an operand that binds less is put in parentheses.
_LAMBDA, _CONDITIONAL, _OR, _AND, _NOT, _COMPARE, _BIT_OR, _BIT_XOR, _BIT_AND, _SHIFT, _SUM, _PRODUCT, _SIGN, _POWER, \
    _ATOM = range(15)
_BINARY = {"|": _BIT_OR, "^": _BIT_XOR, "&": _BIT_AND, "<<": _SHIFT, ">>": _SHIFT, "+": _SUM, "-": _SUM,
           "*": _PRODUCT, "/": _PRODUCT, "//": _PRODUCT, "%": _PRODUCT, "@": _PRODUCT, "classic /": _PRODUCT,
           "**": _POWER}
_BOOLEAN = {"or": _OR, "and": _AND}


def source_of(node: n.Node) -> str:
    """The text of one expression.

    Example:
        >>> source_of(n.Binary("*", n.Binary("-", n.Name("x"), n.Constant(1)), n.Constant(2)))
        '(x - 1) * 2'
    """
    return _WRITERS[type(node)](node)[0]


def lambda_source(parameters: Iterable[n.Parameter], body: n.Node) -> str:
    """The text of a whole function, ``lambda x, axis=1: …``."""
    written = _parameters(parameters)
    return "lambda%s: %s" % (" " + written if written else "", source_of(body))


def _parameters(parameters: Iterable[n.Parameter]) -> str:
    parts = []
    starred = False
    for each in parameters:
        if each.kind == "key" and not starred:
            parts.append("*")
        starred = starred or each.kind in ("*", "key")
        mark = each.kind if each.kind in ("*", "**") else ""
        default = "" if each.default is None else "=" + _at(each.default, _CONDITIONAL)
        parts.append(mark + each.name + default)
    return ", ".join(parts)


def _at(node: n.Node, level: int) -> str:
    """The text of a node, in parentheses if it binds less than ``level``."""
    text, own = _WRITERS[type(node)](node)
    return text if own >= level else "(%s)" % text


def _constant(node: n.Constant) -> Tuple[str, int]:
    value = node.value
    if value is Ellipsis:
        return "...", _ATOM
    if isinstance(value, float) and not isinstance(value, bool):
        return _float(value)
    if isinstance(value, complex):
        return "complex(%r, %r)" % (value.real, value.imag), _ATOM
    return repr(value), _SIGN if isinstance(value, int) and value < 0 else _ATOM


def _float(value: float) -> Tuple[str, int]:
    if math.isnan(value):
        return "float('nan')", _ATOM
    if math.isinf(value):
        return "float('%s')" % repr(value), _ATOM
    text = repr(value)
    return text, _SIGN if text.startswith("-") else _ATOM


def _unary(node: n.Unary) -> Tuple[str, int]:
    if node.op == "not":
        return "not " + _at(node.operand, _NOT), _NOT
    return node.op + _at(node.operand, _SIGN), _SIGN


def _binary(node: n.Binary) -> Tuple[str, int]:
    level = _BINARY[node.op]
    sign = "/" if node.op == "classic /" else node.op
    if node.op == "**":
        return "%s ** %s" % (_at(node.left, _ATOM), _at(node.right, _SIGN)), level
    return "%s %s %s" % (_at(node.left, level), sign, _at(node.right, level + 1)), level


def _compare(node: n.Compare) -> Tuple[str, int]:
    parts = [_at(node.first, _BIT_OR)]
    for op, operand in zip(node.ops, node.rest):
        parts.extend((op, _at(operand, _BIT_OR)))
    return " ".join(parts), _COMPARE


def _boolean(node: n.Boolean) -> Tuple[str, int]:
    level = _BOOLEAN[node.op]
    return (" %s " % node.op).join(_at(each, level + 1) for each in node.values), level


def _conditional(node: n.Conditional) -> Tuple[str, int]:
    parts = (_at(node.body, _OR), _at(node.test, _OR), _at(node.orelse, _CONDITIONAL))
    return "%s if %s else %s" % parts, _CONDITIONAL


def _attribute(node: n.Attribute) -> Tuple[str, int]:
    value = _at(node.value, _ATOM)
    if isinstance(node.value, n.Constant) and isinstance(node.value.value, (int, float)) and not value.endswith(")"):
        value = "(%s)" % value
    return "%s.%s" % (value, node.name), _ATOM


def _subscript(node: n.Subscript) -> Tuple[str, int]:
    index = node.index
    if isinstance(index, n.Sequence) and index.kind == "tuple" and index.items:
        inside = ", ".join(_index(each) for each in index.items) + ("," if len(index.items) == 1 else "")
    else:
        inside = _index(index)
    return "%s[%s]" % (_at(node.value, _ATOM), inside), _ATOM


def _index(node: n.Node) -> str:
    if not isinstance(node, n.Slice):
        return _at(node, _CONDITIONAL)
    parts = (node.lower, node.upper, node.step)
    lower, upper, step = ("" if each is None else _at(each, _CONDITIONAL) for each in parts)
    return "%s:%s%s" % (lower, upper, ":" + step if step else "")


def _slice(node: n.Slice) -> Tuple[str, int]:
    """A slice outside square brackets, where Python has no sign for it."""
    parts = [n.Constant(None) if each is None else each for each in (node.lower, node.upper, node.step)]
    return "slice(%s)" % ", ".join(_at(each, _CONDITIONAL) for each in parts), _ATOM


def _sequence(node: n.Sequence) -> Tuple[str, int]:
    inside = ", ".join(_at(each, _CONDITIONAL) for each in node.items)
    if node.kind == "list":
        return "[%s]" % inside, _ATOM
    return "(%s%s)" % (inside, "," if len(node.items) == 1 else ""), _ATOM


def _call(node: n.Call) -> Tuple[str, int]:
    parts = [_at(each, _LAMBDA) for each in node.args]
    parts.extend("%s=%s" % (key, _at(value, _LAMBDA)) for key, value in node.keywords)
    return "%s(%s)" % (_at(node.function, _ATOM), ", ".join(parts)), _ATOM


def _comprehension(node: n.Comprehension) -> Tuple[str, int]:
    conditions = "".join(" if " + _at(each, _OR) for each in node.conditions)
    parts = (_at(node.element, _LAMBDA), ", ".join(node.targets), _at(node.iterable, _OR), conditions)
    return "[%s for %s in %s%s]" % parts, _ATOM


_WRITERS: Dict[type, Callable[[Any], Tuple[str, int]]] = {
    n.Name: lambda node: (node.id, _ATOM),
    n.Constant: _constant,
    n.Unary: _unary,
    n.Binary: _binary,
    n.Compare: _compare,
    n.Boolean: _boolean,
    n.Conditional: _conditional,
    n.Attribute: _attribute,
    n.Subscript: _subscript,
    n.Slice: _slice,
    n.Sequence: _sequence,
    n.Call: _call,
    n.Lambda: lambda node: (lambda_source(node.parameters, node.body), _LAMBDA),
    n.Comprehension: _comprehension,
}
