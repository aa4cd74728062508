"""Source text → expression tree, through the standard library's ``ast``.

For text that the user typed (``--lambda "crop=lambda x: x[:, 2:, :]"``); never for text from a
model file. Works with the trees of Python 3.7 (Num, Str, Index) and of later ones.
"""
from __future__ import annotations

import ast
from typing import Any, Callable, Dict, List, Optional, Tuple

import compat.lambdas.nodes as n
from compat.lambdas.config import check_constant, is_name
from compat.lambdas.errors import lambda_error

_BINARY = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
           ast.MatMult: "@", ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^"}
_UNARY = {ast.USub: "-", ast.UAdd: "+", ast.Invert: "~", ast.Not: "not"}
_COMPARE = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "is",
            ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in"}
_BOOLEAN = {ast.And: "and", ast.Or: "or"}


def parse_lambda(text: str, name: Optional[str] = None) -> Tuple[Tuple[n.Parameter, ...], n.Node]:
    """Parameters and body of the function that ``text`` is; LambdaError if it is not a single lambda.

    Example:
        >>> parse_lambda("lambda x: x[0]")[1]
        Subscript(value=Name(id='x'), index=Constant(value=0))
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise lambda_error("%r is not a Python expression (%s)" % (text[:80], error), name) from None
    if not isinstance(tree, ast.Lambda):
        raise lambda_error("%r is not a 'lambda …: …'" % text[:80], name)
    return parameters_of(tree.args, name), node_of(tree.body, name)


def node_of(tree: ast.AST, name: Optional[str] = None) -> n.Node:
    """The node for one ``ast`` expression; LambdaError for what an expression cannot hold (await, f-strings, …)."""
    for kind in type(tree).__mro__:
        if kind in _READERS:
            return _READERS[kind](tree, name)
    raise lambda_error("a %s is not supported in an expression" % type(tree).__name__, name)


def parameters_of(arguments: ast.arguments, name: Optional[str] = None) -> Tuple[n.Parameter, ...]:
    """The parameter list of a lambda or def."""
    plain = list(getattr(arguments, "posonlyargs", [])) + list(arguments.args)
    defaults = [None] * (len(plain) - len(arguments.defaults)) + [node_of(each, name) for each in arguments.defaults]
    found = [n.Parameter(each.arg, default) for each, default in zip(plain, defaults)]
    if arguments.vararg:
        found.append(n.Parameter(arguments.vararg.arg, None, "*"))
    for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults):
        found.append(n.Parameter(each.arg, None if value is None else node_of(value, name), "key"))
    if arguments.kwarg:
        found.append(n.Parameter(arguments.kwarg.arg, None, "**"))
    return tuple(found)


def _identifier(text: str, name: Optional[str]) -> str:
    if not is_name(text):
        raise lambda_error("it uses %r, which is not allowed" % text, name)
    return text


def _constant(value: Any, name: Optional[str]) -> n.Node:
    problem = check_constant(value)
    if problem:
        raise lambda_error("it holds %s" % problem, name)
    return n.Constant(value)


def _unary(tree: Any, name: Optional[str]) -> n.Node:
    operand = node_of(tree.operand, name)
    sign = _UNARY[type(tree.op)]
    if sign == "-" and isinstance(operand, n.Constant) and type(operand.value) in (int, float, complex):
        return n.Constant(-operand.value)  # -1 is a constant in bytecode, so it is one here
    return n.Unary(sign, operand)


def _compare(tree: Any, name: Optional[str]) -> n.Node:
    ops = tuple(_COMPARE[type(each)] for each in tree.ops)
    return n.Compare(node_of(tree.left, name), ops, _all(tree.comparators, name))


def _all(trees: List[Any], name: Optional[str]) -> Tuple[n.Node, ...]:
    return tuple(node_of(each, name) for each in trees)


def _slice(tree: Any, name: Optional[str]) -> n.Node:
    parts = (None if each is None else node_of(each, name) for each in (tree.lower, tree.upper, tree.step))
    return n.Slice(*parts)


def _call(tree: Any, name: Optional[str]) -> n.Node:
    if any(each.arg is None for each in tree.keywords):
        raise lambda_error("'**' in a call is not supported", name)
    keywords = tuple((_identifier(each.arg, name), node_of(each.value, name)) for each in tree.keywords)
    return n.Call(node_of(tree.func, name), _all(tree.args, name), keywords)


def _comprehension(tree: Any, name: Optional[str]) -> n.Node:
    loop = tree.generators[0]
    targets: List[Any] = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
    if len(tree.generators) != 1 or loop.is_async or not all(isinstance(each, ast.Name) for each in targets):
        raise lambda_error("a comprehension with more than one loop is not supported", name)
    return n.Comprehension(node_of(tree.elt, name), tuple(_identifier(each.id, name) for each in targets),
                           node_of(loop.iter, name), _all(loop.ifs, name))


_READERS: Dict[type, Callable[[Any, Optional[str]], n.Node]] = {
    ast.Name: lambda tree, name: n.Name(_identifier(tree.id, name)),
    ast.UnaryOp: _unary,
    ast.BinOp: lambda tree, name: n.Binary(_BINARY[type(tree.op)], node_of(tree.left, name), node_of(tree.right, name)),
    ast.Compare: _compare,
    ast.BoolOp: lambda tree, name: n.Boolean(_BOOLEAN[type(tree.op)], _all(tree.values, name)),
    ast.IfExp: lambda tree, name: n.Conditional(
        node_of(tree.test, name), node_of(tree.body, name), node_of(tree.orelse, name)),
    ast.Attribute: lambda tree, name: n.Attribute(node_of(tree.value, name), _identifier(tree.attr, name)),
    ast.Subscript: lambda tree, name: n.Subscript(node_of(tree.value, name), node_of(tree.slice, name)),
    ast.Slice: _slice,
    ast.Tuple: lambda tree, name: n.Sequence("tuple", _all(tree.elts, name)),
    ast.List: lambda tree, name: n.Sequence("list", _all(tree.elts, name)),
    ast.Call: _call,
    ast.Lambda: lambda tree, name: n.Lambda(parameters_of(tree.args, name), node_of(tree.body, name)),
    ast.ListComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.Constant: lambda tree, name: _constant(tree.value, name),
}
#: Until Python 3.8 numbers, strings and indices had node classes of their own.
_OLD_READERS: Dict[str, Callable[[Any, Optional[str]], n.Node]] = {
    "Num": lambda tree, name: _constant(tree.n, name),
    "Str": lambda tree, name: _constant(tree.s, name),
    "NameConstant": lambda tree, name: _constant(tree.value, name),
    "Ellipsis": lambda tree, name: n.Constant(Ellipsis),
    "Index": lambda tree, name: node_of(tree.value, name),
    "ExtSlice": lambda tree, name: n.Sequence("tuple", _all(tree.dims, name)),
}
for _old, _reader in _OLD_READERS.items():
    if _old in vars(ast):  # not hasattr: later Pythons still answer it, with a warning
        _READERS[vars(ast)[_old]] = _reader
