"""The evaluator: computes an expression with the functions of a flavor, with no ``eval``, ``exec`` or ``compile``.

Every name, attribute and call is looked up in the tables of :mod:`compat.lambdas.allowed` when it is used, so the checks
hold at run time too. Concerns every flavor: the namespace ``{'K': …, 'tf': …, 'np': …, 'keras': …}`` is an argument.
"""
from __future__ import annotations

from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

import compat.lambdas.allowed as allowed
import compat.lambdas.attributes as attributes
import compat.lambdas.guards as guards
import compat.lambdas.nodes as n
import compat.lambdas.tensors as tensors
from compat.api.arguments import DIM_ORDERINGS, KERAS1_BACKEND
from compat.lambdas.check import dotted
from compat.lambdas.errors import lambda_error

Scope = Dict[str, Any]
#: Upper bound on the steps of one call; a typical Lambda takes a few dozen.
MAX_STEPS = 1000000


class ModuleAt:
    """A module as the expression sees it: never the object itself, only its place in the tables."""

    def __init__(self, path: str, value: Any) -> None:
        self.path = path
        self.value = value


class Evaluator:
    """One call of one expression: the namespace, the name for errors, and the steps left."""

    def __init__(self, namespace: Mapping[str, Any], name: Optional[str] = None) -> None:
        self.namespace = namespace
        self.name = name
        self.steps = MAX_STEPS

    def refuse(self, what: str) -> Exception:
        """The error for something that is not allowed."""
        return lambda_error(what, self.name)

    def value(self, node: n.Node, scope: Scope) -> Any:
        """The value of a node; a module is not a value."""
        result = self.raw(node, scope)
        if isinstance(result, ModuleAt):
            raise self.refuse("it uses the module '%s' as a value, which is not allowed" % result.path)
        return result

    def raw(self, node: n.Node, scope: Scope) -> Any:
        """The value of a node, or a :class:`ModuleAt`."""
        self.steps -= 1
        if self.steps < 0:
            raise self.refuse("it takes more than %d steps" % MAX_STEPS)
        return _RULES[type(node)](self, node, scope)

    def function(self, parameters: Tuple[n.Parameter, ...], body: n.Node, scope: Scope) -> Callable[..., Any]:
        """A Python callable that evaluates ``body`` with its arguments bound on top of ``scope``."""
        defaults = {each.name: self.value(each.default, scope) for each in parameters if each.default is not None}

        def call(*args: Any, **kwargs: Any) -> Any:
            inner = dict(scope)
            inner.update(bind(parameters, defaults, args, kwargs))
            return self.value(body, inner)
        return call


def bind(parameters: Sequence[n.Parameter], defaults: Mapping[str, Any], args: Sequence[Any],
         kwargs: Mapping[str, Any]) -> Scope:
    """Arguments by parameter name, by Python's own rules; TypeError as Python would raise it."""
    bound: Scope = {}
    rest, extra = list(args), dict(kwargs)
    for each in parameters:
        if each.kind == "*":
            bound[each.name], rest = tuple(rest), []
        elif each.kind == "**":
            bound[each.name], extra = extra, {}
        elif not each.kind and rest:
            bound[each.name] = rest.pop(0)
        elif each.name in extra:
            bound[each.name] = extra.pop(each.name)
        elif each.name in defaults:
            bound[each.name] = defaults[each.name]
        else:
            raise TypeError("missing argument '%s'" % each.name)
    if rest or extra:
        raise TypeError("unexpected arguments: %d positional, %s" % (len(rest), sorted(extra)))
    return bound


def _name(self: Evaluator, node: n.Name, scope: Scope) -> Any:
    if node.id in scope:
        return scope[node.id]
    root = allowed.ROOT_ALIASES.get(node.id)
    if root is not None:
        if node.id not in self.namespace and root not in self.namespace:
            raise self.refuse("it uses '%s', which is not available here" % node.id)
        return ModuleAt(root, self.namespace[root if root in self.namespace else node.id])
    if node.id in self.namespace:
        return self.namespace[node.id]  # a value that the user passed by this name
    if node.id in allowed.BUILTINS:
        return guards.BUILTINS[node.id]
    raise self.refuse("it uses '%s', which is not allowed (it is neither a parameter nor one of the known modules and "
                      "functions)" % node.id)


def _attribute(self: Evaluator, node: n.Attribute, scope: Scope) -> Any:
    value = self.raw(node.value, scope)
    if isinstance(value, ModuleAt):
        return _module_attribute(self, node, value)
    if node.name not in allowed.VALUE_ATTRIBUTES:
        raise self.refuse("it reads the attribute '%s', which is not allowed" % node.name)
    return attributes.read(value, node.name)


def _module_attribute(self: Evaluator, node: n.Attribute, module: ModuleAt) -> Any:
    if not allowed.is_allowed(module.path, node.name):
        raise self.refuse("it uses '%s', which is not allowed" % dotted(node))
    path = allowed.child_path(module.path, node.name)
    joined = module.path + "." + node.name
    if path is not None:
        # 'tf' under K.tf, 'K' under keras.backend: the flavor's own; TensorFlow 2 is another module.
        direct = None if joined == "tf.compat.v2" else self.namespace.get(path)
        return ModuleAt(path, _read(self, module, node.name, joined) if direct is None else direct)
    return _read(self, module, node.name, joined)


def _read(self: Evaluator, module: ModuleAt, attribute: str, joined: str) -> Any:
    try:
        return getattr(module.value, attribute)
    except (AttributeError, ImportError) as error:  # ImportError: a name that a flavor does not serve
        raise self.refuse("it uses '%s', which is not available here (%s)" % (joined, error)) from error


def _call(self: Evaluator, node: n.Call, scope: Scope) -> Any:
    if not isinstance(node.function, (n.Name, n.Attribute, n.Lambda)):
        raise self.refuse("it calls the result of an expression, which is not allowed")
    function = self.value(node.function, scope)
    args = [self.value(each, scope) for each in node.args]
    keywords = {key: self.value(each, scope) for key, each in node.keywords}
    given = args + list(keywords.values())
    _guarded(self, guards.check_nested, given)
    if not isinstance(node.function, n.Lambda):
        _guarded(self, guards.check_allocation, dotted(node.function), given)
        args, keywords = _keras2_arguments(dotted(node.function), args, keywords)
    return _guarded(self, function, *args, **keywords)


def _keras2_arguments(function: str, args: List[Any], keywords: Scope) -> Tuple[List[Any], Scope]:
    """The arguments of a call, those that only a function of Keras 1's ``K`` took in the words of Keras 2."""
    module, _, name = function.rpartition(".")
    renames = KERAS1_BACKEND.get(name) if allowed.SUBMODULES.get(module, allowed.ROOT_ALIASES.get(module)) == "K" else None
    if renames is None:
        return args, keywords
    renamed = {renames.get(key, key): value for key, value in keywords.items()}
    if "dim_ordering" in renames:
        args = [_data_format(each) for each in args]
        renamed = {key: _data_format(each) for key, each in renamed.items()}
    return args, renamed


def _data_format(value: Any) -> Any:
    return DIM_ORDERINGS.get(value, value) if isinstance(value, str) else value


def _guarded(self: Evaluator, function: Callable[..., Any], *args: Any, **keywords: Any) -> Any:
    try:
        return function(*args, **keywords)
    except guards.TooLarge as error:
        raise self.refuse("it would make %s, which is not allowed" % error) from None


def _binary(self: Evaluator, node: n.Binary, scope: Scope) -> Any:
    operands = tensors.matched(self.value(node.left, scope), self.value(node.right, scope), self.namespace.get("K"))
    return _guarded(self, guards.BINARY[node.op], *operands)


def _compare(self: Evaluator, node: n.Compare, scope: Scope) -> Any:
    left = self.value(node.first, scope)
    result: Any = True
    for op, operand in zip(node.ops, node.rest):
        right = self.value(operand, scope)
        _guarded(self, guards.check_nested, (left, right))
        result = guards.COMPARE[op](left, right)
        if len(node.ops) > 1 and not result:
            return result
        left = right
    return result


def _boolean(self: Evaluator, node: n.Boolean, scope: Scope) -> Any:
    result: Any = None
    for each in node.values:
        result = self.value(each, scope)
        if bool(result) == (node.op == "or"):
            return result
    return result


def _slice(self: Evaluator, node: n.Slice, scope: Scope) -> slice:
    parts = (None if each is None else self.value(each, scope) for each in (node.lower, node.upper, node.step))
    return slice(*parts)


def _comprehension(self: Evaluator, node: n.Comprehension, scope: Scope) -> List[Any]:
    results = []
    for item in self.value(node.iterable, scope):
        inner = dict(scope)
        inner.update(zip(node.targets, [item] if len(node.targets) == 1 else item))
        if all(self.value(each, inner) for each in node.conditions):
            results.append(self.value(node.element, inner))
    return results


def _sequence(self: Evaluator, node: n.Sequence, scope: Scope) -> Any:
    items = [self.value(each, scope) for each in node.items]
    return items if node.kind == "list" else tuple(items)


_RULES: Dict[type, Callable[[Evaluator, Any, Scope], Any]] = {
    n.Name: _name,
    n.Constant: lambda self, node, scope: node.value,
    n.Unary: lambda self, node, scope: guards.UNARY[node.op](self.value(node.operand, scope)),
    n.Binary: _binary,
    n.Compare: _compare,
    n.Boolean: _boolean,
    n.Conditional: lambda self, node, scope: self.value(
        node.body if self.value(node.test, scope) else node.orelse, scope),
    n.Attribute: _attribute,
    n.Subscript: lambda self, node, scope: tensors.subscript(
        self.value(node.value, scope), self.value(node.index, scope), self.namespace.get("K")),
    n.Slice: _slice,
    n.Sequence: _sequence,
    n.Call: _call,
    n.Lambda: lambda self, node, scope: self.function(node.parameters, node.body, scope),
    n.Comprehension: _comprehension,
}
